//! The samples of an empirical law: a column of a CSV file beside the scenario.

use super::Decoder;
use crate::quantity::{self, Span};
use crate::scenario::beside::Data;
use crate::scenario::csv;
use crate::scenario::problem::{Elsewhere, Problem, code, quote};
use crate::scenario::tree::Node;
use std::ops::Range;

/// Of a column that holds nothing usable the first few cells are shown.
const SHOWN: usize = 5;

impl<'t> Decoder<'t> {
    /// `{"csv": "repairs.csv", "column": "took", "unit": "min"}`: the spans of the column.
    pub fn samples(&mut self, node: &'t Node<'t>) -> Option<Vec<Span>> {
        let mut fields = self.fields("an empirical law", node)?;
        let path = self.need(&mut fields, "csv", |this, node| Some((this.text(node)?, node)));
        let column = self.need(&mut fields, "column", |this, node| Some((this.text(node)?, node)));
        let unit = fields.has("unit");
        let stated = self.take(&mut fields, "unit", Self::unit_of_time);
        self.finish(fields, &[]);
        let ((path, at), (column, named)) = (path?, column?);
        if unit && stated.is_none() {
            return None;
        }
        let data = self.data(path, at)?;
        let cells = match csv::column(&data.text, column) {
            Ok(cells) => cells,
            Err(flaw) => {
                let message = format!("{} has no such samples: {}", quote(path), flaw.message);
                let problem = Problem::new(code::BAD_DATA, named.place, message);
                let problem = problem.elsewhere(there(&data, flaw.range, ""));
                self.problem(problem.maybe_help(flaw.help));
                return None;
            }
        };
        let (mut spans, mut wrong) = (Vec::with_capacity(cells.len()), 0);
        for cell in cells {
            match sample(&cell.text, stated) {
                Ok(span) => spans.push(span),
                Err(why) => {
                    wrong += 1;
                    if wrong <= SHOWN {
                        self.bad_cell(named, &data, &cell, stated, &why);
                    }
                }
            }
        }
        (wrong == 0).then_some(spans)
    }

    /// A word such as `min`.
    fn unit_of_time(&mut self, node: &'t Node<'t>) -> Option<&'t str> {
        let unit = self.text(node)?;
        let word = !unit.is_empty() && unit.chars().all(char::is_alphabetic);
        let one = quantity::span(&format!("1 {unit}"));
        if word && one.is_ok() {
            return Some(unit);
        }
        let message = format!("{} is not a unit of time", quote(unit));
        let help = "units of time are us, ms, s, min, h, d, week, month and y";
        self.problem(Problem::new(code::NOT_A_QUANTITY, node.place, message).help(help));
        None
    }

    fn data(&mut self, path: &str, at: &'t Node<'t>) -> Option<Data> {
        if !self.beside.is_known() {
            let message = format!("{} cannot be found: this scenario is no file", quote(path));
            let help = "data files lie beside the scenario's own: read it from its file";
            self.problem(Problem::new(code::BAD_DATA, at.place, message).help(help));
            return None;
        }
        match self.beside.data(path) {
            Ok(data) => Some(data),
            Err(why) => {
                let message = format!("{} cannot be read: {why}", quote(path));
                let help = "its path counts from the folder of this file";
                self.problem(Problem::new(code::BAD_DATA, at.place, message).help(help));
                None
            }
        }
    }

    fn bad_cell(
        &mut self,
        named: &'t Node<'t>,
        data: &Data,
        cell: &csv::Cell<'_>,
        unit: Option<&str>,
        why: &str,
    ) {
        let line = data.text[..cell.range.start].matches('\n').count() + 1;
        let text = quote(&cell.text);
        let message = format!("{text} in line {line} of this column is no sample: {why}");
        let problem = Problem::new(code::BAD_DATA, named.place, message);
        let bare = unit.is_none() && quantity::span(&format!("{} s", cell.text)).is_ok();
        let help = bare.then(|| "state the unit of the column: \"unit\": \"min\"".to_owned());
        let there = there(data, cell.range.clone(), "this field");
        self.problem(problem.elsewhere(there).maybe_help(help));
    }
}

fn there(data: &Data, range: Range<usize>, what: &str) -> Elsewhere {
    Elsewhere { name: data.name.clone(), text: data.text.clone(), span: range, what: what.into() }
}

/// A number of the stated unit, or a span with a unit of its own.
fn sample(text: &str, unit: Option<&str>) -> Result<Span, String> {
    if text.is_empty() {
        return Err("it is empty".to_owned());
    }
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | 'e' | 'E' | '+' | '-');
    let read = match unit {
        None => quantity::span(text),
        Some(unit) if text.chars().all(number) => quantity::span(&format!("{text} {unit}")),
        Some(unit) => return Err(format!("a number is due, and its unit is {unit}")),
    };
    read.map_err(|why| why.0)
}
