//! The one namespace of a system: what each name stands for.
//!
//! `count: 5` makes `web-01` to `web-05`; they are computed, never listed.

use super::describe::{ComponentText, Description, Name};
use super::problem::{Problem, Problems, code, either, plural, quote};
use super::suggest::did_you_mean;
use super::tree::Place;
use crate::system::Target;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// What a name stands for, as a position in the lists of the description.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Thing {
    Place(usize),
    Link(usize),
    Component(usize),
    Crew(usize),
    Spares(usize),
    Person(usize),
    Runbook(usize),
    Shock(usize),
    Change(usize),
    Data(usize),
    Service(usize),
    Maintenance(usize),
    Feature(usize),
    Population(usize),
    Load(usize),
}

impl Thing {
    /// For a sentence.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Place(_) => "a place",
            Self::Link(_) => "a link",
            Self::Component(_) => "a component",
            Self::Crew(_) => "a crew",
            Self::Spares(_) => "spare units",
            Self::Person(_) => "a person",
            Self::Runbook(_) => "a runbook",
            Self::Shock(_) => "a shock",
            Self::Change(_) => "a change",
            Self::Data(_) => "data",
            Self::Service(_) => "a service",
            Self::Maintenance(_) => "planned work",
            Self::Feature(_) => "a feature",
            Self::Population(_) => "a population",
            Self::Load(_) => "a load",
        }
    }

    /// Whether it is of a kind that a sentence names: "a place or one component".
    fn is_any_of(self, wanted: &str) -> bool {
        wanted.contains(self.noun().trim_start_matches("a "))
    }
}

/// The names of a description.
pub struct Names<'d> {
    description: &'d Description,
    by_name: BTreeMap<&'d str, (Thing, Place)>,
    /// The component written inside a service, by the name they share.
    inline: BTreeMap<&'d str, usize>,
    /// Given twice: which of the two is meant nobody knows.
    twice: BTreeSet<&'d str>,
    /// Suggestions look at every name: only so many are made.
    suggestions: Cell<u32>,
}

/// What can be up or down.
const ANYTHING: &str = "a component, a service or a place";

/// More unknown names than this are reported without a suggestion.
const SUGGESTIONS: u32 = 100;

impl<'d> Names<'d> {
    /// All names; those given twice are reported.
    pub fn of(description: &'d Description, problems: &mut Problems) -> Self {
        let by_name = BTreeMap::new();
        let (inline, suggestions) = (BTreeMap::new(), Cell::new(SUGGESTIONS));
        let twice = BTreeSet::new();
        let mut names = Self { description, by_name, inline, twice, suggestions };
        names.fill(problems);
        names.refuse_numbered(problems);
        names
    }

    fn fill(&mut self, problems: &mut Problems) {
        let it = self.description;
        let mut all: Vec<(&Name, Thing)> = Vec::new();
        all.extend(it.places.iter().enumerate().map(|(i, x)| (&x.name, Thing::Place(i))));
        all.extend(it.links.iter().enumerate().map(|(i, x)| (&x.name, Thing::Link(i))));
        for (i, component) in it.components.iter().enumerate() {
            if component.inline {
                self.inline.insert(&component.name.text, i);
            } else {
                all.push((&component.name, Thing::Component(i)));
            }
        }
        all.extend(it.crews.iter().enumerate().map(|(i, x)| (&x.name, Thing::Crew(i))));
        all.extend(it.spares.iter().enumerate().map(|(i, x)| (&x.name, Thing::Spares(i))));
        all.extend(it.people.iter().enumerate().map(|(i, x)| (&x.name, Thing::Person(i))));
        all.extend(it.runbooks.iter().enumerate().map(|(i, x)| (&x.name, Thing::Runbook(i))));
        let maintenance = it.maintenance.iter().enumerate();
        all.extend(maintenance.map(|(i, x)| (&x.name, Thing::Maintenance(i))));
        all.extend(it.shocks.iter().enumerate().map(|(i, x)| (&x.name, Thing::Shock(i))));
        all.extend(it.changes.iter().enumerate().map(|(i, x)| (&x.name, Thing::Change(i))));
        all.extend(it.data.iter().enumerate().map(|(i, x)| (&x.name, Thing::Data(i))));
        all.extend(it.services.iter().enumerate().map(|(i, x)| (&x.name, Thing::Service(i))));
        all.extend(it.features.iter().enumerate().map(|(i, x)| (&x.name, Thing::Feature(i))));
        let populations = it.populations.iter().enumerate();
        all.extend(populations.map(|(i, x)| (&x.name, Thing::Population(i))));
        all.extend(it.loads.iter().enumerate().map(|(i, x)| (&x.name, Thing::Load(i))));
        all.sort_by_key(|(name, _)| name.place);
        for (name, thing) in all {
            match self.by_name.get(&*name.text) {
                None => {
                    self.by_name.insert(&name.text, (thing, name.place));
                }
                Some((first, place)) => {
                    let message = format!("the name {} is given twice", quote(&name.text));
                    let problem = Problem::new(code::DUPLICATE_NAME, name.place, message);
                    let problem = problem.label(format!("here to {}", thing.noun()));
                    problems.push(problem.also(*place, format!("first to {}", first.noun())));
                    self.twice.insert(&name.text);
                }
            }
        }
    }

    /// No name may look like a numbered member of something else.
    fn refuse_numbered(&self, problems: &mut Problems) {
        for (name, (_, place)) in &self.by_name {
            let Some((component, number)) = self.member(name) else { continue };
            let family = &self.description.components[component];
            if family.count.is_some_and(|count| number <= count) {
                let stem = quote(&family.name.text);
                let message = format!("the name {} is given twice", quote(name));
                let what = format!("this makes members {}", range(family));
                let problem = Problem::new(code::DUPLICATE_NAME, *place, message);
                problems.push(
                    problem
                        .label(format!("member {number} of {stem} is named so"))
                        .also(family.name.place, what),
                );
            }
        }
    }

    /// What a name stands for.
    pub fn get(&self, name: &str) -> Option<Thing> {
        self.by_name.get(name).map(|(thing, _)| *thing)
    }

    /// The counted component and the number that a name such as `web-03` speaks of; the number may
    /// be too large.
    fn member(&self, name: &str) -> Option<(usize, u32)> {
        let (stem, digits) = name.rsplit_once('-')?;
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let component = match self.get(stem) {
            Some(Thing::Component(component)) => component,
            _ => *self.inline.get(stem)?,
        };
        self.description.components[component].count?;
        let number = digits.parse().ok().filter(|number| *number >= 1)?;
        Some((component, number))
    }

    /// Whether a name speaks of members whose number or kind could not be read: that is reported
    /// where it is written, and nothing can be said about this name.
    fn beyond_reach(&self, name: &str) -> bool {
        let is_vague = |name: &str| {
            let component = match self.get(name) {
                Some(Thing::Component(component)) => Some(component),
                Some(Thing::Service(service)) => {
                    let service = &self.description.services[service];
                    if service.members.is_none() && self.inline(name).is_none() {
                        return true;
                    }
                    self.inline(name)
                }
                _ => self.inline(name),
            };
            component.is_some_and(|component| self.description.components[component].vague)
        };
        is_vague(name) || name.rsplit_once('-').is_some_and(|(stem, _)| is_vague(stem))
    }

    /// The component written inside the service of this name.
    pub fn inline(&self, service: &str) -> Option<usize> {
        self.inline.get(service).copied()
    }

    /// A name as a target, of whatever kind.
    pub fn target(&self, name: &Name, problems: &mut Problems) -> Option<Target> {
        match self.get(&name.text) {
            Some(Thing::Place(place)) => return Some(Target::Place(place)),
            Some(Thing::Component(component)) => return Some(Target::Family(component)),
            Some(Thing::Service(service)) => return Some(Target::Service(service)),
            Some(other) => {
                self.wrong(name, other, ANYTHING, problems);
                return None;
            }
            None => {}
        }
        if self.beyond_reach(&name.text) {
            return None;
        }
        match self.member(&name.text) {
            Some((component, number)) => {
                let family = &self.description.components[component];
                if family.count.is_some_and(|count| number <= count) {
                    return Some(Target::Member(component, number));
                }
                let message = format!("nothing has the name {}", quote(&name.text));
                let help = format!("{} makes members {}", quote(&family.name.text), range(family));
                problems.push(Problem::new(code::UNKNOWN_NAME, name.place, message).help(help));
            }
            None => self.unknown(name, ANYTHING, problems),
        }
        None
    }

    /// A name of whatever can be up or down, links among it.
    pub fn anything(&self, name: &Name, problems: &mut Problems) -> Option<Target> {
        match self.get(&name.text) {
            Some(Thing::Link(link)) => Some(Target::Link(link)),
            _ => self.target(name, problems),
        }
    }

    /// How many things a name stands for, of whatever kind.
    pub fn count(&self, name: &Name, problems: &mut Problems) -> Option<u32> {
        let family = match self.get(&name.text) {
            Some(Thing::Component(component)) => Some(component),
            // The members written inside it are what is paid for.
            Some(Thing::Service(_)) => self.inline(&name.text),
            Some(_) => None,
            None => return self.target(name, problems).map(|_| 1),
        };
        Some(family.and_then(|at| self.description.components[at].count).unwrap_or(1))
    }

    /// A name of what one can stand on: a place, or one component.
    pub fn standpoint(&self, name: &Name, problems: &mut Problems) -> Option<Target> {
        let target = self.target(name, problems)?;
        let wanted = "a place or one component";
        match target {
            Target::Service(service) => {
                self.wrong(name, Thing::Service(service), wanted, problems);
                None
            }
            Target::Family(at) if self.description.components[at].vague => None,
            Target::Family(at) => match self.description.components[at].count {
                Some(count @ 2..) => {
                    let called = quote(&name.text);
                    let message = format!("{called} is {}, not {wanted}", members(count.into()));
                    let help =
                        format!("name one of them: {}", range(&self.description.components[at]));
                    problems.push(Problem::new(code::WRONG_THING, name.place, message).help(help));
                    None
                }
                Some(1) => Some(Target::Member(at, 1)),
                _ => Some(target),
            },
            target => Some(target),
        }
    }

    /// A name of a link.
    pub fn link(&self, name: &Name, problems: &mut Problems) -> Option<usize> {
        match self.of_kind(name, "a link", problems)? {
            Thing::Link(link) => Some(link),
            _ => None,
        }
    }

    /// A name of a component, a member or a service.
    pub fn worker(&self, name: &Name, problems: &mut Problems) -> Option<Target> {
        match self.target(name, problems)? {
            Target::Place(place) => {
                let wanted = "a component or a service";
                self.wrong(name, Thing::Place(place), wanted, problems);
                None
            }
            target => Some(target),
        }
    }

    /// Whether it is a name of what the long run tells figures of.
    pub fn measured(&self, name: &Name, problems: &mut Problems) -> bool {
        match self.get(&name.text) {
            Some(Thing::Service(_) | Thing::Population(_)) => return true,
            Some(other) => self.wrong(name, other, "a service or a population", problems),
            None => self.unknown(name, "a service or a population", problems),
        }
        false
    }

    /// A name of a component or member; the name of a service speaks of the members written inside.
    pub fn breakable(&self, name: &Name, problems: &mut Problems) -> Option<Target> {
        match self.target(name, problems)? {
            Target::Service(service) => match self.inline(&name.text) {
                Some(component) => Some(Target::Family(component)),
                None if self.beyond_reach(&name.text) => None,
                None => {
                    self.wrong(name, Thing::Service(service), "a component", problems);
                    None
                }
            },
            Target::Place(place) => {
                self.wrong(name, Thing::Place(place), "a component", problems);
                None
            }
            target => Some(target),
        }
    }

    /// A name of what may be a member; the name of a service speaks of the members written inside.
    pub fn part(&self, name: &Name, problems: &mut Problems) -> Option<Target> {
        match self.target(name, problems)? {
            Target::Service(service) => {
                let inside = self.inline(&name.text).map(Target::Family);
                Some(inside.unwrap_or(Target::Service(service)))
            }
            target => Some(target),
        }
    }

    /// A name of a place.
    pub fn place(&self, name: &Name, problems: &mut Problems) -> Option<usize> {
        match self.of_kind(name, "a place", problems)? {
            Thing::Place(place) => Some(place),
            _ => None,
        }
    }

    /// A name of a service.
    pub fn service(&self, name: &Name, problems: &mut Problems) -> Option<usize> {
        match self.of_kind(name, "a service", problems)? {
            Thing::Service(service) => Some(service),
            _ => None,
        }
    }

    /// A name of a crew.
    pub fn crew(&self, name: &Name, problems: &mut Problems) -> Option<usize> {
        match self.of_kind(name, "a crew", problems)? {
            Thing::Crew(crew) => Some(crew),
            _ => None,
        }
    }

    /// A name of spare units.
    pub fn spares(&self, name: &Name, problems: &mut Problems) -> Option<usize> {
        match self.of_kind(name, "spare units", problems)? {
            Thing::Spares(spares) => Some(spares),
            _ => None,
        }
    }

    /// A name of a person.
    pub fn person(&self, name: &Name, problems: &mut Problems) -> Option<usize> {
        match self.of_kind(name, "a person", problems)? {
            Thing::Person(person) => Some(person),
            _ => None,
        }
    }

    /// A name of a runbook.
    pub fn runbook(&self, name: &Name, problems: &mut Problems) -> Option<usize> {
        match self.of_kind(name, "a runbook", problems)? {
            Thing::Runbook(runbook) => Some(runbook),
            _ => None,
        }
    }

    /// A name of a shock.
    pub fn shock(&self, name: &Name, problems: &mut Problems) -> Option<usize> {
        match self.of_kind(name, "a shock", problems)? {
            Thing::Shock(shock) => Some(shock),
            _ => None,
        }
    }

    /// A name of one kind of thing, told by its noun.
    pub fn of_kind(&self, name: &Name, noun: &str, problems: &mut Problems) -> Option<Thing> {
        match self.get(&name.text) {
            Some(thing) if thing.noun() == noun => return Some(thing),
            Some(thing) => self.wrong(name, thing, noun, problems),
            None => match self.member(&name.text) {
                Some((component, _)) => {
                    self.wrong(name, Thing::Component(component), noun, problems);
                }
                None => self.unknown(name, noun, problems),
            },
        }
        None
    }

    fn wrong(&self, name: &Name, thing: Thing, wanted: &str, problems: &mut Problems) {
        if self.twice.contains(&*name.text) {
            return;
        }
        let message = format!("{} is {}, not {wanted}", quote(&name.text), thing.noun());
        let problem = Problem::new(code::WRONG_THING, name.place, message);
        problems.push(problem.maybe_help(self.such(name, wanted, |thing| thing.is_any_of(wanted))));
    }

    fn unknown(&self, name: &Name, wanted: &str, problems: &mut Problems) {
        let stem = name.text.rsplit_once('-').map_or(&*name.text, |(stem, _)| stem);
        let illegible = &self.description.illegible.things;
        if illegible.contains(&name.text) || illegible.contains(stem) {
            return;
        }
        let message = format!("nothing has the name {}", quote(&name.text));
        let problem = Problem::new(code::UNKNOWN_NAME, name.place, message);
        problems.push(problem.maybe_help(self.such(name, wanted, |_| true)));
    }

    /// The nearest name of those that may be meant, or the first few of what is wanted.
    fn such(&self, name: &Name, wanted: &str, meant: impl Fn(Thing) -> bool) -> Option<String> {
        const FEW: usize = 3;
        let left = self.suggestions.get().checked_sub(1)?;
        self.suggestions.set(left);
        let all = self.by_name.iter().map(|(name, (thing, _))| (*name, *thing));
        let near = all.clone().filter(|(_, thing)| meant(*thing)).map(|(name, _)| name);
        did_you_mean(&name.text, near).or_else(|| {
            let such = all.filter(|(_, thing)| thing.is_any_of(wanted)).map(|(name, _)| name);
            let such: Vec<&str> = such.collect();
            match such.len() {
                0 => None,
                1..=FEW => Some(format!("choose {}", either(such))),
                many => {
                    let few = either(such.into_iter().take(FEW));
                    Some(format!("there are {many} to choose from: {few}, say"))
                }
            }
        })
    }
}

/// "`web-01` to `web-05`".
fn range(family: &ComponentText) -> String {
    let count = family.count.unwrap_or(1);
    let width = digits(count);
    let member = |number| quote(&format!("{}-{number:0width$}", family.name.text));
    match count {
        1 => member(1),
        count => format!("{} to {}", member(1), member(count)),
    }
}

/// Numbers have at least two digits.
fn digits(count: u32) -> usize {
    count.to_string().len().max(2)
}

/// "4 members".
pub fn members(count: u64) -> String {
    plural(count, "member")
}
