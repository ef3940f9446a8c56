//! The drawn trials of one incident against the objectives.

use super::words;
use super::{audiences, verdict};
use crate::metric::objective::{Demand, Objective, Since, Until};
use crate::metric::{AUDIENCES, DATA, NO_CLASS, RecoveryMetrics, SERVICES, STRUCK};
use crate::quantity::{Probability, Span};
use crate::report::{ObjectiveReport, Verdict};
use crate::stats::{Interval, Proportion};
use crate::system::port::{Measured, Part};
use crate::system::{DataFate, FailureClass, ServiceId, System};

/// Level of the interval of the share of trials in which an objective holds.
const LEVEL: f64 = 0.95;

/// Hears the drawn trials of one incident.
pub(in crate::study) struct Jury<'a> {
    system: &'a System,
    objectives: &'a [Objective],
    untils: &'a [Until],
    /// By objective.
    subjects: Vec<Subjects>,
    cases: Vec<Case>,
}

/// Whom an objective is about.
pub(in crate::study) struct Subjects {
    /// Populations, or those who want a feature; services where there are no populations, or
    /// where it is about data. Rising.
    pub which: Vec<u32>,
    pub services: bool,
}

/// Whose figure it is, and after a failure of which class.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Whose {
    subject: u32,
    class: u32,
}

/// What the trials say of one objective.
#[derive(Clone, Default)]
pub(super) struct Case {
    /// Trials that have something to say.
    pub trials: u64,
    pub held: u64,
    pub worst: Option<(f64, Whose)>,
    pub unfinished: u64,
    pub unfinished_of: Option<Whose>,
    /// Not over at the horizon, but not too long by then either.
    pub open: u64,
    /// Trials in which no failure of its class struck, or nobody decided: they say nothing.
    pub unstruck: u64,
    pub uninvoked: u64,
}

/// What one trial says of one objective.
#[derive(Default)]
struct Heard {
    /// The longest in seconds, as far as it has come.
    longest: Option<(f64, Whose)>,
    unfinished: Option<Whose>,
}

impl<'a> Jury<'a> {
    pub(in crate::study) fn new(
        objectives: &'a [Objective],
        untils: &'a [Until],
        system: &'a System,
    ) -> Self {
        Self {
            system,
            objectives,
            untils,
            subjects: objectives.iter().map(|objective| subjects(objective, system)).collect(),
            cases: vec![Case::default(); objectives.len()],
        }
    }

    /// Takes one drawn trial into account.
    pub(in crate::study) fn hear(&mut self, trial: &[Measured]) {
        for at in 0..self.objectives.len() {
            let subjects = &self.subjects[at];
            let (at_most, class, heard) = match &self.objectives[at].demand {
                Demand::RecoveryTime { at_most, since, until, class, .. } => {
                    (at_most, class, self.recovery(trial, *since, *until, *class, subjects))
                }
                Demand::RecoveryPoint { at_most, class, counts, .. } => {
                    (at_most, class, Some(self.data(trial, *counts, *class, subjects)))
                }
                Demand::Availability { .. } => continue,
            };
            let struck = class.is_none_or(|class| has_struck(trial, class));
            self.cases[at].add(at_most.secs_f64(), struck, heard);
        }
    }

    /// The longest recovery of a trial, over all it is about; `None` where nobody decided.
    fn recovery(
        &self,
        trial: &[Measured],
        since: Since,
        until: Until,
        class: Option<FailureClass>,
        subjects: &Subjects,
    ) -> Option<Heard> {
        let RecoveryMetrics { so_far, open, invoked_so_far, invoked_open, .. } =
            if subjects.services { &SERVICES } else { &AUDIENCES };
        let (length, open) = match since {
            Since::Failure => (*so_far, *open),
            Since::Invocation => (*invoked_so_far, *invoked_open),
        };
        let until = self.untils.iter().position(|other| *other == until).unwrap_or(0) as u32;
        let mut heard = Heard::default();
        let mut any = since == Since::Failure;
        for (whose, figure) in about(trial, until, class, subjects) {
            if figure.metric == length {
                any = true;
                heard.longer(figure.value, whose);
            } else if figure.metric == open && figure.value > 0.0 {
                any = true;
                heard.unfinished = Some(whose);
            }
        }
        any.then_some(heard)
    }

    /// The longest span of writes of a trial that met a fate.
    fn data(
        &self,
        trial: &[Measured],
        counts: DataFate,
        class: Option<FailureClass>,
        subjects: &Subjects,
    ) -> Heard {
        let mut heard = Heard::default();
        for (whose, figure) in about(trial, counts as u32, class, subjects) {
            if figure.metric == DATA.seconds {
                heard.longer(figure.value, whose);
            }
        }
        heard
    }

    /// The verdicts on one incident.
    pub(in crate::study) fn verdicts(&self, incident: &str) -> Vec<ObjectiveReport> {
        let judged = self.objectives.iter().zip(&self.cases).zip(&self.subjects);
        judged
            .filter_map(|((objective, case), subjects)| {
                let (at_most, of_trials, class) = match objective.demand {
                    Demand::RecoveryTime { at_most, of_trials, class, .. }
                    | Demand::RecoveryPoint { at_most, of_trials, class, .. } => {
                        (at_most, of_trials, class)
                    }
                    Demand::Availability { .. } => return None,
                };
                let name = |whose: Whose| self.name(whose, subjects);
                Some(ObjectiveReport {
                    name: objective.name.clone(),
                    demand: words::demand(objective),
                    incident: Some(incident.to_owned()),
                    seen: words::seen(case, at_most, of_trials, class, name),
                    verdict: case.verdict(of_trials),
                })
            })
            .collect()
    }

    /// Who was worst, and after a failure of which class.
    fn name(&self, whose: Whose, subjects: &Subjects) -> String {
        let Whose { subject, class } = whose;
        let name = match subjects.services {
            true => self.system.service_name(ServiceId::from(subject as usize)),
            false => self.system.audience_name(subject as usize),
        };
        match FailureClass::ALL.get(class as usize) {
            Some(class) => format!("{name}, {}", class.word()),
            None => name.to_owned(),
        }
    }
}

pub(in crate::study) fn subjects(objective: &Objective, system: &System) -> Subjects {
    let services = |which: &dyn Fn(ServiceId, &str) -> bool| Subjects {
        which: system
            .services()
            .filter(|(id, name)| which(*id, name))
            .map(|(id, _)| id.at() as u32)
            .collect(),
        services: true,
    };
    if let Demand::RecoveryPoint { of, .. } = &objective.demand {
        return services(&|_, name| of.as_ref().is_none_or(|of| of == name));
    }
    let mut which = audiences(objective.feature.as_deref(), system);
    if let Demand::RecoveryTime { in_full: true, .. } = objective.demand {
        let full = system.populations().map(|(id, _)| system.audience_in_full(id) as u32);
        which = full.collect();
    }
    which.sort_unstable();
    match which.is_empty() {
        true => services(&|_, _| true),
        false => Subjects { which, services: false },
    }
}

/// The figures of a trial that an objective is about, of one end or fate.
fn about<'t>(
    trial: &'t [Measured],
    what: u32,
    class: Option<FailureClass>,
    subjects: &'t Subjects,
) -> impl Iterator<Item = (Whose, &'t Measured)> {
    trial.iter().filter_map(move |figure| {
        let Part::Pair(part, of) = figure.part else { return None };
        let wanted = part == what
            && class.is_none_or(|class| class as u32 == of)
            && of <= NO_CLASS
            && subjects.which.binary_search(&figure.subject).is_ok();
        wanted.then_some((Whose { subject: figure.subject, class: of }, figure))
    })
}

fn has_struck(trial: &[Measured], class: FailureClass) -> bool {
    trial.iter().any(|figure| figure.metric == STRUCK && figure.subject == class as u32)
}

impl Heard {
    fn longer(&mut self, seconds: f64, whose: Whose) {
        if self.longest.is_none_or(|(longest, _)| seconds > longest) {
            self.longest = Some((seconds, whose));
        }
    }
}

impl Case {
    fn add(&mut self, at_most: f64, struck: bool, heard: Option<Heard>) {
        let heard = match (struck, heard) {
            (false, _) => {
                self.unstruck += 1;
                return;
            }
            (true, None) => {
                self.uninvoked += 1;
                return;
            }
            (true, Some(heard)) => heard,
        };
        let longest = heard.longest.map_or(0.0, |(seconds, _)| seconds);
        let finished = heard.unfinished.is_none();
        self.trials += 1;
        self.held += u64::from(finished && longest <= at_most);
        self.open += u64::from(!finished && longest <= at_most);
        self.unfinished += u64::from(!finished);
        self.unfinished_of = heard.unfinished.or(self.unfinished_of);
        if let Some((seconds, whose)) = heard.longest
            && self.worst.is_none_or(|(worst, _)| seconds > worst)
        {
            self.worst = Some((seconds, whose));
        }
    }

    /// Met when the share of trials that hold is, with confidence, at least what is asked.
    pub(super) fn verdict(&self, of_trials: Probability) -> Verdict {
        let share = |held: u64| Proportion::new(held, self.trials).map(|s| s.wilson(LEVEL));
        match (share(self.held), share(self.held + self.open)) {
            // What the horizon cut off might have held, or might not.
            (Some(least), Some(most)) => {
                let interval = Interval { lower: least.lower, upper: most.upper };
                verdict(interval, of_trials.value())
            }
            _ if self.unstruck + self.uninvoked > 0 => Verdict::NotJudged,
            _ => Verdict::Undecided,
        }
    }

    /// The longest, over all trials.
    pub(super) fn longest(&self) -> Span {
        Span::from_secs_f64(self.worst.map_or(0.0, |(seconds, _)| seconds))
    }
}
