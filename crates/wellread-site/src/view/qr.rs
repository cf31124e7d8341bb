//! The address of a page as a QR code, for paper.

use std::fmt::Write as _;

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// An SVG of the address. `None` for an address too long for a code that a phone reads easily.
///
/// The mask is fixed: choosing the best of eight is most of the work, every reader reads all of
/// them (ISO/IEC 18004, 7.8), and the same address must give the same code.
pub(super) fn svg(address: &str) -> Option<String> {
    let segments = QrSegment::make_segments(address);
    let code = QrCode::encode_segments_advanced(
        &segments,
        QrCodeEcc::Medium,
        Version::MIN,
        Version::new(12),
        Some(Mask::new(2)),
        false,
    )
    .ok()?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            if !code.get_module(x, y) {
                x += 1;
                continue;
            }
            let start = x;
            while x < size && code.get_module(x, y) {
                x += 1;
            }
            // Writing to a string cannot fail.
            let _ = write!(path, "M{start} {y}h{}v1h-{}z", x - start, x - start);
        }
    }
    let side = size + 8;
    Some(format!(
        "<svg viewBox=\"-4 -4 {side} {side}\" width=\"132\" height=\"132\" role=\"img\" aria-hidden=\"true\" \
         shape-rendering=\"crispEdges\"><path d=\"{path}\"/></svg>"
    ))
}
