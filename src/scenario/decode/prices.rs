//! What things cost.

use super::Decoder;
use crate::scenario::describe::{Name, PricesText};
use crate::scenario::tree::Node;

/// No price is higher.
const HIGHEST: f64 = 1e15;

impl<'t> Decoder<'t> {
    /// Prices a year, by the name of what is paid for.
    pub fn prices(&mut self, node: &'t Node<'t>) -> Option<PricesText> {
        let mut fields = self.fields("a list of prices", node)?;
        let currency = self.need(&mut fields, "currency", |this, node| {
            let text = this.text(node)?;
            if text.trim().is_empty() {
                this.out_of_range(node.place, "an empty currency says nothing", "such as \"EUR\"");
                return None;
            }
            Some(text.to_owned())
        });
        let stated = self.need(&mut fields, "per_year", |_, node| Some(node));
        let mut per_year: Vec<(Name, f64)> = Vec::new();
        self.each(stated, "the prices a year", |this, name, node| {
            per_year.extend(this.number(node, 0.0..=HIGHEST).map(|price| (name, price)));
        });
        self.finish(fields, &[]);
        Some(PricesText { currency: currency?, per_year })
    }
}
