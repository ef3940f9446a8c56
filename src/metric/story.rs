//! The story of one trial: what happened in order, and the users over time.

use crate::quantity::Time;
use crate::system::port::{Findings, Interests, Lack, Measured, Observer, Told};
use crate::system::{Stage, System, Transition, WantId};

/// Keeps what a told trial needs.
#[derive(Clone)]
pub(crate) struct Story {
    told: Told,
    wanted: Vec<u64>,
    /// By want: the last of what was lacked.
    lacked: Vec<Option<Lack>>,
}

impl Story {
    pub(crate) fn new(system: &System) -> Self {
        let wanted = system.population_sizes();
        let start = |wanted: &u64| vec![(Time::ZERO, *wanted, 0, 0)];
        let courses = wanted.iter().map(start).collect();
        let told = Told { courses, ..Told::default() };
        Self { told, wanted, lacked: vec![None; system.wants().count()] }
    }

    /// A feature is lacked over a stage: a longer time, or another one.
    fn lack(&mut self, want: WantId, stage: &Stage<'_>) {
        let (from, to) = (stage.from, stage.to);
        if stage.lacking == (0, 0) {
            return;
        }
        let by_all = stage.lacking == (stage.wanted, stage.wanted);
        let lack = Lack { want, from, to, by_all };
        match &mut self.lacked[want.at()] {
            Some(last) if last.to == from && last.by_all == by_all => last.to = to,
            last => self.told.lacks.extend(last.replace(lack)),
        }
    }
}

impl Observer for Story {
    fn interests(&self) -> Interests {
        Interests { transitions: true, stages: true, nodes: true, ..Interests::default() }
    }

    fn happened(&mut self, now: Time, transition: &Transition, _: &System) {
        self.told.story.push((now, *transition));
    }

    fn stage(&mut self, stage: &Stage<'_>) {
        if stage.from == stage.to {
            return;
        }
        if let Some(want) = stage.want {
            self.lack(want, stage);
            return;
        }
        let wanted = stage.wanted;
        let course = &mut self.told.courses[stage.population.at()];
        let point = |at: Time, lacking: u64, refused: u64| {
            (at, wanted - lacking, lacking - refused, refused)
        };
        let start = point(stage.from, stage.lacking.0, stage.refused.0);
        // Everybody was served between stages that do not touch.
        if let Some(&last) = course.last()
            && last.0 < stage.from
        {
            if last.1 < wanted {
                course.push((last.0, wanted, 0, 0));
            }
            course.push((stage.from, wanted, 0, 0));
        }
        if course.last() != Some(&start) {
            course.push(start);
        }
        course.push(point(stage.to, stage.lacking.1, stage.refused.1));
    }

    fn finish(&mut self, now: Time) {
        self.told.lacks.extend(self.lacked.iter_mut().filter_map(Option::take));
        for (course, wanted) in self.told.courses.iter_mut().zip(&self.wanted) {
            if let Some(&last) = course.last()
                && last.0 < now
            {
                if last.1 < *wanted {
                    course.push((last.0, *wanted, 0, 0));
                }
                course.push((now, *wanted, 0, 0));
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
