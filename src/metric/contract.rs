//! What contracts count: lacking time, user time or requests, within service hours, by the month and by
//! the year.
//!
//! Amounts are shares of what is wanted, in seconds. What has ended is cut at months and service hours;
//! months without trouble are not written down.

use super::Terms;
use crate::quantity::{MONTH, Span, Time, YEAR};
use crate::system::port::{Findings, Interests, Loads, Measured, Observer, Part};
use crate::system::{ChainId, Planned, ServiceId, ServiceView, Stage, System};
use std::collections::BTreeMap;

/// The lacking share of a whole month, by contract, in trial order of months; none where nothing was.
pub const MONTHLY: &str = "share lacking in a month of a contract";
/// The same of a whole year.
pub const YEARLY: &str = "share lacking in a year of a contract";
/// The same of all that was watched.
pub const SHARE: &str = "share lacking of a contract";
/// Outages and interruptions that count.
pub const SEEN: &str = "outages that count in a contract";

/// Whose availability a contract is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Party {
    /// The time of a service.
    Service(ServiceId),
    /// The users of an audience, by its number.
    Audience(usize),
    /// The requests of an open load, by its number.
    Load(usize),
}

/// Watches what contracts count.
#[derive(Clone)]
pub(crate) struct Contracts {
    populations: usize,
    since: Time,
    now: Time,
    accounts: Vec<Account>,
}

#[derive(Clone)]
struct Account {
    party: Party,
    terms: Terms,
    /// Since when it is watched.
    start: Time,
    /// The service of a load, and its micro-requests a second, alone and of all loads there.
    load: Option<(ServiceId, u64, u64)>,
    /// A state that lasts: since when, the lacking share, and why.
    state: Option<(Time, f64, Option<ChainId>)>,
    /// The spell that goes on: its start and how far it has come.
    spell: Option<(Time, Time)>,
    /// What it has taken so far, by month and chain.
    pending: Vec<(Key, f64)>,
    lacking: BTreeMap<Key, f64>,
    /// Spells that count, by the chain of their start.
    seen: BTreeMap<Option<ChainId>, u64>,
}

type Key = (u64, Option<ChainId>);

impl Contracts {
    /// Watches these from `since` on.
    pub(crate) fn new(system: &System, parties: &[(Party, Terms)], since: Time) -> Self {
        let account = |(party, terms): &(Party, Terms)| Account {
            party: *party,
            terms: terms.clone(),
            start: since,
            load: match party {
                Party::Load(at) => {
                    let terms = system.load_terms()[*at];
                    Some((terms.to, terms.rate, terms.of))
                }
                _ => None,
            },
            state: None,
            spell: None,
            pending: Vec::new(),
            lacking: BTreeMap::new(),
            seen: BTreeMap::new(),
        };
        let accounts = parties.iter().map(account).collect();
        Self { populations: system.populations().count(), since, now: since, accounts }
    }
}

impl Account {
    /// A share lacks from now on, for a reason, until the next call.
    fn becomes(&mut self, now: Time, share: f64, chain: Option<ChainId>) {
        if self.state.is_some_and(|(_, before, why)| before == share && why == chain) {
            return;
        }
        if let Some((since, before, why)) = self.state.take() {
            self.goes_on(since, now);
            self.takes(since, now, (before, before), why);
        }
        if share > 0.0 {
            self.state = Some((now, share, chain));
        }
    }

    /// Something lacks from `from` to `to`: the spell goes on, or one begins.
    fn goes_on(&mut self, from: Time, to: Time) {
        if self.spell.is_some_and(|(_, until)| until != from) {
            self.end();
        }
        let since = self.spell.map_or(from, |(since, _)| since);
        self.spell = Some((since, to));
    }

    /// A share that changes evenly lacks from `from` to `to`.
    fn takes(&mut self, from: Time, to: Time, share: (f64, f64), chain: Option<ChainId>) {
        let length = (to - from).secs_f64();
        let at = |time: Time| share.0 + (share.1 - share.0) * ((time - from).secs_f64() / length);
        for (mut begins, ends) in self.terms.hours.pieces(from, to) {
            while begins < ends {
                let month = (begins - self.start).micros() / MONTH.micros();
                let until = (self.start + MONTH.times(month + 1)).min(ends);
                let amount = 0.5 * (at(begins) + at(until)) * (until - begins).secs_f64();
                match self.pending.last_mut() {
                    Some((key, sum)) if *key == (month, chain) => *sum += amount,
                    _ => self.pending.push(((month, chain), amount)),
                }
                begins = until;
            }
        }
    }

    /// The spell is over: it counts if it was long enough.
    fn end(&mut self) {
        let Some((since, until)) = self.spell.take() else { return };
        let counts = until - since >= self.terms.min_outage;
        let first = self.pending.first().map(|((_, chain), _)| *chain);
        // Counts count starts: what goes on when watching begins has begun before.
        let starts = since > self.start || self.start == Time::ZERO;
        if let Some(chain) = first.filter(|_| counts && starts) {
            *self.seen.entry(chain).or_default() += 1;
        }
        for (key, amount) in self.pending.drain(..).filter(|_| counts) {
            *self.lacking.entry(key).or_default() += amount;
        }
    }

    /// Whether what a chain takes counts.
    fn counts(&self, chain: Option<ChainId>, findings: &Findings<'_>) -> bool {
        let planned = |chain| findings.planned(chain) == Planned::All;
        !(self.terms.without_planned && chain.is_some_and(planned))
    }
}

impl Observer for Contracts {
    fn interests(&self) -> Interests {
        let users = |account: &Account| matches!(account.party, Party::Audience(_));
        Interests {
            services: !self.accounts.iter().all(users),
            stages: self.accounts.iter().any(users),
            ..Interests::default()
        }
    }

    fn service(&mut self, now: Time, service: ServiceId, view: &ServiceView, _: &Loads<'_>) {
        for account in &mut self.accounts {
            match (account.party, account.load) {
                (Party::Service(id), _) if id == service => {
                    let out = if view.out_by.is_some() { 1.0 } else { 0.0 };
                    // An outage keeps the reason it began for.
                    let why = account.state.and_then(|(_, _, why)| why).or(view.out_by);
                    account.becomes(now, out, why.filter(|_| out > 0.0));
                }
                (_, Some((to, rate, all))) if to == service => {
                    let requests = view.requests;
                    let failing = match requests.of {
                        0 => 1.0,
                        of => requests.failing as f64 / of as f64,
                    };
                    let refused = requests.refused as f64 / all.max(1) as f64;
                    let share = if rate == 0 { 0.0 } else { (failing + refused).min(1.0) };
                    account.becomes(now, share, view.out_by);
                }
                _ => {}
            }
        }
    }

    fn stage(&mut self, stage: &Stage<'_>) {
        if stage.from == stage.to || stage.lacking == (0, 0) {
            return;
        }
        let audience = stage.audience(self.populations);
        for account in &mut self.accounts {
            if account.party != Party::Audience(audience) {
                continue;
            }
            account.goes_on(stage.from, stage.to);
            let share = |users: u64| users as f64 / stage.wanted.max(1) as f64;
            for part in stage.parts.iter().filter(|part| part.amount != (0, 0)) {
                let shares = (share(part.amount.0), share(part.amount.1));
                account.takes(stage.from, stage.to, shares, Some(part.chain));
            }
        }
    }

    fn finish(&mut self, now: Time) {
        self.now = now;
        for account in &mut self.accounts {
            account.becomes(now, 0.0, None);
            account.end();
        }
    }

    fn figures(&self, findings: &Findings<'_>, out: &mut Vec<Measured>) {
        for (at, account) in self.accounts.iter().enumerate() {
            let mut put = |metric, part, value| {
                out.push(Measured { metric, subject: at as u32, part, value });
            };
            let wanted = |from: Time, to: Time| account.terms.hours.within(from, to).secs_f64();
            let mut total = 0.0;
            let mut months: BTreeMap<u64, f64> = BTreeMap::new();
            let mut years: BTreeMap<u64, f64> = BTreeMap::new();
            for ((month, chain), amount) in &account.lacking {
                if account.counts(*chain, findings) {
                    total += amount;
                    *months.entry(*month).or_default() += amount;
                    *years.entry(month / 12).or_default() += amount;
                }
            }
            let windows = |metric, length: Span, troubled: BTreeMap<u64, f64>| {
                let whole = (self.now - self.since).micros() / length.micros();
                let troubled = troubled.into_iter().filter(move |(at, _)| *at < whole);
                troubled.map(move |(at, amount)| {
                    let from = self.since + length.times(at);
                    (metric, Part::Number(at as u32), amount / wanted(from, from + length))
                })
            };
            for (metric, part, share) in windows(MONTHLY, MONTH, months) {
                put(metric, part, share);
            }
            for (metric, part, share) in windows(YEARLY, YEAR, years) {
                put(metric, part, share);
            }
            let all = wanted(self.since, self.now);
            put(SHARE, Part::Whole, if all > 0.0 { total / all } else { 0.0 });
            let seen = account.seen.iter().filter(|(chain, _)| account.counts(**chain, findings));
            put(SEEN, Part::Whole, seen.map(|(_, count)| *count as f64).sum());
        }
    }

    fn duplicate(&self) -> Box<dyn Observer> {
        Box::new(self.clone())
    }
}
