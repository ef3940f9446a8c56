//! The defaults in force: what a file leaves unsaid, as its reader should know it.

use super::Assumption;
use std::collections::BTreeMap;

/// Where and what: the part of the file, and the field of its items.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Stands {
    /// `services`, say; the whole path where there are no items.
    pub part: &'static str,
    /// `pool.detect`, say.
    pub field: &'static str,
    /// As it would be written.
    pub value: &'static str,
    /// Why this value.
    pub source: &'static str,
}

/// The defaults in force, with the items they apply to.
#[derive(Debug, Default)]
pub struct Defaults {
    items: BTreeMap<Stands, Vec<String>>,
}

/// Up to this many items are listed one by one; beyond, one line speaks for all.
const LISTED: usize = 5;

impl Defaults {
    /// Notes that a default applies to an item (`""` where there are no items).
    pub fn note(&mut self, default: Stands, item: &str) {
        self.items.entry(default).or_default().push(item.to_owned());
    }

    /// One line each, by path.
    pub fn assumptions(self) -> Vec<Assumption> {
        let mut list = Vec::new();
        for (default, mut items) in self.items {
            let Stands { part, field, value, source } = default;
            let mut line = |what: String, source: String| {
                list.push(Assumption { what, value: value.to_owned(), source });
            };
            items.sort();
            items.dedup();
            if items.len() > LISTED {
                let source = format!("{source} (holds for {} of them)", items.len());
                line(format!("{part}.*.{field}"), source);
                continue;
            }
            for item in items {
                let what = match item.as_str() {
                    "" => format!("{part}.{field}"),
                    item => format!("{part}.{item}.{field}"),
                };
                line(what, source.to_owned());
            }
        }
        list.sort();
        list
    }
}
