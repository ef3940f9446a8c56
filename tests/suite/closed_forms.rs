//! What can be worked out on paper for any numbers, against what is simulated for many of them.

use crate::exact::{Long, beside, k_of_n, v03};
use crate::gth::agree;
use crate::numbers::Numbers;
use crate::small::{Small, by_balancer, exponential, hours, repair, seconds};
use crate::walk::Walk;
use hadr::detection::{Probe, Schedule};
use hadr::estimator::{Columns, Spread, Workers, spread};
use hadr::quantity::{MICRO, Span};
use hadr::redundancy::Overload;
use hadr::report::{IncidentReport, Report};
use hadr::stats::special::student_t_quantile;
use hadr::system::port::{Checker, Detection, Odds, Outlook, Part, Seen};
use hadr::system::{Action, ModeKind, ScriptSpec, System, Target};

/// Independent members: the number up is binomial.
#[test]
fn k_of_n_with_a_crew_each_is_binomial() {
    let mut numbers = Numbers(1);
    for _ in 0..20 {
        let members = numbers.between(1, 7) as u32;
        let need = numbers.between(1, members.into()) as u32;
        let (mttf, mttr) = (numbers.between(10, 5000), numbers.between(1, 50));
        let down = mttr as f64 / (mttf + mttr) as f64;
        let (mut unavailability, mut ways) = (0.0, 1.0);
        for up in 0..need {
            let up_share = libm::pow(1.0 - down, f64::from(up));
            unavailability += ways * up_share * libm::pow(down, f64::from(members - up));
            ways = ways * f64::from(members - up) / f64::from(up + 1);
        }
        for lumped in [true, false] {
            let walk = Walk::new(&k_of_n(members, need, mttf, mttr, None), lumped);
            let expected = if lumped { members as usize + 1 } else { 1 << members };
            assert_eq!(walk.states(), expected);
            let found = walk.unavailability();
            assert!(agree(found, unavailability), "{need} of {members}: {found:e}");
            let up = walk.mean(|view| f64::from(view.members_up));
            assert!(agree(up, f64::from(members) * (1.0 - down)), "{need} of {members}: {up}");
        }
    }
}

/// A birth-and-death chain by its products of ratios: failures at `members x speed / mttf`, one
/// crew.
fn cascade(members: u32, need: u32, exponent: f64, mttf: f64, mttr: f64) -> f64 {
    let (mut weight, mut total, mut out) = (1.0, 1.0, 0.0);
    for up in (0..members).rev() {
        let before = f64::from(up + 1);
        let speed = libm::pow(f64::from(members) / before, exponent);
        weight *= before * speed / mttf * mttr;
        total += weight;
        out += if up < need { weight } else { 0.0 };
    }
    out / total
}

#[test]
fn a_cascade_of_any_exponent_is_a_birth_and_death_chain() {
    for (members, need, exponent) in [(3, 1, 0.5), (4, 3, 2.0), (6, 2, 1.5), (5, 5, 3.0)] {
        let mut small = k_of_n(members, need, 2000, 12, Some(1));
        small = small.mechanism(need, Overload::Cascade { exponent });
        let found = Walk::new(&small, true).unavailability();
        let exact = cascade(members, need, exponent, 2000.0, 12.0);
        // A speed is an integer over 2^32: off by at most 1.2e-10 each, up to four in a product.
        assert!(agree(found, exact), "{members}, {exponent}: {found:e} against {exact:e}");
    }
}

#[test]
fn a_warm_spare_ages_at_its_share_of_the_speed() {
    // Both up: 1.1 failures in 1000 h; one up: 1; repaired by one crew in 10 h.
    let (one, both) = (0.011, 0.011 * 0.01);
    let found = Walk::new(&v03(0.1, Some(1)), false).unavailability();
    let exact = both / (1.0 + one + both);
    assert!(agree(found, exact), "{found:e} against {exact:e}");
}

/// Rates l and m from new: A(t) = A + (1 - A) e^-(l + m) t, and its mean over a finite horizon.
#[test]
fn a_new_server_is_better_than_an_old_one_over_a_finite_horizon() {
    for (mttf, mttr, horizon) in [(100, 20, 50), (100, 20, 5), (30, 300, 100)] {
        let small = k_of_n(1, 1, mttf, mttr, None);
        let trials = 50_000;
        let long = Long { horizon: hours(horizon), warm_up: Span::ZERO, trials, seed: 7 };
        let service = &long.run(&small).services[0];
        let (l, m, t) = (1.0 / mttf as f64, 1.0 / mttr as f64, horizon as f64);
        let down = l / (l + m) * (1.0 + libm::expm1(-(l + m) * t) / ((l + m) * t));
        let off = |figure: hadr::report::EstimateFigure, exact: f64| {
            let error =
                (figure.upper - figure.value) / student_t_quantile(0.975, (trials - 1) as f64);
            (figure.value - exact) / error
        };
        // Four standard errors: once in 16,000, six times asked.
        let z = off(service.unavailability, down);
        assert!(z.abs() < 4.0, "{mttf}, {mttr}, {horizon}: z = {z:.2}");
        // It can only fail while it is up: l (1 - U) failures an hour.
        let z = off(service.outages_per_year, l * (1.0 - down) * 8766.0);
        assert!(z.abs() < 4.0, "{mttf}, {mttr}, {horizon}: outages, z = {z:.2}");
    }
}

pub fn incident(small: &Small) -> IncidentReport {
    small.run().incidents.remove(0)
}

/// n users back at rate r: everybody after n / r, and n^2 / 2r user-seconds.
#[test]
fn a_ramp_of_any_size_loses_half_of_n_squared_over_r() {
    let mut numbers = Numbers(2);
    for _ in 0..200 {
        let members = numbers.between(2, 40);
        let users = numbers.between(members, 200_000);
        let sign_ins = numbers.between(1, 500);
        let mut small = Small::pool(members as u32).sign_ins(sign_ins).users(users, by_balancer());
        let incidents = small.study.incidents.as_mut().expect("scripts are studied");
        (incidents.trials, incidents.horizon) = (1, hours(10_000));
        let incident = incident(&small.crash(60, &[1], None));
        // In millionths of a user: the lost member's share rounded down, the remainder stays.
        let lost = users * MICRO / members;
        let rate = sign_ins * MICRO * (members - 1);
        // The last one is back at a whole microsecond, rounded up.
        let micros = (u128::from(lost) * 1_000_000).div_ceil(rate.into());
        let population = &incident.populations[0];
        let said = format!("{users} users, {members} members, {sign_ins} sign-ins");
        assert_eq!(population.thresholds[0].longest_seconds.story, micros as f64 / 1e6, "{said}");
        // The ledger adds (n + 0) x dt halves: exact until it is printed as a double.
        let halves = u128::from(lost) * micros;
        let found = population.lost_user_minutes.story * 60.0;
        let ledger = halves as f64 / 2e12;
        assert!((found / ledger - 1.0).abs() < 1e-15, "{said}: {found} against {ledger}");
        // On paper nothing is rounded: the last microsecond of half of n users is between them.
        let (n, r) = (lost as f64 / 1e6, rate as f64 / 1e6);
        let paper = n * n / (2.0 * r);
        let bound = n * 0.5e-6 + 1e-13 * paper;
        assert!((found - paper).abs() <= bound, "{said}: {found} against {paper}");
    }
}

/// The pool of the other tests with users behind a probe, and one crash or hang of a minute or so.
pub fn watched(check: impl Detection + 'static, kind: ModeKind, micros: u64) -> Small {
    let mut small = Small::pool(4).users(4000, by_balancer()).detect(check).sign_ins(50);
    small = small.breaks(kind, 60, &[2], Some(1));
    small.blueprint.incidents[0].events[0].lasts = Some(Span::from_micros(micros));
    small.options.audit = false;
    small
}

const TRIALS: u64 = 10_000;
/// A failure longer than any detection, of a length unrelated to the schedules; microseconds.
pub const LASTS: u64 = 123_456_789;

pub fn drawn(small: &Small) -> Columns {
    let system = System::new(&small.blueprint).expect("a small world is a system");
    let plan = Spread {
        incident: 0,
        horizon: hours(1),
        trials: TRIALS,
        seed: 3,
        random: false,
        story_of: None,
        thresholds: &[],
        untils: &[],
        audit: false,
        events: 1_000_000,
    };
    let (_, columns) = spread(&system, &plan, &Workers::new(None), |_| {}).expect("trials end");
    columns
}

/// A figure of server 2 in all trials, in microseconds.
pub fn micros(columns: &Columns, metric: &'static str) -> Vec<u64> {
    let column = columns.get(metric, 0, Part::Number(1)).expect("was measured");
    let values = column.values(0);
    assert_eq!(values.len() as u64, TRIALS, "{metric} in every trial");
    values.into_iter().map(|seconds| libm::round(seconds * 1e6) as u64).collect()
}

/// Holds microseconds to U(base, base + every): ends, mean and Kolmogorov's distance.
pub fn is_uniform(what: &str, values: &[u64], base: Span, every: Span) {
    let (base, every) = (base.micros(), every.micros() as f64);
    let least = *values.iter().min().expect("values");
    assert!(least >= base, "{what}: {least} is before {base}");
    let mut shares: Vec<f64> = values.iter().map(|value| (value - base) as f64 / every).collect();
    shares.sort_unstable_by(f64::total_cmp);
    let n = shares.len() as f64;
    // No end is missed by more than 20 / n: e^-20 by bad luck.
    assert!(shares[0] < 20.0 / n, "{what}: begins at {}", shares[0]);
    let last = shares[shares.len() - 1];
    assert!(1.0 - 20.0 / n < last && last <= 1.0, "{what}: ends at {last}");
    // The standard error of the mean is 1 / sqrt(12 n); four are met once in 16,000.
    let mean = shares.iter().sum::<f64>() / n;
    let z = (mean - 0.5) * libm::sqrt(12.0 * n);
    let distance = shares.iter().enumerate().fold(0.0_f64, |most, (at, share)| {
        most.max(share - at as f64 / n).max((at + 1) as f64 / n - share)
    });
    println!("{what}: z = {z:.2}, sqrt(n) D = {:.2}", libm::sqrt(n) * distance);
    assert!(z.abs() < 4.0, "{what}: z = {z:.2}");
    // Kolmogorov's coefficient at 0.001.
    assert!(libm::sqrt(n) * distance < 1.95, "{what}: D = {distance}");
}

fn probes() -> [Probe; 4] {
    let probe = |every: u64, timeout: u64, fall, rise| Probe {
        every: Span::from_micros(1000 * every),
        schedule: Schedule::FixedRate,
        timeout: Span::from_micros(1000 * timeout),
        fall,
        rise,
    };
    [
        probe(500, 500, 3, 2),
        probe(5000, 2000, 3, 2),
        probe(2000, 300, 1, 1),
        probe(10_000, 999, 5, 4),
    ]
}

/// Detection is U(0, i) + (fall - 1) i, and the time-outs of a silent target: one at a fixed rate,
/// `fall` with a fixed delay. Return is U(0, i) + (rise - 1) i.
#[test]
fn detection_and_return_are_a_uniform_phase_and_whole_intervals() {
    for probe in probes() {
        for schedule in [Schedule::FixedRate, Schedule::FixedDelay] {
            for kind in [ModeKind::Crash, ModeKind::Hang] {
                let probe = Probe { schedule, ..probe };
                let what = format!("{kind:?}, {schedule:?}, every {:?}", probe.every);
                let columns = drawn(&watched(probe, kind, LASTS));
                let timeouts = match (kind, schedule) {
                    (ModeKind::Crash, _) => 0,
                    (_, Schedule::FixedRate) => 1,
                    (_, Schedule::FixedDelay) => probe.fall.into(),
                };
                let whole = probe.every.times(u64::from(probe.fall - 1));
                let base = whole + probe.timeout.times(timeouts);
                let noticed = micros(&columns, "noticed after seconds");
                is_uniform(&format!("{what}: noticed"), &noticed, base, probe.every);
                let back = micros(&columns, "back after seconds");
                if kind == ModeKind::Crash {
                    let whole = probe.every.times(u64::from(probe.rise - 1));
                    is_uniform(&format!("{what}: back"), &back, whole, probe.every);
                }
                // Nothing but the phase is drawn: the return follows from the notice.
                for (noticed, back) in noticed.iter().zip(&back) {
                    let hand = by_hand(probe, kind, noticed - base.micros(), LASTS);
                    assert_eq!(hand.declared, Some(*noticed), "{what}");
                    assert_eq!(hand.accepted, Some(LASTS + back), "{what}");
                }
            }
        }
    }
}

/// What a checker does, check by check; microseconds after the failure.
struct ByHand {
    declared: Option<u64>,
    accepted: Option<u64>,
}

/// The first check starts `phase` after a failure that ends after `lasts`. A check of a silent
/// target lasts its time-out, unless the target comes back meanwhile and answers it.
fn by_hand(probe: Probe, kind: ModeKind, phase: u64, lasts: u64) -> ByHand {
    let (every, timeout) = (probe.every.micros(), probe.timeout.micros());
    let mut done = ByHand { declared: None, accepted: None };
    let (mut start, mut misses, mut answers) = (phase, 0, 0);
    loop {
        let dead = start < lasts;
        let (good, end) = match (dead, kind) {
            (false, _) => (true, start),
            (true, ModeKind::Crash) => (false, start),
            (true, _) if lasts <= start + timeout => (true, lasts),
            (true, _) => (false, start + timeout),
        };
        (misses, answers) = if good { (0, answers + 1) } else { (misses + 1, 0) };
        if misses == probe.fall && done.declared.is_none() {
            done.declared = Some(end);
        }
        if good && done.declared.is_none() {
            return done;
        }
        if answers == probe.rise && done.declared.is_some() {
            done.accepted = Some(end);
            return done;
        }
        start = every + if probe.schedule == Schedule::FixedDelay { end } else { start };
    }
}

/// The closed form of a checker against a count of every single check, to the microsecond.
#[test]
fn a_schedule_in_closed_form_is_the_schedule_check_by_check() {
    let mut numbers = Numbers(4);
    for round in 0..400 {
        let every = numbers.between(1, 10_000_000);
        let schedule = [Schedule::FixedRate, Schedule::FixedDelay][(round % 2) as usize];
        let kind = [ModeKind::Crash, ModeKind::Hang][(round / 2 % 2) as usize];
        let probe = Probe {
            every: Span::from_micros(every),
            schedule,
            timeout: Span::from_micros(numbers.between(1, every)),
            fall: numbers.between(1, 5) as u32,
            rise: numbers.between(1, 5) as u32,
        };
        // From a failure that nobody notices to one long after the declaration.
        let lasts = numbers.between(1, 20 * every);
        let report = incident(&watched(probe, kind, lasts));
        let after = |figure: Option<hadr::report::Figure>| {
            figure.map(|figure| libm::round(figure.story * 1e6) as u64)
        };
        let notice = &report.notices[0];
        // The story is nominal: the first check starts half an interval after the failure.
        let hand = by_hand(probe, kind, every / 2, lasts);
        let said = format!("{probe:?}, {kind:?} for {lasts} µs");
        assert_eq!(after(notice.noticed_after_seconds), hand.declared, "{said}");
        let back = hand.accepted.map(|accepted| accepted - lasts);
        assert_eq!(after(notice.back_after_seconds), back, "{said}");
    }
}

/// Every 5 s, time-out 2 s, fall 3: struck at 2.5 + 2 x 5 + 2 = 14.5 s for the last time.
#[test]
fn an_answer_before_the_last_strike_cancels_the_declaration() {
    let probe = probes()[1];
    let hang = |millis: u64| {
        let report = incident(&watched(probe, ModeKind::Hang, millis * 1000));
        let notice = report.notices[0].clone();
        let users = report.populations[0].clone();
        let back = notice.back_after_seconds.map(|figure| figure.story);
        let noticed = notice.noticed_after_seconds.map(|figure| figure.story);
        (noticed, back, users.thresholds[0].interruptions.story, users.lost_user_minutes.story)
    };
    // A strike cuts sessions: the 1,000 wait for their server, and then sign in at 4 x 50 a second.
    for millis in [1, 2500, 12_400, 12_600, 14_499, 14_500] {
        let expected = (1000.0 * millis as f64 / 1000.0 + 1000.0 * 1000.0 / 400.0) / 60.0;
        let (noticed, back, interruptions, lost) = hang(millis);
        assert_eq!((noticed, back, interruptions), (None, None, 1.0), "{millis} ms");
        assert!((lost / expected - 1.0).abs() < 1e-14, "{millis} ms: {lost} against {expected}");
    }
    // Declared: they return through the doors of the other three, 150 a second, in 6.666667 s.
    // The target answers at 17.5 s and 22.5 s.
    for millis in [14_501, 17_499, 17_500] {
        let (noticed, back, interruptions, lost) = hang(millis);
        assert_eq!(noticed, Some(14.5));
        let expected = 22.5 - millis as f64 / 1000.0;
        assert!((back.expect("came back") - expected).abs() < 1e-9, "{millis} ms: {back:?}");
        assert_eq!(interruptions, 1.0);
        let expected = (1000.0 * 14.5 + 1000.0 * 1000.0 / 300.0) / 60.0;
        assert!((lost - expected).abs() < 1e-4, "{millis} ms: {lost} against {expected}");
    }
}

/// A checker that declares and accepts after fixed times, whatever has become of the target.
#[derive(Debug, Clone)]
struct Stubborn {
    declares_after: Span,
    accepts_after: Span,
    believed_up: bool,
}

impl Detection for Stubborn {
    fn watch(&self, _: usize) -> Option<Box<dyn Checker>> {
        Some(Box::new(self.clone()))
    }

    fn describe(&self) -> String {
        "stubborn".to_owned()
    }
}

impl Checker for Stubborn {
    fn changed(&mut self, _: u32, seen: Seen, odds: Odds) -> Outlook {
        let next = (seen != Seen::Up).then(|| odds.now + self.declares_after);
        Outlook { next, ..Outlook::default() }
    }

    fn due(&mut self, _: u32, odds: Odds) -> Outlook {
        self.believed_up = !self.believed_up;
        Outlook {
            observed: !self.believed_up,
            noticed: !self.believed_up,
            believed: Some(self.believed_up),
            next: (!self.believed_up).then(|| odds.now + self.accepts_after),
            ..Outlook::default()
        }
    }

    fn configuration(&self, _: u32, out: &mut Vec<u8>) {
        out.push(u8::from(self.believed_up));
    }

    fn duplicate(&self) -> Box<dyn Checker> {
        Box::new(self.clone())
    }
}

/// No scheme of the catalogue declares what has answered; one that does cuts the users off again.
#[test]
fn a_member_declared_down_while_up_loses_its_users_once_more() {
    let (declares_after, accepts_after) = (seconds(14), seconds(8));
    let stubborn = Stubborn { declares_after, accepts_after, believed_up: true };
    let pool = Small::pool(4).users(4000, by_balancer()).sign_ins(50).detect(stubborn);
    let report = incident(&pool.hang(60, &[2], Some(7)));
    // 1,000 wait 7 s for their server and sign in at 4 x 50 a second until 72 s; at 74 s those
    // 1,000 of 4,000 that it has by now are cut off and sign in at 3 x 50 a second.
    let users = &report.populations[0];
    assert_eq!(users.thresholds[0].interruptions.story, 2.0);
    let expected = 1000.0 * 7.0 + 1000.0 * 1000.0 / 400.0 + 1000.0 * 1000.0 / 300.0;
    let lost = users.lost_user_minutes.story * 60.0;
    // The second ramp ends at a microsecond, rounded up: half of 1,000 users wait that long.
    assert!((lost - expected).abs() <= 0.5e-3, "{lost} against {expected}");
    assert_eq!(report.services[0].moved.story, 2000.0);
    let causes: Vec<&str> = users.lost_by_chain.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(causes, ["web: hang"], "the failure behind the declaration is the trigger");
    let back = report.story.iter().find(|line| line.text.contains("back in rotation"));
    assert_eq!(back.expect("it is accepted again").at_seconds, 82.0);
    let after: Vec<f64> =
        report.services[0].members.iter().map(|member| member.after.story).collect();
    assert_eq!(after[0] + after[1] + after[2] + after[3], 4000.0, "{after:?}");
}

/// Fifty crashes and restorations of strangers inside the ramp.
#[test]
fn unrelated_instants_move_no_end_and_no_integral_of_a_ramp() {
    // 7,001 users on seven at three sign-ins a second: 55.56 s, nothing is a round number.
    let alone = Small::pool(7).sign_ins(3).limit(1100).users(7001, by_balancer());
    let alone = alone.detect(probes()[0]).crash(60, &[3], Some(600)).crash(75, &[5], None);
    let mut disturbed = beside(alone.clone(), 9);
    for n in 0..50 {
        let at = Span::from_micros(60_100_003 + 1_234_567 * n);
        disturbed.blueprint.incidents[0].events.push(ScriptSpec {
            at: hadr::quantity::Time::after_start(at),
            action: Action::Break(ModeKind::Crash),
            targets: vec![Target::Member(1, (n % 9 + 1) as u32)],
            lasts: Some(Span::from_micros(777_777 + 31 * n)),
        });
    }
    let first = |report: Report| {
        let mut incident = { report }.incidents.remove(0);
        incident.services.retain(|service| service.name == "pool");
        incident.notices.retain(|notice| notice.by == "pool");
        incident.states.retain(|state| state.of.as_deref() == Some("pool"));
        incident.story.clear();
        incident
    };
    let (alone, disturbed) = (alone.run(), disturbed.run());
    let other = disturbed.incidents[0].services.iter().find(|s| s.name == "other pool");
    assert!(other.is_some());
    let strangers =
        disturbed.incidents[0].story.iter().filter(|line| line.subject.starts_with("other-"));
    assert!(strangers.count() >= 100, "fifty failures and as many restorations");
    assert_eq!(first(alone), first(disturbed));
}

/// The same over a century of random failures, in which neither knows of the other.
#[test]
fn an_unrelated_service_moves_nothing_in_the_long_run() {
    let alone = k_of_n(3, 2, 500, 10, None).sign_ins(2).users(999, by_balancer());
    let mut disturbed = beside(alone.clone(), 2);
    disturbed.blueprint.families[1].modes.push(hadr::system::ModeSpec {
        kind: ModeKind::Crash,
        tag: "crash".into(),
        life: exponential(100),
        ages: hadr::system::Ages::WhileUp,
        repair: Some(repair(exponential(1))),
    });
    let long = Long { horizon: hours(876_600), warm_up: seconds(1), trials: 4, seed: 5 };
    let (alone, disturbed) = (long.run(&alone), long.run(&disturbed));
    let pool = |report: &hadr::report::EstimateReport| {
        report.services.iter().find(|service| service.name == "pool").cloned()
    };
    assert!(disturbed.failures_and_repairs > 2 * alone.failures_and_repairs);
    assert_eq!(pool(&alone), pool(&disturbed));
    assert_eq!(alone.populations, disturbed.populations);
}
