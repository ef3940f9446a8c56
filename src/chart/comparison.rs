//! Designs against the first: what each changes in the downtime of a year, around zero.

use super::rows::{Draws, Panel, Row, sheet};
use super::theme::INK;
use super::{ChartError, Entry, Format, Frame, Mark, Scale, Source, Unit, part_name};
use crate::report::{Change, ComparedPart, ComparisonReport, DesignReport, PartDifference};

/// What it shows.
pub(super) const ABOUT: &str = "differences between designs with intervals, around zero";

/// Designs of one chart at most; and parts: so many over all, and of each at least and at most.
const DESIGNS: usize = 8;
const ROWS: usize = 72;
const LEAST: usize = 4;
const MOST: usize = 24;

/// Draws it.
pub(super) fn draw(report: &ComparisonReport, format: Format) -> Result<Vec<u8>, ChartError> {
    let [first, others @ ..] = report.designs.as_slice() else {
        return Err(ChartError::Nothing("the comparison has no design".into()));
    };
    let compared = |design: &&DesignReport| design.parts.iter().any(|p| p.against_first.is_some());
    let others: Vec<&DesignReport> = others.iter().filter(compared).collect();
    if others.is_empty() {
        let reason = "no design has a service or population of the first one; \
                      give them the same names, and ask for both in `estimate`";
        return Err(ChartError::Nothing(reason.into()));
    }
    let shown = &others[..others.len().min(DESIGNS)];
    let most = (ROWS / shown.len()).clamp(LEAST, MOST);
    let word = "difference, with its 95 % interval".into();
    let legend = vec![Entry { word, color: INK, mark: Mark::Point }];
    let hashes: Vec<&str> = report.designs.iter().map(|d| d.scenario_hash.as_str()).collect();
    let title = format!("{}: what other designs change", first.title);
    let source = Source::of_run(&report.run, title, &hashes.join(", "));
    let about = format!("downtime a year, less or more than with {}", first.name);
    let mut frame = Frame::of_run(&source, &report.run, &about, legend);
    if others.len() > shown.len() {
        frame.note = Some(format!("The first {DESIGNS} of {} designs.", others.len()));
    }
    let panels: Vec<Panel> = shown.iter().map(|design| panel(design, &first.name, most)).collect();
    sheet(frame, &panels, format)
}

fn differences(design: &DesignReport) -> impl Iterator<Item = (&ComparedPart, &PartDifference)> {
    design.parts.iter().filter_map(|part| part.against_first.as_ref().map(|d| (part, d)))
}

/// One design: its parts by the size of their difference, what is equal last and only counted.
///
/// Each design has a scale of its own: a small difference is seen beside one of hours elsewhere.
fn panel(design: &DesignReport, first: &str, most: usize) -> Panel {
    let (equal, mut parts): (Vec<_>, Vec<_>) =
        differences(design).partition(|(_, d)| d.downtime_verdict == Change::Equal);
    let size = |d: &PartDifference| d.downtime_seconds_per_year.value.abs();
    // Stable: equal differences stay in the order of the record.
    parts.sort_by(|a, b| size(b.1).total_cmp(&size(a.1)));
    let kept = if parts.len() > most { most - 1 } else { parts.len() };
    let ends: Vec<f64> = parts[..kept]
        .iter()
        .map(|(_, d)| &d.downtime_seconds_per_year)
        .flat_map(|seconds| [seconds.lower, seconds.upper])
        .collect();
    let scale = Scale::straight(ends.into_iter(), Unit::Time);
    let mut rows: Vec<Row> = parts[..kept].iter().map(|(part, d)| row(part, d)).collect();
    let told = |count: usize, what: &str| {
        let bold = false;
        (count > 0).then(|| Row { bold, ..Row::heading(format!("and {count} {what}")) })
    };
    rows.extend(told(parts.len() - kept, "that differ less"));
    match equal.as_slice() {
        [(part, difference)] => rows.push(row(part, difference)),
        equal if parts.is_empty() => {
            rows.push(Row {
                bold: false,
                ..Row::heading(format!("all {} exactly equal", equal.len()))
            });
        }
        equal => rows.extend(told(equal.len(), "exactly equal")),
    }
    let price = design
        .price_per_year
        .map_or_else(String::new, |price| format!(", at {} a year", Unit::Amount.print(price)));
    let caption = format!("{} against {first}{price}", design.name);
    Panel { caption, axis: String::new(), scale, rows }
}

fn row(part: &ComparedPart, difference: &PartDifference) -> Row {
    let seconds = &difference.downtime_seconds_per_year;
    let told = seconds.earned(Unit::Time);
    let signed = |value: f64| {
        let plus = if value > 0.0 { "+" } else { "" };
        format!("{plus}{}", Unit::Time.print(value))
    };
    let (figure, between) = match difference.downtime_verdict {
        Change::Equal => ("exactly equal".to_owned(), String::new()),
        change => {
            let ends = format!("{} to {}", signed(told.lower), signed(told.upper));
            (format!("{} {}", signed(told.value), change.word()), ends)
        }
    };
    Row {
        name: part_name(&part.name, part.feature.as_deref()),
        indent: false,
        bold: false,
        draws: Draws::Point(*seconds),
        figure,
        between,
    }
}
