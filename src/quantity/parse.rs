//! Reads quantities as people write them: `"15 min"`, `"99.95 %"`, `"6660 users"` (stub).
use super::{Micro, Span};
/// Why a text is not a quantity.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct ParseError(pub String);
/// A span, from a text.
pub fn span(_: &str) -> Result<Span, ParseError> {
    todo!()
}
/// A share in [0, 1] from `"99.95 %"`.
pub fn percentage(_: &str) -> Result<super::Probability, ParseError> {
    todo!()
}
/// `"6660 users"`: an amount in millionths, and its word.
pub fn count(_: &str) -> Result<(Micro, String), ParseError> {
    todo!()
}
/// `"20 users/s"`: an amount in millionths per second, and its word.
pub fn rate(_: &str) -> Result<(Micro, String), ParseError> {
    todo!()
}
