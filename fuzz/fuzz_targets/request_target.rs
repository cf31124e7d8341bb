//! See `entries::request_target`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| wellread_fuzz::entries::request_target(data));
