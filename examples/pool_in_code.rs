//! Shows a system built without a file, and one drawn history of it, as its story observer tells it.
//!
//! ```text
//! site
//! └─ web-01 web-02 web-03   each carries a third of 3,000 users; probed every 5 s
//! ```
//!
//! `cargo run --release --example pool_in_code [TRIAL]`

use hadr::detection::{Probe, Schedule};
use hadr::metric::of_story;
use hadr::quantity::{MICRO, Span};
use hadr::random::{Chance, Law};
use hadr::redundancy::{Overload, Pool};
use hadr::system::{
    Ages, Blueprint, Clients, Family, Limit, ModeKind, ModeSpec, Options, PlaceSpec,
    PopulationSpec, RepairSpec, Returns, ServiceSpec, Starts, System, Target, Transition, Trial,
};
use std::error::Error;
use std::sync::Arc;

const LONGER: &str = "a mean is longer than zero";

const fn hours(hours: u64) -> Span {
    Span::from_secs(3600 * hours)
}

/// Three servers that crash every 200 hours or so and take 2 hours to repair.
fn servers() -> Family {
    let life = Law::exponential(hours(200)).expect(LONGER);
    let takes = Law::exponential(hours(2)).expect(LONGER);
    let at_once = Law::fixed(Span::ZERO).expect("a span is a law");
    let repair = RepairSpec {
        delay: at_once,
        crew: None,
        starts: Starts::Noticed,
        ..RepairSpec::taking(takes)
    };
    let crash = ModeSpec {
        kind: ModeKind::Crash,
        tag: "crash".into(),
        life,
        ages: Ages::WhileUp,
        repair: Some(repair.clone()),
    };
    Family {
        name: "web".into(),
        luck: None,
        count: Some(3),
        place: 0,
        limit: Some(Limit::Users(1_400 * MICRO)),
        units: Vec::new(),
        sign_ins: Some(10 * MICRO),
        modes: vec![crash],
        repair: Some(repair),
        needs: Vec::new(),
    }
}

/// References are positions in the lists: family 0 stands in place 0 and serves in service 0.
fn blueprint() -> Blueprint {
    let probe = Probe {
        every: Span::from_secs(5),
        schedule: Schedule::FixedRate,
        timeout: Span::from_secs(2),
        fall: 3,
        rise: 2,
    };
    let clients = Clients {
        returns: Returns::ByBalancer,
        retry: (Span::ZERO, Span::ZERO),
        timeout: Span::from_secs(30),
    };
    Blueprint {
        places: vec![PlaceSpec {
            name: "site".into(),
            luck: None,
            inside: None,
            modes: Vec::new(),
        }],
        families: vec![servers()],
        services: vec![ServiceSpec {
            name: "pool".into(),
            members: vec![Target::Family(0)],
            needs: Vec::new(),
            mechanism: Arc::new(Pool::new(1, Overload::Flag)),
            detection: Arc::new(probe),
        }],
        populations: vec![PopulationSpec {
            features: Vec::new(),
            name: "users".into(),
            feature: "pages".into(),
            users: 3_000 * MICRO,
            home: 0,
            clients,
        }],
        ..Blueprint::default()
    }
}

/// What matters of a history, in words; the rest is details.
fn words(system: &System, transition: &Transition) -> Option<String> {
    Some(match *transition {
        Transition::Failed { node, .. } => format!("{} fails", system.name(node)),
        Transition::Restored { node, .. } => format!("{} is restored", system.name(node)),
        Transition::Lost { users, .. } => format!("{} users lose their server", users / MICRO),
        Transition::Declared { service, slot } => {
            format!("{} is declared down", system.member_name(service, slot))
        }
        Transition::Accepted { service, slot } => {
            format!("{} is given work again", system.member_name(service, slot))
        }
        Transition::RampEnded { .. } => "everybody is served again".into(),
        _ => return None,
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let trial = std::env::args().nth(1).map_or(Ok(0), |word| word.parse())?;
    let system = System::new(&blueprint())?;
    let options = Options {
        chance: Chance::drawn(1, trial),
        random: true,
        incident: None,
        horizon: hours(300),
        events: 100_000,
        audit: true,
    };
    let mut history = Trial::new(&system, options);
    history.observe(vec![of_story(&system)]);
    let outcome = history.finish(Span::ZERO)?;
    for (at, transition) in &outcome.told.story {
        if let Some(words) = words(&system, transition) {
            println!("{:>9.3} h  {words}", at.secs_f64() / 3600.0);
        }
    }
    println!("trial {trial}: {} failures and repairs", outcome.failures_and_repairs);
    Ok(())
}
