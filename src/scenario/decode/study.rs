//! What is asked: incidents, and the long run.

use super::Decoder;
use crate::estimator::plan::{EstimateStudy, IncidentStudy, LONGEST, MOST_TRIALS};
use crate::quantity::{Probability, Span};
use crate::scenario::describe::StudyText;
use crate::scenario::fields::Fields;
use crate::scenario::problem::{Problem, code};
use crate::scenario::tree::Node;

/// Trials, unless told otherwise.
const TRIALS: u64 = 1_000;
/// The seed, unless told otherwise.
const SEED: u64 = 1;
/// The share whose lack opens the middle threshold, unless told otherwise.
const SHARE: f64 = 0.05;

impl<'t> Decoder<'t> {
    /// What is asked.
    pub fn study(&mut self, node: &'t Node<'t>) -> Option<StudyText> {
        let mut study = StudyText::default();
        study.places.study = node.place;
        let mut fields = self.fields("a study", node)?;
        study.incidents = self.take(&mut fields, "incidents", |this, node| {
            study.places.incidents = Some(node.place);
            this.incident_study(node)
        });
        study.estimate = self.take(&mut fields, "estimate", |this, node| {
            study.places.estimate = Some(node.place);
            let mut fields = this.fields("an estimate", node)?;
            study.of = this.take(&mut fields, "of", Self::name);
            this.estimate(fields, &mut study)
        });
        self.finish(fields, &["drill", "compare", "sweep"]);
        if study.places.incidents.is_none() && study.places.estimate.is_none() {
            let problem = Problem::new(code::NOTHING_ASKED, node.place, "the study asks nothing");
            let help = "state `incidents`, `estimate` or both, each with a `horizon`";
            self.problem(problem.help(help));
        }
        Some(study)
    }

    fn incident_study(&mut self, node: &'t Node<'t>) -> Option<IncidentStudy> {
        const PART: &str = "study.incidents";
        let mut fields = self.fields("a study of incidents", node)?;
        let horizon = self.need(&mut fields, "horizon", Self::horizon);
        let trials = self.trials(&mut fields, PART);
        let seed = self.seed(&mut fields, PART);
        let random = self.take(&mut fields, "random", Self::truth);
        let share = self.middle(&mut fields, PART);
        if random.is_none() {
            let source = "incidents strike a system that is otherwise healthy";
            self.note(PART, "random", "false", source, "");
        }
        self.finish(fields, &["warm_up"]);
        Some(IncidentStudy {
            horizon: horizon?,
            trials,
            seed,
            random: random.unwrap_or(false),
            share,
        })
    }

    fn estimate(&mut self, mut fields: Fields<'t>, study: &mut StudyText) -> Option<EstimateStudy> {
        const PART: &str = "study.estimate";
        let horizon = self.need(&mut fields, "horizon", Self::horizon);
        let warm_up = self.take(&mut fields, "warm_up", |this, node| {
            study.places.warm_up = Some(node.place);
            this.span(node)
        });
        let trials = self.trials(&mut fields, PART);
        let seed = self.seed(&mut fields, PART);
        let share = self.middle(&mut fields, PART);
        if warm_up.is_none() {
            self.note(PART, "warm_up", "0 s", "trials start with everything new", "");
        }
        let warm_up = warm_up.unwrap_or(Span::ZERO);
        self.finish(fields, &["precision", "at_most"]);
        Some(EstimateStudy { of: None, horizon: horizon?, warm_up, trials, seed, share })
    }

    fn horizon(&mut self, node: &'t Node<'t>) -> Option<Span> {
        let horizon = self.positive_span(node)?;
        if horizon > LONGEST {
            self.out_of_range(node.place, "the horizon is too far", "at most \"200000 y\"");
            return None;
        }
        Some(horizon)
    }

    fn trials(&mut self, fields: &mut Fields<'t>, part: &'static str) -> u64 {
        let trials = self.take(fields, "trials", |this, node| this.whole(node, 1..=MOST_TRIALS));
        if trials.is_none() {
            self.note(part, "trials", "1000", "a usual number of trials", "");
        }
        trials.unwrap_or(TRIALS)
    }

    fn seed(&mut self, fields: &mut Fields<'t>, part: &'static str) -> u64 {
        let seed = self.take(fields, "seed", |this, node| this.whole(node, 0..=u64::MAX));
        if seed.is_none() {
            self.note(part, "seed", "1", "any number gives other draws", "");
        }
        seed.unwrap_or(SEED)
    }

    /// The middle threshold of interruptions.
    fn middle(&mut self, fields: &mut Fields<'t>, part: &'static str) -> Probability {
        let share = self.take(fields, "share", |this, node| {
            let share = this.share(node)?;
            if share == Probability::ONE {
                let message = "nobody can lack more than all";
                this.out_of_range(node.place, message, "state a share below 100 %");
            }
            Some(share)
        });
        if share.is_none() {
            let source = "an interruption for many: more than this share is out";
            self.note(part, "share", "5 %", source, "");
        }
        share.or(Probability::new(SHARE)).unwrap_or(Probability::ONE)
    }
}
