//! Words as phones write them down: letters that are spelled (`i e p`) and numbers that are spoken
//! (`five oh four`) become one word, if the hub has it; and so do the parts of a phone number.

use super::parse::{Query, QueryToken};
use crate::constants::SHORTEST_PHONE;
use crate::format::read::OpenIndex;
use crate::language::Analyzer;
use crate::text::phone_word;

/// Whether words in a row may be one: two letters, two numbers, or the parts of a phone number.
pub(super) fn may_be_spoken(language: &Analyzer, query: &Query) -> bool {
    let in_row = |fits: &dyn Fn(&QueryToken) -> bool| {
        let is_stop = |token: &QueryToken| language.is_stop(&token.folded);
        let pairs = query.tokens.windows(2);
        pairs.into_iter().any(|pair| pair.iter().all(fits) && !pair.iter().all(is_stop))
    };
    let is_number = |token: &QueryToken| language.spoken(&token.folded).is_some();
    let is_letter = |token: &QueryToken| language.letter(&token.folded).is_some();
    is_phone(&query.tokens) || in_row(&is_letter) || in_row(&is_number)
}

/// Joins spelled letters and spoken numbers.
pub(super) fn join_spoken(index: &OpenIndex<'_>, query: &mut Query) {
    let spoken = |token: &QueryToken| index.language().spoken(&token.folded);
    let language = index.language();
    let letter = |token: &QueryToken| language.letter(&token.folded).map(str::to_owned);
    join(
        index,
        query,
        |token| letter(token).is_some(),
        |run| run.iter().filter_map(letter).collect(),
    );
    if is_phone(&query.tokens) {
        let digits =
            |run: &[QueryToken]| run.iter().map(|token| token.folded.as_str()).collect::<String>();
        join(index, query, is_digits, |run| phone_word(&digits(run)));
    }
    join(
        index,
        query,
        |token| spoken(token).is_some(),
        |run| digits(&run.iter().filter_map(spoken).collect::<Vec<_>>()),
    );
}

/// Joins the longest runs of tokens that fit.
fn join(
    index: &OpenIndex<'_>,
    query: &mut Query,
    fits: impl Fn(&QueryToken) -> bool,
    join: impl Fn(&[QueryToken]) -> String,
) {
    let tokens = &mut query.tokens;
    let mut at = 0;
    while at < tokens.len() {
        let is_part =
            |token: &&QueryToken| fits(token) && !token.excluded && token.phrase.is_none();
        let longest = tokens[at..].iter().take_while(is_part).count();
        // A phone number may also come in one piece, with its country's code.
        for length in (1..=longest).rev() {
            let run = &tokens[at..at + length];
            // Two stop words in a row are just that.
            if length < 3 && run.iter().all(|token| index.language().is_stop(&token.folded)) {
                continue;
            }
            let folded = join(run);
            if length == 1 && (!is_digits(&run[0]) || folded == run[0].folded) {
                continue;
            }
            if index.stem(&index.language().stem(&folded)).is_none() {
                continue;
            }
            let mut whole = QueryToken {
                end: run[length - 1].end,
                content: true,
                weak: false,
                ..run[0].clone()
            };
            whole.replace(folded, index.language());
            tokens.splice(at..at + length, [whole]);
            break;
        }
        at += 1;
    }
}

/// Whether the numbers of a query, together, are as long as a phone number.
fn is_phone(tokens: &[QueryToken]) -> bool {
    let digits = tokens.iter().filter(|token| is_digits(token)).map(|token| token.folded.len());
    digits.sum::<usize>() >= SHORTEST_PHONE
}

fn is_digits(token: &QueryToken) -> bool {
    token.folded.bytes().all(|b| b.is_ascii_digit())
}

/// The digits of a spoken number: five, 0, 4; or five, 100, 4.
fn digits(values: &[u64]) -> String {
    let mut parts: Vec<u64> = Vec::new();
    for &value in values {
        let room = 10u64.pow(value.to_string().len() as u32);
        match parts.last_mut() {
            Some(last) if value == 100 && (1..10).contains(last) => *last *= 100,
            Some(last) if *last >= 10 && value > 0 && *last % room == 0 => *last += value,
            _ => parts.push(value),
        }
    }
    parts.iter().map(u64::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spoken_in_several_ways() {
        for (values, written) in [
            (&[5, 0, 4][..], "504"),
            (&[5, 100, 4], "504"),
            (&[500, 4], "504"),
            (&[9, 8, 8], "988"),
            (&[9, 80, 8], "988"),
            (&[20, 1], "21"),
            (&[20, 20], "2020"),
        ] {
            assert_eq!(digits(values), written);
        }
    }
}
