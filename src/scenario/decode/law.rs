//! Probability laws: `"5 min"`, `{exponential: "2000 h"}`, `{lognormal: {median: ..., mean: ...}}`.

use super::Decoder;
use crate::quantity::{Probability, Span};
use crate::random::{Law, LawError};
use crate::scenario::fields::Fields;
use crate::scenario::problem::{Problem, code, either};
use crate::scenario::tree::{Kind, Node, Place};

const WHAT: &str = "a law such as \"5 min\" or {\"exponential\": \"2000 h\"}";
const KNOWN: &[&str] = &[
    "exponential",
    "uniform",
    "triangular",
    "weibull",
    "lognormal",
    "gamma",
    "empirical",
    "mixture",
];
const LATER: &[&str] = &["base"];

impl<'t> Decoder<'t> {
    /// A law; a bare span is always the same.
    pub fn law(&mut self, node: &'t Node<'t>) -> Option<Law> {
        let before = self.noted.len();
        let law = self.some_law(node);
        self.gather(before, node.place);
        law
    }

    fn some_law(&mut self, node: &'t Node<'t>) -> Option<Law> {
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
            "triangular" => self.triangular(variant.value),
            "weibull" => self.weibull(variant.value),
            "lognormal" => self.lognormal(variant.value),
            "gamma" => self.gamma(variant.value),
            "empirical" => {
                let samples = self.samples(variant.value)?;
                self.sound(variant.value.place, Law::empirical(samples))
            }
            _ => self.mixture(variant.value),
        }
    }

    /// How long clients wait before they try again: a span, uniform between two, or the part of a
    /// period that is left.
    pub fn retry(&mut self, node: &'t Node<'t>) -> Option<(Span, Span)> {
        if !matches!(node.kind, Kind::Map(_)) {
            return self.span(node).map(|span| (span, span));
        }
        let what =
            "a retry such as \"5 s\", {\"every\": \"20 s\"} or {\"uniform\": [\"0 s\", \"60 s\"]}";
        let later = ["exponential", "weibull", "lognormal", "triangular", "gamma"];
        let variant = self.variant(what, node, &["uniform", "every"], &later)?;
        if variant.name == "every" {
            return self.positive_span(variant.value).map(|every| (Span::ZERO, every));
        }
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

    /// The least, the likeliest and the most.
    fn triangular(&mut self, node: &'t Node<'t>) -> Option<Law> {
        match &node.kind {
            Kind::List(points) if points.len() == 3 => {
                let [least, likeliest, most] = [0, 1, 2].map(|at| self.span(&points[at]));
                self.sound(node.place, Law::triangular(least?, likeliest?, most?))
            }
            _ => {
                self.wrong_type(
                    node,
                    "a list of three spans such as [\"5 s\", \"20 s\", \"60 s\"]",
                );
                None
            }
        }
    }

    /// By its shape and a span, or by its median and 95th percentile.
    fn weibull(&mut self, node: &'t Node<'t>) -> Option<Law> {
        let mut fields = self.fields("a weibull law", node)?;
        let by = self.one_of(&mut fields, &["shape", "p95"]);
        let spans: &[_] = match by {
            Some(("p95", _)) => &["median", "p50"],
            _ => &["mean", "scale", "median", "p50"],
        };
        let chosen = self.one_of(&mut fields, spans);
        let span = chosen.and_then(|(_, node)| self.span(node));
        let law = by.and_then(|(name, node)| match name {
            "p95" => Some(Law::weibull_p95(span?, self.span(node)?)),
            _ => {
                let shape = self.parameter(node)?;
                Some(match chosen?.0 {
                    "mean" => Law::weibull_mean(shape, span?),
                    "scale" => Law::weibull_scale(shape, span?),
                    _ => Law::weibull_median(shape, span?),
                })
            }
        });
        self.finish(fields, &[]);
        self.sound(node.place, law?)
    }

    /// By its median and a second figure.
    fn lognormal(&mut self, node: &'t Node<'t>) -> Option<Law> {
        let mut fields = self.fields("a lognormal law", node)?;
        let median = match fields.has("p50") {
            true => self.one_of(&mut fields, &["median", "p50"]).and_then(|(_, at)| self.span(at)),
            false => self.need(&mut fields, "median", Self::span),
        };
        let chosen = self.one_of(&mut fields, &["mean", "p95", "sigma"]);
        let law = chosen.and_then(|(name, node)| match name {
            "sigma" => Some(Law::lognormal_sigma(median?, self.parameter(node)?)),
            "mean" => Some(Law::lognormal_mean(median?, self.span(node)?)),
            _ => Some(Law::lognormal_p95(median?, self.span(node)?)),
        });
        self.finish(fields, &[]);
        self.sound(chosen?.1.place, law?)
    }

    /// By its shape and a span, or by its mean and standard deviation.
    fn gamma(&mut self, node: &'t Node<'t>) -> Option<Law> {
        let mut fields = self.fields("a gamma law", node)?;
        let by = self.one_of(&mut fields, &["shape", "sd"]);
        // Stated with either, so no mistake where both are.
        fields.node("mean");
        let law = by.and_then(|(name, node)| match name {
            "sd" => {
                let mean = self.need(&mut fields, "mean", Self::span);
                let deviation = self.span(node);
                Some(Law::gamma_deviation(mean?, deviation?))
            }
            _ => {
                let chosen = self.one_of(&mut fields, &["mean", "scale"]);
                let (shape, span) = (self.parameter(node), self.span(chosen?.1));
                Some(match chosen?.0 {
                    "mean" => Law::gamma_mean(shape?, span?),
                    _ => Law::gamma_scale(shape?, span?),
                })
            }
        });
        self.finish(fields, &[]);
        self.sound(node.place, law?)
    }

    /// Laws by their shares.
    fn mixture(&mut self, node: &'t Node<'t>) -> Option<Law> {
        let Kind::List(items) = &node.kind else {
            self.wrong_type(node, "a list of laws with their shares");
            return None;
        };
        let parts: Vec<_> = items.iter().map(|item| self.part(item)).collect();
        let parts: Option<Vec<_>> = parts.into_iter().collect();
        self.sound(node.place, Law::mixture(parts?))
    }

    fn part(&mut self, node: &'t Node<'t>) -> Option<(Probability, Law)> {
        let mut fields = self.fields("a part of a mixture", node)?;
        let share = self.need(&mut fields, "share", Self::share);
        let law = self.need(&mut fields, "law", Self::law);
        self.finish(fields, &[]);
        Some((share?, law?))
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
