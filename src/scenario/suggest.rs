//! The nearest right word to a wrong one.

use super::problem::quote;

/// The known word nearest to `word`, if it is near enough to be meant.
///
/// A slip every three letters at most; of equally near words the first in order.
pub fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    // Absurdly long words are no slips, and the distance costs the product of both lengths.
    const LONGEST: usize = 100;
    if word.len() > LONGEST {
        return None;
    }
    let allowed = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .filter(|candidate| {
            *candidate != word && candidate.len().abs_diff(word.len()) <= 2 * allowed
        })
        .filter(|candidate| candidate.len() <= LONGEST)
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

/// "did you mean `sigma`?", if something is near enough.
pub fn did_you_mean<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<String> {
    nearest(word, known).map(|near| format!("did you mean {}?", quote(near)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_strangers_are_not() {
        assert_eq!(nearest("sigmma", ["median", "sigma"]), Some("sigma"));
        assert_eq!(nearest("palces", ["places", "loads"]), Some("places"));
        assert_eq!(nearest("colour", ["places", "loads"]), None);
        assert_eq!(nearest("wbe", ["web", "ebw"]), Some("web"));
    }
}
