//! One service in one script: its outages, its protection, its members.

use super::fold::{fold_names, runs};
use super::grid::Grid;
use super::page::{Columns, Page, is_nothing};
use super::recovery;
use crate::quantity::{Unit, print_amount, print_seconds, print_share};
use crate::report::{MemberReport, ServiceReport};

/// Writes one service.
pub(super) fn write(page: &mut Page, service: &ServiceReport, columns: Columns) {
    let behind =
        if service.unit.is_empty() { String::new() } else { format!("load in {}", service.unit) };
    page.heading(2, &format!("Service {}", service.name), &behind);
    members(page, service, columns);
    figures(page, service, columns);
    recovery::data(page, &service.data, columns);
    for reason in &service.unprotected_because {
        page.prose(4, 2, &format!("unprotected: {reason}"));
    }
}

fn figures(page: &mut Page, service: &ServiceReport, columns: Columns) {
    let mut grid = columns.head(Grid::new().words(""));
    grid.row(columns.row("outages", &service.outages, Unit::Amount));
    let unit = if service.unit.is_empty() { "load" } else { &service.unit };
    let rest = [
        ("time out", &service.outage_seconds, Unit::Time),
        ("time unprotected", &service.unprotected_seconds, Unit::Time),
        (&format!("{unit} moved"), &service.moved, Unit::Amount),
        (&format!("{unit} refused at most"), &service.refused_peak, Unit::Amount),
    ];
    for (label, figure, print) in rest {
        if !is_nothing(figure) {
            grid.row(columns.row(label, figure, print));
        }
    }
    page.grid(4, &grid);
}

fn members(page: &mut Page, service: &ServiceReport, columns: Columns) {
    if service.members.is_empty() || service.unit.is_empty() {
        return;
    }
    let limited = service.members.iter().any(|m| m.limit.is_some());
    let over = service
        .members
        .iter()
        .any(|m| m.over_limit_seconds.story > 0.0 || m.over_limit_seconds.worst > 0.0);
    let mut grid = Grid::new().words("member");
    for head in ["limit", "before", "peak", "after", "peak/limit"] {
        if limited || !head.contains("limit") {
            grid = grid.numbers(head);
        }
    }
    if columns.spread() {
        grid = grid.numbers("peak p5").numbers("p95").numbers("worst");
    }
    if columns.spread() && limited {
        grid = grid.numbers("worst/limit");
    }
    if over {
        grid = grid.numbers("over limit");
    }
    if over && columns.spread() {
        grid = grid.numbers("worst");
    }
    let cells = |member: &MemberReport| {
        let mut cells = Vec::new();
        let share = |load: f64| member.limit.map_or("".into(), |limit| of_limit(load, limit));
        if limited {
            cells.push(member.limit.map_or("none".into(), print_amount));
        }
        cells.extend([&member.before, &member.peak, &member.after].map(|f| print_amount(f.story)));
        if limited {
            cells.push(share(member.peak.story));
        }
        if columns.spread() {
            let peak = &member.peak;
            cells.extend([peak.p5, peak.p95, peak.worst].map(print_amount));
        }
        if columns.spread() && limited {
            cells.push(share(member.peak.worst));
        }
        if over {
            cells.push(print_seconds(member.over_limit_seconds.story));
        }
        if over && columns.spread() {
            cells.push(print_seconds(member.over_limit_seconds.worst));
        }
        cells
    };
    for run in runs(&service.members, |a, b| cells(a) == cells(b)) {
        let names: Vec<&str> = run.iter().map(|m| m.name.as_str()).collect();
        grid.row([vec![fold_names(&names)], cells(&run[0])].concat());
    }
    page.grid(4, &grid);
    page.gap();
}

/// A load as a share of its limit.
fn of_limit(load: f64, limit: f64) -> String {
    match limit {
        limit if limit > 0.0 => print_share(load / limit),
        _ if load > 0.0 => "over".into(),
        _ => print_share(0.0),
    }
}
