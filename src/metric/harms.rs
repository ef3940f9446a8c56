//! When services were out and users lacked something, one by one, and the failures behind each: for
//! one trial, of which as much is kept as has happened in it.

use crate::quantity::{Micro, Time};
use crate::system::port::{
    Findings, Harm, Interests, Loads, Measured, Named, Observer, Reason, Told, Whose,
};
use crate::system::{ChainId, Phase, ServiceId, ServiceView, Spell, Stage, System};

/// Watches all services and audiences.
#[derive(Clone)]
pub(crate) struct Harms {
    populations: usize,
    /// By service.
    out: Vec<Option<(Time, ChainId)>>,
    /// By audience.
    lacking: Vec<Lacking>,
    told: Told,
}

/// Somebody of an audience lacks what they want.
#[derive(Clone, Default)]
struct Lacking {
    spell: Spell,
    lost: u128,
    most: Micro,
    by_phase: [u128; Phase::ALL.len()],
    by_chain: Vec<(ChainId, u128)>,
}

impl Harms {
    pub(crate) fn new(system: &System) -> Self {
        Self {
            populations: system.populations().count(),
            out: vec![None; system.services().count()],
            lacking: vec![Lacking::default(); system.audiences().len()],
            told: Told::default(),
        }
    }

    fn end_outage(&mut self, service: ServiceId, to: Time, over: bool) {
        let Some((from, chain)) = self.out[service.at()].take() else { return };
        self.told.harms.push(Harm {
            whose: Whose::Service(service),
            from,
            to,
            over,
            lost: 0,
            most: 0,
            by_phase: [0; Phase::ALL.len()],
            by_chain: vec![(chain, 0)],
        });
    }
}

impl Lacking {
    /// What was lacked in a spell that has ended.
    fn end(&mut self, audience: usize, (from, to): (Time, Time), over: bool) -> Harm {
        let Self { lost, most, by_phase, by_chain, .. } = std::mem::take(self);
        let whose = Whose::Audience(audience as u32);
        Harm { whose, from, to, over, lost, most, by_phase, by_chain }
    }

    fn add(&mut self, stage: &Stage<'_>) {
        let length = u128::from((stage.to - stage.from).micros());
        let area = |amount: (u64, u64)| (u128::from(amount.0) + u128::from(amount.1)) * length;
        self.lost += area(stage.lacking);
        self.most = self.most.max(stage.lacking.0).max(stage.lacking.1);
        for part in stage.parts {
            let lost = area(part.amount);
            self.by_phase[part.phase as usize] += lost;
            match self.by_chain.iter_mut().find(|(chain, _)| *chain == part.chain) {
                Some((_, sum)) => *sum += lost,
                None if lost > 0 => self.by_chain.push((part.chain, lost)),
                None => {}
            }
        }
    }
}

impl Observer for Harms {
    fn interests(&self) -> Interests {
        Interests { stages: true, services: true, strikes: true, ..Interests::default() }
    }

    fn explained(&mut self, at: Time, chain: ChainId, failures: &[Named]) {
        let reason = Reason { at, chain, failures: failures.to_vec() };
        if self.told.reasons.last() != Some(&reason) {
            self.told.reasons.push(reason);
        }
    }

    fn stage(&mut self, stage: &Stage<'_>) {
        let audience = stage.audience(self.populations);
        let lacking = &mut self.lacking[audience];
        if stage.from == stage.to {
            lacking.spell.note_returns(stage, 0);
            return;
        }
        let followed = lacking.spell.follow(stage, 0);
        if let Some(before) = followed.before {
            // What has begun in this stage is not yet counted.
            let spell = std::mem::take(&mut lacking.spell);
            self.told.harms.push(lacking.end(audience, before, true));
            lacking.spell = spell;
        }
        lacking.add(stage);
        if let Some(over) = followed.over {
            self.told.harms.push(lacking.end(audience, over, true));
        }
    }

    fn service(&mut self, now: Time, service: ServiceId, view: &ServiceView, _: &Loads<'_>) {
        match (view.out_by, self.out[service.at()]) {
            (Some(chain), None) => self.out[service.at()] = Some((now, chain)),
            (None, Some(_)) => self.end_outage(service, now, true),
            _ => {}
        }
    }

    fn finish(&mut self, now: Time) {
        for at in 0..self.out.len() {
            self.end_outage(at.into(), now, false);
        }
        for audience in 0..self.lacking.len() {
            let lacking = &mut self.lacking[audience];
            let over = !lacking.spell.lasts_at(now);
            if let Some(spell) = lacking.spell.end() {
                self.told.harms.push(lacking.end(audience, spell, over));
            }
        }
    }

    fn figures(&self, _: &Findings<'_>, _: &mut Vec<Measured>) {}

    fn told(&self) -> Told {
        self.told.clone()
    }

    fn duplicate(&self) -> Box<dyn Observer> {
        Box::new(self.clone())
    }
}
