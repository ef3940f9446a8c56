//! What a pair is told: to let the partner of a pool take over in full, and to give a pool its users
//! back.

use super::partners::Partners;
use crate::quantity::Span;
use crate::system::{
    Answer, DataFate, Explanation, NodeId, Passage, ServiceLevel, ServiceOrder, World,
};

/// Why an order is refused, and whose failure is meant.
type Refusal = (&'static str, Option<NodeId>);

impl Partners {
    pub(super) fn answer(&mut self, order: ServiceOrder, world: &mut World<'_>) -> Answer {
        let done = match order {
            ServiceOrder::FailOver(slot) => self.fail_over(slot as usize, false, world),
            ServiceOrder::ForceFailOver(slot) => self.fail_over(slot as usize, true, world),
            ServiceOrder::BeginFailBack(slot) => self.begin_fail_back(slot as usize, world),
            ServiceOrder::StopFailBack(slot) => self.stop_fail_back(slot as usize, world),
            ServiceOrder::FailBack(slot) => self.fail_back(slot as usize, world),
            _ => Err(("a pair is told to fail over or to fail back", None)),
        };
        match done {
            Ok(()) => Answer::Done,
            Err((why, node)) => Answer::Refused(why, node),
        }
    }

    /// The partner of a pool serves all whom the pool was to serve, in full. Of a pool that is up
    /// it must have all, unless it is forced to go on without.
    fn fail_over(
        &mut self,
        lost: usize,
        force: bool,
        world: &mut World<'_>,
    ) -> Result<(), Refusal> {
        let partner = 1 - lost;
        let homes = self.homes_assigned_to(lost);
        if !self.full {
            return Err(("nobody has provided for a full takeover", None));
        }
        if homes.is_empty() {
            return Err(("there is nothing to take over", Some(self.nodes[lost])));
        }
        if !self.is_up(partner, world) {
            return Err(("the partner is down", Some(self.nodes[partner])));
        }
        let people = homes.iter().flat_map(|home| world.at_home(self.pools[*home]));
        let people: Vec<_> = people.copied().collect();
        let reach = |people: &_| world.reaches_service(*people, self.pools[partner]);
        if !people.is_empty() && !people.iter().any(reach) {
            return Err(("the partner is cut off", Some(self.nodes[partner])));
        }
        let up = self.is_up(lost, world);
        if up && !force {
            self.refuse_behind(lost, world)?;
        }
        let stranded = people.iter().find(|people| world.host(**people).cut);
        let because = match stranded {
            _ if !up => world.explain_outage(self.pools[lost]),
            Some(people) => world.explain_cut_off(*people),
            None => Explanation::handover(world.service_node(self.service)),
        };
        self.expose(lost, world);
        for home in homes {
            self.assign(home, partner, because, Passage::Seamless, world);
        }
        Ok(())
    }

    /// A pool's users go home and are limited until they have all that is theirs.
    fn begin_fail_back(&mut self, home: usize, world: &mut World<'_>) -> Result<(), Refusal> {
        self.refuse_fail_back(home, world)?;
        if self.sides[home].returning {
            return Ok(());
        }
        self.sides[home].returning = true;
        self.bring_home(home, world);
        Ok(())
    }

    /// A pool's users are not left limited for good: its partner serves them as it did.
    fn stop_fail_back(&mut self, home: usize, world: &mut World<'_>) -> Result<(), Refusal> {
        match self.sides[home].returning {
            true => self.fail_over(home, false, world),
            false => Err(("nobody is giving its users back", Some(self.nodes[home]))),
        }
    }

    /// A pool serves its users again, in full.
    fn fail_back(&mut self, home: usize, world: &mut World<'_>) -> Result<(), Refusal> {
        self.refuse_fail_back(home, world)?;
        self.sides[home].returning = false;
        self.bring_home(home, world);
        Ok(())
    }

    fn bring_home(&mut self, home: usize, world: &mut World<'_>) {
        let partner = 1 - home;
        if self.sides[home].assigned != home && !self.is_up(partner, world) {
            self.expose(partner, world);
        }
        // Who was taken over without a failure is given back without one.
        let passage = match self.sides[home].because.trigger {
            Some(_) => Passage::SignIn,
            None => Passage::Seamless,
        };
        // No failure is left: somebody wants it so.
        let because = Explanation::handover(world.service_node(self.service));
        self.assign(home, home, because, passage, world);
    }

    fn refuse_fail_back(&self, home: usize, world: &World<'_>) -> Result<(), Refusal> {
        let partner = 1 - home;
        let side = &self.sides[home];
        if side.assigned == home && !side.returning {
            return Err(("its users are at home", Some(self.nodes[home])));
        }
        let full = world.service_level(self.pools[home]) == ServiceLevel::Full;
        if !self.is_up(home, world) || !full {
            return Err(("the home pool is not up in full", Some(self.nodes[home])));
        }
        if side.assigned != home && self.is_up(partner, world) {
            self.refuse_behind(partner, world)?;
        }
        Ok(())
    }

    /// What a pool has written must be at its partner if nothing is to be lost.
    fn refuse_behind(&self, slot: usize, world: &World<'_>) -> Result<(), Refusal> {
        match self.sides[slot].copies {
            Some(copies) if !copies.is_complete() => {
                Err(("the backup is behind", self.obstacle(slot, world)))
            }
            _ => Ok(()),
        }
    }

    /// What a pool has written and its partner has not got is missing from now on.
    fn expose(&mut self, from: usize, world: &mut World<'_>) {
        if self.backup.is_none() || self.sides[from].exposed.is_some() {
            return;
        }
        let missing = match (self.sides[from].lost, self.sides[from].copies) {
            (Some(lost), _) => lost.missing,
            // All that is there in time is there, and nothing of it is told.
            (None, Some(copies)) if !copies.is_complete() => self.missing(from, world.now()),
            _ => return,
        };
        self.sides[from].exposed = Some(missing);
        self.tell_data(DataFate::Exposed, missing, world);
        if self.sides[from].lost.is_some_and(|lost| lost.destroyed) {
            self.lose_exposed(from, world);
        }
    }

    /// The users of a home are to be served by a pool from now on.
    fn assign(
        &mut self,
        home: usize,
        to: usize,
        because: Explanation,
        passage: Passage,
        world: &mut World<'_>,
    ) {
        let side = &mut self.sides[home];
        side.assigned = to;
        side.returning &= to == home;
        side.because = because;
        let level = self.level(home);
        for people in world.at_home(self.pools[home]).to_vec() {
            world.move_to_host(people, self.pools[to], level, because, passage);
        }
        // Its users are back where their missing writes are.
        if let Some(span) = self.sides[to].exposed.take_if(|_| to == home)
            && span > Span::ZERO
        {
            self.tell_data(DataFate::Late, span, world);
        }
    }

    /// Whose users a pool is to serve.
    fn homes_assigned_to(&self, slot: usize) -> Vec<usize> {
        (0..2).filter(|home| self.sides[*home].assigned == slot).collect()
    }
}
