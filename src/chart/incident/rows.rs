//! Rows of states: who stands where, and what is left out where there are too many.

use super::look::{Look, look_of};
use crate::chart::theme::{FAINT, HPos, INK, LABEL, Letters, MARGIN, Pen, VPos};
use crate::chart::{ChartError, Clock};
use crate::report::{StatesReport, StepMark};
use plotters::style::WHITE;

/// Rows of one chart at most.
const ROWS: usize = 64;
/// The widest name, in pixels.
const NAMES: f64 = 236.0;
/// How far members stand in.
const INDENT: i32 = 12;
/// Half the width of the letter of a step.
const HALF: i32 = 7;

/// One line of the upper half: a row of states, or words alone.
pub(super) struct Row<'a> {
    name: String,
    bold: bool,
    indent: i32,
    states: Option<&'a StatesReport>,
}

/// A step of a runbook that is drawn: the letter on it, and what was done.
pub(super) struct Step<'a> {
    pub letter: String,
    pub runbook: &'a str,
    pub mark: &'a StepMark,
}

/// The steps of all runbooks, by time.
pub(super) fn steps(states: &[StatesReport]) -> Vec<Step<'_>> {
    let all = states.iter().flat_map(|row| row.steps.iter().map(|mark| (row.name.as_str(), mark)));
    let mut all: Vec<_> = all.collect();
    all.sort_by(|a, b| a.1.at_seconds.total_cmp(&b.1.at_seconds));
    let step = |(at, (runbook, mark))| Step { letter: letter(at), runbook, mark };
    all.into_iter().enumerate().map(step).collect()
}

/// `a` to `z`, then `aa` and so on.
fn letter(at: usize) -> String {
    let last = char::from(b'a' + (at % 26) as u8);
    match at / 26 {
        0 => last.to_string(),
        more => format!("{}{last}", letter(more - 1)),
    }
}

/// The rows of an incident.
pub(super) fn rows(states: &[StatesReport]) -> Vec<Row<'_>> {
    let groups: Vec<&[StatesReport]> =
        states.chunk_by(|a, b| (&a.kind, &a.of) == (&b.kind, &b.of)).collect();
    let most = most_a_group(&groups);
    let mut rows: Vec<Row<'_>> = Vec::new();
    for group in groups {
        let first = &group[0];
        let member = first.kind == "component" && first.of.is_some();
        let shown = |row: &Row<'_>| row.states.is_some_and(|s| Some(&s.name) == first.of.as_ref());
        let title = match first.kind.as_str() {
            // Its service stands above, or is not among what changes.
            "component" if member => first.of.clone().filter(|_| !rows.last().is_some_and(shown)),
            "component" => Some("other components".to_owned()),
            "feature" => first.of.as_ref().map(|people| format!("features of {people}")),
            _ => None,
        };
        let inside = first.kind == "feature" || first.kind == "component";
        rows.extend(title.map(|name| Row { name, bold: true, indent: 0, states: None }));
        let indent = if inside { INDENT } else { 0 };
        for states in &group[..group.len().min(most)] {
            rows.push(Row { name: name(states), bold: !inside, indent, states: Some(states) });
        }
        let cut = group.iter().skip(most).map(|row| row.count).sum::<u64>();
        let more = cut + group.iter().map(|row| row.left_out).sum::<u64>();
        if more > 0 {
            let name = format!("and {more} more that change");
            rows.push(Row { name, bold: false, indent, states: None });
        }
    }
    rows
}

/// As many rows of each group as fit: the small groups whole.
fn most_a_group(groups: &[&[StatesReport]]) -> usize {
    let fits =
        |most: &usize| groups.iter().map(|group| group.len().min(*most) + 1).sum::<usize>() <= ROWS;
    let largest = groups.iter().map(|group| group.len()).max().unwrap_or(1);
    (1..=largest).rev().find(fits).unwrap_or(1)
}

fn name(states: &StatesReport) -> String {
    match &states.to {
        Some(to) => format!("{} … {to} ({})", states.name, states.count),
        None => states.name.clone(),
    }
}

/// The height of a row: as there are more, rows get thinner.
pub(super) fn height(rows: usize) -> i32 {
    match rows {
        0..=16 => 23,
        17..=32 => 19,
        _ => 15,
    }
}

/// The room that the names take.
pub(super) fn names_width(rows: &[Row<'_>]) -> i32 {
    let wide = |row: &Row<'_>| row.letters().width(&row.name) + f64::from(row.indent);
    rows.iter().map(wide).fold(60.0, f64::max).min(NAMES).ceil() as i32
}

impl Row<'_> {
    fn letters(&self) -> Letters {
        let letters = Letters::of(LABEL);
        match (self.bold, self.states) {
            (true, _) => letters.bold(),
            (false, Some(_)) => letters,
            (false, None) => letters.ink(FAINT),
        }
    }

    /// Draws it; `top` is its upper edge.
    pub fn draw(
        &self,
        pen: &Pen<'_>,
        clock: &Clock,
        (top, high): (i32, i32),
        names: i32,
    ) -> Result<(), ChartError> {
        let letters = self.letters();
        let name = letters.fit_middle(&self.name, f64::from(names - self.indent));
        pen.text((MARGIN + self.indent, top + high / 2), &name, letters)?;
        let Some(states) = self.states else { return Ok(()) };
        let gap = if high > 16 { 3 } else { 1 };
        let (first, last) = clock.ends();
        for one in &states.spans {
            if one.to_seconds <= first || one.from_seconds >= last {
                continue;
            }
            // What lasts a moment is seen all the same.
            let left = clock.pixel(one.from_seconds);
            let right = clock.pixel(one.to_seconds).max(left + 2);
            let follows = one.from_seconds > first;
            span(pen, (left, top + gap), (right, top + high - gap), &one.state, follows)?;
        }
        Ok(())
    }

    /// The words on its bars, where no break crosses them.
    pub fn draw_words(
        &self,
        pen: &Pen<'_>,
        clock: &Clock,
        (top, high): (i32, i32),
    ) -> Result<(), ChartError> {
        for one in self.states.iter().flat_map(|states| &states.spans) {
            let Look { rail, ink, plain, .. } = look_of(&one.state);
            let (left, right) = clock.widest(one.from_seconds, one.to_seconds);
            let letters = Letters::of(10.0).ink(ink).at(HPos::Center, VPos::Center);
            if !plain && letters.width(&one.state) <= f64::from(right - left - 8) {
                let lift = i32::from(rail.is_some());
                pen.text(((left + right) / 2, top + high / 2 - lift), &one.state, letters)?;
            }
        }
        Ok(())
    }

    /// The letters of the steps on it.
    pub fn draw_steps(
        &self,
        pen: &Pen<'_>,
        clock: &Clock,
        (top, high): (i32, i32),
        steps: &[Step<'_>],
    ) -> Result<(), ChartError> {
        let Some(states) = self.states else { return Ok(()) };
        let own: Vec<(i32, &Step<'_>)> = steps
            .iter()
            .filter(|step| states.kind == "runbook" && step.runbook == states.name)
            .map(|step| (clock.pixel(step.mark.at_seconds), step))
            .collect();
        let letters = Letters::of(LABEL).bold();
        let extent = |close: &[(i32, &Step<'_>)]| {
            let wide = letters.width(&told(close, steps)).ceil() as i32 / 2 + 3;
            let (half, x) = (HALF.max(wide), (close[0].0 + close[close.len() - 1].0) / 2);
            (x - half, x + half)
        };
        for close in together(own, extent) {
            let text = told(&close, steps);
            let refused = close.iter().any(|(_, step)| step.mark.refused);
            let (paper, ink) = if refused { (INK, WHITE) } else { (WHITE, INK) };
            let letters = Letters::of(LABEL).bold().ink(ink).at(HPos::Center, VPos::Center);
            let (left, right) = extent(&close);
            let (upper, lower) = (top + (high - 15) / 2, top + (high + 15) / 2);
            pen.fill((left, upper), (right, lower), paper)?;
            pen.edge((left, upper), (right, lower), INK)?;
            pen.text(((left + right) / 2, top + high / 2), &text, letters)?;
        }
        Ok(())
    }
}

/// Neighbours whose boxes would overlap share one.
fn together<T>(all: Vec<T>, extent: impl Fn(&[T]) -> (i32, i32)) -> Vec<Vec<T>> {
    let mut boxes: Vec<Vec<T>> = Vec::new();
    for one in all {
        let mut close = vec![one];
        // A wider box may reach the one before it.
        while boxes.last().is_some_and(|before| extent(before).1 + 2 > extent(&close).0) {
            let mut before = boxes.pop().unwrap_or_default();
            before.append(&mut close);
            close = before;
        }
        boxes.push(close);
    }
    boxes
}

/// `a`, `a-c`, or `a,d` where other runbooks took the steps between.
fn told(close: &[(i32, &Step<'_>)], steps: &[Step<'_>]) -> String {
    let place = |step: &Step<'_>| steps.iter().position(|other| other.letter == step.letter);
    match close {
        [(_, one)] => one.letter.clone(),
        [(_, first), .., (_, last)]
            if place(last).zip(place(first)).is_some_and(|(l, f)| l - f + 1 == close.len()) =>
        {
            format!("{}-{}", first.letter, last.letter)
        }
        all => all.iter().map(|(_, step)| step.letter.as_str()).collect::<Vec<_>>().join(","),
    }
}

fn span(
    pen: &Pen<'_>,
    (left, top): (i32, i32),
    (right, foot): (i32, i32),
    state: &str,
    follows: bool,
) -> Result<(), ChartError> {
    let Look { fill, rail, plain, .. } = look_of(state);
    // Thin where all is well, so that what is not stands out.
    let (top, foot) =
        if plain { (top + (foot - top) / 4, foot - (foot - top) / 4) } else { (top, foot) };
    pen.fill((left, top), (right, foot), fill)?;
    if let Some(rail) = rail {
        pen.fill((left, foot - 3), (right, foot - 1), rail)?;
    }
    if follows {
        pen.line(&[(left, top), (left, foot)], WHITE, 1)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_that_would_overlap_are_one() {
        let extent = |close: &[i32]| {
            let x = (close[0] + close[close.len() - 1]) / 2;
            let half = if close.len() > 1 { 14 } else { 8 };
            (x - half, x + half)
        };
        assert_eq!(together(vec![0, 40, 80], extent), [vec![0], vec![40], vec![80]]);
        assert_eq!(together(vec![0, 10, 80], extent), [vec![0, 10], vec![80]]);
        // Alone 28 is clear of 10; of the wider box of both it is not.
        assert_eq!(together(vec![0, 10, 28], extent), [vec![0, 10, 28]]);
    }

    #[test]
    fn letters_go_on_behind_z() {
        assert_eq!([0, 25, 26, 27, 52].map(letter), ["a", "z", "aa", "ab", "ba"]);
    }
}
