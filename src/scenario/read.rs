//! The way in: a file or a text to a scenario.

use super::assemble::Assembler;
use super::beside::Beside;
use super::between::{Pick, Uncertain};
use super::check::{check, warnings};
use super::decode::Decoder;
use super::describe::Description;
use super::names::Names;
use super::prices::price;
use super::problem::{Problem, Problems, code};
use super::tree::{Node, Place};
use super::uncertain::Inputs;
use super::{Scenario, between, json, repeat};
use crate::estimator::plan::{Study, only_subject};
use crate::metric::objective::Objective;
use crate::system::Blueprint;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The largest file that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// Why there is no scenario.
#[derive(Clone, Debug)]
pub enum Rejection {
    /// The file could not be read at all: the world's fault.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The file was read, and something is wrong with what it says.
    Invalid(Problems),
}

impl Rejection {
    /// The exit code of a program that can go no further: 1 for the world, 3 for the scenario.
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Unreadable { .. } => 1,
            Self::Invalid(_) => 3,
        }
    }

    /// As people read it, ending with a line break; with colours or without.
    pub fn render(&self, color: bool) -> String {
        match self {
            Self::Unreadable { path, reason } => {
                format!("error: cannot read `{}`: {reason}\n", path.display())
            }
            Self::Invalid(problems) => problems.render(color),
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Rejection {}

/// Reads a scenario from a file.
pub fn read(path: &Path) -> Result<Scenario, Rejection> {
    let text = bytes(path)?;
    parse_beside(path.parent(), &path.display().to_string(), &text)
}

/// All that is in a file, unless it is too large.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Rejection> {
    let name = path.display().to_string();
    let unreadable = |reason: String| Rejection::Unreadable { path: path.to_owned(), reason };
    let file = File::open(path).map_err(|error| unreadable(plain(&error)))?;
    let about = file.metadata().map_err(|error| unreadable(plain(&error)))?;
    if about.is_dir() {
        return Err(unreadable("it is a directory".to_owned()));
    }
    if about.len() > LARGEST {
        return Err(too_large(&name));
    }
    // The length may be unknown (a pipe) or grow meanwhile: never read on without end.
    let mut text = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut text).map_err(|error| unreadable(plain(&error)))?;
    if text.len() as u64 > LARGEST {
        return Err(too_large(&name));
    }
    Ok(text)
}

/// Reads a scenario from a text; `name` stands for it in messages.
///
/// A text lies in no folder, so data files beside it cannot be found: one that draws from them is
/// refused, and says so.
pub fn parse(name: &str, text: &[u8]) -> Result<Scenario, Rejection> {
    parse_beside(None, name, text)
}

pub(super) fn parse_beside(
    folder: Option<&Path>,
    name: &str,
    text: &[u8],
) -> Result<Scenario, Rejection> {
    if text.len() as u64 > LARGEST {
        return Err(too_large(name));
    }
    match std::str::from_utf8(text) {
        Ok(text) => {
            let read = scenario(folder, text);
            let mut read =
                read.map_err(|problems| Rejection::Invalid(problems.about(name, text)))?;
            read.warnings = read.warnings.about(name, text);
            Ok(read)
        }
        Err(error) => {
            let at = error.valid_up_to();
            let mut problems = Problems::default();
            let message = "the file is not encoded in UTF-8";
            let problem = Problem::new(code::NOT_UTF8, Place::new(at, at), message);
            problems.push(problem.label("this byte").help("save it as UTF-8"));
            // What cannot be shown stands as a replacement character, at the same place.
            Err(Rejection::Invalid(problems.about(name, &String::from_utf8_lossy(text))))
        }
    }
}

/// All steps from a text to a scenario.
fn scenario(folder: Option<&Path>, text: &str) -> Result<Scenario, Problems> {
    let mut problems = Problems::default();
    let Some(root) = json::read(text, &mut problems) else { return Err(problems) };
    let (uncertain, refused) = between::find(&root, &mut problems);
    if uncertain.is_empty() && refused.is_empty() {
        return of_tree(folder, &root, problems);
    }
    // Both ends must be valid, each where it is written, and so must what lies between them.
    for pick in [Pick::Low, Pick::High, Pick::Inside] {
        let tree = between::picked(&root, &uncertain, pick);
        let Err(found) = of_tree(folder, &tree, Problems::default()) else { continue };
        for problem in found.iter().filter(|problem| !refused.contains(&problem.span.start)) {
            match uncertain.iter().find(|one| one.holds(problem)) {
                Some(one) => {
                    // What is wrong with an end has been said.
                    let said = problems.iter().any(|other| one.has_end(other));
                    if !said {
                        problems.push(one.refused(problem));
                    }
                }
                None => problems.push(problem.clone()),
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let tree = between::picked(&root, &uncertain, Pick::Middle);
    let mut scenario = of_tree(folder, &tree, problems)?;
    scenario.hash = format!("{:016x}", root.hash());
    scenario.assumptions.extend(uncertain.iter().map(Uncertain::assumption));
    scenario.assumptions.sort();
    scenario.uncertain = Some(Inputs::new(folder, text, uncertain));
    Ok(scenario)
}

/// The system of a draw of its uncertain figures.
pub(super) fn drawn(
    folder: Option<&Path>,
    text: &str,
    uncertain: &[Uncertain],
    (seed, draw): (u64, u64),
) -> Result<Blueprint, Problems> {
    let mut problems = Problems::default();
    let Some(root) = json::read(text, &mut problems) else { return Err(problems) };
    let tree = between::picked(&root, uncertain, Pick::Drawn(seed, draw));
    of_tree(folder, &tree, problems).map(|scenario| scenario.blueprint)
}

/// The steps from a tree on.
fn of_tree(
    folder: Option<&Path>,
    root: &Node<'_>,
    problems: Problems,
) -> Result<Scenario, Problems> {
    let mut decoder = Decoder::new(problems, Beside::default());
    let repeated = repeat::expand(root, &mut decoder);
    let (problems, ..) = decoder.finished();
    let repeats_are_read = problems.is_empty();
    let mut decoder = Decoder::new(problems, Beside::new(folder));
    decoder.illegible.names = !repeats_are_read;
    let it = decoder.file(root, &repeated);
    let (told, mut defaults, inputs) = decoder.finished();

    let mut problems = Problems::default();
    let names = Names::of(&it, &mut problems);
    let mut assembler = Assembler {
        description: &it,
        names: &names,
        problems: &mut problems,
        defaults: &mut defaults,
    };
    let blueprint = assembler.blueprint();
    let of = it.study.of.as_ref().and_then(|name| names.worker(name, &mut problems));
    let whose =
        it.study.places.precision.and_then(|place| {
            whose(&it, place, only_subject(of, &blueprint), &names, &mut problems)
        });
    let estimate = it.study.estimate.clone().map(|mut estimate| {
        estimate.of = of;
        if let (Some(precision), Some(whose)) = (&mut estimate.precision, whose) {
            precision.whose = whose;
        }
        estimate
    });
    let price = it.prices.as_ref().map(|text| price(text, &names, &mut problems));
    check(&it, &blueprint, &names, &mut problems);
    let problems = told.and(problems, |problem| it.illegible.is_known(problem.code));
    if !problems.is_empty() {
        return Err(problems);
    }

    let warnings = warnings(&it, &blueprint);
    let objectives = it.objectives.iter().map(|objective| Objective {
        name: objective.name.text.clone(),
        feature: objective.feature.as_ref().map(|name| name.text.clone()),
        demand: objective.demand.clone(),
    });
    Ok(Scenario {
        title: it.title.clone(),
        question: it.question.clone(),
        sources: it.sources.clone(),
        blueprint,
        study: Study { incidents: it.study.incidents.clone(), estimate },
        objectives: objectives.collect(),
        price,
        assumptions: defaults.assumptions(),
        hash: format!("{:016x}", root.hash()),
        uncertain: None,
        inputs,
        warnings,
    })
}

/// The name of what is to be known precisely: as stated, or of the only one that it can be.
fn whose(
    it: &Description,
    precision: Place,
    only: Option<String>,
    names: &Names<'_>,
    problems: &mut Problems,
) -> Option<String> {
    if let Some(name) = &it.study.whose {
        return names.measured(name, problems).then(|| name.text.clone());
    }
    if only.is_none() && !it.services.is_empty() {
        let message = "it is not said whose figure is to be precise";
        let help = "name a service or a population by `in`";
        problems.push(Problem::new(code::WHOSE_PRECISION, precision, message).help(help));
    }
    only
}

fn too_large(name: &str) -> Rejection {
    let mut problems = Problems::default();
    let message = "the file is larger than 64 MiB";
    let problem = Problem::new(code::TOO_LARGE, Place::default(), message);
    problems.push(problem.help("let `count` and `repeat` say what repeats"));
    Rejection::Invalid(problems.about(name, ""))
}

/// What the system says, without the number of the error.
pub(super) fn plain(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::PermissionDenied => "it may not be read".to_owned(),
        ErrorKind::IsADirectory => "it is a directory".to_owned(),
        _ => error.to_string(),
    }
}
