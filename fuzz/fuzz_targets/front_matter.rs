//! See `entries::front_matter`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| wellread_fuzz::entries::front_matter(data));
