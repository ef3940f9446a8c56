//! What a year costs, because of what: by the class of the trigger, and by chain of causes.

use super::rows::{Panel, Row, sheet};
use super::theme::{BAR, INK};
use super::{ChartError, Entry, Format, Frame, Mark, Scale, Unit};
use crate::report::{
    ChainShare, EstimateFigure, EstimateReport, LongRunFeature, LongRunPopulation, LongRunService,
    PartEstimate, Report,
};

/// What it shows.
pub(super) const ABOUT: &str = "downtime and lost user-minutes a year by class and chain of causes";

/// Subjects of one chart at most, of services and of users each.
const SUBJECTS: usize = 4;
/// Rows of a panel: so many over all, and at least and at most.
const ROWS: usize = 80;
const LEAST: usize = 4;
const MOST: usize = 10;

/// Whose losses.
struct Subject<'a> {
    name: String,
    unit: Unit,
    what: &'static str,
    classes: &'a [PartEstimate],
    chains: &'a [ChainShare],
}

/// Draws it.
pub(super) fn draw(
    report: &Report,
    estimate: &EstimateReport,
    format: Format,
) -> Result<Vec<u8>, ChartError> {
    let services: Vec<Subject<'_>> = estimate.services.iter().map(Subject::of_service).collect();
    let users: Vec<Subject<'_>> = estimate.populations.iter().flat_map(Subject::of_users).collect();
    let all = services.iter().chain(&users).filter(|subject| subject.total() > 0.0).count();
    let subjects: Vec<Subject<'_>> = [services, users].into_iter().flat_map(worst).collect();
    let rows = (ROWS / (2 * subjects.len().max(1))).clamp(LEAST, MOST);
    let panels: Vec<Panel> = subjects.iter().flat_map(|subject| subject.panels(rows)).collect();
    if panels.is_empty() {
        let reason = "nothing was lost in the long run, so nothing has a cause; \
                      the chart `availability` shows the bounds";
        return Err(ChartError::Nothing(reason.into()));
    }
    let mut legend = vec![Entry { word: "a year, on average".into(), color: BAR, mark: Mark::Box }];
    legend.push(Entry { word: "95 % interval".into(), color: INK, mark: Mark::Whisker });
    let mut frame = Frame::of_long_run(report, estimate, "what is lost, by its causes", legend);
    if all > subjects.len() {
        frame.note = Some(format!("The {} of {all} that lost most.", subjects.len()));
    }
    sheet(frame, &panels, format)
}

/// Those that lost anything; where there are too many, those that lost most, in their order.
fn worst(mut subjects: Vec<Subject<'_>>) -> Vec<Subject<'_>> {
    subjects.retain(|subject| subject.total() > 0.0);
    let mut totals: Vec<f64> = subjects.iter().map(Subject::total).collect();
    totals.sort_by(|a, b| b.total_cmp(a));
    if let Some(&least) = totals.get(SUBJECTS - 1) {
        subjects.retain(|subject| subject.total() >= least);
        subjects.truncate(SUBJECTS);
    }
    subjects
}

impl<'a> Subject<'a> {
    fn of_service(service: &'a LongRunService) -> Self {
        Self {
            name: service.name.clone(),
            unit: Unit::Time,
            what: "downtime a year",
            classes: &service.outage_seconds_per_year_by_class,
            chains: &service.outage_seconds_per_year_by_chain,
        }
    }

    /// A population, and each of its features.
    fn of_users(population: &'a LongRunPopulation) -> Vec<Self> {
        let feature = |feature: &'a LongRunFeature| Self {
            name: format!("{} of {}", feature.name, population.name),
            unit: Unit::Amount,
            what: "user-minutes without it a year",
            classes: &feature.lost_user_minutes_per_year_by_class,
            chains: &feature.lost_user_minutes_per_year_by_chain,
        };
        let whole = Self {
            name: population.name.clone(),
            unit: Unit::Amount,
            what: "user-minutes lost a year",
            classes: &population.lost_user_minutes_per_year_by_class,
            chains: &population.lost_user_minutes_per_year_by_chain,
        };
        std::iter::once(whole).chain(population.features.iter().map(feature)).collect()
    }

    fn total(&self) -> f64 {
        let classes: f64 = self.classes.iter().map(|part| part.amount.value).sum();
        let chains: f64 = self.chains.iter().map(|chain| chain.amount).sum();
        classes.max(chains)
    }

    fn panels(&self, most: usize) -> Vec<Panel> {
        let classes = self.classes.iter().map(|part| {
            let row = Row::bar(&part.name, false, &part.amount, self.unit);
            (row, part.amount.value, part.amount.upper)
        });
        let chains = self.chains.iter().map(|chain| {
            let amount = figure(chain);
            (Row::bar(&chain.chain, false, &amount, self.unit), amount.value, amount.upper)
        });
        // Where each class is one chain, the chains say it all.
        let classes = if self.is_told_by_chains() { Vec::new() } else { classes.collect() };
        [("by class of cause", classes), ("by chain of causes", chains.collect())]
            .into_iter()
            .filter_map(|(by, rows)| self.panel(by, rows, most))
            .collect()
    }

    fn is_told_by_chains(&self) -> bool {
        let alike = |(class, chain): (&PartEstimate, &ChainShare)| class.amount == figure(chain);
        self.classes.len() == self.chains.len() && self.classes.iter().zip(self.chains).all(alike)
    }

    /// Rows with their amounts and the most they may be; the longest, and the rest as one.
    fn panel(&self, by: &str, rows: Vec<(Row, f64, f64)>, most: usize) -> Option<Panel> {
        if rows.is_empty() {
            return None;
        }
        let kept = if rows.len() > most { most - 1 } else { rows.len() };
        let rest: f64 = rows[kept..].iter().map(|(_, amount, _)| amount).sum();
        let ends = rows[..kept].iter().map(|(.., upper)| *upper).chain([rest]);
        let scale = Scale::straight(ends.collect::<Vec<_>>().into_iter(), self.unit);
        let more = rows.len() - kept;
        let mut rows: Vec<Row> = rows.into_iter().take(kept).map(|(row, ..)| row).collect();
        if more > 0 {
            rows.push(Row::plain(format!("and {more} more"), rest, self.unit));
        }
        let caption = format!("{}: {} {by}", self.name, self.what);
        Some(Panel { caption, axis: String::new(), scale, rows })
    }
}

fn figure(chain: &ChainShare) -> EstimateFigure {
    EstimateFigure { value: chain.amount, lower: chain.lower, upper: chain.upper }
}
