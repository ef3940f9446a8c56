//! Data that services keep, its copies and backups; changes that turn out to be bad.

use super::Decoder;
use super::system::MOST_MEMBERS;
use crate::quantity::Span;
use crate::random::Law;
use crate::scenario::describe::{
    At, BackupsText, ChangeText, CopyText, DataText, Name, RestoreText,
};
use crate::scenario::problem::{Problem, code};
use crate::scenario::tree::{Kind, Node};
use crate::system::{ModeKind, RollBackSpec, Waves};

impl<'t> Decoder<'t> {
    /// Data.
    pub fn kept_data(&mut self, name: Name, node: &'t Node<'t>) -> Option<DataText> {
        let mut fields = self.fields("a data set", node)?;
        self.inherit(&mut fields);
        let kept_by = self.need(&mut fields, "kept_by", Self::names).unwrap_or_default();
        let mut copies = Vec::new();
        self.each(fields.node("copies"), "the copies", |this, name, node| {
            copies.extend(this.copy(name, node));
        });
        let backups = self.take(&mut fields, "backups", |this, node| {
            Some(match &node.kind {
                Kind::List(items) => {
                    items.iter().filter_map(|item| this.backups(item, &name)).collect()
                }
                _ => this.backups(node, &name).into_iter().collect(),
            })
        });
        let discovered = self.need(&mut fields, "discovered", Self::law);
        let by = self.take(&mut fields, "by", Self::name);
        let restore = self.need(&mut fields, "restore", Self::restoration);
        let life = self.take(&mut fields, "fails", Self::corruptions).flatten();
        let fails = fields.has("fails");
        if !fields.has("by") {
            let source = "nobody has to decide: it is restored as soon as it is discovered";
            self.note("data", "by", "nobody", source, &name.text);
        }
        self.finish(fields, &[]);
        let backups = backups.unwrap_or_default();
        Some(DataText { name, kept_by, copies, backups, discovered, by, restore, fails, life })
    }

    fn copy(&mut self, at: Name, node: &'t Node<'t>) -> Option<CopyText> {
        let mut fields = self.fields("a copy", node)?;
        let lag = self.need(&mut fields, "lag", Self::span);
        let restore = self.take(&mut fields, "restore", Self::restoration);
        if !fields.has("restore") {
            let source = "a restoration takes as long as from anything else";
            self.note("copies", "restore", "the data's", source, &at.text);
        }
        self.finish(fields, &[]);
        Some(CopyText { at, lag, restore })
    }

    fn backups(&mut self, node: &'t Node<'t>, of: &Name) -> Option<BackupsText> {
        let mut fields = self.fields("a schedule of backups", node)?;
        let every = self.need(&mut fields, "every", Self::positive_span);
        let at = self.take(&mut fields, "at", Self::span);
        let takes = self.take(&mut fields, "takes", |this, node| {
            Some(At { value: this.span(node)?, place: node.place })
        });
        let keep = self.take(&mut fields, "keep", Self::span);
        let store = self.take(&mut fields, "in", Self::name);
        let restore = self.take(&mut fields, "restore", Self::restoration);
        let mut note = |field, value, source| {
            if !fields.has(field) {
                self.note("data", field_path(field), value, source, &of.text);
            }
        };
        note("at", "0 s", "one begins as the trial does, others before and after");
        note("takes", "0 s", "a backup is complete as soon as it begins");
        note("keep", "for ever", "no backup is thrown away");
        note("in", "nowhere", "what is stored is always there");
        note("restore", "the data's", "a restoration takes as long as from anything else");
        self.finish(fields, &[]);
        let at = at.unwrap_or(Span::ZERO);
        Some(BackupsText { every, at, takes, keep, store, restore })
    }

    /// A law, or one with a part for what is lost.
    fn restoration(&mut self, node: &'t Node<'t>) -> Option<RestoreText> {
        match &node.kind {
            Kind::Map(entries) if entries.iter().any(|(key, _)| is_restoration(&key.text)) => {
                let mut fields = self.fields("a restoration", node)?;
                let base = self.need(&mut fields, "base", Self::law);
                let per_hour_lost = self.need(&mut fields, "per_hour_lost", Self::span);
                self.finish(fields, &[]);
                Some(RestoreText { base, per_hour_lost: per_hour_lost.unwrap_or(Span::ZERO) })
            }
            _ => {
                let base = Some(self.law(node)?);
                Some(RestoreText { base, per_hour_lost: Span::ZERO })
            }
        }
    }

    /// How data go bad of themselves.
    fn corruptions(&mut self, node: &'t Node<'t>) -> Option<Option<Law>> {
        let Kind::List(items) = &node.kind else {
            self.wrong_type(node, "a list of failure modes");
            return None;
        };
        let [item] = items.as_slice() else {
            self.wrong_type(node, "a list of one: `corruption` is how data fail");
            return None;
        };
        let variant = self.variant("a way data fail", item, &["corruption"], &[])?;
        let mut fields = self.fields("a corruption", variant.value)?;
        let life = self.need(&mut fields, "life", Self::life);
        self.finish(fields, &[]);
        Some(life)
    }

    /// A change.
    pub fn change(&mut self, name: Name, node: &'t Node<'t>) -> Option<ChangeText> {
        let mut fields = self.fields("a change", node)?;
        let of = self.need(&mut fields, "of", Self::names).unwrap_or_default();
        let effect = self.need(&mut fields, "effect", Self::effect);
        let waves = self.take(&mut fields, "waves", |this, node| {
            let mut fields = this.fields("a rollout in waves", node)?;
            let members = this.need(&mut fields, "members", |this, node| {
                this.whole(node, 1..=MOST_MEMBERS).map(|members| members as u32)
            });
            let every = this.need(&mut fields, "every", Self::positive_span);
            this.finish(fields, &[]);
            Some(Waves { members: members?, every: every? })
        });
        let roll_back = self.take(&mut fields, "roll_back", |this, node| match &node.kind {
            Kind::Map(entries) if matches!(entries.as_slice(), [(key, _)] if key.text == "each") => {
                let mut fields = this.fields("a roll-back", node)?;
                let each = this.need(&mut fields, "each", Self::law);
                this.finish(fields, &[]);
                each.map(RollBackSpec::Each)
            }
            _ => this.law(node).map(RollBackSpec::Together),
        });
        if !fields.has("waves") {
            let source = "the change reaches all members at once";
            self.note("changes", "waves", "one", source, &name.text);
        }
        if !fields.has("roll_back") {
            let source = "a roll-back takes no time of its own";
            self.note("changes", "roll_back", "0 s", source, &name.text);
        }
        self.finish(fields, &[]);
        Some(ChangeText { name, of, effect, waves, roll_back })
    }

    /// What a change does to each member.
    fn effect(&mut self, node: &'t Node<'t>) -> Option<ModeKind> {
        let known = ["crash", "hang", "gray", "degraded"];
        let variant = self.variant("an effect of a change", node, &known, &[])?;
        match variant.name {
            "crash" => self.bare(node, &variant).map(|()| ModeKind::Crash),
            "hang" => self.bare(node, &variant).map(|()| ModeKind::Hang),
            word => {
                if matches!(node.kind, Kind::Text(_)) {
                    let message = format!("`{word}` needs a share");
                    let help = match word {
                        "gray" => "state how much each member fails: {\"gray\": \"30 %\"}",
                        _ => "state how much each member keeps: {\"degraded\": \"50 %\"}",
                    };
                    let problem = Problem::new(code::WRONG_TYPE, node.place, message);
                    self.problem(problem.help(help));
                    return None;
                }
                let share = self.true_share(variant.value)?;
                Some(if word == "gray" { ModeKind::Gray(share) } else { ModeKind::Degraded(share) })
            }
        }
    }
}

/// Whether a key belongs to a restoration and to no law.
fn is_restoration(key: &str) -> bool {
    ["base", "per_hour_lost"].contains(&key)
}

/// Where a field of backups stands.
fn field_path(field: &str) -> &'static str {
    match field {
        "at" => "backups.at",
        "takes" => "backups.takes",
        "keep" => "backups.keep",
        "in" => "backups.in",
        _ => "backups.restore",
    }
}
