//! Standby pairs, worked out on paper: when the service is out, and who leads.

use hadr::report::{IncidentReport, Report, StoryLine};
use hadr::scenario::{self, Scenario};
use hadr::study::{self, Options};

/// Notices after 30 s, switches in 2 min.
const USUAL: &str = r#""detect": {"after": "30 s"}, "switch": {"takes": "2 min"}"#;

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3600.0;

/// A pair of `a`, active, and `b`, and what happens to it.
struct Pair {
    fields: String,
    /// Of both components.
    component: String,
    events: String,
    incidents: String,
    runbooks: &'static str,
}

impl Pair {
    fn new(fields: &str) -> Self {
        let incidents = r#""horizon": "3 d", "trials": 20"#.to_owned();
        Self {
            fields: fields.to_owned(),
            component: String::new(),
            events: String::new(),
            incidents,
            runbooks: "",
        }
    }

    /// A line of the script: hours, deed, target, and for how many minutes.
    fn at(mut self, hours: f64, deed: &str, target: &str, minutes: Option<f64>) -> Self {
        let at = (hours * HOUR).round();
        let lasts =
            minutes.map_or(String::new(), |m| format!(r#", "for": "{} s""#, (m * MINUTE).round()));
        let comma = if self.events.is_empty() { "" } else { ", " };
        self.events +=
            &format!(r#"{comma}{{"at": "{at} s", "do": {{"{deed}": "{target}"}}{lasts}}}"#);
        self
    }

    fn crash(self, hours: f64, target: &str, minutes: f64) -> Self {
        self.at(hours, "crash", target, Some(minutes))
    }

    /// Random failures; the story is that of a drawn trial.
    fn ages(mut self, fails: &str) -> Self {
        self.component = format!(", {fails}");
        self.incidents += r#", "random": true"#;
        self
    }

    fn scenario(&self) -> Scenario {
        let Self { fields, component, events, incidents, runbooks } = self;
        let nothing = r#"{"at": "0 s", "do": {"restore": "db"}}"#;
        let events = if events.is_empty() { nothing } else { events };
        let text = format!(
            r#"{{"schema": "hadr/v1", "title": "a pair",
            "system": {{
              "places": {{"site": {{}}}},
              "people": {{"admin": {{"notice": "1 min", "decide": "10 min", "act": "5 min"}}}},
              "runbooks": {{{runbooks}}},
              "components": {{"a": {{"in": "site"{component}}}, "b": {{"in": "site"{component}}},
                              "db": {{"in": "site"}}}},
              "services": {{"pair": {{"standby": {{"active": "a", "spare": "b", {fields}}}}}}},
              "populations": {{"staff": {{"users": "100 users", "home": "pair"}}}}
            }},
            "incidents": {{"it": [{events}]}},
            "study": {{"incidents": {{{incidents}}}}}}}"#
        );
        scenario::parse("pair.json", text.as_bytes())
            .unwrap_or_else(|problems| panic!("{problems}"))
    }

    fn report(&self) -> Report {
        let trial = self.incidents.contains("random").then_some(1);
        let options = Options { audit: true, trial, ..Options::default() };
        study::run(&self.scenario(), &options).expect("it runs")
    }

    fn incident(&self) -> IncidentReport {
        self.report().incidents.remove(0)
    }

    /// When the service is out in the story, in hours: from, to.
    fn outages(&self) -> Vec<(f64, f64)> {
        outages(&self.incident().story)
    }

    /// The lines of the story that tell of the mechanism, persons and commands.
    fn told(&self) -> Vec<String> {
        let story = self.incident().story;
        let kinds = ["mechanism", "person", "command"];
        let lines = story.into_iter().filter(|line| kinds.contains(&&*line.kind));
        lines.map(|line| line.text).collect()
    }
}

fn outages(story: &[StoryLine]) -> Vec<(f64, f64)> {
    let lines = story.iter().filter(|line| line.kind == "outage" && line.subject == "pair");
    let times: Vec<f64> = lines.map(|line| line.at_seconds / HOUR).collect();
    times.chunks(2).map(|pair| (pair[0], pair.get(1).copied().unwrap_or(f64::INFINITY))).collect()
}

/// User-minutes spent in a phase, in the story.
fn waits(incident: &IncidentReport, phase: &str) -> f64 {
    let phases = &incident.populations[0].lost_by_phase;
    phases.iter().find(|part| part.name == phase).map_or(0.0, |part| part.amount.story)
}

#[track_caller]
fn are(found: &[(f64, f64)], expected: &[(f64, f64)]) {
    let near = |a: f64, b: f64| a == b || (a - b).abs() < 1e-6;
    let same = found.len() == expected.len()
        && found.iter().zip(expected).all(|(f, e)| near(f.0, e.0) && near(f.1, e.1));
    assert!(same, "out at {found:?}, on paper at {expected:?}");
}

#[test]
fn a_hot_and_a_warm_spare_take_over_when_noticed_and_a_cold_one_starts_first() {
    let switched = 1.0 + 150.0 / HOUR;
    for (mode, back) in [
        (r#""hot""#, switched),
        (r#"{"warm": {"dormancy": 0.2}}"#, switched),
        (r#"{"cold": {"start": "5 min"}}"#, switched + 300.0 / HOUR),
    ] {
        let pair = Pair::new(&format!(r#"{USUAL}, "mode": {mode}"#)).crash(1.0, "a", 60.0);
        are(&pair.outages(), &[(1.0, back)]);
    }
}

#[test]
fn the_story_says_who_takes_over_and_who_is_ready_again() {
    let pair = Pair::new(&format!(r#"{USUAL}, "mode": {{"cold": {{"start": "5 min"}}}}"#));
    let told = pair.crash(1.0, "a", 60.0).told();
    let wanted = [
        "pair lets b take over",
        "pair starts b",
        "pair is led by b",
        "pair is protected again: a could take over",
    ];
    assert_eq!(told, wanted);
}

#[test]
fn who_waits_waits_undetected_then_for_the_switch() {
    let incident = Pair::new(USUAL).crash(1.0, "a", 60.0).incident();
    assert_eq!(waits(&incident, "undetected"), 50.0);
    assert_eq!(waits(&incident, "acting"), 200.0);
    assert_eq!(incident.populations[0].lost_user_minutes.story, 250.0);
}

#[test]
fn a_switch_that_fails_is_done_by_hand_or_by_a_person() {
    let failed = 1.0 + 150.0 / HOUR;
    let fails = |otherwise: &str| {
        let switch = format!(r#"{{"takes": "2 min", "works": "40 %", "else": {otherwise}}}"#);
        let fields = format!(r#""detect": {{"after": "30 s"}}, "switch": {switch}"#);
        Pair::new(&fields).crash(1.0, "a", 120.0)
    };
    are(&fails(r#"{"manual": "1 h"}"#).outages(), &[(1.0, failed + 1.0)]);
    let by_person = fails(r#"{"by": "admin"}"#);
    are(&by_person.outages(), &[(1.0, failed + 16.0 * MINUTE / HOUR)]);
    let wanted = [
        "pair lets b take over",
        "pair fails to switch to b: it must be done by hand",
        "admin notices that pair has not switched over",
        "admin decides what to do about pair",
        "admin has decided and switches pair over by hand",
        "pair is led by b",
        "pair is protected again: a could take over",
    ];
    assert_eq!(by_person.told(), wanted);
}

/// The old leader is back 8 min after the switch has failed, while the person decides.
#[test]
fn an_old_leader_that_is_back_makes_the_person_unnecessary() {
    let switch = r#"{"takes": "2 min", "works": "40 %", "else": {"by": "admin"}}"#;
    let fields =
        format!(r#""detect": {{"after": "30 s"}}, "switch": {switch}, "restart": "1 min""#);
    let pair = Pair::new(&fields).crash(1.0, "a", 10.5);
    are(&pair.outages(), &[(1.0, 1.0 + 11.5 * MINUTE / HOUR)]);
    let told = pair.told();
    assert_eq!(told[4], "admin leaves pair alone: there is nothing to switch", "{told:?}");
}

#[test]
fn failback_is_an_interruption_of_its_own_when_it_is_wanted() {
    let (switched, two) = (1.0 + 150.0 / HOUR, 2.0 * MINUTE / HOUR);
    for (failback, expected) in [
        ("\"never\"", vec![(1.0, switched)]),
        ("\"at_once\"", vec![(1.0, switched), (1.5, 1.5 + two)]),
        (
            r#"{"window": {"from": "02:00", "to": "04:00"}}"#,
            vec![(1.0, switched), (2.0, 2.0 + two)],
        ),
        // The window is open as it comes back; and over midnight.
        (
            r#"{"window": {"from": "23:00", "to": "04:00"}}"#,
            vec![(1.0, switched), (1.5, 1.5 + two)],
        ),
        // It has closed: the next day's.
        (r#"{"window": {"from": "01:10", "to": "01:20"}}"#, {
            let tomorrow = 25.0 + 10.0 * MINUTE / HOUR;
            vec![(1.0, switched), (tomorrow, tomorrow + two)]
        }),
    ] {
        let pair = Pair::new(&format!(r#"{USUAL}, "failback": {failback}"#)).crash(1.0, "a", 30.0);
        are(&pair.outages(), &expected);
        let story = pair.incident().story;
        let why = story.iter().filter(|line| line.kind == "outage").nth(2);
        assert!(why.is_none_or(|line| line.text == "pair is out (switch-over of pair)"));
    }
}

#[test]
fn a_lone_member_that_is_back_restarts_and_leads_without_a_switch() {
    let fields = format!(r#"{USUAL}, "restart": "3 min""#);
    let pair = Pair::new(&fields).crash(1.0, "b", 60.0).crash(1.5, "a", 60.0);
    are(&pair.outages(), &[(1.5, 2.0 + 3.0 * MINUTE / HOUR)]);
    let wanted =
        ["pair starts b", "pair is led by b", "pair is protected again: a could take over"];
    assert_eq!(pair.told(), wanted);
}

#[test]
fn a_spare_that_fails_costs_protection_only() {
    let pair = Pair::new(USUAL).crash(1.0, "b", 60.0).crash(4.0, "a", 60.0);
    are(&pair.outages(), &[(4.0, 4.0 + 150.0 / HOUR)]);
    // An hour without b; then, once b leads, until a is back.
    let unprotected = 2.0 * HOUR - 150.0;
    let incident = pair.incident();
    let found = incident.services[0].unprotected_seconds.story;
    assert!((found - unprotected).abs() < 1e-6, "{found} s");
}

#[test]
fn a_leader_that_is_back_before_the_switch_goes_on_and_after_its_begin_does_not() {
    let fields = format!(r#"{USUAL}, "restart": "5 s""#);
    let short = Pair::new(&fields).crash(1.0, "a", 10.0 / MINUTE);
    are(&short.outages(), &[(1.0, 1.0 + 15.0 / HOUR)]);
    assert_eq!(short.told(), ["pair starts a", "pair is led by a"]);
    let longer = Pair::new(&fields).crash(1.0, "a", 1.0);
    are(&longer.outages(), &[(1.0, 1.0 + 150.0 / HOUR)]);
}

#[test]
fn a_spare_that_fails_while_it_takes_over_leaves_nobody() {
    let pair = Pair::new(USUAL).crash(1.0, "a", 60.0).crash(1.0 + 1.0 / 60.0, "b", 30.0);
    // b is back at 1:31 and leads at once.
    are(&pair.outages(), &[(1.0, 1.0 + 31.0 / 60.0)]);
}

#[test]
fn a_switch_on_order_waits_for_it() {
    let switch = r#""detect": {"after": "30 s"}, "switch": {"by": "runbook", "takes": "2 min"}"#;
    let pair = Pair::new(switch).crash(1.0, "a", 45.0);
    are(&pair.outages(), &[(1.0, 1.75)]);
    assert_eq!(pair.told(), ["pair waits for the order to switch over", "pair is led by a"]);
    assert_eq!(waits(&pair.incident(), "deciding"), 100.0 * 44.5);
}

/// Noticed after 1 min, decided for 10, ordered after 3 and done after 2.
#[test]
fn a_runbook_gives_the_order() {
    let switch = r#""detect": {"after": "30 s"}, "switch": {"by": "runbook", "takes": "2 min"}"#;
    let mut pair = Pair::new(switch).crash(1.0, "a", 60.0);
    pair.runbooks = r#""take-over": {"by": "admin", "when": {"lost": ["a"]},
        "steps": [{"do": {"switch": "pair"}, "takes": "3 min"}]}"#;
    are(&pair.outages(), &[(1.0, 1.0 + 16.0 * MINUTE / HOUR)]);
}

#[test]
fn an_order_switches_over_while_both_are_up_and_back_again() {
    let pair = Pair::new(USUAL).at(1.0, "switch", "pair", None).at(2.0, "switch", "pair", None);
    let two = 2.0 * MINUTE / HOUR;
    are(&pair.outages(), &[(1.0, 1.0 + two), (2.0, 2.0 + two)]);
    let told = pair.told();
    let leads: Vec<&String> = told.iter().filter(|line| line.contains("led by")).collect();
    assert_eq!(leads, ["pair is led by b", "pair is led by a"]);
    // Protected means that somebody leads.
    let mut stands = told.iter().skip_while(|line| !line.contains("led by"));
    assert!(stands.any(|line| line == "pair is protected again: a could take over"));
    let early = told.iter().take_while(|line| !line.contains("led by"));
    assert_eq!(early.filter(|line| line.contains("protected again")).count(), 0, "{told:?}");
}

#[test]
fn an_order_that_cannot_be_obeyed_is_refused_and_says_why() {
    let refused = |pair: Pair| {
        let told = pair.told();
        let refusal = told.iter().find_map(|line| line.split_once("refuses: "));
        refusal.map(|(_, why)| why.to_owned()).unwrap_or_else(|| panic!("{told:?}"))
    };
    let usual = || Pair::new(USUAL);
    let (a_down, soon) = (|| usual().crash(1.0, "a", 60.0), 1.0 + 60.0 / HOUR);
    let order = |pair: Pair, hours: f64| pair.at(hours, "switch", "pair", None);
    let b_down = usual().crash(1.0, "b", 60.0);
    assert_eq!(refused(order(b_down, 1.5)), "the member that stands by is down (b)");
    assert_eq!(refused(order(a_down(), soon)), "it is switching over already");
    let both = a_down().crash(1.0, "b", 60.0);
    assert_eq!(refused(order(both, 1.5)), "both members are down");
    let cold = Pair::new(&format!(r#"{USUAL}, "mode": {{"cold": {{"start": "5 min"}}}}"#));
    let starts = order(cold.crash(1.0, "a", 60.0), 1.0 + 200.0 / HOUR);
    assert_eq!(refused(starts), "a member is being started (b)");
    let force = usual().at(1.0, "force", "pair", None);
    assert_eq!(refused(force), "the active member still serves (a)");
    // Nobody has noticed yet: whoever gives the order has.
    let early = order(a_down(), 1.0 + 10.0 / HOUR);
    are(&early.outages(), &[(1.0, 1.0 + 130.0 / HOUR)]);
}

#[test]
fn a_leader_that_is_drained_hands_over() {
    let pair = Pair::new(USUAL).at(1.0, "drain", "a", Some(60.0));
    are(&pair.outages(), &[(1.0, 1.0 + 2.0 * MINUTE / HOUR)]);
    let spare = Pair::new(USUAL).at(1.0, "drain", "b", Some(60.0));
    are(&spare.outages(), &[]);
    // Whoever stands by drained is better than nobody.
    are(&spare.crash(1.5, "a", 60.0).outages(), &[(1.5, 1.5 + 150.0 / HOUR)]);
}

#[test]
fn a_false_alarm_about_the_leader_switches_over_and_one_about_the_spare_does_not() {
    let probe = r#""detect": {"probe": {"every": "10 s", "timeout": "1 s", "fall": 3}}"#;
    let fields = format!(r#"{probe}, "switch": {{"takes": "2 min"}}"#);
    let pair = Pair::new(&fields).at(1.0, "false_alarm", "a", None);
    are(&pair.outages(), &[(1.0, 1.0 + 2.0 * MINUTE / HOUR)]);
    are(&Pair::new(&fields).at(1.0, "false_alarm", "b", None).outages(), &[]);
}

#[test]
fn what_the_pair_needs_is_no_matter_of_who_leads() {
    let fields = format!(r#"{USUAL}, "needs": {{"db": "hard"}}"#);
    let pair = Pair::new(&fields).crash(1.0, "db", 30.0);
    are(&pair.outages(), &[(1.0, 1.5)]);
    assert!(pair.told().is_empty());
    // The leader fails while the need is down: the pair switches all the same.
    let both = Pair::new(&fields).crash(1.0, "db", 30.0).crash(1.25, "a", 60.0);
    are(&both.outages(), &[(1.0, 1.5)]);
}

#[test]
fn a_switch_that_takes_no_time_cuts_sessions_and_is_no_outage() {
    let incident = Pair::new(r#""failback": "never""#).crash(1.0, "a", 60.0).incident();
    are(&outages(&incident.story), &[]);
    let lost = incident.story.iter().find(|line| line.kind == "lost").expect("sessions end");
    assert_eq!((lost.at_seconds, &*lost.text), (HOUR, "100 users lose pair"));
}

/// Both have ten hours to live. While `a` leads, `b` ages at its dormancy; then at full speed.
#[test]
fn ages_follow_the_role_and_not_the_member() {
    let life = r#""fails": [{"crash": {"life": "10 h"}}]"#;
    for (mode, second) in [
        (r#""hot""#, 10.0),
        (r#"{"warm": {"dormancy": 0.5}}"#, 15.0),
        (r#"{"warm": {"dormancy": 0.25}}"#, 17.5),
        // It does not age while it starts, either.
        (r#"{"cold": {"start": "30 min"}}"#, 20.5),
    ] {
        let pair = Pair::new(&format!(r#""mode": {mode}"#)).ages(life);
        let story = pair.incident().story;
        let failed = story.iter().filter(|line| line.kind == "failed");
        let failed: Vec<f64> = failed.map(|line| line.at_seconds / HOUR).collect();
        assert_eq!(failed, [10.0, second], "{mode}");
    }
}

/// `a` is repaired at 11 h and stands by; `b` has aged 5 h by 10 h and fails at 15 h, when `a` has
/// aged 2 h; so `a` fails at 23 h. `b` is back at 16 h, has aged 3.5 h by then, and fails at 29.5 h.
#[test]
fn a_member_that_is_repaired_ages_as_a_spare() {
    let fails = r#""fails": [{"crash": {"life": "10 h"}}], "repair": {"takes": "1 h"}"#;
    let pair = Pair::new(r#""mode": {"warm": {"dormancy": 0.5}}"#).ages(fails);
    let story = pair.incident().story;
    let failed = story.iter().filter(|line| line.kind == "failed");
    let failed: Vec<(&str, f64)> =
        failed.map(|line| (&*line.subject, line.at_seconds / HOUR)).collect();
    assert_eq!(failed[..4], [("a", 10.0), ("b", 15.0), ("a", 23.0), ("b", 29.5)]);
}

/// Members that are services: a pool in each of two sites.
#[test]
fn pools_stand_by_for_each_other() {
    let text = r#"{"schema": "hadr/v1", "title": "two sites",
      "system": {
        "places": {"north": {}, "south": {}},
        "services": {
          "here": {"pool": {"members": {"in": "north", "count": 3,
            "fails": [{"crash": {"life": "30 d"}}]}, "need": 2}},
          "there": {"pool": {"members": {"in": "south", "count": 3,
            "fails": [{"crash": {"life": "20 h"}}]}, "need": 2}},
          "pair": {"standby": {"active": "here", "spare": "there", "detect": {"after": "1 min"},
            "switch": {"takes": "4 min"}, "mode": {"warm": {"dormancy": 0.1}}}}
        },
        "populations": {"staff": {"users": "100 users", "home": "pair"}}
      },
      "incidents": {"it": [{"at": "10 h", "do": {"disaster": "north"}}]},
      "study": {"incidents": {"horizon": "2 d", "trials": 20, "random": true}}}"#;
    let scenario = scenario::parse("pools.json", text.as_bytes()).expect("it is a scenario");
    let options = Options { audit: true, trial: Some(1), ..Options::default() };
    let report = study::run(&scenario, &options).expect("it runs");
    let story = &report.incidents[0].story;
    // What stands in the spare has aged one hour in ten, and leads from 10:05; nineteen are left,
    // and four of the five minutes of the switch-over at a tenth are half a minute.
    let five = 5.0 / 60.0;
    are(&outages(story), &[(10.0, 10.0 + five), (10.0 + five + 19.0 - five / 10.0, f64::INFINITY)]);
}
