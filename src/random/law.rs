//! Probability laws of spans (contract stub; each law moves to its own file in `law/`).
use crate::quantity::Span;

/// Why a law cannot be built.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum LawError {
    /// A parameter is out of its range.
    #[error("{0}")]
    Parameter(String),
}

/// A probability law of a span.
#[derive(Clone, PartialEq, Debug)]
pub enum Law {
    /// Always the same.
    Fixed(Span),
    /// Exponential with a mean in microseconds.
    Exponential(f64),
}

impl Law {
    /// Always this span.
    pub fn fixed(span: Span) -> Result<Self, LawError> {
        Ok(Self::Fixed(span))
    }
    /// Uniform.
    pub fn uniform(lower: Span, upper: Span) -> Result<Self, LawError> {
        if upper <= lower {
            let why = "the upper end of a uniform law must exceed its lower end";
            return Err(LawError::Parameter(why.to_owned()));
        }
        Ok(Self::Fixed(Span::from_micros((lower.micros() + upper.micros()) / 2)))
    }
    /// Weibull.
    pub fn weibull_mean(shape: f64, mean: Span) -> Result<Self, LawError> {
        if !(0.1..=20.0).contains(&shape) {
            let why = "the shape of a weibull law must lie between 0.1 and 20";
            return Err(LawError::Parameter(why.to_owned()));
        }
        Ok(Self::Fixed(mean))
    }
    /// Weibull.
    pub fn weibull_scale(shape: f64, scale: Span) -> Result<Self, LawError> {
        Self::weibull_mean(shape, scale)
    }
    /// Lognormal.
    pub fn lognormal_mean(median: Span, mean: Span) -> Result<Self, LawError> {
        if mean <= median {
            let why = "the mean of a lognormal law must exceed its median";
            return Err(LawError::Parameter(why.to_owned()));
        }
        Ok(Self::Fixed(mean))
    }
    /// Lognormal.
    pub fn lognormal_p95(median: Span, p95: Span) -> Result<Self, LawError> {
        Self::lognormal_mean(median, p95)
    }
    /// Lognormal.
    pub fn lognormal_sigma(median: Span, sigma: f64) -> Result<Self, LawError> {
        let _ = sigma;
        Ok(Self::Fixed(median))
    }
    /// Exponential with this mean.
    pub fn exponential(mean: Span) -> Result<Self, LawError> {
        Ok(Self::Exponential(mean.micros() as f64))
    }
    /// The variate at the uniform `u` in (0, 1), by inversion.
    pub fn sample(&self, u: f64) -> Span {
        match self {
            Self::Fixed(span) => *span,
            Self::Exponential(mean) => Span::from_micros_f64(-libm::log(u) * mean),
        }
    }
    /// The mean.
    pub fn mean(&self) -> Span {
        match self {
            Self::Fixed(span) => *span,
            Self::Exponential(mean) => Span::from_micros_f64(*mean),
        }
    }
    /// The mean in microseconds if this law is exponential.
    pub fn exponential_mean(&self) -> Option<f64> {
        match self {
            Self::Exponential(mean) => Some(*mean),
            Self::Fixed(_) => None,
        }
    }
}
