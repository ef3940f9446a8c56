//! Because of what, in the long run: by class, by chain, by phase and by reason, ranked; and the
//! trials that fared worst.

use super::grid::Grid;
use super::interval::{Known, known};
use super::page::Page;
use crate::quantity::Unit;
use crate::report::{
    ChainShare, EstimateFigure, LongRunFeature, LongRunPopulation, LongRunService, PartEstimate,
    PerfectedReport, WorstTrial,
};

/// Rows of one list.
const ROWS: usize = 10;

/// A row of a list: what, and how much.
type Part<'a> = (&'a str, EstimateFigure);

/// The causes of the outages of a service.
pub(super) fn service(page: &mut Page, service: &LongRunService) {
    let classes = of_parts(&service.outage_seconds_per_year_by_class);
    let chains = of_chains(&service.outage_seconds_per_year_by_chain);
    both(page, "downtime a year", &classes, &chains, Unit::Time);
    let reasons = of_parts(&service.unprotected_by_reason);
    if reasons.len() > 1 {
        list(page, "unprotected because", &reasons, Unit::Share);
    }
    worst(page, "longest out", &service.worst_trials, Unit::Time);
}

/// The causes of what users lost.
pub(super) fn population(page: &mut Page, population: &LongRunPopulation) {
    let phases = of_parts(&population.lost_user_minutes_per_year_by_phase);
    list(page, "user-minutes lost a year by phase", &phases, Unit::Amount);
    let classes = of_parts(&population.lost_user_minutes_per_year_by_class);
    let chains = of_chains(&population.lost_user_minutes_per_year_by_chain);
    both(page, "user-minutes lost a year", &classes, &chains, Unit::Amount);
    worst(page, "most user-minutes lost", &population.worst_trials, Unit::Amount);
}

/// What costs a feature most.
pub(super) fn of_feature(feature: &LongRunFeature) -> String {
    let cause = feature.lost_user_minutes_per_year_by_chain.first();
    cause.map_or_else(String::new, |cause| cause.chain.clone())
}

fn of_parts(parts: &[PartEstimate]) -> Vec<Part<'_>> {
    parts.iter().map(|part| (part.name.as_str(), part.amount)).collect()
}

fn of_chains(chains: &[ChainShare]) -> Vec<Part<'_>> {
    let figure = |chain: &ChainShare| EstimateFigure {
        value: chain.amount,
        lower: chain.lower,
        upper: chain.upper,
    };
    chains.iter().map(|chain| (chain.chain.as_str(), figure(chain))).collect()
}

/// By class of cause, then by chain; where each class is one chain, once.
fn both(page: &mut Page, what: &str, classes: &[Part<'_>], chains: &[Part<'_>], unit: Unit) {
    if classes != chains {
        list(page, &format!("{what} by class of cause"), classes, unit);
    }
    list(page, &format!("{what} by cause"), chains, unit);
}

/// The first rows of a list, and what the rest comes to.
fn list(page: &mut Page, head: &str, parts: &[Part<'_>], unit: Unit) {
    if parts.is_empty() {
        return;
    }
    page.gap();
    let mut grid = Grid::new().numbers("").words("").words(head);
    // To say that a single row is missing takes a row.
    let shown = if parts.len() == ROWS + 1 { ROWS + 1 } else { ROWS.min(parts.len()) };
    for (name, amount) in &parts[..shown] {
        let Known { value, between } = known(amount, unit);
        grid.row(vec![value, between, (*name).to_owned()]);
    }
    if let rest @ [_, ..] = &parts[shown..] {
        let sum = rest.iter().fold(0.0, |sum, (_, amount)| sum + amount.value);
        grid.row(vec![unit.print(sum), String::new(), format!("... and {} more ...", rest.len())]);
    }
    page.grid(4, &grid);
}

fn worst(page: &mut Page, head: &str, trials: &[WorstTrial], unit: Unit) {
    if trials.is_empty() {
        return;
    }
    page.gap();
    let mut grid = Grid::new().numbers("trial").words(head);
    for worst in trials {
        grid.row(vec![worst.trial.to_string(), unit.print(worst.amount)]);
    }
    page.grid(4, &grid);
}

/// What would be saved if causes of a class never struck.
pub(super) fn perfecting(page: &mut Page, classes: &[PerfectedReport]) {
    if classes.is_empty() {
        return;
    }
    page.heading(2, "Perfected", "saved a year if failures of a class never struck, paired");
    for (head, unit) in [("downtime saved", Unit::Time), ("user-minutes saved", Unit::Amount)] {
        let mut grid = Grid::new().words("class").words("of").numbers(head).words("");
        for class in classes {
            let parts = match unit {
                Unit::Time => &class.services,
                _ => &class.populations,
            };
            for saved in parts.iter().filter(|saved| saved.saved != EstimateFigure::default()) {
                let Known { value, between } = known(&saved.saved, unit);
                grid.row(vec![class.class.clone(), saved.name.clone(), value, between]);
            }
        }
        page.gap();
        page.grid(4, &grid);
    }
}
