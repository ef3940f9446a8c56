//! What is said of an objective, and why where nothing can be said.

use crate::small::{Small, by_balancer, seconds};
use hadr::metric::objective::{Demand, Objective, Since, Until};
use hadr::quantity::Probability;
use hadr::report::{Verdict, to_table};

/// One server whose hundred users lose it after a minute, for `lasts` seconds or for good; all
/// are to be back within five minutes, in 95 % of `trials` that end at `horizon` seconds. Returns
/// the verdict and what is said of it, in the record and, at the end of a line, in the table.
fn judged(lasts: Option<u64>, horizon: u64, trials: u64) -> (Verdict, String) {
    let mut small = Small::pool(1).users(100, by_balancer()).crash(60, &[1], lasts);
    let study = small.study.incidents.as_mut().expect("incidents are studied");
    (study.horizon, study.trials) = (seconds(horizon), trials);
    let of_trials = Probability::new(0.95).expect("a share");
    let demand = Demand::RecoveryTime {
        at_most: seconds(300),
        since: Since::Failure,
        until: Until::AllUsers,
        in_full: false,
        class: None,
        of_trials,
    };
    small.objectives.push(Objective { name: "back".into(), feature: None, demand });
    let report = small.run();
    let objective = &report.objectives[0];
    // Long lines are wrapped.
    let words: Vec<String> =
        to_table(&report, false).split_whitespace().map(str::to_owned).collect();
    assert!(words.join(" ").contains(&objective.seen), "{}", objective.seen);
    (objective.verdict, objective.seen.clone())
}

#[test]
fn a_horizon_within_the_limit_of_an_objective_leaves_it_undecided_and_says_so() {
    // A minute after the loss the trial ends: another four might have been enough.
    let seen = "not over at the horizon in 100 (users-0, member), in 100 of them before 5 min had \
                passed: a later horizon would tell; held in 0 of 100 trials";
    assert_eq!(judged(None, 120, 100), (Verdict::Undecided, seen.to_owned()));
    // Six minutes after the loss there is nothing left to wait for.
    let seen = "not over at the horizon in 100 (users-0, member); held in 0 of 100 trials";
    assert_eq!(judged(None, 420, 100), (Verdict::Missed, seen.to_owned()));
}

#[test]
fn too_few_trials_leave_an_objective_undecided_and_say_so() {
    // Of n trials that all hold Wilson's interval begins at n / (n + 1.96^2): 0.72 of ten, 0.963 of
    // a hundred.
    let seen = "worst 60 s (users-0, member); held in 10 of 10 trials: more trials would tell";
    assert_eq!(judged(Some(60), 420, 10), (Verdict::Undecided, seen.to_owned()));
    let seen = "worst 60 s (users-0, member); held in 100 of 100 trials";
    assert_eq!(judged(Some(60), 420, 100), (Verdict::Met, seen.to_owned()));
}
