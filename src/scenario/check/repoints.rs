//! Routes that are led elsewhere: to another target, and from where some route can lead.

use crate::scenario::describe::{ActText, Description, Name, RepointText, StepText};
use crate::scenario::problem::{Problem, Problems, code, quote};
use crate::system::{
    ActSpec, Blueprint, RepointSpec, RouteOwner, RunbookSpec, Subject, Target, When,
};

/// Refuses what could never lead anything elsewhere.
pub fn check(it: &Description, blueprint: &Blueprint, problems: &mut Problems) {
    let leads = Leads::of(it, blueprint);
    for (text, spec) in it.runbooks.iter().zip(&blueprint.runbooks) {
        for (text, step) in text.steps.iter().zip(&spec.steps) {
            if let Some(ActText::Repoint(repoint)) = &text.act {
                let forms = match &step.act {
                    Some(ActSpec::Repoint(led)) => {
                        let forms = forms(led, about(spec));
                        judge_ends(blueprint, repoint, led, &forms, problems);
                        forms
                    }
                    _ => Vec::new(),
                };
                judge(it, &leads, repoint, &forms, problems);
            }
        }
    }
    let mut specs = blueprint.repoints.iter().peekable();
    for event in it.incidents.iter().flat_map(|incident| &incident.events) {
        if let Some(repoint) = &event.repoint {
            // With a wrong name there is none for it: the next one is that of another.
            let forms = match specs.next_if(|led| says(blueprint, led, repoint)) {
                Some(led) => {
                    let forms = forms(led, &[]);
                    judge_ends(blueprint, repoint, led, &forms, problems);
                    forms
                }
                None => Vec::new(),
            };
            judge(it, &leads, repoint, &forms, problems);
        }
    }
}

/// Whether this is what a script says, name by name.
fn says(blueprint: &Blueprint, spec: &RepointSpec, text: &RepointText) -> bool {
    let called = |subject: Subject, name: &Name| match subject {
        // `web-3` is `web-03`.
        Subject::Named(Target::Member(family, number)) => {
            let (family, named) = (&blueprint.families[family].name, name.text.rsplit_once('-'));
            named.is_some_and(|(stem, digits)| stem == family && digits.parse() == Ok(number))
        }
        Subject::Named(target) => blueprint.name_of(target) == name.text,
        Subject::Own | Subject::Partner => false,
    };
    match (spec, text) {
        (RepointSpec::AllOn { on, to }, RepointText::AllOn { on: from, to: into }) => {
            called(*on, from) && called(*to, into)
        }
        (
            RepointSpec::Route { of, role, to },
            RepointText::Route { of: owner, role: part, to: into },
        ) => {
            let of = match of {
                RouteOwner::Service(at) => &blueprint.services[*at].name,
                RouteOwner::Population(at) => &blueprint.populations[*at].name,
            };
            *of == owner.text && *role == part.text && called(*to, into)
        }
        (RepointSpec::Undo(of), RepointText::Undo(name)) => {
            blueprint.runbooks[*of].name == name.text
        }
        _ => false,
    }
}

/// Whether a name in some re-pointing could not be read.
fn unread(it: &Description, blueprint: &Blueprint) -> bool {
    let texts = it.runbooks.iter().flat_map(|runbook| &runbook.steps);
    let mut steps = texts.zip(blueprint.runbooks.iter().flat_map(|runbook| &runbook.steps));
    blueprint.repoints.len() < scripted(it)
        || steps
            .any(|(text, step)| matches!(text.act, Some(ActText::Repoint(_))) && step.act.is_none())
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
        let mut leads = Self { more: targets.len() < stated || unread(it, blueprint), targets };
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
        self.more || self.targets.iter().any(|other| meets(*other, target))
    }
}

/// Whether two targets may be one thing.
fn meets(one: Target, other: Target) -> bool {
    match (one, other) {
        (Target::Family(family), Target::Member(of, _))
        | (Target::Member(of, _), Target::Family(family)) => family == of,
        (one, other) => one == other,
    }
}

/// A route ends at what works, and not at its own owner.
fn judge_ends(
    blueprint: &Blueprint,
    text: &RepointText,
    spec: &RepointSpec,
    forms: &[Form],
    problems: &mut Problems,
) {
    let (RepointText::AllOn { to, .. } | RepointText::Route { to, .. }) = text else { return };
    // By name a place is refused where names are read: this one is lost or back.
    if let Some((_, place)) = forms.iter().find(|(_, to)| matches!(to, Target::Place(_))) {
        let place = quote(&blueprint.name_of(*place));
        let message = format!("{place} is a place, not a component or a service");
        problems.push(Problem::new(code::WRONG_THING, to.place, message));
        return;
    }
    let own = |(on, to): &&Form| match spec {
        RepointSpec::Route { of, .. } => owns(*of, *to),
        _ => blueprint.routes.iter().any(|route| {
            let leads = |on| route.targets.iter().any(|target| meets(*target, on));
            owns(route.of, *to) && on.is_some_and(leads) && *on != Some(*to)
        }),
    };
    if let Some((_, owner)) = forms.iter().find(own) {
        let owner = quote(&blueprint.name_of(*owner));
        let message = format!("this leads a route of {owner} to {owner} itself");
        let problem = Problem::new(code::IMPOSSIBLE_STEP, to.place, message);
        problems.push(problem.help("name another target by `to`"));
    }
}

fn owns(owner: RouteOwner, target: Target) -> bool {
    matches!((owner, target), (RouteOwner::Service(owner), Target::Service(at)) if owner == at)
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
