//! Unprotected time: while a service is up, but one more failure away from an outage or a refusal.

use crate::quantity::{Span, Time};
use crate::system::port::{Findings, Interests, Loads, Measured, Observer, Part};
use crate::system::{Exposure, ServiceId, ServiceView, System};

/// Watches all services.
#[derive(Clone)]
pub(crate) struct Protection {
    services: Vec<Book>,
}

#[derive(Clone, Default)]
struct Book {
    exposed: Option<(Time, Exposure)>,
    /// Few: a list is searched sooner than a tree.
    by_reason: Vec<(Exposure, Span)>,
    times: u64,
}

impl Protection {
    pub(crate) fn new(system: &System) -> Self {
        Self { services: vec![Book::default(); system.services().count()] }
    }
}

impl Book {
    #[inline]
    fn follow(&mut self, now: Time, exposure: Option<Exposure>) {
        if self.exposed.map(|(_, reason)| reason) != exposure {
            self.turn(now, exposure);
        }
    }

    #[inline(never)]
    fn turn(&mut self, now: Time, exposure: Option<Exposure>) {
        self.times += u64::from(self.exposed.is_none());
        if let Some((since, reason)) = self.exposed {
            match self.by_reason.iter_mut().find(|(other, _)| *other == reason) {
                Some((_, length)) => *length += now - since,
                None => self.by_reason.push((reason, now - since)),
            }
        }
        self.exposed = exposure.map(|reason| (now, reason));
    }
}

impl Observer for Protection {
    fn interests(&self) -> Interests {
        Interests { services: true, ..Interests::default() }
    }

    fn service(&mut self, now: Time, service: ServiceId, view: &ServiceView, _: &Loads<'_>) {
        self.services[service.at()].follow(now, view.exposure);
    }

    fn finish(&mut self, now: Time) {
        self.services.iter_mut().for_each(|book| book.follow(now, None));
    }

    fn figures(&self, _: &Findings<'_>, out: &mut Vec<Measured>) {
        for (at, book) in self.services.iter().enumerate() {
            let (subject, times) = (at as u32, book.times as f64);
            let metric = "times unprotected";
            out.push(Measured { metric, subject, part: Part::Whole, value: times });
            let metric = "unprotected seconds";
            let mut put = |part, value| out.push(Measured { metric, subject, part, value });
            let mut by_reason = book.by_reason.clone();
            by_reason.sort_unstable();
            let lengths = by_reason.iter().map(|(_, length)| length.secs_f64());
            // An empty sum of floats would be minus zero.
            put(Part::Whole, lengths.fold(0.0, |total, length| total + length));
            for (reason, length) in by_reason {
                put(Part::Name(reason.word().to_owned()), length.secs_f64());
            }
        }
    }

    fn duplicate(&self) -> Box<dyn Observer> {
        Box::new(self.clone())
    }
}
