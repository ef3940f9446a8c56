//! What charts are made of: paper and letters, colours and the pen, axes, the frame, moments.
//!
//! Knows no chart in particular.

mod axis;
mod canvas;
mod clock;
pub(super) mod curves;
mod frame;
mod lettering;
pub(super) mod levels;
pub(super) mod moments;
pub(super) mod rows;
mod scale;
pub(super) mod theme;

pub(super) use axis::{Axis, label, step_of};
pub(super) use canvas::picture;
pub(super) use clock::Clock;
pub(super) use frame::{Entry, FOOT, Frame, Mark, Source};
pub(super) use scale::{Scale, Unit};
