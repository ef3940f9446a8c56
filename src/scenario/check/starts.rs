//! Parts that wait for each other to start.

use crate::scenario::describe::{Description, NeedText};
use crate::scenario::problem::{Problem, Problems, code, quote};
use crate::system::{Blueprint, NeedKind, System};

/// Warns of each circle that a stop of everything would leave standing.
pub fn check(it: &Description, blueprint: &Blueprint, warnings: &mut Problems) {
    let to_start = blueprint.lesser_needs.iter().any(|need| need.kind == NeedKind::ToStart);
    let Some(system) = to_start.then(|| System::new(blueprint).ok()).flatten() else { return };
    for circle in system.circular_starts() {
        let quoted: Vec<String> = circle.iter().map(|name| quote(name)).collect();
        let message = match quoted.as_slice() {
            [one] => format!("{one} waits for itself to start"),
            [first, others @ ..] => {
                let others = others.join(", which waits for ");
                format!("{first} waits for {others}, which waits for {first}")
            }
            [] => continue,
        };
        let Some(need) = closing(it, &circle) else { continue };
        let problem = Problem::new(code::START_CIRCLE, need.on.place, message);
        let problem = problem.label("should all of them stop, none would start again");
        warnings.push(problem.help("let one of them start without the others"));
    }
}

/// A need to start that belongs to the circle.
fn closing<'d>(it: &'d Description, circle: &[String]) -> Option<&'d NeedText> {
    let components = it.components.iter().map(|one| (&one.name.text, &one.needs));
    let services = it.services.iter().map(|one| (&one.name.text, &one.needs));
    components
        .chain(services)
        .filter(|(name, _)| circle.contains(*name))
        .flat_map(|(_, needs)| needs)
        .find(|need| need.kind == Some(NeedKind::ToStart))
}
