//! Scenarios without mistakes: what they become, and what the order and spacing of a file mean.

use super::{GOOD, edited, scenario};
use hadr::estimator::plan::IncidentStudy;
use hadr::metric::objective::{Demand, Until};
use hadr::quantity::{MICRO, Probability, Span};
use hadr::random::Law;
use hadr::scenario::Scenario;
use hadr::system::{Ages, Limit, Returns, Starts, System, Target};

/// A scenario that the simulator takes as it is.
fn whole(text: &str) -> Scenario {
    let scenario = scenario(text);
    if let Err(error) = System::new(&scenario.blueprint) {
        panic!("{error}\n{text}");
    }
    scenario
}

#[test]
fn a_small_scenario_becomes_what_it_says() {
    let it = whole(GOOD);
    assert_eq!(it.title, "Two servers");
    let blueprint = &it.blueprint;
    let names: Vec<_> = blueprint.families.iter().map(|family| &*family.name).collect();
    assert_eq!(names, ["db", "web"]);
    let web = &blueprint.families[1];
    assert_eq!((web.count, web.place, web.modes.len()), (Some(2), 0, 1));
    assert_eq!(web.modes[0].tag, "crash");
    assert_eq!(Ok(&web.modes[0].life), Law::exponential(Span::from_secs(7_200_000)).as_ref());
    let repair = web.modes[0].repair.as_ref().expect("the component's repair is the mode's");
    assert_eq!((repair.crew, repair.starts), (Some(0), Starts::Noticed));
    assert_eq!(blueprint.places[0].inside, Some(1));
    assert_eq!(blueprint.services[0].members, [Target::Family(1)]);
    assert_eq!(blueprint.services[0].needs, [Target::Family(0)]);
    let staff = &blueprint.populations[0];
    assert_eq!((staff.users, &*staff.feature), (900 * MICRO, "service"));
    assert_eq!(staff.clients.returns, Returns::ByBalancer);
    assert_eq!(staff.clients.timeout, Span::from_secs(30));
    assert_eq!(blueprint.loads[0].unit, "calls");
    assert_eq!(blueprint.incidents[0].events[0].targets, [Target::Member(1, 2)]);
    let study = it.study.incidents.as_ref();
    let IncidentStudy { horizon, trials, seed, random, share } =
        study.expect("it asks for incidents");
    assert_eq!((*horizon, *trials, *seed, *random), (Span::from_secs(7_200), 1_000, 1, false));
    assert_eq!(Some(*share), Probability::new(0.05));
    let estimate = it.study.estimate.as_ref().expect("it asks for an estimate");
    assert_eq!((estimate.of, estimate.trials), (Some(Target::Service(0)), 50));
    assert!(matches!(
        it.objectives[0].demand,
        Demand::RecoveryTime { until: Until::Share(share), .. } if share.value() < 0.010_001
    ));
}

#[test]
fn the_order_of_keys_and_spacing_mean_nothing() {
    let reordered = edited(&[
        (
            "\"site\": {}, \"rack\": {\"in\": \"site\"}",
            "\"rack\":{\"in\":\"site\"},\n\"site\": { }",
        ),
        ("\"every\": \"5 s\", \"timeout\": \"2 s\"", "\"timeout\": \"2 s\", \"every\": \"5 s\""),
    ]);
    let (first, second) = (whole(GOOD), whole(&reordered));
    assert_eq!(first.hash, second.hash);
    assert_eq!(first.hash.len(), 16);
    assert_eq!(format!("{:?}", first.blueprint), format!("{:?}", second.blueprint));
    assert_eq!(first.assumptions, second.assumptions);
    let other = scenario(&edited(&[("900 users", "901 users")]));
    assert_ne!(first.hash, other.hash);
}

#[test]
fn the_defaults_in_force_are_listed_once_each() {
    let it = scenario(GOOD);
    let lines: Vec<_> =
        it.assumptions.iter().map(|a| format!("{} = {}", a.what, a.value)).collect();
    assert_eq!(
        lines,
        [
            "loads.calls.arrivals = poisson",
            "objectives.soon.recovery_time.since = failure",
            "objectives.soon.recovery_time.trials = 95 %",
            "populations.staff.clients.retry = 0 s",
            "populations.staff.clients.returns = by_balancer",
            "populations.staff.clients.timeout = 30 s",
            "repair.delay = 0 s",
            "repair.starts = noticed",
            "services.web.pool.detect.probe.rise = 1",
            "services.web.pool.detect.probe.schedule = fixed_rate",
            "services.web.pool.overload = flag",
            "services.web.pool.rebalance = at_once",
            "services.web.pool.spread = even",
            "study.estimate.seed = 1",
            "study.estimate.share = 5 %",
            "study.estimate.start = new",
            "study.estimate.warm_up = 0 s",
            "study.incidents.random = false",
            "study.incidents.seed = 1",
            "study.incidents.share = 5 %",
            "study.incidents.trials = 1000",
        ]
    );
}

#[test]
fn templates_give_whole_fields_and_chain() {
    let it = whole(&edited(&[
        (
            "\"system\"",
            "\"templates\": {
               \"base\": {\"limit\": \"400 requests/s\", \"sign_ins\": \"20 users/s\"},
               \"box\": {\"from\": \"base\", \"limit\": \"6660 users\", \"in\": \"site\"}
             },\n  \"system\"",
        ),
        ("{\"in\": \"rack\"}},", "{\"from\": \"box\", \"in\": \"rack\"}},"),
    ]));
    let db = &it.blueprint.families[0];
    assert_eq!(db.limit, Some(Limit::Users(6_660 * MICRO)));
    assert_eq!(db.sign_ins, Some(20 * MICRO));
    assert_eq!(it.blueprint.places[db.place].name, "rack");
}

#[test]
fn repeats_write_the_system_several_times() {
    let it = whole(&edited(&[(
        "\"system\"",
        "\"repeat\": [{\"for\": [{\"here\": \"porto\"}, {\"here\": \"lisbon\"}],
           \"system\": {
             \"places\": {\"$here\": {\"in\": \"site\"}},
             \"services\": {\"edge-$here\": {\"pool\": {\"members\": {\"in\": \"$here\", \"count\": 3}}}}
           }}],\n  \"system\"",
    )]));
    let names: Vec<_> = it.blueprint.services.iter().map(|service| &*service.name).collect();
    assert_eq!(names, ["edge-lisbon", "edge-porto", "web"]);
    assert_eq!(it.blueprint.families.len(), 4);
}

#[test]
fn members_may_be_components_numbers_and_services() {
    let it = whole(&edited(&[
        ("\"db\": {\"in\": \"rack\"}", "\"db\": {\"in\": \"rack\", \"count\": 3}"),
        (
            "\"services\": {",
            "\"services\": {\"all\": {\"pool\": {\"members\": [\"db-1\", \"db-03\", \"web\"], \"need\": 3}}, ",
        ),
    ]));
    let all = &it.blueprint.services[0];
    assert_eq!(all.members, [Target::Member(0, 1), Target::Member(0, 3), Target::Service(1)]);
}

#[test]
fn clients_that_find_out_by_themselves_come_back_by_themselves() {
    let it = whole(&edited(&[(
        "{\"probe\": {\"every\": \"5 s\", \"timeout\": \"2 s\", \"fall\": 3}}",
        "{\"client\": {\"retry\": {\"uniform\": [\"5 s\", \"60 s\"]}, \"timeout\": \"9 s\"}}",
    )]));
    let clients = it.blueprint.populations[0].clients;
    assert_eq!(clients.returns, Returns::ByClient);
    assert_eq!(clients.retry, (Span::from_secs(5), Span::from_secs(60)));
    assert_eq!(clients.timeout, Span::from_secs(9));
}

#[test]
fn every_deed_finds_its_targets() {
    let deeds = [
        ("{\"crash\": \"web-02\"}", "{\"crash\": [\"web\", \"db\"]}"),
        ("{\"crash\": \"web-02\"}", "{\"hang\": \"web-1\"}"),
        ("{\"crash\": \"web-02\"}", "{\"disaster\": [\"rack\", \"site\"]}"),
    ];
    for (from, to) in deeds {
        whole(&edited(&[(from, to), ("{\"db\": \"hard\"}", "{\"site\": \"hard\"}")]));
    }
    let restored =
        ("{\"crash\": \"web-02\"}, \"for\": \"1 h\"", "{\"restore\": [\"rack\", \"web\"]}");
    let it = whole(&edited(&[restored]));
    let targets = &it.blueprint.incidents[0].events[0].targets;
    assert_eq!(*targets, [Target::Place(0), Target::Family(1)]);
}

#[test]
fn every_law_every_check_and_every_way_of_ageing_is_read() {
    let laws = [
        "\"3 h\"",
        "{\"uniform\": [\"1 h\", \"2 h\"]}",
        "{\"weibull\": {\"shape\": 0.7, \"mean\": \"1 y\"}}",
        "{\"weibull\": {\"shape\": 2, \"scale\": \"1 y\"}}",
        "{\"lognormal\": {\"median\": \"1 h\", \"mean\": \"6 h\"}}",
        "{\"lognormal\": {\"median\": \"1 h\", \"p95\": \"6 h\"}}",
        "{\"lognormal\": {\"median\": \"1 h\", \"sigma\": 1.5}}",
        "{\"lognormal\": {\"p50\": \"1 h\", \"p95\": \"6 h\"}}",
        "{\"weibull\": {\"shape\": 2, \"median\": \"1 y\"}}",
        "{\"weibull\": {\"p50\": \"1 y\", \"p95\": \"3 y\"}}",
        "{\"gamma\": {\"shape\": 0.5, \"mean\": \"1 y\"}}",
        "{\"gamma\": {\"shape\": 3, \"scale\": \"20 min\"}}",
        "{\"gamma\": {\"mean\": \"1 h\", \"sd\": \"30 min\"}}",
        "{\"triangular\": [\"1 h\", \"2 h\", \"6 h\"]}",
        "{\"mixture\": [{\"share\": \"90 %\", \"law\": \"5 min\"}, \
         {\"share\": \"10 %\", \"law\": {\"exponential\": \"8 h\"}}]}",
    ];
    for law in laws {
        whole(&edited(&[("{\"exponential\": \"2000 h\"}", law)]));
    }
    let probe = "{\"probe\": {\"every\": \"5 s\", \"timeout\": \"2 s\", \"fall\": 3}}";
    let slow =
        "{\"probe\": {\"every\": \"1 s\", \"timeout\": \"2 s\", \"schedule\": \"fixed_delay\"}}";
    for check in ["\"at_once\"", "{\"after\": {\"exponential\": \"30 s\"}}", slow] {
        whole(&edited(&[(probe, check)]));
    }
    let ages = [
        ("\"while_up\"", Ages::WhileUp),
        ("\"always\"", Ages::Always),
        ("{\"while_up\": \"db\"}", Ages::While(Target::Family(0))),
        (
            "{\"dormant\": {\"while_up\": \"db\", \"factor\": 0.1}}",
            Ages::Dormant {
                beside: Target::Family(0),
                factor: Probability::new(0.1).expect("it lies between 0 and 1"),
            },
        ),
    ];
    for (text, wanted) in ages {
        let life = "{\"life\": {\"exponential\": \"2000 h\"}}";
        let aged = format!("{{\"life\": {{\"exponential\": \"2000 h\"}}, \"ages\": {text}}}");
        let it = whole(&edited(&[(life, &aged)]));
        assert_eq!(it.blueprint.families[1].modes[0].ages, wanted);
    }
}

#[test]
fn the_page_of_the_format_lists_every_code() {
    let page = include_str!("../../../docs/formats/scenario.md");
    for (code, text) in hadr::scenario::code::TABLE {
        let row = format!("| {} | {text} |\n", code.name());
        assert!(page.contains(&row), "{row}");
    }
}
