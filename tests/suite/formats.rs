//! The same result in its other formats.

use crate::hand_made::Made;
use crate::scenarios;
use hadr::report::{
    Record, Report, record_to_csv, record_to_markdown, record_to_table, to_csv, to_markdown,
    to_table,
};
use hadr::scenario::{self, Source};
use hadr::study::{self, Design, Options};

fn six_servers() -> Report {
    let made = Made::titled("Six | *front-end* <servers>").incident("web-down");
    made.pool("web", 6, 6_000.0, 1_500.0).report()
}

/// Markdown without its markup: the words that stand on the terminal.
fn words(markdown: &str) -> String {
    let mut words = String::new();
    for line in markdown.lines() {
        let line = line.trim_start_matches("- ").trim_start_matches('#').replace("**", "");
        let rule = line.starts_with('|') && line.chars().all(|c| "|-: ".contains(c));
        let mut letters = if rule { "".chars() } else { line.chars() };
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => words.extend(letters.next()),
                '|' => words.push(' '),
                _ => words.push(letter),
            }
        }
        words.push('\n');
    }
    let words = words.replace("&emsp;", "");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn table_words(report: &Report) -> String {
    to_table(report, false).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn markdown_says_what_the_table_says_in_the_same_columns() {
    for report in [
        six_servers(),
        crate::recovery::mirror(),
        Made::titled("Long").long_run("web", 640).long_run_users("staff").report(),
        scenarios::report("planned-patching", 3),
        scenarios::report("lync-paired-datacenters", 2),
        scenarios::report("backend-mirror-witness", 3),
    ] {
        assert_eq!(words(&to_markdown(&report)), table_words(&report));
    }
}

#[test]
fn a_table_in_markdown_reads_like_this() {
    let text = to_markdown(&Made::titled("Lo|ng *run*").long_run("web", 640).report());
    let expected = r"# Lo\|ng \*run\*

## LONG RUN

200 trials of 10 y, start new, 48,210 failures and repairs; intervals at 95 %

### web

| | | |
| --- | ---: | --- |
| availability | 99.9953 % | 99.9947 % to 99.9959 %; at least 4.2 nines |
";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.ends_with("6f2a91c03b7de845\n") && !text.contains("\n\n\n"), "{text}");
}

/// Reads RFC 4180 by its grammar.
fn rows(csv: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut letters, mut inside) = (csv.chars().peekable(), false);
    while let Some(letter) = letters.next() {
        match letter {
            '"' if inside && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => inside = !inside,
            ',' if !inside => row.push(std::mem::take(&mut cell)),
            '\r' if !inside => assert_eq!(letters.peek(), Some(&'\n'), "lines end with both"),
            '\n' if !inside => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(letter),
        }
    }
    assert!(!inside && row.is_empty(), "the last line ends too");
    rows
}

/// Figures of a record by their shape.
fn figures(value: &serde_json::Value) -> usize {
    match value {
        serde_json::Value::Object(fields) => {
            let is = |keys: &[&str]| keys.iter().all(|key| fields.contains_key(*key));
            let here = is(&["lower", "upper"]) || is(&["story", "p5", "p95", "worst"]);
            usize::from(here) + fields.values().map(figures).sum::<usize>()
        }
        serde_json::Value::Array(list) => list.iter().map(figures).sum(),
        _ => 0,
    }
}

#[test]
fn csv_has_every_figure_of_the_record_once() {
    for report in
        [six_servers(), scenarios::report("planned-patching", 3), crate::recovery::mirror()]
    {
        let csv = rows(&to_csv(&report));
        assert_eq!(csv[0].len(), 13);
        assert!(csv.iter().all(|row| row.len() == csv[0].len()), "every row has all columns");
        let tree = serde_json::to_value(&report).expect("a record");
        let wide = csv[1..].iter().filter(|row| !row[8].is_empty() || !row[9].is_empty());
        assert_eq!(wide.count(), figures(&tree));
        let mut keys: Vec<_> = csv.iter().map(|row| row[..5].to_vec()).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), csv.len(), "no two rows are about the same");
    }
}

#[test]
fn csv_reads_like_this() {
    let name = "we\"b, the =pool";
    let report = Made::titled("Long").long_run(name, 640).long_run_users("staff").report();
    let csv = to_csv(&report);
    for line in [
        "study,kind,subject,figure,part,unit,value,lower,upper,story,p5,p95,worst",
        "long run,service,\"we\"\"b, the =pool\",mean_outage_seconds,,s,4620,4100,5200,,,,",
        "long run,population,staff,lost_user_minutes_per_year_by_chain,\
         server failed while another was down,user-minutes/year,260000,130000,400000,,,,",
        ",,,seed,,,42,,,,,,",
    ] {
        assert!(csv.lines().any(|seen| seen == line), "{line}\n{csv}");
    }
}

const POOL: &str = r#"{"schema": "hadr/v1", "title": "Pool", "question": "How many?", "sources": ["invented"],
    "system": {
        "places": {"site": {}},
        "components": {"web": {"in": "site", "count": 3,
            "fails": [{"crash": {"life": {"exponential": "1000 h"}}}],
            "repair": {"takes": {"lognormal": {"median": "1 h", "mean": "6 h"}}}}},
        "services": {"fe": {"pool": {"members": "web", "need": 2, "detect": {"after": "30 s"}}}},
        "populations": {"staff": {"users": "100 users", "home": "fe"}}},
    "study": {"estimate": {"horizon": "2 y", "trials": 20}},
    "objectives": {"up": {"availability": {"at_least": "99 %", "count": "time"}}}}"#;

/// Records of designs, of all kinds.
fn designs() -> Vec<Record> {
    let read = |text: &str| scenario::parse("s.json", text.as_bytes()).expect("it is a scenario");
    let design = |name: &str, count: &str| Design {
        name: name.to_owned(),
        scenario: read(&POOL.replace("\"count\": 3", &format!("\"count\": {count}"))),
    };
    let options = Options::default();
    let all = [design("now", "2"), design("more", "3"), design("most", "4")];
    let (comparison, _) = study::compare(&all, &options, None).expect("it runs");
    let source = Source::parse("s.json", POOL).expect("it is a scenario");
    let axes = [
        ("components.web.count".to_owned(), vec!["2".to_owned(), "3".to_owned()]),
        ("services.fe.pool.detect.after".to_owned(), vec!["5 s".to_owned(), "30 s".to_owned()]),
    ];
    let swept = study::sweep(&source, &axes, &options, None, 100).expect("it runs");
    let sensitive = study::sensitivity(&source, None, 2.0, &options, None, 100);
    vec![
        Record::Comparison(Box::new(comparison)),
        Record::Sweep(Box::new(swept)),
        Record::Sensitivity(Box::new(sensitive.expect("it runs"))),
    ]
}

#[test]
fn designs_have_all_formats_too() {
    for record in designs() {
        let noun = record.noun();
        let table = record_to_table(&record, false);
        let told = table.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words(&record_to_markdown(&record)), told);
        assert!(table.lines().all(|line| line.chars().count() <= 100), "{table}");
        assert!(table.contains("Question: How many?") && table.contains("Sources: invented"));
        assert!(!table.contains('{'), "laws are told in words: {table}");

        let csv = rows(&record_to_csv(&record));
        let mut keys: Vec<_> = csv.iter().map(|row| row[..5].to_vec()).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), csv.len(), "{noun}: no two rows are about the same");
        let wide = csv[1..].iter().filter(|row| !row[8].is_empty());
        let tree = match &record {
            Record::Comparison(report) => serde_json::to_value(report),
            Record::Sweep(report) => serde_json::to_value(report),
            Record::Sensitivity(report) => serde_json::to_value(report),
            Record::Result(report) => serde_json::to_value(report),
        };
        assert_eq!(wide.count(), figures(&tree.expect("a record")), "{noun}");
    }
}

#[test]
fn a_sweep_says_where_an_objective_is_met_and_on_how_few_it_stands() {
    let records = designs();
    let table = record_to_table(&records[1], false);
    let place = |words: &str| table.find(words).unwrap_or_else(|| panic!("{words}\n{table}"));
    assert!(place("up: at least 99 % of the time") < place("fe   differences"), "{table}");
    assert!(table.contains("web.count   detect.after"), "{table}");
    let csv = record_to_csv(&records[1]);
    assert!(csv.contains("\r\n,point,\"2, 5 s\",parts.unavailability,\"service, fe\","), "{csv}");
    let few = record_to_table(&records[2], false);
    assert!(few.contains("exponential, mean 1000 h") && few.contains("; too few)"), "{few}");
}
