//! Statements 12 to 14, 17 and 18 of the page on Lync Server 2013.
//!
//! Sources: *possible failures during database mirroring* (Q-FAIL), *quorum: how a witness affects
//! database availability* (Q-QUO), *role switching during a database mirroring session* (Q-ROLE),
//! *estimate the interruption of service during role switching* (Q-EST), *database mirroring operating
//! modes* (Q-MODE), all of sql-docs; *Back End Server high availability* (L-BE, Lync Server 2013).
//! Where they disagree both readings run.

use hadr::report::{Figure, IncidentReport, StoryLine};
use hadr::scenario::{self, Scenario};
use hadr::study::{self, Options};

/// A pair and its witness, one rack, a witness that decides unless told otherwise.
pub const PAIR: &str = r#"{
  "schema": "hadr/v1",
  "title": "A pair",
  "system": {
    "places": {"rack": {}},
    "people": {"dba": {"notice": "5 min", "decide": "5 min"}},
    "components": {"a": {"in": "rack"}, "b": {"in": "rack"}, "w": {"in": "rack"}},
    "services": {"db": {"mirror": {
      "partners": ["a", "b"],
      "commit": "synchronous",
      "failover": {"witness": {"by": "w",
        "detect": {"heartbeat": {"timeout": "10 s", "ping": "1 s"}},
        "redo": {"uniform": ["2 s", "20 s"]}, "arm": "all_three_connected"}},
      "resync": {"per_hour_missed": "6 min"}
    }}},
    "loads": {"writes": {"to": "db", "rate": "50 writes/s", "arrivals": "constant"}}
  },
  "incidents": {"script": []},
  "study": {"incidents": {"horizon": "12 h", "trials": 200}}
}"#;

const WITNESS: &str = r#""failover": {"witness": {"by": "w",
        "detect": {"heartbeat": {"timeout": "10 s", "ping": "1 s"}},
        "redo": {"uniform": ["2 s", "20 s"]}, "arm": "all_three_connected"}}"#;
const BY_ORDER: &str = r#""failover": {"manual": {"by": "runbook", "promote": "11 s"}}"#;

/// A text with edits, each of which must apply once.
pub fn edited(text: &str, edits: &[(&str, &str)]) -> String {
    let mut text = text.to_owned();
    for (from, to) in edits {
        assert_eq!(text.matches(from).count(), 1, "`{from}` must stand once in\n{text}");
        text = text.replace(from, to);
    }
    text
}

pub fn scenario(text: &str) -> Scenario {
    match scenario::parse("s.json", text.as_bytes()) {
        Ok(scenario) => scenario,
        Err(rejection) => panic!("{}", rejection.render(false)),
    }
}

/// The first incident of a text.
pub fn incident(text: &str) -> IncidentReport {
    let options = Options { audit: true, ..Options::default() };
    study::run(&scenario(text), &options).expect("it runs").incidents.remove(0)
}

/// The pair, edited, under a script.
fn under(script: &str, edits: &[(&str, &str)]) -> IncidentReport {
    let text = edited(PAIR, edits);
    incident(&edited(&text, &[("\"script\": []", &format!("\"script\": [{script}]"))]))
}

fn crash(at: &str, whom: &str, lasts: &str) -> String {
    format!(r#"{{"at": "{at}", "do": {{"crash": {whom}}}, "for": "{lasts}"}}"#)
}

fn hang(at: &str, whom: &str, lasts: &str) -> String {
    format!(r#"{{"at": "{at}", "do": {{"hang": {whom}}}, "for": "{lasts}"}}"#)
}

/// What the service does, in seconds since the start; lines of this kind only.
pub fn lines(incident: &IncidentReport, kind: &str) -> Vec<(f64, String)> {
    let of = |line: &&StoryLine| line.kind == kind;
    incident.story.iter().filter(of).map(|line| (line.at_seconds, line.text.clone())).collect()
}

/// When the service was out and back, in seconds since the start.
fn outages(incident: &IncidentReport) -> Vec<(f64, bool)> {
    lines(incident, "outage").into_iter().map(|(at, text)| (at, text.contains("is up"))).collect()
}

fn says(incident: &IncidentReport, text: &str) -> bool {
    incident.story.iter().any(|line| line.text == text)
}

fn leads(incident: &IncidentReport, who: &str) -> bool {
    says(incident, &format!("db is led by {who}"))
}

/// Statement 12 [Q-FAIL, Q-EST, L-BE]: a crash is detected at once, a hang within 10 s and one ping;
/// then redo; nothing is lost, and all of it is far below the target of 5 min.
#[test]
fn statement_12_a_crashed_principal_is_replaced_within_redo_and_a_hung_one_within_the_time_out_as_well()
 {
    let crashed = under(&crash("1 h", r#""a""#, "1 h"), &[]);
    // Nominal: no detection, redo 11 s. Drawn: U(2, 20) s.
    assert_eq!(outages(&crashed), [(3600.0, false), (3611.0, true)]);
    let out = &crashed.services[0].outage_seconds;
    assert!(out.p5 > 2.0 && out.worst < 20.0, "{out:?}");
    let hung = under(&hang("1 h", r#""a""#, "1 h"), &[]);
    // Nominal: half a ping, 10 s, redo 11 s. Drawn: U(0, 1) + 10 + U(2, 20) s.
    assert_eq!(outages(&hung), [(3600.0, false), (3621.5, true)]);
    let out = &hung.services[0].outage_seconds;
    assert!(out.p5 > 12.0 && out.worst < 31.0, "{out:?}");
    for incident in [crashed, hung] {
        assert!(leads(&incident, "b"));
        assert!(
            !incident.story.iter().any(|line| line.text.contains("of writes")),
            "nothing is lost"
        );
        let service = &incident.services[0];
        assert!(service.outage_seconds.worst < 300.0);
        let data = &service.data;
        let lost = |figure: Figure| (figure.story, figure.worst);
        assert!(!data.is_empty(), "it keeps data");
        for data in data {
            assert_eq!(lost(data.exposed_seconds), (0.0, 0.0));
            assert_eq!(lost(data.lost_seconds), (0.0, 0.0));
        }
    }
}

/// The pool lives on without its back end for 30 minutes, then works at the limited level.
const FRONT: &str = r#""services": {
      "front": {"pool": {"members": {"in": "rack", "count": 3},
        "needs": {"db": {"grace": {"for": "30 min", "then": "limited"}}}}},
      "db""#;

const STAFF: &str = r#""features": {
      "calls": {"path": ["home"], "works_at": "limited"},
      "presence": {"path": ["home"], "works_at": "full"}
    },
    "populations": {"staff": {"users": "20000 users", "home": "front"}},
    "loads": {"#;

/// How long everybody lacked a feature, in the story and in every drawn trial.
fn without(incident: &IncidentReport, feature: &str) -> f64 {
    let mut features = incident.populations[0].features.iter();
    let feature = features.find(|one| one.name == feature).expect("it is wanted");
    let total = feature.thresholds[2].total_seconds;
    assert_eq!(total.story, total.worst);
    total.story
}

/// Statement 13 [L-BE]: with the principal lost and no witness, users have everything for 30 min, and
/// then what works at the limited level; a decision that ends after 20 min spares them that.
#[test]
fn statement_13_without_a_witness_users_are_served_in_full_for_30_minutes_unless_somebody_decides()
{
    let front = [(r#""services": {"db""#, FRONT), (r#""loads": {"#, STAFF)];
    let edits = [front[0], front[1], (WITNESS, BY_ORDER)];
    let alone = under(&crash("1 h", r#""a""#, "2 h"), &edits);
    let levels = lines(&alone, "level");
    let limited = "front works at the limited level from now on".to_owned();
    // An hour and a half, until the principal is back after two hours.
    let full = "front works in full again".to_owned();
    assert_eq!(levels, [(5400.0, limited), (10_800.0, full)]);
    assert_eq!(without(&alone, "calls"), 0.0);
    assert_eq!(without(&alone, "presence"), 5400.0);
    // Notices after 5 minutes, decides for 15: acts after 20.
    let by_dba = r#""failover": {"manual": {"by": "dba", "promote": "11 s"}}"#;
    let decides = (r#""decide": "5 min""#, r#""decide": "15 min""#);
    let edits = [front[0], front[1], (WITNESS, by_dba), decides];
    let decided = under(&crash("1 h", r#""a""#, "2 h"), &edits);
    assert_eq!(lines(&decided, "level"), []);
    assert_eq!((without(&decided, "calls"), without(&decided, "presence")), (0.0, 0.0));
    assert_eq!(outages(&decided), [(3600.0, false), (3600.0 + 1200.0 + 11.0, true)]);
    assert!(leads(&decided, "b"));
}

/// Statement 14 [L-BE, Q-QUO], its first half: two of three are lost, and the healthy one stops.
#[test]
fn statement_14_with_the_witness_gone_the_loss_of_the_mirror_takes_a_healthy_principal_offline() {
    let script = [crash("1 h", r#""w""#, "4 h"), crash("2 h", r#""b""#, "1 h")].join(", ");
    let lost = under(&script, &[]);
    // Offline at once, until the mirror is back.
    assert_eq!(outages(&lost), [(7200.0, false), (10_800.0, true)]);
    assert!(says(&lost, "db stops: the principal sees neither the mirror nor the witness"));
    assert!(says(&lost, "db is out (b: crash, after w: crash)"));
    // With the witness there the principal serves, exposed.
    let exposed = under(&crash("2 h", r#""b""#, "1 h"), &[]);
    assert_eq!(outages(&exposed), []);
    assert!(says(&exposed, "db runs exposed: nobody could take over from a"));
}

/// Statement 17 [Q-QUO, scenario 1]: the principal fails over, the new one dies, the old one returns
/// first, reaches the witness, and still stays offline.
#[test]
fn statement_17_an_old_principal_that_is_back_first_stays_offline_until_the_new_one_is() {
    let script = [crash("1 h", r#""a""#, "2 h"), crash("2 h", r#""b""#, "2 h")].join(", ");
    let incident = under(&script, &[]);
    // `b` leads from 1:00:11, dies at two, `a` is back at three and sees the witness.
    let wanted = [(3600.0, false), (3611.0, true), (7200.0, false), (14_400.0, true)];
    assert_eq!(outages(&incident), wanted);
    assert!(!leads(&incident, "a"));
}

/// Statement 18 [Q-ROLE]: no automatic failover to a mirror that is not SYNCHRONIZED.
#[test]
fn statement_18_a_mirror_that_is_not_synchronized_does_not_take_over() {
    // Away for an hour, it takes six minutes to catch up; the principal dies in the third.
    let script = [crash("1 h", r#""b""#, "1 h"), crash("123 min", r#""a""#, "1 h")].join(", ");
    let incident = under(&script, &[]);
    assert_eq!(outages(&incident), [(7380.0, false), (7380.0 + 3600.0, true)]);
    assert!(!leads(&incident, "b"));
    // In the seventh minute it does.
    let script = [crash("1 h", r#""b""#, "1 h"), crash("127 min", r#""a""#, "1 h")].join(", ");
    assert!(leads(&under(&script, &[]), "b"));
}

#[test]
fn principal_and_witness_lost_in_one_instant_are_lost_together() {
    let both = under(&crash("1 h", r#"["a", "w"]"#, "1 h"), &[]);
    assert_eq!(outages(&both), [(3600.0, false), (7200.0, true)]);
    assert!(!leads(&both, "b"));
    // If the witness is back first, mirror and witness alone still do not bring it back.
    let script = [crash("1 h", r#""a""#, "2 h"), crash("1 h", r#""w""#, "1 h")].join(", ");
    let back = under(&script, &[]);
    assert_eq!(outages(&back), [(3600.0, false), (10_800.0, true)]);
    assert!(!leads(&back, "b"));
}

#[test]
fn without_a_witness_the_loss_of_the_mirror_leaves_the_principal_exposed_and_its_own_loss_ends_service()
 {
    let mirror = under(&crash("1 h", r#""b""#, "1 h"), &[(WITNESS, BY_ORDER)]);
    assert_eq!(outages(&mirror), []);
    assert!(says(&mirror, "db runs exposed: nobody could take over from a"));
    let principal = under(&crash("1 h", r#""a""#, "1 h"), &[(WITNESS, BY_ORDER)]);
    assert_eq!(outages(&principal), [(3600.0, false), (7200.0, true)]);
}

#[test]
fn a_mirror_that_hangs_stops_commits_until_it_is_given_up() {
    let incident = under(&hang("1 h", r#""b""#, "1 h"), &[]);
    // Half a ping and 10 s.
    assert_eq!(outages(&incident), [(3600.0, false), (3610.5, true)]);
    assert!(says(&incident, "db stops: commits wait for the mirror (b)"));
    // An asynchronous commit does not wait.
    let asynchronous = [("\"synchronous\"", "\"asynchronous\""), (WITNESS, BY_ORDER)];
    assert_eq!(outages(&under(&hang("1 h", r#""b""#, "1 h"), &asynchronous)), []);
}

#[test]
fn writes_can_stop_until_the_pair_is_reconfigured() {
    let stop = (
        r#""commit": "synchronous","#,
        r#""commit": "synchronous", "on_mirror_loss": {"stop_writes": {"until": "5 min"}},"#,
    );
    let incident = under(&crash("1 h", r#""b""#, "1 h"), &[stop]);
    assert_eq!(outages(&incident), [(3600.0, false), (3900.0, true)]);
    assert!(says(&incident, "db stops: writes wait until the pair is reconfigured (b)"));
    // Back before that, it needs no reconfiguration.
    let incident = under(&crash("1 h", r#""b""#, "2 min"), &[stop]);
    assert_eq!(outages(&incident), [(3600.0, false), (3720.0, true)]);
}
