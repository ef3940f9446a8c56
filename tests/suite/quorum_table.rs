//! Statements 15 and 16 of the page on Lync Server 2013, and the quorum table of database mirroring with a witness, as data: which of the sessions between
//! principal (P), mirror (M) and witness (W) are up, who serves then, and whether the loss of the
//! principal is answered by an automatic failover.
//!
//! Sources: *quorum: how a witness affects database availability* (Q-QUO), *database mirroring operating
//! modes* (Q-MODE) and *role switching during a database mirroring session* (Q-ROLE), of sql-docs. The rows with one
//! session cut are derived from them; of the row P-W cut the two last pages say different things, and
//! both readings run.

use crate::statements_mirror::{PAIR, edited, incident, lines};
use hadr::report::IncidentReport;

/// Each of the three in a site of its own.
const APART: (&str, &str) = (
    r#""places": {"rack": {}},"#,
    r#""places": {"rack": {}, "north": {}, "south": {}, "west": {}},
    "links": {
      "pm": {"between": ["north", "south"], "transit": false},
      "pw": {"between": ["north", "west"], "transit": false},
      "mw": {"between": ["south", "west"], "transit": false}},"#,
);
const STAND: (&str, &str) = (
    r#"{"a": {"in": "rack"}, "b": {"in": "rack"}, "w": {"in": "rack"}}"#,
    r#"{"a": {"in": "north"}, "b": {"in": "south"}, "w": {"in": "west"}}"#,
);
const ROLE_SWITCHING: (&str, &str) = (r#""all_three_connected""#, r#""mirror_and_witness""#);

fn under(script: &[String], more: &[(&str, &str)]) -> IncidentReport {
    let text = edited(PAIR, &[APART, STAND]);
    let text = edited(&text, more);
    let script = format!("\"script\": [{}]", script.join(", "));
    incident(&edited(&text, &[("\"script\": []", &script)]))
}

/// A deed at a minute, for some minutes.
fn deed(minute: u32, what: &str, whom: &str, lasts: u32) -> String {
    format!(r#"{{"at": "{minute} min", "do": {{"{what}": "{whom}"}}, "for": "{lasts} min"}}"#)
}

/// Whether the database serves at a minute of the story.
fn serves(incident: &IncidentReport, minute: f64) -> bool {
    let mut outages = lines(incident, "outage").into_iter();
    outages.rfind(|(at, _)| *at <= minute * 60.0).is_none_or(|(_, text)| text.contains("is up"))
}

fn says(incident: &IncidentReport, text: &str) -> bool {
    incident.story.iter().any(|line| line.text == text)
}

const EXPOSED: &str = "db runs exposed: nobody could take over from a";
const LED_BY_B: &str = "db is led by b";

/// What a row of the table says.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Row {
    /// Sessions that are up: principal and mirror, principal and witness, mirror and witness.
    up: [bool; 3],
    /// Half an hour later somebody serves.
    served: bool,
    /// The principal runs alone.
    exposed: bool,
    /// The mirror has taken over because of the cuts.
    moved: bool,
    /// If the principal crashes then, the mirror takes over: by operating modes, by role switching.
    failover: [bool; 2],
}

const fn row(up: [u8; 3], served: bool, exposed: bool, moved: bool, failover: [bool; 2]) -> Row {
    Row { up: [up[0] == 1, up[1] == 1, up[2] == 1], served, exposed, moved, failover }
}

const NO: [bool; 2] = [false, false];

const TABLE: [Row; 8] = [
    // Full quorum.
    row([1, 1, 1], true, false, false, [true, true]),
    row([1, 1, 0], true, false, false, NO),
    row([1, 0, 1], true, false, false, [false, true]),
    // The witness is isolated.
    row([1, 0, 0], true, false, false, NO),
    // The witness tells the mirror that the principal lives.
    row([0, 1, 1], true, true, false, NO),
    // The mirror is lost.
    row([0, 1, 0], true, true, false, NO),
    // The principal is lost: the mirror takes over, and the old principal has stopped.
    row([0, 0, 1], true, false, true, NO),
    // No quorum.
    row([0, 0, 0], false, false, false, NO),
];

/// The links of a row that are cut at one hour, for four.
fn cuts(row: &Row) -> Vec<String> {
    let links = ["pm", "pw", "mw"].into_iter().zip(row.up);
    let cut = links.filter(|(_, up)| !up).map(|(link, _)| deed(60, "cut", link, 240));
    // Nobody stands in the rack; but something has to happen where nothing is cut.
    cut.chain([deed(60, "disaster", "rack", 1)]).collect()
}

#[test]
fn every_row_of_the_quorum_table_holds() {
    for row in &TABLE {
        let cut = under(&cuts(row), &[]);
        assert_eq!(serves(&cut, 90.0), row.served, "{row:?}");
        assert_eq!(says(&cut, EXPOSED), row.exposed, "{row:?}");
        assert_eq!(says(&cut, LED_BY_B), row.moved, "{row:?}");
        let readings = [&[][..], &[ROLE_SWITCHING]];
        for (reading, failover) in readings.into_iter().zip(row.failover) {
            let mut script = cuts(row);
            script.push(deed(120, "crash", "a", 60));
            let lost = under(&script, reading);
            assert_eq!(says(&lost, LED_BY_B), failover || row.moved, "{row:?}, {reading:?}");
            assert_eq!(serves(&lost, 150.0), failover || row.moved, "{row:?}, {reading:?}");
        }
    }
}

#[test]
fn with_the_witness_isolated_the_loss_of_either_partner_takes_the_database_offline() {
    for partner in ["a", "b"] {
        let mut script = cuts(&TABLE[3]);
        script.push(deed(120, "crash", partner, 60));
        let lost = under(&script, &[]);
        assert!(serves(&lost, 119.0) && !serves(&lost, 150.0), "{partner}");
        // Back, it has a quorum with the other one.
        assert!(serves(&lost, 181.0) && !says(&lost, LED_BY_B), "{partner}");
    }
}

/// In the row of the isolated witness a switch by hand works; in those of the exposed principal it
/// is refused.
#[test]
fn with_the_witness_isolated_a_switch_by_hand_still_works() {
    let by_hand = |row: &Row| {
        let mut script = cuts(row);
        script.push(r#"{"at": "120 min", "do": {"switch": "db"}}"#.to_owned());
        under(&script, &[])
    };
    let moved = by_hand(&TABLE[3]);
    assert!(says(&moved, LED_BY_B) && serves(&moved, 150.0));
    assert!(!moved.story.iter().any(|line| line.text.contains("of writes")), "nothing is lost");
    for row in [&TABLE[4], &TABLE[5]] {
        let refused = by_hand(row);
        assert!(!says(&refused, LED_BY_B) && serves(&refused, 150.0), "{row:?}");
        assert!(refused.story.iter().any(|line| line.text.contains("and refuses: ")), "{row:?}");
    }
}

/// In the row of the lost principal the mirror takes over only if it was synchronized and all three
/// were connected at the loss, by operating modes; by role switching, if mirror and witness were.
/// Either way the old principal stops.
#[test]
fn the_row_of_the_lost_principal_asks_how_things_stood_at_the_loss() {
    let readings = [&[][..], &[ROLE_SWITCHING]];
    // P-W is cut at 60 min and P-M at 70: not all three were connected any more.
    let early = [deed(60, "cut", "pw", 240), deed(70, "cut", "pm", 230)];
    for (reading, moves) in readings.into_iter().zip([false, true]) {
        let incident = under(&early, reading);
        assert!(serves(&incident, 69.0) && serves(&incident, 310.0), "{reading:?}");
        assert_eq!(says(&incident, LED_BY_B), moves, "{reading:?}");
        assert_eq!(serves(&incident, 150.0), moves, "{reading:?}");
    }
    // M-W was away when P was lost; and synchronized again only 6 min after 120: by neither.
    let apart = [deed(60, "cut", "mw", 30), deed(70, "cut", "pw", 230), deed(70, "cut", "pm", 230)];
    let behind =
        [deed(60, "crash", "b", 60), deed(122, "cut", "pm", 178), deed(122, "cut", "pw", 178)];
    for reading in readings {
        for (script, lost) in [(&apart, 70.0), (&behind, 122.0)] {
            let incident = under(script, reading);
            assert!(serves(&incident, lost - 1.0), "{script:?}, {reading:?}");
            assert!(!says(&incident, LED_BY_B), "{script:?}, {reading:?}");
            assert!(!serves(&incident, 150.0) && serves(&incident, 310.0), "{script:?}");
        }
    }
    // All stood well: `b` leads to the end, and `a` could take over once it is back.
    let incident = under(&cuts(&TABLE[6]), &[]);
    let mut later = incident.story.iter().filter(|line| line.at_seconds > 300.0 * 60.0);
    assert!(later.any(|line| line.text == "db is protected again: a could take over"));
    assert!(!says(&incident, "db is led by a"));
}

/// Statement 15 [Q-QUO]: P-M cut while both reach the witness: no failover; healed: resynchronized.
#[test]
fn statement_15_a_cut_between_the_partners_exposes_the_principal_and_changes_no_role() {
    let incident = under(&[deed(60, "cut", "pm", 60)], &[]);
    // Commits wait for the mirror until it is given up after half a ping and 10 s.
    let wanted = [(3600.0, "db is out (pm: cut)"), (3610.5, "db is up again")];
    let outages = lines(&incident, "outage");
    assert_eq!(outages, wanted.map(|(at, text)| (at, text.to_owned())));
    assert!(says(&incident, EXPOSED) && !says(&incident, LED_BY_B));
    // Back half a ping after the hour; it catches up with 3,600.5 - 10.5 s in a tenth of that.
    let mut stands = incident.story.iter().filter(|line| line.at_seconds > 7000.0);
    let ready = stands.find(|line| line.text == "db is protected again: b could take over");
    assert_eq!(ready.map(|line| line.at_seconds), Some(7200.5 + 359.0));
}

/// Statement 16 [Q-QUO]: all three lose all links; M-W alone brings nothing back, P with either does.
#[test]
fn statement_16_without_any_link_nobody_serves_until_the_principal_sees_somebody() {
    let all =
        |mw, pw| [deed(60, "cut", "pm", 240), deed(60, "cut", "pw", pw), deed(60, "cut", "mw", mw)];
    let incident = under(&all(60, 120), &[]);
    // Mirror and witness see each other again after one hour, the principal the witness after two.
    assert!(!serves(&incident, 90.0) && !serves(&incident, 150.0));
    assert!(serves(&incident, 181.0) && !says(&incident, LED_BY_B));
    // The other way round it is the mirror that the principal sees first.
    let script =
        [deed(60, "cut", "pm", 60), deed(60, "cut", "pw", 120), deed(60, "cut", "mw", 120)];
    let incident = under(&script, &[]);
    assert!(!serves(&incident, 90.0) && serves(&incident, 121.0) && !says(&incident, LED_BY_B));
}

#[test]
fn a_principal_that_is_cut_off_from_both_is_replaced_and_loses_nothing() {
    let incident = under(&cuts(&TABLE[6]), &[]);
    // Its last commit waited for the mirror: half a ping, 10 s, redo 11 s.
    let outages = lines(&incident, "outage");
    assert_eq!(outages.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [3600.0, 3621.5]);
    assert!(!incident.story.iter().any(|line| line.text.contains("of writes")));
}

/// A cut that is shorter than the time-out is a pause of commits, and nothing else.
#[test]
fn a_short_cut_moves_nobody() {
    let cut = |link| format!(r#"{{"at": "1 h", "do": {{"cut": "{link}"}}, "for": "9 s"}}"#);
    let incident = under(&[cut("pm"), cut("pw"), cut("mw")], &[]);
    let outages = lines(&incident, "outage");
    assert_eq!(outages.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [3600.0, 3609.0]);
    assert!(!says(&incident, LED_BY_B));
}
