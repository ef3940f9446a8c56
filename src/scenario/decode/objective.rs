//! Objectives: what must hold of outcomes.

use super::Decoder;
use crate::metric::objective::{Demand, Since, Until};
use crate::quantity::{Probability, percentage};
use crate::scenario::describe::{At, Description, Name, ObjectiveText};
use crate::scenario::fields::Fields;
use crate::scenario::problem::{Problem, code, quote};
use crate::scenario::tree::Node;
use crate::system::{DataFate, FailureClass};

/// The share of drawn trials in which a recovery time must hold, unless told otherwise.
const OF_TRIALS: f64 = 0.95;

impl<'t> Decoder<'t> {
    /// The objectives, by name.
    pub fn objectives(&mut self, node: &'t Node<'t>, file: &mut Description) -> Option<()> {
        self.each(Some(node), "the objectives", |this, name, node| {
            let known = ["recovery_time", "recovery_point", "availability"];
            let variant = this.variant("an objective", node, &known, &[]);
            file.objectives.extend(variant.and_then(|variant| match variant.name {
                "availability" => this.availability(name, variant.value),
                "recovery_point" => this.recovery_point(name, variant.value),
                _ => this.recovery_time(name, variant.value),
            }));
        });
        Some(())
    }

    fn recovery_time(&mut self, name: Name, node: &'t Node<'t>) -> Option<ObjectiveText> {
        let mut fields = self.fields("a recovery time", node)?;
        let at_most = self.need(&mut fields, "at_most", Self::span);
        let since = self.take(&mut fields, "since", |this, node| {
            Some(match this.word("a start of recovery", node, &["failure", "invocation"], &[])? {
                "invocation" => Since::Invocation,
                _ => Since::Failure,
            })
        });
        let until = self.need(&mut fields, "until", Self::until);
        let of_trials = self.of_trials(&mut fields, "recovery_time.trials", &name);
        if since.is_none() {
            let source = "a recovery starts with the failure";
            self.note("objectives", "recovery_time.since", "failure", source, &name.text);
        }
        let level = self.take(&mut fields, "level", |this, node| {
            let word = this.word("a level of service", node, &["full", "limited"], &[])?;
            Some(At { value: word == "full", place: node.place })
        });
        let class = self.take(&mut fields, "class", Self::class);
        let feature = self.take(&mut fields, "feature", Self::name);
        self.finish(fields, &[]);
        let demand = Demand::RecoveryTime {
            at_most: at_most?,
            since: since.unwrap_or(Since::Failure),
            until: until?,
            in_full: level.is_some_and(|level| level.value),
            class: class.map(|class| class.value),
            of_trials,
        };
        let level = level.map(|level| level.place);
        Some(ObjectiveText { name, feature, of: None, level, class, demand })
    }

    fn recovery_point(&mut self, name: Name, node: &'t Node<'t>) -> Option<ObjectiveText> {
        let mut fields = self.fields("a recovery point", node)?;
        let at_most = self.need(&mut fields, "at_most", Self::span);
        let of = self.take(&mut fields, "of", Self::name);
        let class = self.take(&mut fields, "class", Self::class);
        let counts = self.take(&mut fields, "counts", |this, node| {
            Some(match this.word("a fate of data", node, &["exposed", "lost"], &[])? {
                "lost" => DataFate::Lost,
                _ => DataFate::Exposed,
            })
        });
        if counts.is_none() {
            let source = "what is missing where service goes on may never come back";
            self.note("objectives", "recovery_point.counts", "exposed", source, &name.text);
        }
        let of_trials = self.of_trials(&mut fields, "recovery_point.trials", &name);
        self.finish(fields, &[]);
        let demand = Demand::RecoveryPoint {
            at_most: at_most?,
            class: class.map(|class| class.value),
            of: of.as_ref().map(|name| name.text.clone()),
            counts: counts.unwrap_or(DataFate::Exposed),
            of_trials,
        };
        Some(ObjectiveText { name, feature: None, of, level: None, class, demand })
    }

    /// The share of drawn trials in which it must hold.
    fn of_trials(
        &mut self,
        fields: &mut Fields<'t>,
        field: &'static str,
        name: &Name,
    ) -> Probability {
        let stated = self.take(fields, "trials", Self::some_share);
        if !fields.has("trials") {
            let source = "the share of drawn trials in which it must hold";
            self.note("objectives", field, "95 %", source, &name.text);
        }
        stated.or(Probability::new(OF_TRIALS)).unwrap_or(Probability::ONE)
    }

    /// A share of more than nothing: of nothing, whatever is asked holds.
    pub fn some_share(&mut self, node: &'t Node<'t>) -> Option<Probability> {
        let share = self.share(node)?;
        self.of_some(node, share)
    }

    fn of_some(&mut self, node: &'t Node<'t>, share: Probability) -> Option<Probability> {
        if share.value() > 0.0 {
            return Some(share);
        }
        let help = "0 % of anything is nothing";
        self.out_of_range(node.place, "this share must be above 0 %", help);
        None
    }

    /// How much a failure takes: `"site"`.
    fn class(&mut self, node: &'t Node<'t>) -> Option<At<FailureClass>> {
        let words = FailureClass::ALL.map(FailureClass::word);
        let word = self.word("a class of failure", node, &words, &[])?;
        let class = FailureClass::ALL.into_iter().find(|class| class.word() == word)?;
        Some(At { value: class, place: node.place })
    }

    /// `"service"`, `"all users"`, or `"99 % of users"`.
    fn until(&mut self, node: &'t Node<'t>) -> Option<Until> {
        match self.text(node)? {
            "service" => Some(Until::Service),
            "all users" => Some(Until::AllUsers),
            text => match text.strip_suffix("of users").map(percentage) {
                Some(Ok(share)) => {
                    let share = self.of_some(node, share)?;
                    Some(Until::Share(share.complement()))
                }
                _ => {
                    let message = format!("{} is not an end of recovery", quote(text));
                    let help = "choose \"service\", \"all users\" or such as \"99 % of users\"";
                    self.problem(Problem::new(code::UNKNOWN_WORD, node.place, message).help(help));
                    None
                }
            },
        }
    }
}
