//! Probability laws: `"5 min"`, `{exponential: "2000 h"}`, `{lognormal: {median: ..., mean: ...}}`.

use super::Decoder;
use crate::quantity::Span;
use crate::random::{Law, LawError};
use crate::scenario::fields::Fields;
use crate::scenario::problem::{Problem, code, either};
use crate::scenario::tree::{Kind, Node, Place};

const WHAT: &str = "a law such as \"5 min\" or {\"exponential\": \"2000 h\"}";
const KNOWN: &[&str] = &["exponential", "uniform", "weibull", "lognormal"];
const LATER: &[&str] = &["triangular", "gamma", "empirical", "mixture", "base"];

impl<'t> Decoder<'t> {
    /// A law; a bare span is always the same.
    pub fn law(&mut self, node: &'t Node<'t>) -> Option<Law> {
        if !matches!(node.kind, Kind::Map(_)) {
            let span = self.span(node)?;
            return self.sound(node.place, Law::fixed(span));
        }
        let variant = self.variant(WHAT, node, KNOWN, LATER)?;
        match variant.name {
            "exponential" => {
                let mean = self.span(variant.value)?;
                self.sound(variant.value.place, Law::exponential(mean))
            }
            "uniform" => {
                let (lower, upper) = self.ends(variant.value)?;
                self.sound(variant.value.place, Law::uniform(lower, upper))
            }
            "weibull" => self.weibull(variant.value),
            _ => self.lognormal(variant.value),
        }
    }

    /// How long clients wait before they try again: a span, or uniform between two.
    pub fn retry(&mut self, node: &'t Node<'t>) -> Option<(Span, Span)> {
        if !matches!(node.kind, Kind::Map(_)) {
            return self.span(node).map(|span| (span, span));
        }
        let what = "a retry such as \"5 s\" or {\"uniform\": [\"0 s\", \"60 s\"]}";
        let later = ["exponential", "weibull", "lognormal", "triangular", "gamma"];
        let variant = self.variant(what, node, &["uniform"], &later)?;
        let (lower, upper) = self.ends(variant.value)?;
        self.sound(variant.value.place, Law::uniform(lower, upper))?;
        Some((lower, upper))
    }

    /// The two ends of a uniform law.
    fn ends(&mut self, node: &'t Node<'t>) -> Option<(Span, Span)> {
        match &node.kind {
            Kind::List(ends) if ends.len() == 2 => {
                let (lower, upper) = (self.span(&ends[0]), self.span(&ends[1]));
                Some((lower?, upper?))
            }
            _ => {
                self.wrong_type(node, "a list of two spans such as [\"5 s\", \"60 s\"]");
                None
            }
        }
    }

    fn weibull(&mut self, node: &'t Node<'t>) -> Option<Law> {
        let mut fields = self.fields("a weibull law", node)?;
        let shape = self.need(&mut fields, "shape", Self::parameter);
        let chosen = self.one_of(&mut fields, &["mean", "scale"]);
        let span = chosen.and_then(|(_, node)| self.span(node));
        self.finish(fields, &[]);
        let (shape, span) = (shape?, span?);
        let law = match chosen? {
            ("mean", _) => Law::weibull_mean(shape, span),
            _ => Law::weibull_scale(shape, span),
        };
        self.sound(node.place, law)
    }

    fn lognormal(&mut self, node: &'t Node<'t>) -> Option<Law> {
        let mut fields = self.fields("a lognormal law", node)?;
        let median = self.need(&mut fields, "median", Self::span);
        let chosen = self.one_of(&mut fields, &["mean", "p95", "sigma"]);
        let law = chosen.and_then(|(name, node)| match name {
            "sigma" => Some(Law::lognormal_sigma(median?, self.parameter(node)?)),
            "mean" => Some(Law::lognormal_mean(median?, self.span(node)?)),
            _ => Some(Law::lognormal_p95(median?, self.span(node)?)),
        });
        self.finish(fields, &[]);
        self.sound(chosen?.1.place, law?)
    }

    /// A number; which ones are sensible is the law's to say.
    fn parameter(&mut self, node: &'t Node<'t>) -> Option<f64> {
        self.number(node, 0.0..=1e9)
    }

    /// The one of several fields that is stated.
    fn one_of(
        &mut self,
        fields: &mut Fields<'t>,
        names: &[&'static str],
    ) -> Option<(&'static str, &'t Node<'t>)> {
        let stated: Vec<_> =
            names.iter().filter_map(|&name| Some((name, fields.node(name)?))).collect();
        let choice = either(names.iter().copied());
        match stated.as_slice() {
            [one] => Some(*one),
            [] => {
                let message = format!("this law needs one of the fields {choice}");
                let problem = Problem::new(code::MISSING_FIELD, fields.place(), message);
                self.problem(problem.label("missing here"));
                None
            }
            [_, (_, second), ..] => {
                let message = format!("this law needs only one of the fields {choice}");
                let problem = Problem::new(code::BAD_LAW, second.place, message);
                self.problem(problem.label("one too many"));
                None
            }
        }
    }

    /// The law, if its parameters are sound.
    fn sound(&mut self, place: Place, law: Result<Law, LawError>) -> Option<Law> {
        match law {
            Ok(law) => Some(law),
            Err(why) => {
                self.problem(Problem::new(code::BAD_LAW, place, why.to_string()));
                None
            }
        }
    }
}
