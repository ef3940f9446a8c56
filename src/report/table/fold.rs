//! Folds neighbours that say the same into one row.

/// A name for rows `first ..= last` that agree: `web-01`, or `web-02 ... web-06 (5)`.
pub fn fold_names(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first, .., last] => format!("{first} ... {last} ({})", names.len()),
    }
}

/// Splits `rows` into runs of neighbours with the same cells behind the name; runs of two stay apart,
/// for nothing would be saved.
pub(super) fn runs<T>(rows: &[T], same: impl Fn(&T, &T) -> bool) -> Vec<&[T]> {
    let mut folded = Vec::new();
    for run in rows.chunk_by(|a, b| same(a, b)) {
        if run.len() > 2 {
            folded.push(run);
        } else {
            folded.extend(run.chunks(1));
        }
    }
    folded
}
