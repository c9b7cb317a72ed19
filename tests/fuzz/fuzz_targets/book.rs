#![no_main]
#[path = "../../it/bytes.rs"]
mod bytes;

libfuzzer_sys::fuzz_target!(|data: &[u8]| bytes::book(data));
