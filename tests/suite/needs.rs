//! Needs that are not hard: one history on paper for each kind, and small systems in which what is
//! up is compared, after every event, with an enumeration of all sets of parts.

use crate::numbers::Numbers;
use crate::small::seconds;
use hadr::detection::AtOnce;
use hadr::quantity::{Span, Time};
use hadr::random::Chance;
use hadr::redundancy::{Overload, Pool};
use hadr::report::Report;
use hadr::scenario::{Scenario, parse};
use hadr::study::{self, Options};
use hadr::system::*;
use std::sync::Arc;

/// A database and a pool of two that needs it in some way, in one site, and a script.
fn pair(needs: &str, script: &str) -> Scenario {
    let text = format!(
        r#"{{
          "schema": "hadr/v1", "title": "needs",
          "system": {{
            "places": {{"site": {{}}}},
            "components": {{"db": {{"in": "site"}}, "ntp": {{"in": "site"}}}},
            "services": {{
              "web": {{"pool": {{"members": {{"in": "site", "count": 2}}, "needs": {needs}}}}},
              "shop": {{"pool": {{"members": {{"in": "site"}}, "needs": {{"web": "hard"}}}}}}
            }},
            "populations": {{"staff": {{"users": "100 users", "home": "shop"}}}}
          }},
          "incidents": {{"script": {script}}},
          "study": {{"incidents": {{"horizon": "3 h", "trials": 1}}}}
        }}"#
    );
    parse("needs.json", text.as_bytes()).unwrap_or_else(|why| panic!("{why}"))
}

fn run(scenario: &Scenario) -> Report {
    let options = Options { audit: true, ..Options::default() };
    study::run(scenario, &options).expect("it runs")
}

/// The story as `seconds text`.
fn story(scenario: &Scenario) -> Vec<String> {
    let report = run(scenario);
    report.incidents[0].story.iter().map(|l| format!("{} {}", l.at_seconds, l.text)).collect()
}

/// A trial of the first script without chance.
fn trial<'s>(system: &'s System, horizon: Span) -> Trial<'s> {
    let options = hadr::system::Options {
        chance: Chance::Nominal,
        random: false,
        incident: Some(0),
        horizon,
        events: 1_000_000,
        audit: true,
    };
    Trial::new(system, options)
}

fn service(system: &System, name: &str) -> ServiceId {
    system.services().find(|(_, other)| *other == name).expect("a service of that name").0
}

#[test]
fn a_grace_begins_anew_after_every_return() {
    // Away for 20 of 30 minutes: nothing. Away for good at 40 minutes: limited at 70, not at 40 +
    // the 10 that were left. What needs the limited service to run is limited with it.
    let script = r#"[{"at": "10 min", "do": {"crash": "db"}, "for": "20 min"},
                     {"at": "40 min", "do": {"crash": "db"}, "for": "1 h"}]"#;
    let scenario = pair(r#"{"db": {"grace": {"for": "30 min"}}}"#, script);
    let system = System::new(&scenario.blueprint).expect("a system");
    let mut trial = trial(&system, seconds(10_800));
    let minutes = [(39, true), (69, true), (70, false), (99, false), (100, true)];
    for (minute, full) in minutes {
        trial.run_until(seconds(60 * minute)).expect("it runs");
        for name in ["web", "shop"] {
            let view = trial.view(service(&system, name));
            assert!(view.up, "{name} at {minute} min");
            let level = if full { ServiceLevel::Full } else { ServiceLevel::Limited };
            assert_eq!(view.service_level, level, "{name} at {minute} min");
        }
    }
    let wanted = [
        "600 db fails (crash)",
        "600 web lives on without db for 30 min",
        "1800 db is up again",
        "1800 web has db back in time",
        "2400 db fails (crash)",
        "2400 web lives on without db for 30 min",
        "4200 web has been without db for 30 min: its grace is over",
        "4200 shop works at the limited level from now on",
        "4200 web works at the limited level from now on",
        "6000 db is up again",
        "6000 web has db back",
        "6000 shop works in full again",
        "6000 web works in full again",
    ];
    assert_eq!(story(&scenario), wanted);
}

#[test]
fn a_return_in_the_instant_in_which_the_grace_would_end_is_in_time() {
    let script = r#"[{"at": "10 min", "do": {"crash": "db"}, "for": "30 min"}]"#;
    let scenario = pair(r#"{"db": {"grace": {"for": "30 min", "then": "none"}}}"#, script);
    let wanted = [
        "600 db fails (crash)",
        "600 web lives on without db for 30 min",
        "2400 db is up again",
        "2400 web has db back in time",
    ];
    assert_eq!(story(&scenario), wanted);
}

#[test]
fn a_grace_may_end_in_an_outage_that_what_is_needed_explains() {
    let script = r#"[{"at": "10 min", "do": {"crash": "db"}, "for": "1 h"}]"#;
    let scenario = pair(r#"{"db": {"grace": {"for": "30 min", "then": "none"}}}"#, script);
    let report = run(&scenario);
    let incident = &report.incidents[0];
    for service in &incident.services {
        // From minute 40 to 70.
        assert_eq!(service.outage_seconds.story, 1800.0, "{}", service.name);
        assert_eq!(service.outages.story, 1.0, "{}", service.name);
    }
    let causes: Vec<&str> =
        incident.populations[0].lost_by_chain.iter().map(|cause| cause.name.as_str()).collect();
    assert_eq!(causes, ["db: crash"]);
    let said = story(&scenario);
    assert!(
        said.contains(&"2400 web has been without db for 30 min: its grace is over".to_owned()),
        "{said:#?}"
    );
    assert!(said.contains(&"2400 web is out (db: crash)".to_owned()), "{said:#?}");
}

#[test]
fn each_grace_has_a_timer_of_its_own() {
    // db is gone from 10 to 50 min, ntp from 30 to 70: together for longer than an hour, each for
    // 40 min. The grace for db is over at 40; that for ntp, of an hour, never.
    let script = r#"[{"at": "10 min", "do": {"crash": "db"}, "for": "40 min"},
                     {"at": "30 min", "do": {"crash": "ntp"}, "for": "40 min"}]"#;
    let needs = r#"{"db": {"grace": {"for": "30 min"}},
                    "ntp": {"grace": {"for": "1 h", "then": "none"}}}"#;
    let said = story(&pair(needs, script));
    let levels: Vec<&str> =
        said.iter().map(String::as_str).filter(|line| line.contains("web works")).collect();
    assert_eq!(
        levels,
        ["2400 web works at the limited level from now on", "3000 web works in full again"]
    );
    assert!(!said.iter().any(|line| line.contains("is out")), "{said:#?}");
}

#[test]
fn what_starts_needs_more_than_what_runs() {
    // The database goes while all run: nothing. web-01 fails and is repaired while it is away:
    // it waits for its return at 60 min. web-02 has run all the time.
    let script = r#"[{"at": "10 min", "do": {"crash": "db"}, "for": "50 min"},
                     {"at": "20 min", "do": {"crash": "web-01"}, "for": "10 min"},
                     {"at": "80 min", "do": {"crash": "web-01"}, "for": "10 min"}]"#;
    let mut scenario = pair("{}", script);
    scenario.blueprint.lesser_needs = vec![LesserNeed {
        of: member_family(&scenario.blueprint, "web"),
        on: member_family(&scenario.blueprint, "db"),
        kind: NeedKind::ToStart,
    }];
    let wanted = [
        "600 db fails (crash)",
        "1200 web-01 fails (crash)",
        "1800 web-01 waits to start until db is up",
        "3600 db is up again",
        "3600 web-01 starts",
        "4800 web-01 fails (crash)",
        "5400 web-01 is up again",
    ];
    assert_eq!(story(&scenario), wanted);
}

fn member_family(blueprint: &Blueprint, name: &str) -> Target {
    let at = blueprint.families.iter().position(|family| family.name == name);
    Target::Family(at.expect("a family of that name"))
}

#[test]
fn a_service_that_lost_its_members_starts_again() {
    // web needs ntp to start, as a service. One member away is no stop; both away is one.
    let script = r#"[{"at": "10 min", "do": {"crash": "ntp"}, "for": "1 h"},
                     {"at": "20 min", "do": {"crash": "web-01"}, "for": "5 min"},
                     {"at": "40 min", "do": {"crash": ["web-01", "web-02"]}, "for": "5 min"}]"#;
    let report = run(&pair(r#"{"ntp": "to_start"}"#, script));
    let web = report.incidents[0].services.iter().find(|service| service.name == "web");
    // From minute 40 until ntp is back at 70.
    assert_eq!(web.expect("it is reported").outage_seconds.story, 1800.0);
}

/// What the story says of drains of web-01, with the seconds.
fn drains(needs: &str) -> Vec<String> {
    // One drain while the database is away, and one that begins before and ends meanwhile.
    let script = r#"[{"at": "10 min", "do": {"crash": "db"}, "for": "20 min"},
                     {"at": "15 min", "do": {"drain": "web-01"}, "for": "5 min"},
                     {"at": "25 min", "do": {"drain": "web-02"}, "for": "10 min"},
                     {"at": "50 min", "do": {"drain": "web-01"}, "for": "10 min"},
                     {"at": "55 min", "do": {"crash": "db"}, "for": "20 min"}]"#;
    let said = story(&pair(needs, script));
    said.into_iter().filter(|line| line.contains(" web-0")).collect()
}

#[test]
fn changes_are_refused_while_what_they_need_is_away() {
    let wanted = [
        "900 web-01 is not drained: db is down",
        "1500 web-02 is not drained: db is down",
        "3000 web-01 is drained: web gives it no new work",
        // Due at 60 min; nobody leaves it drained for good.
        "3600 web-01 stays drained until db is up",
        "4500 web-01 is no longer drained from web",
    ];
    assert_eq!(drains(r#"{"db": "for_changes"}"#), wanted);
}

#[test]
fn changes_may_wait_for_what_they_need() {
    let wanted = [
        // Called off at 20 min, when it should have ended.
        "900 web-01 is to be drained when db is up",
        "1500 web-02 is to be drained when db is up",
        "1800 web-02 is drained: web gives it no new work",
        "2100 web-02 is no longer drained from web",
        "3000 web-01 is drained: web gives it no new work",
        "3600 web-01 stays drained until db is up",
        "4500 web-01 is no longer drained from web",
    ];
    assert_eq!(drains(r#"{"db": {"for_changes": {"otherwise": "wait"}}}"#), wanted);
}

/// Two components that need each other to start, a pool on one of them, in a site that goes dark.
fn circle(script: &str) -> Scenario {
    let text = format!(
        r#"{{
          "schema": "hadr/v1", "title": "circle",
          "system": {{
            "places": {{"site": {{}}}},
            "components": {{
              "dns": {{"in": "site", "needs": {{"host": "hard"}}}},
              "host": {{"in": "site", "needs": {{"dns": "to_start"}}}}
            }},
            "services": {{"web": {{"pool": {{"members": {{"in": "site", "needs": {{"dns": "hard"}}}}}}}}}},
            "populations": {{"staff": {{"users": "60 users", "home": "web"}}}}
          }},
          "incidents": {{"dark": {script}}},
          "study": {{"incidents": {{"horizon": "1 h", "trials": 1}}}}
        }}"#
    );
    parse("circle.json", text.as_bytes()).unwrap_or_else(|why| panic!("{why}"))
}

#[test]
fn a_circle_stays_down_and_says_so() {
    let scenario = circle(r#"[{"at": "10 min", "do": {"disaster": "site"}, "for": "10 min"}]"#);
    let said = story(&scenario);
    assert!(
        said.contains(
            &"1200 host waits to start until dns is up, which waits for it in turn".into()
        ),
        "{said:#?}"
    );
    let report = run(&scenario);
    let population = &report.incidents[0].populations[0];
    // 60 users for 10 min, and for the 40 min that are left.
    let causes: Vec<(&str, f64)> = population
        .lost_by_chain
        .iter()
        .map(|cause| (cause.name.as_str(), cause.amount.story))
        .collect();
    let recovery = "recovery of site: disaster: host and dns wait for each other to start";
    assert_eq!(causes, [(recovery, 2400.0), ("site: disaster", 600.0)]);
}

#[test]
fn somebody_breaks_a_circle_by_hand() {
    let scenario = circle(
        r#"[{"at": "10 min", "do": {"disaster": "site"}, "for": "10 min"},
            {"at": "30 min", "do": {"restore": "host"}}]"#,
    );
    let said = story(&scenario);
    assert!(said.contains(&"1800 host is started by hand".into()), "{said:#?}");
    let web = &run(&scenario).incidents[0].services[0];
    assert_eq!(web.outage_seconds.story, 1200.0);
}

#[test]
fn a_circle_is_warned_of() {
    let scenario = circle(r#"[{"at": "10 min", "do": {"disaster": "site"}, "for": "10 min"}]"#);
    let wanted = "warning[S309]: `dns` waits for `host`, which waits for `dns`
 --> circle.json:7:48
  |
7 |               \"host\": {\"in\": \"site\", \"needs\": {\"dns\": \"to_start\"}}
  |                                                ^^^^^ should all of them stop, none would start again
  |
  = help: let one of them start without the others

1 warning
";
    assert_eq!(scenario.warnings.render(false), wanted);
    // Two members of a pool of which one is enough: only both together wait for themselves.
    let safe = pair(r#"{"db": "to_start"}"#, r#"[{"at": "1 s", "do": {"crash": "db"}}]"#);
    assert!(safe.warnings.is_empty(), "{}", safe.warnings.render(false));
}

/// Parts, each alone in a service of its own that tells whether it is up; and a pool over the first
/// three, of which two must be up.
struct Parts {
    blueprint: Blueprint,
    sites: Vec<usize>,
    /// What each needs, to run and to start: a part, or the pool under the number of parts.
    hard: Vec<Vec<usize>>,
    start: Vec<Vec<usize>>,
    /// From and until, in seconds: a part, or a site after the parts.
    away: Vec<(usize, u64, u64)>,
}

const PARTS: usize = 5;
const POOL: usize = PARTS;
const SECONDS: u64 = 40;

fn parts(numbers: &mut Numbers) -> Parts {
    let mut blueprint = Blueprint::default();
    for site in 0..2 {
        blueprint.places.push(PlaceSpec {
            name: format!("site-{site}"),
            luck: None,
            inside: None,
            modes: Vec::new(),
        });
    }
    let mut made = Parts {
        blueprint: Blueprint::default(),
        sites: Vec::new(),
        hard: vec![Vec::new(); PARTS + 1],
        start: vec![Vec::new(); PARTS + 1],
        away: Vec::new(),
    };
    let pool = |name: String, members: Vec<Target>, need: u32| ServiceSpec {
        name,
        members,
        needs: Vec::new(),
        mechanism: Arc::new(Pool::new(need, Overload::Flag)),
        detection: Arc::new(AtOnce),
    };
    for part in 0..PARTS {
        let mut family = crate::small::family(&format!("part-{part}"), 1);
        family.count = None;
        family.place = numbers.between(0, 1) as usize;
        made.sites.push(family.place);
        blueprint.families.push(family);
        blueprint.services.push(pool(format!("s-{part}"), vec![Target::Family(part)], 1));
    }
    blueprint.services.push(pool("pool".into(), (0..3).map(Target::Family).collect(), 2));
    let target = |what: usize| match what {
        POOL => Target::Service(PARTS),
        part => Target::Family(part),
    };
    for of in 0..PARTS {
        for on in (0..=POOL).filter(|on| *on != of) {
            match numbers.between(0, 7) {
                0 => {
                    made.hard[of].push(on);
                    blueprint.families[of].needs.push(target(on));
                }
                1 | 2 => {
                    made.start[of].push(on);
                    let kind = NeedKind::ToStart;
                    blueprint.lesser_needs.push(LesserNeed {
                        of: target(of),
                        on: target(on),
                        kind,
                    });
                }
                _ => {}
            }
        }
    }
    let mut events = Vec::new();
    for _ in 0..numbers.between(3, 9) {
        let what = numbers.between(0, PARTS as u64 + 1) as usize;
        let (at, lasts) = (numbers.between(1, SECONDS - 5), numbers.between(1, 8));
        made.away.push((what, at, at + lasts));
        let (action, target) = match what {
            part if part < PARTS => (Action::Break(ModeKind::Crash), Target::Family(part)),
            site => (Action::Break(ModeKind::Disaster), Target::Place(site - PARTS)),
        };
        let at = Time::after_start(seconds(at));
        events.push(ScriptSpec { at, action, targets: vec![target], lasts: Some(seconds(lasts)) });
    }
    blueprint.incidents.push(IncidentSpec { name: "script".into(), events });
    made.blueprint = blueprint;
    made
}

impl Parts {
    fn has_power(&self, part: usize, second: u64) -> bool {
        let away = |what: usize| {
            self.away.iter().any(|&(whose, from, to)| whose == what && (from..to).contains(&second))
        };
        !away(part) && !away(PARTS + self.sites[part])
    }

    /// Whether `what` is in a set of parts that are up.
    fn has(set: u32, what: usize) -> bool {
        match what {
            POOL => (set & 0b111).count_ones() >= 2,
            part => set & (1 << part) != 0,
        }
    }

    /// Of those that have started the most that can run: the union of all sets that hold together.
    fn running(&self, started: u32) -> u32 {
        let holds = |set: u32| {
            (0..PARTS).all(|part| {
                !Self::has(set, part) || self.hard[part].iter().all(|need| Self::has(set, *need))
            })
        };
        (0..1 << PARTS)
            .filter(|set| set & !started == 0 && holds(*set))
            .fold(0, |all, set| all | set)
    }

    /// The fewest that have started: the intersection of all sets that nothing more can join.
    fn started(&self, before: u32, second: u64) -> u32 {
        let power = (0..PARTS).filter(|part| self.has_power(*part, second));
        let power = power.fold(0, |all, part| all | 1 << part);
        let closed = |set: u32| {
            let up = self.running(set);
            (0..PARTS).all(|part| {
                let can = self.start[part].iter().all(|need| Self::has(up, *need));
                Self::has(set, part) || !Self::has(power, part) || !can
            })
        };
        let kept = before & power;
        let sets = (0..1_u32 << PARTS).filter(|set| set & !power == 0 && set & kept == kept);
        sets.filter(|set| closed(*set)).fold(power, |all, set| all & set)
    }
}

#[test]
fn what_runs_is_the_greatest_and_what_starts_the_least() {
    let mut numbers = Numbers(20_261_123);
    let (mut waited, mut circles) = (0, 0);
    for number in 0..400 {
        let parts = parts(&mut numbers);
        let system = System::new(&parts.blueprint).expect("a system");
        circles += u32::from(!system.circular_starts().is_empty());
        let mut trial = trial(&system, seconds(SECONDS + 10));
        let mut started = (1 << PARTS) - 1;
        for second in 0..SECONDS + 5 {
            trial.run_until(seconds(second)).expect("it runs");
            started = parts.started(started, second);
            let up = parts.running(started);
            for part in 0..PARTS {
                let found = trial.view(service(&system, &format!("s-{part}"))).up;
                assert_eq!(
                    found,
                    Parts::has(up, part),
                    "system {number}, part {part} at {second} s: {:?} {:?} {:?}",
                    parts.hard,
                    parts.start,
                    parts.away
                );
                waited += u32::from(!found && parts.has_power(part, second));
            }
        }
    }
    // The systems are worth their time: parts do wait, and circles do stand.
    assert!(waited > 5_000 && circles > 50, "{waited} {circles}");
}
