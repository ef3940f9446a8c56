//! Availability objectives as contracts: whom each is about, and what was found, as a record.

use super::judge::audiences;
use super::long_run::figure;
use crate::estimator::{Breaches, Contract, Kept, LongRun, Party};
use crate::metric::objective::{Count, Demand, Objective};
use crate::report::{ContractReport, ContractWindows, CreditReport};
use crate::system::System;

/// The contracts of all availability objectives, in their order: the position of each's objective.
pub(super) fn contracts(objectives: &[Objective], system: &System) -> Vec<(usize, Contract)> {
    let mut contracts = Vec::new();
    for (at, objective) in objectives.iter().enumerate() {
        let Demand::Availability { at_least, terms, .. } = &objective.demand else { continue };
        for party in parties(objective, system) {
            let (at_least, terms) = (*at_least, terms.clone());
            contracts.push((at, Contract { party, at_least, terms }));
        }
    }
    contracts
}

fn parties(objective: &Objective, system: &System) -> Vec<Party> {
    let Demand::Availability { count, of, in_full, .. } = &objective.demand else {
        return Vec::new();
    };
    let asked = |name: &str| of.as_ref().is_none_or(|of| of == name);
    match count {
        Count::Time => {
            let services = system.services().filter(|(_, name)| asked(name));
            services.map(|(id, _)| Party::Service(id)).collect()
        }
        Count::Users if *in_full => {
            let people = system.populations().filter(|(_, name)| asked(name));
            people.map(|(id, _)| Party::Audience(system.audience_in_full(id))).collect()
        }
        Count::Users => {
            let audiences = audiences(objective.feature.as_deref(), system);
            let audiences = audiences.into_iter().map(|audience| audience as usize);
            let audiences = audiences.filter(|audience| asked(system.audience_name(*audience)));
            audiences.map(Party::Audience).collect()
        }
        Count::Requests => {
            let loads = system.load_names().into_iter().enumerate();
            let loads = loads.filter(|(_, (name, ..))| asked(name));
            loads.map(|(at, _)| Party::Load(at)).collect()
        }
    }
}

/// Whom a contract is about.
fn name(party: Party, system: &System) -> &str {
    match party {
        Party::Service(service) => system.service_name(service),
        Party::Audience(audience) => system.audience_name(audience),
        Party::Load(load) => system.load_names()[load].0,
    }
}

/// The word for what a contract counts.
fn counted(party: Party) -> &'static str {
    match party {
        Party::Service(_) => "time",
        Party::Audience(_) => "users",
        Party::Load(_) => "requests",
    }
}

/// What was found, by objective and whom it is about.
pub(super) fn report(
    objectives: &[Objective],
    contracts: &[(usize, Contract)],
    system: &System,
    run: &LongRun,
) -> Vec<ContractReport> {
    let contracts = contracts.iter().enumerate().map(|(at, (objective, contract))| {
        let Kept { unavailability, seen, months, years, tiers, credit } = run.kept(at);
        let objective = &objectives[*objective];
        let credits = contract.terms.credits.iter().zip(tiers);
        ContractReport {
            objective: objective.name.clone(),
            of: name(contract.party, system).to_owned(),
            feature: objective.feature.clone(),
            count: counted(contract.party).to_owned(),
            at_least: contract.at_least.value(),
            unavailability: figure(unavailability),
            seen,
            months: months.map(windows),
            years: years.map(windows),
            credits: credits
                .map(|((below, credit), due)| CreditReport {
                    below: below.value(),
                    credit: credit.value(),
                    due: due.breached,
                    odds: figure(due.odds),
                })
                .collect(),
            mean_credit: credit.map(figure),
        }
    });
    contracts.collect()
}

pub(super) fn windows(breaches: Breaches) -> ContractWindows {
    let Breaches { watched, breached, odds } = breaches;
    ContractWindows { watched, breached, odds: figure(odds) }
}
