//! Steps: skipped, refused, tried again, failed, kept off.

use super::{at, run, run_scenario, scenario, story, text, told};
use hadr::system::port::{Change, Controller, Redundancy, Shortfall};
use hadr::system::*;
use std::sync::Arc;

/// Obeys an order after it has refused so many, and pairs its members.
#[derive(Clone, Debug)]
struct Obeying {
    after: u32,
}

impl Redundancy for Obeying {
    fn need(&self) -> u32 {
        1
    }

    fn pairs_members(&self) -> bool {
        true
    }

    fn control(&self, _: ServiceId, _: &System) -> Box<dyn Controller> {
        Box::new(self.clone())
    }
}

impl Controller for Obeying {
    fn settle(&mut self, _: &[Change], _: &mut World<'_>) {}

    fn obey(&mut self, _: ServiceOrder, _: &mut World<'_>) -> Answer {
        match self.after {
            0 => Answer::Done,
            _ => {
                self.after -= 1;
                Answer::Refused("it is not ready", None)
            }
        }
    }

    fn view(&self, _: &World<'_>) -> ServiceView {
        ServiceView { up: true, members: 2, members_up: 2, ..ServiceView::default() }
    }

    fn member_load(&self, _: u32, _: &ServiceView) -> Option<u64> {
        None
    }

    fn shortfall(&self, _: &World<'_>) -> Shortfall {
        Shortfall::NONE
    }

    fn configuration(&self, _: u32, _: &mut Vec<u8>) {}

    fn audit(&self, _: &World<'_>) {}

    fn duplicate(&self) -> Box<dyn Controller> {
        Box::new(self.clone())
    }
}

/// `follow` with these steps, started at minute 10.
fn steps(steps: &str) -> String {
    let runbook = format!(r#""follow": {{"by": "admin", "steps": [{steps}]}}"#);
    text(&runbook, r#"{"at": "10 min", "do": {"start": "follow"}}"#)
}

/// The same with a pair of the two pools that refuses so many orders, and a step that fails `a`
/// over in place of the first one.
fn on_a_pair(after: u32, runbook: &str, act: ActSpec) -> hadr::scenario::Scenario {
    let mut scenario = scenario(runbook);
    let blueprint = &mut scenario.blueprint;
    let members: Vec<Target> = (0..2).map(Target::Service).collect();
    blueprint.services.push(ServiceSpec {
        name: "pair".into(),
        members,
        needs: Vec::new(),
        mechanism: Arc::new(Obeying { after }),
        detection: Arc::new(hadr::detection::AtOnce),
    });
    blueprint.runbooks[0].steps[0].act = Some(act);
    scenario
}

fn fail_over_a() -> ActSpec {
    ActSpec::Order(OrderKind::FailOver, Subject::Named(Target::Service(0)))
}

#[test]
fn a_step_that_is_not_needed_is_skipped() {
    let incident = run(&steps(
        r#"{"do": {"restore": "db"}, "unless": [{"up": "db"}, {"up": "a"}], "takes": "4 min"},
        {"unless": [{"up": "db"}, {"down": "a"}], "takes": "2 min"}"#,
    ));
    let wanted = [
        at(10.0, "follow begins: admin is told to follow it"),
        at(10.0, "follow, step 1 (put db right) is not needed: db is up, a is up"),
        at(10.0, "follow, step 2 (wait) begins"),
        at(12.0, "follow, step 2 (wait) is done"),
        at(12.0, "follow is done"),
    ];
    assert_eq!(story(&incident), wanted);
}

/// Refused as it begins, at 10; tried again after its own four minutes, at 14 and 18; then it
/// stops.
#[test]
fn a_step_whose_requirement_never_holds_is_given_up() {
    let incident = run(&steps(
        r#"{"do": {"restore": "db"}, "requires": [{"up": "a"}, {"down": "b"}], "takes": "4 min", "retries": 2},
        {"takes": "1 min"}"#,
    ));
    let wanted = [
        at(10.0, "follow begins: admin is told to follow it"),
        at(10.0, "follow, step 1 (put db right) begins"),
        at(10.0, "follow, step 1 (put db right) is refused: b is not down"),
        at(14.0, "follow, step 1 (put db right) is tried again"),
        at(14.0, "follow, step 1 (put db right) is refused: b is not down"),
        at(18.0, "follow, step 1 (put db right) is tried again"),
        at(18.0, "follow, step 1 (put db right) is refused: b is not down"),
        at(18.0, "follow stops: step 1 (put db right) has been tried 3 times"),
    ];
    assert_eq!(story(&incident), wanted);
}

#[test]
fn a_requirement_that_comes_to_hold_lets_the_next_try_succeed() {
    let crash = r#", {"at": "13 min", "do": {"crash": "b-server"}}"#;
    let runbook = steps(
        r#"{"do": {"restore": "db"}, "requires": {"down": "b"}, "takes": "4 min", "retries": 2, "retry_after": "5 min"}"#,
    );
    let incident = run(
        &runbook.replace(r#""start": "follow"}}"#, &format!(r#""start": "follow"}}}}{crash}"#))
    );
    let wanted = [
        at(10.0, "follow, step 1 (put db right) is refused: b is not down"),
        at(15.0, "follow, step 1 (put db right) is tried again"),
        at(19.0, "follow, step 1 (put db right) is done"),
    ];
    assert_eq!(story(&incident)[2..5], wanted);
}

/// It takes four minutes, is refused at 14 and 18 by the mechanism, and obeyed at 22.
#[test]
fn what_a_mechanism_refuses_is_tried_again() {
    let runbook = steps(r#"{"takes": "4 min", "retries": 2}"#);
    let incident = run_scenario(&on_a_pair(2, &runbook, fail_over_a()));
    let wanted = [
        at(10.0, "follow begins: admin is told to follow it"),
        at(10.0, "follow, step 1 (fail a over) begins"),
        at(14.0, "follow, step 1 (fail a over) is refused: it is not ready"),
        at(14.0, "follow, step 1 (fail a over) is tried again"),
        at(18.0, "follow, step 1 (fail a over) is refused: it is not ready"),
        at(18.0, "follow, step 1 (fail a over) is tried again"),
        at(22.0, "follow, step 1 (fail a over) is done"),
        at(22.0, "follow is done"),
    ];
    assert_eq!(story(&incident), wanted);
    let incident = run_scenario(&on_a_pair(3, &runbook, fail_over_a()));
    let stops = "follow stops: step 1 (fail a over) has been tried 3 times";
    assert_eq!(story(&incident).last(), Some(&at(22.0, stops)));
}

/// 5 min and 24 s for each thousand of 40,000 users: 21 minutes.
#[test]
fn a_step_takes_longer_for_more_users() {
    let runbook = steps(r#"{"takes": "5 min"}"#).replace("900 users", "40000 users");
    let mut scenario = on_a_pair(0, &runbook, fail_over_a());
    let step = &mut scenario.blueprint.runbooks[0].steps[0];
    step.per_1000_users = hadr::quantity::Span::from_secs(24);
    assert_eq!(story(&run_scenario(&scenario)).last(), Some(&at(31.0, "follow is done")));
}

/// At nominal values the likelier branch is taken: three tries that fail, or one that works.
#[test]
fn a_step_that_does_not_work_is_tried_again() {
    let fails = r#"{"do": {"restore": "db"}, "takes": "4 min", "works": "40 %", "retries": 2}"#;
    let wanted = [
        at(14.0, "follow, step 1 (put db right) does not work"),
        at(14.0, "follow, step 1 (put db right) is tried again"),
        at(18.0, "follow, step 1 (put db right) does not work"),
        at(18.0, "follow, step 1 (put db right) is tried again"),
        at(22.0, "follow, step 1 (put db right) does not work"),
        at(22.0, "follow stops: step 1 (put db right) has been tried 3 times"),
    ];
    assert_eq!(story(&run(&steps(fails)))[2..], wanted);
    let works = fails.replace("40 %", "60 %");
    assert_eq!(story(&run(&steps(&works))).last(), Some(&at(14.0, "follow is done")));
}

/// `a` needs the database to be changed, and it is down from minute 5 to minute 60.
fn without_db(otherwise: &str, incident: &str, runbook: &str) -> String {
    let need = format!(r#", "needs": {{"db": {{"for_changes": {{"otherwise": "{otherwise}"}}}}}}"#);
    let runbook = format!(r#""follow": {{"by": "admin", "steps": [{runbook}]}}"#);
    let incident =
        format!(r#"{{"at": "5 min", "do": {{"crash": "db"}}, "for": "55 min"}}, {incident}"#);
    text(&runbook, &incident).replace(
        r#""members": "a-server", "detect": "at_once""#,
        &format!(r#""members": "a-server", "detect": "at_once"{need}"#),
    )
}

const START: &str = r#"{"at": "10 min", "do": {"start": "follow"}}"#;

#[test]
fn a_service_refuses_orders_while_what_it_needs_for_them_is_down() {
    let runbook =
        without_db("refused", START, r#"{"takes": "4 min", "retries": 1}, {"takes": "1 min"}"#);
    let incident = run_scenario(&on_a_pair(0, &runbook, fail_over_a()));
    let wanted = [
        at(14.0, "follow, step 1 (fail a over) is refused: db is down"),
        at(14.0, "follow, step 1 (fail a over) is tried again"),
        at(18.0, "follow, step 1 (fail a over) is refused: db is down"),
        at(18.0, "follow stops: step 1 (fail a over) has been tried twice"),
    ];
    assert_eq!(story(&incident)[2..], wanted);
}

/// The person does nothing else meanwhile: the second runbook waits as well.
#[test]
fn an_order_that_waits_holds_its_step_and_its_person() {
    let incident = format!(r#"{START}, {{"at": "20 min", "do": {{"start": "other"}}}}"#);
    let runbook = without_db("wait", &incident, r#"{"takes": "4 min"}, {"takes": "1 min"}"#);
    let runbook = runbook.replace(
        r#""runbooks": {"#,
        r#""runbooks": {"other": {"by": "admin", "steps": [{"takes": "1 min"}]}, "#,
    );
    let pair = on_a_pair(0, &runbook, fail_over_a());
    let wanted = [
        at(14.0, "follow, step 1 (fail a over) waits until db is up"),
        at(60.0, "follow, step 1 (fail a over) is done"),
        at(60.0, "follow, step 2 (wait) begins"),
        at(61.0, "follow, step 2 (wait) is done"),
        at(61.0, "follow is done"),
        at(61.0, "other begins: admin is told to follow it"),
    ];
    assert_eq!(story(&run_scenario(&pair))[2..8], wanted);
}

/// What scripts order is refused or waits in the same way.
#[test]
fn orders_of_scripts_are_kept_off_as_well() {
    for (otherwise, wanted) in [
        ("refused", vec![at(10.0, "a refuses what it is told: db is down")]),
        (
            "wait",
            vec![
                at(10.0, "a is told what to do when db is up"),
                at(60.0, "pair is told by a script to let the partner of a take over"),
            ],
        ),
    ] {
        let runbook = without_db(otherwise, START, r#"{"takes": "4 min"}"#);
        let mut scenario = on_a_pair(0, &runbook, fail_over_a());
        for event in &mut scenario.blueprint.incidents[0].events {
            if let Action::Start(_) = event.action {
                event.action = Action::Order(OrderKind::FailOver);
                event.targets = vec![Target::Service(0)];
            }
        }
        assert_eq!(told(&run_scenario(&scenario), &["command"]), wanted);
    }
}
