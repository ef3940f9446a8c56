//! Small random systems, each run with everything recomputed after every instant: users are
//! conserved, the truth counts are right, and the user time by phase and by chain adds up to the
//! time integrated from the users that are not served.
//!
//! `cargo test` runs 4,000 systems with debug assertions and overflow checks;
//! `cargo test --release --test suite generated` runs 40,000.

mod mirrors;
mod pairs;
mod parts;
mod runbooks;

use crate::small::{family, fixed, seconds};
use hadr::detection::{
    Advertisement, After, AtOnce, ByClients, ByPerson, Erring, Probe, Schedule, Standing,
};
use hadr::metric::{Threshold, Until, of_incident, of_long_run, of_story};
use hadr::quantity::{MICRO, Probability, Span, Time};
use hadr::random::{Chance, Law, Purpose, bits};
use hadr::redundancy::{
    ByHand, Failback, Overload, Pool, Rebalance, Redispatch, Requests, Spread, Standby,
    StandbyMode, StandbyPair, Switch,
};
use hadr::system::port::Detection;
use hadr::system::*;
use pairs::standby_pairs;
use parts::{data, lesser_needs, links, paths, plan_work, script, shock};
use std::sync::Arc;

const SYSTEMS: u64 = if cfg!(debug_assertions) { 4_000 } else { 40_000 };

/// Kinds of spare units in each system.
const SHELVES: u64 = 2;
const UNTILS: [Until; 2] = [Until::Service, Until::AllUsers];
const GRAY: ModeKind = ModeKind::Gray(300_000);
const DEGRADED: ModeKind = ModeKind::Degraded(600_000);

/// A source of choices that is a pure function of its number.
struct Dice {
    number: u64,
    thrown: u32,
}

impl Dice {
    fn new(number: u64) -> Self {
        Self { number, thrown: 0 }
    }

    fn below(&mut self, sides: u64) -> u64 {
        self.thrown += 1;
        (bits(self.number, 77, Purpose::Life, self.thrown, 0) >> 16) % sides
    }

    fn one_in(&mut self, sides: u64) -> bool {
        self.below(sides) == 0
    }

    fn span(&mut self, most_seconds: u64) -> Span {
        Span::from_micros(self.below(most_seconds * 1_000_000))
    }

    fn law(&mut self, most_seconds: u64) -> Law {
        let mean = seconds(1) + self.span(most_seconds);
        let law = match self.below(8) {
            0 => Law::fixed(mean),
            1 => Law::uniform(Span::ZERO, mean),
            2 => Law::weibull_mean(1.7, mean),
            3 => Law::lognormal_mean(mean, mean.times(2)),
            4 => Law::gamma_mean(0.7, mean),
            5 => Law::triangular(Span::ZERO, mean, mean.times(3)),
            6 => Law::empirical(vec![mean, seconds(1), mean.times(2)]),
            _ => Law::exponential(mean),
        };
        law.expect("these are laws")
    }

    fn repair(&mut self, crews: usize) -> Option<RepairSpec> {
        if self.one_in(8) {
            return None;
        }
        let delay = if self.one_in(3) { self.law(20) } else { fixed(Span::ZERO) };
        let takes = if self.one_in(10) { fixed(Span::ZERO) } else { self.law(300) };
        let crew = (crews > 0 && self.one_in(2)).then(|| self.below(crews as u64) as usize);
        let starts = match self.below(3) {
            0 => Starts::Failure,
            1 => Starts::AfterSwitch,
            _ => Starts::Noticed,
        };
        let priority = if self.one_in(2) { LAST } else { 1 + self.below(3) as u32 };
        let spares = self.one_in(4).then(|| self.below(SHELVES) as usize);
        let by = (crew.is_none() && self.one_in(4)).then_some(0);
        let usual = RepairSpec::taking(takes);
        Some(RepairSpec { delay, crew, by, priority, spares, starts, ..usual })
    }

    fn detection(&mut self) -> Arc<dyn Detection> {
        let check = self.perfect_detection();
        if self.one_in(2) {
            return check;
        }
        let coverage = Probability::new(0.6).expect("a share");
        let false_alarms = self.one_in(2).then(|| self.law(300));
        Arc::new(Erring { check, coverage, false_alarms })
    }

    fn perfect_detection(&mut self) -> Arc<dyn Detection> {
        match self.below(7) {
            6 => {
                let (interval, skew) = (seconds(1 + self.below(8)), self.span(3));
                let misses = 1 + self.below(3) as u32;
                Arc::new(Advertisement { interval, misses, skew })
            }
            5 => {
                let (person, name) = (0, "admin".to_owned());
                Arc::new(ByPerson { person, name, notice: self.law(20) })
            }
            0 => Arc::new(AtOnce),
            1 => Arc::new(After { delay: self.law(20) }),
            2 => Arc::new(ByClients { timeout: self.span(30) }),
            _ => {
                let every = seconds(1) + self.span(10);
                let timeout = Span::from_micros(every.micros() / (1 + self.below(4)));
                let schedule =
                    if self.one_in(2) { Schedule::FixedRate } else { Schedule::FixedDelay };
                let (fall, rise) = (1 + self.below(4) as u32, 1 + self.below(3) as u32);
                Arc::new(Probe { every, schedule, timeout, fall, rise })
            }
        }
    }

    fn maintenance(&mut self, at: usize, of: usize, crews: usize) -> MaintenanceSpec {
        let turns = match self.below(2) {
            0 => Turns::PerMember(self.law(200)),
            _ => Turns::Rounds {
                every: seconds(30 + self.below(300)),
                first: Time::after_start(seconds(self.below(100))),
                window: if self.one_in(2) { Span::FOREVER } else { seconds(1 + self.below(30)) },
            },
        };
        let up = 1 + self.below(4) as u32;
        MaintenanceSpec {
            name: format!("patching-{at}"),
            of,
            turns,
            takes: self.law(30),
            drain: self.one_in(2).then(|| seconds(self.below(20))),
            only_if: [OnlyIf::Always, OnlyIf::AllUp, OnlyIf::Up(up)][self.below(3) as usize],
            otherwise: match self.below(2) {
                0 => Otherwise::Skip,
                _ => Otherwise::Wait(1 + self.below(3) as u32),
            },
            at_once: 1 + self.below(2) as u32,
            crew: (crews > 0 && self.one_in(3)).then(|| self.below(crews as u64) as usize),
        }
    }

    /// How work is spread over `members`: half of the pools are plainly even.
    fn pool(&mut self, need: u32, overload: Overload, members: &[Target]) -> Pool {
        let mut pool = Pool::new(need, overload);
        if self.one_in(2) {
            return pool;
        }
        let one = |dice: &mut Self| match members[dice.below(members.len() as u64) as usize] {
            Target::Family(at) if dice.one_in(2) => Target::Member(at, 1),
            target => target,
        };
        pool.rebalance = match self.below(3) {
            0 => Rebalance::AtOnce,
            1 => Rebalance::Never,
            _ => Rebalance::AsSessionsEnd(seconds(1) + self.span(300)),
        };
        if self.one_in(3) {
            let weight = 1 + self.below(5_000_000);
            pool.spread = Spread::Weights(vec![(one(self), weight)]);
        }
        if self.one_in(3) {
            pool.standby = Some(Standby {
                members: vec![one(self)],
                active_below: 1 + self.below(3) as u32,
                activation: if self.one_in(2) { fixed(Span::ZERO) } else { self.law(30) },
            });
        }
        pool.requests = Requests {
            connect_timeout: self.span(5),
            retries: self.below(4) as u32,
            redispatch: match self.below(3) {
                0 => Redispatch::Never,
                1 => Redispatch::Last,
                _ => Redispatch::Each,
            },
            client_timeout: self.one_in(2).then(|| self.span(10)),
        };
        pool
    }

    fn standby_pair(&mut self, active: Option<Target>) -> StandbyPair {
        let law = |dice: &mut Self| match dice.one_in(3) {
            true => fixed(Span::ZERO),
            false => dice.law(60),
        };
        StandbyPair {
            active,
            mode: match self.below(3) {
                0 => StandbyMode::Hot,
                1 => StandbyMode::Warm(Probability::new(0.3).expect("a share")),
                _ => StandbyMode::Cold(law(self)),
            },
            switch: Switch {
                takes: law(self),
                works: Probability::new(0.25 * self.below(5) as f64).expect("a share"),
                otherwise: match self.below(3) {
                    0 => ByHand::Never,
                    1 => ByHand::Takes(law(self)),
                    _ => ByHand::Person(0),
                },
                on_order: self.one_in(6),
            },
            restart: law(self),
            failback: match self.below(3) {
                0 => Failback::Never,
                1 => Failback::AtOnce,
                _ => Failback::Within(Duty::Hours(seconds(100), seconds(400))),
            },
        }
    }

    fn clients(&mut self) -> Clients {
        let from = if self.one_in(2) { Span::ZERO } else { self.span(10) };
        let length = if self.one_in(4) { Span::ZERO } else { self.span(90) };
        let returns = if self.one_in(2) { Returns::ByClient } else { Returns::ByBalancer };
        Clients { returns, retry: (from, from + length), timeout: self.span(40) }
    }
}

/// A system of one or two sites, one to three pools on shared or own servers, users and loads.
pub fn system(number: u64) -> Blueprint {
    let mut dice = Dice::new(number);
    let mut blueprint = Blueprint::default();
    let sites = 1 + dice.below(3) as usize;
    for site in 0..sites {
        let modes = (dice.one_in(3)).then(|| ModeSpec {
            kind: ModeKind::Disaster,
            tag: "disaster".into(),
            life: dice.law(3000),
            ages: Ages::WhileUp,
            repair: dice.repair(0),
        });
        blueprint.places.push(PlaceSpec {
            name: format!("site-{site}"),
            luck: None,
            inside: (site > 0 && dice.one_in(3)).then_some(0),
            modes: modes.into_iter().collect(),
        });
    }
    let crews = dice.below(3) as usize;
    for crew in 0..crews {
        let size = 1 + dice.below(2) as u32;
        let order = match dice.below(3) {
            0 => Order::FirstCome,
            some => Order::Priority { preempt: some == 1 },
        };
        blueprint.crews.push(CrewSpec { order, ..CrewSpec::new(format!("crew-{crew}"), size) });
    }
    let hours = |from, to| Duty::Hours(seconds(from), seconds(to));
    blueprint.people.push(PersonSpec {
        name: "admin".into(),
        notice: dice.law(10),
        decide: if dice.one_in(3) { fixed(Span::ZERO) } else { dice.law(40) },
        act: if dice.one_in(3) { fixed(Span::ZERO) } else { dice.law(40) },
        on_duty: match dice.below(3) {
            0 => Duty::Always,
            1 => hours(100, 300),
            _ => hours(700, 200),
        },
        call_in: dice.one_in(2).then(|| dice.law(60)),
    });
    for shelf in 0..SHELVES {
        blueprint.spares.push(SparesSpec {
            name: format!("shelf-{shelf}"),
            count: dice.below(3) as u32,
            turn_round: dice.law(200),
            by_priority: dice.one_in(2),
        });
    }
    let families = 1 + dice.below(3) as usize;
    for at in 0..families {
        let mut servers = family(&format!("server-{at}"), 1 + dice.below(6) as u32);
        servers.place = dice.below(sites as u64) as usize;
        servers.limit = (!dice.one_in(3)).then(|| Limit::Users((50 + dice.below(400)) * MICRO));
        servers.sign_ins = (!dice.one_in(3)).then(|| (1 + dice.below(40)) * MICRO / 2);
        servers.repair = dice.repair(crews);
        if dice.one_in(4) {
            let fails = Probability::new(0.3).expect("a share");
            blueprint.takeovers.push(TakeoverSpec { family: at, fails });
        }
        for kind in [ModeKind::Crash, ModeKind::Hang, ModeKind::Latent, GRAY, DEGRADED] {
            let often = if matches!(kind, GRAY | DEGRADED) { 5 } else { 2 };
            if dice.one_in(often) {
                let ages = if dice.one_in(4) { Ages::Always } else { Ages::WhileUp };
                let (life, repair) = (dice.law(900), dice.repair(crews));
                let tag = kind.word().to_owned();
                if kind == ModeKind::Latent && dice.one_in(2) {
                    let first = Time::after_start(dice.span(300));
                    let times = TestTimes { first, every: seconds(1) + dice.span(200) };
                    blueprint.tests.push(TestSpec { family: at, tag: tag.clone(), times });
                }
                servers.modes.push(ModeSpec { kind, tag, life, ages, repair });
            }
        }
        if at > 0 && dice.one_in(4) {
            // Needs may form a cycle.
            servers.needs.push(Target::Member(dice.below(at as u64 + 1) as usize, 1));
            let upward = Target::Member(at, 1);
            if dice.one_in(2) {
                blueprint.families[0].needs.push(upward);
            }
        }
        blueprint.families.push(servers);
    }
    blueprint.families.iter_mut().enumerate().for_each(|(at, servers)| {
        // Nobody stands without what it is itself.
        servers.needs.retain(|need| !matches!(need, Target::Member(other, _) if *other == at));
    });
    let pools = 1 + dice.below(3) as usize;
    for at in 0..pools {
        let mut members: Vec<Target> = (0..families).map(Target::Family).collect();
        members.retain(|_| dice.one_in(2));
        if members.is_empty() {
            members.push(Target::Family(0));
        }
        if at > 0 && dice.one_in(4) {
            members.push(Target::Service(at - 1));
        }
        let count = members.iter().map(|member| match member {
            Target::Family(at) => blueprint.families[*at].count.unwrap_or(1),
            _ => 1,
        });
        let need = 1 + dice.below(u64::from(count.sum::<u32>()).min(3)) as u32;
        let overload = match dice.below(4) {
            0 => Overload::Flag,
            1 => Overload::Cascade { exponent: 1.5 },
            _ => Overload::Refuse,
        };
        let need = if dice.one_in(3) { need } else { 1 };
        let mechanism = Arc::new(dice.pool(need, overload, &members));
        blueprint.services.push(ServiceSpec {
            name: format!("pool-{at}"),
            members,
            needs: if dice.one_in(6) { vec![Target::Member(0, 1)] } else { Vec::new() },
            mechanism,
            detection: dice.detection(),
        });
        for _ in 0..dice.below(3) {
            let name = format!("users-{}", blueprint.populations.len());
            let users = (1 + dice.below(2000)) * MICRO + dice.below(3);
            let (feature, clients) = ("service".to_owned(), dice.clients());
            if dice.one_in(3) {
                let (population, after) = (Some(name.clone()), dice.law(120));
                blueprint.complaints.push(ComplaintSpec { service: at, population, after });
            }
            blueprint.populations.push(PopulationSpec {
                name,
                features: Vec::new(),
                feature,
                users,
                home: at,
                clients,
            });
        }
        if dice.one_in(3) {
            let (population, after) = (None, dice.law(120));
            blueprint.complaints.push(ComplaintSpec { service: at, population, after });
        }
        if dice.one_in(3) {
            blueprint.loads.push(LoadSpec {
                name: format!("load-{at}"),
                to: at,
                rate: (1 + dice.below(500)) * MICRO,
                arrivals: if dice.one_in(2) { Arrivals::Constant } else { Arrivals::Poisson },
                unit: "requests".into(),
            });
        }
    }
    for at in 0..dice.below(3) {
        let name = format!("shock-{at}");
        blueprint.shocks.push(ShockSpec { name, source: shock(&mut dice, &blueprint) });
    }
    mirrors::mirrors(&mut dice, &mut blueprint);
    lesser_needs(&mut dice, &mut blueprint);
    if number.is_multiple_of(2) {
        links(&mut dice, &mut blueprint);
    }
    if dice.one_in(2) {
        paths(&mut dice, &mut blueprint);
    }
    standby_pairs(&mut dice, &mut blueprint);
    blueprint.incidents.push(script(&mut dice, &blueprint));
    plan_work(&mut dice, &mut blueprint, crews);
    if dice.one_in(3) {
        runbooks::runbooks(&mut dice, &mut blueprint);
    }
    if dice.one_in(3) {
        data(&mut dice, &mut blueprint);
        runbooks::roll_backs(&mut dice, &mut blueprint);
    }
    blueprint
}

fn run(number: u64) -> (u64, u64) {
    let blueprint = system(number);
    let system = System::new(&blueprint).expect("generated systems are systems");
    let share = Probability::new(0.05).expect("a share");
    let thresholds = [Threshold::Anybody, Threshold::MoreThan(share), Threshold::Everybody];
    let options = Options {
        chance: if number.is_multiple_of(4) { Chance::Nominal } else { Chance::drawn(number, 3) },
        random: !number.is_multiple_of(3),
        incident: Some(0),
        horizon: seconds(900),
        events: 200_000,
        audit: true,
    };
    let mut trial = Trial::new(&system, options);
    let mut observers = of_incident(&system, &thresholds, &UNTILS);
    observers.extend(of_long_run(&system, &thresholds, Time::ZERO));
    observers.push(of_story(&system));
    trial.observe(observers);
    match trial.finish(Span::ZERO) {
        Ok(outcome) => {
            let finite = outcome.measured.iter().all(|figure| figure.value.is_finite());
            assert!(finite, "every figure is a number");
            crate::causes::add_up(&outcome.measured);
            (outcome.events, outcome.failures_and_repairs)
        }
        // A repair that takes no time after a life that takes none is a loop, and says so.
        Err(TrialError::ZeroTimeLoop { .. } | TrialError::Budget { .. }) => (0, 0),
    }
}

#[test]
fn generated_systems_balance_after_every_instant() {
    let mut totals = (0, 0);
    for number in 0..SYSTEMS {
        match std::panic::catch_unwind(|| run(number)) {
            Ok((events, failures)) => {
                totals.0 += events;
                totals.1 += failures;
            }
            Err(panic) => {
                eprintln!("generated system {number} does not balance");
                std::panic::resume_unwind(panic);
            }
        }
    }
    // The generator must keep making systems in which something happens.
    assert!(totals.1 > 10 * SYSTEMS, "{totals:?} events, failures and repairs");
}
