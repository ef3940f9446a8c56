//! What a change buys: minutes of downtime for each unit of money.

use crate::report::{ComparedPart, EstimateFigure};
use crate::scenario::{Price, Scenario};

/// What a scenario costs a year, in this money.
pub(super) fn per_year(scenario: &Scenario, currency: Option<&str>) -> Option<f64> {
    let price = scenario.price.as_ref().filter(|price| currency == Some(&price.currency))?;
    Some(price.per_year)
}

/// The money of all prices; `None` where there are none, or of several kinds.
pub(super) fn currency(scenarios: &[&Scenario]) -> Option<String> {
    let mut all = scenarios.iter().filter_map(|scenario| scenario.price.as_ref());
    let first = &all.next()?.currency;
    all.all(|price| price.currency == *first).then(|| first.clone())
}

/// Notes beside each difference what it costs or saves, where both have prices in one money that
/// differ.
pub(super) fn weigh(parts: &mut [ComparedPart], here: &Scenario, first: &Scenario) {
    let (Some(here), Some(first)) = (&here.price, &first.price) else { return };
    let Some(more) = dearer(here, first) else { return };
    for difference in parts.iter_mut().filter_map(|part| part.against_first.as_mut()) {
        let down = &difference.downtime_seconds_per_year;
        // Less downtime for more money, or more of it for less: either way above zero.
        let minutes = |seconds: f64| -seconds / 60.0 / more;
        let (one, other) = (minutes(down.lower), minutes(down.upper));
        difference.minutes_saved_per_money = Some(EstimateFigure {
            value: minutes(down.value),
            lower: one.min(other),
            upper: one.max(other),
        });
    }
}

fn dearer(here: &Price, first: &Price) -> Option<f64> {
    let more = here.per_year - first.per_year;
    (here.currency == first.currency && more != 0.0).then_some(more)
}
