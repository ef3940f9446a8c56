//! Who and what repairs take: crews, spare units.

use super::Decoder;
use crate::scenario::describe::{CrewText, Name, SparesText};
use crate::scenario::problem::{Problem, code};
use crate::scenario::tree::Node;
use crate::system::Order;

impl<'t> Decoder<'t> {
    /// A crew.
    pub fn crew(&mut self, name: Name, node: &'t Node<'t>) -> Option<CrewText> {
        let mut fields = self.fields("a crew", node)?;
        let size =
            self.need(&mut fields, "size", |this, node| this.whole(node, 1..=u64::from(u32::MAX)));
        let order = self.take(&mut fields, "order", Self::order);
        let preempt = self.take(&mut fields, "preempt", Self::truth);
        if preempt == Some(true) && order != Some("priority") {
            let message = "nobody is more urgent where the first to come is served first";
            let problem = Problem::new(code::MEANINGLESS, fields.place_of("preempt"), message);
            self.problem(problem.help("state \"order\": \"priority\" as well"));
        }
        if order == Some("priority") && preempt.is_none() {
            let source = "a repair that has begun is finished first";
            self.note("crews", "preempt", "false", source, &name.text);
        }
        self.finish(fields, &["works", "shifts"]);
        let order = match order {
            Some("priority") => Order::Priority { preempt: preempt.unwrap_or(false) },
            _ => Order::FirstCome,
        };
        Some(CrewText { name, size: size.unwrap_or(1) as u32, order })
    }

    /// Who is served first.
    fn order(&mut self, node: &'t Node<'t>) -> Option<&'static str> {
        self.word("an order of repairs", node, &["first_come", "priority"], &[])
    }

    /// Spare units of one kind.
    pub fn spares(&mut self, name: Name, node: &'t Node<'t>) -> Option<SparesText> {
        let mut fields = self.fields("a kind of spare units", node)?;
        let count =
            self.need(&mut fields, "count", |this, node| this.whole(node, 0..=u64::from(u32::MAX)));
        let turn_round = self.need(&mut fields, "turn_round", Self::law);
        let order = self.take(&mut fields, "order", Self::order);
        self.finish(fields, &[]);
        if order.is_none() {
            let source = "who has asked first gets the next unit";
            self.note("spares", "order", "first_come", source, &name.text);
        }
        let by_priority = order == Some("priority");
        Some(SparesText { name, count: count.unwrap_or(0) as u32, turn_round, by_priority })
    }
}
