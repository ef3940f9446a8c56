//! Links that join something: not a place with itself, and not what is together without them.

use crate::scenario::describe::Description;
use crate::scenario::links::ends;
use crate::scenario::names::Names;
use crate::scenario::problem::{Problem, Problems, code, quote};
use crate::system::{Blueprint, MOST_JOINED};
use std::collections::BTreeSet;

/// Refuses links that join nothing.
pub fn check(it: &Description, blueprint: &Blueprint, names: &Names<'_>, problems: &mut Problems) {
    // Names that mean nothing are reported already.
    let known: Vec<_> =
        it.links.iter().filter_map(|link| Some((link, ends(link, names)?))).collect();
    let joined: BTreeSet<usize> = known.iter().flat_map(|(_, ends)| *ends).collect();
    for (link, [one, other]) in &known {
        let Some(between) = &link.between else { continue };
        let (name, place) = (quote(&link.name.text), between[1].place);
        let called = |at: usize| quote(&blueprint.places[at].name);
        if one == other {
            let message = format!("the link {name} joins {} with itself", called(*one));
            let help = "name the place at its other end";
            problems.push(Problem::new(code::BAD_LINK, place, message).help(help));
            continue;
        }
        let nested = [(*one, *other), (*other, *one)];
        let nested = nested.into_iter().find(|(outer, inner)| blueprint.holds(*outer, *inner));
        if let Some((outer, inner)) = nested {
            let message = format!(
                "the link {name} joins {} with {}, which stands in it",
                called(outer),
                called(inner)
            );
            let help = "what stands in a place reaches the place without a link";
            problems.push(Problem::new(code::BAD_LINK, place, message).help(help));
            continue;
        }
        let mut both = joined.iter().filter(|at| **at != *one && **at != *other);
        let both = both.find(|at| blueprint.holds(**at, *one) && blueprint.holds(**at, *other));
        if let Some(around) = both {
            let message = format!("the link {name} joins what is together without it");
            let help = format!(
                "another link ends at {0}, so all that stands in {0} reaches each other",
                called(*around)
            );
            problems.push(Problem::new(code::USELESS_LINK, place, message).help(help));
        }
    }
    if joined.len() > MOST_JOINED
        && let Some((link, _)) = known.last()
    {
        let message = format!("links join {} places; {MOST_JOINED} are the most", joined.len());
        let problem = Problem::new(code::TOO_MANY_JOINED, link.name.place, message);
        problems.push(problem.help("join sites, not what stands in them"));
    }
}
