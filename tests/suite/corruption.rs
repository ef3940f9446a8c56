//! Corruption and restoration: what is found when, restored from where, and lost; on paper.

use crate::exact::Long;
use crate::small::{Small, WEB, by_balancer, exponential, family, fixed, hours, seconds};
use hadr::quantity::{Span, Time};
use hadr::random::Chance;
use hadr::report::{IncidentReport, StoryLine};
use hadr::study;
use hadr::system::*;

const COPY: usize = 1;
const VAULT: usize = 2;

fn minutes(minutes: u64) -> Span {
    seconds(60 * minutes)
}

fn at(minute: u64) -> Time {
    Time::after_start(minutes(minute))
}

/// Discovered after two hours, restored within one; from nothing, so far.
fn orders() -> DataSpec {
    DataSpec {
        name: "orders".into(),
        kept_by: vec![0],
        copies: Vec::new(),
        backups: Vec::new(),
        discovered: fixed(hours(2)),
        by: None,
        restore: RestoreSpec::taking(fixed(hours(1))),
        life: None,
    }
}

/// Every night at two, for half an hour; kept for a week in `vault`.
fn nightly() -> BackupSpec {
    BackupSpec {
        every: hours(24),
        at: hours(2),
        takes: minutes(30),
        keep: hours(7 * 24),
        store: Some(Target::Family(VAULT)),
        restore: None,
    }
}

/// A copy at `copy`, brought into service within 20 minutes.
fn copy(lag: Span) -> CopySpec {
    let restore = Some(RestoreSpec::taking(fixed(minutes(20))));
    CopySpec { at: Target::Family(COPY), lag, restore }
}

/// A pool with 900 users that keeps the data, a host for a copy, and a vault.
fn shop(data: DataSpec) -> Small {
    let mut small = Small::pool(2).users(900, by_balancer());
    for name in ["copy", "vault"] {
        let mut one = family(name, 1);
        one.count = None;
        small.blueprint.families.push(one);
    }
    small.blueprint.data.push(data);
    if let Some(study) = &mut small.study.incidents {
        study.horizon = hours(30 * 24);
        study.trials = 2;
    }
    small
}

fn act(small: &mut Small, minute: u64, action: Action, target: Option<usize>, lasts: Option<u64>) {
    small.blueprint.incidents[0].events.push(ScriptSpec {
        at: at(minute),
        action,
        targets: target.map(Target::Family).into_iter().collect(),
        lasts: lasts.map(minutes),
    });
}

fn corrupt(mut small: Small, hour: u64) -> Small {
    act(&mut small, 60 * hour, Action::Corrupt(0), None, None);
    small
}

fn crash(mut small: Small, family: usize, minute: u64, lasts: Option<u64>) -> Small {
    act(&mut small, minute, Action::Break(ModeKind::Crash), Some(family), lasts);
    small
}

fn run(small: &Small) -> IncidentReport {
    small.run().incidents.remove(0)
}

/// What becomes of the data: minute and words.
fn told(incident: &IncidentReport) -> Vec<(f64, &str)> {
    let kinds = ["data", "found", "person", "mechanism", "outage"];
    let of = |line: &&StoryLine| {
        kinds.contains(&line.kind.as_str())
            || (line.kind == "restored" && line.subject.starts_with("orders"))
    };
    // What is exposed is what is being restored lacks.
    let lines = incident.story.iter().filter(of).filter(|line| !line.text.contains("exposed"));
    lines.map(|line| (line.at_seconds / 60.0, line.text.as_str())).collect()
}

/// Minutes for which all 900 users lack service, by what they wait for.
fn waits(incident: &IncidentReport) -> Vec<(&str, f64)> {
    let parts = incident.populations[0].lost_by_phase.iter();
    let parts = parts.map(|part| (part.name.as_str(), part.amount.story / 900.0));
    parts.filter(|(_, minutes)| *minutes > 0.0).collect()
}

const OUT: &str = "pool is out (orders: corruption)";

#[test]
fn service_goes_on_until_it_is_found_and_the_newest_backup_from_before_is_restored() {
    let mut data = orders();
    data.backups.push(nightly());
    let incident = run(&corrupt(shop(data), 3));
    let wanted = [
        (180.0, "orders goes bad, and nobody knows"),
        (300.0, "orders is found to have been bad for 2 h: pool stops"),
        (300.0, "orders is being restored from a backup in vault, which lacks the last 3 h"),
        (300.0, OUT),
        (360.0, "orders is restored from a backup in vault"),
        // The backup of two o'clock; the services stopped at five.
        (360.0, "pool loses 3 h of writes"),
        (360.0, "pool is up again"),
    ];
    assert_eq!(told(&incident), wanted);
    // Nobody lacks service while nobody knows; then all do, for the hour of the restoration.
    assert_eq!(waits(&incident), [("acting", 60.0)]);
    let users = &incident.populations[0];
    assert_eq!(users.lost_by_chain[0].name, "orders: corruption");
    assert_eq!(users.lost_user_minutes.story, 900.0 * 60.0);
}

#[test]
fn a_person_decides_first_and_may_have_to_be_called_in() {
    let mut data = orders();
    data.backups.push(nightly());
    data.by = Some(0);
    let mut small = corrupt(shop(data), 3);
    small.blueprint.people.push(PersonSpec {
        name: "dba".into(),
        notice: fixed(minutes(1)),
        decide: fixed(minutes(15)),
        act: fixed(minutes(7)),
        on_duty: Duty::Hours(hours(8), hours(18)),
        call_in: Some(fixed(minutes(40))),
    });
    let incident = run(&small);
    let wanted = [
        (300.0, "orders is found to have been bad for 2 h: pool stops"),
        (300.0, "dba is off duty, and is called in"),
        (300.0, OUT),
        (340.0, "dba decides what to do about orders"),
        (355.0, "orders is being restored from a backup in vault, which lacks the last 3 h"),
        (415.0, "orders is restored from a backup in vault"),
    ];
    assert_eq!(told(&incident)[1..7], wanted);
    assert_eq!(waits(&incident), [("deciding", 55.0), ("acting", 60.0)]);
}

/// Bad at three, found at five: what reached the copy at that moment is as old as its lag.
#[test]
fn a_copy_that_lags_further_behind_than_the_discovery_is_the_newest_clean_one() {
    let with_lag = |lag| {
        let mut data = orders();
        data.backups.push(nightly());
        data.copies.push(copy(lag));
        run(&corrupt(shop(data), 3))
    };
    // As of 02:45: newer than the backup of 02:00, and within twenty minutes.
    let incident = with_lag(minutes(135));
    let told_then = told(&incident);
    let restores =
        "orders is being restored from the copy at copy, which lacks the last 2 h 15 min";
    assert_eq!(told_then[2], (300.0, restores));
    assert_eq!(told_then[4], (320.0, "orders is restored from the copy at copy"));
    assert_eq!(told_then[5], (320.0, "pool loses 2 h 15 min of writes"));
    // As of 01:00: older than the backup, which is taken although it takes longer.
    let incident = with_lag(hours(4));
    assert_eq!(told(&incident)[4], (360.0, "orders is restored from a backup in vault"));
    // It is bad from its lag on, that instant included: the deed of three o'clock is there at five.
    let incident = with_lag(hours(2));
    assert_eq!(told(&incident)[4], (360.0, "orders is restored from a backup in vault"));
    let incident = with_lag(Span::from_micros(hours(2).micros() + 1));
    assert_eq!(told(&incident)[4], (320.0, "orders is restored from the copy at copy"));
    // What follows at once never helps.
    let incident = with_lag(Span::ZERO);
    assert_eq!(told(&incident)[4], (360.0, "orders is restored from a backup in vault"));
}

/// While the person decides, the corruption reaches the copy.
#[test]
fn a_copy_must_be_clean_at_the_moment_of_the_decision() {
    let decided_in = |decide| {
        let mut data = orders();
        data.backups.push(nightly());
        data.copies.push(copy(minutes(135)));
        data.by = Some(0);
        let mut small = corrupt(shop(data), 3);
        small.blueprint.people.push(PersonSpec {
            name: "dba".into(),
            notice: fixed(minutes(1)),
            decide: fixed(minutes(decide)),
            act: fixed(Span::ZERO),
            on_duty: Duty::Always,
            call_in: None,
        });
        told(&run(&small))[4].1.to_owned()
    };
    // Reached 02:59, of which the last two hours and a minute before five are missing.
    let copied = "orders is being restored from the copy at copy, which lacks the last 2 h 1 min";
    assert_eq!(decided_in(14), copied);
    let stored = "orders is being restored from a backup in vault, which lacks the last 3 h";
    assert_eq!(decided_in(15), stored);
}

#[test]
fn a_failover_to_a_copy_that_follows_at_once_does_not_help() {
    let mut data = orders();
    data.backups.push(nightly());
    // The other server of the pool holds what this one holds.
    data.copies.push(CopySpec { at: Target::Member(WEB, 2), lag: Span::ZERO, restore: None });
    let incident = run(&corrupt(shop(data), 3).crash(4 * 3600, &[1], None));
    assert_eq!(told(&incident)[4], (360.0, "orders is restored from a backup in vault"));
}

#[test]
fn a_copy_that_is_down_does_not_help_and_one_that_fails_starts_it_anew() {
    let mut data = orders();
    data.backups.push(nightly());
    data.copies.push(copy(minutes(135)));
    let small = corrupt(shop(data), 3);
    let incident = run(&crash(small.clone(), COPY, 299, Some(10)));
    assert_eq!(told(&incident)[4], (360.0, "orders is restored from a backup in vault"));
    // Ten minutes into the restoration from it.
    let incident = run(&crash(small.clone(), COPY, 310, None));
    let wanted = [
        (310.0, "orders is not restored any further: the copy at copy is gone"),
        (310.0, "orders is being restored from a backup in vault, which lacks the last 3 h"),
        (370.0, "orders is restored from a backup in vault"),
        (370.0, "pool loses 3 h of writes"),
    ];
    assert_eq!(told(&incident)[4..8], wanted);
    assert_eq!(waits(&incident), [("acting", 70.0)]);
    // In the instant in which it is over it is over.
    let incident = run(&crash(small, COPY, 320, None));
    assert_eq!(told(&incident)[4], (320.0, "orders is restored from the copy at copy"));
}

#[test]
fn a_backup_that_could_not_be_stored_is_skipped() {
    let restored = |minute, lasts| {
        let mut data = orders();
        data.backups.push(nightly());
        let small = corrupt(shop(data), 27);
        let incident = run(&crash(small, VAULT, minute, Some(lasts)));
        told(&incident)[2].1.to_owned()
    };
    let text = |lost| {
        format!("orders is being restored from a backup in vault, which lacks the last {lost}")
    };
    // Found at hour 29. The backups of hours 2 and 26; a failure of any length spoils the latter.
    assert_eq!(restored(25 * 60, 1), text("3 h"));
    assert_eq!(restored(26 * 60 + 29, 1), text("1 d 3 h"));
    assert_eq!(restored(25 * 60 + 59, 2), text("1 d 3 h"));
    assert_eq!(restored(26 * 60 + 30, 1), text("1 d 3 h"));
    assert_eq!(restored(26 * 60 + 31, 1), text("3 h"));
    // Up again in the instant in which it begins.
    assert_eq!(restored(25 * 60 + 50, 10), text("3 h"));
}

#[test]
fn what_is_out_of_reach_is_waited_for() {
    let mut data = orders();
    data.backups.push(nightly());
    let incident = run(&crash(corrupt(shop(data), 3), VAULT, 290, Some(30)));
    let wanted = [
        (300.0, "orders cannot be restored: no clean copy is left"),
        (300.0, OUT),
        (320.0, "orders is being restored from a backup in vault, which lacks the last 3 h"),
        (380.0, "orders is restored from a backup in vault"),
    ];
    assert_eq!(told(&incident)[2..6], wanted);
    assert_eq!(waits(&incident), [("repairing", 20.0), ("acting", 60.0)]);
}

/// The vault stands elsewhere, and the link to it is cut for an hour.
#[test]
fn a_store_that_cannot_be_reached_is_as_good_as_down() {
    let cut = |minute| {
        let mut data = orders();
        data.backups.push(nightly());
        let mut small = corrupt(shop(data), 27);
        small.blueprint.places.push(PlaceSpec {
            name: "elsewhere".into(),
            luck: None,
            inside: None,
            modes: Vec::new(),
        });
        small.blueprint.families[VAULT].place = 1;
        small.blueprint.links.push(LinkSpec {
            name: "wan".into(),
            luck: None,
            between: [0, 1],
            latency: Span::ZERO,
            bandwidth: None,
            transit: true,
            modes: Vec::new(),
            repair: None,
        });
        small.blueprint.incidents[0].events.push(ScriptSpec {
            at: at(minute),
            action: Action::Break(ModeKind::Cut),
            targets: vec![Target::Link(0)],
            lasts: Some(hours(1)),
        });
        let incident = run(&small);
        let of_data = |line: &&StoryLine| line.subject == "orders" && line.kind == "data";
        let lines = incident.story.iter().filter(of_data);
        lines.map(|line| (line.at_seconds / 60.0, line.text.clone())).collect::<Vec<_>>()
    };
    // During the backup of hour 26.
    let text = "orders is being restored from a backup in vault, which lacks the last 1 d 3 h";
    assert_eq!(cut(26 * 60 + 10)[1], (29.0 * 60.0, text.to_owned()));
    // When it is to be restored.
    let lines = cut(29 * 60 - 10);
    let nothing = "orders cannot be restored: no clean copy is left";
    assert_eq!(lines[1], (29.0 * 60.0, nothing.to_owned()));
    let text = "orders is being restored from a backup in vault, which lacks the last 3 h";
    assert_eq!(lines[2], (29.0 * 60.0 + 50.0, text.to_owned()));
}

#[test]
fn without_a_clean_copy_it_stays_out() {
    let incident = run(&corrupt(shop(orders()), 3));
    assert_eq!(told(&incident).last(), Some(&(300.0, OUT)));
    assert_eq!(waits(&incident), [("repairing", (720 - 5) as f64 * 60.0)]);
    // Found after nine days, when every backup from before has been thrown away.
    let mut data = orders();
    data.backups.push(nightly());
    data.discovered = fixed(hours(9 * 24));
    let incident = run(&corrupt(shop(data), 3));
    let nothing = "orders cannot be restored: no clean copy is left";
    assert_eq!(told(&incident)[2], ((3 + 9 * 24) as f64 * 60.0, nothing));
    // Found after six days and 22 hours, the one of the first night is just kept; it is the last.
    let mut data = orders();
    data.backups.push(nightly());
    data.discovered = fixed(hours(7 * 24 - 1));
    let incident = run(&corrupt(shop(data), 3));
    let text = "orders is being restored from a backup in vault, which lacks the last 7 d";
    assert_eq!(told(&incident)[2].1, text);
}

#[test]
fn what_is_bad_cannot_go_bad_again_and_what_was_copied_meanwhile_stays_bad() {
    let mut data = orders();
    data.backups.push(nightly());
    data.copies.push(copy(hours(30)));
    // Bad from hour 25 to 28: the backup of hour 26 is bad. The copy holds hour -3.
    let mut small = corrupt(shop(data), 25);
    for hour in [26, 27, 29] {
        small = corrupt(small, hour);
    }
    let incident = run(&small);
    let told = told(&incident);
    let wanted = [
        (1560.0, "orders is bad already"),
        (1620.0, "orders is bad already"),
        (1620.0, "orders is found to have been bad for 2 h: pool stops"),
        (1620.0, "orders is being restored from a backup in vault, which lacks the last 1 d 1 h"),
    ];
    assert_eq!(told[1..5], wanted);
    // A second one, at hour 29, found at 31: the copy was set up anew at hour 28.
    let again = told.iter().rfind(|(_, text)| text.contains("is being restored"));
    let text = "orders is being restored from the copy at copy, which lacks the last 3 h";
    assert_eq!(again, Some(&(31.0 * 60.0, text)));
}

#[test]
fn entering_again_what_was_lost_takes_its_time() {
    let mut data = orders();
    data.backups.push(nightly());
    data.restore.per_hour_lost = minutes(10);
    let incident = run(&corrupt(shop(data), 3));
    // An hour, and three times ten minutes.
    assert_eq!(waits(&incident), [("acting", 90.0)]);
}

#[test]
fn all_that_keep_it_stop_and_whatever_needs_them_and_nobody_else() {
    let mut data = orders();
    data.backups.push(nightly());
    data.kept_by = vec![1, 0];
    let mut small = corrupt(shop(data), 3);
    for name in ["audit", "reports", "other"] {
        let mut service = small.blueprint.services[0].clone();
        service.name = name.into();
        small.blueprint.services.push(service);
    }
    small.blueprint.services[2].needs = vec![Target::Service(1)];
    let incident = run(&small);
    let outages = |name: &str| {
        let service = incident.services.iter().find(|service| service.name == name);
        service.map(|service| (service.outages.story, service.outage_seconds.story))
    };
    for stops in ["pool", "audit", "reports"] {
        assert_eq!(outages(stops), Some((1.0, 3600.0)), "{stops}");
    }
    assert_eq!(outages("other"), Some((0.0, 0.0)));
    let text = "orders is found to have been bad for 2 h: audit and pool stop";
    assert_eq!(told(&incident)[1].1, text);
}

/// A copy eight hours behind, at the moment of the decision; a backup of ten in the evening.
#[test]
fn the_drill_loses_what_lies_between_the_copy_and_the_discovery() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/ransomware-drill.json");
    let scenario = hadr::scenario::read(path.as_ref()).expect("it is a scenario");
    let options = study::Options { trials: Some(10), audit: true, ..study::Options::default() };
    let report = study::run(&scenario, &options).expect("it runs");
    let lost = |incident: &IncidentReport| {
        let when = |words: &str| {
            let line = incident.story.iter().find(|line| line.text.contains(words));
            line.expect("it is told").at_seconds
        };
        let data = &incident.services[0].data[0];
        assert_eq!(data.class.as_deref(), Some("database"));
        assert_eq!(data.exposed_seconds.story, data.lost_seconds.story);
        (data.lost_seconds.story, when("found to have been bad"), when("is being restored"))
    };
    let (copied, found, decided) = lost(&report.incidents[0]);
    assert!((copied - (found - (decided - 8.0 * 3600.0))).abs() < 1e-5, "{copied}");
    let (stored, found, _) = lost(&report.incidents[1]);
    assert!((stored - (found + 2.0 * 3600.0)).abs() < 1e-5, "{stored}");
}

/// A life of 970 hours, ten hours unknown, twenty for the restoration: 20 of 1,000 hours out.
#[test]
fn in_the_long_run_it_is_out_while_it_is_restored() {
    let mut data = orders();
    data.life = Some(exponential(970));
    data.discovered = fixed(hours(10));
    data.restore = RestoreSpec::taking(fixed(hours(20)));
    data.backups.push(nightly());
    let report = Long::years(200, 100, 1).run(&shop(data));
    let service = &report.services[0];
    let down = service.unavailability;
    assert!((down.lower..=down.upper).contains(&0.02), "{down:?}");
    let often = service.outages_per_year;
    assert!((often.lower..=often.upper).contains(&8.766), "{often:?}");
}

#[test]
fn ten_quiet_years_of_backups_are_no_event() {
    let mut data = orders();
    data.backups.push(nightly());
    data.copies.push(copy(hours(4)));
    let blueprint = shop(data).blueprint;
    let system = System::new(&blueprint).expect("it is a system");
    let options = Options {
        chance: Chance::drawn(1, 1),
        random: true,
        incident: None,
        horizon: hours(87_660),
        events: 1,
        audit: true,
    };
    let outcome = Trial::new(&system, options).finish(Span::ZERO).expect("it is quiet");
    assert_eq!(outcome.events, 0);
}
