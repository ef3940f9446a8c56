//! One incident as a record: the story's figures, with the spread of the drawn trials beside them.

mod recovery;

use super::course::course;
use super::{states, tell};
use crate::estimator::{Column, Columns, Spread};
use crate::metric::Threshold;
use crate::report::*;
use crate::stats::Sample;
use crate::system::port::{Measured, Part};
use crate::system::{Limit, Outcome, Phase, PopulationId, ServiceId, System};

/// Looks figures up in the story and the trials.
struct Figures<'a> {
    /// In order: every member of every pool is looked up in it.
    story: Vec<&'a Measured>,
    columns: &'a Columns,
}

impl<'a> Figures<'a> {
    fn new(story: &'a [Measured], columns: &'a Columns) -> Self {
        let mut story: Vec<&Measured> = story.iter().collect();
        story.sort_by_key(|m| (m.metric, m.subject, &m.part));
        Self { story, columns }
    }

    fn in_story(&self, metric: &str, subject: u32, part: &Part) -> Option<f64> {
        let wanted = (metric, subject, part);
        let at = self.story.partition_point(|m| (m.metric, m.subject, &m.part) < wanted);
        let found = self.story.get(at)?;
        ((found.metric, found.subject, &found.part) == wanted).then_some(found.value)
    }

    /// A figure that is zero where a trial lacks it.
    fn figure(&self, metric: &'static str, subject: u32, part: Part) -> Figure {
        let trials = self.columns.trials();
        let column = self.columns.get(metric, subject, part.clone());
        let story = self.in_story(metric, subject, &part).unwrap_or(0.0);
        match column {
            None => Figure { story, ..Figure::default() },
            Some(column) => match column.constant(trials) {
                Some(value) => Figure { story, p5: value, p95: value, worst: value },
                None => spread_of(story, column.values(trials)),
            },
        }
    }

    /// A figure of those trials that have it, and their number; `None` where the story lacks it.
    fn if_any(&self, metric: &'static str, subject: u32, part: Part) -> (Option<Figure>, u64) {
        let column = self.columns.get(metric, subject, part.clone());
        let count = column.map_or(0, Column::count);
        let figure = self.in_story(metric, subject, &part).map(|story| match column {
            Some(column) => spread_of(story, column.values(0)),
            None => Figure { story, p5: story, p95: story, worst: story },
        });
        (figure, count)
    }

    /// The named parts of a figure in the story or any trial, largest first.
    fn named(&self, metric: &'static str, subject: u32, scale: f64) -> Vec<PartReport> {
        let mut names: Vec<&str> = Vec::new();
        let in_story = self.story.iter().filter(|m| m.metric == metric && m.subject == subject);
        let parts =
            in_story.map(|m| &m.part).chain(self.columns.of(metric, subject).map(|(p, _)| p));
        for part in parts {
            if let Part::Name(name) = part
                && !names.contains(&name.as_str())
            {
                names.push(name);
            }
        }
        let mut parts: Vec<PartReport> = names
            .into_iter()
            .map(|name| PartReport {
                name: name.to_owned(),
                amount: scaled(self.figure(metric, subject, Part::Name(name.to_owned())), scale),
            })
            .collect();
        parts.sort_by(|a, b| {
            let order =
                (b.amount.story, b.amount.worst).partial_cmp(&(a.amount.story, a.amount.worst));
            order.expect("figures are numbers").then_with(|| a.name.cmp(&b.name))
        });
        parts
    }
}

fn spread_of(story: f64, values: Vec<f64>) -> Figure {
    match Sample::new(values) {
        None => Figure { story, p5: story, p95: story, worst: story },
        Some(sample) => Figure {
            story,
            p5: sample.quantile(0.05),
            p95: sample.quantile(0.95),
            worst: sample.worst(),
        },
    }
}

fn scaled(figure: Figure, by: f64) -> Figure {
    let Figure { story, p5, p95, worst } = figure;
    Figure { story: story * by, p5: p5 * by, p95: p95 * by, worst: worst * by }
}

/// The record of one incident.
pub(super) fn report(
    system: &System,
    plan: &Spread<'_>,
    story: &Outcome,
    columns: &Columns,
) -> IncidentReport {
    let figures = Figures::new(&story.measured, columns);
    IncidentReport {
        name: system.incidents().nth(plan.incident).unwrap_or_default().to_owned(),
        horizon_seconds: plan.horizon.secs_f64(),
        trials: columns.trials(),
        ended: match columns.trials() < plan.trials {
            true => Ended::Interrupted,
            false => Ended::Trials,
        },
        story_of_trial: plan.story_of,
        story: tell::story(system, &story.told.story, &story.chains),
        states: states::states(system, &story.told, plan.horizon.secs_f64()),
        notices: system.services().flat_map(|(id, _)| notices(system, &figures, id)).collect(),
        recoveries: recovery::recoveries(system, plan.untils, &figures),
        services: system.services().map(|(id, _)| service(system, &figures, id)).collect(),
        populations: system
            .populations()
            .map(|(id, _)| population(system, plan.thresholds, &figures, id, story))
            .collect(),
        loads: loads(system, &figures),
    }
}

fn notices(system: &System, figures: &Figures<'_>, service: ServiceId) -> Vec<NoticeReport> {
    let subject = service.at() as u32;
    let scheme = system.detection_words(service);
    let slots = 0..system.member_limits(service).len() as u32;
    let notice = |slot: u32| {
        let part = Part::Number(slot);
        let failed = figures.in_story("failed at seconds", subject, &part)?;
        let (noticed, trials) = figures.if_any("noticed after seconds", subject, part.clone());
        let (back, _) = figures.if_any("back after seconds", subject, part);
        Some(NoticeReport {
            by: system.service_name(service).to_owned(),
            target: system.member_name(service, slot),
            scheme: scheme.clone(),
            failed_at_seconds: failed,
            noticed_after_seconds: noticed,
            back_after_seconds: back,
            noticed_in_trials: trials,
        })
    };
    slots.filter_map(notice).collect()
}

fn service(system: &System, figures: &Figures<'_>, service: ServiceId) -> ServiceReport {
    let subject = service.at() as u32;
    let whole = |metric| figures.figure(metric, subject, Part::Whole);
    let unit = match (system.carries_users(service), system.requested(service)) {
        (true, _) => "users".to_owned(),
        (false, 0) => system.unit(service).unwrap_or_default().to_owned(),
        (false, _) => format!("{}/s", system.request_unit(service)),
    };
    let reasons = figures.story.iter().filter_map(|measured| match &measured.part {
        Part::Name(reason)
            if measured.metric == "unprotected seconds" && measured.subject == subject =>
        {
            Some(reason.clone())
        }
        _ => None,
    });
    let limits = system.member_limits(service);
    let of_users = system.carries_users(service);
    let of_kind = |limit: &Limit| matches!(limit, Limit::Users(_)) == of_users;
    let member = |(slot, limits): (usize, &crate::system::MemberLimits)| {
        let figure = |metric| figures.figure(metric, subject, Part::Number(slot as u32));
        MemberReport {
            name: system.member_name(service, slot as u32),
            limit: limits.limit.filter(of_kind).map(|limit| limit.amount() as f64 / 1e6),
            before: figure("load before"),
            peak: figure("load peak"),
            after: figure("load after"),
            over_limit_seconds: figure("over limit seconds"),
        }
    };
    let members =
        if unit.is_empty() { Vec::new() } else { limits.iter().enumerate().map(member).collect() };
    ServiceReport {
        name: system.service_name(service).to_owned(),
        outages: whole("outages"),
        outage_seconds: whole("outage seconds"),
        unprotected_seconds: whole("unprotected seconds"),
        unprotected_because: reasons.collect(),
        moved: whole("moved"),
        refused_peak: whole("refused peak"),
        data: recovery::data(system, figures, service),
        members,
        unit,
    }
}

fn population(
    system: &System,
    thresholds: &[Threshold],
    figures: &Figures<'_>,
    population: PopulationId,
    story: &Outcome,
) -> PopulationReport {
    let subject = population.at() as u32;
    let whole = |metric| figures.figure(metric, subject, Part::Whole);
    let lacked = lacked(figures, thresholds, subject);
    let waits = figures.columns.get("waiting users", subject, Part::Whole).is_some()
        || figures.in_story("waiting users", subject, &Part::Whole).is_some();
    let points = story.told.courses.get(population.at()).map_or(&[][..], Vec::as_slice);
    PopulationReport {
        name: system.population_name(population).to_owned(),
        feature: system.feature_name(population).to_owned(),
        users: system.population_sizes()[population.at()] as f64 / 1e6,
        thresholds: lacked.thresholds,
        waits_seconds: waits.then(|| WaitsReport {
            users: whole("waiting users"),
            median: whole("median wait seconds"),
            p95: whole("p95 wait seconds"),
            worst: whole("worst wait seconds"),
        }),
        lost_user_minutes: lacked.lost_user_minutes,
        lost_by_phase: lacked.lost_by_phase,
        lost_by_chain: lacked.lost_by_chain,
        over_time: course(points, &story.told.story, population, system.home(population)),
        features: features(system, figures, thresholds, population),
    }
}

/// The features of a population, each an audience of its own behind the populations.
fn features(
    system: &System,
    figures: &Figures<'_>,
    thresholds: &[Threshold],
    population: PopulationId,
) -> Vec<FeatureReport> {
    let populations = system.populations().count();
    let wants = system.wants().enumerate().filter(|(_, (people, name))| {
        // Service in full is no feature.
        *people == population && !name.is_empty()
    });
    wants
        .map(|(want, (_, name))| FeatureReport {
            name: name.to_owned(),
            path: system.path_words(want.into()).into_iter().map(str::to_owned).collect(),
            ..lacked(figures, thresholds, (populations + want) as u32)
        })
        .collect()
}

/// What an audience lacked, for how long and why.
fn lacked(figures: &Figures<'_>, thresholds: &[Threshold], subject: u32) -> FeatureReport {
    let minutes = 1.0 / 60.0;
    let by_phase = |phase: &Phase| PartReport {
        name: phase.word().to_owned(),
        amount: scaled(
            figures.figure("lost user seconds by phase", subject, Part::Number(*phase as u32)),
            minutes,
        ),
    };
    let some = |part: &PartReport| part.amount.story > 0.0 || part.amount.worst > 0.0;
    let lost = figures.figure("lost user seconds", subject, Part::Whole);
    FeatureReport {
        name: String::new(),
        path: Vec::new(),
        thresholds: thresholds
            .iter()
            .take(3)
            .enumerate()
            .map(|(at, threshold)| threshold_report(figures, subject, at as u32, *threshold))
            .collect(),
        lost_user_minutes: scaled(lost, minutes),
        lost_by_phase: Phase::ALL.iter().map(by_phase).filter(some).collect(),
        lost_by_chain: figures.named("lost user seconds by chain", subject, minutes),
    }
}

fn threshold_report(
    figures: &Figures<'_>,
    subject: u32,
    at: u32,
    threshold: Threshold,
) -> ThresholdReport {
    let figure = |metric| figures.figure(metric, subject, Part::Number(at));
    let by_phase = |phase: &Phase| PartReport {
        name: phase.word().to_owned(),
        amount: figures.figure(
            "interruption seconds by phase",
            subject,
            Part::Pair(at, *phase as u32),
        ),
    };
    let some = |part: &PartReport| part.amount.story > 0.0 || part.amount.worst > 0.0;
    ThresholdReport {
        threshold: threshold.words(),
        interruptions: figure("interruptions"),
        longest_seconds: figure("longest interruption seconds"),
        total_seconds: figure("interruption seconds"),
        by_phase: Phase::ALL.iter().map(by_phase).filter(some).collect(),
    }
}

fn loads(system: &System, figures: &Figures<'_>) -> Vec<LoadReport> {
    let load = |(at, (name, to, unit)): (usize, (&str, &str, &str))| {
        let whole = |metric| figures.figure(metric, at as u32, Part::Whole);
        LoadReport {
            name: name.to_owned(),
            to: to.to_owned(),
            unit: unit.to_owned(),
            made: whole("requests made"),
            failed: whole("requests failed"),
            refused: whole("requests refused"),
            failing_seconds: whole("failing seconds"),
        }
    };
    system.load_names().into_iter().enumerate().map(load).collect()
}
