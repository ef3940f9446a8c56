//! Transfers of data over links: each takes the best path of links that are up, and those that share
//! a link share its bandwidth.
//!
//! Shares are max-min fair, by progressive filling: all rates rise together, a transfer stops at its
//! own rate or when a link on its path is full, and what it cannot use goes to the others. The last
//! byte arrives a latency after it has been sent. A transfer without a path waits; what it has sent
//! stays sent. Rates are whole millionths of a byte a second, so that rate times microseconds is
//! exact, and nothing is an event but the end of a transfer.

use super::event::{Event, Kind};
use super::id::{NodeId, ServiceId};
use super::port::Change;
use super::world::World;
use crate::quantity::Time;

/// Rates are kept in millionths, amounts in millionths of millionths.
const MILLION: u64 = 1_000_000;

/// As fast as can be.
const UNLIMITED: u64 = u64::MAX;

/// All transfers under way, by service and tag.
#[derive(Clone, Debug, Default)]
pub(crate) struct Transfers {
    under_way: Vec<Transfer>,
    /// Rates have to be shared out anew.
    pub changed: bool,
}

/// Data on its way.
#[derive(Clone, Debug)]
struct Transfer {
    whose: (ServiceId, u32),
    from: NodeId,
    to: NodeId,
    /// Millionths of a byte a second that it can take.
    own: u64,
    bytes: u64,
    /// Millionths of a byte a second that join what is to be sent, from `mark` on.
    fed: u64,
    /// What has joined so far, in millionths of millionths.
    joined: u128,
    /// In millionths of millionths of a byte, at `mark`.
    left: u128,
    sent: u128,
    mark: Time,
    /// Millionths of a byte a second from `mark` on.
    rate: u64,
    /// Links on its path; `None` waits for one.
    path: Option<Vec<u32>>,
    /// When its last byte has been sent or, after that, arrives.
    due: Time,
    is_arriving: bool,
}

fn whole(bytes: u64) -> u128 {
    u128::from(bytes) * u128::from(MILLION) * u128::from(MILLION)
}

impl Transfer {
    /// What joins, and what it sends, from its mark to `now`.
    fn moves(&self, now: Time) -> (u128, u128) {
        let micros = u128::from((now - self.mark).micros());
        let joins = u128::from(self.fed) * micros;
        let sends = match self.rate {
            UNLIMITED => self.left + joins,
            rate => (u128::from(rate) * micros).min(self.left + joins),
        };
        (joins, sends)
    }

    fn advance(&mut self, now: Time) {
        let (joins, sends) = self.moves(now);
        self.left = self.left + joins - sends;
        (self.joined, self.sent, self.mark) = (self.joined + joins, self.sent + sends, now);
    }

    /// When its last byte will have been sent: never while it is fed faster than it sends.
    fn ends(&self) -> Time {
        match self.rate {
            _ if self.path.is_none() => Time::NEVER,
            UNLIMITED => self.mark,
            _ if self.left == 0 => self.mark,
            rate if rate <= self.fed => Time::NEVER,
            rate => {
                let micros = self.left.div_ceil(u128::from(rate - self.fed));
                let micros = u64::try_from(micros).unwrap_or(u64::MAX);
                Time::from_micros(self.mark.micros().saturating_add(micros))
            }
        }
    }
}

/// Shares out the bandwidth of links (in the unit of the rates; `None` is any) among flows, each with
/// the links on its path and the most that it can take.
fn fair(flows: &[(&[u32], u64)], bandwidth: &[Option<u64>]) -> Vec<u64> {
    let mut rates = vec![None; flows.len()];
    let mut left: Vec<u64> = bandwidth.iter().map(|all| all.unwrap_or(UNLIMITED)).collect();
    loop {
        let mut sharing = vec![0_u64; bandwidth.len()];
        let open: Vec<usize> = (0..flows.len()).filter(|flow| rates[*flow].is_none()).collect();
        for flow in &open {
            flows[*flow].0.iter().for_each(|link| sharing[*link as usize] += 1);
        }
        let share = |link: &u32| match bandwidth[*link as usize] {
            Some(_) => left[*link as usize] / sharing[*link as usize],
            None => UNLIMITED,
        };
        let most = |flow: &usize| {
            let (path, own) = flows[*flow];
            path.iter().map(share).min().unwrap_or(UNLIMITED).min(own)
        };
        let Some(level) = open.iter().map(most).min() else { break };
        let full: Vec<usize> = open.into_iter().filter(|flow| most(flow) == level).collect();
        for flow in full {
            rates[flow] = Some(level);
            for link in flows[flow].0 {
                left[*link as usize] -= level.min(left[*link as usize]);
            }
        }
    }
    rates.into_iter().flatten().collect()
}

impl World<'_> {
    /// Sends `bytes` from one node to another over whatever links are up, at `rate` bytes a second at
    /// most. The service hears [`Change::Carried`] when the last has arrived; a transfer of the same
    /// tag is dropped.
    pub(crate) fn carry(
        &mut self,
        service: ServiceId,
        tag: u32,
        from: NodeId,
        to: NodeId,
        bytes: u64,
        rate: Option<u64>,
    ) {
        self.drop_carry(service, tag);
        let whose = (service, tag);
        let place = self.transfers.under_way.partition_point(|other| other.whose < whose);
        let transfer = Transfer {
            whose,
            from,
            to,
            own: rate.map_or(UNLIMITED, |rate| rate.saturating_mul(MILLION)),
            bytes,
            fed: 0,
            joined: 0,
            left: whole(bytes),
            sent: 0,
            mark: self.now,
            rate: 0,
            path: None,
            due: Time::NEVER,
            is_arriving: false,
        };
        self.transfers.under_way.insert(place, transfer);
        self.transfers.changed = true;
    }

    /// Gives a transfer up, if it is under way: how many bytes have not been sent, rounded up.
    pub(crate) fn drop_carry(&mut self, service: ServiceId, tag: u32) -> Option<u64> {
        let left = self.left_to_carry(service, tag)?;
        self.transfers.under_way.retain(|other| other.whose != (service, tag));
        self.transfers.changed = true;
        Some(left)
    }

    /// How many bytes of a transfer have not been sent, rounded up; `None` if it is not under way.
    pub(crate) fn left_to_carry(&self, service: ServiceId, tag: u32) -> Option<u64> {
        let mut all = self.transfers.under_way.iter();
        let transfer = all.find(|other| other.whose == (service, tag))?;
        let (joins, sends) = transfer.moves(self.now);
        Some((transfer.left + joins - sends).div_ceil(whole(1)) as u64)
    }

    /// So many bytes a second join what a transfer has to send from now on, if it is under way and
    /// has not sent all.
    pub(crate) fn feed_carry(&mut self, service: ServiceId, tag: u32, rate: u64) {
        let now = self.now;
        let fed = rate.saturating_mul(MILLION);
        let mut all = self.transfers.under_way.iter_mut();
        let transfer = all.find(|other| other.whose == (service, tag));
        if let Some(transfer) = transfer.filter(|it| !it.is_arriving && it.fed != fed) {
            transfer.advance(now);
            transfer.fed = fed;
            self.transfers.changed = true;
        }
    }

    /// Bytes a second that the narrowest link between two nodes carries; `None` is any number.
    pub(crate) fn narrowest(&self, from: NodeId, to: NodeId) -> Option<u64> {
        let links = self.path(from, to).into_iter().flat_map(|path| &path.links);
        links.filter_map(|link| self.system.network.links[*link as usize].bandwidth).min()
    }

    /// Bytes a second that a link carries; `None` is any number.
    pub(crate) fn bandwidth(&self, link: NodeId) -> Option<u64> {
        let mut links = self.system.network.links.iter();
        links.find(|other| other.node == link)?.bandwidth
    }

    /// Transfers, links or paths have changed: bandwidth is shared out anew.
    #[cold]
    pub(super) fn share_bandwidth(&mut self) {
        self.transfers.changed = false;
        let now = self.now;
        let mut under_way = std::mem::take(&mut self.transfers.under_way);
        for transfer in under_way.iter_mut().filter(|transfer| !transfer.is_arriving) {
            transfer.advance(now);
            transfer.path = self.path(transfer.from, transfer.to).map(|path| path.links.clone());
            transfer.rate = 0;
        }
        let flows: Vec<(&[u32], u64)> = under_way.iter().filter_map(Transfer::flow).collect();
        let rates = fair(&flows, &self.bandwidths());
        let mut sending = under_way.iter_mut().filter(|transfer| transfer.flow().is_some());
        for rate in rates {
            if let Some(transfer) = sending.next() {
                transfer.rate = rate;
            }
        }
        for transfer in under_way.iter_mut().filter(|transfer| !transfer.is_arriving) {
            transfer.due = transfer.ends();
        }
        self.transfers.under_way = under_way;
        self.await_transfer();
    }

    /// Millionths of a byte a second that each link carries.
    fn bandwidths(&self) -> Vec<Option<u64>> {
        let links = self.system.network.links.iter();
        links.map(|link| Some(link.bandwidth?.saturating_mul(MILLION))).collect()
    }

    fn await_transfer(&mut self) {
        let due = self.transfers.under_way.iter().map(|transfer| transfer.due).min();
        if let Some(due) = due.filter(|due| !due.is_never()) {
            self.calendar.schedule(due, Event::rank(Kind::Transfer, 0));
        }
    }

    /// A time at which a transfer may have been sent, or arrives, has come.
    pub(super) fn transfers_are_due(&mut self) {
        let now = self.now;
        let mut under_way = std::mem::take(&mut self.transfers.under_way);
        under_way.retain_mut(|transfer| {
            if transfer.due > now {
                return true;
            }
            if !transfer.is_arriving {
                let latency = self.latency_of(transfer);
                transfer.advance(now);
                (transfer.is_arriving, transfer.rate, transfer.fed) = (true, 0, 0);
                transfer.due = now + latency;
                self.transfers.changed = true;
            }
            if transfer.due > now {
                return true;
            }
            let (service, tag) = transfer.whose;
            self.agenda.services[service.at()].changes.push(Change::Carried(tag));
            self.touch(service);
            false
        });
        self.transfers.under_way = under_way;
        self.await_transfer();
    }

    /// From one end of a transfer's path to the other.
    fn latency_of(&self, transfer: &Transfer) -> crate::quantity::Span {
        let links = transfer.path.iter().flatten();
        let links = links.map(|link| self.system.network.links[*link as usize].latency);
        links.fold(crate::quantity::Span::ZERO, |sum, latency| sum + latency)
    }

    /// Panics, in plain words, if a byte is lost or a share is not fair.
    pub(super) fn audit_transfers(&self) {
        let under_way = &self.transfers.under_way;
        let bandwidths = self.bandwidths();
        let on = |link: u32| {
            let uses = move |transfer: &&Transfer| {
                transfer.flow().is_some_and(|(path, _)| path.contains(&link))
            };
            under_way.iter().filter(uses)
        };
        for (link, bandwidth) in bandwidths.iter().enumerate() {
            let Some(bandwidth) = bandwidth else { continue };
            let rates = on(link as u32).map(|transfer| u128::from(transfer.rate));
            let sum: u128 = rates.sum();
            assert!(sum <= u128::from(*bandwidth), "a link carries no more than it can");
        }
        for transfer in under_way {
            let whole = whole(transfer.bytes) + transfer.joined;
            assert_eq!(transfer.left + transfer.sent, whole, "every byte is sent or left");
            let Some((path, own)) = transfer.flow() else { continue };
            let way = self.path(transfer.from, transfer.to).map(|path| &*path.links);
            assert_eq!(way, Some(path), "a transfer takes the best path");
            // It has all it can take, or a full link on which nobody has more.
            let full = |link: &&u32| {
                let Some(bandwidth) = bandwidths[**link as usize] else { return false };
                let (count, sum) = on(**link)
                    .fold((0, 0), |(count, sum), other| (count + 1, sum + u128::from(other.rate)));
                let most = on(**link).map(|other| other.rate).max();
                // Shares are whole: less than one for each of those that share is left over.
                sum + count > u128::from(bandwidth) && most <= Some(transfer.rate)
            };
            let fair = transfer.rate == own || path.iter().any(|link| full(&link));
            assert!(fair, "a transfer has all it can take, or a fair share");
        }
    }
}

impl Transfer {
    /// The links it loads and the most it can take, while it has a path and something to send.
    fn flow(&self) -> Option<(&[u32], u64)> {
        let path = self.path.as_ref().filter(|_| !self.is_arriving)?;
        Some((path, self.own))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_cannot_use_goes_to_the_others() {
        // A link of 100: one can take 10, so the two others have 45 each.
        let link: &[u32] = &[0];
        let rates = fair(&[(link, 10), (link, UNLIMITED), (link, UNLIMITED)], &[Some(100)]);
        assert_eq!(rates, [10, 45, 45]);
    }

    #[test]
    fn a_narrow_link_leaves_the_wide_one_to_others() {
        // Bertsekas and Gallager's line: one flow over both links, one over each.
        let rates = fair(
            &[(&[0, 1], UNLIMITED), (&[0], UNLIMITED), (&[1], UNLIMITED)],
            &[Some(100), Some(30)],
        );
        assert_eq!(rates, [15, 85, 15]);
    }

    #[test]
    fn without_a_limit_nothing_is_shared() {
        assert_eq!(fair(&[(&[0], UNLIMITED), (&[], 7)], &[None]), [UNLIMITED, 7]);
        assert_eq!(fair(&[], &[Some(1)]), [] as [u64; 0]);
    }
}
