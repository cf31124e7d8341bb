//! See `entries::tidied`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| wellread_fuzz::entries::tidied(data));
