//! Runbooks: who follows them, when, and their steps.

use super::Decoder;
use crate::quantity::{Probability, Span};
use crate::random::Law;
use crate::scenario::describe::{
    ActText, At, ConditionText, Name, RepointText, RunbookText, StepText, WhenText,
};
use crate::scenario::fields::Fields;
use crate::scenario::problem::{Problem, code, either};
use crate::scenario::tree::{Kind, Node};
use crate::system::{OrderKind, ServiceLevel};

/// What a step can do.
const ACTS: &[&str] = &[
    "switch",
    "force",
    "drop_witness",
    "fail_over",
    "fail_back",
    "repoint",
    "drain",
    "return",
    "restore",
    "roll_back",
];
const LATER: &[&str] = &["reset_groups"];

/// What must hold before one.
const CONDITIONS: &[&str] = &["up", "down", "level", "nothing_points_to", "reaches"];

/// The most often a step may be tried again: all tries of one instant fit into it.
const MOST_RETRIES: u64 = 50;

impl<'t> Decoder<'t> {
    /// A runbook.
    pub fn runbook(&mut self, name: Name, node: &'t Node<'t>) -> Option<RunbookText> {
        let mut fields = self.fields("a runbook", node)?;
        let when = self.take(&mut fields, "when", Self::when);
        let by = self.need(&mut fields, "by", Self::name);
        let steps = self.need(&mut fields, "steps", |this, node| {
            let Kind::List(items) = &node.kind else {
                this.wrong_type(node, "a list of steps");
                return None;
            };
            if items.is_empty() {
                let message = "a runbook without steps";
                this.out_of_range(node.place, message, "add a step, or remove it");
            }
            Some(items.iter().filter_map(|item| this.step(&name, item)).collect())
        });
        if !fields.has("when") {
            let source = "nobody begins by themselves: a script says when";
            self.note("runbooks", "when", "never", source, &name.text);
        }
        self.finish(fields, &[]);
        Some(RunbookText { name, when, by, steps: steps.unwrap_or_default() })
    }

    /// `{"lost": [...]}`, or `{"back": [...], "for": "1 h"}`.
    fn when(&mut self, node: &'t Node<'t>) -> Option<WhenText> {
        let Some(mut fields) = self.fields("a reason to begin", node) else {
            return Some(WhenText { vague: true, names: Vec::new(), back: None });
        };
        let chosen = self.either_field(&mut fields, &["lost", "back"]);
        let names = chosen.and_then(|(_, node)| self.names(node));
        let back = match chosen {
            Some(("back", _)) => {
                let lasts = self.need(&mut fields, "for", Self::span);
                Some(lasts.unwrap_or(Span::ZERO))
            }
            Some(_) => None,
            // It belongs to one of them.
            None => {
                fields.node("for");
                None
            }
        };
        self.finish(fields, &[]);
        Some(WhenText { vague: names.is_none(), names: names.unwrap_or_default(), back })
    }

    fn step(&mut self, of: &Name, node: &'t Node<'t>) -> Option<StepText> {
        let mut fields = self.fields("a step", node)?;
        let act = self.take(&mut fields, "do", Self::act);
        let requires = self.take(&mut fields, "requires", Self::conditions).unwrap_or_default();
        let unless = self.take(&mut fields, "unless", Self::conditions).unwrap_or_default();
        let takes = self.need(&mut fields, "takes", Self::step_takes);
        let works = self.take(&mut fields, "works", Self::share);
        let retries =
            self.take(&mut fields, "retries", |this, node| this.whole(node, 0..=MOST_RETRIES));
        let retry_after = self.take(&mut fields, "retry_after", Self::law);
        let idle = !fields.has("do");
        for field in ["works", "requires"] {
            if idle && fields.has(field) {
                let message = "a step that does nothing cannot fail or be refused";
                let problem = Problem::new(code::MEANINGLESS, fields.place_of(field), message);
                self.problem(
                    problem.help(format!("state what it does by `do`, or remove `{field}`")),
                );
            }
        }
        // A number that could not be read is told already.
        let once = retries.map_or(!fields.has("retries"), |retries| retries == 0);
        if fields.has("retry_after") && once {
            let message = "nothing is tried again";
            let place = fields.place_of("retry_after");
            let problem = Problem::new(code::MEANINGLESS, place, message);
            self.problem(problem.help("state `retries`, or remove `retry_after`"));
        }
        let mut note = |absent: bool, field, value, source| {
            if absent && !idle {
                self.note("runbooks", field, value, source, &of.text);
            }
        };
        note(!fields.has("works"), "steps.works", "100 %", "what is done works");
        note(!fields.has("retries"), "steps.retries", "0", "what is refused is not tried again");
        let again = retries.unwrap_or(0) > 0 && !fields.has("retry_after");
        let source = "every try costs the time of the step once: of a refused one before the next";
        note(again, "steps.retry_after", "none", source);
        let place = fields.place_of("users_meanwhile");
        let meanwhile = self.take(&mut fields, "users_meanwhile", |this, node| {
            this.word("a level of users", node, &["limited"], &[])
        });
        self.finish(fields, &[]);
        let (takes, per_1000_users) = takes?;
        Some(StepText {
            act,
            requires,
            unless,
            takes,
            per_1000_users,
            works: works.unwrap_or(Probability::ONE),
            retries: retries.unwrap_or(0) as u32,
            retry_after,
            limited_meanwhile: meanwhile.map(|_| place),
        })
    }

    /// A law, and how much longer it takes for each thousand users.
    fn step_takes(&mut self, node: &'t Node<'t>) -> Option<(Option<Law>, Option<At<Span>>)> {
        let by_users = |key: &str| ["base", "per_1000_users"].contains(&key);
        match &node.kind {
            Kind::Map(entries) if entries.iter().any(|(key, _)| by_users(&key.text)) => {
                let mut fields = self.fields("a time by users", node)?;
                let base = self.need(&mut fields, "base", Self::law);
                let per_1000_users = self.need(&mut fields, "per_1000_users", |this, node| {
                    Some(At { value: this.span(node)?, place: node.place })
                });
                self.finish(fields, &[]);
                Some((base, per_1000_users))
            }
            _ => Some((self.law(node), None)),
        }
    }

    fn act(&mut self, node: &'t Node<'t>) -> Option<ActText> {
        if !matches!(node.kind, Kind::Map(_)) {
            self.wrong_type(node, "a deed such as {\"switch\": \"db\"}");
            return None;
        }
        let variant = self.variant("a deed of a step", node, ACTS, LATER)?;
        if variant.name == "repoint" {
            return self.repoint(variant.value).map(ActText::Repoint);
        }
        if variant.name == "roll_back" {
            return self.names(variant.value).map(ActText::RollBack);
        }
        let name = self.name(variant.value)?;
        Some(match variant.name {
            "switch" => ActText::Order(OrderKind::Switch, name),
            "force" => ActText::Order(OrderKind::Force, name),
            "drop_witness" => ActText::Order(OrderKind::DropWitness, name),
            "fail_over" => ActText::Order(OrderKind::FailOver, name),
            "fail_back" => ActText::Order(OrderKind::FailBack, name),
            "drain" => ActText::Drain(name),
            "return" => ActText::Return(name),
            _ => ActText::Restore(name),
        })
    }

    /// Which routes are led where.
    pub fn repoint(&mut self, node: &'t Node<'t>) -> Option<RepointText> {
        let mut fields = self.fields("a re-pointing", node)?;
        let chosen = self.either_field(&mut fields, &["all_on", "route", "undo"]);
        let to = match chosen {
            Some(("all_on" | "route", _)) => self.need(&mut fields, "to", Self::name),
            Some(_) => None,
            // It belongs to one of them.
            None => {
                fields.node("to");
                None
            }
        };
        let repoint = chosen.and_then(|(which, node)| match which {
            "all_on" => Some(RepointText::AllOn { on: self.name(node)?, to: to? }),
            "undo" => self.name(node).map(RepointText::Undo),
            _ => match self.entries("the owner of a route and its role", node)? {
                [(owner, role)] => {
                    let of = Name { text: owner.text.to_string(), place: owner.place };
                    Some(RepointText::Route { of, role: self.name(role)?, to: to? })
                }
                _ => {
                    let message = "a route is an object with exactly one key, its owner";
                    let help =
                        "write {\"edge\": \"front-end\"}: the route of `edge` for `front-end`";
                    self.problem(Problem::new(code::ONE_VARIANT, node.place, message).help(help));
                    None
                }
            },
        });
        self.finish(fields, &[]);
        repoint
    }

    /// Exactly one of several fields.
    fn either_field(
        &mut self,
        fields: &mut Fields<'t>,
        names: &[&'static str],
    ) -> Option<(&'static str, &'t Node<'t>)> {
        let stated = names.iter().filter_map(|&name| Some((name, fields.node(name)?)));
        let stated: Vec<_> = stated.collect();
        let (problem, label) = match stated.as_slice() {
            [one] => return Some(*one),
            [] => {
                let message = "one of these fields must be stated";
                (Problem::new(code::MISSING_FIELD, fields.place(), message), "")
            }
            [_, (_, second), ..] => {
                let message = "only one of these fields may be stated";
                (Problem::new(code::ONE_VARIANT, second.place, message), "a second one")
            }
        };
        let help = format!("state {}", either(names.iter().copied()));
        self.problem(problem.label(label).help(help));
        None
    }

    /// One condition, or a list of them.
    fn conditions(&mut self, node: &'t Node<'t>) -> Option<Vec<ConditionText>> {
        let items = match &node.kind {
            Kind::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut conditions = Vec::new();
        for item in items {
            self.condition(item, &mut conditions);
        }
        Some(conditions)
    }

    /// Who reaches whom.
    fn who_reaches_whom(&mut self, node: &'t Node<'t>) -> Option<(Name, Name)> {
        let Kind::List(items) = &node.kind else {
            self.wrong_type(node, "a list of two names, who reaches whom");
            return None;
        };
        let [from, to] = items.as_slice() else {
            let message = match items.len() {
                1 => "one name does not say who reaches whom".to_owned(),
                named => format!("two names say who reaches whom, and here are {named}"),
            };
            let help = "write {\"reaches\": [\"a\", \"b\"]}: `a` can speak with `b`";
            self.out_of_range(node.place, message, help);
            return None;
        };
        let (from, to) = (self.name(from), self.name(to));
        Some((from?, to?))
    }

    fn condition(&mut self, node: &'t Node<'t>, out: &mut Vec<ConditionText>) -> Option<()> {
        if !matches!(node.kind, Kind::Map(_)) {
            self.wrong_type(node, "a condition such as {\"up\": \"db\"}");
            return None;
        }
        let variant = self.variant("a condition", node, CONDITIONS, &[])?;
        match variant.name {
            "level" => self.each(Some(variant.value), "the levels", |this, name, node| {
                let level = match this.word("a level", node, &["full", "limited"], &[]) {
                    Some("full") => ServiceLevel::Full,
                    Some(_) => ServiceLevel::Limited,
                    None => return,
                };
                out.push(ConditionText::Level(name, level));
            }),
            "reaches" => {
                let (from, to) = self.who_reaches_whom(variant.value)?;
                out.push(ConditionText::Reaches(from, to));
            }
            other => {
                let of = match other {
                    "up" => ConditionText::Up,
                    "down" => ConditionText::Down,
                    _ => ConditionText::NothingPointsTo,
                };
                out.extend(self.names(variant.value)?.into_iter().map(of));
            }
        }
        Some(())
    }
}
