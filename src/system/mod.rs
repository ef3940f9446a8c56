//! The neutral middle: what exists, what is the case, and one trial of it.
//!
//! Nothing here knows a particular mechanism, detection scheme or metric; those implement the
//! traits of [`port`].

pub mod blueprint;
pub mod port;

pub use blueprint::*;
