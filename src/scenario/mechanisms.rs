//! From what a file says of a mechanism to the mechanism: names become positions.

use super::assemble::Assembler;
use super::describe::{ByHandText, MechanismText, Name, PoolText, SpreadText, StandbyPairText};
use super::problem::Problems;
use crate::quantity::Span;
use crate::random::Law;
use crate::redundancy::{ByHand, Overload, Pool, Spread, Standby, StandbyPair, Switch};
use crate::system::port::Redundancy;
use std::sync::Arc;

impl Assembler<'_> {
    /// How the members of a service back each other up.
    pub fn mechanism(&mut self, mechanism: &MechanismText) -> Arc<dyn Redundancy> {
        match mechanism {
            MechanismText::Pool(pool) => Arc::new(self.pool(pool)),
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
}
