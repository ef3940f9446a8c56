//! A bad change that a person rolls back by a runbook; every figure on paper.

use super::{at, run, told};
use hadr::report::IncidentReport;

/// Four servers of a shop with 900 users and a release that crashes them, which takes ten minutes to
/// roll back; and a release of a server that nobody uses.
fn text(steps: &str, when: &str, incident: &str) -> String {
    format!(
        r#"{{
        "schema": "hadr/v1", "title": "t",
        "system": {{
          "places": {{"site": {{}}}},
          "components": {{"web": {{"in": "site", "count": 4}}, "other": {{"in": "site"}}}},
          "services": {{"shop": {{"pool": {{"members": "web", "detect": "at_once"}}}}}},
          "populations": {{"users": {{"users": "900 users", "home": "shop"}}}},
          "changes": {{
            "v2": {{"of": "web", "effect": "crash", "roll_back": "10 min"}},
            "v3": {{"of": "other", "effect": "crash", "roll_back": "10 min"}}
          }},
          "people": {{"admin": {{"notice": "2 min", "decide": "5 min"}}}},
          "runbooks": {{"undo": {{{when} "by": "admin", "steps": [{steps}]}}}}
        }},
        "incidents": {{
          "incident": [{incident}],
          "others": [{{"at": "1 h", "do": {{"change": ["v2", "v3"]}}}}]
        }},
        "study": {{"incidents": {{"horizon": "48 h", "trials": 20}}}}
        }}"#
    )
}

const WHEN_LOST: &str = r#""when": {"lost": "shop"},"#;
const ROLL_BACK: &str = r#"{"do": {"roll_back": "v2"}, "takes": "3 min"}"#;

fn go(minute: u32, what: &str, whom: &str) -> String {
    format!(r#"{{"at": "{minute} min", "do": {{"{what}": "{whom}"}}}}"#)
}

/// What becomes of runbooks and changes.
fn story(incident: &IncidentReport) -> Vec<(f64, String)> {
    let mut lines = told(incident, &["runbook", "shock", "restored", "outage"]);
    lines.retain(|(_, text)| !text.starts_with("web-") && !text.starts_with("other"));
    lines
}

/// Minutes that each user waits in each phase.
fn waits(incident: &IncidentReport) -> [f64; 5] {
    ["undetected", "detecting", "deciding", "acting", "repairing"]
        .map(|phase| super::waits(incident, phase))
}

#[test]
fn whoever_notices_that_the_shop_is_lost_rolls_the_release_back() {
    let incident = run(&text(ROLL_BACK, WHEN_LOST, &go(10, "change", "v2")));
    let wanted = [
        at(10.0, "v2 reaches 4 members, and is bad"),
        at(10.0, "shop is out (v2: change)"),
        at(12.0, "undo (shop) is called for: admin notices that shop is lost"),
        at(12.0, "undo (shop) is considered: admin decides what to do"),
        at(17.0, "undo (shop) begins: admin has decided"),
        at(17.0, "undo (shop), step 1 (roll back v2) begins"),
        at(20.0, "v2 is rolled back on 4 members"),
        at(20.0, "undo (shop), step 1 (roll back v2) is done"),
        at(20.0, "undo (shop) is done"),
        at(30.0, "shop is up again"),
    ];
    assert_eq!(story(&incident), wanted);
    // The person has done what is to be done at minute 20; the roll-back takes its own time.
    assert_eq!(waits(&incident), [2.0, 0.0, 5.0, 3.0, 10.0]);
    assert_eq!(incident.populations[0].lost_user_minutes.story, 900.0 * 20.0);
}

/// It brings the shop back: that this is up again is what the step was for.
#[test]
fn a_runbook_that_has_rolled_back_what_keeps_its_cause_down_goes_through_to_its_end() {
    let steps = format!(r#"{ROLL_BACK}, {{"takes": "15 min"}}, {{"takes": "1 min"}}"#);
    let incident = run(&text(&steps, WHEN_LOST, &go(10, "change", "v2")));
    // Rolled back at 20, up at 30, the second step ends at 35.
    assert_eq!(story(&incident).last(), Some(&at(36.0, "undo (shop) is done")));
    assert_eq!(waits(&incident), [2.0, 0.0, 5.0, 13.0, 0.0]);
}

/// Users of the pool wait for the runbook, although it is about nothing that could be lost.
#[test]
fn one_that_a_script_starts_is_what_users_wait_for() {
    let script = [go(10, "change", "v2"), go(15, "start", "undo")].join(", ");
    let incident = run(&text(ROLL_BACK, "", &script));
    let wanted = [
        at(15.0, "undo begins: admin is told to follow it"),
        at(15.0, "undo, step 1 (roll back v2) begins"),
        at(18.0, "v2 is rolled back on 4 members"),
        at(18.0, "undo, step 1 (roll back v2) is done"),
        at(18.0, "undo is done"),
        at(28.0, "shop is up again"),
    ];
    assert_eq!(story(&incident)[2..], wanted);
    assert_eq!(waits(&incident), [0.0, 0.0, 0.0, 3.0, 15.0]);
}

#[test]
fn nothing_is_rolled_back_that_is_not_in_force() {
    // Tried twice before the release, which comes at 20, and once behind it.
    let steps = r#"{"do": {"roll_back": "v2"}, "takes": "3 min", "retries": 2}"#;
    let script = [go(10, "start", "undo"), go(17, "change", "v2")].join(", ");
    let lines = story(&run(&text(steps, "", &script)));
    let wanted = [
        at(10.0, "undo, step 1 (roll back v2) begins"),
        at(13.0, "undo, step 1 (roll back v2) is refused: nothing of v2 is in force"),
        at(13.0, "undo, step 1 (roll back v2) is tried again"),
        at(16.0, "undo, step 1 (roll back v2) is refused: nothing of v2 is in force"),
        at(16.0, "undo, step 1 (roll back v2) is tried again"),
        at(17.0, "v2 reaches 4 members, and is bad"),
        at(17.0, "shop is out (v2: change)"),
        at(19.0, "v2 is rolled back on 4 members"),
        at(19.0, "undo, step 1 (roll back v2) is done"),
        at(19.0, "undo is done"),
        at(29.0, "shop is up again"),
    ];
    assert_eq!(lines[1..], wanted);
}

#[test]
fn nothing_is_rolled_back_that_is_being_rolled_back_or_has_been() {
    let script = |minute| {
        let start = go(minute, "start", "undo");
        [go(10, "change", "v2"), go(15, "roll_back", "v2"), start].join(", ")
    };
    let refused = |minute| {
        let lines = story(&run(&text(ROLL_BACK, "", &script(minute))));
        assert_eq!(lines.iter().filter(|(_, text)| text.contains("is rolled back on")).count(), 1);
        lines.into_iter().find(|(_, text)| text.contains("refused"))
    };
    let words = "undo, step 1 (roll back v2) is refused: v2 is being rolled back already";
    assert_eq!(refused(16), Some(at(19.0, words)));
    // All members are good again at 25.
    let words = "undo, step 1 (roll back v2) is refused: nothing of v2 is in force";
    assert_eq!(refused(26), Some(at(29.0, words)));
}

#[test]
fn of_several_changes_those_are_rolled_back_that_are_in_force() {
    let steps = r#"{"do": {"roll_back": ["v3", "v2"]}, "takes": "3 min"}"#;
    let script = [go(10, "change", "v2"), go(15, "start", "undo")].join(", ");
    let lines = story(&run(&text(steps, "", &script)));
    let wanted = [
        at(15.0, "undo, step 1 (roll back v3, v2) begins"),
        at(18.0, "v2 is rolled back on 4 members"),
        at(18.0, "undo, step 1 (roll back v3, v2) is done"),
    ];
    assert_eq!(lines[3..6], wanted);
    assert!(!lines.iter().any(|(_, text)| text.starts_with("v3")));
    // Both of them.
    let script = [go(10, "change", "v2"), go(11, "change", "v3"), go(15, "start", "undo")];
    let lines = story(&run(&text(steps, "", &script.join(", "))));
    assert!(lines.contains(&at(18.0, "v2 is rolled back on 4 members")), "{lines:#?}");
    assert!(lines.contains(&at(18.0, "v3 is rolled back on 1 member")), "{lines:#?}");
    // Neither: one that is being rolled back is said rather than one that is not there.
    let script = [go(10, "change", "v2"), go(15, "roll_back", "v2"), go(16, "start", "undo")];
    let lines = story(&run(&text(steps, "", &script.join(", "))));
    let words = "undo, step 1 (roll back v3, v2) is refused: v2 is being rolled back already";
    assert!(lines.contains(&at(19.0, words)), "{lines:#?}");
}

#[test]
fn such_a_step_is_skipped_refused_and_may_fail_like_any_other() {
    let said = |more: &str| {
        let steps = format!(r#"{{"do": {{"roll_back": "v2"}}, "takes": "3 min", {more}}}"#);
        let script = [go(10, "change", "v2"), go(15, "start", "undo")].join(", ");
        story(&run(&text(&steps, "", &script)))[3].clone()
    };
    let skipped = "undo, step 1 (roll back v2) is not needed: shop is down";
    assert_eq!(said(r#""unless": {"down": "shop"}"#), at(15.0, skipped));
    let begins = at(15.0, "undo, step 1 (roll back v2) begins");
    assert_eq!(said(r#""unless": {"up": "shop"}"#), begins);
    assert_eq!(said(r#""requires": {"down": "shop"}"#), begins);
    let steps = r#"{"do": {"roll_back": "v2"}, "takes": "3 min", "requires": {"up": "shop"}}"#;
    let script = [go(10, "change", "v2"), go(15, "start", "undo")].join(", ");
    let lines = story(&run(&text(steps, "", &script)));
    let refused = "undo, step 1 (roll back v2) is refused: shop is not up";
    assert_eq!(lines[4], at(15.0, refused));
    assert_eq!(
        lines.last(),
        Some(&at(15.0, "undo stops: step 1 (roll back v2) has been tried once"))
    );
    let steps = r#"{"do": {"roll_back": "v2"}, "takes": "3 min", "works": "10 %"}"#;
    let lines = story(&run(&text(steps, "", &script)));
    assert_eq!(lines[4], at(18.0, "undo, step 1 (roll back v2) does not work"));
}

/// The second wave would come at minute 20: it is in force before, and comes no more.
#[test]
fn waves_that_have_yet_to_come_are_rolled_back() {
    let waves =
        r#""effect": "crash", "waves": {"members": 2, "every": "10 min"}, "roll_back": "1 min"}"#;
    let script = [go(10, "change", "v2"), go(12, "start", "undo")].join(", ");
    let text = text(ROLL_BACK, "", &script);
    let text = text.replacen(r#""effect": "crash", "roll_back": "10 min"}"#, waves, 1);
    let lines = story(&run(&text));
    let wanted = [
        at(10.0, "v2 reaches 2 members, and is bad"),
        at(12.0, "undo begins: admin is told to follow it"),
        at(12.0, "undo, step 1 (roll back v2) begins"),
        at(15.0, "v2 is rolled back on 2 members"),
        at(15.0, "undo, step 1 (roll back v2) is done"),
        at(15.0, "undo is done"),
    ];
    assert_eq!(lines, wanted);
}

/// The scenario with every law fixed: told at 25, done at 30.
#[test]
fn the_bad_release_costs_on_paper_what_it_costs() {
    let text = std::fs::read_to_string("scenarios/bad-release.json").expect("it is there");
    let law = |median, p95| format!(r#"{{"lognormal": {{"median": "{median}", "p95": "{p95}"}}}}"#);
    let text = text.replace(&law("8 min", "20 min"), r#""8 min""#);
    let text = text.replace(&law("5 min", "15 min"), r#""5 min""#);
    assert!(!text.contains("lognormal"));
    let text = text.replace(r#""100 requests/s""#, r#""100 requests/s", "arrivals": "constant""#);
    let incident = run(&text);
    let failed = |load: usize| incident.loads[load].failed.story;
    // Two of five requests, from minute 10 to 38.
    assert_eq!(failed(0), 40.0 * 60.0 * 28.0);
    // The same of a sixth each: one from 10 to 38, the next from 25 to 46.
    let sixth = 40.0 / 6.0 * 60.0;
    assert!((failed(1) - sixth * (28.0 + 21.0)).abs() < 1.0, "{}", failed(1));
}
