//! Charts of hand-made results: complete, inside the canvas, the same twice.

use crate::hand_made::{Made, six_servers, sure};
use hadr::chart::{CHARTS, Chart, ChartError, Format, Subject, draw};
use hadr::report::{FeatureReport, Report};

/// A pool of so many members with names of this stem, and its users.
fn pool(members: usize, stem: &str) -> Report {
    let names: Vec<String> = (1..=members).map(|i| format!("{stem}-{i:02}")).collect();
    let users = 40_000.0;
    Made::titled("A pool loses its first member")
        .incident("one-down")
        .falling("web", &names)
        .pool_of("web", &names, users, 1.1 * users / members as f64)
        .users("staff", users, 1.0 / members as f64)
        .report()
}

/// The charts of one incident; those of the long run have a file of their own.
fn of_incidents() -> impl Iterator<Item = &'static Chart> {
    CHARTS.iter().filter(|chart| chart.subject() == Subject::Incident)
}

const LONG: &str = "front-end-server-of-the-datacentre-in-lisbon";

fn svg(report: &Report, kind: &str) -> String {
    let bytes = draw(report, kind, None, Format::Svg).expect("it can be drawn");
    String::from_utf8(bytes).expect("SVG is text")
}

/// The texts of a picture: what, left end, right end, and middle height, in pixels.
pub fn texts(svg: &str) -> Vec<(String, f64, f64, f64)> {
    let attribute = |tag: &str, name: &str| {
        let from =
            tag.find(&format!(" {name}=\"")).expect("the attribute is there") + name.len() + 3;
        tag[from..].split('"').next().unwrap_or_default().to_owned()
    };
    let number = |tag: &str, name: &str| attribute(tag, name).parse::<f64>().expect("a number");
    let mut found = Vec::new();
    for piece in svg.split("<text").skip(1) {
        let (tag, rest) = piece.split_once('>').expect("the tag ends");
        let text = rest.split("</text>").next().unwrap_or_default().trim().to_owned();
        // A rough width: letters of a sans-serif are not wider on average.
        let wide = 0.55 * number(tag, "font-size") * text.chars().count() as f64;
        let (x, y) = (number(tag, "x"), number(tag, "y"));
        if tag.contains("rotate") {
            found.push((text, x, x, y));
            continue;
        }
        let left = match attribute(tag, "text-anchor").as_str() {
            "start" => x,
            "middle" => x - wide / 2.0,
            _ => x - wide,
        };
        found.push((text, left, left + wide, y));
    }
    found
}

/// Width and height, from the head of the SVG.
pub fn size(svg: &str) -> (f64, f64) {
    let of = |name: &str| {
        let rest = svg.split(&format!("{name}=\"")).nth(1).expect("the picture has a size");
        rest.split('"').next().and_then(|n| n.parse().ok()).expect("a number")
    };
    (of("width"), of("height"))
}

#[test]
fn every_text_is_inside_and_none_overlaps_another() {
    for members in [1, 6, 40, 100, 300] {
        for stem in ["web", LONG] {
            for chart in of_incidents() {
                let svg = svg(&pool(members, stem), chart.name);
                assert_readable(&svg, &format!("{} of {members} {stem}", chart.name));
            }
        }
    }
}

/// Every text is inside, and none stands on another of its column.
#[track_caller]
pub fn assert_readable(svg: &str, of: &str) {
    let (wide, high) = size(svg);
    let texts = texts(svg);
    for (text, left, right, y) in &texts {
        let inside = *left >= 0.0 && *right <= wide && *y >= 8.0 && *y <= high - 8.0;
        assert!(inside, "{of}: `{text}`");
    }
    // Rows of a column stand at least a line apart.
    for (i, (a, left, _, y)) in texts.iter().enumerate() {
        for (b, other_left, other_right, other_y) in &texts[i + 1..] {
            let same_column = left >= other_left && left < other_right;
            let clear = !same_column || (y - other_y).abs() >= 11.0;
            assert!(clear, "{of}: `{a}` on `{b}`");
        }
    }
}

#[test]
fn the_load_chart_names_its_members_and_their_peaks() {
    let svg = svg(&six_servers(), "load");
    for text in [
        "One of six web servers fails",
        "web-01",
        "web-06",
        "peak 6,667 (88.9 %)",
        "peak 8,000 (106.7 %)",
        "load of a member (users)",
        "limit",
        "worst peak of the drawn trials",
        "scenario 6f2a91c03b7de845, seed 42, hadr 0.1.0",
    ] {
        assert!(svg.contains(text), "`{text}` is missing");
    }
}

#[test]
fn the_users_chart_names_its_levels_and_shows_the_time_of_the_incident() {
    let svg = svg(&six_servers(), "users");
    for text in
        ["staff: 40,000 users want sign-in", "waiting", "refused", "time since the start (min)"]
    {
        assert!(svg.contains(text), "`{text}` is missing");
    }
    let texts = texts(&svg);
    let has = |word: &str| texts.iter().any(|(text, ..)| text == word);
    // Ten to fifteen minutes of four hours.
    assert!(has("10") && has("15") && !has("60"));
}

#[test]
fn a_few_users_of_many_are_magnified_and_it_is_said() {
    let magnified = svg(&pool(40, "web"), "users");
    assert!(magnified.contains("only those not served in full are drawn, at most 1,000"));
    assert!(!magnified.contains(
        "served in full
"
    ));
    let whole = svg(&six_servers(), "users");
    assert!(
        !whole.contains("only those")
            && whole.contains(
                "served in full
"
            )
    );
}

#[test]
fn long_names_keep_both_ends() {
    let svg = svg(&pool(6, LONG), "load");
    assert!(
        texts(&svg).iter().any(|(t, ..)| t.starts_with("front-end")
            && t.contains('…')
            && t.ends_with("lisbon-06"))
    );
}

#[test]
fn a_pool_of_hundreds_shows_its_fullest_members() {
    let svg = svg(&pool(300, "web"), "load");
    assert!(svg.contains("the 120 fullest of 300 members"));
}

#[test]
fn several_populations_and_services_get_a_panel_each() {
    let report = Made::titled("Two sites")
        .incident("lisbon-lost")
        .pool("web", 4, 100.0, 40.0)
        .pool("proxy", 2, 100.0, 60.0)
        .users("lisbon", 17_500.0, 1.0)
        .calm_users("porto", 7_500.0)
        .report();
    let users = svg(&report, "users");
    assert!(users.contains("lisbon: 17,500 users") && users.contains("porto: 7,500 users"));
    let load = svg(&report, "load");
    assert!(load.contains("web: 4 members") && load.contains("proxy: 2 members"));
}

#[test]
fn names_cannot_break_out_of_the_svg() {
    let report = Made::titled("<script>alert(1)</script> & \u{1b}more")
        .incident("a<b")
        .pool_of("web", &["<g>".into(), "b & c".into()], 10.0, 10.0)
        .report();
    let svg = svg(&report, "load");
    assert!(!svg.contains("<script>") && !svg.contains("<g>"));
    assert!(svg.contains("&lt;g&gt;") && !svg.contains('\u{1b}'));
}

#[test]
fn where_nothing_happens_the_chart_says_so() {
    let report = Made::titled("Calm").incident("none").calm_users("staff", 10.0).report();
    assert!(svg(&report, "users").contains("Nothing changed for any user."));
}

/// Edges that are out take features from users whom their home serves on.
#[test]
fn where_only_features_are_lacked_the_chart_does_not_say_that_nothing_changed() {
    let mut report = Made::titled("Edges").incident("out").calm_users("staff", 10.0).report();
    report.incidents[0].populations[0].features.push(FeatureReport {
        name: "calls".into(),
        path: vec!["edge for staff".into()],
        thresholds: Vec::new(),
        lost_user_minutes: sure(300.0),
        lost_by_phase: Vec::new(),
        lost_by_chain: Vec::new(),
    });
    let svg = svg(&report, "users");
    assert!(!svg.contains("Nothing changed"));
    assert!(svg.contains("does not draw the features that users lack"));
}

#[test]
fn where_there_is_nothing_to_draw_the_reason_is_told() {
    let empty = Made::titled("Empty").incident("x").report();
    for chart in of_incidents() {
        let error = draw(&empty, chart.name, None, Format::Svg).expect_err("nothing is there");
        assert!(matches!(error, ChartError::Nothing(_)), "{error}");
    }
    let without_members = Made::titled("Empty").incident("x").pool("web", 0, 0.0, 0.0).report();
    assert!(draw(&without_members, "load", None, Format::Svg).is_err());
    let without_load = Made::titled("Idle").incident("x").pool("web", 2, 0.0, 0.0).report();
    assert!(draw(&without_load, "load", None, Format::Png).is_ok());
    let nobody = Made::titled("Nobody").incident("x").users("staff", 0.0, 0.0).report();
    assert!(draw(&nobody, "users", None, Format::Png).is_ok());
}

#[test]
fn the_incident_is_chosen_by_name() {
    let report = Made::titled("Two")
        .incident("first")
        .users("a", 10.0, 1.0)
        .incident("second")
        .users("b", 10.0, 1.0)
        .report();
    let told = |incident| draw(&report, "users", incident, Format::Svg).map_err(|e| e.to_string());
    assert_eq!(
        told(None),
        Err("the result has several incidents; choose one with `--incident`: `first`, `second`"
            .into())
    );
    assert_eq!(
        told(Some("third")),
        Err("the result has no incident `third`; there are: `first`, `second`".into())
    );
    assert!(
        String::from_utf8_lossy(&told(Some("second")).expect("it is there"))
            .contains("b: 10 users")
    );
    assert_eq!(
        draw(&report, "pie", None, Format::Svg).map_err(|e| e.to_string()),
        Err("there is no chart `pie`; there are: `availability`, `causes`, `comparison`, `convergence`, \
             `exceedance`, `incident`, `load`, `phases`, `sweep`, `tornado`, `unprotected`, `users`".into())
    );
    let none = Made::titled("None").report();
    assert_eq!(draw(&none, "users", None, Format::Svg), Err(ChartError::NoIncident));
}

#[test]
fn a_png_is_a_png_at_twice_the_size_of_the_svg() {
    for chart in of_incidents() {
        let report = pool(6, "web");
        let bytes = draw(&report, chart.name, None, Format::Png).expect("it can be drawn");
        let reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info();
        let mut reader = reader.expect("the head is right");
        let mut pixels = vec![0; reader.output_buffer_size().expect("it fits in memory")];
        let info = reader.next_frame(&mut pixels).expect("the pixels are right");
        let (wide, high) = size(&svg(&report, chart.name));
        assert_eq!((f64::from(info.width), f64::from(info.height)), (2.0 * wide, 2.0 * high));
        let white = pixels.chunks(3).filter(|p| p == &[255, 255, 255]).count();
        // A border all around, and something inside.
        assert!(white > 0 && white < pixels.len() / 3);
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    for chart in of_incidents() {
        for format in [Format::Svg, Format::Png] {
            let once = draw(&six_servers(), chart.name, None, format);
            assert_eq!(once, draw(&six_servers(), chart.name, None, format));
        }
    }
}

/// A place is lost, a pair takes over, a runbook follows, and some users are limited meanwhile.
fn site_lost() -> Report {
    Made::titled("A site is lost")
        .incident("lisbon-lost")
        .happened(600.0, "failed", "lisbon", "lisbon fails (disaster)")
        .happened(600.0, "lost", "web", "30,000 users lose web")
        .happened(9_000.0, "restored", "lisbon", "lisbon is up again")
        .states("place", "lisbon", "", &[(0.0, "up"), (600.0, "failed"), (9_000.0, "up")])
        .states("service", "sql", "", &[(0.0, "up"), (600.0, "out"), (640.0, "up")])
        .states(
            "component",
            "sql-01",
            "sql",
            &[(0.0, "leading"), (600.0, "down"), (9_000.0, "ready")],
        )
        .states("component", "sql-02", "sql", &[(0.0, "ready"), (640.0, "leading")])
        .states("component", "proxy", "", &[(0.0, "up"), (600.0, "down"), (9_000.0, "up")])
        .folded("proxy-09", 9)
        .runbook(
            "failover",
            &[("the edge is re-pointed: no edge is up", true), ("users fail over", false)],
        )
        .states("feature", "calls", "staff", &[(0.0, "had"), (600.0, "lacked"), (700.0, "had")])
        .users("staff", 30_000.0, 1.0)
        .report()
}

#[test]
fn the_incident_chart_names_who_stood_where_and_what_was_refused() {
    let svg = svg(&site_lost(), "incident");
    let texts = texts(&svg);
    let has = |word: &str| assert!(texts.iter().any(|(text, ..)| text == word), "`{word}`");
    for name in ["lisbon", "sql", "sql-01", "proxy … proxy-09 (9)", "other components", "calls"] {
        has(name);
    }
    has("features of staff");
    has("and 9 more that change");
    // States in the legend and on their bars, levels of users, steps, moments.
    for word in ["up, ready, had, idle", "leading", "down, out, lacked", "failed", "served in full"]
    {
        has(word);
    }
    has("a");
    has("failover: the edge is re-pointed: no edge is up");
    has("lisbon fails (disaster) (and 1 more at this time)");
    has("staff: 30,000 users");
    has("scenario 6f2a91c03b7de845, seed 42, hadr 0.1.0");
    assert!(svg.contains("time since the start (h:min:s)"));
}

#[test]
fn the_incident_chart_leaves_out_hours_in_which_nothing_changes_and_says_so() {
    let svg = svg(&site_lost(), "incident");
    assert!(svg.contains("Where the time axis is broken"));
    assert!(texts(&svg).iter().any(|(text, ..)| text.starts_with("2 h 1")), "{:?}", texts(&svg));
    let short = pool(6, "web");
    assert!(!self::svg(&short, "incident").contains("Where the time axis is broken"));
}

#[test]
fn many_populations_are_drawn_together_and_few_each() {
    let mut made = Made::titled("Sites").incident("lost");
    for site in ["a", "b", "c", "d", "e"] {
        made = made.users(site, 1_000.0, 1.0);
    }
    let together = svg(&made.report(), "incident");
    assert!(together.contains("all 5 populations: 5,000 users"));
    let each = Made::titled("Sites").incident("lost").users("a", 1_000.0, 1.0).users("b", 5.0, 0.0);
    let each = svg(&each.report(), "incident");
    assert!(each.contains("a: 1,000 users") && each.contains("b: 5 users"));
}

#[test]
fn a_hundred_members_that_change_are_cut_and_counted() {
    let svg = svg(&pool(100, "web"), "incident");
    assert!(svg.contains("and 39 more that change"), "{:?}", texts(&svg));
    let (_, high) = size(&svg);
    assert!(high < 1_600.0, "{high}");
}
