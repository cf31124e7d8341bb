//! Single byte ranges (RFC 9110, section 14).
//!
//! Several ranges at once, and anything that is not understood, are answered with the whole, as
//! the standard allows. Where next: `crate::answer`.

use std::ops::Range;

/// Which bytes of a body to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RequestedRange {
    /// Everything: the field is absent, not understood, or names several ranges.
    Whole,
    /// These bytes.
    Part(Range<usize>),
    /// Bytes that do not exist.
    Unsatisfiable,
}

/// Resolves a `Range` field for a body of `length` bytes.
pub(crate) fn resolve(field: &str, length: usize) -> RequestedRange {
    let number = |text: &str| match text {
        "" => Some(None),
        // A number too large to hold lies past every end.
        text if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(Some(text.parse().unwrap_or(usize::MAX)))
        }
        _ => None,
    };
    let range = field.split_once('=').filter(|(unit, _)| unit.trim().eq_ignore_ascii_case("bytes"));
    let ends = range.and_then(|(_, range)| range.trim().split_once('-'));
    let ends = ends.and_then(|(first, last)| number(first).zip(number(last)));
    match ends {
        None | Some((None, None)) => RequestedRange::Whole,
        // Invalid, and an invalid field is ignored (14.1.1).
        Some((Some(first), Some(last))) if last < first => RequestedRange::Whole,
        Some((Some(first), _)) if first >= length => RequestedRange::Unsatisfiable,
        Some((Some(first), last)) => {
            let end = last.map_or(length, |last| last.saturating_add(1).min(length));
            RequestedRange::Part(first..end)
        }
        Some((None, Some(suffix))) if suffix == 0 || length == 0 => RequestedRange::Unsatisfiable,
        Some((None, Some(suffix))) => RequestedRange::Part(length.saturating_sub(suffix)..length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_forms_of_a_range() {
        let of = |field| resolve(field, 10);
        assert_eq!(of("bytes=0-3"), RequestedRange::Part(0..4));
        assert_eq!(of("bytes=4-"), RequestedRange::Part(4..10));
        assert_eq!(of("bytes=-3"), RequestedRange::Part(7..10));
        assert_eq!(of("bytes=-99"), RequestedRange::Part(0..10));
        assert_eq!(of("bytes=8-99999999999999999999999"), RequestedRange::Part(8..10));
        assert_eq!(of("bytes=10-"), RequestedRange::Unsatisfiable);
        assert_eq!(of("bytes=-0"), RequestedRange::Unsatisfiable);
        assert_eq!(resolve("bytes=-1", 0), RequestedRange::Unsatisfiable);
        for whole in
            ["", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=3-1", "bytes=0-1,3-4", "x=0-1"]
        {
            assert_eq!(of(whole), RequestedRange::Whole, "{whole}");
        }
    }

    proptest! {
        #[test]
        fn parts_lie_inside(field in "bytes=[0-9]{0,3}-[0-9]{0,3}", length in 0_usize..300) {
            if let RequestedRange::Part(part) = resolve(&field, length) {
                prop_assert!(part.start < part.end && part.end <= length);
            }
        }
    }
}
