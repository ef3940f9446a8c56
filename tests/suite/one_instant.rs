//! What strikes at one time stamp strikes together, whatever its owners are called.

use crate::small::{Small, family, fixed, hours, repair};
use hadr::quantity::Probability;
use hadr::redundancy::Overload;
use hadr::system::{Ages, ModeKind, ModeSpec, Target};

const ABOVE: usize = 0;
const BELOW: usize = 1;

/// One drawn trial of 150 hours: who failed and returned when, in hours and in order, and the
/// hours of outage.
type History = (Vec<(f64, &'static str, String)>, f64);

/// A server that cannot run without another. Both reach the end of their life after the given
/// hours of age; the first is repaired in three hours, the other in one.
fn two(names: [&str; 2], lives: [u64; 2]) -> Small {
    let mut small = Small::pool(1);
    small.blueprint.families = [0, 1].map(|at| family(names[at], 1)).to_vec();
    for (at, takes) in [(ABOVE, 3), (BELOW, 1)] {
        small.blueprint.families[at].modes.push(ModeSpec {
            kind: ModeKind::Crash,
            tag: "crash".into(),
            life: fixed(hours(lives[at])),
            ages: Ages::WhileUp,
            repair: Some(repair(fixed(hours(takes)))),
        });
    }
    small.blueprint.families[ABOVE].needs.push(Target::Family(BELOW));
    let study = small.study.incidents.as_mut().expect("incidents are studied");
    (study.horizon, study.random, study.trials) = (hours(150), true, 1);
    // All laws are fixed: every drawn trial is the same.
    small.options.trial = Some(0);
    small
}

/// The history, in the roles of the two instead of their names.
fn history(small: &Small, names: [&str; 2]) -> History {
    let incident = small.run().incidents.remove(0);
    let role = |subject: &str| if subject.starts_with(names[ABOVE]) { "above" } else { "below" };
    let told = incident.story.iter().filter(|line| matches!(&*line.kind, "failed" | "restored"));
    let mut lines: Vec<_> = told
        .map(|line| (line.at_seconds / 3600.0, role(&line.subject), line.kind.clone()))
        .collect();
    lines.sort_by(|a, b| a.partial_cmp(b).expect("times are numbers"));
    (lines, incident.services[0].outage_seconds.story / 3600.0)
}

/// Both strike at 100 hours. The one below is up at 101 hours and the one above, whose own repair
/// takes three, at 103. Were its strike put off because the other's came first, it would follow at
/// 101 hours and be up at 104.
#[track_caller]
fn strike_together(world: impl Fn([&str; 2]) -> Small, outage: f64) {
    let line = |at, role, kind: &str| (at, role, kind.to_owned());
    let expected = vec![
        line(100.0, "above", "failed"),
        line(100.0, "below", "failed"),
        line(101.0, "below", "restored"),
        line(103.0, "above", "restored"),
    ];
    for names in [["first", "second"], ["second", "first"]] {
        assert_eq!(history(&world(names), names), (expected.clone(), outage), "{names:?}");
    }
}

#[test]
fn a_server_and_what_it_needs_strike_together_under_any_names() {
    strike_together(|names| two(names, [100, 100]), 3.0);
}

/// The one above ages at half speed beside the one below: 50 hours of life last 100.
#[test]
fn a_spare_that_ages_slowly_strikes_with_what_it_stands_beside() {
    let world = |names: [&str; 2]| {
        let mut small = two(names, [50, 100]);
        let factor = Probability::new(0.5).expect("a share");
        let beside = Target::Member(BELOW, 1);
        small.blueprint.families[ABOVE].modes[0].ages = Ages::Dormant { beside, factor };
        small
    };
    strike_together(world, 3.0);
}

/// Both stand in one pool whose members age with their load: the first strike stops the other, or
/// leaves nobody up to age at all, but the life of the other is over all the same.
#[test]
fn members_that_age_with_their_load_strike_together_under_any_names() {
    for need in [1, 2] {
        let world = |names: [&str; 2]| {
            let mut small = two(names, [100, 100]);
            small = small.mechanism(need, Overload::Cascade { exponent: 1.0 });
            small.blueprint.services[0].members.push(Target::Family(BELOW));
            small
        };
        // One of two is enough from 101 hours on; both are there at 103.
        strike_together(world, if need == 1 { 1.0 } else { 3.0 });
    }
}

/// The one above fails at 100 hours and is repaired until 103, when the one below, which has aged
/// on meanwhile, fails: out from 100 to 104 without a gap, and that is one outage.
#[test]
fn a_strike_at_the_end_of_a_repair_leaves_no_gap() {
    for names in [["first", "second"], ["second", "first"]] {
        let small = two(names, [100, 103]);
        assert_eq!(history(&small, names).1, 4.0, "{names:?}");
        assert_eq!(small.run().incidents[0].services[0].outages.story, 1.0, "{names:?}");
    }
}
