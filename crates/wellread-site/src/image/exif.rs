//! Exif: what cameras write into images (CIPA DC-008). Only the orientation is read and written.

/// The orientation, from 1 (upright) to 8; `None` if the block holds no valid one. `block` is a
/// TIFF header with what follows it, in some formats after `Exif` and two zeros.
pub(super) fn orientation(block: &[u8]) -> Option<u8> {
    /// The tag of the orientation (CIPA DC-008, section 4.6.4).
    const ORIENTATION: u16 = 0x0112;
    /// The type of a number of two bytes.
    const SHORT: u16 = 3;
    let block = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
    let is_little = match block.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let two = |at: usize| {
        let bytes = *block.get(at..)?.first_chunk()?;
        Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let four = |at: usize| {
        let bytes = *block.get(at..)?.first_chunk()?;
        let number = if is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) };
        usize::try_from(number).ok()
    };
    let first = four(4)?;
    // Each entry has a tag, a type, a count and a value, in twelve bytes.
    let entries = (0..usize::from(two(first)?)).map_while(|n| first.checked_add(2 + 12 * n));
    let entry = entries.map_while(|at| Some((at, two(at)?))).find(|(_, tag)| *tag == ORIENTATION);
    let (at, _) = entry?;
    let value = u8::try_from(two(at + 8)?).ok()?;
    (two(at + 2)? == SHORT && (1..=8).contains(&value)).then_some(value)
}

/// A block that holds nothing but an orientation.
pub(super) fn block(orientation: u8) -> Vec<u8> {
    // The header, where the entries begin, their number; one entry; no further entries.
    let mut block = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    block.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    block
}

/// Whether an orientation turns width to height.
pub(super) fn swaps_sides(orientation: u8) -> bool {
    (5..=8).contains(&orientation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_orientation_is_read_in_both_byte_orders() {
        assert_eq!(orientation(&block(6)), Some(6));
        assert_eq!(orientation(&[b"Exif\0\0".to_vec(), block(8)].concat()), Some(8));
        let big = b"MM\0*\0\0\0\x08\0\x02\x01\x0f\0\x02\0\0\0\x01\0\0\0\0\x01\x12\0\x03\0\0\0\x01\0\x05\0\0";
        assert_eq!(orientation(big), Some(5));
        for wrong in
            [&block(0)[..], &block(9), &block(6)[..18], b"II*\0\xff\xff\xff\xff", b"", b"II"]
        {
            assert_eq!(orientation(wrong), None, "{wrong:?}");
        }
    }
}
