//! Mistakes of laws: parameters that contradict each other, or give no usable mean.

use super::told;

#[test]
fn a_life_without_length() {
    let edits = [(r#"{"exponential": "2000 h"}"#, r#""0 s""#)];
    let wanted = r#"error[S104]: a life must be longer than zero
  --> s.json:10:38
   |
10 |         "fails": [{"crash": {"life": "0 s"}}],
   |                                      ^^^^^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn an_exponential_law_without_a_mean() {
    let edits = [(r#""2000 h""#, r#""0 h""#)];
    let wanted = r#"error[S104]: a mean must be longer than zero
  --> s.json:10:54
   |
10 |         "fails": [{"crash": {"life": {"exponential": "0 h"}}}],
   |                                                      ^^^^^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_law_that_contradicts_itself() {
    let edits =
        [(r#"{"exponential": "2000 h"}"#, r#"{"lognormal": {"median": "5 h", "mean": "1 h"}}"#)];
    let wanted = r#"error[S104]: the mean of a lognormal law must exceed its median
  --> s.json:10:78
   |
10 |         "fails": [{"crash": {"life": {"lognormal": {"median": "5 h", "mean": "1 h"}}}}],
   |                                                                              ^^^^^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_weibull_shape_out_of_all_proportion() {
    let edits =
        [(r#"{"exponential": "2000 h"}"#, r#"{"weibull": {"shape": 0.01, "mean": "2000 h"}}"#)];
    let wanted = r#"error[S104]: the shape of a weibull law must lie between 0.1 and 20
  --> s.json:10:50
   |
10 |         "fails": [{"crash": {"life": {"weibull": {"shape": 0.01, "mean": "2000 h"}}}}],
   |                                                  ^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_law_with_two_means() {
    let edits = [(
        r#"{"exponential": "2000 h"}"#,
        r#"{"weibull": {"shape": 2, "mean": "2000 h", "scale": "1 h"}}"#,
    )];
    let wanted = r#"error[S104]: this law needs only one of the fields `mean`, `scale`, `median` or `p50`
  --> s.json:10:90
   |
10 |         "fails": [{"crash": {"life": {"weibull": {"shape": 2, "mean": "2000 h", "scale": "1 h"}}}}],
   |                                                                                          ^^^^^ one too many

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_law_without_a_mean() {
    let edits = [(r#"{"exponential": "2000 h"}"#, r#"{"weibull": {"shape": 2}}"#)];
    let wanted = r#"error[S011]: this law needs one of the fields `mean`, `scale`, `median` or `p50`
  --> s.json:10:50
   |
10 |         "fails": [{"crash": {"life": {"weibull": {"shape": 2}}}}],
   |                                                  ^ missing here

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn points_of_a_triangle_in_disorder() {
    let edits = [(r#"{"exponential": "2000 h"}"#, r#"{"triangular": ["2 h", "1 h", "3 h"]}"#)];
    let wanted = r#"error[S104]: the points of a triangular law must rise: least, likeliest, most
  --> s.json:10:53
   |
10 |         "fails": [{"crash": {"life": {"triangular": ["2 h", "1 h", "3 h"]}}}],
   |                                                     ^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_triangle_with_two_points() {
    let edits = [(r#"{"exponential": "2000 h"}"#, r#"{"triangular": ["2 h", "3 h"]}"#)];
    let wanted = r#"error[S012]: expected a list of three spans such as ["5 s", "20 s", "60 s"], found a list
  --> s.json:10:53
   |
10 |         "fails": [{"crash": {"life": {"triangular": ["2 h", "3 h"]}}}],
   |                                                     ^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_gamma_law_with_two_spreads() {
    let law = r#"{"gamma": {"shape": 2, "mean": "1 h", "sd": "1 h"}}"#;
    let wanted = r#"error[S104]: this law needs only one of the fields `shape` or `sd`
  --> s.json:10:82
   |
10 |         "fails": [{"crash": {"life": {"gamma": {"shape": 2, "mean": "1 h", "sd": "1 h"}}}}],
   |                                                                                  ^^^^^ one too many

1 problem
"#;
    assert_eq!(told(&[(r#"{"exponential": "2000 h"}"#, law)]), wanted);
}

#[test]
fn a_gamma_law_out_of_proportion() {
    let law = r#"{"gamma": {"mean": "1 h", "sd": "11 h"}}"#;
    let wanted = r#"error[S104]: the standard deviation of a gamma law must lie between a hundredth of its mean and ten times it
  --> s.json:10:48
   |
10 |         "fails": [{"crash": {"life": {"gamma": {"mean": "1 h", "sd": "11 h"}}}}],
   |                                                ^

1 problem
"#;
    assert_eq!(told(&[(r#"{"exponential": "2000 h"}"#, law)]), wanted);
}

#[test]
fn percentiles_no_weibull_law_has() {
    let law = r#"{"weibull": {"p50": "1 h", "p95": "61 min"}}"#;
    let wanted = r#"error[S104]: the 95th percentile of a weibull law must lie between 1.076 times its median and 2,273,920 times it
  --> s.json:10:50
   |
10 |         "fails": [{"crash": {"life": {"weibull": {"p50": "1 h", "p95": "61 min"}}}}],
   |                                                  ^

1 problem
"#;
    assert_eq!(told(&[(r#"{"exponential": "2000 h"}"#, law)]), wanted);
}

#[test]
fn two_words_for_one_median() {
    let law = r#"{"lognormal": {"p50": "1 h", "median": "1 h", "p95": "2 h"}}"#;
    let wanted = r#"error[S104]: this law needs only one of the fields `median` or `p50`
  --> s.json:10:60
   |
10 |         "fails": [{"crash": {"life": {"lognormal": {"p50": "1 h", "median": "1 h", "p95": "2 h"}}}}],
   |                                                            ^^^^^ one too many

1 problem
"#;
    assert_eq!(told(&[(r#"{"exponential": "2000 h"}"#, law)]), wanted);
}

#[test]
fn shares_that_are_no_whole() {
    let law = r#"{"mixture": [{"share": "90 %", "law": "5 min"}, {"share": "5 %", "law": "5 h"}]}"#;
    let wanted = r#"error[S104]: the shares of a mixture must add up to 100 %, not to 95 %
  --> s.json:10:50
   |
10 |         "fails": [{"crash": {"life": {"mixture": [{"share": "90 %", "law": "5 min"}, {"share": "5 %", "law": "5 h"}]}}}],
   |                                                  ^

1 problem
"#;
    assert_eq!(told(&[(r#"{"exponential": "2000 h"}"#, law)]), wanted);
}

#[test]
fn a_mixture_that_is_no_list() {
    let law = r#"{"mixture": {"share": "90 %", "law": "5 min"}}"#;
    let wanted = r#"error[S012]: expected a list of laws with their shares, found an object
  --> s.json:10:50
   |
10 |         "fails": [{"crash": {"life": {"mixture": {"share": "90 %", "law": "5 min"}}}}],
   |                                                  ^

1 problem
"#;
    assert_eq!(told(&[(r#"{"exponential": "2000 h"}"#, law)]), wanted);
}

#[test]
fn a_part_of_a_mixture_without_a_share() {
    let law = r#"{"mixture": [{"law": "5 min", "weight": 2}]}"#;
    let wanted = r#"error[S011]: a part of a mixture needs the field `share`
  --> s.json:10:51
   |
10 |         "fails": [{"crash": {"life": {"mixture": [{"law": "5 min", "weight": 2}]}}}],
   |                                                   ^ `share` is missing here

error[S010]: a part of a mixture has no field `weight`
  --> s.json:10:68
   |
10 |         "fails": [{"crash": {"life": {"mixture": [{"law": "5 min", "weight": 2}]}}}],
   |                                                                    ^^^^^^^^
   |
   = help: it may also have `share`

2 problems
"#;
    assert_eq!(told(&[(r#"{"exponential": "2000 h"}"#, law)]), wanted);
}

#[test]
fn a_life_that_is_sometimes_nothing() {
    let law = r#"{"mixture": [{"share": "1 %", "law": "0 s"}, {"share": "99 %", "law": "5 h"}]}"#;
    let wanted = r#"error[S104]: a life must be longer than zero, and this law gives zero at times
  --> s.json:10:38
   |
10 |         "fails": [{"crash": {"life": {"mixture": [{"share": "1 %", "law": "0 s"}, {"share": "99 %", "law": "5 h"}]}}}],
   |                                      ^

1 problem
"#;
    assert_eq!(told(&[(r#"{"exponential": "2000 h"}"#, law)]), wanted);
}
