//! What a mechanism may ask of the world and do to it.

use super::book::{Book, Terms};
use super::chain::{Cause, ChainId, Explanation};
use super::event::{Event, Kind};
use super::id::{NodeId, ServiceId};
use super::port::{Named, Seen};
use super::world::World;
use crate::quantity::{Micro, Span, Time};
use crate::random::{Law, Purpose, key_of_pair};

impl World<'_> {
    /// The present time.
    pub fn now(&self) -> Time {
        self.now
    }

    /// Whether a service is up, by truth.
    pub fn is_service_up(&self, service: ServiceId) -> bool {
        self.is_up(self.system.services[service.at()].node)
    }

    /// The node of a service.
    pub(crate) fn service_node(&self, service: ServiceId) -> NodeId {
        self.system.services[service.at()].node
    }

    /// Members of a service that are up, by truth.
    pub fn members_up(&self, service: ServiceId) -> u32 {
        self.configuration.members_up[service.at()]
    }

    /// Members that must be up for the service to be.
    pub fn need(&self, service: ServiceId) -> u32 {
        self.system.services[service.at()].need
    }

    /// Whether a member is up, by truth.
    pub(crate) fn is_member_up(&self, service: ServiceId, slot: u32) -> bool {
        self.is_up(self.member_node(service, slot))
    }

    /// The node of a member.
    pub(crate) fn member_node(&self, service: ServiceId, slot: u32) -> NodeId {
        self.system.services[service.at()].members[slot as usize]
    }

    /// The owner of the draws that a service makes for itself.
    pub(crate) fn service_owner(&self, service: ServiceId) -> u64 {
        self.system.services[service.at()].key
    }

    /// How a member looks from outside.
    pub fn member_seen(&self, service: ServiceId, slot: u32) -> Seen {
        self.seen(self.system.services[service.at()].members[slot as usize])
    }

    /// The failure that keeps a member down.
    pub(crate) fn member_cause(&self, service: ServiceId, slot: u32) -> Option<Cause> {
        let node = self.system.services[service.at()].members[slot as usize];
        self.root(node).map(|mode| self.cause(mode))
    }

    /// The false alarm or the cut by which a member has just been declared down, if it is up.
    pub(crate) fn member_alarm(&self, service: ServiceId, slot: u32) -> Option<Cause> {
        let node = self.system.services[service.at()].members[slot as usize];
        self.alarm_cause(node).or_else(|| self.cut_cause(service, node))
    }

    /// Whether nobody can see that a member is down.
    #[inline]
    pub(crate) fn is_member_hidden(&self, service: ServiceId, slot: u32) -> bool {
        self.system.has_latent
            && self.is_hidden(self.system.services[service.at()].members[slot as usize])
    }

    /// The mechanism has moved a member's work elsewhere.
    #[inline]
    pub(crate) fn member_switched(&mut self, service: ServiceId, slot: u32) {
        if self.configuration.unswitched > 0 {
            let node = self.system.services[service.at()].members[slot as usize];
            self.switched(node);
        }
    }

    /// The owner of the draws that a service makes for a member.
    pub(crate) fn member_owner(&self, service: ServiceId, slot: u32) -> u64 {
        let service = &self.system.services[service.at()];
        key_of_pair(service.key, self.system.nodes[service.members[slot as usize].at()].key)
    }

    /// Draws a span.
    pub(crate) fn draw(&self, law: &Law, owner: u64, purpose: Purpose, ordinal: u32) -> Span {
        self.chance.span(law, owner, purpose, ordinal)
    }

    /// Asks for a service to be settled at a time.
    pub(crate) fn wake(&mut self, service: ServiceId, at: Time) {
        self.calendar.schedule(at, Event::rank(Kind::Load, service.0));
    }

    /// Whether anybody listens to transitions.
    #[inline]
    pub(crate) fn ledger_tells(&self) -> bool {
        self.ledger.is_telling()
    }

    /// The users of a service.
    #[inline]
    pub(crate) fn book(&self, service: ServiceId) -> &Book {
        &self.books[service.at()]
    }

    /// The users of a service, to be moved.
    #[inline]
    pub(crate) fn book_mut(&mut self, service: ServiceId) -> &mut Book {
        &mut self.books[service.at()]
    }

    /// Brings the users of a service up to the present.
    #[inline]
    pub(crate) fn advance_book(&mut self, service: ServiceId) {
        if self.books[service.at()].is_calm() {
            self.books[service.at()].mark = self.now;
            return;
        }
        self.books[service.at()].advance(self.now, &mut self.ledger, self.system);
    }

    /// Puts new terms in force; returns the users refused by it.
    pub(crate) fn settle_book(&mut self, service: ServiceId, mut terms: Terms) -> Micro {
        if !terms.serving {
            terms.out = self.phase_behind(self.system.services[service.at()].node, terms.out);
        }
        self.books[service.at()].settle(terms, self.now, &mut self.ledger)
    }

    /// Asks to be called when a flow of users next changes its rate by itself.
    pub(crate) fn plan_book(&mut self, service: ServiceId) {
        let book = &mut self.books[service.at()];
        let before = book.scheduled;
        book.plan(self.now);
        if book.next != before {
            book.scheduled = book.next;
            self.calendar.schedule(book.next, Event::rank(Kind::Load, service.0));
        }
    }

    /// The chain of an explanation.
    pub(crate) fn chain(&mut self, explanation: &Explanation) -> ChainId {
        let chain = self.ledger.chains.of(explanation, self.system);
        if self.ledger.strikes.is_some() {
            self.note_strikes(explanation, chain);
        }
        chain
    }

    /// Keeps when the failures struck that an explanation names, and tells whoever asks.
    #[cold]
    fn note_strikes(&mut self, explanation: &Explanation, chain: ChainId) {
        let named = explanation.trigger.iter().chain(explanation.preconditions.iter().flatten());
        let mut failures = Vec::new();
        for &cause in named {
            let at = if self.is_over(cause) { self.now } else { self.struck_at(cause) };
            let Some(strikes) = &mut self.ledger.strikes else { return };
            let struck = *strikes.entry(cause).or_insert(at);
            failures.push(Named { struck, node: self.system.modes[cause.mode.at()].node });
        }
        for observer in &mut self.ledger.observers {
            observer.explained(self.now, chain, &failures);
        }
    }
}
