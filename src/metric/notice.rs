//! How long the first failure of each watched member stayed unnoticed, and how long its
//! restoration did.

use crate::quantity::Time;
use crate::system::port::{Findings, Interests, Measured, Observer, Part};
use crate::system::{ServiceId, System, Transition};
use std::collections::BTreeMap;

/// Watches all pairs of checker and member.
#[derive(Clone, Default)]
pub(crate) struct Notice {
    /// By service and slot.
    pairs: BTreeMap<(ServiceId, u32), Pair>,
}

#[derive(Clone, Copy, Default)]
struct Pair {
    failed: Option<Time>,
    /// When a failure struck that was over before anybody noticed.
    missed: Option<Time>,
    noticed: Option<Time>,
    restored: Option<Time>,
    back: Option<Time>,
}

impl Observer for Notice {
    fn interests(&self) -> Interests {
        Interests { transitions: true, ..Interests::default() }
    }

    fn happened(&mut self, now: Time, transition: &Transition, _: &System) {
        match *transition {
            Transition::Member { service, slot, up: false } => {
                let pair = self.pairs.entry((service, slot)).or_default();
                pair.failed.get_or_insert(now);
                // A failure before its return was noticed takes that return away.
                if pair.back.is_none() {
                    pair.restored = None;
                }
            }
            Transition::Declared { service, slot } => {
                self.pairs.entry((service, slot)).or_default().noticed.get_or_insert(now);
            }
            Transition::Member { service, slot, up: true } => {
                let pair = self.pairs.entry((service, slot)).or_default();
                if pair.noticed.is_some() {
                    pair.restored.get_or_insert(now);
                } else {
                    // Nobody saw that failure: the first one that somebody sees counts.
                    let failed = pair.failed.take();
                    pair.missed = pair.missed.or(failed);
                }
            }
            Transition::Accepted { service, slot } => {
                let pair = self.pairs.entry((service, slot)).or_default();
                // The end of a false alarm is no return.
                if pair.noticed.is_some() {
                    pair.back.get_or_insert(now);
                }
            }
            _ => {}
        }
    }

    fn figures(&self, findings: &Findings<'_>, out: &mut Vec<Measured>) {
        for (&(service, slot), pair) in &self.pairs {
            if findings.system.notices_at_once(service) {
                continue;
            }
            // Where clients find out by themselves, nobody has to notice what they do not wait for.
            if pair.noticed.is_none() && findings.system.clients_find_out(service) {
                continue;
            }
            let mut put = |metric, value| {
                let part = Part::Number(slot);
                out.push(Measured { metric, subject: service.at() as u32, part, value });
            };
            if let Some(failed) = pair.failed.or(pair.missed) {
                put("failed at seconds", failed.secs_f64());
                if let Some(noticed) = pair.noticed {
                    put("noticed after seconds", (noticed - failed).secs_f64());
                }
            }
            if let (Some(restored), Some(back)) = (pair.restored, pair.back) {
                put("back after seconds", (back - restored).secs_f64());
            }
        }
    }

    fn duplicate(&self) -> Box<dyn Observer> {
        Box::new(self.clone())
    }
}
