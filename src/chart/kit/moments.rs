//! Moments of the story on a time axis: numbered lines, and a key below that says what happened.

use super::theme::{FAINT, HPos, INK, LABEL, Letters, MARGIN, Pen, VPos, WIDE};
use crate::chart::ChartError;
use crate::quantity::print_clock;
use crate::report::StoryLine;
use plotters::style::WHITE;

/// Moments of a chart of users at most.
pub(in crate::chart) const MOST: usize = 8;
/// Height of a line of the key.
const LINE: i32 = 18;
/// Half the width of a number's box, and its height.
const HALF: i32 = 9;
const HIGH: i32 = 16;

/// One instant of the story.
pub(in crate::chart) struct Moment {
    /// When, in seconds.
    pub at_seconds: f64,
    text: String,
}

/// The moments of a chart, in their order.
pub(in crate::chart) struct Moments {
    pub shown: Vec<Moment>,
    /// So many more have no number.
    left_out: usize,
}

impl Moments {
    /// Each with its time.
    pub fn words(&self) -> Vec<String> {
        let word = |m: &Moment| format!("{} {}", print_clock(m.at_seconds, false), m.text);
        self.shown.iter().map(word).collect()
    }
}

/// The moments within a stretch of time: all, or those that tell most.
pub(in crate::chart) fn moments(
    story: &[StoryLine],
    (from, to): (f64, f64),
    most: usize,
) -> Moments {
    let within: Vec<&StoryLine> =
        story.iter().filter(|line| line.at_seconds >= from && line.at_seconds <= to).collect();
    let mut instants: Vec<&[&StoryLine]> =
        within.chunk_by(|a, b| a.at_seconds == b.at_seconds).collect();
    // Stable: among equals the earlier come first.
    instants.sort_by_key(|instant| instant.iter().map(|line| rank(&line.kind)).min());
    let left_out = instants.len().saturating_sub(most);
    instants.truncate(most);
    instants.sort_by(|a, b| a[0].at_seconds.total_cmp(&b[0].at_seconds));
    Moments { shown: instants.into_iter().map(moment).collect(), left_out }
}

/// An instant is told by what tells most in it.
fn moment(instant: &[&StoryLine]) -> Moment {
    let more = match instant.len() - 1 {
        0 => String::new(),
        more => format!(" (and {more} more at this time)"),
    };
    let most = instant.iter().min_by_key(|line| rank(&line.kind)).unwrap_or(&instant[0]);
    Moment { at_seconds: most.at_seconds, text: format!("{}{more}", most.text) }
}

/// Causes tell more than consequences.
fn rank(kind: &str) -> u8 {
    match kind {
        "failed" | "shock" | "cut" => 0,
        "restored" | "joined" => 1,
        "noticed" | "found" | "complaint" | "decided" | "data" | "hosted" => 2,
        "command" | "mechanism" | "step" | "runbook" | "outage" => 3,
        "person" | "rerouted" | "level" | "feature" | "lost" | "returned" => 4,
        _ => 5,
    }
}

/// Upright lines through a panel, numbered at its head where `numbered`.
pub(in crate::chart) fn lines(
    pen: &Pen<'_>,
    moments: &Moments,
    pixel: impl Fn(f64) -> i32,
    (top, foot): (i32, i32),
    numbered: bool,
) -> Result<(), ChartError> {
    for moment in &moments.shown {
        let x = pixel(moment.at_seconds);
        // Dashed, so that it is not taken for the edge of an area.
        let mut y = top;
        while y < foot {
            pen.line(&[(x, y), (x, (y + 4).min(foot))], INK, 1)?;
            y += 8;
        }
    }
    if !numbered {
        return Ok(());
    }
    let numbers: Vec<(i32, usize)> = moments
        .shown
        .iter()
        .zip(1..)
        .map(|(moment, number)| (pixel(moment.at_seconds), number))
        .collect();
    for close in numbers.chunk_by(|a, b| b.0 - a.0 <= 2 * HALF + 2) {
        number(pen, close, top)?;
    }
    Ok(())
}

/// The numbers of moments too close for a box each share one: `2-4`.
fn number(pen: &Pen<'_>, close: &[(i32, usize)], top: i32) -> Result<(), ChartError> {
    let ((first_x, first), (last_x, last)) = (close[0], close[close.len() - 1]);
    let text = if first == last { first.to_string() } else { format!("{first}-{last}") };
    let letters = Letters::of(LABEL).bold().at(HPos::Center, VPos::Center);
    let x = (first_x + last_x) / 2;
    let half = HALF.max(letters.width(&text).ceil() as i32 / 2 + 4);
    pen.fill((x - half, top), (x + half, top + HIGH), WHITE)?;
    pen.edge((x - half, top), (x + half, top + HIGH), INK)?;
    pen.text((x, top + HIGH / 2), &text, letters)
}

/// The height of the key.
pub(in crate::chart) fn key_height(moments: &Moments) -> i32 {
    match moments.shown.len() {
        0 => 0,
        shown => (shown as i32 + i32::from(moments.left_out > 0)) * LINE + 8,
    }
}

/// What happened at each number.
pub(in crate::chart) fn key(
    pen: &Pen<'_>,
    moments: &Moments,
    left: i32,
    top: i32,
) -> Result<(), ChartError> {
    let Moments { shown: moments, left_out } = moments;
    let fine = moments.iter().any(|m| m.at_seconds % 1.0 != 0.0);
    let times: Vec<String> = moments.iter().map(|m| print_clock(m.at_seconds, fine)).collect();
    let plain = Letters::of(LABEL);
    let wide = times.iter().map(|time| plain.width(time)).fold(0.0, f64::max).ceil() as i32;
    let text = left + 26 + wide + 12;
    for ((row, moment), time) in (0..).zip(moments).zip(&times) {
        let y = top + row * LINE + LINE / 2;
        pen.text((left, y), &(row + 1).to_string(), plain.bold())?;
        pen.text((left + 26 + wide, y), time, plain.ink(FAINT).at(HPos::Right, VPos::Center))?;
        let room = f64::from(WIDE - MARGIN - text);
        pen.text((text, y), &plain.fit_end(&moment.text, room), plain)?;
    }
    if *left_out > 0 && !moments.is_empty() {
        let noun = if *left_out == 1 { "moment" } else { "moments" };
        let y = top + moments.len() as i32 * LINE + LINE / 2;
        pen.text((text, y), &format!("and {left_out} more {noun}"), plain.ink(FAINT))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(at_seconds: f64, kind: &str) -> StoryLine {
        let (kind, subject, text) = (kind.into(), String::new(), format!("{kind} at {at_seconds}"));
        StoryLine { at_seconds, kind, subject, text }
    }

    #[test]
    fn causes_are_kept_when_there_are_too_many() {
        let mut story: Vec<StoryLine> = (0..20).map(|i| line(f64::from(i), "moved")).collect();
        story.push(line(30.0, "failed"));
        story.push(line(30.0, "failed"));
        let kept = moments(&story, (0.0, 100.0), MOST);
        assert_eq!((kept.shown.len(), kept.left_out), (MOST, 21 - MOST));
        let kept = kept.shown;
        assert_eq!(kept[MOST - 1].text, "failed at 30 (and 1 more at this time)");
        assert!(kept.is_sorted_by(|a, b| a.at_seconds < b.at_seconds));
    }
}
