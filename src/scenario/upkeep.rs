//! Upkeep, assembled: repairs, crews, spare units, planned work; names become positions.

use super::assemble::Assembler;
use super::defaults::Stands;
use super::describe::{CheckText, CrewText, MaintenanceText, PersonText, RepairText, SparesText};
use super::problem::{Problem, code};
use crate::detection::ByPerson;
use crate::quantity::{Span, Time};
use crate::random::Law;
use crate::system::port::Detection;
use crate::system::{
    CrewSpec, LAST, MaintenanceSpec, Order, PersonSpec, RepairSpec, SparesSpec, Turns,
};
use std::sync::Arc;

/// Stands in for a law that could not be read.
fn some_law() -> Law {
    Law::fixed(Span::TICK).expect("a microsecond is a span")
}

/// A crew.
pub fn crew(crew: &CrewText) -> CrewSpec {
    CrewSpec { order: crew.order, ..CrewSpec::new(&*crew.name.text, crew.size) }
}

/// Spare units.
pub fn spares(spares: &SparesText) -> SparesSpec {
    SparesSpec {
        name: spares.name.text.clone(),
        count: spares.count,
        turn_round: spares.turn_round.clone().unwrap_or_else(some_law),
        by_priority: spares.by_priority,
    }
}

/// A person.
pub fn person(person: &PersonText) -> PersonSpec {
    let law = |law: &Option<Law>| law.clone().unwrap_or_else(some_law);
    PersonSpec {
        name: person.name.text.clone(),
        notice: law(&person.notice),
        decide: law(&person.decide),
        act: person.act.clone().unwrap_or_else(|| RepairSpec::taking(some_law()).delay),
        on_duty: person.on_duty,
        call_in: person.call_in.clone(),
    }
}

impl Assembler<'_> {
    /// A check, by a person if it names one.
    pub fn detection(&mut self, check: &CheckText) -> Arc<dyn Detection> {
        let Some(name) = &check.person else {
            return self.standing(check.detection.clone(), check.from.as_ref());
        };
        let Some(at) = self.names.person(name, self.problems) else {
            return check.detection.clone();
        };
        let notice = person(&self.description.people[at]).notice;
        Arc::new(ByPerson { person: at, name: name.text.clone(), notice })
    }

    /// A repair.
    pub fn repair(&mut self, repair: &RepairText) -> Option<RepairSpec> {
        let crew = repair.crew.as_ref().and_then(|name| self.names.crew(name, self.problems));
        let spares = repair.spares.as_ref().and_then(|name| self.names.spares(name, self.problems));
        let by = repair.by.as_ref().and_then(|name| self.names.person(name, self.problems));
        self.judge_priority(repair, crew, spares);
        let usual = RepairSpec::taking(repair.takes.clone()?);
        Some(RepairSpec {
            delay: repair.delay.clone().unwrap_or(usual.delay),
            crew,
            priority: repair.priority.map_or(LAST, |priority| priority.value),
            spares,
            by,
            starts: repair.starts,
            ..RepairSpec::taking(usual.takes)
        })
    }

    /// A priority means something only to those who ask for it; who asks and gets none, comes last.
    fn judge_priority(&mut self, repair: &RepairText, crew: Option<usize>, spares: Option<usize>) {
        let by_crew = crew.is_some_and(|crew| {
            matches!(self.description.crews[crew].order, Order::Priority { .. })
        });
        let by_spares = spares.is_some_and(|spares| self.description.spares[spares].by_priority);
        match &repair.priority {
            None if by_crew || by_spares => {
                let source = "repairs without a priority come after all others";
                let stands = Stands { part: "repair", field: "priority", value: "last", source };
                self.defaults.note(stands, "");
            }
            Some(priority) if !by_crew && !by_spares => {
                // A name that means nothing is reported already.
                if repair.crew.is_some() != crew.is_some() {
                    return;
                }
                let message = "nobody asks how urgent this repair is";
                let problem = Problem::new(code::MEANINGLESS, priority.place, message);
                let help = "name a crew with \"order\": \"priority\", or remove it";
                self.problems.push(problem.help(help));
            }
            _ => {}
        }
    }

    /// Planned work; something stands in for what could not be read.
    pub fn maintenance(&mut self, work: &MaintenanceText) -> MaintenanceSpec {
        let of = work.of.as_ref().and_then(|name| self.names.service(name, self.problems));
        let crew = work.crew.as_ref().and_then(|name| self.names.crew(name, self.problems));
        let rounds = Turns::Rounds { every: Span::TICK, first: Time::ZERO, window: Span::FOREVER };
        MaintenanceSpec {
            name: work.name.text.clone(),
            of: of.unwrap_or(0),
            turns: work.turns.clone().unwrap_or(rounds),
            takes: work.takes.clone().unwrap_or_else(some_law),
            drain: work.drain,
            only_if: work.only_if.value,
            otherwise: work.otherwise,
            at_once: work.at_once,
            crew,
        }
    }
}
