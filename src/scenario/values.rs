//! Single values: texts, whole numbers, quantities with units.

use super::decode::Decoder;
use super::describe::Name;
use super::problem::{Problem, code, quote};
use super::tree::{Kind, Node, Place};
use crate::quantity::{self, Micro, Probability, Span};
use std::ops::RangeInclusive;

/// What a text that is no span should look like.
const TIME_UNITS: &str = "units of time are us, ms, s, min, h, d, week, month and y";

impl<'t> Decoder<'t> {
    /// A text.
    pub fn text(&mut self, node: &'t Node<'t>) -> Option<&'t str> {
        match &node.kind {
            Kind::Text(text) => Some(text),
            _ => {
                self.wrong_type(node, "a text");
                None
            }
        }
    }

    /// The name of something, and where it is written.
    pub fn name(&mut self, node: &'t Node<'t>) -> Option<Name> {
        match &node.kind {
            Kind::Text(text) => Some(Name { text: text.to_string(), place: node.place }),
            _ => {
                self.wrong_type(node, "a name");
                None
            }
        }
    }

    /// One name, or a list of names.
    pub fn names(&mut self, node: &'t Node<'t>) -> Option<Vec<Name>> {
        let items = match &node.kind {
            Kind::Text(_) => return self.name(node).map(|name| vec![name]),
            Kind::List(items) => items,
            _ => {
                self.wrong_type(node, "a name or a list of names");
                return None;
            }
        };
        if items.is_empty() {
            self.out_of_range(node.place, "an empty list names nothing", "name at least one");
        }
        let names: Vec<Name> = items.iter().filter_map(|item| self.name(item)).collect();
        (names.len() == items.len()).then_some(names)
    }

    /// `true` or `false`.
    pub fn truth(&mut self, node: &'t Node<'t>) -> Option<bool> {
        match node.kind {
            Kind::Bool(value) => Some(value),
            _ => {
                self.wrong_type(node, "true or false");
                None
            }
        }
    }

    /// A whole number within a range.
    pub fn whole(&mut self, node: &'t Node<'t>, range: RangeInclusive<u64>) -> Option<u64> {
        let Kind::Number(text) = &node.kind else {
            self.wrong_type(node, "a whole number");
            return None;
        };
        match text.parse::<u64>() {
            Ok(value) if range.contains(&value) => Some(value),
            _ => {
                let (from, to) = (range.start(), range.end());
                let found = quote(text);
                let message = format!("expected a whole number from {from} to {to}, found {found}");
                self.problem(Problem::new(code::OUT_OF_RANGE, node.place, message));
                None
            }
        }
    }

    /// A number within a range, such as a shape, an exponent or a factor.
    pub fn number(&mut self, node: &'t Node<'t>, range: RangeInclusive<f64>) -> Option<f64> {
        let Kind::Number(text) = &node.kind else {
            self.wrong_type(node, "a number");
            return None;
        };
        match text.parse::<f64>() {
            Ok(value) if range.contains(&value) => Some(value),
            _ => {
                let (from, to, found) = (range.start(), range.end(), quote(text));
                let message = format!("expected a number from {from} to {to}, found {found}");
                self.problem(Problem::new(code::OUT_OF_RANGE, node.place, message));
                None
            }
        }
    }

    /// A length of time.
    pub fn span(&mut self, node: &'t Node<'t>) -> Option<Span> {
        let span = self.quantity(node, "a span", "s", TIME_UNITS, quantity::span)?;
        self.noted(node.place);
        Some(span)
    }

    /// A length of time above zero.
    pub fn positive_span(&mut self, node: &'t Node<'t>) -> Option<Span> {
        let span = self.span(node)?;
        if span == Span::ZERO {
            let help = "the shortest span is \"1 us\"";
            self.out_of_range(node.place, "this span must be longer than zero", help);
            return None;
        }
        Some(span)
    }

    /// A share, such as `"99.95 %"`.
    pub fn share(&mut self, node: &'t Node<'t>) -> Option<Probability> {
        let help = "shares look like \"99.95 %\"";
        self.quantity(node, "a share", "%", help, quantity::percentage)
    }

    /// An amount of users.
    pub fn users(&mut self, node: &'t Node<'t>) -> Option<Micro> {
        let help = "amounts of users look like \"6660 users\"";
        let (amount, word) = self.quantity(node, "an amount", "users", help, quantity::count)?;
        self.of_users(node.place, &word, help)?;
        self.sensible(node.place, amount)
    }

    /// An amount of anything, and the word for one.
    pub fn amount(&mut self, node: &'t Node<'t>) -> Option<(Micro, String)> {
        let help = "amounts look like \"6660 users\" or \"150 calls\"";
        let (amount, word) = self.quantity(node, "an amount", "users", help, quantity::count)?;
        Some((self.sensible(node.place, amount)?, word))
    }

    /// Users per second.
    pub fn users_a_second(&mut self, node: &'t Node<'t>) -> Option<Micro> {
        let help = "rates of users look like \"20 users/s\"";
        let (amount, word) = self.quantity(node, "a rate", "users/s", help, quantity::rate)?;
        self.of_users(node.place, &word, help)?;
        self.noted(node.place);
        self.sensible(node.place, amount)
    }

    /// Requests per second, and the word for one.
    pub fn requests_a_second(&mut self, node: &'t Node<'t>) -> Option<(Micro, String)> {
        let help = "rates look like \"200 requests/s\"";
        let (amount, word) = self.quantity(node, "a rate", "requests/s", help, quantity::rate)?;
        if is_users(&word) {
            let message = "users are no requests: a load is a rate of requests";
            self.problem(Problem::new(code::NOT_A_QUANTITY, node.place, message).help(help));
            return None;
        }
        Some((self.sensible(node.place, amount)?, word))
    }

    fn of_users(&mut self, place: Place, word: &str, help: &str) -> Option<()> {
        if is_users(word) {
            return Some(());
        }
        let message = format!("{} where users are counted", quote(word));
        self.problem(Problem::new(code::NOT_A_QUANTITY, place, message).help(help));
        None
    }

    /// Above zero, and small enough that sums of many stay exact.
    fn sensible(&mut self, place: Place, amount: Micro) -> Option<Micro> {
        const MOST: Micro = 1_000_000_000_000_000;
        if (1..=MOST).contains(&amount) {
            return Some(amount);
        }
        let message = "this amount must be above zero and at most 1,000 million";
        self.out_of_range(place, message, "leave the field out if it does not apply");
        None
    }

    /// A text with a number and a unit.
    pub fn quantity<T>(
        &mut self,
        node: &'t Node<'t>,
        what: &str,
        unit: &str,
        help: &str,
        read: fn(&str) -> Result<T, quantity::ParseError>,
    ) -> Option<T> {
        match &node.kind {
            Kind::Text(text) => match read(text) {
                Ok(value) => Some(value),
                Err(why) => {
                    let message = format!("{} is not {what}: {why}", quote(text));
                    let problem = Problem::new(code::NOT_A_QUANTITY, node.place, message);
                    // How to spell a quantity does not help where its size is wrong.
                    let size = ["too ", "shorter ", "a quantity ", "a share lies "];
                    let spelt = size.iter().any(|start| why.0.starts_with(start));
                    self.problem(problem.maybe_help((!spelt).then(|| help.to_owned())));
                    None
                }
            },
            Kind::Number(number) => {
                let message = format!("{what} needs a unit");
                let help = format!("write a unit: \"{} {unit}\"", quote(number).replace('`', ""));
                self.problem(Problem::new(code::MISSING_UNIT, node.place, message).help(help));
                None
            }
            _ => {
                let wanted = format!("{what} such as \"30 {unit}\"");
                self.wrong_type(node, &wanted);
                None
            }
        }
    }

    /// A value that makes no sense here.
    pub fn out_of_range(
        &mut self,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problem(Problem::new(code::OUT_OF_RANGE, place, message).help(help));
    }
}

fn is_users(word: &str) -> bool {
    matches!(word, "user" | "users")
}
