//! People: who notices, decides and acts.

use super::Decoder;
use crate::quantity::Span;
use crate::random::Law;
use crate::scenario::describe::{Name, PersonText};
use crate::scenario::problem::{Problem, code, quote};
use crate::scenario::tree::{Kind, Node};
use crate::system::Duty;

impl<'t> Decoder<'t> {
    /// A person.
    pub fn person(&mut self, name: Name, node: &'t Node<'t>) -> Option<PersonText> {
        let mut fields = self.fields("a person", node)?;
        let notice = self.need(&mut fields, "notice", Self::law);
        let decide = self.need(&mut fields, "decide", Self::law);
        let act = self.take(&mut fields, "act", Self::law);
        let on_duty = self.take(&mut fields, "on_duty", Self::duty);
        let call_in = self.take(&mut fields, "call_in", Self::call_in);
        let mut note = |absent: bool, field, value, source| {
            if absent {
                self.note("people", field, value, source, &name.text);
            }
        };
        note(!fields.has("act"), "act", "0 s", "what is decided is done at once");
        note(!fields.has("on_duty"), "on_duty", "always", "somebody is there day and night");
        let by_hours = matches!(on_duty, Some(Duty::Hours(..)));
        let source = "nobody is called in: what happens off duty waits for the next duty";
        note(by_hours && !fields.has("call_in"), "call_in", "never", source);
        if fields.has("call_in") && (!fields.has("on_duty") || on_duty == Some(Duty::Always)) {
            let message = "who is always on duty is never called in";
            let problem = Problem::new(code::MEANINGLESS, fields.place_of("call_in"), message);
            self.problem(problem.help("state the hours of `on_duty`, or remove it"));
        }
        self.finish(fields, &["at", "stands"]);
        Some(PersonText {
            name,
            notice,
            decide,
            act,
            on_duty: on_duty.unwrap_or(Duty::Always),
            call_in,
        })
    }

    fn duty(&mut self, node: &'t Node<'t>) -> Option<Duty> {
        let variant = self.variant("a duty", node, &["always", "hours"], &[])?;
        if variant.name == "always" {
            return self.bare(node, &variant).map(|()| Duty::Always);
        }
        let Kind::List(ends) = &variant.value.kind else {
            self.wrong_type(variant.value, "two times of day such as [\"08:00\", \"18:00\"]");
            return None;
        };
        let [from, to] = ends.as_slice() else {
            self.wrong_type(variant.value, "two times of day such as [\"08:00\", \"18:00\"]");
            return None;
        };
        let (from, to) = (self.time_of_day(from), self.time_of_day(to));
        let (from, to) = (from?, to?);
        if from == to {
            let message = "a duty that begins when it ends";
            let help = "state \"on_duty\": \"always\" for day and night";
            self.out_of_range(variant.value.place, message, help);
            return None;
        }
        Some(Duty::Hours(from, to))
    }

    /// `"08:00"`: since midnight.
    pub fn time_of_day(&mut self, node: &'t Node<'t>) -> Option<Span> {
        let text = self.text(node)?;
        let digits = |part: &str, most: u64| {
            let whole = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse().ok().filter(|value: &u64| whole && *value <= most)
        };
        let time = text.split_once(':').and_then(|(hours, minutes)| {
            Some(Span::from_secs(3600 * digits(hours, 23)? + 60 * digits(minutes, 59)?))
        });
        if time.is_none() {
            let message = format!("{} is not a time of day", quote(text));
            let problem = Problem::new(code::NOT_A_QUANTITY, node.place, message);
            self.problem(problem.help("times of day look like \"08:00\", up to \"23:59\""));
        }
        time
    }

    /// A law, or an object that says what `takes` so long.
    fn call_in(&mut self, node: &'t Node<'t>) -> Option<Law> {
        match &node.kind {
            Kind::Map(entries) if entries.iter().any(|(key, _)| key.text == "takes") => {
                let mut fields = self.fields("a call", node)?;
                let takes = self.need(&mut fields, "takes", Self::law);
                self.finish(fields, &[]);
                takes
            }
            _ => self.law(node),
        }
    }
}
