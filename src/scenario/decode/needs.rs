//! What something needs: to run at all, for more than a while, to start, or for changes.

use super::Decoder;
use crate::scenario::describe::NeedText;
use crate::scenario::tree::{Kind, Node};
use crate::system::{Lower, Meanwhile, NeedKind};

impl<'t> Decoder<'t> {
    /// The needs of a component or service.
    pub fn needs(&mut self, node: &'t Node<'t>) -> Option<Vec<NeedText>> {
        let mut needs = Vec::new();
        self.each(Some(node), "the needs", |this, on, node| {
            let known = ["hard", "grace", "to_start", "for_changes"];
            let Some(variant) = this.variant("a need", node, &known, &[]) else { return };
            let kind = match variant.name {
                "hard" => this.bare(node, &variant).map(|()| None),
                "to_start" => this.bare(node, &variant).map(|()| Some(NeedKind::ToStart)),
                "grace" => this.grace(variant.value).map(Some),
                _ => this.for_changes(variant.value).map(Some),
            };
            needs.extend(kind.map(|kind| NeedText { on, kind }));
        });
        Some(needs)
    }

    fn grace(&mut self, node: &'t Node<'t>) -> Option<NeedKind> {
        let mut fields = self.fields("a grace", node)?;
        let lasts = self.need(&mut fields, "for", Self::positive_span);
        let stated = fields.has("then");
        let then = self.take(&mut fields, "then", |this, node| {
            Some(match this.word("a lower level", node, &["limited", "none"], &[])? {
                "limited" => Lower::Limited,
                _ => Lower::None,
            })
        });
        self.finish(fields, &[]);
        if !stated {
            let source = "after its grace something works with less than all it does";
            self.note("needs", "grace.then", "limited", source, "");
        }
        let then = if stated { then? } else { Lower::Limited };
        Some(NeedKind::Grace { lasts: lasts?, then })
    }

    fn for_changes(&mut self, node: &'t Node<'t>) -> Option<NeedKind> {
        let mut otherwise = None;
        if !matches!(node.kind, Kind::Text(_)) {
            let mut fields = self.fields("a need for changes", node)?;
            otherwise = self.take(&mut fields, "otherwise", |this, node| {
                let word = this.word("an end of a command", node, &["refused", "wait"], &[])?;
                Some(if word == "wait" { Meanwhile::Waits } else { Meanwhile::Refused })
            });
            self.finish(fields, &[]);
        }
        if otherwise.is_none() {
            let source = "commands are refused while what they need is down";
            self.note("needs", "for_changes.otherwise", "refused", source, "");
        }
        Some(NeedKind::ForChanges { otherwise: otherwise.unwrap_or_default() })
    }
}
