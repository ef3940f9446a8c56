//! What a scenario costs a year: prices by name, times what each name stands for.

use super::describe::PricesText;
use super::names::Names;
use super::problem::Problems;

/// What everything that has a price costs.
#[derive(Clone, PartialEq, Debug)]
pub struct Price {
    /// The money.
    pub currency: String,
    /// In it, a year.
    pub per_year: f64,
}

/// The sum, in the order of the names; the name of members counts each of them.
pub(super) fn price(text: &PricesText, names: &Names<'_>, problems: &mut Problems) -> Price {
    let mut per_year = 0.0;
    let mut each: Vec<_> = text.per_year.iter().collect();
    each.sort_by(|a, b| a.0.text.cmp(&b.0.text));
    for (name, price) in each {
        if let Some(count) = names.count(name, problems) {
            per_year += price * f64::from(count);
        }
    }
    Price { currency: text.currency.clone(), per_year }
}
