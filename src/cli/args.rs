//! The arguments: clap types and nothing else.

use super::exit;
use crate::chart::CHARTS;
use crate::estimator::plan::{LONGEST, MOST_PERFECTED, MOST_TRIALS};
use crate::quantity::{Span, percentage, span};
use crate::study::MOST_POINTS;
use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};
use std::path::{Path, PathBuf};

/// Simulates what failures do to the users of a high-availability or disaster-recovery design.
#[derive(Debug, Parser)]
#[command(name = "hadr", version, after_help = exit::TABLE)]
pub(super) struct Hadr {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
    /// Colours: on a terminal, always or never; NO_COLOR and CLICOLOR_FORCE are honoured
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Run the studies of a scenario and report
    ///
    /// Example: hadr run scenarios/pool.json -o result.json
    #[command(after_help = exit::TABLE)]
    Run(Run),
    /// Check scenarios without running them; all that is wrong is said at once
    ///
    /// Example: hadr check scenarios/*.json
    #[command(after_help = exit::TABLE)]
    Check(Check),
    /// Draw a chart of a saved record
    ///
    /// Example: hadr chart result.json users -o users.svg
    #[command(after_help = exit::TABLE)]
    Chart(Chart),
    /// Write a saved record as one HTML page, with its charts and tables
    ///
    /// Example: hadr report result.json -o report.html
    #[command(after_help = exit::TABLE)]
    Report(Page),
    /// Run designs on the same draws and say what they differ in from the first
    ///
    /// Example: hadr compare now.json planned.json
    #[command(after_help = exit::TABLE)]
    Compare(Compare),
    /// Run a scenario with other values, all combinations of them, on the same draws
    ///
    /// Example: hadr sweep pool.json -P components.web.count=2..6
    #[command(after_help = exit::TABLE)]
    Sweep(Sweep),
    /// Say what each rate and delay of a scenario matters: halved and doubled, one at a time
    ///
    /// Example: hadr sensitivity pool.json --of pool
    #[command(after_help = exit::TABLE)]
    Sensitivity(Sensitivity),
}

/// Arguments of `run`.
#[derive(Debug, Args)]
pub(super) struct Run {
    /// The scenario
    pub file: PathBuf,
    /// How the result is written [default: by the suffix of the file, `.json`, `.csv` or `.md`, else table]
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// Where the result goes; `-` is the standard output [default: -]
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// The seed of all draws, instead of the scenario's
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// How many trials to draw, instead of the scenario's number; with --precision, the most
    #[arg(long, value_name = "N", value_parser = value_parser!(u64).range(1..=MOST_TRIALS))]
    pub trials: Option<u64>,
    /// Draw trials of the long run until its unavailability is known so well: "5 %" is half the
    /// interval over the estimate
    #[arg(long, value_name = "SHARE", value_parser = precision)]
    pub precision: Option<f64>,
    /// Say what the dearest so many classes of failures cost: the long run again without each
    #[arg(long, value_name = "N", value_parser = value_parser!(u64).range(1..=MOST_PERFECTED))]
    pub perfecting: Option<u64>,
    /// Tell the story of this drawn trial instead of the nominal one
    #[arg(long, value_name = "N")]
    pub trial: Option<u64>,
    /// Tell this trial of the long run, one of its worst trials say, and run nothing else
    #[arg(
        long,
        value_name = "N",
        conflicts_with_all = ["trial", "trials", "precision", "perfecting"],
    )]
    pub replay: Option<u64>,
    /// Check every trial against the rules of the model while it runs; slower
    #[arg(long)]
    pub audit: bool,
    /// Events one trial may take before it is given up [default: 1000000000]
    #[arg(long, value_name = "N", value_parser = value_parser!(u64).range(1..))]
    pub events: Option<u64>,
    /// How many threads [default: all]; the result does not depend on it
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..=4096))]
    pub threads: Option<u16>,
    /// How the run tells on the standard error how far it is
    #[arg(long, value_enum, default_value_t = Progress::Auto, value_name = "HOW")]
    pub progress: Progress,
}

/// A share between nothing and the whole.
fn precision(text: &str) -> Result<f64, String> {
    let share = percentage(text).map_err(|error| error.to_string())?.value();
    match share > 0.0 && share < 1.0 {
        true => Ok(share),
        false => Err("it lies between 0 % and 100 %, both excluded".to_owned()),
    }
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// The scenarios
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// Arguments of `chart`.
#[derive(Debug, Args)]
pub(super) struct Chart {
    /// A record that `hadr run`, `compare`, `sweep` or `sensitivity` wrote by `-o result.json`;
    /// `-` is the standard input
    pub result: PathBuf,
    /// Which chart
    #[arg(value_parser = PossibleValuesParser::new(
        CHARTS.iter().map(|chart| clap::builder::PossibleValue::new(chart.name).help(chart.about)),
    ))]
    pub kind: String,
    /// Where it goes, by its suffix: `.svg` or `.png`
    #[arg(short, long, value_name = "PATH")]
    pub output: PathBuf,
    /// Which incident, where the result has several
    #[arg(long, value_name = "NAME")]
    pub incident: Option<String>,
}

/// Arguments of `report`.
#[derive(Debug, Args)]
pub(super) struct Page {
    /// A record that `hadr run`, `compare`, `sweep` or `sensitivity` wrote by `-o result.json`;
    /// `-` is the standard input
    pub result: PathBuf,
    /// Where the page goes; `-` is the standard output
    #[arg(short, long, value_name = "PATH")]
    pub output: PathBuf,
}

/// Arguments of `compare`.
#[derive(Debug, Args)]
pub(super) struct Compare {
    /// The designs; the first is the baseline
    #[arg(required = true, num_args = 2.., value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// End with 4 if the downtime of any part of a design is found to be longer than in the first,
    /// whatever else is shorter
    #[arg(long, value_enum, value_name = "VERDICT")]
    pub fail_on: Option<FailOn>,
    /// How they are run
    #[command(flatten)]
    pub shared: Shared,
}

/// Arguments of `sweep`.
#[derive(Debug, Args)]
pub(super) struct Sweep {
    /// The scenario
    pub file: PathBuf,
    /// A value to vary, by its path in the file, and what it takes: `components.web.count=2..6`,
    /// `services.fe.pool.detect.probe.every=5 s,30 s`; again for another
    #[arg(short = 'P', long = "param", required = true, value_name = "PATH=V1,V2,...")]
    pub params: Vec<String>,
    /// The most points that are run
    #[arg(long, value_name = "N", default_value_t = MOST_POINTS, value_parser = value_parser!(u64).range(1..=1_000_000))]
    pub most: u64,
    /// How they are run
    #[command(flatten)]
    pub shared: Shared,
}

/// Arguments of `sensitivity`.
#[derive(Debug, Args)]
pub(super) struct Sensitivity {
    /// The scenario
    pub file: PathBuf,
    /// The service, population or feature whose unavailability is told [default: all]
    #[arg(long, value_name = "NAME")]
    pub of: Option<String>,
    /// What each is divided and multiplied by
    #[arg(long, value_name = "X", default_value_t = 2.0, value_parser = factor)]
    pub factor: f64,
    /// The most runs: two a rate or delay, and one
    #[arg(long, value_name = "N", default_value_t = MOST_POINTS, value_parser = value_parser!(u64).range(1..=1_000_000))]
    pub most: u64,
    /// How they are run
    #[command(flatten)]
    pub shared: Shared,
}

/// What all that run several designs have in common.
#[derive(Debug, Args)]
pub(super) struct Shared {
    /// How the record is written [default: by the suffix of the file, `.json`, `.csv` or `.md`, else table]
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// Where it goes; `-` is the standard output [default: -]
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// The seed of all draws, instead of the scenario's
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// How many trials to draw, instead of the scenario's number
    #[arg(long, value_name = "N", value_parser = value_parser!(u64).range(2..=MOST_TRIALS))]
    pub trials: Option<u64>,
    /// How long a trial lasts, such as `"10 y"`, instead of the scenario's horizon
    #[arg(long, value_name = "SPAN", value_parser = horizon)]
    pub horizon: Option<Span>,
    /// Events one trial may take before it is given up [default: 1000000000]
    #[arg(long, value_name = "N", value_parser = value_parser!(u64).range(1..))]
    pub events: Option<u64>,
    /// How many threads [default: all]; the result does not depend on it
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..=4096))]
    pub threads: Option<u16>,
    /// How the run tells on the standard error how far it is
    #[arg(long, value_enum, default_value_t = Progress::Auto, value_name = "HOW")]
    pub progress: Progress,
}

/// What a comparison may fail on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum FailOn {
    /// Something is worse than in the first design
    Worse,
}

fn factor(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(factor) if factor > 1.0 && factor <= 1e6 => Ok(factor),
        _ => Err("a factor is a number above 1 and at most 1000000".to_owned()),
    }
}

fn horizon(text: &str) -> Result<Span, String> {
    match span(text) {
        Ok(horizon) if horizon == Span::ZERO => Err("a horizon is longer than zero".to_owned()),
        Ok(horizon) if horizon > LONGEST => Err("at most 200000 y".to_owned()),
        Ok(horizon) => Ok(horizon),
        Err(why) => Err(why.to_string()),
    }
}

/// How a result is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Format {
    /// For people
    Table,
    /// For programs, and for `hadr chart`
    Json,
    /// For spreadsheets: one figure a row
    Csv,
    /// The tables, for pages and tickets
    Markdown,
}

impl Format {
    /// The format that the suffix of a file implies.
    pub fn of(file: &Path) -> Self {
        let suffix = file.extension().and_then(|suffix| suffix.to_str()).unwrap_or_default();
        match suffix.to_ascii_lowercase().as_str() {
            "json" => Self::Json,
            "csv" => Self::Csv,
            "md" => Self::Markdown,
            _ => Self::Table,
        }
    }
}

/// How a run tells how far it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Progress {
    /// A bar on a terminal, else plain
    Auto,
    /// A line that is written anew ten times a second
    Bar,
    /// A line every 10 s
    Plain,
    /// A JSON object on a line of its own every second, and one at the end
    Json,
    /// Not at all
    None,
}

/// When to use colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
