//! Failovers of real database pairs, predicted from their configuration alone.
//!
//! Every number is of the set-up (`measured/README.md` of the validation cases, and the columns of
//! the samples that repeat it); nothing is fitted to what came out:
//!
//! | here | of the set-up |
//! |---|---|
//! | `every`, `schedule`, `timeout`, `fall` | a third node probes every 1.0 s at a fixed rate, time-out 0.5 s, 3 misses in a row, then promotes (`interval_s`, `probe_to_s`, `strikes`) |
//! | `promote` 129 ms | promotion to first write 0.129 s, calibrated apart |
//! | `retry` 20 ms, 100 writes a second | the client looks for the new endpoint every 20 ms and writes every 10 ms |
//! | `latency` 100 ms | one-way delay 0.1 s, bytes in flight lost (`wan_delay_s`) |
//! | `crash`, `hang` | SIGKILL, the kernel still answers; every packet dropped (`mode`) |
//! | `ttl`, `refresh`, `granularity` | ttl 10 s, loop 3 s, expiry checked every 0.5 s (`ttl`, `loop_wait`) |
//! | `promote` 100 ms, `decide` 300 ms | about 0.1 s promotion and 0.3 s of steps |
//! | three keepers of keys, two needed | etcd, 3 members |
//!
//! Failures at random moments: phases are drawn. A prediction is accepted by the rule of
//! `measured.rs`; the four interruptions are one family.

use crate::measured::{LEVEL, accept, moments, numbers};
use crate::statements_mirror::{edited, incident, scenario};
use hadr::estimator::{Spread, Workers, spread};
use hadr::quantity::Span;
use hadr::report::Figure;
use hadr::stats::{Estimate, ks};
use hadr::system::System;
use hadr::system::port::Part;

const SYNC_CRASH: &str = include_str!("../data/pg_sync_crash.csv");
const SYNC_SILENT: &str = include_str!("../data/pg_sync_silent.csv");
const ASYNC_CRASH: &str = include_str!("../data/pg_async_wan100ms_crash.csv");
const PATRONI: &str = include_str!("../data/patroni_etcd.csv");

const POSTGRES: &str = r#"{
  "schema": "hadr/v1",
  "title": "PostgreSQL with a standby",
  "system": {
    "places": {"lab": {}},
    "components": {"watcher": {"in": "lab"}},
    "services": {"pg": {"mirror": {
      "partners": {"in": "lab", "count": 2},
      "commit": "synchronous",
      "failover": {"monitor": {"by": "watcher",
        "detect": {"probe": {"every": "1 s", "schedule": "fixed_rate", "timeout": "500 ms", "fall": 3}},
        "promote": "129 ms"}}
    }}},
    "loads": {"writer": {"to": "pg", "rate": "100 writes/s", "arrivals": "constant",
      "clients": {"retry": {"every": "20 ms"}}}}
  },
  "incidents": {"killed": [{"at": "10 s", "do": {"crash": "pg-01"}}]},
  "study": {"incidents": {"horizon": "60 s"}}
}"#;

const LEASE: &str = r#"{
  "schema": "hadr/v1",
  "title": "Patroni",
  "system": {
    "places": {"lab": {}},
    "services": {
      "keys": {"pool": {"members": {"in": "lab", "count": 3}, "need": 2}},
      "pg": {"mirror": {
        "partners": {"in": "lab", "count": 2},
        "commit": "synchronous",
        "failover": {"lease": {"store": "keys",
          "detect": {"lease": {"ttl": "10 s", "refresh": "3 s", "granularity": "500 ms"}},
          "decide": "300 ms", "promote": "100 ms"}}
      }}
    },
    "loads": {"writer": {"to": "pg", "rate": "100 writes/s", "arrivals": "constant"}}
  },
  "incidents": {"killed": [{"at": "30 s", "do": {"crash": "pg-01"}}]},
  "study": {"incidents": {"horizon": "60 s"}}
}"#;

/// How long nobody could write, in 10,000 drawn trials.
fn interruptions(text: &str) -> Vec<f64> {
    let system = System::new(&scenario(text).blueprint).expect("it is a system");
    let plan = Spread {
        incident: 0,
        horizon: Span::from_secs(60),
        trials: 10_000,
        seed: 1,
        random: false,
        story_of: None,
        thresholds: &[],
        untils: &[],
        audit: true,
        events: 1_000_000,
    };
    let (_, columns) = spread(&system, &plan, &Workers::new(None), |_| {}).expect("trials end");
    let column = columns.get("failing seconds", 0, Part::Whole).expect("was measured");
    column.values(0).to_vec()
}

/// The standby at the other end of a link of 100 ms one way.
fn asynchronous() -> String {
    let places = r#""places": {"lab": {}, "away": {}},
    "links": {"wan": {"between": ["lab", "away"], "latency": "100 ms"}},"#;
    let both = r#""components": {"pg-here": {"in": "lab"}, "pg-away": {"in": "away"},"#;
    let edits = [
        (r#""places": {"lab": {}},"#, places),
        (r#""components": {"#, both),
        (r#"{"in": "lab", "count": 2}"#, r#"["pg-here", "pg-away"]"#),
        (r#""synchronous""#, r#""asynchronous""#),
        ("pg-01", "pg-here"),
    ];
    edited(POSTGRES, &edits)
}

#[test]
fn interruptions_are_those_of_real_pairs() {
    let silent = edited(POSTGRES, &[(r#""crash""#, r#""hang""#)]);
    let figures = [
        ("synchronous, killed", interruptions(POSTGRES), SYNC_CRASH),
        ("synchronous, silent", interruptions(&silent), SYNC_SILENT),
        ("asynchronous, killed", interruptions(&asynchronous()), ASYNC_CRASH),
        ("lease, killed", interruptions(LEASE), PATRONI),
    ];
    let judge = |(what, predicted, table): &(&str, Vec<f64>, &str)| {
        accept(what, predicted, &numbers(table, "interruption_s"))
    };
    let p_values: Vec<f64> = figures.iter().map(judge).collect();
    let rejected = ks::holm(&p_values, 1.0 - LEVEL);
    assert!(!rejected.contains(&true), "told apart: {p_values:?}");
}

/// Seconds of acknowledged writes, and how many, that are missing where service goes on: the same in
/// the story and in every drawn trial.
fn exposed(text: &str) -> (f64, f64) {
    let more = [(r#""horizon": "60 s""#, r#""horizon": "60 s", "trials": 1000"#)];
    let incident = incident(&edited(text, &more));
    let service = incident.services.iter().find(|service| service.name == "pg");
    let data = &service.expect("it is watched").data;
    assert_eq!(data.len(), 1, "it keeps data, and failed once");
    let same = |figure: Figure| {
        assert_eq!(
            (figure.p5, figure.p95, figure.worst),
            (figure.story, figure.story, figure.story)
        );
        figure.story
    };
    assert_eq!(data[0].unit.as_deref(), Some("writes"));
    (same(data[0].exposed_seconds), same(data[0].exposed_writes))
}

/// A synchronous pair loses nothing that it has acknowledged; an asynchronous one the delay of its
/// link. Both figures spread by milliseconds or by one write: the means alone are judged.
#[test]
fn lost_writes_are_those_of_real_pairs() {
    let silent = edited(POSTGRES, &[(r#""crash""#, r#""hang""#)]);
    for (text, table) in [(POSTGRES, SYNC_CRASH), (&silent, SYNC_SILENT), (LEASE, PATRONI)] {
        assert_eq!(exposed(text), (0.0, 0.0));
        assert!(numbers(table, "lost_acked").iter().all(|lost| *lost == 0.0));
    }
    let (lag, writes) = exposed(&asynchronous());
    assert_eq!(lag, 0.1);
    for (column, predicted) in [("lost_span_s", lag), ("lost_acked", writes)] {
        let measured = moments(&numbers(ASYNC_CRASH, column));
        let interval = Estimate::of_mean(&measured, LEVEL).expect("many");
        let allowed = interval.half_width().max(0.1 * measured.mean());
        println!("{column}: {predicted} against {:.4}", measured.mean());
        assert!((predicted - measured.mean()).abs() <= allowed, "{column}: {predicted}");
    }
}
