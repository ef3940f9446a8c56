//! Planned work: whose, when, under which condition.

use super::Decoder;
use crate::quantity::{Span, Time};
use crate::random::Law;
use crate::scenario::describe::{At, MaintenanceText, Name};
use crate::scenario::fields::Fields;
use crate::scenario::problem::{Problem, code};
use crate::scenario::tree::{Kind, Node};
use crate::system::{OnlyIf, Otherwise, Turns};

/// The most members that may be counted.
const MOST: u64 = super::system::MOST_MEMBERS;

impl<'t> Decoder<'t> {
    /// Planned work on the members of a service.
    pub fn maintenance(&mut self, name: Name, node: &'t Node<'t>) -> Option<MaintenanceText> {
        let mut fields = self.fields("planned work", node)?;
        let of = self.need(&mut fields, "of", Self::name);
        let turns = self.turns(&mut fields, &name);
        let by_law = fields.has("per_member") && !fields.has("every");
        let takes =
            self.need(&mut fields, "takes", |this, node| this.lasting("planned work", node));
        let drain = self.take(&mut fields, "drain", Self::drain);
        let only_if = self.take(&mut fields, "only_if", Self::only_if);
        let read = |this: &mut Self, node| this.otherwise(node, by_law);
        // Skipped or waiting: for single turns there is no usual answer.
        let otherwise = match by_law {
            true => self.need(&mut fields, "otherwise", read),
            false => self.take(&mut fields, "otherwise", read),
        };
        let at_once = self.take(&mut fields, "at_once", |this, node| this.whole(node, 1..=MOST));
        let crew = self.take(&mut fields, "crew", Self::name);
        let mut note = |absent: bool, field, value, source| {
            if absent {
                self.note("maintenance", field, value, source, &name.text);
            }
        };
        let source = "the member is stopped like in a crash, and its users feel it";
        note(!fields.has("drain"), "drain", "none", source);
        let source = "a turn is taken only while every member is up";
        note(!fields.has("only_if"), "only_if", "all_up", source);
        let source = "a round goes on when its condition holds again";
        note(!by_law && !fields.has("otherwise"), "otherwise", "wait", source);
        note(!fields.has("at_once"), "at_once", "1", "one member after the other");
        note(!fields.has("crew"), "crew", "none", "planned work takes no hand from the repairs");
        self.finish(fields, &["hours", "days"]);
        Some(MaintenanceText {
            name,
            of,
            turns,
            takes,
            drain,
            only_if: only_if.unwrap_or(At { value: OnlyIf::AllUp, place: node.place }),
            otherwise: otherwise.unwrap_or(Otherwise::Wait(1)),
            at_once: at_once.unwrap_or(1) as u32,
            crew,
        })
    }

    /// By a law of each member, or by rounds.
    fn turns(&mut self, fields: &mut Fields<'t>, name: &Name) -> Option<Turns> {
        let law = self
            .take(fields, "per_member", |this, node| this.lasting("the time between turns", node));
        let every = self.take(fields, "every", Self::positive_span);
        let first = self.take(fields, "first", Self::span);
        let window = self.take(fields, "window", Self::positive_span);
        let help = "state `per_member` (a law of each member), or `every` (rounds of all)";
        match (fields.has("per_member"), fields.has("every")) {
            (true, false) if fields.has("first") => {
                let message = "`first` is the start of the first round, and `per_member` has none";
                let problem = Problem::new(code::UNKNOWN_FIELD, fields.place_of("first"), message);
                self.problem(problem.help("remove it"));
                None
            }
            (true, false) if fields.has("window") => {
                let message = "a `window` is the time for one round, and `per_member` has none";
                let place = fields.place_of("window");
                self.problem(Problem::new(code::UNKNOWN_FIELD, place, message).help("remove it"));
                None
            }
            (true, false) => law.map(Turns::PerMember),
            (false, true) => {
                if !fields.has("first") {
                    let source = "one interval after the start";
                    self.note("maintenance", "first", "every", source, &name.text);
                }
                if !fields.has("window") {
                    let source = "a round goes on until all have had their turn";
                    self.note("maintenance", "window", "without end", source, &name.text);
                }
                let every = every?;
                if window.is_some_and(|window| window > every) {
                    let message = "this window is still open when the next round begins";
                    let place = fields.place_of("window");
                    let problem = Problem::new(code::OUT_OF_RANGE, place, message);
                    self.problem(
                        problem.help("make it at most as long as `every`, or leave it out"),
                    );
                }
                let window = window.unwrap_or(Span::FOREVER);
                let first = Time::after_start(first.unwrap_or(every));
                Some(Turns::Rounds { every, first, window })
            }
            (true, true) => {
                let message = "turns come in one way only";
                let problem = Problem::new(code::ONE_VARIANT, fields.place_of("every"), message);
                self.problem(problem.help(help));
                None
            }
            (false, false) => {
                let message = "planned work needs to know when turns come";
                let problem = Problem::new(code::MISSING_FIELD, fields.place(), message);
                self.problem(problem.label("`per_member` or `every` is missing here").help(help));
                None
            }
        }
    }

    /// A law of something that cannot be over as soon as it begins.
    pub fn lasting(&mut self, what: &str, node: &'t Node<'t>) -> Option<Law> {
        let law = self.law(node)?;
        if law.mean() == Span::ZERO {
            let message = format!("{what} must be longer than zero");
            self.problem(Problem::new(code::BAD_LAW, node.place, message));
            return None;
        }
        Some(law)
    }

    /// How long before its work a member leaves rotation.
    fn drain(&mut self, node: &'t Node<'t>) -> Option<Span> {
        match &node.kind {
            Kind::Text(text) if text == "at_once" => Some(Span::ZERO),
            Kind::Text(text) if !text.starts_with(|first: char| first.is_ascii_digit()) => {
                self.word("a drain", node, &["at_once"], &[]).map(|_| Span::ZERO)
            }
            _ => self.span(node),
        }
    }

    fn only_if(&mut self, node: &'t Node<'t>) -> Option<At<OnlyIf>> {
        let variant = self.variant("a condition", node, &["all_up", "up", "always"], &[])?;
        let value = match variant.name {
            "all_up" => self.bare(node, &variant).map(|()| OnlyIf::AllUp)?,
            "always" => self.bare(node, &variant).map(|()| OnlyIf::Always)?,
            _ => OnlyIf::Up(self.whole(variant.value, 1..=MOST)? as u32),
        };
        let place = match &node.kind {
            Kind::Map(_) => variant.value.place,
            _ => node.place,
        };
        Some(At { value, place })
    }

    fn otherwise(&mut self, node: &'t Node<'t>, by_law: bool) -> Option<Otherwise> {
        let variant = self.variant("a fate of refused turns", node, &["skip", "wait"], &[])?;
        match (variant.name, &node.kind) {
            ("skip", _) => self.bare(node, &variant).map(|()| Otherwise::Skip),
            (_, Kind::Text(_)) => Some(Otherwise::Wait(1)),
            (_, _) if !by_law => {
                let message = "in a round everybody waits: there is nothing to count";
                let problem = Problem::new(code::WRONG_TYPE, variant.value.place, message);
                self.problem(problem.help("state \"otherwise\": \"wait\""));
                None
            }
            (_, _) => Some(Otherwise::Wait(self.whole(variant.value, 1..=MOST)? as u32)),
        }
    }
}
