//! One trial: events strike and restore, checkers look, mechanisms act, users move, and at the end
//! of the instant the observers see what has become of it.

mod notes;
mod ties;

use super::beginning::Beginning;
use super::chain::ChainId;
use super::event::{Event, Kind};
use super::halts::TrialError;
use super::id::{
    GroupId, ModeId, PersonId, RouteId, RunbookId, ServiceId, ShelfId, ShockId, WantId,
};
use super::paths::ServiceLevel;
use super::port::{Controller, Findings, Measured, Observer, Told};
use super::ties::RouteSet;
use super::topology::{ScriptEvent, System};
use super::world::{ModeState, World};
use crate::engine::{self, Calendar, End, Limits, Process};
use crate::quantity::{Span, Time};
use crate::random::Chance;

/// What a trial is to be.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The chance it is exposed to.
    pub chance: Chance,
    /// Whether natural failures strike.
    pub random: bool,
    /// The script to play: a position among [`System::incidents`].
    pub incident: Option<usize>,
    /// Events after this span do not happen.
    pub horizon: Span,
    /// More events than this end the trial with an error.
    pub events: u64,
    /// Recompute everything after every instant.
    pub audit: bool,
}

/// What a trial leaves behind.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Figures.
    pub measured: Vec<Measured>,
    /// Story and courses, if somebody listened.
    pub told: Told,
    /// Words of the chains that what is told names.
    pub chains: Vec<String>,
    /// Strikes and restorations.
    pub failures_and_repairs: u64,
    /// Events handled.
    pub events: u64,
}

/// One independent history of a system. (Textbooks say *replication*.)
pub struct Trial<'s> {
    pub(crate) world: World<'s>,
    pub(crate) controllers: Vec<Box<dyn Controller>>,
    script: &'s [ScriptEvent],
    pub(super) options: Options,
    /// By service: why it is out, if it is.
    out: Vec<Option<ChainId>>,
    /// By service, where levels matter: the level at which it last worked.
    levels: Vec<ServiceLevel>,
    /// Services that this instant has changed.
    changed: Vec<ServiceId>,
    /// There is planned work.
    has_plans: bool,
    /// Levels matter, or somebody may complain.
    has_more: bool,
    /// What happens to a service may concern more than its own users.
    has_ties: bool,
    /// Routes that this instant has changed.
    routed: Vec<RouteId>,
    /// Those that it has looked at.
    passed: RouteSet,
    events: u64,
}

impl<'s> Trial<'s> {
    /// A trial at time zero, with everything up and new.
    pub fn new(system: &'s System, options: Options) -> Self {
        Self::begun(system, options, Beginning::New)
    }

    /// A trial at time zero, with everything up and so old.
    pub fn begun(system: &'s System, options: Options, beginning: Beginning) -> Self {
        let mut world = World::new(system, options.chance, options.random, beginning);
        world.ledger.audit = options.audit;
        let controllers: Vec<Box<dyn Controller>> = system
            .services
            .iter()
            .enumerate()
            .map(|(at, service)| service.mechanism.control(at.into(), system))
            .collect();
        let script = options.incident.map_or(&[][..], |at| system.incidents[at].events.as_slice());
        for (at, event) in script.iter().enumerate() {
            world.calendar.schedule(event.at, Event::rank(Kind::Script, at as u32));
        }
        let out = vec![None; system.services.len()];
        let levels = if system.lesser.levels { system.services.len() } else { 0 };
        let mut trial = Self {
            world,
            controllers,
            script,
            options,
            out,
            levels: vec![ServiceLevel::Full; levels],
            changed: Vec::new(),
            has_plans: !system.plans.is_empty(),
            has_more: levels > 0 || !system.complaints.is_empty(),
            has_ties: system.has_ties(),
            routed: Vec::new(),
            passed: RouteSet::default(),
            events: 0,
        };
        // What is too small from the start shows at once.
        for at in 0..system.services.len() {
            trial.world.touch(at.into());
        }
        trial.settle(Time::ZERO);
        trial.close(Time::ZERO);
        trial
    }

    /// Lets `observers` watch from now on.
    pub fn observe(&mut self, observers: Vec<Box<dyn Observer>>) {
        let now = self.world.now;
        for at in 0..self.controllers.len() {
            self.follow(at);
        }
        self.world.ledger.seat(observers);
        self.world.ledger.features.begin(now);
        self.routed = (0..self.world.system.routes.len()).map(RouteId::from).collect();
        self.follow_routes(now);
        self.world.agenda.hosted = self.world.populations_of_note();
        self.follow_hosts(now);
        for at in 0..self.controllers.len() {
            self.show(now, at.into());
        }
    }

    /// Runs until `until`, the horizon at most.
    pub fn run_until(&mut self, until: Span) -> Result<(), TrialError> {
        let horizon = Time::after_start(until.min(self.options.horizon));
        let events = self.options.events.saturating_sub(self.events);
        let End { events, .. } = engine::run(self, Limits { horizon, events })
            .map_err(|halt| self.explain_halt(halt))?;
        self.events += events;
        self.world.now = horizon;
        Ok(())
    }

    /// Runs to the horizon and reports what was seen since `observed_from`.
    pub fn finish(mut self, observed_from: Span) -> Result<Outcome, TrialError> {
        self.run_until(self.options.horizon)?;
        let now = self.world.now;
        for at in 0..self.controllers.len() {
            self.follow(at);
            self.audit(at.into());
            self.show_end(now, at.into());
        }
        for want in 0..self.world.system.wants.len() {
            self.world.ledger.catch_up(WantId::from(want), now);
        }
        let mut outcome = Outcome {
            failures_and_repairs: self.world.ledger.failures_and_repairs,
            events: self.events,
            ..Outcome::default()
        };
        let mut observers = std::mem::take(&mut self.world.ledger.observers);
        let chains = &self.world.ledger.chains;
        let findings = Findings {
            system: self.world.system,
            chance: self.world.chance,
            horizon: self.options.horizon.less(observed_from),
            chains,
            strikes: self.world.ledger.strikes.as_ref(),
        };
        for observer in &mut observers {
            observer.finish(now);
            observer.figures(&findings, &mut outcome.measured);
            let told = observer.told();
            outcome.told.story.extend(told.story);
            outcome.told.lacks.extend(told.lacks);
            outcome.told.harms.extend(told.harms);
            outcome.told.reasons.extend(told.reasons);
            if !told.courses.is_empty() {
                outcome.told.courses = told.courses;
            }
        }
        if !outcome.told.story.is_empty() || !outcome.told.harms.is_empty() {
            outcome.chains = chains.all(self.world.system);
        }
        Ok(outcome)
    }

    /// Brings the users of a service up to the present.
    fn follow(&mut self, at: usize) {
        self.world.advance_book(at.into());
        self.controllers[at].follow(&self.world);
    }

    pub(super) fn duplicate(&self) -> Self {
        Self {
            world: self.world.clone(),
            controllers: self.controllers.iter().map(|controller| controller.duplicate()).collect(),
            script: self.script,
            options: self.options,
            out: self.out.clone(),
            levels: self.levels.clone(),
            changed: self.changed.clone(),
            has_plans: self.has_plans,
            has_more: self.has_more,
            has_ties: self.has_ties,
            routed: self.routed.clone(),
            passed: self.passed.clone(),
            events: self.events,
        }
    }
}

impl Trial<'_> {
    /// Lets every mechanism act on what it has yet to hear.
    #[inline]
    fn settle_services(&mut self) {
        match self.world.agenda.touched.as_slice() {
            [] => return,
            &[only] => {
                self.world.agenda.touched.clear();
                self.settle_service(only);
            }
            _ => self.settle_several(),
        }
        if !self.world.agenda.touched.is_empty() {
            self.ask_for_another_round();
        }
    }

    #[inline(never)]
    fn settle_several(&mut self) {
        let mut touched = std::mem::take(&mut self.world.agenda.touched);
        touched.sort_unstable();
        for service in touched.drain(..) {
            self.settle_service(service);
        }
        if self.world.agenda.touched.is_empty() {
            self.world.agenda.touched = touched;
        }
    }

    fn settle_service(&mut self, service: ServiceId) {
        let desk = &mut self.world.agenda.services[service.at()];
        desk.touched = false;
        let mut changes = std::mem::take(&mut desk.changes);
        self.controllers[service.at()].settle(&changes, &mut self.world);
        changes.clear();
        let desk = &mut self.world.agenda.services[service.at()];
        // What it has done may have changed what it has to hear.
        if desk.changes.is_empty() {
            desk.changes = changes;
        }
        if !std::mem::replace(&mut desk.changed, true) {
            self.changed.push(service);
        }
        if self.has_ties {
            self.world.mind_routes(service, &self.controllers);
        }
    }

    /// What mechanisms have done concerns others, or themselves: a further round of this instant.
    #[cold]
    fn ask_for_another_round(&mut self) {
        let service = self.world.agenda.touched[0];
        self.world.wake(service, self.world.now);
    }
}

impl Process for Trial<'_> {
    #[inline]
    fn calendar(&mut self) -> &mut Calendar {
        &mut self.world.calendar
    }

    fn foresee(&mut self) {
        self.world.foresee();
    }

    fn handle(&mut self, now: Time, rank: u64) {
        let world = &mut self.world;
        world.now = now;
        let Event { kind, owner } = Event::of(rank);
        let mode = ModeId(owner);
        let is_due = |world: &World<'_>, is: fn(ModeState) -> bool| {
            world.clocks.modes[mode.at()].due == now && is(world.configuration.modes[mode.at()])
        };
        // An entry that its owner has given up is stale.
        match kind {
            Kind::Restore
                if is_due(world, |mode| matches!(mode, ModeState::InRepair | ModeState::Held)) =>
            {
                world.restore(mode);
            }
            Kind::Strike if is_due(world, |mode| mode == ModeState::Sound) => world.strike(mode),
            Kind::Logistics if is_due(world, |mode| mode == ModeState::Logistics) => {
                world.logistics_are_over(mode);
            }
            Kind::Restore | Kind::Strike | Kind::Logistics => {}
            Kind::Group => {
                let group = GroupId(owner);
                if world.clocks.is_due(group, now) {
                    while let Some(mode) = world.clocks.take(group, now, &mut world.calendar) {
                        world.strike(mode);
                    }
                }
            }
            Kind::Grace => world.grace_over(owner),
            Kind::Shock => {
                let shock = ShockId(owner);
                if world.clocks.shocks[shock.at()].due == now {
                    world.shock_is_due(shock);
                }
            }
            Kind::Script => world.act(&self.script[owner as usize]),
            Kind::Turn => world.turn_is_due(owner),
            Kind::Depot => world.units_are_due(ShelfId(owner)),
            Kind::Runbook => {
                world.settle_truth();
                world.look();
                world.runbook_is_due(RunbookId(owner));
            }
            Kind::Person => {
                // The truth of this instant settles before anybody acts on it.
                world.settle_truth();
                world.look();
                world.person_is_due(PersonId(owner));
            }
            Kind::Test => {
                if is_due(world, |mode| mode == ModeState::Hidden) {
                    world.test(mode);
                } else if is_due(world, |mode| mode == ModeState::Spoilt) {
                    world.discover(mode);
                }
            }
            Kind::Demand => world.demanded(owner),
            Kind::Complaint => {
                if world.clocks.patience[owner as usize].due == now {
                    world.settle_truth();
                    world.look();
                    world.complain(owner);
                }
            }
            Kind::Check => {
                // The truth of this instant settles before anybody looks.
                world.settle_truth();
                world.look();
                world.check(owner);
            }
            Kind::Load => world.touch(ServiceId(owner)),
            Kind::Route => world.agenda.routes.push(RouteId(owner)),
            Kind::Transfer => world.transfers_are_due(),
        }
    }

    fn settle(&mut self, _: Time) {
        self.world.settle_truth();
        if self.has_plans {
            // Who is accepted again may be what planned work has waited for.
            for _ in 0..2 {
                self.world.take_turns();
                self.world.look();
            }
            self.world.follow_sources();
        } else {
            self.world.look();
        }
        match self.has_ties {
            true => self.settle_ties(),
            false => self.settle_services(),
        }
    }

    fn close(&mut self, now: Time) {
        for at in 0..self.changed.len() {
            let service = self.changed[at];
            self.world.agenda.services[service.at()].changed = false;
            self.note_outage(service);
            if self.has_more {
                self.note_more(service);
            }
            self.show(now, service);
            self.audit(service);
        }
        if self.has_ties {
            self.follow_ties(now);
        }
        self.changed.clear();
        if self.options.audit {
            self.world.audit_truth();
            self.world.audit_ties(&self.controllers);
        }
    }
}
