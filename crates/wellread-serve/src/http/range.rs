//! Single byte ranges (RFC 9110, section 14).
//!
//! Several ranges at once, and anything that is not understood, are answered with the whole, as
//! the standard allows. Where next: `crate::answer`.

use std::ops::Range;

/// What a `Range` field asks of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ranged {
    /// Everything: the field is absent, not understood, or names several ranges.
    Whole,
    /// These bytes.
    Part(Range<usize>),
    /// Bytes that do not exist.
    Unsatisfiable,
}

/// Resolves a `Range` field for a body of `length` bytes.
pub(crate) fn resolve(field: &str, length: usize) -> Ranged {
    let Some((first, last)) = field
        .split_once('=')
        .filter(|(unit, _)| unit.trim().eq_ignore_ascii_case("bytes"))
        .and_then(|(_, range)| range.trim().split_once('-'))
    else {
        return Ranged::Whole;
    };
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // A number too large to hold lies past every end.
        digits.then(|| text.parse().unwrap_or(usize::MAX))
    };
    let understood = |text: &str| text.is_empty() || number(text).is_some();
    if !understood(first) || !understood(last) {
        return Ranged::Whole;
    }
    match (number(first), number(last)) {
        (None, None) => Ranged::Whole,
        (Some(first), Some(last)) if last < first => Ranged::Whole,
        (Some(first), _) if first >= length => Ranged::Unsatisfiable,
        (Some(first), last) => {
            let end = last.map_or(length, |last| last.saturating_add(1).min(length));
            Ranged::Part(first..end)
        }
        (None, Some(suffix)) if suffix == 0 || length == 0 => Ranged::Unsatisfiable,
        (None, Some(suffix)) => Ranged::Part(length.saturating_sub(suffix)..length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_forms_of_a_range() {
        let of = |field| resolve(field, 10);
        assert_eq!(of("bytes=0-3"), Ranged::Part(0..4));
        assert_eq!(of("bytes=4-"), Ranged::Part(4..10));
        assert_eq!(of("bytes=-3"), Ranged::Part(7..10));
        assert_eq!(of("bytes=-99"), Ranged::Part(0..10));
        assert_eq!(of("bytes=8-99999999999999999999999"), Ranged::Part(8..10));
        assert_eq!(of("bytes=10-"), Ranged::Unsatisfiable);
        assert_eq!(of("bytes=-0"), Ranged::Unsatisfiable);
        assert_eq!(resolve("bytes=-1", 0), Ranged::Unsatisfiable);
        for whole in
            ["", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=3-1", "bytes=0-1,3-4", "x=0-1"]
        {
            assert_eq!(of(whole), Ranged::Whole, "{whole}");
        }
    }

    proptest! {
        #[test]
        fn parts_lie_inside(field in "bytes=[0-9]{0,3}-[0-9]{0,3}", length in 0_usize..300) {
            if let Ranged::Part(part) = resolve(&field, length) {
                prop_assert!(part.start < part.end && part.end <= length);
            }
        }
    }
}
