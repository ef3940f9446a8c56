//! Bad changes: whom they reach, and that nothing but a roll-back helps; on paper.

use crate::small::{Small, WEB, by_balancer, fixed, repair, seconds};
use hadr::quantity::{MICRO, Span, Time};
use hadr::report::{IncidentReport, StoryLine};
use hadr::system::*;

fn minutes(minutes: u64) -> Span {
    seconds(60 * minutes)
}

/// Four servers with 900 users, and a change of all of them.
fn pool(kind: ModeKind, waves: Option<Waves>, roll_back: RollBackSpec) -> Small {
    let mut small = Small::pool(4).users(900, by_balancer());
    small.blueprint.families[WEB].repair = Some(repair(fixed(minutes(5))));
    small.blueprint.changes.push(ChangeSpec {
        name: "release-42".into(),
        scope: vec![Target::Service(0)],
        kind,
        waves,
        roll_back,
    });
    small
}

fn together(minute: u64) -> RollBackSpec {
    RollBackSpec::Together(fixed(minutes(minute)))
}

fn act(mut small: Small, minute: u64, action: Action) -> Small {
    let targets = match action {
        Action::Restore => vec![Target::Family(WEB)],
        _ => Vec::new(),
    };
    let at = Time::after_start(minutes(minute));
    small.blueprint.incidents[0].events.push(ScriptSpec { at, action, targets, lasts: None });
    small
}

const CHANGE: Action = Action::Change(0);
const ROLL_BACK: Action = Action::RollBack(0);

fn run(small: &Small) -> IncidentReport {
    small.run().incidents.remove(0)
}

/// When members fail and come back, and what is said of the change: minute and words.
fn told(incident: &IncidentReport) -> Vec<(f64, &str)> {
    let of =
        |line: &&StoryLine| ["failed", "shock", "restored", "repair"].contains(&line.kind.as_str());
    let lines = incident.story.iter().filter(of);
    lines.map(|line| (line.at_seconds / 60.0, line.text.as_str())).collect()
}

fn out(incident: &IncidentReport) -> f64 {
    incident.services[0].outage_seconds.story / 60.0
}

#[test]
fn repairs_and_restorations_do_not_help_and_a_roll_back_does() {
    let small = pool(ModeKind::Crash, None, together(10));
    let incident = run(&act(act(act(small, 5, CHANGE), 20, Action::Restore), 30, ROLL_BACK));
    let wanted = [
        (5.0, "release-42 reaches 4 members, and is bad"),
        (5.0, "web-01 fails (change)"),
        (5.0, "web-02 fails (change)"),
        (5.0, "web-03 fails (change)"),
        (5.0, "web-04 fails (change)"),
        (30.0, "release-42 is rolled back on 4 members"),
        (40.0, "web-01 is up again"),
        (40.0, "web-02 is up again"),
        (40.0, "web-03 is up again"),
        (40.0, "web-04 is up again"),
    ];
    assert_eq!(told(&incident), wanted);
    assert_eq!(out(&incident), 35.0);
    // One cause for all four.
    let users = &incident.populations[0];
    assert_eq!(users.lost_by_chain.len(), 1);
    assert_eq!(users.lost_by_chain[0].name, "release-42: change");
    assert_eq!(users.lost_user_minutes.story, 900.0 * 35.0);
}

#[test]
fn without_a_roll_back_it_lasts() {
    let incident = run(&act(pool(ModeKind::Hang, None, together(10)), 5, CHANGE));
    assert_eq!(out(&incident), 115.0);
}

#[test]
fn members_may_be_rolled_back_one_after_the_other() {
    let small = pool(ModeKind::Crash, None, RollBackSpec::Each(fixed(minutes(2))));
    let incident = run(&act(act(small, 5, CHANGE), 30, ROLL_BACK));
    let back: Vec<f64> = told(&incident)
        .iter()
        .filter(|(_, text)| text.ends_with("up again"))
        .map(|(m, _)| *m)
        .collect();
    assert_eq!(back, [32.0, 34.0, 36.0, 38.0]);
    // The pool needs one.
    assert_eq!(out(&incident), 27.0);
}

#[test]
fn whoever_is_down_gets_it_as_well() {
    // Down from minute 1 to 11; the change is in it when it comes back.
    let small = pool(ModeKind::Crash, None, together(0)).crash(60, &[1], Some(600));
    let incident = run(&act(act(small, 5, CHANGE), 30, ROLL_BACK));
    let of_the_first: Vec<_> =
        told(&incident).into_iter().filter(|(_, text)| text.starts_with("web-01")).collect();
    let wanted = [
        (1.0, "web-01 fails (crash)"),
        (5.0, "web-01 fails (change)"),
        (11.0, "web-01 is restored, but something else still keeps it down"),
        (30.0, "web-01 is up again"),
    ];
    assert_eq!(of_the_first, wanted);
}

#[test]
fn it_goes_forward_in_waves_until_it_is_rolled_back() {
    let waves = Some(Waves { members: 2, every: minutes(10) });
    let small = act(pool(ModeKind::Crash, waves, together(0)), 5, CHANGE);
    // The second wave makes it an outage; it is over at once.
    let incident = run(&act(small.clone(), 30, ROLL_BACK));
    assert_eq!(out(&incident), 15.0);
    let reached: Vec<_> =
        told(&incident).into_iter().filter(|(_, text)| text.contains("reaches")).collect();
    let wave = "release-42 reaches 2 members, and is bad";
    assert_eq!(reached, [(5.0, wave), (15.0, wave)]);
    // Rolled back before it, there is none.
    let incident = run(&act(small, 14, ROLL_BACK));
    assert_eq!(out(&incident), 0.0);
    assert_eq!(told(&incident).iter().filter(|(_, text)| text.contains("reaches")).count(), 1);
}

#[test]
fn a_gray_release_fails_its_share_of_requests_on_every_member() {
    let mut small = pool(ModeKind::Gray(300_000), None, together(10));
    small.blueprint.populations.clear();
    small.blueprint.loads.push(LoadSpec {
        name: "pages".into(),
        to: 0,
        rate: 100 * MICRO,
        arrivals: Arrivals::Constant,
        unit: "requests".into(),
    });
    let incident = run(&act(act(small, 5, CHANGE), 30, ROLL_BACK));
    // 30 % of 100 a second, for 35 minutes; the pool is never out.
    assert_eq!(incident.loads[0].failed.story, 30.0 * 35.0 * 60.0);
    assert_eq!(out(&incident), 0.0);
    assert_eq!(told(&incident).last(), Some(&(40.0, "web-04 is mended (change)")));
}

#[test]
fn it_may_be_made_twice_and_rolled_back_when_there_is_nothing() {
    let small = pool(ModeKind::Crash, None, together(0));
    let twice = act(act(act(small, 1, ROLL_BACK), 5, CHANGE), 6, CHANGE);
    let incident = run(&act(act(act(twice, 10, ROLL_BACK), 20, CHANGE), 25, ROLL_BACK));
    let of_the_change: Vec<_> =
        told(&incident).into_iter().filter(|(_, text)| text.starts_with("release-42")).collect();
    let wanted = [
        (1.0, "release-42 is rolled back: nobody has it any more"),
        (5.0, "release-42 reaches 4 members, and is bad"),
        (6.0, "release-42 reaches nobody that does not have it"),
        (10.0, "release-42 is rolled back on 4 members"),
        (20.0, "release-42 reaches 4 members, and is bad"),
        (25.0, "release-42 is rolled back on 4 members"),
    ];
    assert_eq!(of_the_change, wanted);
    assert_eq!(out(&incident), 10.0);
}

#[test]
fn what_a_change_cannot_do_is_no_system() {
    let mut small = pool(ModeKind::Latent, None, together(0));
    small.blueprint.changes[0].scope = vec![Target::Family(WEB)];
    let error = System::new(&small.blueprint).expect_err("nothing is latent by change");
    let wanted = "the shock `release-42` must crash, hang, be gray or degrade";
    assert_eq!(error.to_string(), wanted);
}
