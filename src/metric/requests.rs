//! What became of the requests of open loads.
//!
//! A load is a fluid: rates are followed exactly, and the counts of a drawn trial are drawn (or
//! rounded) once, at its end. A Poisson stream split by what becomes of its requests is three
//! independent ones.

use crate::quantity::{Span, Time};
use crate::random::{Chance, Purpose, poisson};
use crate::system::port::{Findings, Interests, Loads, Measured, Observer, Part};
use crate::system::{Arrivals, LoadTerms, RequestRates, ServiceId, ServiceView, System};

/// Watches all open loads.
#[derive(Clone)]
pub(crate) struct Requests {
    loads: Vec<Book>,
}

#[derive(Clone)]
struct Book {
    terms: LoadTerms,
    rates: RequestRates,
    since: Time,
    /// Requests, in millionths of a millionth.
    failed: u128,
    refused: u128,
    failing: Span,
    /// Times that some began to be lost, and until when they were.
    times: u64,
    until: Option<Time>,
}

impl Requests {
    pub(crate) fn new(system: &System) -> Self {
        let book = |terms| Book {
            terms,
            rates: RequestRates { of: 1, ..RequestRates::default() },
            since: Time::ZERO,
            failed: 0,
            refused: 0,
            failing: Span::ZERO,
            times: 0,
            until: None,
        };
        Self { loads: system.load_terms().into_iter().map(book).collect() }
    }
}

impl Book {
    #[inline]
    fn follow(&mut self, now: Time) {
        let length = now - self.since;
        self.since = now;
        let RequestRates { failing, of, refused } = self.rates;
        if of == 0 || failing > 0 || refused > 0 {
            self.lose(now, length);
        }
    }

    #[inline(never)]
    fn lose(&mut self, now: Time, length: Span) {
        let RequestRates { failing, of, refused } = self.rates;
        let time = u128::from(length.micros());
        let made = u128::from(self.terms.rate) * time;
        let failed = if of == 0 { made } else { made * u128::from(failing) / u128::from(of) };
        let share =
            u128::from(refused) * u128::from(self.terms.rate) / u128::from(self.terms.of.max(1));
        self.failed += failed;
        self.refused += share * time;
        if failed + share > 0 && length > Span::ZERO {
            self.failing += length;
            let goes_on = self.until.is_some_and(|until| until + length == now);
            self.times += u64::from(!goes_on);
            self.until = Some(now);
        }
    }

    /// The count of a drawn trial whose mean is `mean`.
    fn count(&self, mean: f64, which: u32, chance: Chance) -> f64 {
        if chance == Chance::Nominal || mean <= 0.0 {
            return mean;
        }
        match self.terms.arrivals {
            Arrivals::Constant => libm::round(mean),
            Arrivals::Poisson => poisson(mean, chance, self.terms.key, Purpose::Arrivals, which),
        }
    }
}

impl Observer for Requests {
    fn interests(&self) -> Interests {
        Interests { services: true, ..Interests::default() }
    }

    fn service(&mut self, now: Time, service: ServiceId, view: &ServiceView, _: &Loads<'_>) {
        for book in self.loads.iter_mut().filter(|book| book.terms.to == service) {
            book.follow(now);
            book.rates = view.requests;
        }
    }

    fn finish(&mut self, now: Time) {
        self.loads.iter_mut().for_each(|book| book.follow(now));
    }

    fn figures(&self, findings: &Findings<'_>, out: &mut Vec<Measured>) {
        for (at, book) in self.loads.iter().enumerate() {
            let mut put = |metric, value| {
                out.push(Measured { metric, subject: at as u32, part: Part::Whole, value });
            };
            let made = book.terms.rate as f64 * findings.horizon.micros() as f64 / 1e12;
            let (failed, refused) = (book.failed as f64 / 1e12, book.refused as f64 / 1e12);
            let done = (made - failed - refused).max(0.0);
            let failed = book.count(failed, 0, findings.chance);
            let refused = book.count(refused, 1, findings.chance);
            let done = book.count(done, 2, findings.chance);
            put("requests made", done + failed + refused);
            put("requests failed", failed);
            put("requests refused", refused);
            put("requests lost", failed + refused);
            put("failing seconds", book.failing.secs_f64());
            put("times requests were lost", book.times as f64);
        }
    }

    fn duplicate(&self) -> Box<dyn Observer> {
        Box::new(self.clone())
    }
}
