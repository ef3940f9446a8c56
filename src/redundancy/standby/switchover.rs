//! A standby pair at work in one trial.

use super::seen::Known;
use super::stages::Stage;
use super::{StandbyMode, StandbyPair};
use crate::quantity::{Micro, Time};
use crate::random::Law;
use crate::system::port::{Change, Controller, Seen, Shortfall};
use crate::system::{
    Answer, Demand, Explanation, Exposure, Hold, Phase, ServiceId, ServiceOrder, ServiceView,
    Single, Stand, Standing, System, Transition, World,
};
use crate::system::{MechanismDeed, NodeId};

/// A standby pair at work in one trial.
#[derive(Clone)]
pub(super) struct Switchover {
    pub spec: StandbyPair,
    pub service: ServiceId,
    node: NodeId,
    /// Who leads at first.
    pub home: u32,
    /// Who leads, or led last.
    pub leader: u32,
    /// Whom a switch or a start is about.
    pub target: u32,
    /// A start follows a switch.
    pub switched: bool,
    /// When a member was last called that seemed to be up.
    pub called: Time,
    pub stage: Stage,
    /// When the stage is over by itself.
    pub due: Time,
    /// When a window for the failback opens that it has asked for.
    pub opens: Time,
    /// What is known of each member.
    pub known: [Known; 2],
    /// Losses are noticed at once.
    pub immediate: bool,
    /// A leader that was up was to be left, and that has been tried: not again before something is
    /// new about a member.
    pub tried: bool,
    /// Switches and starts so far: they number their draws.
    pub switches: u32,
    pub starts: u32,
    /// Why nobody leads, while nobody does.
    pub explanation: Explanation,
    /// Those who have lost the leader hear nothing.
    pub silent: bool,
    /// Somebody was served by a leader who has gone in this instant.
    pub cut: bool,
    single: Single,
    sign_ins: [Option<Micro>; 2],
    /// Who could take over, as it was last told.
    ready: [bool; 2],
}

impl Switchover {
    pub(super) fn new(spec: &StandbyPair, service: ServiceId, system: &System) -> Self {
        let home = system.leads(service).unwrap_or(0);
        let limits = system.member_limits(service);
        Self {
            spec: spec.clone(),
            service,
            node: system.service_node(service),
            home,
            leader: home,
            target: home,
            switched: false,
            called: Time::NEVER,
            stage: Stage::Leads,
            due: Time::NEVER,
            opens: Time::NEVER,
            known: [Known::default(); 2],
            immediate: system.notices_at_once(service),
            tried: false,
            switches: 0,
            starts: 0,
            explanation: Explanation::NONE,
            silent: false,
            cut: false,
            single: Single::new(service, system),
            sign_ins: [0, 1].map(|slot| limits.get(slot).and_then(|limits| limits.sign_ins)),
            ready: [true; 2],
        }
    }

    /// The other member.
    pub(super) fn other(&self) -> u32 {
        1 - self.leader
    }

    /// What those wait for whom nobody serves.
    fn phase(&self, world: &World<'_>) -> Phase {
        match self.stage {
            Stage::Leads => {
                world.hold_behind(self.node).map_or(Phase::Repairing, |hold| hold.phase)
            }
            Stage::Lost => self.phase_lost(world),
            Stage::Awaits => Phase::Deciding,
            Stage::Switches | Stage::Starts => Phase::Acting,
            Stage::Stuck => self.phase_stuck(world),
            Stage::Nobody => Phase::Repairing,
        }
    }

    /// Tells the truth what the pair holds back, and its users whom they are served by.
    fn conclude(&mut self, world: &mut World<'_>) {
        let leads = self.stage == Stage::Leads;
        if self.stage == Stage::Nobody {
            let any = Demand { weight: &|_| 1, wanted: 1 };
            let why = world.explain(self.service, None, &[any]);
            if why.trigger.is_some() {
                self.explanation = why;
            }
        }
        if !leads && self.explanation.trigger.is_some() && world.is_outdated(&self.explanation) {
            self.explanation.recovery = true;
        }
        let (phase, explanation) = (self.phase(world), self.explanation);
        world.hold(self.service, (!leads).then_some(Hold { phase, explanation }));
        self.call_repairs(world);
        let serving = world.is_service_up(self.service);
        let explanation = match leads {
            true if !serving => world.explain_outage(self.service),
            _ => self.explanation,
        };
        let (silent, admission) = (self.silent, self.sign_ins[self.leader as usize]);
        let stand = Stand { serving, phase, silent, explanation, admission };
        if std::mem::take(&mut self.cut) && serving {
            // The sessions of the old leader end, whoever leads now.
            self.single.settle(Stand { serving: false, phase: Phase::Acting, ..stand }, world);
        }
        self.single.settle(stand, world);
        self.tell_ready(world);
    }

    /// Whose repair waits for a switch that is over, or that does not concern it, begins.
    fn call_repairs(&self, world: &mut World<'_>) {
        // Whoever led has failed first.
        for slot in [self.leader, self.other()] {
            let waits = slot == self.leader && !self.is_at_an_end();
            if !waits && !self.is_up(slot, world) {
                world.member_switched(self.service, slot);
            }
        }
    }

    /// Tells of members that are ready to take over from now on, as soon as somebody leads.
    fn tell_ready(&mut self, world: &mut World<'_>) {
        for slot in 0..2 {
            let busy = match self.stage {
                Stage::Switches | Stage::Stuck | Stage::Starts => slot == self.target,
                _ => slot == self.leader,
            };
            let before = self.ready[slot as usize];
            let leads = self.stage == Stage::Leads;
            let ready = !busy && self.is_ready(slot, world) && (leads || before);
            self.ready[slot as usize] = ready;
            if ready && !before {
                let deed = MechanismDeed::Stands { slot, standing: Standing::Ready };
                world.tell(Transition::Deed { service: self.service, deed });
            }
        }
    }
}

impl Controller for Switchover {
    fn settle(&mut self, changes: &[Change], world: &mut World<'_>) {
        for change in changes {
            self.hear(*change, world);
        }
        self.go_on(world);
        self.conclude(world);
    }

    fn obey(&mut self, order: ServiceOrder, world: &mut World<'_>) -> Answer {
        self.follow_order(order, world)
    }

    fn view(&self, world: &World<'_>) -> ServiceView {
        let alone = !self.is_ready(self.other(), world);
        let exposure = alone.then_some(Exposure::OneMoreIsAnOutage);
        self.single.view(u32::from(self.stage == Stage::Leads), exposure, world)
    }

    fn member_load(&self, slot: u32, view: &ServiceView) -> Option<u64> {
        (slot == self.leader && view.serving > 0).then_some(view.level)
    }

    fn shortfall(&self, _: &World<'_>) -> Shortfall {
        self.single.shortfall()
    }

    fn configuration(&self, slot: u32, out: &mut Vec<u8>) {
        let leads = slot == self.leader && self.stage != Stage::Nobody;
        let meant = slot == self.target && self.stage == Stage::Starts;
        let known = &self.known[slot as usize];
        out.extend([leads, meant, known.declared, known.observed, known.drained].map(u8::from));
        if self.spec.failback != super::Failback::Never {
            out.push(u8::from(slot == self.home));
        }
    }

    fn whole_configuration(&self, out: &mut Vec<u8>) {
        out.extend([self.stage as u8, u8::from(self.tried)]);
    }

    fn pending(&self) -> Vec<(u32, &Law)> {
        let law = match self.stage {
            Stage::Switches => Some(&self.spec.switch.takes),
            Stage::Stuck => self.by_hand(),
            Stage::Starts => Some(match &self.spec.mode {
                StandbyMode::Cold(start) if self.switched => start,
                _ => &self.spec.restart,
            }),
            Stage::Leads | Stage::Lost | Stage::Awaits | Stage::Nobody => None,
        };
        law.map(|law| (0, law)).into_iter().collect()
    }

    fn force(&mut self, _: u32, now: Time) {
        self.due = now;
    }

    fn audit(&self, world: &World<'_>) {
        self.single.audit(world);
        let leads = self.stage == Stage::Leads;
        assert_eq!(world.held(self.service).is_none(), leads, "without a leader the pair is out");
        if leads {
            assert!(self.is_up(self.leader, world), "whoever leads is up");
            let leader = Some(self.leader);
            assert_eq!(world.leader(self.service), leader, "ages follow whoever leads");
        }
        if self.stage == Stage::Nobody {
            assert_eq!(world.members_up(self.service), 0, "somebody who is up is started");
        }
    }

    fn duplicate(&self) -> Box<dyn Controller> {
        Box::new(self.clone())
    }
}

impl Switchover {
    /// Whether a member is up, by truth.
    pub(super) fn is_up(&self, slot: u32, world: &World<'_>) -> bool {
        world.is_member_up(self.service, slot)
    }

    /// Whether a silent member keeps its clients waiting.
    pub(super) fn is_silent(&self, slot: u32, world: &World<'_>) -> bool {
        world.member_seen(self.service, slot) == Seen::Silent
    }
}
