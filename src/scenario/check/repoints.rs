//! Routes that are led elsewhere: to another target, and from where some route can lead.

use crate::scenario::describe::{ActText, Description, RepointText, StepText};
use crate::scenario::problem::{Problem, Problems, code, quote};
use crate::system::{ActSpec, Blueprint, RepointSpec, RunbookSpec, Subject, Target, When};

/// Refuses what could never lead anything elsewhere.
pub fn check(it: &Description, blueprint: &Blueprint, problems: &mut Problems) {
    let leads = Leads::of(it, blueprint);
    for (text, spec) in it.runbooks.iter().zip(&blueprint.runbooks) {
        for (text, step) in text.steps.iter().zip(&spec.steps) {
            if let Some(ActText::Repoint(repoint)) = &text.act {
                let spec = match &step.act {
                    Some(ActSpec::Repoint(repoint)) => forms(repoint, about(spec)),
                    _ => Vec::new(),
                };
                judge(it, &leads, repoint, &spec, problems);
            }
        }
    }
    let mut specs = blueprint.repoints.iter();
    for event in it.incidents.iter().flat_map(|incident| &incident.events) {
        if let Some(repoint) = &event.repoint {
            // With a wrong name there is none for it, and those that follow would be others.
            let complete = blueprint.repoints.len() == scripted(it);
            let spec = specs.next().filter(|_| complete).map(|spec| forms(spec, &[]));
            judge(it, &leads, repoint, &spec.unwrap_or_default(), problems);
        }
    }
}

fn scripted(it: &Description) -> usize {
    let events = it.incidents.iter().flat_map(|incident| &incident.events);
    events.filter(|event| event.repoint.is_some()).count()
}

fn about(spec: &RunbookSpec) -> &[Target] {
    match &spec.when {
        Some(When::Lost(names) | When::Back(names, _)) => names,
        None => &[],
    }
}

/// From where to where, for each thing that its runbook may be about; from `None`, a stated route.
type Form = (Option<Target>, Target);

fn forms(repoint: &RepointSpec, about: &[Target]) -> Vec<Form> {
    let (on, to) = match repoint {
        RepointSpec::AllOn { on, to } => (Some(*on), *to),
        RepointSpec::Route { to, .. } => (None, *to),
        RepointSpec::Undo(_) => return Vec::new(),
    };
    let bind = |subject: Subject, own: Option<usize>| match subject {
        Subject::Named(target) => Some(target),
        Subject::Own => own.map(|own| about[own]),
        Subject::Partner => match (about, own?) {
            ([_, other], 0) | ([other, _], 1) => Some(*other),
            _ => None,
        },
    };
    let bound: Vec<Option<usize>> = match about.len() {
        0 => vec![None],
        named => (0..named).map(Some).collect(),
    };
    let form = |own: &Option<usize>| {
        let to = bind(to, *own)?;
        Some(match on {
            Some(on) => (Some(bind(on, *own)?), to),
            None => (None, to),
        })
    };
    bound.iter().filter_map(form).collect()
}

/// Where some route may lead, at one time or another.
struct Leads {
    targets: Vec<Target>,
    /// A name could not be read: there may be more.
    more: bool,
}

impl Leads {
    fn of(it: &Description, blueprint: &Blueprint) -> Self {
        let services = it.services.iter().flat_map(|service| &service.routes);
        let people = it.populations.iter().flat_map(|population| &population.routes);
        let stated: usize = services.chain(people).map(|route| route.targets.len()).sum();
        let targets: Vec<Target> =
            blueprint.routes.iter().flat_map(|route| &route.targets).copied().collect();
        let mut leads = Self { more: targets.len() < stated, targets };
        let mut open: Vec<Form> = Vec::new();
        for runbook in &blueprint.runbooks {
            for step in &runbook.steps {
                if let Some(ActSpec::Repoint(repoint)) = &step.act {
                    open.extend(forms(repoint, about(runbook)));
                }
            }
        }
        open.extend(blueprint.repoints.iter().flat_map(|repoint| forms(repoint, &[])));
        // What is led on from where something is led.
        while let Some(at) = open.iter().position(|(on, _)| on.is_none_or(|on| leads.to(on))) {
            let (_, to) = open.swap_remove(at);
            leads.targets.push(to);
        }
        leads
    }

    fn to(&self, target: Target) -> bool {
        let one = |other: &Target| match (*other, target) {
            (Target::Family(family), Target::Member(of, _))
            | (Target::Member(of, _), Target::Family(family)) => family == of,
            (other, target) => other == target,
        };
        self.more || self.targets.iter().any(one)
    }
}

/// Something is led somewhere else, or undone.
fn judge(
    it: &Description,
    leads: &Leads,
    repoint: &RepointText,
    forms: &[Form],
    problems: &mut Problems,
) {
    match repoint {
        RepointText::AllOn { on, to } if on.text == to.text => {
            let message = format!("this leads from {0} to {0}", quote(&on.text));
            let problem = Problem::new(code::IMPOSSIBLE_STEP, to.place, message);
            problems.push(problem.help("name another target by `to`"));
        }
        RepointText::AllOn { on, .. } => {
            // One that is led elsewhere is enough: each thing that is lost has its own form.
            let led = |(on, _): &Form| on.is_some_and(|on| leads.to(on));
            if !forms.is_empty() && !forms.iter().any(led) {
                let message = format!("no route ever leads to {}", quote(&on.text));
                let problem = Problem::new(code::IMPOSSIBLE_STEP, on.place, message);
                problems.push(problem.help("name a target of a route by `all_on`"));
            }
        }
        RepointText::Undo(name) => {
            let Some(other) = it.runbooks.iter().find(|other| other.name.text == name.text) else {
                return;
            };
            let leads = |step: &StepText| match &step.act {
                Some(ActText::Repoint(repoint)) => !matches!(repoint, RepointText::Undo(_)),
                _ => false,
            };
            if !other.steps.iter().any(leads) {
                let message =
                    format!("{} re-points nothing that could be undone", quote(&name.text));
                let problem = Problem::new(code::IMPOSSIBLE_STEP, name.place, message);
                problems.push(problem.help("name the runbook that does, or remove the step"));
            }
        }
        RepointText::Route { .. } => {}
    }
}
