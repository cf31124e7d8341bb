//! The address of a page as a QR code (ISO/IEC 18004), shown only on paper: families get printed
//! articles in the waiting room and open the current version at home.

use std::sync::LazyLock;

use super::qr_code::{LARGEST_SIZE, QrCode};

/// An SVG of the address. `None` for an address too long for a code that a phone reads easily.
///
/// All modules (the squares of the code) are strokes of one path, which takes far fewer bytes than
/// a rectangle for each, and fewer in relative steps than with the place of each column.
pub(super) fn svg(address: &str) -> Option<String> {
    let QrCode { size, modules } = QrCode::new(address)?;
    let steps = &*STEPS;
    let mut path = String::with_capacity(2048);
    let next_column = format!("m1-{size}");
    for (x, column) in modules.chunks(size).enumerate() {
        // A stroke of width one along the middle of the column. Every column ends at the bottom, so
        // that the way to the next one is always the same: compressed, it takes next to nothing.
        path.push_str(if x == 0 { "M.5 0" } else { &next_column });
        for alike in column.chunk_by(|one, next| one == next) {
            path.push_str(&steps[alike.len()][usize::from(alike[0])]);
        }
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
    (0..=LARGEST_SIZE).map(|length| [format!("m0 {length}"), format!("v{length}")]).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_draws_exactly_the_dark_modules() {
        let address = "https://example.org/glossary/iep/";
        let svg = svg(address).unwrap();
        let QrCode { size, modules } = QrCode::new(address).unwrap();
        let (_, path) = svg.split_once(" d=\"").unwrap();
        let (path, _) = path.split_once('"').unwrap();
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
        for (y, row) in dark.iter().enumerate() {
            for (x, &dark) in row.iter().enumerate() {
                assert_eq!(dark, modules[x * size + y], "{x} {y}");
            }
        }
        let side = size + 8;
        assert!(svg.starts_with(&format!("<svg viewBox=\"-4 -4 {side} {side}\"")), "{svg}");
    }

    #[test]
    fn an_address_too_long_for_phones_has_no_code() {
        let address = |bytes: usize| format!("https://{}", "a".repeat(bytes - 8));
        assert!(svg(&address(287)).is_some());
        assert!(svg(&address(288)).is_none());
    }
}
