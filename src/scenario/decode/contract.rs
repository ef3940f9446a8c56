//! Availabilities, and how contracts count them.

use super::Decoder;
use crate::metric::objective::{Count, Demand, Terms};
use crate::quantity::{DAYS, Probability, ServiceHours, Span, print_share};
use crate::scenario::describe::{At, Name, ObjectiveText};
use crate::scenario::fields::Fields;
use crate::scenario::problem::{Problem, code, quote};
use crate::scenario::tree::{Kind, Node};

impl<'t> Decoder<'t> {
    /// An availability: of whom, counted how, and what falling short of it costs.
    pub fn availability(&mut self, name: Name, node: &'t Node<'t>) -> Option<ObjectiveText> {
        let mut fields = self.fields("an availability", node)?;
        let at_least = self.need(&mut fields, "at_least", Self::share);
        let count = self.need(&mut fields, "count", |this, node| {
            Some(match this.word("a count", node, &["time", "users", "requests"], &[])? {
                "time" => Count::Time,
                "users" => Count::Users,
                _ => Count::Requests,
            })
        });
        let of = self.take(&mut fields, "of", Self::name);
        let feature = self.take(&mut fields, "feature", Self::name);
        let level = self.take(&mut fields, "level", |this, node| {
            let word = this.word("a level of service", node, &["full", "limited"], &[])?;
            Some(At { value: word == "full", place: node.place })
        });
        if let (Some(level), Some(Count::Time | Count::Requests)) = (&level, count) {
            let message = "a level is one of users who are served";
            let problem = Problem::new(code::CONTRACT_TERMS, level.place, message);
            self.problem(problem.help("state \"count\": \"users\", or leave out `level`"));
        }
        let terms = self.terms(&mut fields, count, &name);
        self.finish(fields, &[]);
        let demand = Demand::Availability {
            at_least: at_least?,
            count: count?,
            of: of.as_ref().map(|name| name.text.clone()),
            in_full: level.is_some_and(|level| level.value),
            terms,
        };
        let level = level.map(|level| level.place);
        Some(ObjectiveText { name, feature, of, level, class: None, demand })
    }

    fn terms(&mut self, fields: &mut Fields<'t>, count: Option<Count>, name: &Name) -> Terms {
        let min_outage = self.take(fields, "min_outage", Self::span);
        let hours = self.take(fields, "hours", Self::hours);
        let planned = self.take(fields, "planned", |this, node| {
            let word = this.word("a fate of planned work", node, &["counts", "excluded"], &[])?;
            Some(At { value: word == "excluded", place: node.place })
        });
        let credits = self.take(fields, "credits", Self::credits);
        let mut note = |absent: bool, field, value, source| {
            if absent {
                self.note("objectives", field, value, source, &name.text);
            }
        };
        let source = "every outage counts, however short";
        note(!fields.has("min_outage"), "availability.min_outage", "0 s", source);
        let source = "service is wanted at all times";
        note(!fields.has("hours"), "availability.hours", "always", source);
        let source = "users do not ask whether an outage was planned";
        note(!fields.has("planned"), "availability.planned", "counts", source);
        if let (Some(At { value: true, place }), Some(Count::Requests)) = (&planned, count) {
            let message = "requests are lost without telling for what";
            let problem = Problem::new(code::CONTRACT_TERMS, *place, message);
            self.problem(problem.help("count time or users, or let planned work count"));
        }
        Terms {
            min_outage: min_outage.unwrap_or(Span::ZERO),
            hours: hours.unwrap_or(ServiceHours::ALWAYS),
            without_planned: planned.is_some_and(|planned| planned.value),
            credits: credits.unwrap_or_default(),
        }
    }

    /// `{"from": "08:00", "until": "18:00", "days": ["mon", "tue"]}`.
    fn hours(&mut self, node: &'t Node<'t>) -> Option<ServiceHours> {
        let mut fields = self.fields("a window of service hours", node)?;
        let from = self.need(&mut fields, "from", Self::clock);
        let until = self.need(&mut fields, "until", Self::clock);
        let days = self.take(&mut fields, "days", Self::days);
        let every_day = !fields.has("days");
        self.finish(fields, &[]);
        let (from, until) = (from?, until?);
        let days = if every_day { [true; 7] } else { days? };
        let hours = ServiceHours::new(from, until, days);
        if hours.is_none() {
            let help = "`until` is later on the same day, \"24:00\" at most, and a day is named";
            self.out_of_range(node.place, "these hours are no time at all", help);
        }
        hours
    }

    fn days(&mut self, node: &'t Node<'t>) -> Option<[bool; 7]> {
        let Kind::List(items) = &node.kind else {
            self.wrong_type_like(node, "a list of days", r#"["mon", "tue"]"#);
            return None;
        };
        let mut days = [false; 7];
        for item in items {
            let word = self.word("a day", item, &DAYS, &[])?;
            days[DAYS.iter().position(|day| *day == word)?] = true;
        }
        Some(days)
    }

    /// A time of the day: `"08:00"`.
    fn clock(&mut self, node: &'t Node<'t>) -> Option<Span> {
        let text = self.text(node)?;
        let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        let minutes = text.split_once(':').and_then(|(hours, minutes)| {
            let both = digits(hours) && digits(minutes);
            let (hours, minutes) = (hours.parse::<u64>().ok()?, minutes.parse::<u64>().ok()?);
            let of_day = hours * 60 + minutes;
            (both && minutes < 60 && of_day <= 24 * 60).then_some(of_day)
        });
        if minutes.is_none() {
            let message = format!("{} is not a time of the day", quote(text));
            let problem = Problem::new(code::NOT_A_QUANTITY, node.place, message);
            self.problem(problem.help("times of the day look like \"08:00\", to \"24:00\""));
        }
        minutes.map(|minutes| Span::from_secs(60 * minutes))
    }

    /// Tiers of service credits, the mildest first.
    fn credits(&mut self, node: &'t Node<'t>) -> Option<Vec<(Probability, Probability)>> {
        let Kind::List(items) = &node.kind else {
            let tier = r#"[{"below": "99.9 %", "credit": "10 %"}]"#;
            self.wrong_type_like(node, "a list of credits", tier);
            return None;
        };
        let mut tiers: Vec<(Probability, Probability)> = Vec::new();
        for item in items {
            let Some(mut fields) = self.fields("a credit", item) else { continue };
            let below = self.need(&mut fields, "below", Self::some_share);
            let credit = self.need(&mut fields, "credit", Self::some_share);
            self.finish(fields, &[]);
            let (Some(below), Some(credit)) = (below, credit) else { continue };
            if let Some((before, milder)) = tiers.last()
                && (below.value() >= before.value() || credit.value() <= milder.value())
            {
                let before = print_share(before.value());
                let message =
                    format!("a tier after the one below {before} must lie lower and pay more");
                let problem = Problem::new(code::CONTRACT_TERMS, item.place, message);
                self.problem(problem.help("write the mildest tier first"));
            }
            tiers.push((below, credit));
        }
        Some(tiers)
    }
}
