//! Paired pools against the numbered statements on them, and against histories worked on paper.
//!
//! Statements are those of the domain page; each test names its sources. Probes see at even
//! intervals with a phase of half of one in the nominal story, so times can be worked out.

mod backlog;
mod forced;
mod narrow;

use hadr::report::{IncidentReport, PopulationReport, Report, ServiceReport};
use hadr::scenario::parse;
use hadr::study::{self, Options};

/// Two sites with a pool each, paired. Partners ping each other every 10 s; `WATCH` misses count.
const PAIR: &str = r#"{
  "schema": "hadr/v1", "title": "pair",
  "templates": {"pool": {"need": 1, "detect": "at_once"}},
  "system": {
    "places": {"lisbon": {}, "porto": {}},
    "links": {"wan": {"between": ["lisbon", "porto"]}},
    "components": {"files-lisbon": {"in": "lisbon"}, "files-porto": {"in": "porto"}},
    "services": {
      "fe-lisbon": {"pool": {"from": "pool", "members": {"in": "lisbon", "count": 2, "limit": "6660 users"}, "routes": {"files": "files-lisbon"}}},
      "fe-porto": {"pool": {"from": "pool", "members": {"in": "porto", "count": 2, "limit": "6660 users"}, "routes": {"files": "files-porto"}}},
      "pair": {"pairing": {
        "pools": ["fe-lisbon", "fe-porto"],
        "backup": {"over": "wan", "into": "files", "every": "2 min", "takes": "30 s", "rate": "6 MB/s", "writes": "60 kB per 1000 users per s"},
        "limited": {"detect": {"probe": {"every": "10 s", "timeout": "1 s", "fall": 30}}, "back_after": "240 s"},
        "full": {"by": "runbook"}
      }}
    },
    "features": {
      "calls": {"path": ["home"], "works_at": "limited"},
      "presence": {"path": ["home"], "works_at": "full"}
    },
    "populations": {
      "lisboans": {"users": "4000 users", "home": "fe-lisbon"},
      "tripeiros": {"users": "3000 users", "home": "fe-porto"}
    }
  },
  "incidents": {"incident": [EVENTS]},
  "study": {"incidents": {"horizon": "12 h", "trials": 20}}
}"#;

pub fn run(parts: &[(&str, &str)], events: &str) -> IncidentReport {
    let mut text = PAIR.replace("EVENTS", events);
    for (from, to) in parts {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    report(&text).incidents.remove(0)
}

fn report(text: &str) -> Report {
    let scenario = parse("pair.json", text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    let options = Options { audit: true, ..Options::default() };
    study::run(&scenario, &options).expect("it runs")
}

pub fn people<'r>(incident: &'r IncidentReport, name: &str) -> &'r PopulationReport {
    incident.populations.iter().find(|people| people.name == name).expect("they exist")
}

pub fn service<'r>(incident: &'r IncidentReport, name: &str) -> &'r ServiceReport {
    incident.services.iter().find(|service| service.name == name).expect("it exists")
}

/// How long everybody of a population was without service at all, in the story.
pub fn nobody(incident: &IncidentReport, name: &str) -> f64 {
    people(incident, name).thresholds[2].total_seconds.story
}

/// The same of a feature.
pub fn without(incident: &IncidentReport, name: &str, feature: &str) -> f64 {
    let features = &people(incident, name).features;
    let feature = features.iter().find(|one| one.name == feature).expect("it is wanted");
    feature.thresholds[2].total_seconds.story
}

/// The times of the lines of a story that say `text`.
pub fn times(incident: &IncidentReport, text: &str) -> Vec<f64> {
    let lines = incident.story.iter().filter(|line| line.text.contains(text));
    lines.map(|line| line.at_seconds).collect()
}

/// From the loss until the thirtieth of probes every 10 s fails; the nominal phase is 5 s.
const WATCHED: f64 = 5.0 + 29.0 * 10.0;
/// The same where nothing answers at all: each probe waits for a second.
const SILENT: f64 = WATCHED + 1.0;

pub const LISBON_LOST: &str = r#"{"at": "1 h", "do": {"disaster": "lisbon"}, "for": "3 h"}"#;

/// Statement 20 [L-UX, L-VOICE]: no sign-in at the partner before the interval is over; then it
/// works at the limited level.
#[test]
fn the_partner_takes_over_at_a_limited_level_when_it_has_heard_nothing_for_long_enough() {
    let incident = run(&[], LISBON_LOST);
    let taken = times(&incident, "lisboans is served by fe-porto, at a limited level");
    assert_eq!(taken, [3600.0 + SILENT]);
    assert_eq!(nobody(&incident, "lisboans"), SILENT);
    assert_eq!(without(&incident, "lisboans", "calls"), SILENT);
    // Back at 4 h; the probe of 5 s later is the first that is good, and 240 s of them are asked for.
    let home = 3.0 * 3600.0 + 5.0 + 240.0;
    assert_eq!(times(&incident, "lisboans is served by fe-lisbon"), [3600.0 + home]);
    assert_eq!(without(&incident, "lisboans", "presence"), home);
    assert_eq!(nobody(&incident, "tripeiros"), 0.0);
    let phases: Vec<&str> =
        people(&incident, "lisboans").lost_by_phase.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(phases, ["undetected", "detecting"]);
}

/// The sources disagree on the interval: 300 s [L-VOICE] or 120 s [S-TB]. It is a parameter.
#[test]
fn both_readings_of_the_interval_run() {
    for (misses, waits) in [("30", SILENT), ("12", 116.0)] {
        let fall = format!("\"fall\": {misses}");
        let incident = run(&[("\"fall\": 30", &fall)], LISBON_LOST);
        assert_eq!(nobody(&incident, "lisboans"), waits);
    }
}

/// Statement 21 [C-REG]: without the automatic takeover nobody signs in at the partner.
#[test]
fn without_a_limited_takeover_users_wait_for_their_home() {
    let text = PAIR.find("\"limited\": {").expect("it is there");
    let end = PAIR[text..].find("\"full\"").expect("it follows") + text;
    let incident = run(&[(&PAIR[text..end], "")], LISBON_LOST);
    assert_eq!(nobody(&incident, "lisboans"), 3.0 * 3600.0);
    assert!(times(&incident, "is served by fe-porto").is_empty());
}

/// Statement 22 [L-VOICE], and the clean partition [L-VOICE, question 25]: the users who cannot
/// reach a home that the partner hears stay and wait; of those whom a cut of the link strands, only
/// those move, and only when the partner has declared their home lost.
#[test]
fn only_the_stranded_move_and_only_when_their_home_is_lost_to_the_partner() {
    let away = [(
        r#""lisboans": {"users": "4000 users", "home": "fe-lisbon"}"#,
        r#""lisboans": {"users": "4000 users", "home": "fe-lisbon"},
           "stranded": {"users": "500 users", "home": "fe-lisbon", "in": "porto"},
           "alone": {"users": "200 users", "home": "fe-lisbon", "in": "cafe"},
           "own": {"users": "300 users", "home": "fe-porto", "in": "porto"}"#,
    )];
    let sites = [
        (r#""porto": {}}"#, r#""porto": {}, "cafe": {}}"#),
        (
            r#""links": {"#,
            r#""links": {"street": {"between": ["cafe", "lisbon"], "transit": false},
                "lane": {"between": ["cafe", "porto"], "transit": false}, "#,
        ),
    ];
    let parts: Vec<(&str, &str)> = away.iter().chain(&sites).copied().collect();
    let incident = run(&parts, r#"{"at": "1 h", "do": {"cut": "wan"}, "for": "1 h"}"#);
    assert_eq!(nobody(&incident, "stranded"), SILENT);
    assert_eq!(times(&incident, "stranded is served by fe-porto"), [3600.0 + SILENT]);
    assert_eq!(times(&incident, "stranded is served by fe-lisbon"), [7200.0 + 5.0 + 240.0]);
    for unhurt in ["lisboans", "tripeiros", "alone", "own"] {
        assert_eq!(people(&incident, unhurt).thresholds[0].total_seconds.story, 0.0, "{unhurt}");
    }
    let chains = &people(&incident, "stranded").lost_by_chain;
    assert_eq!(chains[0].name, "wan: cut");

    // The street to the cafe is cut: its users reach the partner, but that still hears their home.
    let incident = run(&parts, r#"{"at": "1 h", "do": {"cut": "street"}, "for": "1 h"}"#);
    assert_eq!(nobody(&incident, "alone"), 3600.0);
    assert!(times(&incident, "alone is served by").is_empty());
    let lost = &people(&incident, "alone").lost_by_phase;
    assert_eq!(lost.iter().map(|part| part.name.as_str()).collect::<Vec<_>>(), ["repairing"]);

    // Their home is lost and they do not reach the partner: they wait until it is back.
    let lost = r#"{"at": "1 h", "do": {"cut": "lane"}, "for": "5 h"},
                  {"at": "1 h", "do": {"crash": "fe-lisbon"}, "for": "1 h"}"#;
    let incident = run(&parts, lost);
    assert_eq!(nobody(&incident, "alone"), 3600.0);
    assert_eq!(nobody(&incident, "lisboans"), WATCHED);
}

/// Statement 28 [L-CAP]: 40,000 and 40,000 users on twelve front ends each; the survivor has 6,667
/// on each of its own, against 6,660: accepted, and flagged. A pair of single servers with 2,500
/// each: the survivor has 5,000.
#[test]
fn the_survivor_of_a_pair_carries_both() {
    let parts = [
        ("\"count\": 2", "\"count\": 12"),
        ("4000 users", "40000 users"),
        ("3000 users", "40000 users"),
        ("\"rate\": \"6 MB/s\"", "\"rate\": \"40 MB/s\""),
    ];
    let incident = run(&parts, LISBON_LOST);
    let porto = service(&incident, "fe-porto");
    for member in &porto.members {
        assert_eq!(member.before.story.round(), 3333.0);
        assert_eq!(member.peak.story.round(), 6667.0);
        assert_eq!(member.over_limit_seconds.story, 3.0 * 3600.0 - SILENT + 245.0);
    }
    assert_eq!(porto.refused_peak.story, 0.0);
    assert_eq!(nobody(&incident, "lisboans"), SILENT);

    let single = [
        ("\"count\": 2", "\"count\": 1"),
        ("4000 users", "2500 users"),
        ("3000 users", "2500 users"),
    ];
    let incident = run(&single, LISBON_LOST);
    assert_eq!(service(&incident, "fe-porto").members[0].peak.story, 5000.0);
}

/// Whoever finds no room at the partner is refused there, and goes home with the others.
#[test]
fn a_partner_without_room_refuses() {
    let parts =
        [("\"need\": 1,", "\"need\": 1, \"overload\": \"refuse\","), ("6660 users", "3000 users")];
    let incident = run(&parts, LISBON_LOST);
    let porto = service(&incident, "fe-porto");
    assert_eq!(porto.refused_peak.story, 1000.0);
    assert_eq!(porto.members[0].peak.story, 3000.0);
    let last = people(&incident, "lisboans").over_time.last().expect("a course").full;
    assert_eq!(last, 4000.0);
}

/// Guests wait for their turn at the partner's door as its own users would.
#[test]
fn guests_sign_in_at_the_pace_of_the_partner() {
    let parts =
        [("\"limit\": \"6660 users\"", "\"limit\": \"6660 users\", \"sign_ins\": \"10 users/s\"")];
    let incident = run(&parts, LISBON_LOST);
    // 4,000 users at 20 a second: the last after 200 s.
    let longest = people(&incident, "lisboans").thresholds[0].longest_seconds.story;
    assert_eq!(longest, SILENT + 200.0);
}

/// The roles of a path are those that the pool names which serves the user now.
#[test]
fn guests_take_the_roles_of_their_host() {
    let roles = |fe: &str, target: &str| {
        let from = format!("{{\"files\": \"files-{fe}\"}}");
        let to = format!("{{\"files\": \"files-{fe}\", \"bridge\": \"{target}\"}}");
        (from, to)
    };
    let (lisbon, porto) = (roles("lisbon", "bridge-lisbon"), roles("porto", "bridge-porto"));
    let parts = [
        (lisbon.0.as_str(), lisbon.1.as_str()),
        (porto.0.as_str(), porto.1.as_str()),
        (
            r#""calls": {"path": ["home"], "works_at": "limited"}"#,
            r#""calls": {"path": ["home", "bridge"], "works_at": "limited", "demand": "100 calls per 1000 users"}"#,
        ),
        (
            r#""services": {"#,
            r#""services": {
               "bridge-lisbon": {"pool": {"from": "pool", "members": {"in": "lisbon", "count": 1}}},
               "bridge-porto": {"pool": {"from": "pool", "members": {"in": "porto", "count": 1}}}, "#,
        ),
    ];
    let events = r#"{"at": "1 h", "do": {"crash": "fe-lisbon"}, "for": "3 h"},
                    {"at": "2 h", "do": {"crash": "bridge-lisbon"}, "for": "10 min"},
                    {"at": "3 h", "do": {"crash": "bridge-porto"}, "for": "10 min"}"#;
    let incident = run(&parts, events);
    // While they are guests the bridge of Lisbon is no concern of theirs; that of Porto is.
    assert_eq!(without(&incident, "lisboans", "calls"), WATCHED + 600.0);
    assert_eq!(without(&incident, "tripeiros", "calls"), 600.0);
    let bridge = |name: &str| service(&incident, name).members[0].peak.story;
    assert_eq!(bridge("bridge-lisbon"), 400.0);
    assert_eq!(bridge("bridge-porto"), 700.0);
}

/// A home that comes back for less than the way back asks for keeps its users waiting nowhere: they
/// stay at the partner, and the count of good heartbeats begins anew.
#[test]
fn a_flapping_home_does_not_get_its_users_back() {
    let events = r#"{"at": "1 h", "do": {"crash": "fe-lisbon"}, "for": "1 h"},
                    {"at": "7400 s", "do": {"crash": "fe-lisbon"}, "for": "60 s"}"#;
    let incident = run(&[], events);
    // Good from 7460 s on: the belief never changed after 7205 s, so the count begins at once.
    assert_eq!(times(&incident, "lisboans is served by fe-lisbon"), [7460.0 + 240.0]);
    assert_eq!(nobody(&incident, "lisboans"), WATCHED);
}

/// The partner dies while it serves guests: they go home at once if home is back, and wait if not.
#[test]
fn a_second_failure_of_the_partner() {
    let events = r#"{"at": "1 h", "do": {"crash": "fe-lisbon"}, "for": "1 h"},
                    {"at": "7300 s", "do": {"crash": "fe-porto"}, "for": "1 h"}"#;
    let incident = run(&[], events);
    assert_eq!(times(&incident, "lisboans is served by fe-lisbon"), [7300.0]);
    assert_eq!(nobody(&incident, "lisboans"), WATCHED);
    // And its own users are taken over in turn.
    assert_eq!(nobody(&incident, "tripeiros"), 295.0);

    let both = r#"{"at": "1 h", "do": {"crash": "fe-lisbon"}, "for": "3 h"},
                  {"at": "2 h", "do": {"crash": "fe-porto"}, "for": "30 min"}"#;
    let incident = run(&[], both);
    assert_eq!(nobody(&incident, "lisboans"), WATCHED + 1800.0);
    assert_eq!(nobody(&incident, "tripeiros"), 1800.0);
    assert_eq!(service(&incident, "pair").outages.story, 1.0);
}

/// A pair that lacks one is unprotected, and so is one whose backup is behind.
#[test]
fn a_pair_says_why_it_is_unprotected() {
    let incident = run(&[], LISBON_LOST);
    let pair = service(&incident, "pair");
    assert_eq!(pair.unprotected_because, ["the backup is behind", "the partner is down"]);
    let cut = run(&[], r#"{"at": "1 h", "do": {"cut": "wan"}, "for": "1 h"}"#);
    assert_eq!(service(&cut, "pair").unprotected_because, ["the backup is behind"]);
    let quiet = run(&[], r#"{"at": "1 h", "do": {"crash": "files-porto"}, "for": "1 h"}"#);
    // The batch of 7260 s holds what was written since that of 3540 s, the last good one: 3720 s of
    // 240 kB a second, 148.8 s at 6 MB a second, and 30 s. The next one, of 7500 s, holds 240 s of
    // writes and is safe after 39.6 s; then batches fit again.
    let unprotected = service(&quiet, "pair").unprotected_seconds.story;
    assert_eq!(unprotected, 3939.6);
}

/// The texts of the lines of a story that speak of `subject`.
fn told<'r>(incident: &'r IncidentReport, subject: &str) -> Vec<&'r str> {
    let lines = incident.story.iter().filter(|line| line.subject == subject);
    lines.map(|line| line.text.as_str()).collect()
}

pub const FAIL_OVER: &str = r#"{"at": "62 min", "do": {"fail_over": "fe-lisbon"}}"#;

/// Statement 25 [L-RTO, L-UX], as far as a pair goes: a takeover that is ordered serves in full, at
/// once, also before the interval of the limited one; homes stay. How long the steps take is a
/// runbook's concern.
#[test]
fn an_ordered_takeover_serves_in_full_and_wins_over_the_limited_one() {
    let incident = run(&[], &format!("{LISBON_LOST}, {FAIL_OVER}"));
    assert_eq!(nobody(&incident, "lisboans"), 120.0);
    assert_eq!(without(&incident, "lisboans", "presence"), 120.0);
    // Home is back at 4 h, and nobody has given it its users back.
    assert_eq!(times(&incident, "lisboans is served by"), [3720.0]);
    let pair = service(&incident, "pair");
    assert!(pair.unprotected_because.iter().any(|why| why == "not yet failed back"));

    // Ordered when the limited one is in force: those who are served lose nothing.
    let later = FAIL_OVER.replace("62 min", "90 min");
    let incident = run(&[], &format!("{LISBON_LOST}, {later}"));
    assert_eq!(nobody(&incident, "lisboans"), SILENT);
    assert_eq!(without(&incident, "lisboans", "presence"), 1800.0);
    assert_eq!(people(&incident, "lisboans").thresholds[0].interruptions.story, 1.0);
}

/// Statement 21 [C-REG], its second half: without the automatic takeover, until the admin says so.
#[test]
fn without_a_limited_takeover_an_order_brings_users_back() {
    let text = PAIR.find("\"limited\": {").expect("it is there");
    let end = PAIR[text..].find("\"full\"").expect("it follows") + text;
    let incident = run(&[(&PAIR[text..end], "")], &format!("{LISBON_LOST}, {FAIL_OVER}"));
    assert_eq!(nobody(&incident, "lisboans"), 120.0);
}

/// The writes that a takeover exposes, in seconds.
pub fn exposed(incident: &IncidentReport, fate: &str) -> Vec<String> {
    let texts = told(incident, "pair").into_iter().filter(|text| text.contains(" of writes"));
    let texts = texts.filter_map(|text| Some(text.split_once(fate)?.1.to_owned()));
    texts.collect()
}

/// Statement 26 [C-BKP, S-DR, L-RTO]: batches of 28.8 MB every 120 s take 4.8 s and 30 s, so what
/// is lost is at least 34.8 s and at most 154.8 s of writes, as the pool dies just after or just
/// before a batch is safe.
#[test]
fn what_a_takeover_exposes_is_within_interval_transfer_and_import() {
    // Batches start at 60 s and every 120 s from there.
    for (dies, missing) in [("3600", "1 min"), ("3574", "2 min 34 s"), ("3575", "35 s")] {
        let lost = format!(r#"{{"at": "{dies} s", "do": {{"crash": "fe-lisbon"}}, "for": "3 h"}}"#);
        let incident = run(&[], &format!("{lost}, {FAIL_OVER}"));
        let wanted = missing.replace("1 min", "60 s");
        let told = exposed(&incident, "has ");
        assert_eq!(told, [format!("{wanted} of writes exposed")], "{dies}");
    }
}

/// Statement 26, its second half: after an outage of the link or of the file store for x, at least
/// x.
#[test]
fn an_outage_of_the_way_adds_to_what_is_exposed() {
    for what in ["cut\": \"wan", "crash\": \"files-porto"] {
        let out = format!(r#"{{"at": "30 min", "do": {{"{what}"}}, "for": "29 min"}}"#);
        let incident = run(&[], &format!("{out}, {LISBON_LOST}, {FAIL_OVER}"));
        // The last safe batch started at 1740 s; the one of 3540 s took too long.
        assert_eq!(exposed(&incident, "has "), ["31 min of writes exposed"], "{what}");
    }
    // The store of the other pool is no concern of this one.
    let out = r#"{"at": "30 min", "do": {"crash": "files-lisbon"}, "for": "29 min"}"#;
    let incident = run(&[], &format!("{out}, {LISBON_LOST}, {FAIL_OVER}"));
    assert_eq!(exposed(&incident, "has "), ["60 s of writes exposed"]);
}

/// Exposed writes are merged late when users are given back; lost if the site came back empty.
#[test]
fn exposed_writes_are_late_or_lost() {
    let events = format!(
        "{LISBON_LOST}, {FAIL_OVER}, {}",
        r#"{"at": "6 h", "do": {"fail_back": "fe-lisbon"}}"#
    );
    let incident = run(&[], &events);
    assert_eq!(exposed(&incident, "merges "), ["60 s of writes late"]);
    assert!(exposed(&incident, "loses ").is_empty());
    assert_eq!(times(&incident, "lisboans is served by"), [3720.0, 21600.0]);
    assert_eq!(service(&incident, "pair").unprotected_because.len(), 3);

    let empty = [("\"every\": \"2 min\"", "\"returns\": \"empty\", \"every\": \"2 min\"")];
    let incident = run(&empty, &events);
    assert_eq!(exposed(&incident, "loses "), ["60 s of writes"]);
    assert!(exposed(&incident, "merges ").is_empty());
    // Nobody takes over in full: what comes back empty lacks what its partner never got.
    let incident = run(&empty, LISBON_LOST);
    assert_eq!(exposed(&incident, "loses "), ["60 s of writes"]);
    // A crash destroys nothing.
    let crash = r#"{"at": "1 h", "do": {"crash": "fe-lisbon"}, "for": "1 h"}"#;
    assert!(exposed(&run(&empty, crash), "loses ").is_empty());
}

/// What an order is told that cannot be carried out.
pub fn refused(parts: &[(&str, &str)], events: &str) -> String {
    let incident = run(parts, events);
    let texts = told(&incident, "pair").into_iter();
    let mut texts = texts.filter_map(|text| text.split_once("and refuses: "));
    texts.next().map_or_else(String::new, |(_, why)| why.to_owned())
}

#[test]
fn orders_are_refused_with_reasons() {
    let over = |at: &str| format!(r#"{{"at": "{at}", "do": {{"fail_over": "fe-lisbon"}}}}"#);
    let back = |at: &str| format!(r#"{{"at": "{at}", "do": {{"fail_back": "fe-lisbon"}}}}"#);
    let events = format!("{LISBON_LOST}, {}", over("90 min"));
    let both = r#"{"at": "70 min", "do": {"crash": "fe-porto"}, "for": "1 h"}"#;
    assert_eq!(refused(&[], &format!("{both}, {events}")), "the partner is down (fe-porto)");
    let twice = format!("{events}, {}", over("100 min"));
    assert_eq!(refused(&[], &twice), "there is nothing to take over (fe-lisbon)");
    assert_eq!(refused(&[], &back("1 h")), "its users are at home (fe-lisbon)");
    let early = format!("{events}, {}", back("2 h"));
    assert_eq!(refused(&[], &early), "the home pool is not up in full (fe-lisbon)");
    // Back at 4 h: the batch with three hours of both pools' writes is not there a minute later.
    let soon = format!("{events}, {}", back("241 min"));
    assert_eq!(refused(&[], &soon), "the backup is behind");
    // A planned takeover loses nothing, or is none.
    let store = r#"{"at": "1 h", "do": {"crash": "files-porto"}, "for": "1 h"}"#;
    let planned = format!("{store}, {}", over("90 min"));
    assert_eq!(refused(&[], &planned), "the backup is behind (files-porto)");
}

/// A planned takeover and the way back from it cost nobody service, and expose nothing.
#[test]
fn a_planned_takeover_is_seamless() {
    let events = format!("{FAIL_OVER}, {}", r#"{"at": "2 h", "do": {"fail_back": "fe-lisbon"}}"#);
    let incident = run(&[], &events);
    assert_eq!(people(&incident, "lisboans").thresholds[0].interruptions.story, 0.0);
    assert_eq!(times(&incident, "lisboans is served by"), [3720.0, 7200.0]);
    assert!(exposed(&incident, "has ").is_empty());
    let porto = &service(&incident, "fe-porto").members[0];
    assert_eq!((porto.before.story, porto.peak.story, porto.after.story), (1500.0, 3500.0, 1500.0));
    let lisbon = &service(&incident, "fe-lisbon").members[0];
    assert_eq!(lisbon.before.story, 2000.0);
}

/// A second disaster: the pool that has taken over is lost while the first one is back.
#[test]
fn the_first_pool_takes_over_in_turn() {
    let second = r#"{"at": "6 h", "do": {"disaster": "porto"}, "for": "2 h"}"#;
    let over = r#"{"at": "361 min", "do": {"fail_over": "fe-porto"}}"#;
    let incident = run(&[], &format!("{LISBON_LOST}, {FAIL_OVER}, {second}, {over}"));
    let at_home = times(&incident, "lisboans is served by fe-lisbon");
    assert_eq!(at_home, [21660.0]);
    assert_eq!(times(&incident, "tripeiros is served by fe-lisbon"), [21660.0]);
    assert_eq!(exposed(&incident, "merges "), ["60 s of writes late"]);
    assert_eq!(nobody(&incident, "tripeiros"), 60.0);
    assert_eq!(service(&incident, "fe-lisbon").members[0].peak.story, 3500.0);
}
