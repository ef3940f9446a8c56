//! Chance: probability laws, and the one door through which draws are made.

mod draw;
mod law;
mod poisson;
mod uniforms;

pub use draw::{Chance, Purpose, bits, key, key_of_pair};
pub use law::{Exponential, Fixed, Law, LawError, Lognormal, Uniform, Weibull};
pub use poisson::poisson;
pub use uniforms::Uniforms;
