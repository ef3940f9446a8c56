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
