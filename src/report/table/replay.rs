//! One trial of the long run: what it cost, and what happened where it cost most.

use super::grid::Grid;
use super::page::Page;
use super::story;
use crate::quantity::{Unit, print_amount, print_seconds};
use crate::report::{EpisodePart, EpisodeReport, ReplayReport};

/// Writes it.
pub(super) fn write(page: &mut Page, replay: &ReplayReport) {
    let warm_up = match replay.warm_up_seconds {
        seconds if seconds > 0.0 => format!(", the first {} not counted", print_seconds(seconds)),
        _ => String::new(),
    };
    let about = format!(
        "{} long{warm_up}, start {}, {} failures and repairs",
        print_seconds(replay.horizon_seconds),
        replay.start,
        print_amount(replay.failures_and_repairs as f64),
    );
    page.heading(0, &format!("TRIAL {} OF THE LONG RUN", replay.trial), &about);
    totals(page, replay);
    for (at, episode) in replay.episodes.iter().enumerate() {
        write_episode(page, at + 1, episode);
    }
    left_out(page, replay);
}

/// What the whole trial has cost.
fn totals(page: &mut Page, replay: &ReplayReport) {
    page.heading(2, "In all", "");
    let mut grid = Grid::new().words("service").numbers("out").numbers("times").numbers("longest");
    for service in replay.services.iter().filter(|service| service.outage_seconds > 0.0) {
        grid.row(vec![
            service.name.clone(),
            print_seconds(service.outage_seconds),
            print_amount(service.outages as f64),
            print_seconds(service.longest_seconds),
        ]);
    }
    page.grid(4, &grid);
    let mut lost = Grid::new().words("users").words("lacked").numbers("user-minutes lost");
    lost = lost.numbers("times").numbers("longest");
    for users in replay.populations.iter().filter(|users| users.lost_user_minutes > 0.0) {
        lost.row(vec![
            users.name.clone(),
            feature(&users.feature),
            print_amount(users.lost_user_minutes),
            print_amount(users.interruptions as f64),
            print_seconds(users.longest_seconds),
        ]);
    }
    if !grid.is_empty() && !lost.is_empty() {
        page.gap();
    }
    page.grid(4, &lost);
    if grid.is_empty() && lost.is_empty() {
        page.prose(4, 0, "nothing was out, and nobody lacked anything");
    }
}

fn feature(name: &str) -> String {
    if name.is_empty() { "service".to_owned() } else { name.to_owned() }
}

fn write_episode(page: &mut Page, number: usize, episode: &EpisodeReport) {
    let lasted = print_seconds(episode.to_seconds - episode.from_seconds);
    let over = if episode.over { "" } else { ", not over at the end of the trial" };
    let since = episode.from_seconds - episode.first_failure_seconds;
    let before = match since {
        since if since > 0.0 => format!(", {} after the first failure", print_seconds(since)),
        _ => String::new(),
    };
    let about = format!(
        "{} after the start{before}, for {lasted}{over}",
        print_seconds(episode.from_seconds)
    );
    page.heading(2, &format!("Number {number} of the worst"), &about);
    let mut grid = Grid::new().words("service").numbers("out").words("because of");
    for service in &episode.services {
        let causes = parts(&service.by_chain, Unit::Time);
        grid.row(vec![service.name.clone(), print_seconds(service.outage_seconds), causes]);
    }
    page.grid(4, &grid);
    let mut lost = Grid::new().words("users").words("lacked").numbers("user-minutes lost");
    lost = lost.numbers("at most").numbers("for").words("because of");
    for users in &episode.populations {
        lost.row(vec![
            users.name.clone(),
            feature(&users.feature),
            print_amount(users.lost_user_minutes),
            format!("{} users", print_amount(users.most_users)),
            print_seconds(users.lacking_seconds),
            parts(&users.by_chain, Unit::Amount),
        ]);
    }
    if !grid.is_empty() && !lost.is_empty() {
        page.gap();
    }
    page.grid(4, &lost);
    phases(page, episode);
    story::in_days(page, &episode.story);
    if episode.story_lines_left_out > 0 {
        let count = print_amount(episode.story_lines_left_out as f64);
        page.prose(4, 0, &format!("{count} lines are left out before the last ones: too many"));
    }
}

/// The user-minutes of those who lacked service at any level, by phase.
fn phases(page: &mut Page, episode: &EpisodeReport) {
    let mut grid = Grid::new().words("users").words("user-minutes lost by phase");
    for users in episode.populations.iter().filter(|users| users.feature.is_empty()) {
        let each = users.by_phase.iter();
        let each = each.map(|part| format!("{} {}", part.name, print_amount(part.amount)));
        grid.row(vec![users.name.clone(), each.collect::<Vec<_>>().join(", ")]);
    }
    if !grid.is_empty() {
        page.gap();
        page.grid(4, &grid);
    }
}

/// One cause alone, or each with its part.
fn parts(parts: &[EpisodePart], unit: Unit) -> String {
    match parts {
        [only] => only.name.clone(),
        parts => {
            let each = parts.iter().filter(|part| part.amount > 0.0);
            let each = each.map(|part| format!("{} ({})", part.name, unit.print(part.amount)));
            each.collect::<Vec<_>>().join("; ")
        }
    }
}

fn left_out(page: &mut Page, replay: &ReplayReport) {
    let others = replay.episodes_left_out;
    if others.count == 0 {
        return;
    }
    let mut costs = Vec::new();
    if others.outage_seconds > 0.0 {
        costs.push(format!("{} out", print_seconds(others.outage_seconds)));
    }
    if others.lost_user_minutes > 0.0 {
        costs.push(format!(
            "{} user-minutes without service",
            print_amount(others.lost_user_minutes)
        ));
    }
    let costs = if costs.is_empty() { String::new() } else { format!(": {}", costs.join(", ")) };
    page.gap();
    let times = if others.count == 1 { "time is" } else { "times are" };
    let text = format!("{} more such {times} not told{costs}", print_amount(others.count as f64));
    page.prose(2, 2, &text);
}
