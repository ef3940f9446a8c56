//! Failure modes and repair.

use super::Decoder;
use crate::quantity::{Probability, Span, Time};
use crate::random::Law;
use crate::scenario::describe::{AgesText, At, ModeText, Name, RepairText};
use crate::scenario::problem::{Problem, code, quote};
use crate::scenario::tree::{Kind, Node};
use crate::system::{ModeKind, Starts, TestTimes};
use std::collections::BTreeMap;

/// Who needs more words for urgency has none left for calm.
const MOST_PRIORITIES: u64 = 1_000;

/// What fails: components and places fail in different ways.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// A component.
    Component,
    /// A place.
    Place,
    /// A link.
    Link,
}

impl<'t> Decoder<'t> {
    /// The list of a component's or a place's failure modes.
    pub fn modes(&mut self, node: &'t Node<'t>, owner: Owner) -> Option<Vec<ModeText>> {
        let Kind::List(items) = &node.kind else {
            self.wrong_type(node, "a list of failure modes");
            return None;
        };
        let modes: Vec<_> = items.iter().filter_map(|item| self.mode(item, owner)).collect();
        let mut tags: BTreeMap<&str, &Name> = BTreeMap::new();
        for mode in &modes {
            if let Some(first) = tags.insert(&mode.tag.text, &mode.tag) {
                let message = format!("two failure modes have the name {}", quote(&mode.tag.text));
                let problem = Problem::new(code::DUPLICATE_TAG, mode.tag.place, message);
                let problem = problem.also(first.place, "the first one");
                self.problem(problem.help("give one of them another `name`"));
            }
        }
        Some(modes)
    }

    fn mode(&mut self, node: &'t Node<'t>, owner: Owner) -> Option<ModeText> {
        let variant = match owner {
            Owner::Component => {
                let known = ["crash", "hang", "latent", "gray", "degraded"];
                self.variant("a way a component fails", node, &known, &[])?
            }
            Owner::Place => self.variant("a way a place fails", node, &["disaster"], &[])?,
            Owner::Link => self.variant("a way a link fails", node, &["cut"], &[])?,
        };
        let kind = match variant.name {
            "crash" => ModeKind::Crash,
            "hang" => ModeKind::Hang,
            "latent" => ModeKind::Latent,
            "gray" => ModeKind::Gray(0),
            "degraded" => ModeKind::Degraded(0),
            "cut" => ModeKind::Cut,
            _ => ModeKind::Disaster,
        };
        let mut fields = self.fields("a failure mode", variant.value)?;
        let kind = match kind {
            ModeKind::Gray(_) => {
                let fails = self.need(&mut fields, "fails", Self::true_share);
                ModeKind::Gray(fails.unwrap_or(1))
            }
            ModeKind::Degraded(_) => {
                let keeps = self.need(&mut fields, "keeps", Self::true_share);
                ModeKind::Degraded(keeps.unwrap_or(1))
            }
            kind => kind,
        };
        let life = self.need(&mut fields, "life", Self::life);
        let ages = self.take(&mut fields, "ages", Self::ages).unwrap_or(AgesText::WhileUp);
        let repair = self.take(&mut fields, "repair", Self::repair);
        let tag = self.take(&mut fields, "name", Self::name);
        let tag = tag.unwrap_or_else(|| Name { text: variant.name.into(), place: variant.place });
        let test = match kind {
            ModeKind::Latent => self.take(&mut fields, "test", |this, node| this.test(node)),
            _ => None,
        };
        self.finish(fields, &[]);
        Some(ModeText { kind, tag, life, ages, repair, test })
    }

    /// A share of more than nothing and less than all, in millionths.
    fn true_share(&mut self, node: &'t Node<'t>) -> Option<u32> {
        let part = libm::round(self.share(node)?.value() * 1e6) as u32;
        if (1..1_000_000).contains(&part) {
            return Some(part);
        }
        let message = "this share must be above 0 % and below 100 %";
        self.out_of_range(node.place, message, "a member that does nothing at all has crashed");
        None
    }

    /// Periodic tests for a latent failure.
    fn test(&mut self, node: &'t Node<'t>) -> Option<TestTimes> {
        let mut fields = self.fields("a test", node)?;
        let every = self.need(&mut fields, "every", Self::positive_span);
        let first = self.take(&mut fields, "first", Self::span);
        if first.is_none() {
            let source = "the first test comes after one interval";
            self.note("test", "first", "one interval", source, "");
        }
        self.take(&mut fields, "takes", |this, node| {
            if this.span(node)? > Span::ZERO {
                let message = "tests that take time are not supported by this version";
                let problem = Problem::new(code::NOT_SUPPORTED, node.place, message);
                this.problem(problem.help("state \"takes\": \"0 s\""));
            }
            Some(())
        });
        self.finish(fields, &[]);
        let every = every?;
        Some(TestTimes { first: Time::after_start(first.unwrap_or(every)), every })
    }

    /// How likely a component fails in taking over.
    pub fn takeover(&mut self, node: &'t Node<'t>) -> Option<Probability> {
        let mut fields = self.fields("a demand", node)?;
        let fails = self.need(&mut fields, "fails", Self::share);
        self.finish(fields, &[]);
        fails
    }

    /// A life of no length at all would fail again and again within one instant.
    pub fn life(&mut self, node: &'t Node<'t>) -> Option<Law> {
        let law = self.law(node)?;
        if law.may_be_zero() {
            let message = match law.mean() {
                Span::ZERO => "a life must be longer than zero",
                _ => "a life must be longer than zero, and this law gives zero at times",
            };
            self.problem(Problem::new(code::BAD_LAW, node.place, message));
            return None;
        }
        Some(law)
    }

    fn ages(&mut self, node: &'t Node<'t>) -> Option<AgesText> {
        let known = ["while_up", "always", "dormant"];
        let variant = self.variant("a rule of ageing", node, &known, &[])?;
        let bare = matches!(node.kind, Kind::Text(_));
        match variant.name {
            "while_up" if bare => Some(AgesText::WhileUp),
            "while_up" => self.name(variant.value).map(AgesText::While),
            "always" => self.bare(node, &variant).map(|()| AgesText::Always),
            _ => {
                let mut fields = self.fields("a dormant spare", variant.value)?;
                let beside = self.need(&mut fields, "while_up", Self::name);
                let factor = self
                    .need(&mut fields, "factor", |this, node| this.number(node, 0.0..=1.0))
                    .and_then(Probability::new);
                self.finish(fields, &[]);
                Some(AgesText::Dormant { beside: beside?, factor: factor? })
            }
        }
    }

    /// A repair.
    pub fn repair(&mut self, node: &'t Node<'t>) -> Option<RepairText> {
        let mut fields = self.fields("a repair", node)?;
        let takes = self.need(&mut fields, "takes", Self::law);
        let delay = self.take(&mut fields, "delay", Self::law);
        let crew = self.take(&mut fields, "crew", Self::name);
        let starts = self.take(&mut fields, "starts", |this, node| {
            let known = ["noticed", "failure", "after_switch"];
            Some(match this.word("a start of repairs", node, &known, &[])? {
                "noticed" => Starts::Noticed,
                "failure" => Starts::Failure,
                _ => Starts::AfterSwitch,
            })
        });
        let spares = self.take(&mut fields, "spares", Self::name);
        let by = self.take(&mut fields, "by", Self::name);
        if fields.has("by") && fields.has("crew") {
            let message = "a repair is done by a person or by a crew";
            let problem = Problem::new(code::ONE_VARIANT, fields.place_of("by"), message);
            let problem = problem.also(fields.place_of("crew"), "the crew");
            self.problem(problem.help("remove one of the two"));
        }
        let priority = self.take(&mut fields, "priority", |this, node| {
            let value = this.whole(node, 1..=MOST_PRIORITIES)? as u32;
            Some(At { value, place: node.place })
        });
        if starts.is_none() {
            self.note(
                "repair",
                "starts",
                "noticed",
                "repairs wait until a check has noticed; at once where nothing watches",
                "",
            );
        }
        if crew.is_none() && by.is_none() {
            self.note("repair", "crew", "unlimited", "hands enough unless a crew is named", "");
        }
        if delay.is_none() {
            self.note("repair", "delay", "0 s", "no logistics unless told otherwise", "");
        }
        self.finish(fields, &[]);
        let starts = starts.unwrap_or_default();
        Some(RepairText { takes, delay, crew, by, spares, priority, starts })
    }
}
