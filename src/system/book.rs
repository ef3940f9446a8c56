//! Who is served where, and who waits: the users of one service.
//!
//! Users are whole millionths and change hands only between the places of a book (served, held,
//! moving, refused), so they are conserved by construction. Interrupted users stand in *cohorts*:
//! of one population, lost at one instant for one reason. `flow.rs` moves them in time; this file
//! moves them within an instant.

mod audit;

use super::blueprint::{Clients, Returns};
use super::chain::{ChainId, Explanation};
use super::flow::{Drain, Slice, Stream, Wave};
use super::id::PopulationId;
use super::phase::Phase;
use super::shares::shares;
use super::topology::{Service, System};
use super::view::{Latest, StagePart};
use crate::quantity::{Micro, Time};
use std::collections::{BTreeMap, VecDeque};

/// The users of one service.
#[derive(Clone)]
pub(crate) struct Book {
    pub patrons: Vec<Patrons>,
    /// A slab: cohorts without users are free.
    pub cohorts: Vec<Cohort>,
    pub waves: Vec<Wave>,
    /// Released users before the door, first come first served.
    pub queue: VecDeque<Slice>,
    /// Cohorts with refused users, oldest refusal first.
    pub refused: VecDeque<usize>,
    pub terms: Terms,
    pub drain: Option<Drain>,
    pub totals: Totals,
    /// How often others were served than before.
    pub turns: u64,
    /// Everything above is as of this time.
    pub mark: Time,
    /// When a flow next changes its rate by itself.
    pub next: Time,
    /// What stands in the calendar.
    pub scheduled: Time,
    /// Numbers instants and stretches of constant inflow: what comes in one forms one slice.
    pub inflow: u32,
    /// The last number given, and the inflow that the last stretch had.
    pub inflows: u32,
    pub stream: Stream,
    /// Users that have lost their member so far.
    pub moved: Micro,
    /// By slot: how far the person has come whose declaration held users wait for.
    pub progress: BTreeMap<u32, Phase>,
    /// How far a mechanism has come that could serve its users elsewhere.
    pub relief: Option<Phase>,
    /// Some cohort may be let in.
    pub ready: bool,
    /// Somebody has left for another book within the instant.
    pub left: bool,
    pub scratch: Scratch,
}

/// Room for the state of a book at its mark, kept from one stretch to the next.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    /// By cohort: held, moving and refused.
    pub amounts: Vec<[Micro; 3]>,
    /// By cohort.
    pub phases: Vec<[Phase; 3]>,
    /// By population.
    pub served: Vec<Micro>,
    /// Who was served again during the stretch.
    pub returned: Vec<(usize, Micro)>,
    /// The same by cohort.
    pub back: Vec<Micro>,
    pub parts: Vec<StagePart>,
}

/// The users of one population at this service.
#[derive(Clone, Debug)]
pub(crate) struct Patrons {
    pub population: PopulationId,
    pub clients: Clients,
    pub wanted: Micro,
    pub served: Micro,
    /// Served as the instant of the mark began, before anything changed.
    pub served_before: Micro,
}

/// Sums over a book.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Totals {
    pub wanted: Micro,
    pub served: Micro,
    /// Not yet released.
    pub held: Micro,
    /// Released: on the way or before the door.
    pub moving: Micro,
    pub refused: Micro,
    /// Of the moving, those before the door.
    pub queued: Micro,
}

/// Interrupted users of one population, lost at one instant for one reason.
#[derive(Clone, Debug)]
pub(crate) struct Cohort {
    /// Position among the patrons.
    pub of: usize,
    pub since: Time,
    pub chain: ChainId,
    pub explanation: Explanation,
    pub release: Release,
    pub held: Micro,
    pub moving: Micro,
    pub refused: Micro,
    /// Its explanation has been asked again at its first refusal.
    pub refused_before: bool,
}

/// What the held users of a cohort wait for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Release {
    /// The balancer's notice of this slot; whether the first check has failed.
    Notice { slot: u32, observed: bool },
    /// The end of a gray failure of this slot; whether somebody knows of it.
    Gray { slot: u32, noticed: bool },
    /// Their own time-out.
    TimeOut(Time),
    /// The link to their host, or the place where they stand.
    Cut,
    /// Nothing: their new host lets them in within the instant.
    Ready,
    /// Nothing: nobody is held.
    Done,
}

/// What a mechanism allows at present.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Terms {
    /// Somebody serves.
    pub serving: bool,
    /// Micro-users a second that may sign in; `None` is any number at once.
    pub admission: Option<u64>,
    /// Micro-users that may be served at once.
    pub capacity: Micro,
    /// Served users at which the admission changes: a member fills.
    pub step: Micro,
    /// Members in rotation that refuse, and that are silent.
    pub refusing: u32,
    pub silent: u32,
    pub rotation: u32,
    /// What released users wait for while nobody serves.
    pub out: Phase,
}

impl Terms {
    /// Everybody at once, nobody dead.
    pub(crate) const OPEN: Terms = Terms {
        serving: true,
        admission: None,
        capacity: Micro::MAX,
        step: Micro::MAX,
        refusing: 0,
        silent: 0,
        rotation: 1,
        out: Phase::Repairing,
    };
}

impl Cohort {
    pub(crate) fn total(&self) -> Micro {
        self.held + self.moving + self.refused
    }

    /// How its users lost service.
    pub(crate) fn latest(&self) -> Latest {
        Latest::new(self.since, &self.explanation)
    }
}

impl Book {
    pub(crate) fn new(service: &Service, system: &System) -> Self {
        let patron = |id: &PopulationId, users: Micro| Patrons {
            population: *id,
            clients: system.populations[id.at()].clients,
            wanted: users,
            served: users,
            served_before: users,
        };
        let at_home = service.populations.iter();
        let at_home = at_home.map(|id| patron(id, system.populations[id.at()].users));
        let guests = service.guests.iter().map(|id| patron(id, 0));
        let patrons: Vec<Patrons> = at_home.chain(guests).collect();
        let wanted = patrons.iter().map(|patrons| patrons.wanted).sum();
        Self {
            patrons,
            cohorts: Vec::new(),
            waves: Vec::new(),
            queue: VecDeque::new(),
            refused: VecDeque::new(),
            terms: Terms::OPEN,
            drain: None,
            totals: Totals { wanted, served: wanted, ..Totals::default() },
            turns: 0,
            mark: Time::ZERO,
            next: Time::NEVER,
            scheduled: Time::NEVER,
            inflow: 0,
            inflows: 0,
            stream: Stream::default(),
            moved: 0,
            progress: BTreeMap::new(),
            relief: None,
            ready: false,
            left: false,
            scratch: Scratch::default(),
        }
    }

    /// Whether everybody is served.
    #[inline]
    pub(crate) fn is_calm(&self) -> bool {
        self.totals.served == self.totals.wanted
    }

    /// Users that may yet come back by themselves.
    pub(crate) fn waiting(&self) -> Micro {
        self.totals.held + self.totals.moving
    }

    /// Micro-users that could still be admitted.
    pub(crate) fn room(&self) -> Micro {
        self.terms.capacity.saturating_sub(self.totals.served)
    }

    /// Takes `amount` served users out, in proportion over the populations (largest remainder,
    /// ties to the earlier), and forms their cohorts; `release` says what each waits for.
    pub(crate) fn lose(
        &mut self,
        amount: Micro,
        now: Time,
        cause: (ChainId, Explanation),
        release: impl Fn(&Clients) -> Release,
    ) -> Vec<usize> {
        // One population takes all of it, without a list of shares.
        let shares = match self.patrons.len() > 1 {
            true => shares(amount, self.patrons.iter().map(|patrons| patrons.served)),
            false => Vec::new(),
        };
        let mut formed = Vec::new();
        for of in 0..self.patrons.len() {
            let share = shares.get(of).copied().unwrap_or(amount);
            if share == 0 {
                continue;
            }
            self.patrons[of].served -= share;
            self.totals.served -= share;
            self.turns += 1;
            self.totals.held += share;
            let release = release(&self.patrons[of].clients);
            formed.push(self.form(Cohort {
                of,
                since: now,
                chain: cause.0,
                explanation: cause.1,
                release,
                held: share,
                moving: 0,
                refused: 0,
                refused_before: false,
            }));
        }
        formed
    }

    /// Puts a cohort into a free place.
    pub(super) fn form(&mut self, cohort: Cohort) -> usize {
        match self.cohorts.iter().position(|cohort| cohort.total() == 0) {
            Some(free) => {
                self.cohorts[free] = cohort;
                free
            }
            None => {
                self.cohorts.push(cohort);
                self.cohorts.len() - 1
            }
        }
    }

    /// Releases the held users of a cohort: their clients try over the retry window, or the
    /// balancer sends them at once. Of those the balancer sends, the share that meets another
    /// dead member (`blind`: slots nobody has noticed) is held for that one's notice.
    pub(crate) fn release(&mut self, cohort: usize, now: Time, blind: &[(u32, bool)]) -> Micro {
        let amount = std::mem::take(&mut self.cohorts[cohort].held);
        self.cohorts[cohort].release = Release::Done;
        self.totals.held -= amount;
        self.totals.moving += amount;
        self.cohorts[cohort].moving += amount;
        let clients = self.patrons[self.cohorts[cohort].of].clients;
        match clients.returns {
            Returns::ByClient => {
                let (from, to) = clients.retry;
                self.waves.push(Wave::new(cohort, now + from, now + to, amount));
            }
            Returns::ByBalancer => {
                let share = amount / u64::from(self.terms.rotation.max(1));
                let sent = self.hold_again(cohort, amount, share, blind);
                self.arrive(cohort, sent);
            }
        }
        amount
    }

    /// Of the `sent` users of a cohort, those who meet a dead slot wait for its notice: a `share`
    /// for each of `blind`, by slot. Returns how many are still sent.
    fn hold_again(
        &mut self,
        cohort: usize,
        mut sent: Micro,
        share: Micro,
        blind: &[(u32, bool)],
    ) -> Micro {
        if share == 0 || blind.is_empty() {
            return sent;
        }
        let whose = self.cohorts[cohort].clone();
        let mut places = self.waiting_like(&whose).into_iter().peekable();
        for &(slot, observed) in blind {
            let held = share.min(sent);
            if held == 0 {
                break;
            }
            sent -= held;
            self.cohorts[cohort].moving -= held;
            self.totals.moving -= held;
            self.totals.held += held;
            while places.next_if(|(notice, _)| *notice < (slot, observed)).is_some() {}
            match places.next_if(|(notice, _)| *notice == (slot, observed)) {
                Some((_, at)) => self.cohorts[at].held += held,
                None => {
                    let release = Release::Notice { slot, observed };
                    let whose = whose.clone();
                    self.form(Cohort { release, held, moving: 0, refused: 0, ..whose });
                }
            }
        }
        sent
    }

    /// Who waits for the same notice for the same reason waits together: the cohorts that wait for
    /// a notice for the reason of `whose`, by notice.
    fn waiting_like(&self, whose: &Cohort) -> Vec<((u32, bool), usize)> {
        let reason = |of: &Cohort| (of.of, of.since, of.chain, of.explanation);
        let waits = |(at, other): (usize, &Cohort)| match other.release {
            Release::Notice { slot, observed } if other.held > 0 => {
                (reason(other) == reason(whose)).then_some(((slot, observed), at))
            }
            _ => None,
        };
        let mut places: Vec<_> = self.cohorts.iter().enumerate().filter_map(waits).collect();
        places.sort_unstable();
        places
    }

    /// Users held by the gray failure of a slot.
    pub(crate) fn held_for_gray(&self, slot: u32) -> Micro {
        let waits = |cohort: &&Cohort| matches!(cohort.release, Release::Gray { slot: whose, .. } if whose == slot);
        self.cohorts.iter().filter(waits).map(|cohort| cohort.held).sum()
    }

    /// Moving users have reached the door.
    pub(crate) fn arrive(&mut self, cohort: usize, amount: Micro) {
        if amount == 0 {
            return;
        }
        self.totals.queued += amount;
        match self.queue.back_mut() {
            Some(slice) if slice.inflow == self.inflow => slice.add(cohort, amount),
            _ => self.queue.push_back(Slice::new(self.inflow, cohort, amount)),
        }
    }

    /// Admits up to `amount` users from the head of the queue; `out` learns whose.
    pub(crate) fn admit(&mut self, amount: Micro, out: &mut Vec<(usize, Micro)>) -> Micro {
        let mut left = amount.min(self.totals.queued);
        let admitted = left;
        while left > 0 {
            let Some(head) = self.queue.front_mut() else { break };
            let from = out.len();
            left -= head.take(left, out);
            if head.total == 0 {
                self.queue.pop_front();
            }
            for &(cohort, share) in &out[from..] {
                self.cohorts[cohort].moving -= share;
                self.patrons[self.cohorts[cohort].of].served += share;
            }
        }
        let admitted = admitted - left;
        self.totals.queued -= admitted;
        self.totals.moving -= admitted;
        self.totals.served += admitted;
        self.turns += 1;
        admitted
    }

    /// Serves moving users that have not stood in the queue.
    pub(crate) fn pass(&mut self, cohort: usize, amount: Micro) {
        self.cohorts[cohort].moving -= amount;
        self.patrons[self.cohorts[cohort].of].served += amount;
        self.totals.moving -= amount;
        self.totals.served += amount;
        self.turns += 1;
    }

    /// Refuses moving users.
    pub(crate) fn refuse(&mut self, cohort: usize, amount: Micro) {
        if amount == 0 {
            return;
        }
        self.cohorts[cohort].moving -= amount;
        self.cohorts[cohort].refused += amount;
        self.totals.moving -= amount;
        self.totals.refused += amount;
        if !self.refused.contains(&cohort) {
            self.refused.push_back(cohort);
        }
    }

    /// Refuses everybody before the door. Returns how many.
    pub(crate) fn refuse_queue(&mut self) -> Micro {
        let amount = std::mem::take(&mut self.totals.queued);
        for slice in std::mem::take(&mut self.queue) {
            for (cohort, share) in slice.parts {
                self.refuse(cohort, share);
            }
        }
        amount
    }

    /// Gives room to the refused, oldest first: they stand before the door again.
    pub(crate) fn call_refused(&mut self) {
        let mut room = self.room().saturating_sub(self.totals.queued);
        while room > 0 {
            let Some(&cohort) = self.refused.front() else { break };
            let amount = self.cohorts[cohort].refused.min(room);
            room -= amount;
            self.cohorts[cohort].refused -= amount;
            self.cohorts[cohort].moving += amount;
            self.totals.refused -= amount;
            self.totals.moving += amount;
            self.arrive(cohort, amount);
            if self.cohorts[cohort].refused == 0 {
                self.refused.pop_front();
            }
        }
    }

    /// What the users of a cohort wait for: held, moving and refused.
    pub(crate) fn phases(&self, cohort: &Cohort) -> [Phase; 3] {
        let held = match cohort.release {
            Release::Notice { slot, observed: true } => {
                self.progress.get(&slot).copied().unwrap_or(Phase::Detecting)
            }
            Release::Gray { noticed: true, .. } => Phase::Repairing,
            Release::Cut => self.relief.unwrap_or(Phase::Repairing),
            _ => Phase::Undetected,
        };
        let moving = match (self.terms.serving, self.room()) {
            (false, _) => self.terms.out,
            (true, 0) => Phase::Refused,
            (true, _) => Phase::Reconnecting,
        };
        [held, moving, Phase::Refused]
    }
}
