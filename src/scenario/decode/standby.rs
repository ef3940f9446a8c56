//! A standby pair: who leads and who stands by, how the work changes hands and comes back.

use super::Decoder;
use crate::quantity::Probability;
use crate::redundancy::{Failback, StandbyMode};
use crate::scenario::describe::{
    ByHandText, Description, MechanismText, Name, ServiceText, StandbyPairText, SwitchText,
};
use crate::scenario::fields::Fields;
use crate::scenario::problem::{Problem, code, quote};
use crate::scenario::tree::{Kind, Node};
use crate::system::Duty;

impl<'t> Decoder<'t> {
    /// A standby pair.
    pub fn standby_pair(
        &mut self,
        node: &'t Node<'t>,
        service: &mut ServiceText,
        file: &mut Description,
    ) {
        let Some(mut fields) = self.fields("a standby pair", node) else { return };
        self.inherit(&mut fields);
        let owner = service.name.text.clone();
        let (active, spare) = self.pair_members(&mut fields, service, file);
        let mode = self.take(&mut fields, "mode", Self::standby_mode);
        service.check = self.take(&mut fields, "detect", |this, node| {
            let clients = node.get("client").is_some();
            let check = this.check(node, &owner)?;
            if clients {
                let message = "clients that find out by themselves switch nothing over";
                let problem = Problem::new(code::STANDBY_FIELDS, node.place, message);
                this.problem(problem.help("state a check by which the pair notices a loss"));
            }
            Some(check)
        });
        let switch = self.take(&mut fields, "switch", |this, node| this.switch(node, &owner));
        let restart = self.take(&mut fields, "restart", Self::law);
        let failback = self.take(&mut fields, "failback", Self::failback);
        let mut note = |absent: bool, field, value, source| {
            if absent {
                self.note("services", field, value, source, &owner);
            }
        };
        let source = "a spare runs and ages as if it led";
        note(!fields.has("mode"), "standby.mode", "hot", source);
        let source = "pairs notice at once unless told otherwise";
        note(!fields.has("detect"), "standby.detect", "at_once", source);
        let source = "a pair switches over at once, and it always works";
        note(!fields.has("switch"), "standby.switch", "at once", source);
        let source = "a member that is to serve alone serves as soon as it is up";
        note(!fields.has("restart"), "standby.restart", "0 s", source);
        let source = "whoever has taken over goes on leading: every switch is an interruption";
        note(!fields.has("failback"), "standby.failback", "never", source);
        let ordered = switch.as_ref().is_some_and(|switch| switch.on_order);
        if ordered && failback.is_some_and(|failback| failback != Failback::Never) {
            let message = "a pair that switches on order only does not fail back by itself";
            let place = fields.place_of("failback");
            let problem = Problem::new(code::STANDBY_FIELDS, place, message);
            self.problem(problem.help("let a runbook switch it back, and remove `failback`"));
        }
        self.service_fields(&mut fields, service);
        self.finish(fields, &[]);
        service.mechanism = MechanismText::StandbyPair(StandbyPairText {
            active,
            spare,
            mode,
            switch: switch.unwrap_or_default(),
            restart,
            failback: failback.unwrap_or(Failback::Never),
        });
    }

    /// Two `members`, or one `active` and one `spare`.
    fn pair_members(
        &mut self,
        fields: &mut Fields<'t>,
        service: &mut ServiceText,
        file: &mut Description,
    ) -> (Option<Name>, Option<Name>) {
        let members = fields.node("members");
        let active = self.take(fields, "active", Self::name);
        let spare = self.take(fields, "spare", Self::name);
        let stated = ["active", "spare"].map(|field| fields.has(field));
        let help = "state `members`, or `active` and `spare`";
        match (members, stated) {
            (Some(_), [true, _] | [_, true]) => {
                let message = "a pair names its `members`, or its `active` one and its `spare`";
                let named = if stated[0] { "active" } else { "spare" };
                let problem = Problem::new(code::ONE_VARIANT, fields.place_of(named), message);
                let problem = problem.also(fields.place_of("members"), "the members");
                self.problem(problem.help(help));
            }
            (Some(members), _) => {
                let source = "the first by name leads, unless one is named";
                self.note("services", "standby.active", "first member", source, &service.name.text);
                self.members(members, service, file);
            }
            (None, [true, true]) => {
                if let (Some(active), Some(spare)) = (&active, &spare) {
                    service.members = Some(vec![active.clone(), spare.clone()]);
                    if active.text == spare.text {
                        let message = format!("{} cannot stand by for itself", quote(&spare.text));
                        let problem = Problem::new(code::STANDBY_MEMBERS, spare.place, message);
                        self.problem(problem.also(active.place, "it is the active one"));
                        service.members = None;
                    }
                }
            }
            (None, _) => {
                let message = "a standby pair needs two members";
                let problem = Problem::new(code::MISSING_FIELD, fields.place(), message);
                let missing = match stated {
                    [true, false] => "`spare` is missing here",
                    [false, true] => "`active` is missing here",
                    _ => "they are missing here",
                };
                self.problem(problem.label(missing).help(help));
            }
        }
        (active, spare)
    }

    /// How the spare stands by.
    fn standby_mode(&mut self, node: &'t Node<'t>) -> Option<StandbyMode> {
        let variant = self.variant("a way to stand by", node, &["hot", "warm", "cold"], &[])?;
        if variant.name == "hot" {
            return self.bare(node, &variant).map(|()| StandbyMode::Hot);
        }
        if matches!(node.kind, Kind::Text(_)) {
            let wanted = match variant.name {
                "warm" => "a warm spare such as {\"warm\": {\"dormancy\": 0.5}}",
                _ => "a cold spare such as {\"cold\": {\"start\": \"5 min\"}}",
            };
            self.wrong_type(node, wanted);
            return None;
        }
        if variant.name == "warm" {
            let mut fields = self.fields("a warm spare", variant.value)?;
            let dormancy = self
                .need(&mut fields, "dormancy", |this, node| this.number(node, 0.0..=1.0))
                .and_then(Probability::new);
            self.finish(fields, &[]);
            return dormancy.map(StandbyMode::Warm);
        }
        let mut fields = self.fields("a cold spare", variant.value)?;
        let start = self.need(&mut fields, "start", Self::law);
        self.finish(fields, &[]);
        start.map(StandbyMode::Cold)
    }

    /// How the spare takes over.
    fn switch(&mut self, node: &'t Node<'t>, owner: &str) -> Option<SwitchText> {
        let mut fields = self.fields("a switch", node)?;
        let takes = self.take(&mut fields, "takes", Self::law);
        let works = self.take(&mut fields, "works", Self::share);
        let otherwise = self.take(&mut fields, "else", Self::by_hand);
        let by = self.take(&mut fields, "by", |this, node| {
            this.word("somebody who orders switches", node, &["runbook"], &[])
        });
        let mut note = |absent: bool, field, value, source| {
            if absent {
                self.note("services", field, value, source, owner);
            }
        };
        note(!fields.has("takes"), "standby.switch.takes", "0 s", "a switch takes no time");
        note(!fields.has("works"), "standby.switch.works", "100 %", "a switch always works");
        let certain = works.is_none_or(|works| works == Probability::ONE);
        let readable = works.is_some() || !fields.has("works");
        if certain && readable && fields.has("else") {
            let message = "a switch that always works has no `else`";
            let place = fields.place_of("else");
            let problem = Problem::new(code::STANDBY_FIELDS, place, message);
            self.problem(problem.help("state how often it `works`, or remove it"));
        }
        if !certain && !fields.has("else") {
            let message = "a switch that may fail needs the field `else`";
            let problem = Problem::new(code::MISSING_FIELD, fields.place_of("works"), message);
            let help = "such as \"else\": {\"manual\": \"1 h\"}, or {\"by\": \"admin\"}";
            self.problem(problem.label("it does not always work").help(help));
        }
        self.finish(fields, &[]);
        Some(SwitchText { takes, works, otherwise, on_order: by.is_some() })
    }

    /// What follows a switch that has failed.
    fn by_hand(&mut self, node: &'t Node<'t>) -> Option<ByHandText> {
        let variant = self.variant("a recovery by hand", node, &["manual", "by"], &[])?;
        if matches!(node.kind, Kind::Text(_)) {
            self.wrong_type(node, "a recovery such as {\"manual\": \"1 h\"}");
            return None;
        }
        match variant.name {
            "manual" => self.law(variant.value).map(ByHandText::Takes),
            _ => self.name(variant.value).map(ByHandText::Person),
        }
    }

    /// Whether the first leader leads again once it is back.
    fn failback(&mut self, node: &'t Node<'t>) -> Option<Failback> {
        let known = ["never", "at_once", "window"];
        let variant = self.variant("a failback", node, &known, &[])?;
        match variant.name {
            "never" => self.bare(node, &variant).map(|()| Failback::Never),
            "at_once" => self.bare(node, &variant).map(|()| Failback::AtOnce),
            _ => {
                let mut fields = self.fields("a window", variant.value)?;
                let from = self.need(&mut fields, "from", Self::time_of_day);
                let to = self.need(&mut fields, "to", Self::time_of_day);
                self.finish(fields, &[]);
                let (from, to) = (from?, to?);
                if from == to {
                    let message = "a window that opens when it closes";
                    let help = "state \"failback\": \"at_once\" for day and night";
                    self.out_of_range(variant.value.place, message, help);
                    return None;
                }
                Some(Failback::Within(Duty::Hours(from, to)))
            }
        }
    }
}
