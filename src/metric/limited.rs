//! Time in which a service is up and works at the limited level.

use crate::quantity::{Span, Time};
use crate::system::port::{Findings, Interests, Loads, Measured, Observer, Part};
use crate::system::{ServiceId, ServiceLevel, ServiceView, System};

/// Watches all services.
#[derive(Clone)]
pub(crate) struct Limited {
    services: Vec<Book>,
}

#[derive(Clone, Copy, Default)]
struct Book {
    since: Option<Time>,
    total: Span,
}

impl Limited {
    pub(crate) fn new(system: &System) -> Self {
        Self { services: vec![Book::default(); system.services().count()] }
    }
}

impl Book {
    fn follow(&mut self, now: Time, limited: bool) {
        match (self.since, limited) {
            (Some(since), false) => {
                self.total += now - since;
                self.since = None;
            }
            (None, true) => self.since = Some(now),
            _ => {}
        }
    }
}

impl Observer for Limited {
    fn interests(&self) -> Interests {
        Interests { services: true, ..Interests::default() }
    }

    fn service(&mut self, now: Time, service: ServiceId, view: &ServiceView, _: &Loads<'_>) {
        let limited = view.up && view.service_level == ServiceLevel::Limited;
        self.services[service.at()].follow(now, limited);
    }

    fn finish(&mut self, now: Time) {
        self.services.iter_mut().for_each(|book| book.follow(now, false));
    }

    fn figures(&self, _: &Findings<'_>, out: &mut Vec<Measured>) {
        for (at, book) in self.services.iter().enumerate() {
            let (subject, part, value) = (at as u32, Part::Whole, book.total.secs_f64());
            out.push(Measured { metric: "limited seconds", subject, part, value });
        }
    }

    fn duplicate(&self) -> Box<dyn Observer> {
        Box::new(self.clone())
    }
}
