//! Samples from a CSV file beside the scenario: what is read, and what is said when it cannot be.

use super::{GOOD, edited, told};
use hadr::quantity::Span;
use hadr::random::Law;
use hadr::report::{from_json, to_json, to_table};
use hadr::scenario::{Scenario, read};
use hadr::study::{self, Options};
use std::path::PathBuf;

/// A folder of a test, emptied before and removed after.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let unique = format!("hadr-data-{name}-{}", std::process::id());
        let path = std::env::temp_dir().join(unique);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a folder for a test");
        Self(path)
    }

    /// `GOOD` with repairs drawn from `law`, and this CSV beside it.
    fn with(&self, law: &str, csv: impl AsRef<[u8]>) -> Result<Scenario, String> {
        let text = edited(&[(r#""takes": "4 h""#, &format!(r#""takes": {{"empirical": {law}}}"#))]);
        std::fs::write(self.0.join("s.json"), text).expect("it can be written");
        std::fs::write(self.0.join("took.csv"), csv).expect("it can be written");
        let place = format!("{}/", self.0.display());
        read(&self.0.join("s.json")).map_err(|why| why.render(false).replace(&place, ""))
    }

    fn wrong(&self, law: &str, csv: impl AsRef<[u8]>) -> String {
        self.with(law, csv).expect_err("something is wrong")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// In minutes.
const PLAIN: &str = r#"{"csv": "took.csv", "column": "took", "unit": "min"}"#;

fn repair_of(scenario: &Scenario) -> &Law {
    let repair = scenario.blueprint.families[1].repair.as_ref();
    &repair.expect("the servers are repaired").takes
}

#[test]
fn samples_are_read_from_the_column_in_its_unit() {
    let folder = Folder::new("plain");
    let minutes = |list: &[u64]| {
        let spans = list.iter().map(|minutes| Span::from_secs(60 * minutes)).collect();
        Law::empirical(spans).expect("samples")
    };
    let it = folder.with(PLAIN, "when,took\nMonday,30\n\"Tuesday, late\",90.0\n").expect("right");
    assert_eq!(*repair_of(&it), minutes(&[30, 90]));
    assert_eq!(repair_of(&it).mean(), Span::from_secs(3600));
    // With units of their own, and in any order of rows.
    let own = r#"{"csv": "took.csv", "column": "took"}"#;
    let it = folder.with(own, "took\n1 h 30 min\n0.5 h\n").expect("right");
    assert_eq!(*repair_of(&it), minutes(&[30, 90]));
}

#[test]
fn the_result_names_the_data_and_its_hash() {
    let folder = Folder::new("hash");
    let run = |csv: &str| {
        let it = folder.with(PLAIN, csv).expect("right");
        let options = Options { trials: Some(2), ..Options::default() };
        study::run(&it, &options).expect("it runs")
    };
    let report = run("took\n30\n90\n");
    assert_eq!(report.inputs.len(), 1);
    assert_eq!(report.inputs[0].path, "took.csv");
    assert_ne!(report.inputs[0].hash, run("took\n30\n91\n").inputs[0].hash);
    assert_eq!(from_json(&to_json(&report)).expect("it is read"), report);
    let line = format!("\ndata took.csv {}\n", report.inputs[0].hash);
    assert!(to_table(&report, false).contains(&line));
    // Without data the record stays as it was.
    let plain = super::scenario(GOOD);
    let options = Options { trials: Some(2), ..Options::default() };
    let report = study::run(&plain, &options).expect("it runs");
    assert!(!to_json(&report).contains("\"inputs\""));
}

#[test]
fn a_field_that_is_no_number() {
    let folder = Folder::new("field");
    let wanted = r#"error[S105]: `soon` in line 3 of this column is no sample: a number is due, and its unit is min
  --> s.json:11:73
   |
11 |         "repair": {"takes": {"empirical": {"csv": "took.csv", "column": "took", "unit": "min"}}, "crew": "team"}},
   |                                                                         ^^^^^^
   |
  ::: took.csv:3:9
   |
 3 | Tuesday,soon
   |         ^^^^ this field

error[S105]: `-1` in line 4 of this column is no sample: a quantity cannot be negative
  --> s.json:11:73
   |
11 |         "repair": {"takes": {"empirical": {"csv": "took.csv", "column": "took", "unit": "min"}}, "crew": "team"}},
   |                                                                         ^^^^^^
   |
  ::: took.csv:4:8
   |
 4 | Sunday,-1
   |        ^^ this field

2 problems
"#;
    let said = folder.wrong(PLAIN, "when,took\nMonday,30\nTuesday,soon\nSunday,-1\n");
    assert_eq!(said, wanted);
}

#[test]
fn a_text_lies_in_no_folder() {
    let law = format!(r#""takes": {{"empirical": {PLAIN}}}"#);
    let wanted = r#"error[S105]: `took.csv` cannot be found: this scenario is no file
  --> s.json:11:51
   |
11 |         "repair": {"takes": {"empirical": {"csv": "took.csv", "column": "took", "unit": "min"}}, "crew": "team"}},
   |                                                   ^^^^^^^^^^
   |
   = help: data files lie beside the scenario's own: read it from its file

1 problem
"#;
    assert_eq!(told(&[(r#""takes": "4 h""#, &law)]), wanted);
}

#[test]
fn no_such_file() {
    let folder = Folder::new("file");
    let law = r#"{"csv": "../took.cvs", "column": "took", "unit": "min"}"#;
    let wanted = r#"error[S105]: `../took.cvs` cannot be read: there is no such file
  --> s.json:11:51
   |
11 |         "repair": {"takes": {"empirical": {"csv": "../took.cvs", "column": "took", "unit": "min"}}, "crew": "team"}},
   |                                                   ^^^^^^^^^^^^^
   |
   = help: its path counts from the folder of this file

1 problem
"#;
    assert_eq!(folder.wrong(law, wanted), wanted);
}

#[test]
fn no_such_column() {
    let folder = Folder::new("column");
    let wanted = r#"error[S105]: `took.csv` has no such samples: there is no column `took`
  --> s.json:11:73
   |
11 |         "repair": {"takes": {"empirical": {"csv": "took.csv", "column": "took", "unit": "min"}}, "crew": "team"}},
   |                                                                         ^^^^^^
   |
  ::: took.csv:1:1
   |
 1 | when,tok
   | ^^^^^^^^
   |
   = help: did you mean `tok`?

1 problem
"#;
    assert_eq!(folder.wrong(PLAIN, "when,tok\n1,2\n"), wanted);
}

#[test]
fn a_unit_that_is_none() {
    let folder = Folder::new("unit");
    let law = r#"{"csv": "took.csv", "column": "took", "unit": "mins 5"}"#;
    let wanted = r#"error[S102]: `mins 5` is not a unit of time
  --> s.json:11:89
   |
11 |         "repair": {"takes": {"empirical": {"csv": "took.csv", "column": "took", "unit": "mins 5"}}, "crew": "team"}},
   |                                                                                         ^^^^^^^^
   |
   = help: units of time are us, ms, s, min, h, d, week, month and y

1 problem
"#;
    assert_eq!(folder.wrong(law, "took\n1\n"), wanted);
}

#[test]
fn what_else_a_file_may_be() {
    let folder = Folder::new("else");
    let why = |csv: &[u8]| {
        let said = folder.wrong(PLAIN, csv);
        said.lines().next().unwrap_or_default().to_owned()
    };
    let none = "error[S105]: `took.csv` has no such samples: ";
    let cases: [(&[u8], String); 9] = [
        (b"", format!("{none}the file is empty: a first line with the names of its columns is due")),
        (b"took\n\n", format!("{none}there is no row below the header")),
        (b"took,took\n1,2\n", format!("{none}two columns are named `took`")),
        (b"took,x\n1\n", format!("{none}1 field where the header has 2")),
        (b"took\n\"1\n", format!("{none}this quote is never closed")),
        (b"took\n\"1\"2\n", format!("{none}a quoted field is followed by more text")),
        (b"took\n\xff\n", "error[S105]: `took.csv` cannot be read: it is not encoded in UTF-8".into()),
        (b"took\n-1\n", "error[S105]: `-1` in line 2 of this column is no sample: a quantity cannot be negative".into()),
        (b"took,x\n,1\n", "error[S105]: `` in line 2 of this column is no sample: it is empty".into()),
    ];
    for (csv, wanted) in cases {
        assert_eq!(why(csv), wanted);
    }
    let rows = format!("took\n{}", "1\n".repeat(1_000_001));
    assert_eq!(why(rows.as_bytes()), format!("{none}more than 1,000,000 rows"));
    let folder_itself = r#"{"csv": ".", "column": "took"}"#;
    assert!(folder.wrong(folder_itself, "").contains("`.` cannot be read: it is a directory"));
}

#[test]
fn of_many_fields_that_are_no_numbers_the_first_are_shown() {
    let folder = Folder::new("many");
    let own = r#"{"csv": "took.csv", "column": "took"}"#;
    let said = folder.wrong(own, format!("took\n{}", "7\n".repeat(100)));
    assert!(said.ends_with("\n5 problems\n"), "{said}");
    assert!(said.contains("help: state the unit of the column: \"unit\": \"min\""), "{said}");
}

#[test]
fn a_life_of_no_length_among_the_samples() {
    let folder = Folder::new("life");
    std::fs::write(folder.0.join("took.csv"), "took\n0\n5\n").expect("it can be written");
    let law = format!(r#"{{"empirical": {PLAIN}}}"#);
    let text = edited(&[(r#"{"exponential": "2000 h"}"#, &law)]);
    std::fs::write(folder.0.join("s.json"), text).expect("it can be written");
    let said = read(&folder.0.join("s.json")).expect_err("a life of zero").render(false);
    let wanted = "error[S104]: a life must be longer than zero, and this law gives zero at times\n";
    assert!(said.starts_with(wanted), "{said}");
}
