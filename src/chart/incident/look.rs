//! How a state looks.
//!
//! States that stand side by side differ in lightness by about a fifth of the way from black to
//! white, or one of them has a rail along its foot: they are told apart in grey.

use crate::chart::theme::INK;
use crate::chart::{Entry, Mark};
use plotters::style::{RGBColor, WHITE};

/// How a state is drawn.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Look {
    pub fill: RGBColor,
    /// Along its foot.
    pub rail: Option<RGBColor>,
    /// Of the letters on it.
    pub ink: RGBColor,
    /// It needs no word on it.
    pub plain: bool,
}

/// All looks, from the best state to the worst, each with the states that have it.
const LOOKS: [(Look, &[&str]); 7] = [
    (look(0xe6eef5, None, true), &["up", "ready", "had", "free", "idle", "done", "standing by"]),
    (look(0xc4dcee, Some(RGBColor(0x1f, 0x3f, 0x66)), false), &["leading", "serving"]),
    (
        look(0xdca63a, None, false),
        &[
            "limited",
            "exposed",
            "synchronizing",
            "suspended",
            "gray",
            "degraded",
            "drained",
            "believed down",
            "lacked by some",
            "waiting",
            "stopped",
            "given up",
        ],
    ),
    (
        look(0x6fa3c8, Some(RGBColor(0x1f, 0x3f, 0x66)), false),
        &["taking over", "starting", "called for", "on the way", "deciding", "acting", "running"],
    ),
    (look(0xb5562a, Some(WHITE), false), &["in repair", "in work"]),
    (look(0x72576a, None, false), &["down", "out", "lacked", "cut"]),
    (look(0x4a0f2c, None, false), &["failed", "failed, unseen", "bad, unseen"]),
];
/// States that this program does not know: a later one has written the record.
const OTHER: Look = look(0xb9bec5, None, false);

const fn look(fill: u32, rail: Option<RGBColor>, plain: bool) -> Look {
    let fill = RGBColor((fill >> 16) as u8, (fill >> 8) as u8, fill as u8);
    // By the lightness of the green, near enough to that of the colour.
    let ink = if fill.1 > 0x90 { INK } else { WHITE };
    Look { fill, rail, ink, plain }
}

/// How this state is drawn.
pub(super) fn look_of(state: &str) -> Look {
    let known = LOOKS.iter().find(|(_, states)| states.contains(&state));
    known.map_or(OTHER, |(look, _)| *look)
}

/// The legend of these states: one entry a look.
pub(super) fn legend<'a>(states: impl Iterator<Item = &'a str> + Clone) -> Vec<Entry> {
    let entry = |look: Look, words: Vec<&str>| Entry {
        word: words.join(", "),
        color: look.fill,
        mark: look.rail.map_or(Mark::Box, Mark::Rail),
    };
    let mut legend: Vec<Entry> = Vec::new();
    for (look, words) in LOOKS {
        let there = |word: &&str| states.clone().any(|state| state == *word);
        let words: Vec<&str> = words.iter().copied().filter(there).collect();
        if !words.is_empty() {
            legend.push(entry(look, words));
        }
    }
    if states.clone().any(|state| look_of(state) == OTHER) {
        legend.push(entry(OTHER, vec!["other"]));
    }
    legend
}
