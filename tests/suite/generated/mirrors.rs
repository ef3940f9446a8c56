//! Mirrored pairs of generated systems: over two servers of a family, watched by a third part.

use super::*;
use hadr::detection::{Heartbeat, Lease};
use hadr::redundancy::{Arm, Commit, Failover, Mirror, OnMirrorLoss, Resync, Session};

/// Up to two pairs; some pools need them.
pub(super) fn mirrors(dice: &mut Dice, blueprint: &mut Blueprint) {
    let pools = blueprint.services.len() as u64;
    for at in 0..dice.below(3) {
        let family = dice.below(blueprint.families.len() as u64) as usize;
        if blueprint.families[family].count.unwrap_or(1) < 2 {
            continue;
        }
        let (mirror, detection) = pair(dice, blueprint, family);
        let home = blueprint.services.len();
        blueprint.services.push(ServiceSpec {
            name: format!("db-{at}"),
            members: vec![Target::Member(family, 1), Target::Member(family, 2)],
            needs: if dice.one_in(6) { vec![Target::Member(0, 1)] } else { Vec::new() },
            mechanism: Arc::new(mirror),
            detection,
        });
        if dice.one_in(2) {
            let (name, feature) = (format!("readers-{at}"), "service".to_owned());
            let (users, features) = ((1 + dice.below(500)) * MICRO, Vec::new());
            let clients = dice.clients();
            let people = PopulationSpec { name, features, feature, users, home, clients };
            blueprint.populations.push(people);
        } else {
            let name = format!("writes-{at}");
            if dice.one_in(2) {
                let (load, every) = (name.clone(), Span::TICK + dice.span(5));
                blueprint.seekers.push(SeekerSpec { load, every });
            }
            let (rate, unit) = ((1 + dice.below(500)) * MICRO, "writes".into());
            let (to, arrivals) = (home, Arrivals::Constant);
            blueprint.loads.push(LoadSpec { name, to, rate, arrivals, unit });
        }
        let (of, on) = (Target::Service(dice.below(pools) as usize), Target::Service(home));
        match dice.below(4) {
            0 => blueprint.services[dice.below(pools) as usize].needs.push(on),
            1 => {
                let lasts = Span::TICK + dice.span(100);
                let kind = NeedKind::Grace { lasts, then: Lower::Limited };
                blueprint.lesser_needs.push(LesserNeed { of, on, kind });
            }
            _ => {}
        }
    }
}

fn pair(dice: &mut Dice, blueprint: &Blueprint, family: usize) -> (Mirror, Arc<dyn Detection>) {
    let third = match dice.below(blueprint.families.len() as u64) as usize {
        other if other != family => Some(Target::Member(other, 1)),
        _ if blueprint.families[family].count.unwrap_or(1) > 2 => Some(Target::Member(family, 3)),
        _ => None,
    };
    let session = Session { timeout: seconds(1) + dice.span(20), ping: Span::TICK + dice.span(3) };
    let promote = if dice.one_in(3) { fixed(Span::ZERO) } else { dice.law(20) };
    let mut detection = dice.detection();
    let failover = match (dice.below(4), third) {
        (0 | 1, Some(_)) => {
            let Session { timeout, ping } = session;
            detection = Arc::new(Heartbeat { timeout, ping, fail_fast: dice.one_in(2) });
            let arm = if dice.one_in(2) { Arm::AllThree } else { Arm::MirrorAndWitness };
            Failover::Witness { redo: promote, arm }
        }
        (2, Some(_)) => {
            let refresh = seconds(1) + dice.span(5);
            let ttl = refresh + dice.span(10);
            let granularity = dice.span(2);
            detection = Arc::new(Lease { ttl, refresh, granularity });
            let decide = if dice.one_in(2) { fixed(Span::ZERO) } else { dice.law(5) };
            Failover::Lease { ttl, refresh, granularity, decide, promote }
        }
        (3, _) => {
            let (person, name) = (0, "admin".to_owned());
            detection = Arc::new(ByPerson { person, name, notice: dice.law(20) });
            Failover::Manual { person: true, promote }
        }
        (_, Some(_)) => Failover::Monitor { promote },
        (_, None) => Failover::Manual { person: false, promote },
    };
    let synchronous = matches!(failover, Failover::Witness { .. }) || dice.one_in(2);
    let aided = !matches!(failover, Failover::Manual { .. });
    let mirror = Mirror {
        principal: Target::Member(family, 1 + dice.below(2) as u32),
        commit: match synchronous {
            true => Commit::Synchronous,
            false => Commit::Asynchronous(dice.one_in(2).then(|| dice.law(3))),
        },
        failover,
        on_mirror_loss: match dice.below(3) {
            0 => OnMirrorLoss::StopWrites(dice.law(30)),
            _ => OnMirrorLoss::Expose,
        },
        session,
        resync: match dice.below(3) {
            0 => Resync::Takes(dice.law(50)),
            1 => Resync::PerHourMissed(dice.span(3600)),
            _ => {
                let writes = 1 + dice.below(100);
                Resync::Bytes { rate: writes + 1 + dice.below(100), writes }
            }
        },
        aides: third.filter(|_| aided).into_iter().collect(),
    };
    (mirror, detection)
}
