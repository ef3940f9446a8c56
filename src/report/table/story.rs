//! The story of one script: what happened, in a screen or two.

use super::grid::Grid;
use super::page::Page;
use crate::quantity::{print_clock, print_days};
use crate::report::StoryLine;

/// Lines of a story at most, and how many of them are its end.
const STORY: usize = 100;
const ENDING: usize = 10;

/// Writes it.
pub(super) fn write(page: &mut Page, lines: &[StoryLine]) {
    if !lines.is_empty() {
        page.heading(2, "What happened", "h:min:s since the start");
        page.grid(4, &grid(lines, print_clock));
    }
}

/// The same of a story that begins years after the start.
pub(super) fn in_days(page: &mut Page, lines: &[StoryLine]) {
    if !lines.is_empty() {
        page.gap();
        page.grid(4, &grid(lines, print_days));
    }
}

fn grid(lines: &[StoryLine], print: fn(f64, bool) -> String) -> Grid {
    // In a story differences of seconds matter at any hour; all lines have the same decimals.
    let fine = lines.iter().any(|line| line.at_seconds % 1.0 != 0.0);
    let mut grid = Grid::new().numbers("").words("");
    let mut before = None;
    for told in told(lines) {
        let (at, text) = match told {
            Told::Line(line) => (print(line.at_seconds, fine), line.text.clone()),
            Told::More(line, count) => {
                (print(line.at_seconds, fine), format!("... and {count} more alike ..."))
            }
            Told::Cut(count) => {
                (String::new(), format!("... {count} more lines, all in the JSON ..."))
            }
        };
        // Lines at one time are one instant: the time stands once.
        let shown = if before.as_ref() == Some(&at) { String::new() } else { at.clone() };
        before = Some(at);
        grid.row(vec![shown, text]);
    }
    grid
}

/// What is told of a story.
enum Told<'a> {
    /// A line as it is.
    Line(&'a StoryLine),
    /// So many lines of the same kind and time as this one.
    More(&'a StoryLine, usize),
    /// So many lines of any kind.
    Cut(usize),
}

/// A crowd of one kind at one time is told by its first and last; of a story longer than a screen
/// or two, what tells least is left out.
fn told(lines: &[StoryLine]) -> Vec<Told<'_>> {
    let mut told = Vec::new();
    for crowd in lines.chunk_by(|a, b| a.at_seconds == b.at_seconds && a.kind == b.kind) {
        match crowd {
            [first, .., last] if crowd.len() > 4 && !is_a_turn(first) => {
                told.extend([
                    Told::Line(first),
                    Told::More(first, crowd.len() - 2),
                    Told::Line(last),
                ]);
            }
            _ => told.extend(crowd.iter().map(Told::Line)),
        }
    }
    shortened(told)
}

/// Leaves out of a long story what tells least, the late before the early, and nothing of its end.
fn shortened(told: Vec<Told<'_>>) -> Vec<Told<'_>> {
    let mut spare = told.len().saturating_sub(STORY);
    if spare == 0 {
        return told;
    }
    let end = told.len() - ENDING;
    let mut left_out = vec![false; told.len()];
    for weight in 0..=TURN {
        for at in (0..end).rev() {
            if spare > 0 && told[at].weight() == weight {
                left_out[at] = true;
                spare -= 1;
            }
        }
    }
    let mut short: Vec<Told<'_>> = Vec::new();
    let mut told = told.into_iter().zip(left_out).peekable();
    while let Some((one, left)) = told.next() {
        let next_stays = told.peek().is_none_or(|(_, left)| !left);
        match (left, short.last_mut()) {
            (false, _) => short.push(one),
            (true, Some(Told::Cut(count))) => *count += one.count(),
            // To say that a single line is missing takes a line.
            (true, _) if next_stays && one.count() == 1 => short.push(one),
            (true, _) => short.push(Told::Cut(one.count())),
        }
    }
    short
}

/// The weight of a line at which a story turns.
const TURN: u8 = 2;

impl Told<'_> {
    fn weight(&self) -> u8 {
        match self {
            Self::Line(line) | Self::More(line, _) if is_a_turn(line) => TURN,
            Self::Line(line) | Self::More(line, _) => u8::from(is_of_the_truth(line)),
            Self::Cut(_) => 0,
        }
    }

    /// How many lines it stands for.
    fn count(&self) -> usize {
        match self {
            Self::Line(_) => 1,
            Self::More(_, count) | Self::Cut(count) => *count,
        }
    }
}

/// Somebody decided, refused, took over; a service went out or came back; data are concerned.
fn is_a_turn(line: &StoryLine) -> bool {
    let turns = [
        "command",
        "complaint",
        "cut off",
        "data",
        "hosted",
        "level",
        "mechanism",
        "outage",
        "person",
        "runbook",
        "shock",
    ];
    turns.contains(&line.kind.as_str())
}

/// Something failed, was noticed or came back; users lack something or are served again.
fn is_of_the_truth(line: &StoryLine) -> bool {
    let truths = ["failed", "restored", "noticed", "found", "lost", "returned", "feature"];
    truths.contains(&line.kind.as_str())
}
