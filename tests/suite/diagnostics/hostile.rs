//! What no file may do: crash the program, hang it, fill the memory, or flood the terminal.

use super::{GOOD, codes, edited, said, scenario};
use hadr::scenario::{Rejection, parse, read};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

/// Does it, and does it soon enough: the bounds are generous, for busy machines.
#[expect(clippy::disallowed_methods, reason = "how long reading takes is what is tested")]
fn within<T>(seconds: u64, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let result = work();
    assert!(started.elapsed() < Duration::from_secs(seconds), "{:?}", started.elapsed());
    result
}

#[test]
fn an_empty_file_is_told_so() {
    let wanted = r#"error[S001]: the file is empty
--> s.json:1:1
 = help: a scenario starts like { "schema": "hadr/v1", "title": "..." }

1 problem
"#;
    assert_eq!(said(""), wanted);
    assert_eq!(codes(" \n\t\n"), ["S001"]);
    assert_eq!(codes("[]"), ["S012"]);
    assert_eq!(codes("{}"), ["S011"; 4]);
    let foreign = "{\"schema\": \"hadr/v9\", \"other\": [\"language\"]}";
    assert_eq!(codes(foreign), ["S015"]);
}

#[test]
fn a_directory_and_a_missing_file_are_the_worlds_fault() {
    let told = |path: &str| match read(Path::new(path)) {
        Err(rejection @ Rejection::Unreadable { .. }) => rejection.render(false),
        _ => String::new(),
    };
    assert_eq!(told("src"), "error: cannot read `src`: it is a directory\n");
    assert_eq!(told("no/such"), "error: cannot read `no/such`: there is no such file\n");
}

#[test]
fn text_that_is_not_utf8_is_shown_where_it_goes_wrong() {
    let mut text = b"{\n  \"title\": \"caf".to_vec();
    text.extend([0xe9, b'"', b'}']);
    let wanted = "error[S002]: the file is not encoded in UTF-8
 --> s.json:2:16
  |
2 |   \"title\": \"caf\u{fffd}\"}
  |                ^ this byte
  |
  = help: save it as UTF-8

1 problem
";
    assert_eq!(said(text), wanted);
}

#[test]
fn a_byte_order_mark_is_no_mistake() {
    assert_eq!(said(format!("\u{feff}{GOOD}")), "");
}

#[test]
fn nesting_without_end_is_refused_at_once() {
    let brackets = "[".repeat(20_000_000);
    let told = within(3, || said(&brackets));
    assert!(told.starts_with("error[S004]: nested deeper than 128 levels\n --> s.json:1:129\n"));
    assert!(told.len() < 2_000, "{} bytes", told.len());
    assert_eq!(codes("{\"a\":".repeat(200)), ["S004"]);
}

#[test]
fn values_without_end_are_refused() {
    let lists = format!("[{}]", "[],".repeat(6_000_000));
    assert_eq!(within(3, || codes(lists)), ["S005"]);
}

#[test]
fn a_file_too_large_is_refused_unread() {
    assert_eq!(codes(vec![b' '; (64 << 20) + 1]), ["S005"]);
}

#[test]
fn huge_numbers_are_values_out_of_range_and_nothing_worse() {
    let long = "9".repeat(100_000);
    for number in ["1e999999999", "-0", "-1e-999999999", "18446744073709551616", "1.0", &long] {
        let told = codes(edited(&[("\"fall\": 3", &format!("\"fall\": {number}"))]));
        assert_eq!(told, ["S103"], "{}", &number[..number.len().min(20)]);
    }
    for span in ["1e2147483648 s", "1e-99999999999 s", &format!("{long} s"), &format!("0.{long} y")]
    {
        said(edited(&[("\"5 s\"", &format!("\"{span}\""))]));
    }
    assert_eq!(codes(edited(&[("\"size\": 1", "\"size\": 4294967296")])), ["S103"]);
}

#[test]
fn one_long_line_is_cut_around_the_place() {
    let pad = "x".repeat(1_000_000);
    let told = said(edited(&[("\"Two servers\"", &format!("\"{pad}\", \"titel\": \"{pad}\""))]));
    assert!(told.contains("s.json:3:1000016\n"), "{told}");
    assert!(told.len() < 2_000, "{} bytes", told.len());
}

#[test]
fn half_a_line_break_at_the_end_is_no_trap() {
    assert_eq!(codes("{\r"), ["S001"]);
    assert!(said("{\r").starts_with("error[S001]: the file ends where a key"));
}

#[test]
fn a_control_character_never_reaches_the_terminal() {
    let told = said(edited(&[("\"need\"", "\"\\u001b[31m\\u0007need\"")]));
    assert!(!told.contains(['\u{1b}', '\u{7}']), "{told:?}");
    assert!(told.contains("a pool has no field `\\u{1b}[31m\\u{7}need`"), "{told}");
}

#[test]
fn beyond_fifty_problems_the_rest_is_counted() {
    let mut fields = String::new();
    for number in 0..20_000 {
        write!(fields, "\"x{number}\": 0, ").expect("a string takes everything");
    }
    let told = said(edited(&[("\"title\"", &format!("{fields}\"title\""))]));
    assert_eq!(told.matches("error[S010]").count(), 50);
    assert!(told.ends_with("\n... and 19950 more\n20000 problems\n"), "{told}");
}

/// A scenario in which each server is listed by itself.
fn listed(servers: usize, place: &str) -> String {
    let mut components = String::new();
    let mut members = String::new();
    for number in 0..servers {
        write!(
            components,
            "\"s{number}x\": {{\"in\": \"{place}\", \"limit\": \"6660 users\",
              \"fails\": [{{\"crash\": {{\"life\": {{\"exponential\": \"2000 h\"}}}}}}],
              \"repair\": {{\"takes\": \"4 h\", \"crew\": \"team\"}}}}, "
        )
        .expect("a string takes everything");
        write!(members, "\"s{number}x\", ").expect("a string takes everything");
    }
    edited(&[
        ("\"components\": {", &format!("\"components\": {{{components}")),
        (
            "{\"web\": {\"pool\": {",
            "{\"all\": {\"pool\": {\"members\": [MEMBERS\"db\"]}}, \"web\": {\"pool\": {",
        ),
        ("MEMBERS", &members),
    ])
}

#[test]
fn twenty_thousand_listed_servers_are_checked_within_a_second_or_so() {
    let text = listed(20_000, "rack");
    assert!(text.len() > 3_000_000);
    let it = within(3, || scenario(&text));
    assert_eq!(it.blueprint.services[0].members.len(), 20_001);
}

#[test]
fn twenty_thousand_dangling_names_take_no_longer() {
    let text = listed(20_000, "rakc");
    assert_eq!(codes(&text).len(), 10_000);
    let told = within(3, || said(&text));
    assert!(told.ends_with("20000 problems\n"));
}

#[test]
fn a_chain_of_places_may_be_as_long_as_the_file() {
    let mut places = String::new();
    for number in 1..50_000 {
        write!(places, "\"p{number}\": {{\"in\": \"p{}\"}}, ", number - 1)
            .expect("a string takes everything");
    }
    let text = edited(&[("\"site\": {}", &format!("{places}\"p0\": {{}}, \"site\": {{}}"))]);
    assert_eq!(codes(&text), [""; 0]);
    let circle = text.replace("\"p0\": {}", "\"p0\": {\"in\": \"p49999\"}");
    assert_eq!(codes(&circle), ["S301"]);
}

#[test]
fn repeats_cannot_multiply_without_end() {
    let rounds = vec!["{\"x\": \"a\"}"; 100_000].join(", ");
    let filler = vec!["\"y\""; 100].join(", ");
    let text = edited(&[(
        "\"system\"",
        &format!(
            "\"repeat\": [{{\"for\": [{rounds}], \"system\": {{\"junk\": [{filler}]}}}}],\n  \"system\""
        ),
    )]);
    assert!(codes(text).contains(&"S005"));
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        said(bytes);
    }

    #[test]
    fn no_json_like_text_makes_the_reader_panic(text in "[\\[\\]{}\":,0-9a-z\\\\ u$é-]{0,200}") {
        said(text);
    }

    #[test]
    fn no_mutation_of_a_scenario_makes_the_reader_panic(
        at in 0..GOOD.len(),
        length in 0..40_usize,
        insert in "[\\[\\]{}\":,0-9a-z %$/.e-]{0,12}",
    ) {
        let mut bytes = GOOD.as_bytes().to_vec();
        let end = (at + length).min(bytes.len());
        bytes.splice(at..end, insert.bytes());
        if let Err(Rejection::Invalid(problems)) = parse("s.json", &bytes) {
            prop_assert!(!problems.is_empty());
            let told = problems.render(false);
            let ends = told.ends_with("\n1 problem\n") || told.ends_with(" problems\n");
            prop_assert!(ends, "{}", told);
        }
    }

    #[test]
    fn no_text_in_a_texts_place_makes_the_reader_panic(text in any::<String>()) {
        for quoted in ["\"900 users\"", "\"web-02\"", "\"2000 h\"", "\"99 % of users\"", "\"hard\""] {
            let inside = serde_json::to_string(&text).expect("every text can be quoted");
            said(edited(&[(quoted, &inside)]));
        }
    }
}
