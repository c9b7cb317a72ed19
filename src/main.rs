//! `huikuan`: see the library for all it does.

use std::process::ExitCode;

fn main() -> ExitCode {
    huikuan::cli::run()
}
