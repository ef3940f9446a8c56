//! A pool, and how it spreads work: shares, rebalancing, standby members, requests that are tried
//! again.

use super::Decoder;
use super::system::MOST_MEMBERS;
use crate::quantity::Span;
use crate::redundancy::{Overload, Rebalance, Redispatch, Requests};

use crate::scenario::describe::{
    At, Description, MechanismText, Name, PoolText, ServiceText, SpreadText, StandbyText,
};
use crate::scenario::fields::Fields;
use crate::scenario::problem::{Problem, code};
use crate::scenario::tree::{Kind, Node};

/// The time-out of an attempt at a member, unless told otherwise.
const CONNECT_TIMEOUT: Span = Span::from_secs(5);
/// The most attempts after the first.
const MOST_RETRIES: u64 = 100;

impl<'t> Decoder<'t> {
    /// A pool.
    pub fn pool(&mut self, node: &'t Node<'t>, service: &mut ServiceText, file: &mut Description) {
        let Some(mut fields) = self.fields("a pool", node) else { return };
        self.inherit(&mut fields);
        let members = self.need(&mut fields, "members", |_, node| Some(node));
        if let Some(members) = members {
            self.members(members, service, file);
        }
        let need = self.take(&mut fields, "need", |this, node| {
            let value = this.whole(node, 0..=MOST_MEMBERS)? as u32;
            Some(At { value, place: node.place })
        });
        let owner = service.name.text.clone();
        let (spread, rebalance) = self.spread(&mut fields, &owner);
        let overload = self.take(&mut fields, "overload", Self::overload);
        let standby = self.standby(&mut fields, &owner);
        service.check = self.take(&mut fields, "detect", |this, node| this.check(node, &owner));
        let requests = self.take(&mut fields, "requests", |this, node| this.requests(node, &owner));
        let mut note = |absent: bool, field, value, source| {
            if absent {
                self.note("services", field, value, source, &owner);
            }
        };
        note(need.is_none(), "pool.need", "1", "one member up keeps a pool up");
        note(overload.is_none(), "pool.overload", "flag", "above a limit: served, and reported");
        let source = "pools notice at once unless told otherwise";
        note(!fields.has("detect"), "pool.detect", "at_once", source);
        self.service_fields(&mut fields, service);
        self.finish(fields, &[]);
        service.mechanism = MechanismText::Pool(PoolText {
            need,
            overload: overload.unwrap_or(Overload::Flag),
            spread,
            rebalance,
            standby,
            requests: requests.unwrap_or_default(),
        });
    }

    /// What happens above the limit of a member.
    fn overload(&mut self, node: &'t Node<'t>) -> Option<Overload> {
        let known = ["flag", "refuse", "cascade"];
        let variant = self.variant("an answer to overload", node, &known, &["queue"])?;
        match variant.name {
            "flag" => self.bare(node, &variant).map(|()| Overload::Flag),
            "refuse" => self.bare(node, &variant).map(|()| Overload::Refuse),
            _ => {
                let mut fields = self.fields("a cascade", variant.value)?;
                let exponent =
                    self.need(&mut fields, "exponent", |this, node| this.number(node, 0.0..=20.0));
                self.finish(fields, &[]);
                Some(Overload::Cascade { exponent: exponent? })
            }
        }
    }

    /// Who gets how much of the work, and how users come to a member that is given work again.
    fn spread(&mut self, fields: &mut Fields<'t>, owner: &str) -> (SpreadText, Rebalance) {
        let spread = self.take(fields, "spread", |this, node| {
            let known = ["even", "sticky", "weights"];
            let variant = this.variant("a spread", node, &known, &[])?;
            match variant.name {
                "even" => this.bare(node, &variant).map(|()| SpreadText::Even),
                "sticky" => this.bare(node, &variant).map(|()| SpreadText::Sticky),
                _ => Some(SpreadText::Weights(this.weights(variant.value))),
            }
        });
        let mut place = None;
        let rebalance = self.take(fields, "rebalance", |this, node| {
            place = Some(node.place);
            this.rebalance(node)
        });
        let sticky = matches!(spread, Some(SpreadText::Sticky));
        if !fields.has("spread") {
            let source = "users go to the members up in equal shares";
            self.note("services", "pool.spread", "even", source, owner);
        }
        if !fields.has("rebalance") && !sticky {
            let source = "users move to a returned member without a wait";
            self.note("services", "pool.rebalance", "at_once", source, owner);
        }
        if let (true, Some(place), Some(Rebalance::AtOnce | Rebalance::AsSessionsEnd(_))) =
            (sticky, place, rebalance)
        {
            let message = "sticky users stay with their member: nothing is rebalanced";
            let help = "remove `rebalance`, or state another `spread`";
            self.problem(Problem::new(code::CONTRADICTION, place, message).help(help));
        }
        let rebalance = if sticky { Rebalance::Never } else { rebalance.unwrap_or_default() };
        (spread.unwrap_or(SpreadText::Even), rebalance)
    }

    /// Shares by name, in millionths.
    fn weights(&mut self, node: &'t Node<'t>) -> Vec<(Name, u64)> {
        let mut weights = Vec::new();
        self.each(Some(node), "the weights", |this, name, node| {
            if let Some(weight) = this.number(node, 0.001..=1_000_000.0) {
                weights.push((name, libm::round(weight * 1e6) as u64));
            }
        });
        weights
    }

    fn rebalance(&mut self, node: &'t Node<'t>) -> Option<Rebalance> {
        let known = ["at_once", "never", "as_sessions_end"];
        let variant = self.variant("a way of rebalancing", node, &known, &[])?;
        match variant.name {
            "at_once" => self.bare(node, &variant).map(|()| Rebalance::AtOnce),
            "never" => self.bare(node, &variant).map(|()| Rebalance::Never),
            _ => {
                let mut fields = self.fields("a rebalancing by sessions", variant.value)?;
                let session = self.need(&mut fields, "session", Self::positive_span);
                self.finish(fields, &[]);
                session.map(Rebalance::AsSessionsEnd)
            }
        }
    }

    /// Members that get no work while enough others do.
    fn standby(&mut self, fields: &mut Fields<'t>, owner: &str) -> Option<StandbyText> {
        let members = self.take(fields, "standby", Self::names);
        let mut place = fields.place();
        let when = self.take(fields, "standby_when", |this, node| {
            place = node.place;
            let mut fields = this.fields("a call of standby members", node)?;
            let below = this.need(&mut fields, "active_below", |this, node| {
                let value = this.whole(node, 1..=MOST_MEMBERS)? as u32;
                Some(At { value, place: node.place })
            });
            this.finish(fields, &[]);
            below
        });
        let mut activation_place = fields.place();
        let activation = self.take(fields, "activation", |this, node| {
            activation_place = node.place;
            this.law(node)
        });
        if !fields.has("standby") {
            let stated = [("standby_when", place), ("activation", activation_place)];
            for (field, place) in stated.into_iter().filter(|(field, _)| fields.has(field)) {
                let message =
                    format!("`{field}` says something of standby members: there are none");
                let help = "name them by \"standby\", or remove it";
                self.problem(Problem::new(code::CONTRADICTION, place, message).help(help));
            }
            return None;
        }
        if !fields.has("standby_when") {
            let source = "backup servers work when no other does";
            self.note("services", "pool.standby_when.active_below", "1", source, owner);
        }
        if !fields.has("activation") {
            let source = "a standby member works as soon as it is called";
            self.note("services", "pool.activation", "0 s", source, owner);
        }
        Some(StandbyText { members: members?, below: when, activation })
    }

    /// What becomes of a request that meets a dead member.
    fn requests(&mut self, node: &'t Node<'t>, owner: &str) -> Option<Requests> {
        let mut fields = self.fields("a handling of requests", node)?;
        let connect_timeout = self.take(&mut fields, "connect_timeout", Self::positive_span);
        let client_timeout = self.take(&mut fields, "client_timeout", Self::positive_span);
        let retries = self.take(&mut fields, "retries", |this, node| {
            this.whole(node, 0..=MOST_RETRIES).map(|retries| retries as u32)
        });
        let mut place = node.place;
        let redispatch = self.take(&mut fields, "redispatch", |this, node| {
            place = node.place;
            match node.kind {
                Kind::Bool(true) => Some(Redispatch::Last),
                Kind::Bool(false) => Some(Redispatch::Never),
                Kind::Text(_) => {
                    Some(match this.word("a redispatch", node, &["last", "each"], &[])? {
                        "last" => Redispatch::Last,
                        _ => Redispatch::Each,
                    })
                }
                _ => {
                    this.wrong_type(node, "true, false, \"last\" or \"each\"");
                    None
                }
            }
        });
        let (field, tried) = ("pool.requests.retries", fields.has("retries"));
        if !tried {
            self.note("services", field, "0", "a request is tried once", owner);
        }
        if retries.unwrap_or(0) > 0 && !fields.has("redispatch") {
            let source = "retries go to the member that has just failed";
            self.note("services", "pool.requests.redispatch", "false", source, owner);
        }
        if retries.unwrap_or(0) > 0 && !fields.has("connect_timeout") {
            let source = "how long an attempt waits for a silent member";
            self.note("services", "pool.requests.connect_timeout", "5 s", source, owner);
        }
        if retries.unwrap_or(0) > 0 && !fields.has("client_timeout") {
            let source = "clients wait for their answers as long as it takes";
            self.note("services", "pool.requests.client_timeout", "for ever", source, owner);
        }
        let redispatch = redispatch.unwrap_or_default();
        if redispatch != Redispatch::Never
            && retries.unwrap_or(0) == 0
            && (!tried || retries.is_some())
        {
            let message = "without a retry nothing is sent to another member";
            let help = "state `retries`, or remove `redispatch`";
            self.problem(Problem::new(code::CONTRADICTION, place, message).help(help));
        }
        self.finish(fields, &[]);
        Some(Requests {
            connect_timeout: connect_timeout.unwrap_or(CONNECT_TIMEOUT),
            retries: retries.unwrap_or(0),
            redispatch,
            client_timeout,
        })
    }
}
