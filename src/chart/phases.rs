//! What users lose in a year, by the phase in which they lose it: is it the detection, the decision,
//! the repair or the way back?

use super::rows::{Panel, Row, sheet};
use super::theme::{BAR, INK};
use super::{ChartError, Entry, Format, Frame, Mark, Scale, Unit};
use crate::report::{EstimateReport, PartEstimate, Report};

/// What it shows.
pub(super) const ABOUT: &str = "lost user-minutes a year by phase";

/// Panels of one chart at most.
const PANELS: usize = 12;

/// Draws it.
pub(super) fn draw(
    report: &Report,
    estimate: &EstimateReport,
    format: Format,
) -> Result<Vec<u8>, ChartError> {
    let mut subjects: Vec<(String, &[PartEstimate])> = Vec::new();
    for population in &estimate.populations {
        subjects.push((population.name.clone(), &population.lost_user_minutes_per_year_by_phase));
        for feature in &population.features {
            let name = format!("{} of {}", feature.name, population.name);
            subjects.push((name, &feature.lost_user_minutes_per_year_by_phase));
        }
    }
    subjects.retain(|(_, phases)| total(phases) > 0.0);
    if subjects.is_empty() {
        return Err(ChartError::Nothing(why(estimate).into()));
    }
    let all = subjects.len();
    if all > PANELS {
        let mut totals: Vec<f64> = subjects.iter().map(|(_, phases)| total(phases)).collect();
        totals.sort_by(|a, b| b.total_cmp(a));
        subjects.retain(|(_, phases)| total(phases) >= totals[PANELS - 1]);
        subjects.truncate(PANELS);
    }
    let legend = vec![
        Entry { word: "a year, on average".into(), color: BAR, mark: Mark::Box },
        Entry { word: "95 % interval".into(), color: INK, mark: Mark::Whisker },
    ];
    let mut frame = Frame::of_long_run(report, estimate, "what users lose, by phase", legend);
    if all > PANELS {
        frame.note = Some(format!("The {} of {all} that lost most.", subjects.len()));
    }
    let panels: Vec<Panel> = subjects.iter().map(|(name, phases)| panel(name, phases)).collect();
    sheet(frame, &panels, format)
}

fn total(phases: &[PartEstimate]) -> f64 {
    phases.iter().map(|part| part.amount.value).sum()
}

fn why(estimate: &EstimateReport) -> &'static str {
    if estimate.populations.is_empty() {
        "the long run has no users, and only users wait in phases; name populations in `estimate`"
    } else {
        "no user lost anything in the long run; the chart `availability` shows the bounds"
    }
}

fn panel(name: &str, phases: &[PartEstimate]) -> Panel {
    let ends: Vec<f64> = phases.iter().map(|part| part.amount.upper).collect();
    let row = |part: &PartEstimate| Row::bar(&part.name, false, &part.amount, Unit::Amount);
    Panel {
        caption: format!("{name}: user-minutes lost a year by phase"),
        axis: String::new(),
        scale: Scale::straight(ends.into_iter(), Unit::Amount),
        rows: phases.iter().map(row).collect(),
    }
}
