//! Common causes: events that take several components at once.

use super::Decoder;
use crate::quantity::Probability;
use crate::scenario::describe::{At, Name, ShockSourceText, ShockText};
use crate::scenario::problem::{Problem, code};
use crate::scenario::tree::{Kind, Node};
use crate::system::{BetaShare, ModeKind, ShockSize};

use super::system::MOST_MEMBERS;

impl<'t> Decoder<'t> {
    /// A shock: a share of other failures, or a process of its own.
    pub fn shock(&mut self, name: Name, node: &'t Node<'t>) -> Option<ShockText> {
        let mut fields = self.fields("a shock", node)?;
        if fields.has("beta") {
            let source = self.take(&mut fields, "beta", Self::beta);
            self.finish(fields, &[]);
            return Some(ShockText { name, source });
        }
        let life = self.need(&mut fields, "life", Self::life);
        let scope = self.need(&mut fields, "scope", Self::names).unwrap_or_default();
        let mut count = None;
        let size = self.need(&mut fields, "size", |this, node| {
            count = matches!(node.kind, Kind::Number(_)).then_some(node.place);
            this.shock_size(node)
        });
        let kind = self.need(&mut fields, "kind", |this, node| {
            Some(match this.word("a way a component fails", node, &["crash", "hang"], &[])? {
                "crash" => ModeKind::Crash,
                _ => ModeKind::Hang,
            })
        });
        let repair = self.take(&mut fields, "repair", Self::repair).map(Box::new);
        if !fields.has("repair") {
            let source = "each member is repaired as such a failure of its own";
            self.note("shocks", "repair", "the member's", source, &name.text);
        }
        self.finish(fields, &[]);
        let kind = kind.unwrap_or(ModeKind::Crash);
        Some(ShockText {
            name,
            source: Some(ShockSourceText::Own { life, scope, size, count, kind, repair }),
        })
    }

    fn beta(&mut self, node: &'t Node<'t>) -> Option<ShockSourceText> {
        let mut fields = self.fields("a beta factor", node)?;
        let of = self.need(&mut fields, "of", Self::name);
        let factor = self.need(&mut fields, "factor", |this, node| {
            let value = this.share(node)?;
            if value == Probability::ONE || value.value() == 0.0 {
                let message = "a beta factor must be above 0 % and below 100 %";
                let help = "where all failures are common, state a shock with a `life` of its own";
                this.out_of_range(node.place, message, help);
                return None;
            }
            Some(At { value, place: node.place })
        });
        let share = match fields.node("share") {
            Some(node) => {
                let known = ["of_each_member", "of_the_shock_in_total"];
                let word = self.word("a reading of a beta factor", node, &known, &[]);
                word.map(|word| match word {
                    "of_each_member" => BetaShare::OfEachMember,
                    _ => BetaShare::OfTheShockInTotal,
                })
            }
            None => {
                // The two differ by the number of members: neither goes without saying.
                let message = "a beta factor needs the field `share`: it is read in two ways";
                let problem = Problem::new(code::MISSING_FIELD, fields.place(), message);
                let help = "\"of_each_member\": of each member's failures this share takes all \
                            members, so n members up have n x beta x rate common ones; \
                            \"of_the_shock_in_total\": there are beta x rate common ones \
                            altogether, as many as of one member";
                self.problem(problem.label("`share` is missing here").help(help));
                None
            }
        };
        self.finish(fields, &[]);
        Some(ShockSourceText::Beta { of, factor, share })
    }

    /// All, a number, or each with a probability.
    fn shock_size(&mut self, node: &'t Node<'t>) -> Option<ShockSize> {
        if matches!(node.kind, Kind::Number(_)) {
            return self.whole(node, 1..=MOST_MEMBERS).map(|count| ShockSize::Count(count as u32));
        }
        let variant = self.variant("a size of a shock", node, &["all", "each"], &[])?;
        match variant.name {
            "all" => self.bare(node, &variant).map(|()| ShockSize::All),
            _ => {
                let share = self.share(variant.value)?;
                if share.value() <= 0.0 {
                    let message = "this shock takes nobody";
                    let problem = Problem::new(code::OUT_OF_RANGE, variant.value.place, message);
                    self.problem(problem.help("state a share above 0 %, or remove the shock"));
                }
                Some(ShockSize::Each(share))
            }
        }
    }
}
