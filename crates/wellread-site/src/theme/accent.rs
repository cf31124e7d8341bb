//! The clinic's color: checked for contrast, and its counterpart for dark screens.
//!
//! The default theme uses the accent for links, buttons and marks. Contrast is that of WCAG 2.2,
//! success criterion 1.4.3 (level AA): at least 4.5 to 1 for text. Large text would need only 3 to
//! 1, but links are as small as the text around them.
//!
//! A color that is too pale on paper is the clinic's to change, so it is an error that names the
//! nearest readable one. A color that is too dark on a dark screen is normal for a brand color, so
//! a lighter one is derived without asking.

/// A color as red, green and blue in sRGB.
type Rgb = [u8; 3];

/// What the accent must stand out from in light mode: `--on-accent` (the text on buttons), and the
/// default theme's backgrounds `--paper` and `--wash`. On all other backgrounds its stylesheet has
/// links in `--ink`, so that no more accents than necessary are refused.
const LIGHT: [Rgb; 3] = [[0xff, 0xff, 0xff], [0xff, 0xfd, 0xf9], [0xf6, 0xf1, 0xe7]];
/// The same in dark mode.
const DARK: [Rgb; 3] = [[0x10, 0x20, 0x1e], [0x17, 0x19, 0x17], [0x22, 0x25, 0x22]];
/// The lowest contrast ratio for text (WCAG 2.2, 1.4.3).
const CONTRAST: f64 = 4.5;

/// Why an accent cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AccentError {
    /// It is not a color.
    NotAColor,
    /// It has too little contrast in light mode. Holds the nearest darker color that has enough, as
    /// it would be written in `site.toml`.
    TooPale(String),
}

/// The CSS rules that set the accent, to be appended to the stylesheet. They are for screens: paper
/// is black on white.
///
/// # Errors
/// If the text is not a color written as `#rgb` or `#rrggbb`, or if the color is too pale.
pub(crate) fn css(accent: &str) -> Result<String, AccentError> {
    let color = parse(accent).ok_or(AccentError::NotAColor)?;
    let readable = toward(color, [0, 0, 0], &LIGHT);
    if readable != color {
        return Err(AccentError::TooPale(write(readable)));
    }
    let dark = toward(color, [255, 255, 255], &DARK);
    Ok(format!(
        "\n@media screen{{:root{{--accent:{}}}}}\n\
         @media screen and (prefers-color-scheme:dark){{:root{{--accent:{}}}}}\n",
        write(color),
        write(dark)
    ))
}

/// The first color on the way from `color` to `end`, in steps of one percent, that has enough
/// contrast on all surfaces. `color` itself if it has.
fn toward(color: Rgb, end: Rgb, surfaces: &[Rgb]) -> Rgb {
    (0..=100u16)
        .map(|percent| {
            let mix = |index: usize| {
                let (from, to) = (u16::from(color[index]), u16::from(end[index]));
                // Both products are at most 25,500, and their mean at most 255.
                ((from * (100 - percent) + to * percent) / 100) as u8
            };
            [mix(0), mix(1), mix(2)]
        })
        .find(|&mixed| surfaces.iter().all(|&surface| contrast(mixed, surface) >= CONTRAST))
        .unwrap_or(end)
}

/// The contrast ratio of two colors, from 1 (the same) to 21 (black and white), whichever is first
/// (WCAG 2.2, "contrast ratio").
fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The brightness of a color as eyes perceive it, from 0 (black) to 1 (white) (WCAG 2.2, "relative
/// luminance").
fn luminance(color: Rgb) -> f64 {
    let [red, green, blue] = color.map(|channel| {
        let channel = f64::from(channel) / 255.0;
        // The inverse of sRGB's transfer function (IEC 61966-2-1). WCAG prints the threshold as
        // 0.04045 since 2021; the older 0.03928 gives the same for all 256 values of a channel.
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// Reads `#rgb` or `#rrggbb`. The other notations of CSS would need a CSS parser, and a style guide
/// always states the hexadecimal one.
fn parse(text: &str) -> Option<Rgb> {
    let hex = text.trim().strip_prefix('#')?;
    // Checked before slicing, since only ASCII digits are one byte each.
    if !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let pair = |at: usize, length: usize| u8::from_str_radix(&hex[at..at + length], 16).ok();
    match hex.len() {
        // Each digit stands for itself twice: 0xf * 17 = 0xff.
        3 => Some([pair(0, 1)? * 17, pair(1, 1)? * 17, pair(2, 1)? * 17]),
        6 => Some([pair(0, 2)?, pair(2, 2)?, pair(4, 2)?]),
        _ => None,
    }
}

/// A color as `#rrggbb`.
fn write([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::super::embedded::DEFAULT_THEME;
    use super::*;

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast([0, 0, 0], [255, 255, 255]) - 21.0).abs() < 1e-9);
        assert!((contrast([0x76, 0x76, 0x76], [255, 255, 255]) - 4.54).abs() < 0.01);
    }

    #[test]
    fn the_surfaces_are_those_of_the_stylesheet() {
        let (_, css) = DEFAULT_THEME.iter().find(|(name, _)| *name == "static/style.css").unwrap();
        let css = std::str::from_utf8(css).unwrap();
        for (index, name) in ["--on-accent", "--paper", "--wash"].into_iter().enumerate() {
            // In light mode, in dark mode, and on paper, where no accent is used.
            let before = format!("{name}: ");
            let mut values = css.split(&before).skip(1).map(|rest| {
                let value = rest.split(';').next().unwrap();
                parse(value).unwrap_or_else(|| panic!("{name} is {value}"))
            });
            assert_eq!(LIGHT[index], values.next().unwrap(), "{name}");
            assert_eq!(DARK[index], values.next().unwrap(), "{name}");
        }
    }

    #[test]
    fn pale_colors_are_refused_with_a_readable_one() {
        let Err(AccentError::TooPale(better)) = css("#ffcc00") else { panic!("too pale") };
        assert!(css(&better).is_ok());
        assert!(css("#046").is_ok());
    }

    #[test]
    fn a_color_has_three_or_six_digits() {
        assert_eq!(parse("#0f8"), parse("#00ff88"));
        assert_eq!(parse(" #1F5f5b "), Some([0x1f, 0x5f, 0x5b]));
        for wrong in ["blue", "046", "#", "#04", "#0466", "#00446", "#0044666", "#00446g", "#ééé"]
        {
            assert_eq!(css(wrong), Err(AccentError::NotAColor), "{wrong}");
        }
    }

    #[test]
    fn luminance_weighs_the_channels_as_eyes_do() {
        let [red, green, blue] =
            [[255, 0, 0], [0, 255, 0], [0, 0, 255]].map(|color: Rgb| luminance(color));
        assert!((red - 0.2126).abs() < 1e-9);
        assert!((green - 0.7152).abs() < 1e-9);
        assert!((blue - 0.0722).abs() < 1e-9);
        // Below the threshold of the transfer function it is a straight line.
        assert!((luminance([10, 10, 10]) - 10.0 / 255.0 / 12.92).abs() < 1e-9);
    }

    #[test]
    fn the_accent_is_readable_on_every_surface_in_light_and_dark() {
        let css = css("#1f5f5b").unwrap();
        assert!(css.contains(":root{--accent:#1f5f5b}"), "{css}");
        let (_, dark) = css.rsplit_once("--accent:").unwrap();
        let dark = parse(&dark[..7]).unwrap();
        for surface in DARK {
            assert!(contrast(dark, surface) >= CONTRAST);
        }
        // White on white has the lowest contrast there is, black the highest.
        assert_eq!(toward([255, 255, 255], [255, 255, 255], &LIGHT), [255, 255, 255]);
        assert_eq!(toward([0, 0, 0], [255, 255, 255], &LIGHT), [0, 0, 0]);
        // Every step toward the end is tried, so the result is the nearest one.
        let nearest = toward([255, 204, 0], [0, 0, 0], &LIGHT);
        let lighter = nearest.map(|channel| channel.saturating_add(4));
        assert!(LIGHT.iter().any(|&surface| contrast(lighter, surface) < CONTRAST));
    }
}
