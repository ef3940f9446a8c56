//! From what a file says of a mechanism to the mechanism: names become positions.

mod pairing;

use super::assemble::Assembler;
use super::describe::{MechanismText, Name, PoolText, ServiceText, SpreadText};
use crate::quantity::Span;
use crate::random::Law;
use crate::redundancy::{Overload, Pool, Spread, Standby};
use crate::system::port::Redundancy;
use std::sync::Arc;

impl Assembler<'_> {
    /// How the members of a service back each other up.
    pub fn mechanism(&mut self, service: &ServiceText) -> Arc<dyn Redundancy> {
        match &service.mechanism {
            MechanismText::Pool(pool) => Arc::new(self.pool(pool)),
            MechanismText::Pairing(pairing) => Arc::new(self.pairing(pairing, service)),
            // It is reported already: something stands in for it.
            MechanismText::Unread => Arc::new(Pool::new(1, Overload::Flag)),
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
