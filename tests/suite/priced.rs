//! What a change buys: minutes of downtime for each unit of money.

use hadr::report::{ComparisonReport, EstimateFigure};
use hadr::scenario::{self, Scenario};
use hadr::study::{Design, Options, compare};

/// So many servers, one of them enough, and their prices.
fn pool(count: u32, prices: &str) -> Scenario {
    let text = format!(
        r#"{{"schema": "hadr/v1", "title": "{count} servers", "system": {{
            "places": {{"dc": {{}}}},
            "components": {{"web": {{
                "in": "dc", "count": {count},
                "fails": [{{"crash": {{"life": {{"exponential": "90 h"}}}}}}],
                "repair": {{"takes": {{"exponential": "10 h"}}}}
            }}}},
            "services": {{"fe": {{"pool": {{"members": "web", "need": 1, "detect": "at_once"}}}}}}}},
            "study": {{"estimate": {{"horizon": "10 y", "trials": 50}}}}{prices}}}"#
    );
    scenario::parse("pool.json", text.as_bytes()).unwrap_or_else(|r| panic!("{r}"))
}

fn compared(designs: Vec<Scenario>) -> (ComparisonReport, Vec<String>) {
    let named = |(at, scenario)| Design { name: format!("{at}"), scenario };
    let designs: Vec<Design> = designs.into_iter().enumerate().map(named).collect();
    compare(&designs, &Options::default(), None).expect("they run")
}

const EUROS: &str =
    r#", "prices": {"currency": "EUR", "per_year": {"web": 1500, "dc": 100.5, "fe": 7}}"#;

/// Each member is paid for; the difference over the price of one more server.
#[test]
fn minutes_are_those_of_the_difference_over_those_of_the_price() {
    let (report, notes) = compared(vec![pool(1, EUROS), pool(2, EUROS)]);
    assert!(notes.is_empty(), "{notes:?}");
    assert_eq!(report.currency.as_deref(), Some("EUR"));
    let prices: Vec<_> = report.designs.iter().map(|design| design.price_per_year).collect();
    assert_eq!(prices, [Some(1607.5), Some(3107.5)]);
    let difference =
        report.designs[1].parts[0].against_first.as_ref().expect("there is a baseline");
    let saved = difference.minutes_saved_per_money.expect("both have prices");
    let down = &difference.downtime_seconds_per_year;
    let minutes = |seconds: f64| -seconds / 60.0 / 1500.0;
    assert_eq!(saved.value, minutes(down.value));
    assert_eq!((saved.lower, saved.upper), (minutes(down.upper), minutes(down.lower)));
    // 10 % of a year less 1 % of one, for 1,500 a year: 31.6 minutes each.
    let exact = 0.09 * 525_960.0 / 1500.0;
    assert!(saved.lower < exact && exact < saved.upper, "{saved:?} for {exact}");
    // The other way round as many are lost for each that is saved.
    let (back, _) = compared(vec![pool(2, EUROS), pool(1, EUROS)]);
    let lost = back.designs[1].parts[0].against_first.as_ref().expect("there is a baseline");
    let EstimateFigure { value, .. } = lost.minutes_saved_per_money.expect("both have prices");
    assert!((value / saved.value - 1.0).abs() < 1e-12);
}

#[test]
fn without_two_prices_in_one_money_that_differ_nothing_is_weighed() {
    let weighed = |designs: Vec<Scenario>| {
        let (report, notes) = compared(designs);
        let saved = report.designs[1].parts[0].against_first.as_ref().expect("a baseline");
        (report.currency, saved.minutes_saved_per_money.is_some(), notes)
    };
    let dollars = EUROS.replace("EUR", "USD");
    assert_eq!(weighed(vec![pool(1, ""), pool(2, "")]), (None, false, Vec::new()));
    let one = weighed(vec![pool(1, EUROS), pool(2, "")]);
    assert_eq!(one, (Some("EUR".into()), false, Vec::new()));
    let alike = EUROS.replace("1500", "0");
    let same = weighed(vec![pool(1, &alike), pool(2, &alike)]);
    assert_eq!(same, (Some("EUR".into()), false, Vec::new()));
    let note = "`1` has prices in USD, not in EUR: they are left out";
    let mixed = weighed(vec![pool(1, EUROS), pool(2, &dollars)]);
    assert_eq!(mixed, (None, false, vec![note.to_owned()]));
}
