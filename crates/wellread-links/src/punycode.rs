//! Labels of host names outside ASCII, as the network writes them (RFC 3492): `niños` is
//! `xn--nios-hqa`.
//!
//! A label is what is between two dots. Its ASCII characters come first, then, after a hyphen,
//! numbers that say which other characters are to be inserted where. The constants and the names of
//! variables are those of the RFC, so that the code can be compared with it line by line.

/// The digits are `a` to `z` and `0` to `9`.
const BASE: u32 = 36;
/// Between `T_MIN` and `T_MAX`, a threshold says whether a digit is the last one of its number.
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
/// `SKEW` and `DAMP` shape how fast the thresholds adapt to the distances between the characters of
/// one script, which makes later numbers shorter.
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_BIAS: u32 = 72;
/// The first code point that is not ASCII.
const INITIAL_N: u32 = 128;

/// How long a label is at most (RFC 1035, section 2.3.4), in characters.
const LONGEST: usize = 63;

/// A label as the network writes it; the same one if it has nothing but ASCII. `None` if it is too
/// long for a name.
///
/// Only the encoding is done here, not the tables of which characters a registry allows: a name
/// that no registry has is answered by the lookup with "no such host".
pub(crate) fn ascii_label(label: &str) -> Option<String> {
    if label.is_ascii() {
        return Some(label.to_owned());
    }
    // What is too long for a name costs the square of its length, and may come from another host.
    if label.chars().count() > LONGEST {
        return None;
    }
    Some(format!("xn--{}", encode(label)?))
}

/// The procedure of section 6.3.
fn encode(label: &str) -> Option<String> {
    let mut out: String = label.chars().filter(char::is_ascii).collect();
    let plain = u32::try_from(out.len()).ok()?;
    let total = u32::try_from(label.chars().count()).ok()?;
    if plain > 0 {
        out.push('-');
    }
    let (mut n, mut delta, mut bias, mut done) = (INITIAL_N, 0_u32, INITIAL_BIAS, plain);
    while done < total {
        // Characters are inserted in the order of their code points, all places of one before the
        // next.
        let next = label.chars().map(u32::from).filter(|&c| c >= n).min()?;
        delta = delta.checked_add((next - n).checked_mul(done + 1)?)?;
        n = next;
        for c in label.chars().map(u32::from) {
            if c < n {
                delta = delta.checked_add(1)?;
            }
            if c == n {
                push_number(&mut out, delta, bias);
                bias = adapted(delta, done + 1, done == plain);
                (delta, done) = (0, done + 1);
            }
        }
        (delta, n) = (delta.checked_add(1)?, n + 1);
    }
    Some(out)
}

/// Writes a number in digits of varying weight.
fn push_number(out: &mut String, number: u32, bias: u32) {
    let mut rest = number;
    for k in (BASE..).step_by(BASE as usize) {
        let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
        if rest < threshold {
            break;
        }
        out.push(digit(threshold + (rest - threshold) % (BASE - threshold)));
        rest = (rest - threshold) / (BASE - threshold);
    }
    out.push(digit(rest));
}

/// The bias for the next number (section 6.1).
fn adapted(delta: u32, count: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / DAMP } else { delta / 2 };
    delta += delta / count;
    let mut k = 0;
    while delta > ((BASE - T_MIN) * T_MAX) / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

fn digit(value: u32) -> char {
    // Below 36 by construction: a threshold is at most 26, and what follows is a remainder.
    char::from_digit(if value < 26 { value + 10 } else { value - 26 }, BASE).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_encoded_as_the_network_has_them() {
        for (label, wanted) in [
            ("example", "example"),
            ("niños", "xn--nios-hqa"),
            ("bücher", "xn--bcher-kva"),
            ("münchen", "xn--mnchen-3ya"),
            ("ελλάδα", "xn--hxakic4aa"),
            ("例え", "xn--r8jz45g"),
            ("правда", "xn--80aafi6cg"),
            // A difference that is just above the limit in `adapted`.
            ("兒童醫院", "xn--f5q862hzjo7je"),
        ] {
            assert_eq!(ascii_label(label).as_deref(), Some(wanted));
        }
        assert_eq!(ascii_label(&"ñ".repeat(LONGEST + 1)), None);
    }
}
