//! Trials that begin with parts as old as parts in operation are.

use crate::exact::{beside, exact};
use crate::small::{Small, WEB, exponential, fixed, hours, repair, seconds};
use hadr::quantity::{Probability, Span, YEAR};
use hadr::random::{Chance, Law};
use hadr::redundancy::Overload;
use hadr::report::{EstimateFigure, EstimateReport};
use hadr::stats::special::student_t_quantile;
use hadr::study;
use hadr::system::{Ages, Beginning, ModeKind, Options, System, Target, Trial};

struct Asked {
    start: Beginning,
    horizon: Span,
    warm_up: Span,
    trials: u64,
}

fn run(small: &Small, asked: &Asked) -> EstimateReport {
    let Asked { start, horizon, warm_up, trials } = *asked;
    let mut small = small.clone();
    small.watched((warm_up, horizon.less(warm_up)), trials).start = start;
    small.run().estimate.expect("it was asked for")
}

/// How many standard errors a figure is away from a value.
fn z(figure: EstimateFigure, exact: f64, trials: u64) -> f64 {
    let error = (figure.upper - figure.value) / student_t_quantile(0.975, (trials - 1) as f64);
    (figure.value - exact) / error
}

/// A pool that is out while its one member is: a life, and a repair of a second.
fn part(life: Law) -> Small {
    Small::pool(1).fails(ModeKind::Crash, life, repair(fixed(seconds(1))))
}

/// By renewal theory a part that is settled fails t / mean times in any t, whatever its law; a new
/// one with wear fails less often at first, and one with early failures more often.
#[test]
fn a_settled_part_fails_as_often_in_its_first_weeks_as_ever() {
    let mean = hours(1000);
    let year = YEAR.secs_f64() / mean.secs_f64();
    let half = Probability::new(0.5).expect("a share");
    let mixture = Law::mixture(vec![(half, fixed(hours(100))), (half, fixed(hours(1900)))]);
    for (life, new) in [
        // In 300 h a new part with wear hardly fails, and one with early failures does often.
        (Law::weibull_mean(3.0, mean), -1.0),
        (Law::weibull_mean(0.6, mean), 1.0),
        (Law::fixed(mean), -1.0),
        (Law::gamma_mean(4.0, mean), -1.0),
        (Law::uniform(hours(500), hours(1500)), -1.0),
        (mixture, 1.0),
    ] {
        let part = part(life.expect("a law"));
        // A second of repair in a thousand hours is 3e-7 of the rate, far below the error.
        let horizon = hours(300);
        let asked = |start| Asked { start, horizon, warm_up: Span::ZERO, trials: 4000 };
        let settled = run(&part, &asked(Beginning::Settled)).services[0].outages_per_year;
        let far = z(settled, year, 4000);
        assert!(far.abs() < 4.0, "{settled:?} a year, not {year}, z = {far}");
        let fresh = run(&part, &asked(Beginning::New)).services[0].outages_per_year;
        let far = z(fresh, year, 4000) * new;
        assert!(far > 6.0, "new: {fresh:?} a year against {year}, z = {far}");
    }
}

/// The first failure has the distribution of what is left of a life in equilibrium: at shape 2 the
/// share of trials with no failure up to t is erfc(t / scale).
#[test]
fn the_first_failure_of_a_settled_weibull_part_follows_its_closed_form() {
    let scale = hours(1000);
    let part = part(Law::weibull_scale(2.0, scale).expect("a law"));
    for part_of_scale in [0.1, 0.5, 1.0] {
        let horizon = Span::from_secs_f64(scale.secs_f64() * part_of_scale);
        let trials = 4000;
        let asked = Asked { start: Beginning::Settled, horizon, warm_up: Span::ZERO, trials };
        let share = quiet(&part, &asked);
        let exact = libm::erfc(part_of_scale);
        let error = libm::sqrt(exact * (1.0 - exact) / trials as f64);
        assert!((share - exact).abs() < 4.0 * error, "{share} against {exact} at {part_of_scale}");
    }
}

/// The share of trials without any failure.
fn quiet(small: &Small, asked: &Asked) -> f64 {
    let system = System::new(&small.scenario().blueprint).expect("a system");
    let without = (0..asked.trials).filter(|trial| {
        let options = Options {
            chance: Chance::drawn(1, *trial),
            random: true,
            incident: None,
            horizon: asked.horizon,
            events: 1_000_000,
            audit: false,
        };
        let trial = Trial::begun(&system, options, asked.start);
        trial.finish(Span::ZERO).expect("it ends").failures_and_repairs == 0
    });
    without.count() as f64 / asked.trials as f64
}

/// The same of clock groups: a spare that ages at half the speed fails half as often, what ages
/// while a pool is up as often as ever, and so does each of a pool whose members wear with load.
/// What the second of a repair changes is 3e-7 of the rate and less.
#[test]
fn settled_parts_whose_clocks_run_at_other_speeds_fail_as_often_as_ever() {
    let mean = hours(1000);
    let year = YEAR.secs_f64() / mean.secs_f64();
    let asked = |start| Asked { start, horizon: hours(300), warm_up: Span::ZERO, trials: 4000 };
    for (shape, new) in [(3.0, -1.0), (0.6, 1.0)] {
        let life = Law::weibull_mean(shape, mean).expect("a law");
        let aged = |ages: Ages| {
            let mut small = beside(part(life.clone()), 1);
            let mut modes = small.blueprint.families[WEB].modes.clone();
            modes[0].ages = ages;
            small.blueprint.families[WEB + 1].modes = modes;
            // The pool that it stands beside never fails.
            small.blueprint.families[WEB].modes.clear();
            small
        };
        let half = Probability::new(0.5).expect("a share");
        let dormant = aged(Ages::Dormant { beside: Target::Member(WEB, 1), factor: half });
        let while_up = aged(Ages::While(Target::Service(0)));
        let mut worn = part(life.clone()).mechanism(2, Overload::Cascade { exponent: 3.0 });
        worn.blueprint.families[WEB].count = Some(2);
        for (what, small, service, often) in [
            ("a spare at half the speed", dormant, "other pool", 0.5),
            ("while a pool is up", while_up, "other pool", 1.0),
            ("two that wear with load", worn, "pool", 2.0),
        ] {
            let of = |start| {
                let services = run(&small, &asked(start)).services;
                let found = services.into_iter().find(|found| found.name == service);
                found.expect("it is reported").outages_per_year
            };
            let settled = of(Beginning::Settled);
            let far = z(settled, often * year, 4000);
            assert!(far.abs() < 4.0, "{what}, shape {shape}: {settled:?}, z = {far}");
            let fresh = of(Beginning::New);
            let far = z(fresh, often * year, 4000) * new;
            assert!(far > 6.0, "{what}, shape {shape}, new: {fresh:?}, z = {far}");
        }
    }
}

/// V23 in less than a life instead of a thousand years: what is missing are the repairs that were
/// under way at the start, and after a week those would be over.
#[test]
fn ageing_parts_settled_give_the_exact_value_without_a_thousand_years() {
    let life = Law::weibull_scale(2.0, hours(1000)).expect("a Weibull law");
    let median = Span::from_secs_f64(libm::exp(2.0) * 3600.0);
    let takes = Law::lognormal_sigma(median, 0.5).expect("a lognormal law");
    let part = Small::pool(1).fails(ModeKind::Crash, life, repair(takes));
    let unavailable = 1.0 - exact("V23", "availability");
    let horizon = hours(600);
    let asked = |start| Asked { start, horizon, warm_up: hours(170), trials: 6000 };
    let settled = run(&part, &asked(Beginning::Settled)).services[0].unavailability;
    let far = z(settled, unavailable, 6000);
    assert!(far.abs() < 4.0, "{settled:?} against {unavailable}, z = {far}");
    let new = run(&part, &asked(Beginning::New)).services[0].unavailability;
    assert!(z(new, unavailable, 6000) < -6.0, "{new:?}");
}

/// Without memory there is no age: only the draws are others.
#[test]
fn exponential_parts_are_always_settled() {
    let part = part(exponential(1000));
    let horizon = hours(300);
    let year = YEAR.secs_f64() / hours(1000).secs_f64();
    for start in [Beginning::New, Beginning::Settled] {
        let asked = Asked { start, horizon, warm_up: Span::ZERO, trials: 4000 };
        let rate = run(&part, &asked).services[0].outages_per_year;
        assert!(z(rate, year, 4000).abs() < 4.0, "{start:?}: {rate:?}");
    }
}

#[test]
fn a_scenario_says_how_trials_start() {
    let text = |start: &str| {
        format!(
            r#"{{"schema": "hadr/v1", "title": "old",
            "system": {{
                "places": {{"site": {{}}}},
                "services": {{"web": {{"pool": {{"members": {{"in": "site", "count": 2,
                    "fails": [{{"crash": {{"life": {{"weibull": {{"shape": 3, "mean": "1000 h"}}}}}}}}],
                    "repair": {{"takes": "1 h"}}}}}}}}}},
                "shocks": {{"surge": {{"scope": ["web"], "size": "all", "kind": "crash", "life": {{"weibull": {{"shape": 3, "mean": "4000 h"}}}}, "repair": {{"takes": "1 h"}}}}}}
            }},
            "study": {{"estimate": {{"horizon": "300 h", "trials": 200{start}}}}}}}"#
        )
    };
    let run = |start: &str| {
        let scenario = crate::diagnostics::scenario(&text(start));
        study::run(&scenario, &study::Options::default()).expect("it runs")
    };
    let unsaid = run("");
    let says = |what: &str| unsaid.assumptions.iter().any(|line| line.what == what);
    assert!(says("study.estimate.start") && says("study.estimate.warm_up"));
    let (new, settled) = (run(r#", "start": "new""#), run(r#", "start": "settled""#));
    let estimates = [unsaid, new, settled].map(|report| report.estimate.expect("asked for"));
    assert_eq!(estimates[0], estimates[1]);
    assert_eq!([&*estimates[1].start, &*estimates[2].start], ["new", "settled"]);
    assert!(estimates[2].failures_and_repairs > 5 * estimates[1].failures_and_repairs);
}
