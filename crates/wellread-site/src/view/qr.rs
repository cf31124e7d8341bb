//! The address of a page as a QR code (ISO/IEC 18004), shown only on paper: families get printed
//! articles in the waiting room and open the current version at home.

use std::sync::LazyLock;

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// The version of the largest code: 65 modules on a side, each half a millimeter wide on paper,
/// which phones still read. It holds addresses of up to 287 bytes.
const LARGEST: u8 = 12;

/// An SVG of the address. `None` for an address too long for a code that a phone reads easily.
///
/// All modules (the squares of the code) are strokes of one path, which takes far fewer bytes than
/// a rectangle for each, and fewer in relative steps than with the place of each column. The mask
/// is fixed: choosing the best of eight is most of the work, every reader reads all of them
/// (ISO/IEC 18004, 7.8), and the same address must give the same code.
pub(super) fn svg(address: &str) -> Option<String> {
    let segments = QrSegment::make_segments(address);
    let code = QrCode::encode_segments_advanced(
        &segments,
        // Survives the loss of 15 %, as by a crease or a stain on paper.
        QrCodeEcc::Medium,
        Version::MIN,
        Version::new(LARGEST),
        Some(Mask::new(2)),
        // The level isn't raised where it costs nothing: codes of all pages are to look alike.
        false,
    )
    .ok()?;
    let size = code.size();
    let mut path = String::with_capacity(2048);
    let steps = &*STEPS;
    let next_column = format!("m1-{size}");
    for x in 0..size {
        // A stroke of width one along the middle of the column. Every column ends at the bottom, so
        // that the way to the next one is always the same: compressed, it takes next to nothing.
        if x == 0 {
            path.push_str("M.5 0");
        } else {
            path.push_str(&next_column);
        }
        let (mut dark, mut length) = (code.get_module(x, 0), 0);
        for y in 0..size {
            let next = code.get_module(x, y);
            if next != dark {
                path.push_str(&steps[length][usize::from(dark)]);
                (dark, length) = (next, 0);
            }
            length += 1;
        }
        path.push_str(&steps[length][usize::from(dark)]);
    }
    // Four light modules on each side are the quiet zone that the standard requires. Always black:
    // a colored code on a colored background may be unreadable.
    let side = size + 8;
    Some(format!(
        "<svg viewBox=\"-4 -4 {side} {side}\" width=\"132\" height=\"132\" aria-hidden=\"true\" \
         shape-rendering=\"crispEdges\"><path stroke=\"#000\" d=\"{path}\"/></svg>"
    ))
}

/// The steps past so many modules that are light, and dark. There are hundreds in each page.
static STEPS: LazyLock<Vec<[String; 2]>> = LazyLock::new(|| {
    let side = usize::from(LARGEST) * 4 + 17;
    (0..=side).map(|length| [format!("m0 {length}"), format!("v{length}")]).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_draws_exactly_the_dark_modules() {
        let address = "https://example.org/glossary/iep/";
        let svg = svg(address).unwrap();
        let code = QrCode::encode_segments_advanced(
            &QrSegment::make_segments(address),
            QrCodeEcc::Medium,
            Version::MIN,
            Version::new(12),
            Some(Mask::new(2)),
            false,
        )
        .unwrap();
        let (_, path) = svg.split_once(" d=\"").unwrap();
        let (path, _) = path.split_once('"').unwrap();
        let size = code.size() as usize;
        let mut dark = vec![vec![false; size]; size];
        let next = format!("m1-{size}");
        let columns = path.strip_prefix("M.5 0").unwrap().split(&next);
        for (x, column) in columns.enumerate() {
            let mut y = 0;
            let steps = column.replace("m0 ", " m").replace('v', " v");
            for step in steps.split_whitespace() {
                let length: usize = step[1..].parse().unwrap();
                if step.starts_with('v') {
                    dark[y..y + length].iter_mut().for_each(|row| row[x] = true);
                }
                y += length;
            }
            assert_eq!(y, size);
        }
        for (y, row) in (0..).zip(&dark) {
            for (x, &dark) in (0..).zip(row) {
                assert_eq!(dark, code.get_module(x, y), "{x} {y}");
            }
        }
        let side = code.size() + 8;
        assert!(svg.starts_with(&format!("<svg viewBox=\"-4 -4 {side} {side}\"")), "{svg}");
    }

    #[test]
    fn an_address_too_long_for_phones_has_no_code() {
        let address = |bytes: usize| format!("https://{}", "a".repeat(bytes - 8));
        assert!(svg(&address(287)).is_some());
        assert!(svg(&address(288)).is_none());
    }
}
