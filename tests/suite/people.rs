//! People: one thing at a time, called in when off duty; every time on paper.

use crate::exact::{beside, exact, v02a};
use crate::gth::agree;
use crate::small::{Small, WEB, by_balancer, family, fixed, hours, repair, seconds};
use crate::walk::Walk;
use hadr::detection::ByPerson;
use hadr::quantity::{Span, Time};
use hadr::report::{IncidentReport, StoryLine};
use hadr::system::*;
use std::sync::Arc;

fn minutes(minutes: u64) -> Span {
    seconds(60 * minutes)
}

/// Notices after two minutes, decides for five, acts for three.
fn admin() -> PersonSpec {
    PersonSpec {
        name: "admin".into(),
        notice: fixed(minutes(2)),
        decide: fixed(minutes(5)),
        act: fixed(minutes(3)),
        on_duty: Duty::Always,
        call_in: None,
    }
}

fn watched_by(admin: &PersonSpec) -> ByPerson {
    ByPerson { person: 0, name: "admin".into(), notice: admin.notice.clone() }
}

/// Two pools of two servers, `web` with 900 users and `other`, both watched by one person.
fn two_pools(admin: PersonSpec) -> Small {
    let mut small = beside(Small::pool(2).users(900, by_balancer()), 2);
    for service in &mut small.blueprint.services {
        service.detection = Arc::new(watched_by(&admin));
    }
    small.blueprint.people.push(admin);
    if let Some(study) = &mut small.study.incidents {
        study.horizon = hours(48);
    }
    small
}

/// `web-01` and `other-01` crash at a minute of the trial, for so many minutes.
fn crash(mut small: Small, at: u64, families: &[usize], lasts: Option<u64>) -> Small {
    small.blueprint.incidents[0].events.push(ScriptSpec {
        at: Time::after_start(minutes(at)),
        action: Action::Break(ModeKind::Crash),
        targets: families.iter().map(|family| Target::Member(*family, 1)).collect(),
        lasts: lasts.map(minutes),
    });
    small
}

const OTHER: usize = 1;

fn run(small: &Small) -> IncidentReport {
    small.run().incidents.remove(0)
}

/// What a person does, and what is declared: minute and words.
fn told(incident: &IncidentReport) -> Vec<(f64, String)> {
    let of = |line: &&StoryLine| ["person", "noticed"].contains(&line.kind.as_str());
    incident
        .story
        .iter()
        .filter(of)
        .map(|line| (line.at_seconds / 60.0, line.text.clone()))
        .collect()
}

fn at(minute: f64, text: &str) -> (f64, String) {
    (minute, text.to_owned())
}

/// Both fail at minute 10 and are noticed at 12. One instant, so the order is that of the owners:
/// `other pool` comes before `pool`. It has the person until minute 20, then `web-01` has it.
#[test]
fn of_two_services_that_fail_at_once_the_second_waits_for_the_person() {
    let incident = run(&crash(two_pools(admin()), 10, &[WEB, OTHER], None));
    let wanted = [
        at(12.0, "admin notices that other-01 is down"),
        at(12.0, "admin decides what to do about other-01"),
        at(12.0, "admin notices that web-01 is down"),
        at(17.0, "admin has decided and acts on other-01"),
        at(20.0, "other-01 is noticed: other pool takes it out of rotation"),
        at(20.0, "admin decides what to do about web-01"),
        at(25.0, "admin has decided and acts on web-01"),
        at(28.0, "web-01 is noticed: pool takes it out of rotation"),
    ];
    assert_eq!(told(&incident), wanted);
    // 450 users wait from minute 10 to 28: unnoticed for two minutes, for the person to have time
    // for eight, for its decision for five, for its deed for three.
    let users = &incident.populations[0];
    let minutes = |name: &str| {
        let part = users.lost_by_phase.iter().find(|part| part.name == name);
        part.map_or(0.0, |part| part.amount.story / 450.0)
    };
    let phases = ["undetected", "detecting", "deciding", "acting", "repairing", "reconnecting"];
    assert_eq!(phases.map(minutes), [2.0, 8.0, 5.0, 3.0, 0.0, 0.0]);
    let anybody = &users.thresholds[0];
    assert_eq!(anybody.longest_seconds.story, 18.0 * 60.0);
    let clock = |name: &str| {
        let part = anybody.by_phase.iter().find(|part| part.name == name);
        part.map_or(0.0, |part| part.amount.story / 60.0)
    };
    assert_eq!(phases.map(clock), [2.0, 8.0, 5.0, 3.0, 0.0, 0.0]);
}

#[test]
fn what_is_up_again_before_the_person_acts_is_left_alone() {
    // Before it is noticed, while it is decided, and while it waits behind the other.
    assert!(told(&run(&crash(two_pools(admin()), 10, &[WEB], Some(1)))).is_empty());
    let found = told(&run(&crash(two_pools(admin()), 10, &[WEB], Some(5))));
    let wanted = [
        at(12.0, "admin notices that web-01 is down"),
        at(12.0, "admin decides what to do about web-01"),
        at(15.0, "admin leaves web-01 alone: it is up again"),
    ];
    assert_eq!(found, wanted);
    let both = crash(crash(two_pools(admin()), 10, &[OTHER], None), 10, &[WEB], Some(5));
    let found = told(&run(&both));
    assert_eq!(found[3], at(15.0, "admin leaves web-01 alone: it is up again"));
    assert_eq!(found[5], at(20.0, "other-01 is noticed: other pool takes it out of rotation"));
    assert_eq!(found.len(), 6);
}

/// The deed goes on from minute 17 to 20, but nobody takes out of rotation what answers.
#[test]
fn what_is_up_again_while_the_person_acts_stays_in_rotation() {
    let found = told(&run(&crash(two_pools(admin()), 10, &[WEB], Some(8))));
    assert_eq!(found[2], at(17.0, "admin has decided and acts on web-01"));
    assert_eq!(found[3], at(20.0, "admin finds web-01 up again: nothing to do"));
    assert_eq!(found.len(), 4);
}

fn by_day(call_in: Option<Span>) -> PersonSpec {
    let on_duty = Duty::Hours(hours(8), hours(18));
    PersonSpec { on_duty, call_in: call_in.map(fixed), ..admin() }
}

/// Minutes at which something is declared.
fn declared(small: &Small) -> Vec<f64> {
    let story = run(small).story;
    let of = |line: &StoryLine| line.text.contains("out of rotation");
    story.iter().filter(|line| of(line)).map(|line| line.at_seconds / 60.0).collect()
}

#[test]
fn who_is_off_duty_comes_when_called_or_when_the_duty_begins() {
    let fails = |minute, person| crash(two_pools(person), minute, &[WEB], None);
    let half_an_hour = Some(minutes(30));
    // At one in the morning: noticed at 62, there at 92, decided at 97, done at 100.
    assert_eq!(declared(&fails(60, by_day(half_an_hour))), [100.0]);
    assert_eq!(declared(&fails(60, by_day(None))), [480.0 + 8.0]);
    // At 7:50: noticed at 7:52; the duty begins before a call would help.
    assert_eq!(declared(&fails(470, by_day(half_an_hour))), [488.0]);
    // At 9:00 nobody needs to be called.
    assert_eq!(declared(&fails(540, by_day(half_an_hour))), [550.0]);
    let called = told(&run(&fails(60, by_day(half_an_hour))));
    assert_eq!(called[1], at(62.0, "admin is off duty, and is called in"));
    let waits = told(&run(&fails(60, by_day(None))));
    assert_eq!(waits[1], at(62.0, "admin is off duty, and comes when its duty begins"));
}

/// At 17:56 both fail; the first is decided from 17:58 to 18:03 and done at 18:06. The second
/// waits, so the person stays: until 18:14. One that fails at 18:15 is done the next morning.
#[test]
fn who_has_something_to_do_stays_until_nothing_waits() {
    let both = crash(two_pools(by_day(None)), 17 * 60 + 56, &[WEB, OTHER], Some(19));
    let both = crash(both, 18 * 60 + 16, &[WEB], None);
    let day = 24.0 * 60.0;
    assert_eq!(declared(&both), [1086.0, 1094.0, day + 488.0]);
}

#[test]
fn repairs_by_a_person_wait_for_its_decisions_and_for_each_other() {
    let mut small = two_pools(admin());
    let spec = RepairSpec { by: Some(0), ..repair(fixed(minutes(10))) };
    for family in &mut small.blueprint.families {
        family.repair = Some(spec.clone());
    }
    let incident = run(&crash(small, 10, &[WEB, OTHER], None));
    let of = |kind: &str| {
        let lines = incident.story.iter().filter(|line| line.kind == kind);
        lines.map(|line| (line.subject.clone(), line.at_seconds / 60.0)).collect::<Vec<_>>()
    };
    // In the order in which they come: other-01 to decide (12 to 20), its repair (20 to 30),
    // web-01 to decide (30 to 38), its repair (38 to 48).
    let at = |name: &str, minute: f64| (name.to_owned(), minute);
    assert_eq!(of("repair"), [at("other-01", 20.0), at("web-01", 38.0)]);
    assert_eq!(of("restored"), [at("other-01", 30.0), at("web-01", 48.0)]);
}

/// Who repairs alone is a crew of one: case V02a.
#[test]
fn a_person_who_repairs_is_a_crew_of_one() {
    let mut small = v02a();
    small.blueprint.crews.clear();
    small.blueprint.people.push(admin());
    let repair = small.blueprint.families[WEB].modes[0].repair.as_mut().expect("it is repaired");
    (repair.crew, repair.by) = (None, Some(0));
    for lumped in [false, true] {
        let found = Walk::new(&small, lumped).unavailability();
        assert!(agree(found, exact("V02a", "unavailability")), "{found:e}");
    }
}

#[test]
fn a_repair_has_one_kind_of_hands() {
    let mut small = v02a();
    small.blueprint.people.push(admin());
    let repair = small.blueprint.families[WEB].modes[0].repair.as_mut().expect("it is repaired");
    repair.by = Some(0);
    let error = System::new(&small.blueprint).expect_err("two kinds of hands");
    assert_eq!(error, BuildError::TwoHands("web: crash".into()));
    small.blueprint.families.push(family("other", 1));
    small.blueprint.people.clear();
    let error = System::new(&small.blueprint).expect_err("nobody is there");
    assert_eq!(error, BuildError::Dangling("web: crash".into()));
}
