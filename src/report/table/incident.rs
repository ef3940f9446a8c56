//! One script: its story, who noticed, its services, its users, its loads.

use super::fold::{fold_names, runs};
use super::grid::Grid;
use super::page::{Columns, Page, is_nothing};
use super::{ended, population, recovery, service, story};
use crate::quantity::{Unit, print_amount, print_seconds};
use crate::report::{Figure, IncidentReport, LoadReport, NoticeReport};

/// Writes the whole script.
pub(super) fn write(page: &mut Page, incident: &IncidentReport) {
    let columns = Columns::of(incident.trials);
    page.heading(0, &format!("INCIDENT {}", incident.name), &about(incident));
    story::write(page, &incident.story);
    notices(page, incident, columns);
    recovery::write(page, incident, columns);
    for report in &incident.services {
        service::write(page, report, columns);
    }
    for report in &incident.populations {
        population::write(page, report, columns);
    }
    for report in &incident.loads {
        load(page, report, columns);
    }
}

fn about(incident: &IncidentReport) -> String {
    let story = match incident.story_of_trial {
        None => "the story at nominal values".to_owned(),
        Some(trial) => format!("the story of trial {trial}"),
    };
    let spread = match incident.trials {
        0 => String::new(),
        1 => ", spread over 1 drawn trial".into(),
        many => format!(", spread over {} drawn trials", print_amount(many as f64)),
    };
    let (long, ended) = (print_seconds(incident.horizon_seconds), ended::of_incident(incident));
    format!("{story}{spread}{ended}, {long} long")
}

fn notices(page: &mut Page, incident: &IncidentReport, columns: Columns) {
    if incident.notices.is_empty() {
        return;
    }
    page.heading(
        2,
        "Noticed",
        "from the failure until known, and from the return until used again",
    );
    let mut grid = columns.head(Grid::new().words("failure").numbers("at"));
    if columns.spread() {
        grid = grid.numbers("in trials");
    }
    let mut grid = grid.words("by");
    let alike = |a: &NoticeReport, b: &NoticeReport| {
        cells(a, incident.trials, columns) == cells(b, incident.trials, columns)
    };
    for run in runs(&incident.notices, alike) {
        let names: Vec<&str> = run.iter().map(|n| n.target.as_str()).collect();
        let [noticed, back] = cells(&run[0], incident.trials, columns);
        grid.row([vec![fold_names(&names)], noticed].concat());
        if run[0].back_after_seconds.is_some() {
            grid.row([vec!["  back".into()], back].concat());
        }
    }
    page.grid(4, &grid);
}

/// The two rows of one notice, without the name of what failed.
fn cells(notice: &NoticeReport, trials: u64, columns: Columns) -> [Vec<String>; 2] {
    let figure = |figure: &Option<Figure>| match figure {
        Some(figure) => columns.cells(figure, Unit::Time),
        None => columns.none("never"),
    };
    let mut noticed = vec![print_seconds(notice.failed_at_seconds)];
    noticed.extend(figure(&notice.noticed_after_seconds));
    let mut back = vec![String::new()];
    back.extend(figure(&notice.back_after_seconds));
    if columns.spread() {
        let share = if notice.noticed_in_trials == trials {
            "all".into()
        } else {
            print_amount(notice.noticed_in_trials as f64)
        };
        noticed.push(share);
        back.push(String::new());
    }
    noticed.push(format!("{}: {}", notice.by, notice.scheme));
    [noticed, back]
}

fn load(page: &mut Page, load: &LoadReport, columns: Columns) {
    page.heading(2, &format!("Load {}", load.name), &format!("{} to {}", load.unit, load.to));
    let mut grid = columns.head(Grid::new().words(""));
    grid.row(columns.row("made", &load.made, Unit::Amount));
    grid.row(columns.row("failed", &load.failed, Unit::Amount));
    if !is_nothing(&load.refused) {
        grid.row(columns.row("refused", &load.refused, Unit::Amount));
    }
    grid.row(columns.row("time with failures", &load.failing_seconds, Unit::Time));
    page.grid(4, &grid);
}
