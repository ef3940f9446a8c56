//! Contracts: how often a month or a year falls short, and which credits that makes due; and how
//! often one holds a recovery that takes too long.

use super::grid::Grid;
use super::interval::{availability, with};
use super::page::Page;
use super::spells::{few, with_few};
use crate::quantity::{Unit, print_amount, print_seconds, print_share};
use crate::report::{ContractReport, ContractWindows, RecoveryLimitReport};

/// Writes all of them.
pub(super) fn write(page: &mut Page, contracts: &[ContractReport]) {
    if contracts.is_empty() {
        return;
    }
    page.heading(
        2,
        "contracts",
        "availability as objectives count it, by the month and by the year",
    );
    let mut grid = Grid::new().words("objective").words("of").numbers("availability").words("");
    grid = grid.numbers("a month short").words("").numbers("a year short").words("");
    for contract in contracts {
        let mut row = vec![contract.objective.clone(), contract.of.clone()];
        let [value, between] = availability(&contract.unavailability, contract.seen > 0);
        row.extend([value, format!("{between}{}", few(contract.seen))]);
        for windows in [&contract.months, &contract.years] {
            row.extend(short(windows.as_ref()));
        }
        grid.row(row);
    }
    page.grid(4, &grid);
    let mut grid = Grid::new().words("credits").words("of").words("a month").numbers("credit");
    grid = grid.numbers("odds").words("").numbers("months");
    for contract in contracts {
        for tier in &contract.credits {
            let [value, between] = with_few(&tier.odds, tier.due, Unit::Share);
            grid.row(vec![
                contract.objective.clone(),
                contract.of.clone(),
                format!("below {}", print_share(tier.below)),
                print_share(tier.credit),
                value,
                between,
                print_amount(tier.due as f64),
            ]);
        }
        if let Some(mean) = &contract.mean_credit {
            let [value, between] = with(mean, mean.value > 0.0, Unit::Share);
            let row = [&contract.objective, &contract.of].map(String::clone);
            let mut row = Vec::from(row);
            row.extend(["on average".into(), value, String::new(), between]);
            grid.row(row);
        }
    }
    if !grid.is_empty() {
        page.gap();
        page.grid(4, &grid);
    }
}

/// Writes how often recoveries are too long.
pub(super) fn recoveries(page: &mut Page, odds: &[RecoveryLimitReport]) {
    if odds.is_empty() {
        return;
    }
    let behind = "too long for an objective, by the month and by the year";
    page.heading(2, "recoveries", behind);
    let mut grid = Grid::new().words("objective").words("").numbers("seen").numbers("too long");
    grid = grid.numbers("a month with one").words("").numbers("a year with one").words("");
    for odds in odds {
        let limit = format!("{} of at most {}", odds.what, print_seconds(odds.at_most_seconds));
        let mut row = vec![odds.objective.clone(), limit];
        row.extend([odds.seen, odds.overlong].map(|count| print_amount(count as f64)));
        for windows in [&odds.months, &odds.years] {
            row.extend(short(windows.as_ref()));
        }
        grid.row(row);
    }
    page.grid(4, &grid);
}

/// The odds of a breach; nothing where no whole window was watched.
fn short(windows: Option<&ContractWindows>) -> [String; 2] {
    let Some(windows) = windows else { return ["not watched".into(), String::new()] };
    with_few(&windows.odds, windows.breached, Unit::Share)
}
