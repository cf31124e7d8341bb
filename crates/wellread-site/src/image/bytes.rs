//! Numbers in files. Those past the end of a truncated file are `None`, so that no reader of a
//! format has to compare lengths itself.

/// A big-endian number of two bytes. `None` past the end of the file.
pub(super) fn u16_at(file: &[u8], at: usize) -> Option<usize> {
    let bytes = file.get(at..)?.first_chunk()?;
    Some(usize::from(u16::from_be_bytes(*bytes)))
}

/// A big-endian number of four bytes. `None` past the end of the file.
pub(super) fn u32_at(file: &[u8], at: usize) -> Option<usize> {
    let bytes = file.get(at..)?.first_chunk()?;
    usize::try_from(u32::from_be_bytes(*bytes)).ok()
}

/// A little-endian number of four bytes, as RIFF has them. `None` past the end of the file.
pub(super) fn little_endian_u32_at(file: &[u8], at: usize) -> Option<usize> {
    let bytes = file.get(at..)?.first_chunk()?;
    usize::try_from(u32::from_le_bytes(*bytes)).ok()
}
