//! Mistakes of syntax: what is not JSON, and keys written twice.

use super::told;

#[test]
fn a_comma_too_many() {
    let edits = [(r#""size": 1}"#, r#""size": 1,}"#)];
    let wanted = r#"error[S001]: a comma with nothing after it
 --> s.json:7:33
  |
7 |     "crews": {"team": {"size": 1,}},
  |                                 ^ remove this comma

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_comma_too_few() {
    let edits = [(r#""title": "Two servers","#, r#""title": "Two servers""#)];
    let wanted = r#"error[S001]: expected `,` or `}`, found `"`
 --> s.json:4:3
  |
4 |   "system": {
  |   ^
  |
  = help: a comma may be missing before this

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_comment() {
    let edits = [(
        r#""title""#,
        r#"// the title
  "title""#,
    )];
    let wanted = r#"error[S001]: expected a key in double quotes, found `/`
 --> s.json:3:3
  |
3 |   // the title
  |   ^
  |
  = help: JSON has no comments: put remarks into `question` or `sources`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_key_without_quotes() {
    let edits = [(r#""title""#, "title")];
    let wanted = r#"error[S001]: expected a key in double quotes, found `title`
 --> s.json:3:3
  |
3 |   title: "Two servers",
  |   ^^^^^
  |
  = help: texts and keys stand in double quotes: "

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn single_quotes() {
    let edits = [(r#""Two servers""#, "'Two servers'")];
    let wanted = r#"error[S001]: expected a value, found `'`
 --> s.json:3:12
  |
3 |   "title": 'Two servers',
  |            ^
  |
  = help: texts and keys stand in double quotes: "

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_text_that_does_not_end() {
    let edits = [(r#""Two servers","#, r#""Two servers,"#)];
    let wanted = r#"error[S001]: a text that does not end on its line
 --> s.json:3:12
  |
3 |   "title": "Two servers,
  |            ^^^^^^^^^^^^^
  |
  = help: close it with "

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn not_a_number() {
    let edits = [(r#""fall": 3"#, r#""fall": NaN"#)];
    let wanted = r#"error[S001]: expected a value, found `NaN`
  --> s.json:13:70
   |
13 |       "detect": {"probe": {"every": "5 s", "timeout": "2 s", "fall": NaN}},
   |                                                                      ^^^
   |
   = help: JSON has finite numbers only

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_number_with_a_leading_zero() {
    let edits = [(r#""fall": 3"#, r#""fall": 03"#)];
    let wanted = r#"error[S001]: `03` is not a number in JSON
  --> s.json:13:70
   |
13 |       "detect": {"probe": {"every": "5 s", "timeout": "2 s", "fall": 03}},
   |                                                                      ^^
   |
   = help: numbers look like 5, -1, 0.25 or 1e3; a quantity is a text: "30 s"

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn an_unknown_escape() {
    let edits = [("Two servers", r#"Two\xservers"#)];
    let wanted = r#"error[S001]: not an escape that JSON knows
 --> s.json:3:16
  |
3 |   "title": "Two\xservers",
  |                ^
  |
  = help: a backslash itself is written \\, any other character as it is

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn the_file_ends_too_early() {
    let edits = [(
        r#"  "study": {
"#,
        "<END>",
    )];
    let wanted = r#"error[S001]: the file ends where a key in double quotes should stand
  --> s.json:21:1
   |
21 |
   | ^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn something_after_the_end() {
    let edits = [(
        r#""99 % of users"}}}
}"#,
        r#""99 % of users"}}}
}
}"#,
    )];
    let wanted = r#"error[S001]: expected the end of the file, found `}`
  --> s.json:26:1
   |
26 | }
   | ^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_duplicate_key() {
    let edits = [(
        r#""crews":"#,
        r#""places": {},
    "crews":"#,
    )];
    let wanted = r#"error[S003]: the key `places` is written twice
 --> s.json:7:5
  |
7 |     "places": {},
  |     ^^^^^^^^
  |
 ::: s.json:5:5
  |
5 |     "places": {"site": {}, "rack": {"in": "site"}},
  |     -------- first written here

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_duplicate_key_on_one_line() {
    let edits = [(r#""fall": 3"#, r#""fall": 3, "fall": 2"#)];
    let wanted = r#"error[S003]: the key `fall` is written twice
  --> s.json:13:73
   |
13 |       "detect": {"probe": {"every": "5 s", "timeout": "2 s", "fall": 3, "fall": 2}},
   |                                                              ------     ^^^^^^
   |                                                              |
   |                                                              first written here

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}
