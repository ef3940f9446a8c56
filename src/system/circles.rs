//! Parts that wait for each other to start: circles that a stop of everything would leave standing.

use super::beginning::Beginning;
use super::id::NodeId;
use super::needs::Start;
use super::topology::System;
use super::world::World;
use crate::random::Chance;

impl System {
    /// The circles in which parts would wait for each other if everything had stopped at once, by
    /// the names of their members; each once.
    pub fn circular_starts(&self) -> Vec<Vec<String>> {
        if self.lesser.starts.is_empty() {
            return Vec::new();
        }
        let mut world = World::new(self, Chance::Nominal, false, Beginning::New);
        world.stop_everything();
        let mut circles: Vec<Vec<String>> = Vec::new();
        for at in 0..self.nodes.len() {
            let Some(circle) = world.circle_from(NodeId::from(at)) else { continue };
            let circle = self.circle_of_names(&circle);
            if !circles.contains(&circle) {
                circles.push(circle);
            }
        }
        circles.sort();
        circles
    }

    /// The names of a circle by stem, from the least.
    fn circle_of_names(&self, circle: &[NodeId]) -> Vec<String> {
        let label = |node: &NodeId| self.stem(*node).to_owned();
        let mut names: Vec<String> = circle.iter().map(label).collect();
        let least = (0..names.len()).min_by_key(|at| &names[*at]).unwrap_or(0);
        names.rotate_left(least);
        // A service and the members written inside it share a name.
        names.dedup();
        if names.len() > 1 && names.first() == names.last() {
            names.pop();
        }
        names
    }
}

impl World<'_> {
    /// Every part that needs something to start stops, and then starts if it can.
    fn stop_everything(&mut self) {
        for at in 0..self.configuration.starts.len() {
            let node = NodeId::from(at);
            let started = self.configuration.starts[at] == Start::Started;
            if started && !self.system.starts(node).is_empty() {
                self.configuration.starts[at] = Start::Stopped;
                self.add_reason(node);
            }
        }
        for at in 0..self.configuration.starts.len() {
            self.may_start(NodeId::from(at));
        }
        self.agenda.restored = true;
        self.settle_truth();
    }
}
