//! See `entries::letter`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| wellread_fuzz::entries::letter(data));
