//! A trial of the long run told again: to the digit what the long run has, and the worst of it.

use hadr::quantity::{Span, Time};
use hadr::random::Chance;
use hadr::report::{
    EpisodeReport, EstimateReport, ReplayReport, Report, WorstTrial, from_json, to_json, to_table,
};
use hadr::scenario::{Change, Scenario, Source};
use hadr::study::{self, Options};
use hadr::system::port::{Findings, Interests, Loads, Measured, Observer};
use hadr::system::{self, ServiceId, ServiceView, System, Trial};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// A scenario of this repository without its incidents, with other values; of its estimate where
/// nothing else is named.
fn long(name: &str, changes: &[(&str, &str)]) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{name}.json"));
    let source = Source::read(&path).expect("it is valid");
    let change = |(field, value): &(&str, &str)| {
        let path = match field.contains('.') {
            true => (*field).to_owned(),
            false => format!("study.estimate.{field}"),
        };
        Change { path, value: (*value).to_owned() }
    };
    let changes: Vec<Change> = changes.iter().map(change).collect();
    let mut scenario = source.with(&changes).unwrap_or_else(|rejection| panic!("{rejection}"));
    scenario.study.incidents = None;
    scenario
}

fn run(scenario: &Scenario, options: &Options) -> Report {
    study::run(scenario, options).expect("it runs")
}

fn estimate(scenario: &Scenario) -> EstimateReport {
    run(scenario, &Options::default()).estimate.expect("it was asked for")
}

fn replay(scenario: &Scenario, trial: u64) -> ReplayReport {
    let options = Options { replay: Some(trial), audit: true, ..Options::default() };
    let report = run(scenario, &options);
    assert!(report.estimate.is_none() && report.incidents.is_empty());
    report.replay.expect("it was asked for")
}

/// Every worst trial of every list, with whose it is: a service, or a population and its feature.
fn worst(record: &EstimateReport) -> Vec<(String, Option<String>, WorstTrial)> {
    let mut all = Vec::new();
    for service in &record.services {
        let each = service.worst_trials.iter();
        all.extend(each.map(|worst| (service.name.clone(), None, *worst)));
    }
    for people in &record.populations {
        let own = people.worst_trials.iter();
        all.extend(own.map(|worst| (people.name.clone(), Some(String::new()), *worst)));
        for feature in people.features.iter().chain(&people.in_full) {
            let each = feature.worst_trials.iter();
            let named =
                |worst: &WorstTrial| (people.name.clone(), Some(feature.name.clone()), *worst);
            all.extend(each.map(named));
        }
    }
    all
}

/// What a replay says of it.
fn said(replay: &ReplayReport, name: &str, feature: Option<&str>) -> f64 {
    match feature {
        None => {
            let mut services = replay.services.iter();
            services.find(|service| service.name == name).expect("it is told").outage_seconds
        }
        Some(feature) => {
            let mut users = replay.populations.iter();
            let found = users.find(|users| users.name == name && users.feature == feature);
            found.expect("it is told").lost_user_minutes
        }
    }
}

#[test]
fn a_replay_has_the_figures_of_the_long_run_to_the_digit() {
    let mut compared = 0;
    for (name, changes) in [
        ("active-passive-pair", &[("trials", "40")][..]),
        ("active-passive-pair", &[("trials", "30"), ("warm_up", "7 y"), ("start", "settled")]),
        ("one-crew-five-servers", &[("trials", "5"), ("horizon", "50 y")]),
        ("planned-patching", &[("trials", "20"), ("horizon", "10 y"), ("warm_up", "1.5 y")]),
        ("common-cause-in-one-rack", &[("trials", "10"), ("horizon", "30 y")]),
        ("latent-standby-member", &[("trials", "10"), ("horizon", "30 y"), ("start", "settled")]),
        ("web-three-tier-two-sites", &[("trials", "6"), ("perfecting", "1")]),
        ("lync-paired-datacenters", &[("trials", "6"), ("warm_up", "1 y")]),
    ] {
        let scenario = long(name, changes);
        let mut replays: BTreeMap<u64, ReplayReport> = BTreeMap::new();
        for (whose, feature, WorstTrial { trial, amount }) in worst(&estimate(&scenario)) {
            let told = replays.entry(trial).or_insert_with(|| replay(&scenario, trial));
            let told = said(told, &whose, feature.as_deref());
            assert_eq!(told.to_bits(), amount.to_bits(), "{name}: {whose} in trial {trial}");
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared} figures");
}

/// From when until when the first service is out, as seen at the ends of instants.
struct Outages {
    since: Option<Time>,
    now: Time,
    seen: Arc<Mutex<Vec<(Time, Time)>>>,
}

impl Outages {
    fn end(&mut self, now: Time) {
        if let Some(since) = self.since.take() {
            self.seen.lock().expect("one thread").push((since, now));
        }
    }
}

impl Observer for Outages {
    fn interests(&self) -> Interests {
        Interests { services: true, ..Interests::default() }
    }

    fn service(&mut self, now: Time, service: ServiceId, view: &ServiceView, _: &Loads<'_>) {
        if service.at() == 0 {
            match (view.up, self.since) {
                (false, None) => self.since = Some(now),
                (true, Some(_)) => self.end(now),
                _ => {}
            }
        }
    }

    fn finish(&mut self, now: Time) {
        self.now = now;
        self.end(now);
    }

    fn figures(&self, _: &Findings<'_>, _: &mut Vec<Measured>) {}

    fn duplicate(&self) -> Box<dyn Observer> {
        Box::new(Self { since: self.since, now: self.now, seen: Arc::clone(&self.seen) })
    }
}

/// All outages of the first service in a trial, longest first.
fn outages(scenario: &Scenario, trial: u64) -> Vec<(Time, Time)> {
    let study = scenario.study.estimate.as_ref().expect("it was asked for");
    let system = System::new(&scenario.blueprint).expect("it is a system");
    let options = system::Options {
        chance: Chance::drawn(study.seed, trial),
        random: true,
        incident: None,
        horizon: study.horizon,
        events: u64::MAX,
        audit: false,
    };
    let mut trial = Trial::begun(&system, options, study.start);
    trial.run_until(study.warm_up).expect("it runs");
    let seen = Arc::new(Mutex::new(Vec::new()));
    let seer = Outages { since: None, now: Time::ZERO, seen: Arc::clone(&seen) };
    trial.observe(vec![Box::new(seer)]);
    trial.finish(study.warm_up).expect("it runs");
    let mut outages = std::mem::take(&mut *seen.lock().expect("one thread"));
    outages.sort_by_key(|(from, to)| (std::cmp::Reverse(*to - *from), *from));
    outages
}

fn seconds(time: Time) -> f64 {
    (time - Time::ZERO).secs_f64()
}

#[test]
fn the_longest_outages_are_told_and_the_others_counted() {
    let need_all = ("system.services.servers.pool.need", "5");
    for (name, changes) in [
        ("one-crew-five-servers", &[need_all, ("horizon", "3 y"), ("warm_up", "0 s")][..]),
        ("one-crew-five-servers", &[need_all, ("horizon", "5 y"), ("warm_up", "3 y")]),
        ("active-passive-pair", &[("trials", "3"), ("start", "settled"), ("warm_up", "3 d")]),
    ] {
        let scenario = long(name, changes);
        for trial in [0, 2, 4_000_000_000] {
            let told = replay(&scenario, trial);
            let longest = outages(&scenario, trial);
            assert!(longest.len() > 5, "{name}: {} outages", longest.len());
            let times = |(from, to): &(Time, Time)| (seconds(*from), seconds(*to));
            let real: Vec<(f64, f64)> = longest.iter().take(5).map(times).collect();
            let said = |episode: &EpisodeReport| (episode.from_seconds, episode.to_seconds);
            assert_eq!(told.episodes.iter().map(said).collect::<Vec<_>>(), real, "{name} {trial}");
            let others =
                longest[5..].iter().fold(Span::ZERO, |sum, (from, to)| sum + (*to - *from));
            assert_eq!(told.episodes_left_out.count as usize, longest.len() - 5);
            assert_eq!(told.episodes_left_out.outage_seconds, others.secs_f64());
        }
    }
}

/// What the parts of an episode come to.
fn adds_up(episode: &EpisodeReport) {
    let near = |sum: f64, total: f64| (sum - total).abs() <= 1e-9 * total;
    for service in &episode.services {
        let sum: f64 = service.by_chain.iter().map(|part| part.amount).sum();
        assert!(near(sum, service.outage_seconds), "{service:?}");
    }
    for users in &episode.populations {
        for parts in [&users.by_phase, &users.by_chain] {
            let sum: f64 = parts.iter().map(|part| part.amount).sum();
            assert!(near(sum, users.lost_user_minutes), "{users:?}");
        }
        // Nobody lacks it longer, and nobody else does.
        let most = users.most_users * users.lacking_seconds / 60.0;
        assert!(users.lost_user_minutes <= most * (1.0 + 1e-9), "{users:?}");
    }
}

#[test]
fn an_episode_is_told_from_its_first_failure_until_everybody_is_served() {
    let scenario = long("active-passive-pair", &[("trials", "3")]);
    let mut with_a_precondition = 0;
    for trial in 0..3 {
        let told = replay(&scenario, trial);
        for episode in &told.episodes {
            adds_up(episode);
            let (first, last) = (&episode.story[0], &episode.story[episode.story.len() - 1]);
            assert_eq!(first.at_seconds, episode.first_failure_seconds);
            assert_eq!(first.kind, "failed", "{first:?}");
            assert!(episode.over && last.at_seconds == episode.to_seconds);
            assert_eq!(last.kind, "returned", "{last:?}");
            let chain = &episode.services[0].by_chain[0].name;
            let before = episode.first_failure_seconds < episode.from_seconds;
            assert_eq!(before, chain == "pair: crash, after pair: crash", "{episode:?}");
            with_a_precondition += u32::from(before);
            // Nothing but failures and their repair is told of the time before.
            let earlier = episode.story.iter().filter(|it| it.at_seconds < episode.from_seconds);
            let kinds = ["failed", "noticed", "repair", "restored", "person"];
            for line in earlier {
                assert!(kinds.contains(&line.kind.as_str()), "{line:?}");
            }
        }
    }
    assert!(with_a_precondition > 0);
}

#[test]
fn a_hidden_failure_is_told_however_old_it_is() {
    let scenario = long("latent-standby-member", &[("trials", "5"), ("of", "untested")]);
    let worst = estimate(&scenario).services[0].worst_trials[0];
    let told = replay(&scenario, worst.trial);
    let old = told
        .episodes
        .iter()
        .find(|episode| episode.from_seconds - episode.first_failure_seconds > 86_400.0);
    let old = old.expect("a failure had lain hidden for days");
    assert_eq!(old.story[0].kind, "failed", "{:?}", old.story[0]);
    assert_eq!(old.story[0].at_seconds, old.first_failure_seconds);
}

#[test]
fn a_replay_is_the_same_for_all_threads_and_can_be_read_again() {
    let scenario = long("lync-paired-datacenters", &[("trials", "3"), ("warm_up", "1 y")]);
    let told = |threads| {
        let options = Options { replay: Some(7), threads: Some(threads), ..Options::default() };
        run(&scenario, &options)
    };
    let text = to_json(&told(1));
    for threads in [2, 8] {
        assert_eq!(to_json(&told(threads)), text);
    }
    let report = from_json(&text).expect("it is a record");
    assert_eq!(report, told(1));
    let replay = report.replay.as_ref().expect("it was asked for");
    replay.episodes.iter().for_each(adds_up);
    let users = |feature: &str| {
        let all = replay.populations.iter().filter(|users| users.feature == feature);
        all.map(|users| users.lost_user_minutes).sum::<f64>()
    };
    let in_episodes: f64 = replay
        .episodes
        .iter()
        .flat_map(|episode| &episode.populations)
        .filter(|users| users.feature.is_empty())
        .map(|users| users.lost_user_minutes)
        .sum();
    let all = in_episodes + replay.episodes_left_out.lost_user_minutes;
    assert!((all - users("")).abs() < 1e-9 * all, "{all} and {}", users(""));
    let table = to_table(&report, false);
    assert!(table.contains("\nTRIAL 7 OF THE LONG RUN   10 y long, the first 1 y not counted"));
}

#[test]
fn a_trial_without_trouble_says_so() {
    let scenario = long("active-passive-pair", &[("trials", "3"), ("horizon", "1 h")]);
    let options = Options { replay: Some(0), ..Options::default() };
    let table = to_table(&run(&scenario, &options), false);
    assert!(table.contains("    nothing was out, and nobody lacked anything\n"), "{table}");
}
