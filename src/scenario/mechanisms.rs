//! From what a file says of a mechanism to the mechanism: names become positions.

mod pairing;

use super::assemble::Assembler;
use super::defaults::Stands;
use super::describe::{
    ByHandText, DeciderText, MechanismText, MirrorText, Name, PoolText, ServiceText, SpreadText,
    StandbyPairText,
};
use super::problem::Problems;
use crate::quantity::Span;
use crate::random::Law;
use crate::redundancy::{
    ByHand, Failover, Mirror, Overload, Pool, Spread, Standby, StandbyPair, Switch,
};
use crate::system::port::Redundancy;
use crate::system::{SeekerSpec, Target};
use std::sync::Arc;

impl Assembler<'_> {
    /// How the members of a service back each other up.
    pub fn mechanism(&mut self, service: &ServiceText) -> Arc<dyn Redundancy> {
        match &service.mechanism {
            MechanismText::Pool(pool) => Arc::new(self.pool(pool)),
            MechanismText::Pairing(pairing) => Arc::new(self.pairing(pairing, service)),
            MechanismText::Mirror(mirror) => Arc::new(self.mirror(mirror, service)),
            MechanismText::StandbyPair(pair) => Arc::new(self.standby_pair(pair)),
            // It is reported already: something stands in for it.
            MechanismText::Unread => Arc::new(Pool::new(1, Overload::Flag)),
        }
    }

    fn standby_pair(&mut self, pair: &StandbyPairText) -> StandbyPair {
        let usual = StandbyPair::new();
        // A name that means nothing is reported where the members are made.
        let mut ignored = Problems::default();
        let active = pair.active.as_ref();
        StandbyPair {
            active: active.and_then(|name| self.names.worker(name, &mut ignored)),
            mode: pair.mode.clone().unwrap_or(usual.mode),
            restart: pair.restart.clone().unwrap_or(usual.restart),
            failback: pair.failback,
            switch: Switch {
                takes: pair.switch.takes.clone().unwrap_or(usual.switch.takes),
                works: pair.switch.works.unwrap_or(usual.switch.works),
                otherwise: match &pair.switch.otherwise {
                    None => ByHand::Never,
                    Some(ByHandText::Takes(law)) => ByHand::Takes(law.clone()),
                    Some(ByHandText::Person(name)) => {
                        ByHand::Person(self.names.person(name, self.problems).unwrap_or(0))
                    }
                },
                on_order: pair.switch.on_order,
            },
        }
    }

    fn pool(&mut self, pool: &PoolText) -> Pool {
        let mut part = |name: &Name| self.names.part(name, self.problems);
        let spread = match &pool.spread {
            SpreadText::Even | SpreadText::Sticky => Spread::Even,
            SpreadText::Weights(weights) => Spread::Weights(
                weights.iter().filter_map(|(name, weight)| Some((part(name)?, *weight))).collect(),
            ),
        };
        let standby = pool.standby.as_ref().and_then(|standby| {
            Some(Standby {
                members: standby.members.iter().filter_map(&mut part).collect(),
                active_below: standby.below.map_or(1, |below| below.value),
                activation: match &standby.activation {
                    Some(law) => law.clone(),
                    None => Law::fixed(Span::ZERO).ok()?,
                },
            })
        });
        Pool {
            need: pool.need.map_or(1, |need| need.value),
            overload: pool.overload,
            standby,
            spread,
            rebalance: pool.rebalance,
            requests: pool.requests,
        }
    }

    fn mirror(&mut self, mirror: &MirrorText, service: &ServiceText) -> Mirror {
        let aide = mirror.aide();
        let aide = aide.and_then(|name| self.names.worker(name, self.problems));
        let none = || Law::fixed(Span::ZERO).expect("no time at all is a time");
        let failover = match &mirror.decider {
            Some(DeciderText::Witness { redo, arm, .. }) if aide.is_some() => {
                Failover::Witness { redo: redo.clone(), arm: *arm }
            }
            Some(DeciderText::Monitor { promote, .. }) => {
                Failover::Monitor { promote: promote.clone() }
            }
            Some(DeciderText::Lease { lease, decide, promote, .. }) => Failover::Lease {
                ttl: lease.ttl,
                refresh: lease.refresh,
                granularity: lease.granularity,
                decide: decide.clone(),
                promote: promote.clone(),
            },
            Some(DeciderText::Manual { person, promote }) => {
                Failover::Manual { person: *person, promote: promote.clone() }
            }
            // It is reported already: something stands in for it.
            _ => Failover::Manual { person: false, promote: none() },
        };
        Mirror {
            principal: self.principal(service),
            commit: mirror.commit.clone(),
            failover,
            on_mirror_loss: mirror.on_mirror_loss.clone(),
            session: mirror.session,
            resync: mirror.resync.clone(),
            aides: aide.into_iter().collect(),
        }
    }

    /// The first of the partners: of numbered ones, the first.
    fn principal(&mut self, service: &ServiceText) -> Target {
        let first = match (&service.members, service.inline) {
            (_, true) => self.names.inline(&service.name.text).map(Target::Family),
            (Some(names), _) => {
                names.first().and_then(|name| self.names.worker(name, &mut Problems::default()))
            }
            (None, _) => None,
        };
        match first {
            Some(Target::Family(at)) if self.description.components[at].count.is_some() => {
                Target::Member(at, 1)
            }
            first => first.unwrap_or(Target::Family(0)),
        }
    }

    /// The clients of open loads that look again for whoever serves.
    pub fn seekers(&mut self) -> Vec<SeekerSpec> {
        let mut seekers = Vec::new();
        for load in &self.description.loads {
            let to = load
                .to
                .as_ref()
                .and_then(|name| self.names.service(name, &mut Problems::default()));
            let is_led = to.is_some_and(|to| self.description.services[to].is_led());
            match load.looks_again {
                Some(every) => {
                    let load = load.name.text.clone();
                    seekers.push(SeekerSpec { load, every: every.value });
                }
                None if is_led => {
                    let source = "clients find whoever leads as soon as it serves";
                    let (part, field) = ("loads", "clients.retry.every");
                    let stands = Stands { part, field, value: "0 s", source };
                    self.defaults.note(stands, &load.name.text);
                }
                None => {}
            }
        }
        seekers
    }
}
