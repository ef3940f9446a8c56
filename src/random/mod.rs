//! Chance: probability laws, and the one door through which draws are made.

mod draw;
mod law;
mod poisson;
mod uniforms;

pub use draw::{Chance, Purpose, bits, key, key_of_pair};
pub use law::{
    Empirical, Exponential, Fixed, Gamma, Law, LawError, Lognormal, Mixture, Triangular, Uniform,
    Weibull,
};
pub use poisson::poisson;
pub use uniforms::Uniforms;
