//! Sites, links and transfers, worked out on paper and put together at random.

use crate::engine::Calendar;
use crate::quantity::{Span, Time};
use crate::random::{Chance, Law};
use crate::system::beginning::Beginning;
use crate::system::event::{Event, Kind};
use crate::system::id::{ModeId, NodeId, ServiceId};
use crate::system::port::{Change, Controller, Detection, Redundancy};
use crate::system::{
    Blueprint, Family, LinkSpec, ModeKind, PlaceSpec, RepairSpec, ServiceSpec, System, Target,
    World,
};
use std::sync::Arc;

/// A service over everything, which does nothing: transfers are its own.
#[derive(Debug)]
struct Idle;

impl Redundancy for Idle {
    fn need(&self) -> u32 {
        1
    }

    fn control(&self, _: ServiceId, _: &System) -> Box<dyn Controller> {
        unreachable!("no trial is made of it")
    }
}

impl Detection for Idle {
    fn watch(&self, _: usize) -> Option<Box<dyn crate::system::port::Checker>> {
        None
    }

    fn describe(&self) -> String {
        String::new()
    }
}

/// Sites `a`, `b`, `c` and so on, each with one server in it (`in-a`), and a rack in the first with
/// another (`racked`); links by their ends.
fn sites(count: usize, links: &[(&str, &str, u64, Option<u64>)]) -> Blueprint {
    let mut blueprint = Blueprint::default();
    let name = |at: usize| char::from(b'a' + at as u8).to_string();
    let place = |name: &str, inside| PlaceSpec {
        name: name.to_owned(),
        luck: None,
        inside,
        modes: Vec::new(),
    };
    let server = |name: String, place| Family {
        name,
        luck: None,
        count: None,
        place,
        limit: None,
        units: Vec::new(),
        sign_ins: None,
        modes: Vec::new(),
        repair: None,
        needs: Vec::new(),
    };
    for at in 0..count {
        blueprint.places.push(place(&name(at), None));
        blueprint.families.push(server(format!("in-{}", name(at)), at));
    }
    blueprint.places.push(place("rack", Some(0)));
    blueprint.families.push(server("racked".to_owned(), count));
    blueprint.places.push(place("elsewhere", None));
    blueprint.families.push(server("alone".to_owned(), count + 1));
    for (one, other, millis, bandwidth) in links {
        let site = |name: &str| usize::from(name.as_bytes()[0] - b'a');
        blueprint.links.push(LinkSpec {
            name: format!("{one}-{other}"),
            luck: None,
            between: [site(one), site(other)],
            latency: Span::from_micros(millis * 1000),
            bandwidth: *bandwidth,
            transit: true,
            modes: Vec::new(),
            repair: Some(RepairSpec::taking(Law::fixed(Span::from_secs(60)).expect("a span"))),
        });
    }
    blueprint.services.push(ServiceSpec {
        name: "idle".to_owned(),
        members: (0..blueprint.families.len()).map(Target::Family).collect(),
        needs: Vec::new(),
        mechanism: Arc::new(Idle),
        detection: Arc::new(Idle),
    });
    // Every link can be cut, every site lost.
    let event = |kind, target| crate::system::ScriptSpec {
        at: Time::ZERO,
        action: crate::system::Action::Break(kind),
        targets: vec![target],
        lasts: None,
    };
    let cuts = (0..links.len()).map(|at| event(ModeKind::Cut, Target::Link(at)));
    let losses = (0..count).map(|at| event(ModeKind::Disaster, Target::Place(at)));
    blueprint.incidents.push(crate::system::IncidentSpec {
        name: "all".to_owned(),
        events: cuts.chain(losses).collect(),
    });
    blueprint
}

/// A world without a trial around it.
struct Net<'s> {
    world: World<'s>,
    /// Tags of transfers that have arrived, and when, in microseconds.
    arrived: Vec<(u32, u64)>,
}

impl<'s> Net<'s> {
    fn new(system: &'s System) -> Self {
        Self {
            world: World::new(system, Chance::Nominal, false, Beginning::New),
            arrived: Vec::new(),
        }
    }

    fn node(&self, name: &str) -> NodeId {
        let system = self.world.system;
        let named = |at: &usize| system.name((*at).into()) == name;
        (0..system.nodes.len()).find(named).expect("a name").into()
    }

    fn mode(&self, name: &str) -> ModeId {
        let node = self.node(name);
        self.world.system.modes_of(node).next().expect("it can fail")
    }

    fn reaches(&self, one: &str, other: &str) -> bool {
        self.world.reaches(self.node(one), self.node(other))
    }

    fn millis(&self, one: &str, other: &str) -> Option<u64> {
        let latency = self.world.latency(self.node(one), self.node(other));
        latency.map(|span| span.micros() / 1000)
    }

    /// The links on the way, by name.
    fn way(&self, one: &str, other: &str) -> Vec<String> {
        let system = self.world.system;
        let path = self.world.path(self.node(one), self.node(other)).expect("a way");
        let name = |link: &u32| system.name(system.network.links[*link as usize].node);
        path.links.iter().map(name).collect()
    }

    fn settle(&mut self) {
        self.world.settle_truth();
        if self.world.transfers.changed {
            self.world.share_bandwidth();
        }
        self.world.audit_reach();
        self.world.audit_transfers();
    }

    fn breaks(&mut self, name: &str) {
        self.world.fail(self.mode(name), None);
        self.settle();
    }

    fn mends(&mut self, name: &str) {
        self.world.restore(self.mode(name));
        self.settle();
    }

    fn carry(&mut self, tag: u32, from: &str, to: &str, bytes: u64, rate: Option<u64>) {
        let (from, to) = (self.node(from), self.node(to));
        self.world.carry(ServiceId::from(0), tag, from, to, bytes, rate);
        self.settle();
    }

    /// Goes on to a time in milliseconds; only transfers are due.
    fn until(&mut self, millis: u64) {
        let end = Time::from_micros(millis * 1000);
        while let Some(now) = self.world.calendar.next_time().filter(|time| *time <= end) {
            self.world.now = now;
            while let Some(rank) = Calendar::take_at(&mut self.world.calendar, now) {
                if Event::of(rank).kind == Kind::Transfer {
                    self.world.transfers_are_due();
                }
            }
            for change in std::mem::take(&mut self.world.agenda.services[0].changes) {
                if let Change::Carried(tag) = change {
                    self.arrived.push((tag, now.micros()));
                }
            }
            self.settle();
        }
        self.world.now = end;
        self.world.agenda.services[0].changes.clear();
    }
}

#[test]
fn a_path_goes_over_several_links_and_its_latencies_add() {
    let line = [("a", "b", 3, None), ("b", "c", 4, None), ("a", "d", 20, None)];
    let system = System::new(&sites(4, &line)).expect("a system");
    let net = Net::new(&system);
    assert_eq!(net.way("in-a", "in-c"), ["a-b", "b-c"]);
    assert_eq!(net.millis("in-a", "in-c"), Some(7));
    assert_eq!(net.millis("in-d", "in-c"), Some(27));
    assert_eq!(net.way("in-c", "in-d"), ["b-c", "a-b", "a-d"]);
    // Within a site, and from what stands in no joined place, there is no way to go.
    assert_eq!(net.millis("racked", "in-a"), Some(0));
    assert_eq!(net.millis("racked", "in-b"), Some(3));
    assert_eq!(net.millis("alone", "in-c"), Some(0));
    // A service is reached where one of its members is.
    assert_eq!(net.millis("in-c", "idle"), Some(0));
}

#[test]
fn a_ring_of_three_survives_one_cut_the_long_way_round_and_no_two() {
    let ring = [("a", "b", 5, None), ("b", "c", 5, None), ("a", "c", 5, None)];
    let system = System::new(&sites(3, &ring)).expect("a system");
    let mut net = Net::new(&system);
    assert_eq!(net.way("in-a", "in-c"), ["a-c"]);
    net.breaks("a-c");
    assert_eq!(net.way("in-a", "in-c"), ["a-b", "b-c"]);
    assert_eq!(net.millis("in-a", "in-c"), Some(10));
    net.breaks("a-b");
    // `a` is alone; both sides live.
    assert!(!net.reaches("in-a", "in-b") && !net.reaches("racked", "in-c"));
    assert!(net.reaches("in-b", "in-c") && net.reaches("racked", "in-a"));
    assert!(net.world.is_up(net.node("in-a")) && net.world.is_up(net.node("in-b")));
    let why = net.world.explain_cut(net.node("in-a"), net.node("in-b"));
    // It takes both; struck in one instant, the later by name is the trigger.
    assert_eq!(why.trigger.map(|cause| cause.mode), Some(net.mode("a-c")));
    assert_eq!(why.preconditions[0].map(|cause| cause.mode), Some(net.mode("a-b")));
    // Without the third it would be the same.
    net.breaks("b-c");
    let why = net.world.explain_cut(net.node("in-a"), net.node("in-b"));
    assert_eq!(why.trigger.map(|cause| cause.mode), Some(net.mode("b-c")));
    net.mends("b-c");
    net.mends("a-c");
    assert_eq!(net.way("in-a", "in-b"), ["a-c", "b-c"]);
}

#[test]
fn of_equal_paths_the_one_of_fewest_links_and_then_the_first_by_name() {
    let links = [
        ("a", "b", 5, None),
        ("b", "d", 5, None),
        ("a", "c", 5, None),
        ("c", "d", 5, None),
        ("a", "d", 10, None),
    ];
    let system = System::new(&sites(4, &links)).expect("a system");
    let mut net = Net::new(&system);
    assert_eq!(net.way("in-a", "in-d"), ["a-d"]);
    net.breaks("a-d");
    assert_eq!(net.way("in-a", "in-d"), ["a-b", "b-d"]);
    assert_eq!(net.way("in-d", "in-a"), ["a-b", "b-d"]);
    net.breaks("b-d");
    assert_eq!(net.way("in-a", "in-d"), ["a-c", "c-d"]);
}

#[test]
fn a_link_without_transit_carries_only_what_goes_between_its_ends() {
    let mut line = sites(3, &[("a", "b", 1, None), ("b", "c", 1, None)]);
    line.links[1].transit = false;
    let system = System::new(&line).expect("a system");
    let mut net = Net::new(&system);
    assert!(net.reaches("in-b", "in-c") && net.reaches("racked", "in-b"));
    assert!(!net.reaches("in-a", "in-c"));
    net.breaks("a-b");
    assert!(net.reaches("in-b", "in-c") && !net.reaches("in-a", "in-b"));
}

#[test]
fn a_lost_site_ends_what_passes_through_it() {
    let system = System::new(&sites(3, &[("a", "b", 1, None), ("b", "c", 1, None)])).expect("one");
    let mut net = Net::new(&system);
    net.breaks("b");
    assert!(!net.reaches("in-a", "in-c"));
    let cause = net.world.explain_cut(net.node("in-a"), net.node("in-c")).trigger;
    assert_eq!(cause.map(|cause| cause.mode), Some(net.mode("b")));
    net.mends("b");
    assert!(net.reaches("in-a", "in-c"));
}

/// 10 MB and 4 MB share 1 MB/s: half each until the lesser has been sent at 8 s, 6 MB are left of the
/// other, which are sent at 14 s; each arrives 20 ms later.
#[test]
fn two_transfers_share_a_link_until_one_ends() {
    let system = System::new(&sites(2, &[("a", "b", 20, Some(1_000_000))])).expect("a system");
    let mut net = Net::new(&system);
    net.carry(1, "in-a", "in-b", 10_000_000, None);
    net.carry(2, "in-b", "in-a", 4_000_000, None);
    net.until(4_000);
    assert_eq!(net.world.left_to_carry(ServiceId::from(0), 1), Some(8_000_000));
    net.until(60_000);
    assert_eq!(net.arrived, [(2, 8_020_000), (1, 14_020_000)]);
}

/// 10 MB at 1 MB/s, cut from 4 s to 9 s: what is sent stays sent.
#[test]
fn a_transfer_waits_while_its_link_is_cut() {
    let system = System::new(&sites(2, &[("a", "b", 0, Some(1_000_000))])).expect("a system");
    let mut net = Net::new(&system);
    net.carry(7, "racked", "in-b", 10_000_000, None);
    net.until(4_000);
    net.breaks("a-b");
    net.until(9_000);
    assert_eq!(net.world.left_to_carry(ServiceId::from(0), 7), Some(6_000_000));
    net.mends("a-b");
    net.until(60_000);
    assert_eq!(net.arrived, [(7, 15_000_000)]);
}

/// 9 MB over 3 MB/s, cut after 1 s: the way round carries 1 MB/s of the 6 MB that are left.
#[test]
fn a_transfer_takes_another_path_when_one_is_up() {
    let links = [
        ("a", "b", 1, Some(3_000_000)),
        ("a", "c", 5, Some(1_000_000)),
        ("b", "c", 5, Some(8_000_000)),
    ];
    let system = System::new(&sites(3, &links)).expect("a system");
    let mut net = Net::new(&system);
    net.carry(1, "in-a", "in-b", 9_000_000, None);
    net.until(1_000);
    net.breaks("a-b");
    net.until(60_000);
    assert_eq!(net.arrived, [(1, 7_010_000)]);
}

/// One can take 100 kB/s of 1 MB/s: the other has 900 kB/s.
#[test]
fn what_a_slow_reader_cannot_take_goes_to_the_others() {
    let system = System::new(&sites(2, &[("a", "b", 0, Some(1_000_000))])).expect("a system");
    let mut net = Net::new(&system);
    net.carry(1, "in-a", "in-b", 1_000_000, Some(100_000));
    net.carry(2, "in-a", "in-b", 9_000_000, None);
    net.until(9_000);
    assert_eq!(net.world.drop_carry(ServiceId::from(0), 1), Some(100_000));
    net.until(60_000);
    assert_eq!(net.arrived, [(2, 10_000_000)]);
}

#[test]
fn without_a_limit_a_transfer_takes_the_latency_alone() {
    let system = System::new(&sites(2, &[("a", "b", 8, None)])).expect("a system");
    let mut net = Net::new(&system);
    net.carry(1, "in-a", "in-b", u64::MAX, None);
    net.carry(2, "in-a", "racked", 5_000, Some(1_000));
    net.carry(3, "in-a", "racked", 0, None);
    net.until(60_000);
    assert_eq!(net.arrived, [(3, 0), (1, 8_000), (2, 5_000_000)]);
}

/// Whatever is cut, mended, begun and dropped: the audit of [`Net::settle`] holds after each step.
#[test]
fn random_networks_balance_after_every_change() {
    let mut seed = 12_345_u64;
    let mut dice = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut arrived = 0;
    for _ in 0..60 {
        let count = 2 + dice(5) as usize;
        let name = |at: u64| char::from(b'a' + at as u8).to_string();
        let mut ends: Vec<(u64, u64)> = Vec::new();
        for _ in 0..1 + dice(2 * count as u64) {
            let (one, other) = (dice(count as u64), dice(count as u64));
            if one < other && !ends.contains(&(one, other)) {
                ends.push((one, other));
            }
        }
        let named: Vec<(String, String)> =
            ends.iter().map(|(one, other)| (name(*one), name(*other))).collect();
        let links: Vec<_> = named
            .iter()
            .map(|(one, other)| {
                let bandwidth = (dice(4) > 0).then(|| 1 + dice(2_000_000));
                (one.as_str(), other.as_str(), dice(4), bandwidth)
            })
            .collect();
        let mut blueprint = sites(count, &links);
        blueprint.links.iter_mut().for_each(|link| link.transit = dice(4) > 0);
        let system = System::new(&blueprint).expect("a system");
        let mut net = Net::new(&system);
        let mut broken: Vec<String> = Vec::new();
        for step in 0..80 {
            net.until(step * 500 + dice(500));
            let (from, to) = (dice(count as u64), dice(count as u64));
            let (from, to) = (format!("in-{}", name(from)), format!("in-{}", name(to)));
            match dice(5) {
                0 | 1 => {
                    let rate = (dice(3) == 0).then(|| 1 + dice(100_000));
                    net.carry(dice(6) as u32, &from, &to, dice(5_000_000), rate);
                }
                2 if !links.is_empty() => {
                    let (one, other, ..) = links[dice(links.len() as u64) as usize];
                    let link = format!("{one}-{other}");
                    match broken.iter().position(|other| *other == link) {
                        Some(at) => net.mends(&broken.swap_remove(at)),
                        None => {
                            net.breaks(&link);
                            broken.push(link);
                        }
                    }
                }
                3 => {
                    net.world.drop_carry(ServiceId::from(0), dice(6) as u32);
                    net.settle();
                }
                _ => {}
            }
            let (one, other) = (net.node(&from), net.node(&to));
            assert_eq!(net.world.path(one, other), net.world.path(other, one));
        }
        arrived += net.arrived.len();
    }
    // Something must happen in them.
    assert!(arrived > 500, "{arrived}");
}
