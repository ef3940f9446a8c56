//! What is asked: incidents, and the long run.

use super::Decoder;
use crate::estimator::plan::{
    EstimateStudy, IncidentStudy, LONGEST, MOST_PERFECTED, MOST_TRIALS, Precise, Precision,
    TRIALS_FOR_PRECISION,
};
use crate::quantity::{Probability, Span};
use crate::scenario::describe::StudyText;
use crate::scenario::fields::Fields;
use crate::scenario::legible::Part;
use crate::scenario::problem::{Problem, code};
use crate::scenario::tree::Node;
use crate::system::Beginning;

/// Trials, unless told otherwise.
const TRIALS: u64 = 1_000;
/// The seed, unless told otherwise.
const SEED: u64 = 1;
/// The share whose lack opens the middle threshold, unless told otherwise.
const SHARE: f64 = 0.05;
/// How often an interval that is to be so short holds the truth, unless told otherwise.
const LEVEL: f64 = 0.95;

/// What trials may take at most.
#[derive(Clone, Copy, Default)]
struct Budget {
    trials: Option<u64>,
    events: Option<u64>,
}

impl<'t> Decoder<'t> {
    /// What is asked.
    pub fn study(&mut self, node: &'t Node<'t>) -> Option<StudyText> {
        let mut study = StudyText::default();
        study.places.study = node.place;
        let Some(mut fields) = self.fields("a study", node) else {
            // It may have asked for both.
            study.places.incidents = Some(node.place);
            study.places.estimate = Some(node.place);
            self.illegible.parts.insert(Part::Incidents);
            return Some(study);
        };
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
        let start = self.take(&mut fields, "start", |this, node| {
            Some(match this.word("a start", node, &["new", "settled"], &[])? {
                "settled" => Beginning::Settled,
                _ => Beginning::New,
            })
        });
        let (trials, precision) = self.amount_of_trials(&mut fields, study);
        let seed = self.seed(&mut fields, PART);
        let share = self.middle(&mut fields, PART);
        let perfecting =
            self.take(&mut fields, "perfecting", |this, node| this.whole(node, 1..=MOST_PERFECTED));
        if start.is_none() && !fields.has("start") {
            self.note(PART, "start", "new", "every part begins a trial new", "");
        }
        if warm_up.is_none() && !fields.has("warm_up") {
            let source = match start {
                Some(Beginning::Settled) => "trials start with nothing broken",
                _ => "trials start with everything new",
            };
            self.note(PART, "warm_up", "0 s", source, "");
        }
        let (warm_up, start) = (warm_up.unwrap_or(Span::ZERO), start.unwrap_or_default());
        self.finish(fields, &[]);
        Some(EstimateStudy {
            of: None,
            horizon: horizon?,
            warm_up,
            start,
            trials,
            precision,
            seed,
            share,
            perfecting: perfecting.unwrap_or(0) as usize,
            contracts: Vec::new(),
            limits: Vec::new(),
        })
    }

    /// A number of trials, or the most there may be for the sake of a precision.
    fn amount_of_trials(
        &mut self,
        fields: &mut Fields<'t>,
        study: &mut StudyText,
    ) -> (u64, Option<Precision>) {
        const PART: &str = "study.estimate";
        if !fields.has("precision") {
            if fields.has("at_most") {
                let place = fields.place_of("at_most");
                let message = "`at_most` is for trials that end with a precision";
                let problem = Problem::new(code::TRIALS_OR_PRECISION, place, message);
                self.problem(problem.help("write `trials`, or a `precision` beside `at_most`"));
                self.take(fields, "at_most", Self::budget);
            }
            return (self.trials(fields, PART), None);
        }
        if fields.has("trials") {
            let place = fields.place_of("trials");
            let message = "trials end at a number or with a precision, not both";
            let problem = Problem::new(code::TRIALS_OR_PRECISION, place, message);
            self.problem(problem.help("the most there may be is \"at_most\": {\"trials\": N}"));
            self.trials(fields, PART);
        }
        let precision = self.take(fields, "precision", |this, node| this.precision(node, study));
        let budget = self.take(fields, "at_most", Self::budget);
        if !fields.has("at_most") {
            let source = "a precision that is out of reach must end as well";
            self.note(PART, "at_most.trials", "100000", source, "");
        }
        let Budget { trials, events } = budget.unwrap_or_default();
        let most = if events.is_some() { MOST_TRIALS } else { TRIALS_FOR_PRECISION };
        let precision = precision.map(|precision| Precision { most_events: events, ..precision });
        (trials.unwrap_or(most), precision)
    }

    /// Which figure, of whom, and how sure.
    fn precision(&mut self, node: &'t Node<'t>, study: &mut StudyText) -> Option<Precision> {
        const PART: &str = "study.estimate";
        let mut fields = self.fields("a precision", node)?;
        study.places.precision = Some(node.place);
        let of = self.need(&mut fields, "of", |this, node| {
            let known = ["unavailability", "interruptions"];
            Some(match this.word("a figure", node, &known, &[])? {
                "interruptions" => Precise::Interruptions,
                _ => Precise::Unavailability,
            })
        });
        study.whose = self.take(&mut fields, "in", Self::name);
        let within = self.need(&mut fields, "within", |this, node| {
            this.inner_share(node, "a precision", "\"5 %\", say")
        });
        let confidence = self.take(&mut fields, "confidence", |this, node| {
            this.inner_share(node, "a confidence", "\"95 %\", say")
        });
        if !fields.has("confidence") {
            let source = "that of all intervals";
            self.note(PART, "precision.confidence", "95 %", source, "");
        }
        self.finish(fields, &[]);
        Some(Precision {
            of: of?,
            whose: String::new(),
            within: within?,
            confidence: confidence.unwrap_or(LEVEL),
            most_events: None,
        })
    }

    /// A share of more than nothing and less than the whole.
    fn inner_share(
        &mut self,
        node: &'t Node<'t>,
        what: &'static str,
        example: &'static str,
    ) -> Option<f64> {
        let share = self.share(node)?.value();
        if share > 0.0 && share < 1.0 {
            return Some(share);
        }
        let message = format!("{what} lies between 0 % and 100 %, both excluded");
        self.out_of_range(node.place, &message, example);
        None
    }

    /// What may be spent at most.
    fn budget(&mut self, node: &'t Node<'t>) -> Option<Budget> {
        let mut fields = self.fields("a budget", node)?;
        let trials =
            self.take(&mut fields, "trials", |this, node| this.whole(node, 1..=MOST_TRIALS));
        let events = self.take(&mut fields, "events", |this, node| this.whole(node, 1..=u64::MAX));
        if fields.is_empty() {
            let message = "a budget states `trials`, `events` or both";
            self.problem(Problem::new(code::MISSING_FIELD, node.place, message));
        }
        self.finish(fields, &[]);
        Some(Budget { trials, events })
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
