//! Standby pairs in generated systems.

use super::*;

/// Pairs of two servers of their own, of which one stands by, or of two pools.
pub(super) fn standby_pairs(dice: &mut Dice, blueprint: &mut Blueprint) {
    while dice.one_in(3) {
        let at = blueprint.services.len();
        let pools = blueprint.services.len() as u64;
        let members = match pools > 1 && dice.one_in(3) {
            true => vec![Target::Service(0), Target::Service(1)],
            false => {
                let mut servers = blueprint.families[0].clone();
                servers.name = format!("pair-server-{at}");
                servers.count = Some(2);
                servers.needs.clear();
                if dice.one_in(2)
                    && let Some(mode) = servers.modes.first_mut()
                {
                    mode.ages = Ages::While(Target::Service(at));
                }
                blueprint.families.push(servers);
                let family = blueprint.families.len() - 1;
                vec![Target::Member(family, 1), Target::Member(family, 2)]
            }
        };
        let active = dice.one_in(2).then(|| members[dice.below(2) as usize]);
        let mechanism = Arc::new(dice.standby_pair(active));
        blueprint.services.push(ServiceSpec {
            name: format!("pair-{at}"),
            members,
            needs: Vec::new(),
            mechanism,
            detection: dice.detection(),
        });
        for _ in 0..1 + dice.below(2) {
            let name = format!("users-{}", blueprint.populations.len());
            let (users, clients) = ((1 + dice.below(2000)) * MICRO, dice.clients());
            let (features, feature, home) = (Vec::new(), "service".to_owned(), at);
            if dice.one_in(3) {
                let (population, after) = (Some(name.clone()), dice.law(120));
                blueprint.complaints.push(ComplaintSpec { service: at, population, after });
            }
            let people = PopulationSpec { name, features, feature, users, home, clients };
            blueprint.populations.push(people);
        }
        if at > 0 && dice.one_in(2) {
            // A pool cannot run without the pair.
            blueprint.services[at - 1].needs.push(Target::Service(at));
            let members = blueprint.services[at].members.clone();
            blueprint.services[at - 1]
                .needs
                .retain(|_| !members.contains(&Target::Service(at - 1)));
        }
    }
}
