//! Who begins a runbook, when, and who leaves it.

use super::{at, compiles, run, scenario, story, text, told, waits};
use hadr::system::{ActSpec, OrderKind, Subject, When};

/// Puts the server of whichever pool is lost right: three minutes of work.
const REPAIR_A: &str = r#""repair-a": {"when": {"lost": ["a"]}, "by": "admin", "steps": [
    {"do": {"restore": "a-server"}, "takes": "3 min"}]}"#;
const REPAIR_B: &str = r#""repair-b": {"when": {"lost": ["b"]}, "by": "admin", "steps": [
    {"do": {"restore": "b-server"}, "takes": "3 min"}]}"#;

fn crash(minute: u32, server: &str, lasts: &str) -> String {
    let lasts = if lasts.is_empty() { String::new() } else { format!(r#", "for": "{lasts}""#) };
    format!(r#"{{"at": "{minute} min", "do": {{"crash": "{server}"}}{lasts}}}"#)
}

#[test]
fn what_is_lost_is_noticed_decided_on_and_acted_on() {
    let incident = run(&text(REPAIR_A, &crash(10, "a-server", "")));
    let wanted = [
        at(12.0, "repair-a (a) is called for: admin notices that a is lost"),
        at(12.0, "repair-a (a) is considered: admin decides what to do"),
        at(17.0, "repair-a (a) begins: admin has decided"),
        at(17.0, "repair-a (a), step 1 (put a-server right) begins"),
        at(20.0, "repair-a (a), step 1 (put a-server right) is done"),
        at(20.0, "repair-a (a) is done"),
    ];
    assert_eq!(story(&incident), wanted);
    // Ten minutes of all users: who wait for a runbook do not wait for a repair.
    let phases = ["undetected", "detecting", "deciding", "acting", "repairing"];
    assert_eq!(phases.map(|phase| waits(&incident, phase)), [2.0, 0.0, 5.0, 3.0, 0.0]);
}

/// Both are noticed at minute 12; `repair-a` has the person until minute 20.
#[test]
fn of_two_runbooks_the_second_waits_for_the_person() {
    let both = format!("{REPAIR_A}, {REPAIR_B}");
    let incident = format!("{}, {}", crash(10, "a-server", ""), crash(10, "b-server", ""));
    let incident = run(&text(&both, &incident));
    let wanted = [
        at(12.0, "repair-a (a) is called for: admin notices that a is lost"),
        at(12.0, "repair-a (a) is considered: admin decides what to do"),
        at(12.0, "repair-b (b) is called for: admin notices that b is lost"),
        at(17.0, "repair-a (a) begins: admin has decided"),
        at(17.0, "repair-a (a), step 1 (put a-server right) begins"),
        at(20.0, "repair-a (a), step 1 (put a-server right) is done"),
        at(20.0, "repair-a (a) is done"),
        at(20.0, "repair-b (b) is considered: admin decides what to do"),
        at(25.0, "repair-b (b) begins: admin has decided"),
        at(25.0, "repair-b (b), step 1 (put b-server right) begins"),
        at(28.0, "repair-b (b), step 1 (put b-server right) is done"),
        at(28.0, "repair-b (b) is done"),
    ];
    assert_eq!(story(&incident), wanted);
}

/// The users of `a` wait for `repair-a`, which waits for the person: that is detecting.
#[test]
fn users_wait_for_the_person_to_have_time() {
    let first = r#""first": {"when": {"lost": ["b"]}, "by": "admin", "steps": [
        {"do": {"restore": "b-server"}, "takes": "3 min"}]}"#;
    let both = format!("{first}, {REPAIR_A}");
    let incident = format!("{}, {}", crash(10, "a-server", ""), crash(10, "b-server", ""));
    let incident = run(&text(&both, &incident));
    let phases = ["undetected", "detecting", "deciding", "acting", "repairing"];
    assert_eq!(phases.map(|phase| waits(&incident, phase)), [2.0, 8.0, 5.0, 3.0, 0.0]);
}

#[test]
fn what_is_up_again_before_the_first_step_is_left_alone() {
    // Before it is noticed, while it is decided, and while it waits for the person.
    assert!(story(&run(&text(REPAIR_A, &crash(10, "a-server", "1 min")))).is_empty());
    let wanted = [
        at(12.0, "repair-a (a) is called for: admin notices that a is lost"),
        at(12.0, "repair-a (a) is considered: admin decides what to do"),
        at(15.0, "repair-a (a) is left alone: a is up again"),
    ];
    assert_eq!(story(&run(&text(REPAIR_A, &crash(10, "a-server", "5 min")))), wanted);
    let both = format!("{REPAIR_A}, {REPAIR_B}");
    let incident = format!("{}, {}", crash(10, "a-server", ""), crash(10, "b-server", "5 min"));
    let lines = story(&run(&text(&both, &incident)));
    assert_eq!(lines[3], at(15.0, "repair-b (b) is left alone: b is up again"));
    assert_eq!(lines.last(), Some(&at(20.0, "repair-a (a) is done")));
}

/// A loss that is over and comes again is noticed anew; one in the middle of a step is looked at
/// when the runbook is over.
#[test]
fn a_second_loss_is_noticed_anew() {
    let slow = r#""slow": {"when": {"lost": ["a"]}, "by": "admin", "steps": [
        {"takes": "10 min"}, {"takes": "10 min"}]}"#;
    let incident = format!(
        "{}, {}, {}",
        crash(10, "a-server", "9 min"),
        crash(22, "a-server", "3 min"),
        crash(30, "a-server", "1 h")
    );
    let lines = story(&run(&text(slow, &incident)));
    let wanted = [
        at(12.0, "slow (a) is called for: admin notices that a is lost"),
        at(12.0, "slow (a) is considered: admin decides what to do"),
        at(17.0, "slow (a) begins: admin has decided"),
        at(17.0, "slow (a), step 1 (wait) begins"),
        at(27.0, "slow (a), step 1 (wait) is done"),
        // Up at 25, down again at 30 only.
        at(27.0, "slow (a) stops before step 2 (wait): a is up again"),
        at(32.0, "slow (a) is called for: admin notices that a is lost"),
    ];
    assert_eq!(lines[..wanted.len()], wanted);
    let again = format!("{}, {}", crash(10, "a-server", "9 min"), crash(22, "a-server", "1 h"));
    let lines = story(&run(&text(slow, &again)));
    // Down at 27: it goes on, ends at 37, and is begun again for the second loss.
    let wanted = [
        at(37.0, "slow (a) is done"),
        at(39.0, "slow (a) is called for: admin notices that a is lost"),
    ];
    assert_eq!(lines[7..9], wanted);
}

#[test]
fn a_runbook_whose_cause_is_gone_finishes_its_step_and_stops() {
    let two = r#""two": {"when": {"lost": ["a"]}, "by": "admin", "steps": [
        {"takes": "10 min"}, {"do": {"restore": "b-server"}, "takes": "1 min"}]}"#;
    let lines = story(&run(&text(two, &crash(10, "a-server", "12 min"))));
    let wanted = [
        at(17.0, "two (a), step 1 (wait) begins"),
        at(27.0, "two (a), step 1 (wait) is done"),
        at(27.0, "two (a) stops before step 2 (put b-server right): a is up again"),
    ];
    assert_eq!(lines[3..], wanted);
}

/// That what was lost is back is what the first step was for: the others follow.
#[test]
fn a_runbook_that_has_put_its_cause_right_goes_through_to_its_end() {
    let two = r#""two": {"when": {"lost": ["a-server"]}, "by": "admin", "steps": [
        {"do": {"restore": "@lost"}, "takes": "3 min"}, {"takes": "1 min"}]}"#;
    let lines = story(&run(&text(two, &crash(10, "a-server", ""))));
    assert_eq!(lines.last(), Some(&at(21.0, "two (a-server) is done")));
}

/// It begins an hour after the return, and what it waits for must last.
#[test]
fn what_is_back_for_a_while_makes_somebody_begin() {
    let back = r#""back": {"when": {"back": ["a"], "for": "1 h"}, "by": "admin", "steps": [
        {"do": {"drain": "b-server"}, "unless": {"down": "@back"}, "takes": "1 min"}]}"#;
    let incident =
        format!("{}, {}", crash(10, "a-server", "10 min"), crash(50, "a-server", "10 min"));
    let lines = story(&run(&text(back, &incident)));
    // Back at 20 and lost at 50; back at 60: noticed at 60 + 60 + 2.
    let wanted = [
        at(122.0, "back (a) is called for: admin notices that a is back"),
        at(122.0, "back (a) is considered: admin decides what to do"),
        at(127.0, "back (a) begins: admin has decided"),
        at(127.0, "back (a), step 1 (drain b-server) begins"),
        at(128.0, "back (a), step 1 (drain b-server) is done"),
        at(128.0, "back (a) is done"),
    ];
    assert_eq!(lines, wanted);
}

#[test]
fn a_script_starts_a_runbook_without_notice_and_decision() {
    let plain = r#""plain": {"by": "admin", "steps": [{"takes": "3 min"}]}"#;
    let start = r#"{"at": "10 min", "do": {"start": "plain"}}"#;
    let wanted = [
        at(10.0, "plain begins: admin is told to follow it"),
        at(10.0, "plain, step 1 (wait) begins"),
        at(13.0, "plain, step 1 (wait) is done"),
        at(13.0, "plain is done"),
    ];
    assert_eq!(story(&run(&text(plain, start))), wanted);
    // Not begun twice at once, and again when it is over.
    let twice = format!(
        "{start}, {}, {}",
        start.replace("10 min", "12 min"),
        start.replace("10 min", "20 min")
    );
    let lines = story(&run(&text(plain, &twice)));
    assert_eq!(lines[2], at(12.0, "plain is in hand already, and not begun again"));
    assert_eq!(lines.last(), Some(&at(23.0, "plain is done")));
}

/// A script starts one that waits for a loss: at once if there is one, not at all if there is none.
#[test]
fn a_script_starts_what_is_called_for() {
    let start = r#"{"at": "11 min", "do": {"start": "repair-a"}}"#;
    let lines = story(&run(&text(REPAIR_A, start)));
    let wanted = "repair-a (a) is not begun: nothing that it is about is lost";
    assert_eq!(lines, [at(11.0, wanted)]);
    let incident = format!("{}, {start}", crash(10, "a-server", ""));
    let lines = story(&run(&text(REPAIR_A, &incident)));
    let wanted = [
        at(11.0, "repair-a (a) begins: admin is told to follow it"),
        at(11.0, "repair-a (a), step 1 (put a-server right) begins"),
        at(14.0, "repair-a (a), step 1 (put a-server right) is done"),
        at(14.0, "repair-a (a) is done"),
    ];
    assert_eq!(lines, wanted);
}

/// Nobody is on duty at 00:10: called in, or in the morning.
#[test]
fn who_is_off_duty_is_called_in_or_comes_with_the_duty() {
    let off = |call_in: &str| {
        text(REPAIR_A, &crash(10, "a-server", "")).replace(
            r#""decide": "5 min""#,
            &format!(r#""decide": "5 min", "on_duty": {{"hours": ["08:00", "18:00"]}}{call_in}"#),
        )
    };
    let incident = run(&off(r#", "call_in": "30 min""#));
    let wanted = [
        at(12.0, "repair-a (a) is called for: admin notices that a is lost"),
        at(12.0, "admin is off duty, and is called in"),
        at(42.0, "repair-a (a) is considered: admin decides what to do"),
        at(47.0, "repair-a (a) begins: admin has decided"),
    ];
    assert_eq!(told(&incident, &["runbook", "person"])[..4], wanted);
    let phases = ["undetected", "detecting", "deciding", "acting"];
    assert_eq!(phases.map(|phase| waits(&incident, phase)), [2.0, 30.0, 5.0, 3.0]);
    let lines = story(&run(&off("")));
    assert_eq!(lines.last(), Some(&at(488.0, "repair-a (a) is done")));
}

/// Symmetric forms: each for its own side, in name order.
#[test]
fn both_of_a_pair_lost_are_two_tasks_each_with_its_own_binding() {
    let either = r#""either": {"when": {"lost": ["b", "a"]}, "by": "admin", "steps": [
        {"do": {"repoint": {"all_on": "@lost", "to": "@partner"}}, "takes": "1 min"},
        {"unless": {"down": "@partner"}, "takes": "2 min"},
        {"unless": {"down": "@lost"}, "takes": "4 min"}]}"#;
    let incident = format!("{}, {}", crash(10, "a-server", "1 d"), crash(10, "b-server", "1 d"));
    // Something must lead to one of them.
    let text = |incident: &str| {
        let pool = r#""a": {"pool": {"members": "a-server", "#;
        let routed = format!(r#"{pool}"routes": {{"peer": "b"}}, "#);
        text(either, incident).replace(pool, &routed)
    };
    let lines = story(&run(&text(&incident)));
    let wanted = [
        at(12.0, "either (a) is called for: admin notices that a is lost"),
        at(12.0, "either (a) is considered: admin decides what to do"),
        at(12.0, "either (b) is called for: admin notices that b is lost"),
        at(17.0, "either (a) begins: admin has decided"),
        at(17.0, "either (a), step 1 (re-point all that leads to a to b) begins"),
        at(18.0, "either (a), step 1 (re-point all that leads to a to b) is done"),
        at(18.0, "either (a), step 2 (wait) is not needed: b is down"),
        at(18.0, "either (a), step 3 (wait) is not needed: a is down"),
        at(18.0, "either (a) is done"),
        at(18.0, "either (b) is considered: admin decides what to do"),
        at(23.0, "either (b) begins: admin has decided"),
        at(23.0, "either (b), step 1 (re-point all that leads to b to a) begins"),
    ];
    assert_eq!(lines[..wanted.len()], wanted);
    // One of them: the partner is the other.
    let lines = story(&run(&text(&crash(10, "b-server", "1 d"))));
    assert_eq!(lines[2], at(17.0, "either (b) begins: admin has decided"));
    assert_eq!(lines.last(), Some(&at(20.0, "either (b) is done")));
}

#[test]
fn the_order_of_a_file_changes_nothing() {
    let names = [r#""a", "b""#, r#""b", "a""#];
    let [one, other] = names.map(|names| {
        let runbook = format!(
            r#""either": {{"when": {{"lost": [{names}]}}, "by": "admin", "steps": [
            {{"takes": {{"exponential": "10 min"}}}}, {{"do": {{"restore": "a-server"}}, "takes": "1 min", "works": "60 %", "retries": 3}}]}}"#
        );
        run(&text(&runbook, &crash(10, "a-server", "")))
    });
    assert_eq!(one, other);
}

/// What a file could not say is refused where a program says it.
#[test]
fn what_no_runbook_can_mean_does_not_compile() {
    let blueprint = scenario(&text(REPAIR_A, &crash(10, "a-server", ""))).blueprint;
    let with = |change: &dyn Fn(&mut hadr::system::RunbookSpec)| {
        let mut blueprint = blueprint.clone();
        change(&mut blueprint.runbooks[0]);
        compiles(&blueprint)
    };
    assert_eq!(with(&|_| ()), Ok(()));
    let unbound = with(&|runbook| {
        runbook.when = None;
        runbook.steps[0].act = Some(ActSpec::Restore(Subject::Own));
    });
    let message = "the runbook `repair-a` speaks of what is lost, or of its partner, and is about no such thing";
    assert_eq!(unbound, Err(message.to_owned()));
    let partner = with(&|runbook| runbook.steps[0].act = Some(ActSpec::Restore(Subject::Partner)));
    assert_eq!(partner, Err(message.to_owned()));
    let nobody = with(&|runbook| {
        let about = runbook.when.clone();
        let Some(When::Lost(names)) = about else { return };
        runbook.steps[0].act = Some(ActSpec::Order(OrderKind::FailOver, Subject::Named(names[0])));
    });
    let message = "`repair-a` gives an order about `a` that nobody obeys";
    assert_eq!(nobody, Err(message.to_owned()));
    let person = with(&|runbook| runbook.by = 7);
    assert_eq!(person, Err("`repair-a` refers to something that does not exist".to_owned()));
}
