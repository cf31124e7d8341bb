//! Idioms: words in a row that mean another word (`they pick on him`: bullying), while each of them
//! says little or something else. The word that is meant is searched for in the place of the first.

use super::parse::{Query, QueryToken};
use crate::format::read::OpenIndex;

/// Finds the idioms whose meaning the hub has. Their own words are searched for too, unless they
/// say little, as `no` does, or no page has them: what is meant was found.
pub(super) fn find_idioms(index: &OpenIndex<'_>, query: &mut Query) {
    let language = index.language();
    for (words, meaning) in language.idioms() {
        let stems: Vec<String> = words.split('+').map(|word| language.stem(word)).collect();
        for at in 0..query.tokens.len() {
            let Some(places) = places(index, &query.tokens, at, &stems) else { continue };
            let meaning = language.stem(meaning);
            if index.stem(&meaning).is_none() {
                break;
            }
            for place in places {
                let token = &mut query.tokens[place];
                token.content &=
                    !language.is_weak(&token.folded) && index.stem(&token.stem).is_some();
            }
            query.tokens[at].means = Some(meaning);
        }
    }
}

/// The places of an idiom that begins at a token. Stop words may be between its words (`change my
/// mind`), and one weak word, as the child is in `kicked my son out`: with more of them, it is
/// another sentence (`so long, what does it all mean`).
fn places(
    index: &OpenIndex<'_>,
    tokens: &[QueryToken],
    at: usize,
    stems: &[String],
) -> Option<Vec<usize>> {
    let mut places = Vec::new();
    let mut has_weak = false;
    for (place, token) in tokens.iter().enumerate().skip(at) {
        if token.phrase.is_some() || token.excluded {
            return None;
        }
        if token.stem == stems[places.len()] {
            places.push(place);
            if places.len() == stems.len() {
                return Some(places);
            }
        } else {
            let language = index.language();
            let is_weak = !language.is_stop(&token.folded);
            if places.is_empty() || (is_weak && (has_weak || !language.is_weak(&token.folded))) {
                return None;
            }
            has_weak |= is_weak;
        }
    }
    None
}
