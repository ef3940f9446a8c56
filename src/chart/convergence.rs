//! How the estimates drew near as trials were added: whether more would change the picture.

use super::curves::{Curve, Panel, Place, sheet};
use super::theme::INK;
use super::{ChartError, Entry, Format, Frame, Mark, Scale, Unit};
use crate::quantity::print_amount;
use crate::report::{ConvergencePoint, ConvergenceReport, EstimateReport, Report};

/// What it shows.
pub(super) const ABOUT: &str = "estimates and their intervals as trials were added";

/// Panels of one chart at most.
const PANELS: usize = 12;
/// Trials are drawn by powers where the last point has so many times those of the first.
const MANY: f64 = 20.0;

/// Draws it.
pub(super) fn draw(
    report: &Report,
    estimate: &EstimateReport,
    format: Format,
) -> Result<Vec<u8>, ChartError> {
    let with_points = |c: &&ConvergenceReport| !c.points.is_empty();
    let mut all: Vec<&ConvergenceReport> =
        estimate.convergence.iter().filter(with_points).collect();
    if all.is_empty() {
        let reason = "the result does not say how its estimates drew near; \
                      run the scenario again with this program, and with two trials or more";
        return Err(ChartError::Nothing(reason.into()));
    }
    let word = "estimate, with its 95 % interval".into();
    let legend = vec![Entry { word, color: INK, mark: Mark::Band }];
    let about = "estimates as trials were added";
    let mut frame = Frame::of_long_run(report, estimate, about, legend);
    if all.len() > PANELS {
        // What is asked about first, then what users lack, each by how much.
        let last = |one: &ConvergenceReport| one.points[one.points.len() - 1].estimate.value;
        let rank = |one: &ConvergenceReport| (is_asked(one, estimate), is_of_users(one, estimate));
        all.sort_by(|a, b| rank(b).cmp(&rank(a)).then(last(b).total_cmp(&last(a))));
        let all = all.len();
        frame.note =
            Some(format!("The {PANELS} of {all} that are asked about, of users, or out longest."));
    }
    let panels: Vec<Panel> = all.iter().take(PANELS).map(|one| panel(one)).collect();
    let plot = match panels.len() {
        1 => 320,
        2..=3 => 210,
        _ => 150,
    };
    sheet(frame, &panels, plot, format)
}

/// `web` of `unavailability of web`.
fn subject(of: &str) -> &str {
    of.split_once(" of ").map_or(of, |(_, subject)| subject)
}

/// Whether a precision or a contract is about it.
fn is_asked(one: &ConvergenceReport, estimate: &EstimateReport) -> bool {
    let precision = estimate.precision.iter().map(|precision| subject(&precision.of));
    let contracts = estimate.contracts.iter().map(|contract| contract.of.as_str());
    precision.chain(contracts).any(|asked| asked == subject(&one.of))
}

fn is_of_users(one: &ConvergenceReport, estimate: &EstimateReport) -> bool {
    estimate.populations.iter().any(|population| population.name == subject(&one.of))
}

fn panel(report: &ConvergenceReport) -> Panel {
    let unit = if report.of.starts_with("unavailability") { Unit::Share } else { Unit::Amount };
    let points = &report.points;
    let trials = || points.iter().map(|point| point.trials as f64);
    let (first, last) = (points[0], points[points.len() - 1]);
    let across = match last.trials as f64 >= MANY * first.trials as f64 {
        true => Scale::powers(trials(), Unit::Amount),
        false => Scale::whole(first.trials as f64, last.trials as f64),
    };
    // The first intervals may be wide without end: the later half and all estimates are in sight.
    let later =
        points[points.len() / 2..].iter().flat_map(|p| [p.estimate.lower, p.estimate.upper]);
    let seen = later.chain(points.iter().map(|p| p.estimate.value));
    let (least, most) = seen.fold((f64::INFINITY, 0.0f64), |(a, b), v| (a.min(v), b.max(v)));
    let rim = (most - least) * 0.08;
    let up = Scale::between((least - rim).max(0.0), most + rim, unit);
    let end = last.estimate.earned(unit);
    let figure = format!(
        "after {} trials: {}, between {} and {}",
        print_amount(last.trials as f64),
        unit.print(end.value),
        unit.print(end.lower),
        unit.print(end.upper),
    );
    let place = |point: &ConvergencePoint| Place {
        at: point.trials as f64,
        value: point.estimate.value,
        lower: point.estimate.lower,
        upper: point.estimate.upper,
    };
    Panel {
        caption: report.of.clone(),
        figures: vec![figure],
        across: (across, "trials".into()),
        words: Vec::new(),
        up: (up, String::new()),
        curves: vec![Curve {
            name: String::new(),
            places: points.iter().map(place).collect(),
            marked: points.len() <= 24,
        }],
    }
}
