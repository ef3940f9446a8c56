//! How many failures and repairs a second: models A to G, T and U, from scenario text to report.
//!
//! `cargo bench --bench models` runs all; `cargo bench --bench models -- A 1000 5` runs model A
//! with 1,000 servers and 5 trials, and prints `events=` and `cpu_s=` as `peers.sh` reads them.
//!
//! - A: N servers, exponential life (1,000 h) and repair (10 h), one pool that needs nine in ten,
//!   an open load spread evenly, ten years; outages by cause, member loads, unprotected time and
//!   failed requests measured.
//! - U: A with users instead of the load: interruptions, phases and lost user time as well.
//! - B: the same with 8 servers, 7 needed, many trials.
//! - C: the calendar alone under the hold model.
//! - T: A on one thread and on two in turns, five times, by the clock on the wall.
//! - D: A with probes (5 s x 3, rise 2), 20 sign-ins a second and member, clients over 60 s.
//! - F: the flagship's long run, `scenarios/lync-paired-datacenters.json`: ten years a trial.
//! - G: F on one thread and on two, as T.

use hadr::engine::Calendar;
use hadr::quantity::Time;
use hadr::random::{Purpose, bits};
use hadr::scenario::{self, Scenario};
use hadr::study::{self, Options};
use std::time::Instant;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let number = |at: usize| arguments.get(at).and_then(|text| text.parse::<u64>().ok());
    match arguments.first().map(String::as_str) {
        Some("A") => model("A", &text(number(1).unwrap_or(100), None, ""), number(2).unwrap_or(20)),
        Some("U") => {
            model("U", &text(number(1).unwrap_or(100), None, USERS), number(2).unwrap_or(20))
        }
        Some("B") => model("B", &text(8, Some(7), ""), number(1).unwrap_or(10_000)),
        Some("C") => hold(number(1).unwrap_or(1000), number(2).unwrap_or(10_000_000)),
        Some("T") => {
            let servers = number(1).unwrap_or(1000);
            two_threads("T", &parse(&text(servers, None, "")), number(2).unwrap_or(100));
        }
        Some("F") => flagship(number(1).unwrap_or(200)),
        Some("G") => two_threads("G", &flagship_alone(), number(1).unwrap_or(1000)),
        Some("D") => {
            model("D", &text(number(1).unwrap_or(100), None, PROBED), number(2).unwrap_or(20))
        }
        _ => {
            for (servers, trials) in [(10, 1000), (100, 100), (1000, 10), (100_000, 1)] {
                model("A", &text(servers, None, ""), trials);
            }
            model("B", &text(8, Some(7), ""), 10_000);
            model("U", &text(10, None, USERS), 1000);
            for pending in [1_000, 1_000_000] {
                hold(pending, 5_000_000);
            }
            model("D", &text(100, None, PROBED), 20);
            flagship(1000);
        }
    }
}

/// What makes model U of model A: users who are back at once.
const USERS: &str = " ";

/// What makes model D of model A.
const PROBED: &str = r#""sign_ins": "20 users/s","#;

fn text(servers: u64, need: Option<u64>, sign_ins: &str) -> String {
    let need = need.unwrap_or((servers * 9).div_ceil(10));
    let users = servers * 1000;
    let at_once = r#""at_once""#;
    let probe = r#"{"probe": {"every": "5 s", "timeout": "1 s", "fall": 3, "rise": 2}}"#;
    let staff = |clients: &str| {
        format!(
            r#""populations": {{"staff": {{"users": "{users} users", "home": "pool", "clients": {clients}}}}}"#
        )
    };
    let (detect, work) = match sign_ins {
        "" => {
            let load = format!(
                r#""loads": {{"orders": {{"to": "pool", "rate": "{users} requests/s", "arrivals": "constant"}}}}"#
            );
            (at_once, load)
        }
        USERS => (at_once, staff(r#"{"returns": "by_balancer"}"#)),
        _ => (probe, staff(r#"{"retry": {"uniform": ["0 s", "60 s"]}}"#)),
    };
    format!(
        r#"{{"schema": "hadr/v1", "title": "model",
        "system": {{
          "places": {{"site": {{}}}},
          "services": {{"pool": {{"pool": {{
            "members": {{"in": "site", "count": {servers}, {sign_ins}
              "fails": [{{"crash": {{"life": {{"exponential": "1000 h"}}}}}}],
              "repair": {{"takes": {{"exponential": "10 h"}}}}}},
            "need": {need}, "detect": {detect}}}}}}},
          {work}
        }},
        "study": {{"estimate": {{"horizon": "87600 h"}}}}}}"#
    )
}

fn model(name: &str, text: &str, trials: u64) {
    let scenario = parse(text);
    let options = Options { trials: Some(trials), threads: Some(1), ..Options::default() };
    let start = cpu_seconds();
    let report = study::run(&scenario, &options).expect("the model runs");
    let cpu = cpu_seconds() - start;
    let estimate = report.estimate.expect("an estimate was asked for");
    let events = estimate.failures_and_repairs;
    let service = &estimate.services[0];
    let down = service.unavailability.value * 87_600.0;
    println!(
        "hadr,{name},{}: events={events},downtime_h={down:.4},avgload={:.4},maxload={:.1},cpu_s={cpu:.2},eps={:.3e},trials_per_s={:.0},MiB={:.0}",
        scenario.blueprint.families[0].count.unwrap_or(1),
        service.mean_member_load,
        service.peak_member_load,
        events as f64 / cpu,
        trials as f64 / cpu,
        peak_mebibytes(),
    );
}

/// The flagship's ten years; an event is whatever its calendar held.
fn flagship(trials: u64) {
    let scenario = flagship_alone();
    let options = Options { trials: Some(trials), threads: Some(1), ..Options::default() };
    let start = cpu_seconds();
    let report = study::run(&scenario, &options).expect("the flagship runs");
    let cpu = cpu_seconds() - start;
    let estimate = report.estimate.expect("an estimate was asked for");
    let each = |count: u64| count as f64 / trials as f64;
    println!(
        "hadr,F,{trials}: events={},cpu_s={cpu:.2},events_per_trial={:.0},failures_and_repairs_per_trial={:.0},trials_per_s={:.0},MiB={:.0}",
        estimate.events,
        each(estimate.events),
        each(estimate.failures_and_repairs),
        trials as f64 / cpu,
        peak_mebibytes(),
    );
}

/// The flagship without its incident, of which the long run knows nothing.
fn flagship_alone() -> Scenario {
    let mut scenario = parse(include_str!("../scenarios/lync-paired-datacenters.json"));
    scenario.study.incidents = None;
    scenario.objectives.clear();
    scenario
}

/// How much sooner two threads are done with so many trials than one: 2 is all they can.
fn two_threads(name: &str, scenario: &Scenario, trials: u64) {
    let seconds = |threads| {
        let options =
            Options { trials: Some(trials), threads: Some(threads), ..Options::default() };
        let start = now();
        study::run(scenario, &options).expect("the model runs");
        start.elapsed().as_secs_f64()
    };
    for _ in 0..5 {
        let (one, two) = (seconds(1), seconds(2));
        println!("hadr,{name},{trials}: one_s={one:.2},two_s={two:.2},speedup={:.2}", one / two);
    }
}

#[expect(clippy::disallowed_methods, reason = "two threads save no CPU time, only time")]
fn now() -> Instant {
    Instant::now()
}

fn parse(text: &str) -> Scenario {
    match scenario::parse("model", text.as_bytes()) {
        Ok(scenario) => scenario,
        Err(rejection) => panic!("{}", rejection.render(false)),
    }
}

/// The hold model: take the first of `pending` events, schedule another.
fn hold(pending: u64, holds: u64) {
    let mut calendar = Calendar::new();
    let after = |at: u64| -libm::log((at >> 11) as f64 / (1u64 << 53) as f64 + 1e-17) * 1e9;
    for at in 0..pending {
        let draw = bits(1, at, Purpose::Life, 0, 0);
        calendar.schedule(Time::from_micros(after(draw) as u64), at);
    }
    let start = cpu_seconds();
    let mut sum = 0;
    for at in 0..holds {
        let now = calendar.next_time().expect("events are pending");
        let rank = calendar.take_at(now).expect("an event stands there");
        let next = after(bits(2, rank, Purpose::Life, at as u32, 0));
        calendar.schedule(Time::from_micros(now.micros() + next as u64), rank);
        sum ^= now.micros();
    }
    let cpu = cpu_seconds() - start;
    println!(
        "hadr,C,{pending}: holds={holds},cpu_s={cpu:.2},eps={:.3e},check={sum:x}",
        holds as f64 / cpu
    );
}

/// CPU seconds of this process, all threads: user and system, in hundredths.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
    let ticks = |at: usize| after_name.split(' ').nth(at).and_then(|t| t.parse::<f64>().ok());
    (ticks(11).unwrap_or(0.0) + ticks(12).unwrap_or(0.0)) / 100.0
}

fn peak_mebibytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    line.trim().trim_end_matches(" kB").trim().parse::<f64>().unwrap_or(0.0) / 1024.0
}
