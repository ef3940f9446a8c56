//! What each rate and delay of a scenario matters: made smaller and larger, one at a time, on the
//! same draws.

use super::side_by_side::{self, Side, Subject};
use super::sweep::VariedError;
use super::{Options, input};
use crate::quantity::Span;
use crate::report::{
    EstimateFigure, LeftOut, SENSITIVITY_SCHEMA, SensitivityReport, Tornado, TornadoBar,
};
use crate::scenario::{Delay, Rejection, Scenario, Source, delays, nearest};

/// Runs a scenario with each of its rates and delays divided and multiplied by a factor.
///
/// `of` names the services, populations or features whose unavailability is told; all by default.
pub fn sensitivity(
    source: &Source,
    of: Option<&str>,
    factor: f64,
    options: &Options,
    horizon: Option<Span>,
    most: u64,
) -> Result<SensitivityReport, VariedError> {
    let base = source.scenario().map_err(|rejection| VariedError::Rejected(vec![rejection]))?;
    if let Some(inputs) = &base.uncertain {
        return Err(VariedError::Call(vec![format!(
            "`{}` lies between two values, and what it matters is asked of one; state it, or ask \
             `hadr run` for the spread of the inputs",
            inputs.figures()[0].path
        )]));
    }
    let study = side_by_side::long_run_of(&base, "the scenario", options, horizon)?;
    let parameters = delays(source);
    let runs = 2 * parameters.len() as u64 + 1;
    if runs > most {
        return Err(VariedError::Call(vec![format!(
            "{} rates and delays make {runs} runs, and at most {most} are done; allow more with \
             `--most {runs}`",
            parameters.len()
        )]));
    }
    let whole = study.of.map(|target| base.blueprint.name_of(target));
    let asked = asked(&side_by_side::told_of(&base, whole.as_deref())?, of)?;
    let mut bars: Vec<(Delay, [String; 2])> = Vec::new();
    let mut left_out = Vec::new();
    let mut scenarios = vec![base];
    for parameter in parameters {
        let factors = [1.0 / factor, factor];
        let values = factors.map(|factor| parameter.times(source, factor));
        match factors.map(|factor| parameter.scenario(source, factor)) {
            [Ok(smaller), Ok(larger)] => {
                scenarios.extend([smaller, larger]);
                bars.push((parameter, values));
            }
            [smaller, larger] => {
                let [small, large] = values;
                let refused =
                    smaller.err().map(|r| (small, r)).or(larger.err().map(|r| (large, r)));
                let reason = refused.map_or(String::new(), |(value, r)| why(&value, &r));
                left_out.push(LeftOut { path: parameter.path, value: parameter.value, reason });
            }
        }
    }
    let all: Vec<&Scenario> = scenarios.iter().collect();
    options.watch.begin("sensitivity");
    let (sides, done) = side_by_side::run(&all, &study, whole.as_deref(), options)?;
    let tornadoes = asked.into_iter().map(|at| tornado(at, &sides, &bars));
    let base = &scenarios[0];
    Ok(SensitivityReport {
        schema: SENSITIVITY_SCHEMA.to_owned(),
        run: side_by_side::run_report(&study, done),
        title: base.title.clone(),
        question: base.question.clone(),
        sources: base.sources.clone(),
        scenario_hash: base.hash.clone(),
        inputs: base.inputs.iter().map(input).collect(),
        factor,
        tornadoes: tornadoes.collect(),
        left_out,
    })
}

/// Why a value makes no scenario, in a sentence.
fn why(value: &str, rejection: &Rejection) -> String {
    let first = match rejection {
        Rejection::Invalid(problems) => problems.iter().next().map(|one| one.message.clone()),
        Rejection::Unreadable { reason, .. } => Some(reason.clone()),
    };
    format!("{value}: {}", first.unwrap_or_default())
}

/// The positions of the parts of this name, or why there are none.
fn asked(parts: &[Subject], of: Option<&str>) -> Result<Vec<usize>, VariedError> {
    let Some(of) = of else { return Ok((0..parts.len()).collect()) };
    let is = |part: &Subject| part.name == of || part.feature.as_deref() == Some(of);
    let found: Vec<usize> = (0..parts.len()).filter(|&at| is(&parts[at])).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let names =
        || parts.iter().flat_map(|p| [Some(p.name.as_str()), p.feature.as_deref()]).flatten();
    let help = match nearest(of, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let mut known: Vec<String> = names().map(|name| format!("`{name}`")).collect();
            known.sort();
            known.dedup();
            format!("there are {}", known.join(", "))
        }
    };
    Err(VariedError::Call(vec![format!(
        "`--of {of}` names no service, population or feature of the report; {help}"
    )]))
}

/// What each parameter matters to the part at this position.
fn tornado(at: usize, sides: &[Side], bars: &[(Delay, [String; 2])]) -> Tornado {
    let part = &sides[0].parts[at];
    // Scaling a rate or a delay adds no part and takes none away.
    let effect = |run: usize| {
        let difference = sides[run].parts.get(at).and_then(|part| part.against_first.as_ref());
        difference.map_or_else(EstimateFigure::default, |difference| difference.unavailability)
    };
    let bar = |(position, (delay, [smaller, larger])): (usize, &(Delay, [String; 2]))| TornadoBar {
        path: delay.path.clone(),
        value: delay.value.clone(),
        smaller_value: smaller.clone(),
        smaller: effect(2 * position + 1),
        larger_value: larger.clone(),
        larger: effect(2 * position + 2),
    };
    let mut bars: Vec<TornadoBar> = bars.iter().enumerate().map(bar).collect();
    let size = |bar: &TornadoBar| bar.smaller.value.abs().max(bar.larger.value.abs());
    // Stable: equal effects stay in the order of the file.
    bars.sort_by(|a, b| size(b).total_cmp(&size(a)));
    Tornado {
        kind: part.kind,
        name: part.name.clone(),
        feature: part.feature.clone(),
        unavailability: part.unavailability,
        interruptions_seen: part.interruptions_seen,
        bars,
    }
}
