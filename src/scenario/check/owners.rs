//! Every owner of draws has its own key: its label (the name, or its `luck`) and its number.

use crate::scenario::describe::{Description, Name};
use crate::scenario::problem::{Problem, Problems, code, quote};
use crate::scenario::tree::Place;

/// The numbers that one item draws under, by its label.
struct Owner<'d> {
    label: &'d str,
    first: u32,
    last: u32,
    place: Place,
    /// Whether the label is the item's `luck`.
    chosen: bool,
}

/// Refuses two owners of one key.
pub fn check(it: &Description, problems: &mut Problems) {
    let mut owners: Vec<Owner<'_>> = Vec::new();
    for place in &it.places {
        owners.push(Owner::new(&place.name, place.luck.as_ref(), (0, 0)));
    }
    for link in &it.links {
        owners.push(Owner::new(&link.name, link.luck.as_ref(), (0, 0)));
    }
    for component in &it.components {
        let numbers = component.count.map_or((0, 0), |count| (1, count));
        owners.push(Owner::new(&component.name, component.luck.as_ref(), numbers));
    }
    let plain = it.services.iter().map(|service| &service.name);
    let plain = plain.chain(it.populations.iter().map(|population| &population.name));
    let plain = plain.chain(it.shocks.iter().map(|shock| &shock.name));
    let plain = plain.chain(it.loads.iter().map(|load| &load.name));
    let plain = plain.chain(it.people.iter().map(|person| &person.name));
    owners.extend(plain.map(|name| Owner::new(name, None, (0, 0))));

    owners.sort_by_key(|owner| (owner.label, owner.first, owner.place));
    let mut widest: Option<&Owner<'_>> = None;
    for owner in &owners {
        if let Some(other) = widest
            && other.label == owner.label
            && owner.first <= other.last
        {
            // Equal names are reported as such.
            if owner.chosen || other.chosen {
                let (here, there) = if owner.chosen { (owner, other) } else { (other, owner) };
                let message = format!("two owners draw under {}", quote(owner.label));
                let problem = Problem::new(code::SAME_LUCK, here.place, message);
                let problem = problem.also(there.place, "the other one");
                problems.push(problem.help("each `luck` belongs to one component or place"));
            }
            if owner.last <= other.last {
                continue;
            }
        }
        widest = Some(owner);
    }
}

impl<'d> Owner<'d> {
    fn new(name: &'d Name, luck: Option<&'d Name>, (first, last): (u32, u32)) -> Self {
        let label = luck.unwrap_or(name);
        Self { label: &label.text, first, last, place: label.place, chosen: luck.is_some() }
    }
}
