//! The clinic's colour: checked for contrast, and its counterpart for dark screens.
//!
//! Contrast is that of WCAG 2.2, success criterion 1.4.3: at least 4.5 to 1 for text.

/// A colour as red, green and blue.
type Rgb = [u8; 3];

/// The surfaces of the default theme on which the accent lies, in light and in dark.
const LIGHT: [Rgb; 3] = [[0xff, 0xff, 0xff], [0xff, 0xfd, 0xf9], [0xf6, 0xf1, 0xe7]];
const DARK: [Rgb; 2] = [[0x17, 0x19, 0x17], [0x22, 0x25, 0x22]];
const CONTRAST: f64 = 4.5;

/// Why an accent cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AccentError {
    /// It is not a colour.
    NotAColor,
    /// It is too pale to be read; the nearest colour that can be.
    TooPale(String),
}

/// The rules that set the accent, for the end of the stylesheet.
///
/// # Errors
/// If the text is not a colour, or is too pale.
pub(crate) fn css(accent: &str) -> Result<String, AccentError> {
    let colour = parse(accent).ok_or(AccentError::NotAColor)?;
    let readable = toward(colour, [0, 0, 0], &LIGHT);
    if readable != colour {
        return Err(AccentError::TooPale(write(readable)));
    }
    let dark = toward(colour, [255, 255, 255], &DARK);
    Ok(format!(
        "\n:root{{--accent:{}}}\n@media (prefers-color-scheme:dark){{:root{{--accent:{}}}}}\n",
        write(colour),
        write(dark)
    ))
}

/// The first colour on the way from `colour` to `end` that can be read on all surfaces.
fn toward(colour: Rgb, end: Rgb, surfaces: &[Rgb]) -> Rgb {
    (0..=100u16)
        .map(|percent| {
            let mix = |index: usize| {
                let (from, to) = (u16::from(colour[index]), u16::from(end[index]));
                // Both products are at most 25,500, and their mean at most 255.
                ((from * (100 - percent) + to * percent) / 100) as u8
            };
            [mix(0), mix(1), mix(2)]
        })
        .find(|&mixed| surfaces.iter().all(|&surface| contrast(mixed, surface) >= CONTRAST))
        .unwrap_or(end)
}

fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: Rgb) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let channel = f64::from(channel) / 255.0;
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn parse(text: &str) -> Option<Rgb> {
    let hex = text.trim().strip_prefix('#')?;
    if !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let pair = |at: usize, length: usize| u8::from_str_radix(&hex[at..at + length], 16).ok();
    match hex.len() {
        3 => Some([pair(0, 1)? * 17, pair(1, 1)? * 17, pair(2, 1)? * 17]),
        6 => Some([pair(0, 2)?, pair(2, 2)?, pair(4, 2)?]),
        _ => None,
    }
}

fn write([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast([0, 0, 0], [255, 255, 255]) - 21.0).abs() < 1e-9);
        assert!((contrast([0x76, 0x76, 0x76], [255, 255, 255]) - 4.54).abs() < 0.01);
    }

    #[test]
    fn pale_colours_are_refused_with_one_that_can_be_read() {
        let Err(AccentError::TooPale(better)) = css("#ffcc00") else { panic!("too pale") };
        assert!(css(&better).is_ok());
        assert_eq!(css("blue"), Err(AccentError::NotAColor));
        assert!(css("#046").is_ok());
    }
}
