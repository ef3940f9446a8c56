//! Batches over a link that carries only so much.

use super::{run, service, times};

/// Users at home at `fe-lisbon` write 240 kB/s, at `fe-porto` 180 kB/s: batches of 28.8 MB and
/// 21.6 MB. Over 1 MB/s the first takes 28.8 s and 30 s.
#[test]
fn a_batch_takes_as_long_as_its_link_is_narrow() {
    let rate = (r#""rate": "6 MB/s", "#, "");
    let full = r#"{"at": "2 h", "do": {"fail_over": "fe-lisbon"}}"#;
    // Batches start 60 s after each even minute. Lost 58 s later the last one is not safe, 59 s
    // later it is.
    for (bandwidth, lost, exposed) in [
        ("", "3718 s", 58),
        (r#", "bandwidth": "1 MB/s""#, "3718 s", 178),
        (r#", "bandwidth": "1 MB/s""#, "3719 s", 59),
        (r#", "bandwidth": "500 kB/s""#, "3719 s", 179),
        (r#", "bandwidth": "500 kB/s""#, "3748 s", 88),
    ] {
        let link = format!(r#""porto"]{bandwidth}}}}},"#);
        let parts = [rate, (r#""porto"]}},"#, link.as_str())];
        let events =
            format!(r#"{{"at": "{lost}", "do": {{"disaster": "lisbon"}}, "for": "3 h"}}, {full}"#);
        let incident = run(&parts, &events);
        let data = &service(&incident, "pair").data[0];
        assert_eq!(data.exposed_seconds.story, f64::from(exposed), "{bandwidth} {lost}");
    }
}

/// After an outage both pools send all they have missed over the link that they share.
#[test]
fn batches_that_were_missed_share_their_link() {
    let rate = (r#""rate": "6 MB/s", "#, "");
    let link = (r#""porto"]}},"#, r#""porto"], "bandwidth": "1 MB/s"}},"#);
    let incident = run(&[rate, link], r#"{"at": "1 h", "do": {"cut": "wan"}, "for": "2 h"}"#);
    // Safe is the start at 3540. From 10,800 s on nothing hinders; the batches start at 10,860 s
    // with 7320 s of writes: 1756.8 MB and 1317.6 MB. The lesser has half the link and takes
    // 2635.2 s, the other has the rest for itself then: both are sent after 3074.4 s. So the lesser
    // is safe at 13,525.2 s and goes on at 13,620 s with 2760 s, 496.8 MB, while the other has
    // 439.2 - 124.8 = 314.4 MB left, 628.8 s at half the link: sent at 14,248.8 s, and at 14,340 s
    // the next one starts: 3480 s, 835.2 MB. Porto has 91.2 MB left then and is sent at 14,522.4 s,
    // the next ones, of 960 s, 480 s and 240 s (172.8, 86.4 and 43.2 MB at half the link), start at
    // 14,580 s, 15,060 s and 15,300 s and are sent at 14,925.6 s, 15,232.8 s and 15,386.4 s; the
    // last is safe 30 s later, and the next one fits. Lisbon has sent 91.2 + 57.6 + 172.8 + 134.4 +
    // 86.4 + 67.2 + 43.2 MB and has 182.4 MB left, now for itself: sent at 15,568.8 s. The next one,
    // of 1320 s, is safe after 316.8 s and 30 s, from 15,660 s on; that of 360 s after 116.4 s from
    // 16,020 s on; then they fit.
    let again = |pool: &str| times(&incident, &format!("pair protects {pool} again"));
    assert_eq!((again("fe-lisbon"), again("fe-porto")), (vec![16136.4], vec![15416.4]));
}
