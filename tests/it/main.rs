//! One test binary: the real program, run hermetically.

mod harness;
