//! How a service notices that a member is down.

use super::Decoder;
use super::users::CLIENT_TIMEOUT;
use crate::detection::{
    Advertisement, After, AtOnce, ByClients, Erring, Heartbeat, Probe, Schedule,
};
use crate::quantity::{Probability, Span};
use crate::random::Law;
use crate::scenario::describe::{CheckText, ClientsText, Name};
use crate::scenario::problem::{Problem, code};
use crate::scenario::tree::{Kind, Node};
use crate::system::port::Detection;
use std::sync::Arc;

const WHAT: &str = "a check";
const KNOWN: &[&str] =
    &["at_once", "after", "probe", "advertisement", "heartbeat", "lease", "client", "person"];
const LATER: &[&str] = &["election"];
const LATER_FIELDS: &[&str] = &["cancel"];

/// How much longer a VRRP router of the default priority waits: 256 - 100 of 256 parts.
const SKEW: (u128, u128) = (156, 256);

/// The longest row of checks that can be asked for.
const LONGEST_ROW: u64 = 1_000_000;

impl<'t> Decoder<'t> {
    /// The check of a service.
    pub fn check(&mut self, node: &'t Node<'t>, service: &str) -> Option<CheckText> {
        let variant = self.variant(WHAT, node, KNOWN, LATER)?;
        let mut from = None;
        let detection: Arc<dyn Detection> = match variant.name {
            "at_once" => {
                self.bare(node, &variant)?;
                Arc::new(AtOnce)
            }
            "after" => self.after(variant.value, &mut from)?,
            "probe" => self.probe(variant.value, service, &mut from)?,
            "advertisement" => self.advertisement(variant.value, service, &mut from)?,
            "heartbeat" => {
                let (timeout, ping) = self.beat(variant.value, Some(&mut from))?;
                Arc::new(Heartbeat { timeout, ping, fail_fast: false })
            }
            "lease" => Arc::new(self.lease(variant.value, service, Some(&mut from))?),
            "person" => {
                if matches!(node.kind, Kind::Text(_)) {
                    self.wrong_type(node, "a check such as {\"person\": \"admin\"}");
                    return None;
                }
                let person = Some(self.name(variant.value)?);
                // The person's laws are known when all names are.
                return Some(CheckText {
                    detection: Arc::new(AtOnce),
                    clients: None,
                    person,
                    from,
                });
            }
            _ => return self.client_check(variant.value, service),
        };
        Some(CheckText { detection, clients: None, person: None, from })
    }

    /// A delay, or a delay and how the check errs.
    fn after(&mut self, node: &'t Node<'t>, from: &mut Option<Name>) -> Option<Arc<dyn Detection>> {
        if node.get("delay").is_none() {
            return Some(Arc::new(After { delay: self.law(node)? }));
        }
        let mut fields = self.fields("a check after a delay", node)?;
        let delay = self.need(&mut fields, "delay", Self::law);
        let coverage = self.take(&mut fields, "coverage", Self::share);
        *from = self.standpoint(&mut fields);
        if let Some(node) = fields.node("false_alarms") {
            let message = "a check that accepts at once is over a false alarm as it begins";
            let help = "state a `probe`, or remove `false_alarms`";
            let place = node.place;
            self.problem(Problem::new(code::IMPOSSIBLE_CHECK, place, message).help(help));
        }
        self.finish(fields, LATER_FIELDS);
        Some(erring(Arc::new(After { delay: delay? }), coverage, None))
    }

    fn probe(
        &mut self,
        node: &'t Node<'t>,
        service: &str,
        from: &mut Option<Name>,
    ) -> Option<Arc<dyn Detection>> {
        let mut fields = self.fields("a probe", node)?;
        let every = self.need(&mut fields, "every", Self::positive_span);
        let schedule = self.take(&mut fields, "schedule", |this, node| {
            match this.word("a schedule", node, &["fixed_rate", "fixed_delay"], &[])? {
                "fixed_rate" => Some(Schedule::FixedRate),
                _ => Some(Schedule::FixedDelay),
            }
        });
        let mut timeout_place = node.place;
        let timeout = self.need(&mut fields, "timeout", |this, node| {
            timeout_place = node.place;
            this.positive_span(node)
        });
        let row = |this: &mut Self, node| this.whole(node, 1..=LONGEST_ROW);
        let fall = self.take(&mut fields, "fall", row);
        let rise = self.take(&mut fields, "rise", row);
        let coverage = self.take(&mut fields, "coverage", Self::share);
        let false_alarms = self.take(&mut fields, "false_alarms", Self::life);
        *from = self.standpoint(&mut fields);
        let mut note = |absent: bool, field, value, source| {
            if absent {
                self.note("services", field, value, source, service);
            }
        };
        let source = "checks start at even intervals, whatever their answers take";
        note(schedule.is_none(), "pool.detect.probe.schedule", "fixed_rate", source);
        note(fall.is_none(), "pool.detect.probe.fall", "1", "one failed check is enough");
        note(rise.is_none(), "pool.detect.probe.rise", "1", "one good check is enough");
        self.finish(fields, LATER_FIELDS);
        let schedule = schedule.unwrap_or(Schedule::FixedRate);
        let (fall, rise) = (fall.unwrap_or(1) as u32, rise.unwrap_or(1) as u32);
        let (every, timeout) = (every?, timeout?);
        if schedule == Schedule::FixedRate && timeout > every {
            let message = "a check cannot wait longer than the interval until the next";
            let help = "shorten `timeout`, or state \"schedule\": \"fixed_delay\"";
            self.problem(Problem::new(code::IMPOSSIBLE_CHECK, timeout_place, message).help(help));
            return None;
        }
        let probe = Arc::new(Probe { every, schedule, timeout, fall, rise });
        Some(erring(probe, coverage, false_alarms))
    }

    fn advertisement(
        &mut self,
        node: &'t Node<'t>,
        service: &str,
        from: &mut Option<Name>,
    ) -> Option<Arc<dyn Detection>> {
        let mut fields = self.fields("a check of advertisements", node)?;
        let interval = self.need(&mut fields, "interval", Self::positive_span);
        let row = |this: &mut Self, node| this.whole(node, 1..=LONGEST_ROW);
        let misses = self.take(&mut fields, "misses", row);
        let stated = fields.has("skew");
        let skew = self.take(&mut fields, "skew", Self::span);
        let coverage = self.take(&mut fields, "coverage", Self::share);
        let false_alarms = self.take(&mut fields, "false_alarms", Self::life);
        *from = self.standpoint(&mut fields);
        self.finish(fields, LATER_FIELDS);
        let mut note = |absent: bool, field, value, source| {
            if absent {
                self.note("services", field, value, source, service);
            }
        };
        let source = "RFC 5798: the master is down after 3 intervals and the skew";
        note(misses.is_none(), "pool.detect.advertisement.misses", "3", source);
        let source = "RFC 5798, at the default priority: (256 - 100) / 256 of the interval";
        note(!stated, "pool.detect.advertisement.skew", "156/256 of the interval", source);
        let interval = interval?;
        let usual = u128::from(interval.micros()) * SKEW.0 / SKEW.1;
        let usual = Span::from_micros(usual as u64);
        let (misses, skew) = (misses.unwrap_or(3) as u32, skew.unwrap_or(usual));
        let check = Arc::new(Advertisement { interval, misses, skew });
        Some(erring(check, coverage, false_alarms))
    }

    /// Nobody checks: clients find out.
    fn client_check(&mut self, node: &'t Node<'t>, service: &str) -> Option<CheckText> {
        let mut fields = self.fields("a client check", node)?;
        let retry = self.need(&mut fields, "retry", Self::retry);
        let timeout = self.take(&mut fields, "timeout", Self::positive_span);
        if timeout.is_none() {
            let source = "how long a client waits for a silent server";
            self.note("services", "pool.detect.client.timeout", "30 s", source, service);
        }
        self.finish(fields, LATER_FIELDS);
        let clients = ClientsText { retry: Some(retry?), timeout };
        let timeout = timeout.unwrap_or(CLIENT_TIMEOUT);
        let detection = Arc::new(ByClients { timeout });
        Some(CheckText { detection, clients: Some(clients), person: None, from: None })
    }
}

/// A check, as it errs if it does.
fn erring(
    check: Arc<dyn Detection>,
    coverage: Option<Probability>,
    false_alarms: Option<Law>,
) -> Arc<dyn Detection> {
    let coverage = coverage.unwrap_or(Probability::ONE);
    if coverage == Probability::ONE && false_alarms.is_none() {
        return check;
    }
    Arc::new(Erring { check, coverage, false_alarms })
}
