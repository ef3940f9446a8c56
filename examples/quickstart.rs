//! Shows the way from a file to a figure: read a scenario, run it, look something up in the report.
//!
//! ```text
//! file ─ scenario::read ─▶ Scenario ─ study::run ─▶ Report ─▶ figures, or report::to_json
//! ```
//!
//! `cargo run --release --example quickstart [FILE [RESULT]]`

use hadr::{report, scenario, study};
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let file = arguments.next().unwrap_or_else(|| "scenarios/front-end-pool-of-six.json".into());
    let scenario = scenario::read(Path::new(&file))?;
    let report = study::run(&scenario, &study::Options::default())?;
    println!("{}", report.title);
    for incident in &report.incidents {
        for population in &incident.populations {
            let lost = population.lost_user_minutes;
            println!(
                "{}: {} lose {:.0} user-minutes; 9 of 10 trials lie between {:.0} and {:.0}",
                incident.name, population.name, lost.story, lost.p5, lost.p95
            );
        }
    }
    if let Some(estimate) = &report.estimate {
        for service in &estimate.services {
            let out = service.unavailability;
            println!("{}: out for {:.2e} of the time", service.name, out.value);
        }
    }
    // The whole record, as `hadr run FILE -o RESULT` writes it.
    if let Some(result) = arguments.next() {
        report::save(Path::new(&result), report::to_json(&report).as_bytes())?;
    }
    Ok(())
}
