//! Numbers in files.

/// A number of two bytes, the higher one first. `None` behind the end of the file.
pub(super) fn u16_at(file: &[u8], at: usize) -> Option<usize> {
    let bytes = file.get(at..)?.first_chunk()?;
    Some(usize::from(u16::from_be_bytes(*bytes)))
}

/// A number of four bytes, the highest one first. `None` behind the end of the file.
pub(super) fn u32_at(file: &[u8], at: usize) -> Option<usize> {
    let bytes = file.get(at..)?.first_chunk()?;
    usize::try_from(u32::from_be_bytes(*bytes)).ok()
}
