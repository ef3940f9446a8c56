//! Objectives: what must hold of outcomes.

use super::Decoder;
use crate::metric::objective::{Count, Demand, Until};
use crate::quantity::{Probability, percentage};
use crate::scenario::describe::{Description, Name, ObjectiveText};
use crate::scenario::problem::{Problem, code, quote};
use crate::scenario::tree::Node;

/// The share of drawn trials in which a recovery time must hold, unless told otherwise.
const OF_TRIALS: f64 = 0.95;

impl<'t> Decoder<'t> {
    /// The objectives, by name.
    pub fn objectives(&mut self, node: &'t Node<'t>, file: &mut Description) -> Option<()> {
        self.each(Some(node), "the objectives", |this, name, node| {
            let known = ["recovery_time", "availability"];
            let variant = this.variant("an objective", node, &known, &["recovery_point"]);
            let mut feature = None;
            let demand = variant.and_then(|variant| match variant.name {
                "availability" => this.availability(variant.value, &mut feature),
                _ => this.recovery_time(&name.text, variant.value, &mut feature),
            });
            file.objectives.extend(demand.map(|demand| ObjectiveText { name, feature, demand }));
        });
        Some(())
    }

    fn recovery_time(
        &mut self,
        name: &str,
        node: &'t Node<'t>,
        feature: &mut Option<Name>,
    ) -> Option<Demand> {
        let mut fields = self.fields("a recovery time", node)?;
        let at_most = self.need(&mut fields, "at_most", Self::span);
        let since = self.take(&mut fields, "since", |this, node| {
            this.word("a start of recovery", node, &["failure"], &["invocation"])
        });
        let until = self.need(&mut fields, "until", Self::until);
        let of_trials = self.take(&mut fields, "trials", Self::share);
        if since.is_none() {
            let source = "a recovery starts with the failure";
            self.note("objectives", "recovery_time.since", "failure", source, name);
        }
        if of_trials.is_none() {
            let source = "the share of drawn trials in which it must hold";
            self.note("objectives", "recovery_time.trials", "95 %", source, name);
        }
        *feature = self.take(&mut fields, "feature", Self::name);
        self.finish(fields, &["level", "class"]);
        let of_trials = of_trials.or(Probability::new(OF_TRIALS)).unwrap_or(Probability::ONE);
        Some(Demand::RecoveryTime { at_most: at_most?, until: until?, of_trials })
    }

    /// `"service"`, `"all users"`, or `"99 % of users"`.
    fn until(&mut self, node: &'t Node<'t>) -> Option<Until> {
        match self.text(node)? {
            "service" => Some(Until::Service),
            "all users" => Some(Until::AllUsers),
            text => match text.strip_suffix("of users").map(percentage) {
                Some(Ok(share)) => Some(Until::Share(share.complement())),
                _ => {
                    let message = format!("{} is not an end of recovery", quote(text));
                    let help = "choose \"service\", \"all users\" or such as \"99 % of users\"";
                    self.problem(Problem::new(code::UNKNOWN_WORD, node.place, message).help(help));
                    None
                }
            },
        }
    }

    fn availability(&mut self, node: &'t Node<'t>, feature: &mut Option<Name>) -> Option<Demand> {
        let mut fields = self.fields("an availability", node)?;
        let at_least = self.need(&mut fields, "at_least", Self::share);
        let count = self.need(&mut fields, "count", |this, node| {
            Some(match this.word("a count", node, &["time", "users", "requests"], &[])? {
                "time" => Count::Time,
                "users" => Count::Users,
                _ => Count::Requests,
            })
        });
        *feature = self.take(&mut fields, "feature", Self::name);
        self.finish(fields, &["level", "class"]);
        Some(Demand::Availability { at_least: at_least?, count: count? })
    }
}
