//! Verdicts on objectives: judged on the spread of the drawn trials or on the interval of the long
//! run, never on one draw.

use crate::estimator::LongRun;
use crate::metric::Threshold;
use crate::metric::objective::{Count, Demand, Objective, Until};
use crate::quantity::{Probability, Span, print_share, print_span};
use crate::report::{ObjectiveReport, Verdict};
use crate::stats::{Interval, Proportion};
use crate::system::System;
use crate::system::port::{Measured, Part};

/// Level of the interval of the share of trials in which an objective holds.
const LEVEL: f64 = 0.95;

/// Hears the drawn trials of one incident.
pub(super) struct Jury<'a> {
    objectives: &'a [Objective],
    thresholds: &'a [Threshold],
    /// By objective.
    subjects: Vec<Subjects>,
    cases: Vec<Case>,
}

/// Whom an objective is about.
struct Subjects {
    /// Populations, or those who want a feature; services where there are no populations. Rising.
    audiences: Vec<u32>,
    services: bool,
}

/// The audiences of an objective: all populations, or those who want its feature.
fn audiences(feature: Option<&str>, system: &System) -> Vec<u32> {
    let populations = system.populations().count();
    let Some(feature) = feature else { return (0..populations as u32).collect() };
    // A lone feature of the home is the population's own book.
    let lone = system.populations().filter(|(id, _)| system.feature_name(*id) == feature);
    let lone = lone.map(|(id, _)| id.at());
    let wants = system.wants().enumerate().filter(|(_, (_, name))| *name == feature);
    lone.chain(wants.map(|(want, _)| populations + want)).map(|at| at as u32).collect()
}

/// What the trials say of one objective.
#[derive(Clone, Default)]
struct Case {
    trials: u64,
    held: u64,
    worst: f64,
    unfinished: u64,
    /// Not over at the horizon, but not too long by then either.
    open: u64,
}

impl<'a> Jury<'a> {
    pub(super) fn new(
        objectives: &'a [Objective],
        thresholds: &'a [Threshold],
        system: &System,
    ) -> Self {
        let subjects = |objective: &Objective| {
            let audiences = audiences(objective.feature.as_deref(), system);
            match audiences.is_empty() {
                true => {
                    let services = (0..system.services().count() as u32).collect();
                    Subjects { audiences: services, services: true }
                }
                false => Subjects { audiences, services: false },
            }
        };
        Self {
            objectives,
            thresholds,
            subjects: objectives.iter().map(subjects).collect(),
            cases: vec![Case::default(); objectives.len()],
        }
    }

    /// Takes one drawn trial into account.
    pub(super) fn hear(&mut self, trial: &[Measured]) {
        for at in 0..self.objectives.len() {
            if let Demand::RecoveryTime { at_most, until, .. } = &self.objectives[at].demand {
                let (longest, finished) = self.recovery(trial, *until, &self.subjects[at]);
                let case = &mut self.cases[at];
                case.trials += 1;
                case.held += u64::from(finished && longest <= at_most.secs_f64());
                case.open += u64::from(!finished && longest <= at_most.secs_f64());
                case.unfinished += u64::from(!finished);
                case.worst = case.worst.max(longest);
            }
        }
    }

    /// The longest recovery of a trial in seconds, over all it is about, and whether all came to
    /// an end.
    fn recovery(&self, trial: &[Measured], until: Until, subjects: &Subjects) -> (f64, bool) {
        let threshold = match until {
            Until::Service => Threshold::Everybody,
            Until::AllUsers => Threshold::Anybody,
            Until::Share(share) => Threshold::MoreThan(share),
        };
        let at = self.thresholds.iter().rposition(|other| *other == threshold);
        let (metric, open, part) = match (subjects.services, at) {
            (true, _) | (_, None) => ("longest outage seconds", "unfinished outages", Part::Whole),
            (false, Some(at)) => {
                let part = Part::Number(at as u32);
                ("longest interruption seconds", "unfinished interruptions", part)
            }
        };
        let of = |metric: &str| {
            let about = |subject: &u32| subjects.audiences.binary_search(subject).is_ok();
            let is = |m: &&Measured| m.metric == metric && m.part == part && about(&m.subject);
            trial.iter().filter(is).map(|measured| measured.value).fold(0.0, f64::max)
        };
        (of(metric), of(open) == 0.0)
    }

    /// The verdicts on one incident.
    pub(super) fn verdicts(&self, incident: &str) -> Vec<ObjectiveReport> {
        let judged = self.objectives.iter().zip(&self.cases);
        judged
            .filter_map(|(objective, case)| {
                let Demand::RecoveryTime { at_most, until, of_trials } = &objective.demand else {
                    return None;
                };
                Some(ObjectiveReport {
                    name: objective.name.clone(),
                    demand: demand(*at_most, *until, *of_trials, objective.feature.as_deref()),
                    incident: Some(incident.to_owned()),
                    seen: case.seen(*at_most, *of_trials),
                    verdict: case.verdict(*of_trials),
                })
            })
            .collect()
    }
}

impl Case {
    /// Met when the share of trials that hold is, with confidence, at least what is asked.
    fn verdict(&self, of_trials: Probability) -> Verdict {
        let share = |held: u64| Proportion::new(held, self.trials).map(|s| s.wilson(LEVEL));
        match (share(self.held), share(self.held + self.open)) {
            // What the horizon cut off might have held, or might not.
            (Some(least), Some(most)) => {
                let interval = Interval { lower: least.lower, upper: most.upper };
                verdict(interval, of_trials.value())
            }
            _ => Verdict::Undecided,
        }
    }

    fn seen(&self, at_most: Span, of_trials: Probability) -> String {
        let worst = print_span(Span::from_secs_f64(self.worst));
        let held = format!("held in {} of {} trials", self.held, self.trials);
        let undecided = self.verdict(of_trials) == Verdict::Undecided;
        match self.unfinished {
            0 if undecided => format!("worst {worst}; {held}: more trials would tell"),
            0 => format!("worst {worst}; {held}"),
            many if undecided && self.open > 0 => format!(
                "not over at the horizon in {many}, in {} of them before {} had passed: a later \
                 horizon would tell; {held}",
                self.open,
                print_span(at_most)
            ),
            many => format!("not over at the horizon in {many}; {held}"),
        }
    }
}

fn verdict(interval: Interval, wanted: f64) -> Verdict {
    if interval.lower >= wanted {
        Verdict::Met
    } else if interval.upper < wanted {
        Verdict::Missed
    } else {
        Verdict::Undecided
    }
}

fn demand(at_most: Span, until: Until, of_trials: Probability, feature: Option<&str>) -> String {
    let share = |left: Probability| print_share(1.0 - left.value());
    let until = match (until, feature) {
        (Until::Service, None) => "service is back".to_owned(),
        (Until::AllUsers, None) => "all users are served".to_owned(),
        (Until::Share(left), None) => format!("{} of users are served", share(left)),
        (Until::Service, Some(feature)) => format!("somebody has {feature}"),
        (Until::AllUsers, Some(feature)) => format!("all users have {feature}"),
        (Until::Share(left), Some(feature)) => format!("{} of users have {feature}", share(left)),
    };
    let most = print_share(of_trials.value());
    format!("at most {} from failure until {until}, in {most} of trials", print_span(at_most))
}

/// The verdicts on the long run.
pub(super) fn long_run(
    objectives: &[Objective],
    system: &System,
    run: &LongRun,
) -> Vec<ObjectiveReport> {
    let judged = objectives.iter().filter_map(|objective| {
        let Demand::Availability { at_least, count } = &objective.demand else { return None };
        let feature = objective.feature.as_deref();
        let (value, interval) = worst_unavailability(*count, feature, system, run);
        // The long run knows unavailability; the demand is its complement.
        let up = Interval { lower: 1.0 - interval.upper, upper: 1.0 - interval.lower };
        let counted = match count {
            Count::Time => "of the time",
            Count::Users => "of user time",
            Count::Requests => "of requests",
        };
        let (lower, upper) = (print_share(up.lower), print_share(up.upper));
        Some(ObjectiveReport {
            name: objective.name.clone(),
            demand: match feature {
                None => format!("at least {} {counted}", print_share(at_least.value())),
                Some(name) => {
                    format!("{name} at least {} {counted}", print_share(at_least.value()))
                }
            },
            incident: None,
            seen: format!("{} ({lower} to {upper})", print_share(1.0 - value)),
            verdict: verdict(up, at_least.value()),
        })
    });
    judged.collect()
}

/// The largest unavailability of any subject.
fn worst_unavailability(
    count: Count,
    feature: Option<&str>,
    system: &System,
    run: &LongRun,
) -> (f64, Interval) {
    let all: Vec<(f64, Interval)> = match count {
        Count::Time => system
            .services()
            .map(|(id, _)| run.share("outage seconds", id.at() as u32, Part::Whole, 1.0))
            .collect(),
        Count::Users => audiences(feature, system)
            .into_iter()
            .map(|audience| {
                let users = system.audiences()[audience as usize] as f64 / 1e6;
                run.share("lost user seconds", audience, Part::Whole, users)
            })
            .collect(),
        Count::Requests => (0..system.load_names().len() as u32)
            .map(|load| {
                let rate = system.load_terms()[load as usize].rate as f64 / 1e6;
                run.share("requests lost", load, Part::Whole, rate)
            })
            .collect(),
    };
    let none = (0.0, Interval { lower: 0.0, upper: 0.0 });
    all.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or(none)
}
