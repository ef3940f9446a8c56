//! Scenario files: text to a checked [`Scenario`], or all that is wrong with it.
//!
//! ```text
//! text ─ json ─▶ tree ─ decode ─▶ description ─ names, assemble, check ─▶ Scenario
//! ```
//!
//! Every step adds to one list of [`Problems`]; only an empty list lets a scenario out.
//! Reading runs nothing and writes nothing.

mod assemble;
mod beside;
mod between;
mod check;
mod circles;
pub mod code;
mod csv;
mod data;
mod decode;
mod defaults;
mod describe;
mod doubts;
mod fields;
mod json;
mod legible;
mod links;
mod loads;
mod mechanisms;
mod names;
mod prices;
mod problem;
mod read;
mod render;
mod repeat;
mod runbooks;
mod suggest;
mod templates;
mod tree;
mod uncertain;
mod upkeep;
mod values;
mod vary;
mod vary_delays;

pub use beside::Input;
pub use between::Uncertain;
pub use prices::Price;
pub use problem::{Elsewhere, Problem, Problems};
pub use read::{Rejection, parse, read};
pub use suggest::nearest;
pub use uncertain::Inputs;
pub use vary::{Change, Source, VaryError, axis};
pub use vary_delays::{Delay, delays};

use crate::estimator::plan::Study;
use crate::metric::objective::Objective;
use crate::system::Blueprint;

/// A scenario that has passed every check.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What it is about.
    pub title: String,
    /// The question it answers, if it states one.
    pub question: Option<String>,
    /// Where its numbers come from.
    pub sources: Vec<String>,
    /// What exists and what is scripted.
    pub blueprint: Blueprint,
    /// What is asked.
    pub study: Study,
    /// What must hold, in the order of their names.
    pub objectives: Vec<Objective>,
    /// What it costs, if it says so.
    pub price: Option<Price>,
    /// The defaults in force, each once.
    pub assumptions: Vec<Assumption>,
    /// A hash of the meaning of the file: spacing and the order of keys do not change it.
    pub hash: String,
    /// Its figures that lie between two values, if it has some; where one value is needed, their
    /// middle stands for them.
    pub uncertain: Option<Inputs>,
    /// The data files beside it that it draws from, by path.
    pub inputs: Vec<Input>,
    /// What its author should look at; it runs all the same.
    pub warnings: Problems,
}

/// A value that the file did not state.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Assumption {
    /// What, as a path in the file: `services.fe.pool.detect`.
    pub what: String,
    /// The value in force, as it would be written.
    pub value: String,
    /// Why this value.
    pub source: String,
}
