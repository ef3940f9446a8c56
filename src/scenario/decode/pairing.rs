//! Paired pools: the backup between them, the limited takeover and the full one.

use super::Decoder;
use crate::detection::AtOnce;
use crate::quantity::{self, Micro, Span};
use crate::scenario::describe::{
    At, BackupText, CheckText, IntoText, MechanismText, PairingText, ServiceText,
};
use crate::scenario::fields::Fields;
use crate::scenario::problem::{Problem, code, quote};
use crate::scenario::tree::{Kind, Node};
use std::sync::Arc;

impl<'t> Decoder<'t> {
    /// A pairing.
    pub fn pairing(&mut self, node: &'t Node<'t>, service: &mut ServiceText) {
        let Some(mut fields) = self.fields("a pairing", node) else { return };
        self.inherit(&mut fields);
        let owner = service.name.text.clone();
        service.members = self.need(&mut fields, "pools", |this, node| {
            let names = this.names(node)?;
            if names.len() != 2 {
                let message = format!("a pairing is of two pools, not of {}", names.len());
                this.problem(
                    Problem::new(code::PAIRING, node.place, message)
                        .help("pair pools two by two, each in one pairing"),
                );
                return None;
            }
            Some(names)
        });
        let backup = self.take(&mut fields, "backup", |this, node| this.backup(node, &owner));
        let limited = self.take(&mut fields, "limited", |this, node| {
            let mut fields = this.fields("a limited takeover", node)?;
            this.inherit(&mut fields);
            let place = fields.place_of("detect");
            let check = this.need(&mut fields, "detect", |this, node| this.check(node, &owner));
            let back_after = this.take(&mut fields, "back_after", Self::span);
            if !fields.has("back_after") {
                let source = "users go back as soon as their pool is heard again";
                this.note("services", "pairing.limited.back_after", "0 s", source, &owner);
            }
            this.finish(fields, &[]);
            let check = this.between_partners(check?, place)?;
            Some((check, back_after.unwrap_or(Span::ZERO)))
        });
        let full = self.take(&mut fields, "full", |this, node| {
            let mut fields = this.fields("a full takeover", node)?;
            let by = this.need(&mut fields, "by", |this, node| {
                this.word("somebody who orders it", node, &["runbook"], &[])
            });
            this.finish(fields, &[]);
            by
        });
        let mut note = |absent: bool, field, value, source| {
            if absent {
                self.note("services", field, value, source, &owner);
            }
        };
        let source = "nothing that is written is copied, and no data are counted";
        note(!fields.has("backup"), "pairing.backup", "none", source);
        note(!fields.has("limited"), "pairing.limited", "never", "nobody takes over by itself");
        note(!fields.has("full"), "pairing.full", "never", "nobody orders a full takeover");
        self.service_fields(&mut fields, service);
        self.finish(fields, &[]);
        let back_after = limited.as_ref().map(|(_, back)| *back);
        // Without one nobody watches: what is noticed here means nothing.
        service.check = Some(limited.map_or_else(unwatched, |(check, _)| check));
        let (limited, full) = (back_after, full.is_some());
        service.mechanism = MechanismText::Pairing(PairingText { backup, limited, full });
    }

    /// A check with which partners watch each other.
    fn between_partners(
        &mut self,
        check: CheckText,
        place: crate::scenario::tree::Place,
    ) -> Option<CheckText> {
        let problem = if let Some(from) = &check.from {
            Some((from.place, "each partner watches the other from where it stands itself"))
        } else if check.person.is_some() || check.clients.is_some() {
            Some((place, "a takeover that nobody orders waits for a check, not for people"))
        } else {
            None
        };
        let Some((place, message)) = problem else { return Some(check) };
        let help =
            "state a check such as {\"heartbeat\": {\"timeout\": \"300 s\", \"ping\": \"30 s\"}}";
        self.problem(Problem::new(code::MEANINGLESS, place, message).help(help));
        None
    }

    /// What is copied, how often and how fast.
    fn backup(&mut self, node: &'t Node<'t>, owner: &str) -> Option<BackupText> {
        let mut fields = self.fields("a backup between partners", node)?;
        self.inherit(&mut fields);
        let over = self.take(&mut fields, "over", Self::name);
        let into = self.take(&mut fields, "into", Self::stores);
        let every = self.need(&mut fields, "every", Self::positive_span);
        let takes = self.take(&mut fields, "takes", Self::span);
        let rate = self.take(&mut fields, "rate", |this, node| {
            Some(At { value: this.data_rate(node)?, place: node.place })
        });
        let writes = self.take(&mut fields, "writes", Self::writes);
        let returns = self.take(&mut fields, "returns", |this, node| {
            this.word("a way to come back", node, &["intact", "empty"], &[])
        });
        self.note_backup(&fields, owner);
        self.finish(fields, &[]);
        let (into, destroyed) = (into.unwrap_or(IntoText::Anywhere), returns == Some("empty"));
        Some(BackupText { over, into, every, takes, rate, writes, destroyed })
    }

    fn note_backup(&mut self, fields: &Fields<'t>, owner: &str) {
        let mut note = |name, field, value, source| {
            if !fields.has(name) {
                self.note("services", field, value, source, owner);
            }
        };
        let source = "copies take whatever way joins the pools";
        note("over", "pairing.backup.over", "any link", source);
        let source = "the receiving pool keeps copies by itself";
        note("into", "pairing.backup.into", "the pool", source);
        let source = "a batch is safe as soon as it has been sent";
        note("takes", "pairing.backup.takes", "0 s", source);
        let source = "sending a batch takes no time";
        note("rate", "pairing.backup.rate", "unlimited", source);
        let source = "nothing is written, so batches are empty";
        note("writes", "pairing.backup.writes", "nothing", source);
        let source = "what a lost site held is found as it was";
        note("returns", "pairing.backup.returns", "intact", source);
    }

    /// A role, or a file store for each pool.
    fn stores(&mut self, node: &'t Node<'t>) -> Option<IntoText> {
        if !matches!(node.kind, Kind::Map(_)) {
            return self.name(node).map(IntoText::Role);
        }
        let mut named = Vec::new();
        self.each(Some(node), "the file stores of a pairing", |this, pool, node| {
            named.extend(this.name(node).map(|store| (pool, store)));
        });
        Some(IntoText::Named(named))
    }

    /// `"60 kB per 1000 users per s"`.
    fn writes(&mut self, node: &'t Node<'t>) -> Option<(u64, Micro)> {
        let text = self.text(node)?;
        let read = |text: &str| -> Option<(u64, Micro)> {
            let mut parts = text.split(" per ");
            let bytes = quantity::bytes(parts.next()?).ok()?;
            let users = parts.next()?.trim();
            let (per, word) =
                quantity::count(if users == "user" { "1 user" } else { users }).ok()?;
            let seconds = match parts.next()?.trim() {
                "s" => 1,
                "min" => 60,
                "h" => 3600,
                _ => return None,
            };
            let fits = matches!(word.as_str(), "user" | "users") && parts.next().is_none();
            let sensible = (1..=1_000_000_000_000_000).contains(&per) && bytes > 0;
            (fits && sensible).then_some((bytes, per * seconds))
        };
        let writes = read(text);
        if writes.is_none() {
            let message = format!("{} is not an amount of data per users and time", quote(text));
            let help = "writes look like \"60 kB per 1000 users per s\"";
            self.problem(Problem::new(code::NOT_A_QUANTITY, node.place, message).help(help));
        }
        writes
    }
}

/// A check that nobody asks.
fn unwatched() -> CheckText {
    CheckText { detection: Arc::new(AtOnce), clients: None, person: None, from: None }
}
