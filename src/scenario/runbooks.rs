//! Runbooks and orders, assembled: names become positions, and what is bound later stays so.

use super::assemble::Assembler;
use super::describe::{
    ActText, ConditionText, EventText, Name, RepointText, RunbookText, StepText, WhenText,
};
use super::names::Thing;
use super::problem::{Problem, code, quote};
use crate::quantity::Span;
use crate::random::Law;
use crate::system::{
    ActSpec, Action, ConditionSpec, OrderKind, RepointSpec, RouteOwner, RunbookSpec, ScriptSpec,
    StepSpec, Subject, Target, When,
};

impl Assembler<'_> {
    /// A runbook.
    pub fn runbook(&mut self, text: &RunbookText) -> RunbookSpec {
        let by = text.by.as_ref().and_then(|name| self.names.person(name, self.problems));
        let when = text.when.as_ref().map(|when| {
            let names = self.targets(&when.names);
            match when.back {
                None => When::Lost(names),
                Some(lasts) => When::Back(names, lasts),
            }
        });
        let steps = text.steps.iter().map(|step| self.step(step, text.when.as_ref()));
        RunbookSpec {
            name: text.name.text.clone(),
            steps: steps.collect(),
            when,
            by: by.unwrap_or(0),
        }
    }

    fn step(&mut self, text: &StepText, when: Option<&WhenText>) -> StepSpec {
        let act = text.act.as_ref().and_then(|act| self.act(act, when));
        let mut conditions = |texts: &[ConditionText]| {
            texts.iter().filter_map(|condition| self.condition(condition, when)).collect()
        };
        StepSpec {
            requires: conditions(&text.requires),
            unless: conditions(&text.unless),
            act,
            takes: text.takes.clone().unwrap_or_else(no_time),
            per_1000_users: text.per_1000_users.map_or(Span::ZERO, |span| span.value),
            works: text.works,
            retries: text.retries,
            retry_after: text.retry_after.clone(),
            limited_meanwhile: text.limited_meanwhile.is_some(),
        }
    }

    fn act(&mut self, text: &ActText, when: Option<&WhenText>) -> Option<ActSpec> {
        Some(match text {
            ActText::Order(kind, name) => ActSpec::Order(*kind, self.ordered(name, when)?),
            ActText::Repoint(repoint) => ActSpec::Repoint(self.repoint(repoint, when)?),
            ActText::Drain(name) => ActSpec::Drain(self.part(name, when)?),
            ActText::Return(name) => ActSpec::Return(self.part(name, when)?),
            ActText::Restore(name) => ActSpec::Restore(self.mended(name, when)?),
            ActText::RollBack(names) => {
                // Every wrong name is told.
                let changes: Vec<_> = names.iter().map(|name| self.change_named(name)).collect();
                ActSpec::RollBack(changes.into_iter().collect::<Option<_>>()?)
            }
        })
    }

    fn repoint(&mut self, text: &RepointText, when: Option<&WhenText>) -> Option<RepointSpec> {
        match text {
            RepointText::AllOn { on, to } => {
                let (on, to) = (self.one(on, when), self.lead_to(to, when));
                Some(RepointSpec::AllOn { on: on?, to: to? })
            }
            RepointText::Route { of, role, to } => {
                let owner = match self.names.get(&of.text) {
                    Some(Thing::Population(at)) => Some(RouteOwner::Population(at)),
                    _ => self.names.service(of, self.problems).map(RouteOwner::Service),
                };
                let to = self.lead_to(to, when);
                let of = owner?;
                let routes = match of {
                    RouteOwner::Service(at) => &self.description.services[at].routes,
                    RouteOwner::Population(at) => &self.description.populations[at].routes,
                };
                if !routes.iter().any(|route| route.role.text == role.text) {
                    let message = format!("there is no such route for {}", quote(&role.text));
                    let problem = Problem::new(code::IMPOSSIBLE_STEP, role.place, message);
                    self.problems.push(problem.help("name a role among the `routes` of its owner"));
                    return None;
                }
                Some(RepointSpec::Route { of, role: role.text.clone(), to: to? })
            }
            RepointText::Undo(name) => {
                self.names.runbook(name, self.problems).map(RepointSpec::Undo)
            }
        }
    }

    fn condition(
        &mut self,
        text: &ConditionText,
        when: Option<&WhenText>,
    ) -> Option<ConditionSpec> {
        Some(match text {
            ConditionText::Up(name) => ConditionSpec::Up(self.subject(name, when)?),
            ConditionText::Down(name) => ConditionSpec::Down(self.subject(name, when)?),
            ConditionText::Level(name, level) => {
                ConditionSpec::Level(self.ordered(name, when)?, *level)
            }
            ConditionText::NothingPointsTo(name) => {
                ConditionSpec::NothingPointsTo(self.subject(name, when)?)
            }
            ConditionText::Reaches(from, to) => {
                let (from, to) = (self.one(from, when), self.one(to, when));
                ConditionSpec::Reaches(from?, to?)
            }
        })
    }

    /// What a step speaks of: a name, or what its runbook is about.
    fn subject(&mut self, name: &Name, when: Option<&WhenText>) -> Option<Subject> {
        match self.bound(name, when) {
            Some(bound) => bound,
            None => self.names.target(name, self.problems).map(Subject::Named),
        }
    }

    /// The one thing that a step speaks of.
    fn one(&mut self, name: &Name, when: Option<&WhenText>) -> Option<Subject> {
        match self.bound(name, when) {
            Some(bound) => bound,
            None => {
                let target = self.names.target(name, self.problems)?;
                self.single(name, target, "name one of them")
            }
        }
    }

    /// What a route may lead to: a service, or one component.
    fn lead_to(&mut self, name: &Name, when: Option<&WhenText>) -> Option<Subject> {
        match self.bound(name, when) {
            Some(bound) => bound,
            None => {
                let target = self.names.worker(name, self.problems)?;
                self.single(name, target, "name one of them, or a pool over them")
            }
        }
    }

    /// A target, unless it is several components.
    fn single(&mut self, name: &Name, target: Target, help: &str) -> Option<Subject> {
        if let Target::Family(at) = target {
            let family = &self.description.components[at];
            if family.vague {
                return None;
            }
            if family.count.is_some_and(|count| count > 1) {
                let message = format!("{} are several components", quote(&name.text));
                let problem = Problem::new(code::WRONG_THING, name.place, message);
                self.problems.push(problem.help(help));
                return None;
            }
        }
        Some(Subject::Named(target))
    }

    /// A service that a step speaks of.
    fn ordered(&mut self, name: &Name, when: Option<&WhenText>) -> Option<Subject> {
        match self.bound(name, when) {
            Some(bound) => bound,
            None => {
                let service = self.names.service(name, self.problems)?;
                Some(Subject::Named(Target::Service(service)))
            }
        }
    }

    /// What may be a member that a step speaks of.
    fn part(&mut self, name: &Name, when: Option<&WhenText>) -> Option<Subject> {
        match self.bound(name, when) {
            Some(bound) => bound,
            None => self.names.part(name, self.problems).map(Subject::Named),
        }
    }

    /// A component or place that a step puts right.
    fn mended(&mut self, name: &Name, when: Option<&WhenText>) -> Option<Subject> {
        match self.bound(name, when) {
            Some(bound) => bound,
            None => self.struck(Action::Restore, name).map(Subject::Named),
        }
    }

    /// `@lost`, `@back` and `@partner`; `None` for a name.
    fn bound(&mut self, name: &Name, when: Option<&WhenText>) -> Option<Option<Subject>> {
        let word = name.text.strip_prefix('@')?;
        let subject = match (word, when) {
            // What is wrong with it is told where it is written.
            ("lost" | "back" | "partner", Some(WhenText { vague: true, .. })) => return Some(None),
            ("lost", Some(WhenText { back: None, .. })) => Ok(Subject::Own),
            ("back", Some(WhenText { back: Some(_), .. })) => Ok(Subject::Own),
            ("partner", Some(when)) => match self.count(&when.names) {
                2 => Ok(Subject::Partner),
                named => Err((
                    format!("`@partner` is the other one of two, and `when` names {named}"),
                    "let `when` name two, or write the name",
                )),
            },
            ("lost", Some(_)) => Err((
                "nothing is lost here: this runbook begins when something is back".to_owned(),
                "write \"@back\", or the name",
            )),
            ("back", Some(_)) => Err((
                "nothing is back here: this runbook begins when something is lost".to_owned(),
                "write \"@lost\", or the name",
            )),
            ("lost" | "back" | "partner", None) => Err((
                format!("{} speaks of what a runbook's `when` names", quote(&name.text)),
                "write the name, or state the runbook's `when`",
            )),
            _ => Err((
                format!("{} stands for nothing", quote(&name.text)),
                "write \"@lost\", \"@back\" or \"@partner\", or a name",
            )),
        };
        Some(match subject {
            Ok(subject) => Some(subject),
            Err((message, help)) => {
                let problem = Problem::new(code::UNBOUND, name.place, message);
                self.problems.push(problem.help(help));
                None
            }
        })
    }

    /// How many things names stand for, as far as they stand for anything.
    fn count(&mut self, names: &[Name]) -> u64 {
        let of = |name: &Name| match self.names.get(&name.text) {
            Some(Thing::Component(at)) => {
                u64::from(self.description.components[at].count.unwrap_or(1))
            }
            _ => 1,
        };
        names.iter().map(of).sum()
    }

    /// What a script tells people and services to do, if it does.
    pub fn orders(
        &mut self,
        event: &EventText,
        repoints: &mut Vec<RepointSpec>,
    ) -> Option<Vec<ScriptSpec>> {
        let at = event.at.as_ref().map(|at| at.value);
        let mut actions = Vec::new();
        match event.action {
            Action::Start(_) => {
                for name in &event.targets {
                    let runbook = self.names.runbook(name, self.problems);
                    actions.extend(runbook.map(|at| (Action::Start(at), Vec::new())));
                }
            }
            Action::Order(kind) => {
                for name in &event.targets {
                    if let Some(Subject::Named(target)) = self.ordered(name, None) {
                        actions.push((Action::Order(kind), vec![target]));
                    }
                }
            }
            Action::Repoint(_) => {
                if let Some(text) = &event.repoint
                    && let Some(spec) = self.repoint(text, None)
                {
                    actions.push((Action::Repoint(repoints.len()), Vec::new()));
                    repoints.push(spec);
                }
            }
            _ => return None,
        }
        let spec = |(action, targets)| {
            let lasts = None;
            Some(ScriptSpec { at: at?, action, targets, lasts })
        };
        Some(actions.into_iter().filter_map(spec).collect())
    }
}

/// Stands in for what could not be read.
fn no_time() -> Law {
    Law::fixed(Span::ZERO).expect("no time at all is a time")
}

/// The word of the language for an order.
pub const fn order_word(kind: OrderKind) -> &'static str {
    match kind {
        OrderKind::Switch => "switch",
        OrderKind::Force => "force",
        OrderKind::DropWitness => "drop_witness",
        OrderKind::FailOver => "fail_over",
        OrderKind::FailBack => "fail_back",
    }
}
