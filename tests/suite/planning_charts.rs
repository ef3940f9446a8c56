//! Charts of hand-made long runs: complete, inside the canvas, the same twice, and no bound is drawn
//! as perfection.

use crate::charts::{assert_readable, size, texts};
use crate::hand_made::Made;
use hadr::chart::{CHARTS, Chart, ChartError, Format, Subject, draw};
use hadr::report::{
    ConvergencePoint, ConvergenceReport, EstimateFigure, ExceedancePoint, LongRunFeature,
    LongRunPopulation, LongRunService, PartEstimate, Report, YearlyReport,
};

const LONG: &str = "front-end-server-pool-of-the-datacentre-in-lisbon";
const YEAR: f64 = 31_557_600.0;

fn of_long_runs() -> impl Iterator<Item = &'static Chart> {
    CHARTS.iter().filter(|chart| chart.subject() == Subject::LongRun)
}

fn figure(value: f64) -> EstimateFigure {
    EstimateFigure { value, lower: 0.9 * value, upper: 1.1 * value }
}

fn none(upper: f64) -> EstimateFigure {
    EstimateFigure { value: 0.0, lower: 0.0, upper }
}

/// So many parts, each half as large as the one before; the last was never seen.
fn parts(count: usize, total: f64) -> Vec<PartEstimate> {
    let name = |i| format!("server of the web pool {i} while the power of its rack was out");
    let amount = |i: usize| total / libm::pow(2.0, i as f64 + 1.0);
    let part = |i| PartEstimate { name: name(i), amount: figure(amount(i)) };
    let unseen = PartEstimate { name: "flood of a site".into(), amount: none(total / 100.0) };
    (1..count).map(part).chain([unseen]).collect()
}

fn yearly(mean: f64) -> YearlyReport {
    let point = |i: i32| {
        let seconds = if i == 0 { 0.0 } else { mean / 20.0 * libm::pow(1.5, f64::from(i)) };
        let share = 0.6 * libm::exp(-seconds / mean);
        let share = if share < 1e-3 { none(1.5e-3) } else { figure(share) };
        ExceedancePoint { seconds, share }
    };
    YearlyReport {
        years: 2_000,
        years_with: 1_200,
        mean: figure(mean),
        p50: figure(0.6 * mean),
        p95: figure(3.0 * mean),
        p99: figure(4.5 * mean),
        exceedance: (0..16).map(point).collect(),
    }
}

/// A service that is out for a share of time; of zero, for less than a hundred-thousandth.
fn service(like: &LongRunService, name: String, lack: f64, count: usize) -> LongRunService {
    let seen = lack > 0.0;
    LongRunService {
        name,
        unavailability: if seen { figure(lack) } else { none(1e-5) },
        outages_seen: if seen { 640 } else { 0 },
        yearly: seen.then(|| yearly(lack * YEAR)),
        unprotected_by_reason: parts(count, 0.02),
        outage_seconds_per_year_by_class: if seen { parts(count, lack * YEAR) } else { vec![] },
        outage_seconds_per_year_by_chain: if seen {
            vec![like.outage_seconds_per_year_by_chain[0].clone(); count]
        } else {
            vec![]
        },
        ..like.clone()
    }
}

fn population(
    like: &LongRunPopulation,
    name: String,
    lack: f64,
    count: usize,
) -> LongRunPopulation {
    let mut made = like.clone();
    made.name = name;
    made.unavailability = if lack > 0.0 { figure(lack) } else { none(1e-5) };
    made.interruptions_per_year[0].yearly = Some(yearly(1_000.0));
    let mut everybody = made.interruptions_per_year[0].clone();
    everybody.threshold = "everybody".into();
    everybody.yearly = Some(yearly(100.0));
    made.interruptions_per_year.push(everybody);
    made.lost_user_minutes_per_year_by_class = parts(count, 262_980.0);
    made.lost_user_minutes_per_year_by_phase = parts(7, 262_980.0);
    made
}

/// So many services and populations, with names of this stem and as many causes each; one in three
/// was never seen to fail.
fn long_run(count: usize, stem: &str) -> Report {
    let mut report = Made::titled("Ten years").long_run("web", 640).long_run_users("s").report();
    let estimate = report.estimate.as_mut().expect("it was just made");
    let (one, users) = (estimate.services[0].clone(), estimate.populations[0].clone());
    let name = |i: usize| format!("{stem}-{i:02}");
    let lack = |i: usize| if i % 3 == 2 { 0.0 } else { libm::pow(10.0, -1.5 - i as f64 % 5.0) };
    let causes = count.min(20);
    let services = (0..count).map(|i| service(&one, name(i), lack(i), causes));
    estimate.services = services.collect();
    let populations = (0..count).map(|i| population(&users, name(i), lack(i), causes));
    estimate.populations = populations.collect();
    let points = |i: usize| {
        let point = |k: u32| ConvergencePoint { trials: 20 << k, estimate: figure(0.1 / i as f64) };
        (0..9).map(point).collect()
    };
    let one = |i: usize| ConvergenceReport {
        of: format!("unavailability of {}", name(i)),
        points: points(i + 1),
    };
    estimate.convergence = (0..count).map(one).collect();
    report
}

fn svg(report: &Report, kind: &str) -> String {
    let bytes = draw(report, kind, None, Format::Svg).expect("it can be drawn");
    String::from_utf8(bytes).expect("SVG is text")
}

fn has(svg: &str, word: &str) -> bool {
    texts(svg).iter().any(|(text, ..)| text == word)
}

#[test]
fn every_text_is_inside_and_none_overlaps_another() {
    for count in [1, 3, 12, 100] {
        for stem in ["web", LONG] {
            let report = long_run(count, stem);
            for chart in of_long_runs() {
                let svg = svg(&report, chart.name);
                assert_readable(&svg, &format!("{} of {count} {stem}", chart.name));
                assert!(size(&svg).1 < 6_000.0, "{}: {:?}", chart.name, size(&svg));
                assert!(svg.contains("scenario 6f2a91c03b7de845, seed 42, hadr 0.1.0"));
                assert!(svg.contains("200 trials of 10 y"));
            }
        }
    }
}

#[test]
fn availability_lies_in_nines_and_what_was_never_seen_is_a_bound() {
    let svg = svg(&long_run(3, "web"), "availability");
    for word in ["99 %", "99.9 %", "99.99 %", "96.8 %", "96.5 % to 97.2 %", "&gt; 99.999 %"] {
        assert!(has(&svg, word), "`{word}` in {:?}", texts(&svg));
    }
    assert!(has(&svg, "nothing seen: at least so much"));
    assert!(!has(&svg, "100 %"));
}

#[test]
fn features_stand_below_the_users_who_want_them() {
    let mut report = long_run(1, "web");
    let estimate = report.estimate.as_mut().expect("made above");
    estimate.populations[0].features.push(LongRunFeature {
        name: "calls".into(),
        mean_users_lacking: figure(0.1),
        unavailability: figure(0.001),
        planned: None,
        interruptions_per_year: Vec::new(),
        lost_user_minutes_per_year_by_chain: Vec::new(),
        lost_user_minutes_per_year_by_class: parts(3, 90.0),
        lost_user_minutes_per_year_by_phase: parts(3, 90.0),
        worst_trials: Vec::new(),
    });
    let availability = svg(&report, "availability");
    assert!(has(&availability, "features of web-00") && has(&availability, "calls"));
    assert!(has(&svg(&report, "phases"), "calls of web-00: user-minutes lost a year by phase"));
    let causes = svg(&report, "causes");
    assert!(has(&causes, "calls of web-00: user-minutes without it a year by class of cause"));
}

#[test]
fn where_there_is_too_much_the_worst_are_kept_and_it_is_said() {
    let report = long_run(100, "web");
    assert!(has(&svg(&report, "availability"), "The 60 least available of 200."));
    assert!(has(&svg(&report, "unprotected"), "The 20 least protected of 100 services."));
    assert!(has(
        &svg(&report, "convergence"),
        "The 12 of 100 that are asked about, of users, or out longest."
    ));
    let causes = svg(&report, "causes");
    assert!(
        texts(&causes).iter().any(|(text, ..)| text.starts_with("and ")),
        "{:?}",
        texts(&causes)
    );
    // Of equal rows the first are kept, and no more than there is room for.
    let availability = svg(&report, "availability");
    let names = texts(&availability).iter().filter(|(text, ..)| text.starts_with("web-")).count();
    assert_eq!(names, 60);
}

#[test]
fn exceedance_has_the_thresholds_side_by_side() {
    let svg = svg(&long_run(1, "web"), "exceedance");
    for word in ["anybody", "everybody", "time without service in a year", "share of years", "10 %"]
    {
        assert!(has(&svg, word), "`{word}` in {:?}", texts(&svg));
    }
    assert!(
        texts(&svg).iter().any(|(text, ..)| text.starts_with("anybody: mean 16 min 40 s a year"))
    );
}

#[test]
fn an_interrupted_run_says_so() {
    let mut report = long_run(1, "web");
    report.estimate.as_mut().expect("made above").ended = hadr::report::Ended::Interrupted;
    assert!(svg(&report, "availability").contains("200 trials of 10 y, interrupted"));
}

#[test]
fn where_there_is_nothing_to_draw_the_message_says_what_to_do() {
    let told = |report: &Report, kind: &str| {
        draw(report, kind, None, Format::Svg).map_err(|error| error.to_string())
    };
    let empty = long_run(0, "web");
    for (kind, reason) in [
        (
            "availability",
            "the long run reports no service and no population; name one in `estimate`",
        ),
        (
            "causes",
            "nothing was lost in the long run, so nothing has a cause; the chart `availability` \
             shows the bounds",
        ),
        (
            "convergence",
            "the result does not say how its estimates drew near; run the scenario again with this \
             program, and with two trials or more",
        ),
        (
            "exceedance",
            "no downtime was seen within whole years of the long run; give `estimate` a horizon of \
             a year or more, or more trials",
        ),
        (
            "phases",
            "the long run has no users, and only users wait in phases; name populations in \
             `estimate`",
        ),
        (
            "unprotected",
            "the long run reports no service that could be unprotected; name services in \
             `estimate`",
        ),
    ] {
        assert_eq!(told(&empty, kind), Err(format!("nothing to draw: {reason}")));
    }
    let none = Made::titled("No long run").incident("x").report();
    assert_eq!(
        told(&none, "availability"),
        Err(
            "the result has no long run, and `availability` shows one; ask for it with `estimate` \
             in the scenario's `study`"
                .into()
        )
    );
    assert_eq!(
        draw(&long_run(1, "web"), "causes", Some("x"), Format::Svg),
        Err(ChartError::OfNoIncident { kind: "causes".into() })
    );
}

#[test]
fn the_same_report_gives_the_same_bytes_in_both_formats() {
    let report = long_run(2, "web");
    for chart in of_long_runs() {
        for format in [Format::Svg, Format::Png] {
            let once = draw(&report, chart.name, None, format).expect("it can be drawn");
            assert_eq!(Ok(once), draw(&report, chart.name, None, format));
        }
    }
}
