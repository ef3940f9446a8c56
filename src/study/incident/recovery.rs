//! How long recoveries took, and what became of data, as records.

use super::Figures;
use crate::metric::{AUDIENCES, DATA, NO_CLASS, RecoveryMetrics, SERVICES, Until};
use crate::report::{DataReport, OpenFigure, RecoveryReport, RecoveryUntil};
use crate::stats::Sample;
use crate::system::port::Part;
use crate::system::{DataFate, FailureClass, ServiceId, System};

/// The recoveries of all populations, of their features, and of the services without users.
pub(super) fn recoveries(
    system: &System,
    untils: &[Until],
    figures: &Figures<'_>,
) -> Vec<RecoveryReport> {
    let mut reports = Vec::new();
    for (population, name) in system.populations() {
        let service = (population.at(), system.feature_name(population));
        let wants = system.wants().enumerate().filter(|(_, (people, _))| *people == population);
        let wants = wants.map(|(want, (_, feature))| {
            let what = if feature.is_empty() { "full service" } else { feature };
            (system.populations().count() + want, what)
        });
        for (audience, what) in std::iter::once(service).chain(wants) {
            let subject = audience as u32;
            for class in classes(figures, AUDIENCES.so_far, subject) {
                let until = untils.iter().enumerate().take(3);
                let until = until.map(|(at, until)| {
                    one(figures, &AUDIENCES, subject, at as u32, class, until.words())
                });
                reports.push(report(name, what, class, until.collect()));
            }
        }
    }
    for (service, name) in system.services() {
        let subject = service.at() as u32;
        for class in classes(figures, SERVICES.so_far, subject) {
            let until = one(figures, &SERVICES, subject, 0, class, Until::Service.words());
            reports.push(report(name, "service", class, vec![until]));
        }
    }
    reports
}

/// What became of the data of one service, by class of failure.
pub(super) fn data(system: &System, figures: &Figures<'_>, service: ServiceId) -> Vec<DataReport> {
    let subject = service.at() as u32;
    let terms = system.load_terms();
    let mut loads = terms.iter().zip(system.load_names());
    let writing = loads.find(|(load, _)| load.to == service && load.writes > 0);
    let unit = writing.map(|(_, (_, _, unit))| unit.to_owned());
    let mut found = classes(figures, DATA.seconds, subject);
    if found.is_empty() && !system.keeps_data(service) {
        return Vec::new();
    }
    if found.is_empty() {
        found.push(NO_CLASS);
    }
    let report = |class: u32| {
        let figure = |metric, fate: DataFate| {
            figures.figure(metric, subject, Part::Pair(fate as u32, class))
        };
        DataReport {
            class: word(class),
            exposed_seconds: figure(DATA.seconds, DataFate::Exposed),
            lost_seconds: figure(DATA.seconds, DataFate::Lost),
            late_seconds: figure(DATA.seconds, DataFate::Late),
            unit: unit.clone(),
            exposed_writes: figure(DATA.writes, DataFate::Exposed),
            lost_writes: figure(DATA.writes, DataFate::Lost),
            late_writes: figure(DATA.writes, DataFate::Late),
        }
    };
    found.into_iter().map(report).collect()
}

fn report(of: &str, what: &str, class: u32, until: Vec<RecoveryUntil>) -> RecoveryReport {
    RecoveryReport { of: of.to_owned(), what: what.to_owned(), class: word(class), until }
}

fn word(class: u32) -> Option<String> {
    FailureClass::ALL.get(class as usize).map(|class| class.word().to_owned())
}

/// The classes of failure after which a subject has this figure, in order.
fn classes(figures: &Figures<'_>, metric: &'static str, subject: u32) -> Vec<u32> {
    let in_story = figures.story.iter().filter(|m| m.metric == metric && m.subject == subject);
    let parts = in_story.map(|m| &m.part);
    let parts = parts.chain(figures.columns.of(metric, subject).map(|(part, _)| part));
    let class = |part: &Part| match part {
        Part::Pair(_, class) => Some(*class),
        _ => None,
    };
    let mut classes: Vec<u32> = parts.filter_map(class).collect();
    classes.sort_unstable();
    classes.dedup();
    classes
}

fn one(
    figures: &Figures<'_>,
    metrics: &RecoveryMetrics,
    subject: u32,
    until: u32,
    class: u32,
    words: String,
) -> RecoveryUntil {
    let part = || Part::Pair(until, class);
    let story = |metric| figures.in_story(metric, subject, &part());
    let trials = |metric| {
        let column = figures.columns.get(metric, subject, part());
        column.map_or(Vec::new(), |column| column.values(0))
    };
    let open = |metric| trials(metric).into_iter().filter(|open| *open > 0.0).count();
    // What was not interrupted has recovered at once; what nobody decided is no case.
    let (all, not_over) = (trials(metrics.since_failure), open(metrics.open));
    let others = (figures.columns.trials() as usize).saturating_sub(all.len() + not_over);
    let in_story = match story(metrics.open) {
        Some(open) if open > 0.0 => None,
        _ => Some(story(metrics.since_failure).unwrap_or(0.0)),
    };
    let since_failure = open_figure(in_story, [all, vec![0.0; others]].concat(), not_over);
    let decided = trials(metrics.since_invocation);
    let decided_open = open(metrics.decided_open);
    let invoked_in_trials = (decided.len() + decided_open) as u64;
    let invoked_in_story = story(metrics.decided_open).is_some();
    let anybody = invoked_in_story || invoked_in_trials > 0;
    let in_story = story(metrics.since_invocation);
    RecoveryUntil {
        until: words,
        since_failure_seconds: since_failure,
        since_invocation_seconds: anybody.then(|| open_figure(in_story, decided, decided_open)),
        invoked_in_story,
        invoked_in_trials,
        not_over_in_trials: not_over as u64,
    }
}

/// The spread beside the story; `not_over` trials lie beyond all others.
fn open_figure(story: Option<f64>, mut trials: Vec<f64>, not_over: usize) -> OpenFigure {
    trials.resize(trials.len() + not_over, f64::INFINITY);
    let finite = |value: f64| value.is_finite().then_some(value);
    match Sample::new(trials) {
        // Without trials there is no spread beside the story.
        None => OpenFigure { story, p5: story, p95: story, worst: story },
        Some(sample) => OpenFigure {
            story,
            p5: finite(sample.quantile(0.05)),
            p95: finite(sample.quantile(0.95)),
            worst: finite(sample.worst()),
        },
    }
}
