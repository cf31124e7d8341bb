//! The address of a page as a QR code, for paper.

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
    let mut path = String::with_capacity(2048);
    for y in 0..size {
        // A stroke of width one along the middle of the row.
        path.push('M');
        push_number(&mut path, 0);
        path.push(' ');
        push_number(&mut path, y);
        path.push_str(".5");
        let mut x = 0;
        while x < size {
            let start = x;
            let dark = code.get_module(x, y);
            while x < size && code.get_module(x, y) == dark {
                x += 1;
            }
            if dark {
                path.push('h');
                push_number(&mut path, x - start);
            } else if x < size {
                path.push('m');
                push_number(&mut path, x - start);
                path.push_str(" 0");
            }
        }
    }
    let side = size + 8;
    Some(format!(
        "<svg viewBox=\"-4 -4 {side} {side}\" width=\"132\" height=\"132\" aria-hidden=\"true\" \
         shape-rendering=\"crispEdges\"><path stroke=\"#000\" d=\"{path}\"/></svg>"
    ))
}

/// Writes a number below 100: a code of version 12 has 65 modules on a side.
fn push_number(path: &mut String, number: i32) {
    let digits = number.rem_euclid(100) as u8;
    if digits >= 10 {
        path.push(char::from(b'0' + digits / 10));
    }
    path.push(char::from(b'0' + digits % 10));
}
