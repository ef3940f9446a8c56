//! The HTML page of a result: complete, harmless, needing nothing but itself.

use crate::hand_made::{Made, six_servers};
use crate::table::directory;
use hadr::page::{SCRIPTS, to_html};
use hadr::report::{
    ConvergencePoint, ConvergenceReport, EstimateFigure, ExceedancePoint, Record, Report,
    YearlyReport,
};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn page(report: Report) -> String {
    to_html(&Record::Result(Box::new(report)))
}

/// A result with all that can be zoomed into.
fn with_a_year(report: Report) -> Report {
    let mut report = report;
    let figure = |value: f64| EstimateFigure { value, lower: 0.9 * value, upper: 1.1 * value };
    let estimate = report.estimate.as_mut().expect("it has a long run");
    let point = |i: u32| ExceedancePoint {
        seconds: f64::from(60 * i * i),
        share: figure(0.5 / f64::from(1 + i * i)),
    };
    estimate.services[0].yearly = Some(YearlyReport {
        years: 2_000,
        years_with: 1_000,
        mean: figure(1_483.0),
        p50: figure(0.0),
        p95: figure(7_200.0),
        p99: figure(14_000.0),
        exceedance: (0..10).map(point).collect(),
    });
    let point = |k: u32| ConvergencePoint { trials: 8 << k, estimate: figure(4.7e-5) };
    estimate.convergence.push(ConvergenceReport {
        of: "unavailability of web".into(),
        points: (0..5).map(point).collect(),
    });
    report
}

#[test]
fn the_page_has_the_pictures_the_tables_and_the_verdicts() {
    let page = page(with_a_year(six_servers()));
    for part in [
        "<title>One of six web servers fails</title>",
        "<h1>One of six web servers fails</h1>",
        "Question: Do the other five carry its users, and how long do its users wait?",
        "<td class=\"met\">met</td>",
        "<th scope=\"row\">recovery</th>",
        ">Incident web-down <span class=\"behind\">the story at nominal values",
        ">Service web <span class=\"behind\">load in users</span></h3>",
        "<th scope=\"col\" class=\"number\">peak/limit</th>",
        "<td class=\"number\">106.7 %</td>",
        ">Long run <span class=\"behind\">200 trials of 10 y",
        "<th scope=\"row\">availability</th>",
        "<td class=\"number\">99.9953 %</td>",
        "the common default",
        "<p>seed 42, hadr 0.1.0, scenario 6f2a91c03b7de845</p>",
        "<html lang=\"en\">",
        "name=\"viewport\"",
    ] {
        assert!(page.contains(part), "`{part}` is missing");
    }
    // The long run stands before what incidents tell of it, and every table can be gone to.
    let place = |words: &str| page.find(words).expect("it is there");
    assert!(place(">Objectives</h2>") < place(">Long run <span"));
    assert!(place(">Long run <span") < place(">Incident web-down <span"));
    let links = page.split("<a href=\"#").skip(1).map(|rest| rest.split('"').next());
    let links: Vec<&str> = links.map(|link| link.expect("it is quoted")).collect();
    assert!(links.iter().any(|link| link.matches('-').count() == 2), "{links:?}");
    for link in links {
        assert_eq!(page.matches(&format!(" id=\"{link}\"")).count(), 1, "{link}");
    }
    // Users, incident, load; availability, exceedance, causes, unprotected, convergence.
    assert_eq!(page.matches("<svg role=\"img\"").count(), 8);
    assert_eq!(page.matches("<script type=\"application/json\">").count(), 3);
}

#[test]
fn every_picture_says_its_main_figures_in_words() {
    let page = page(with_a_year(six_servers()));
    let words: Vec<&str> =
        page.split("<desc>").skip(1).filter_map(|rest| rest.split("</desc>").next()).collect();
    assert_eq!(words.len(), page.matches("<svg ").count());
    for figures in [
        "staff: 40,000 users, at most 1,333 served, limited, at most 6,667 waiting",
        "web-02: peak 8,000 (106.7 %)",
        "web: 99.9953 % (99.9947 % to 99.9959 %)",
        "mean 24 min 43 s a year; 95 % of years have at most 2 h",
    ] {
        assert!(words.iter().any(|word| word.contains(figures)), "`{figures}` in {words:#?}");
    }
    assert!(page.contains("<title>One of six web servers fails: availability; 200 trials"));
}

/// The scenario is somebody else's text, and the page is opened in a browser.
#[test]
fn what_a_scenario_says_cannot_act() {
    let evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\" onload='alert(1)";
    let report = Made::titled(evil)
        .asking(evil)
        .incident(evil)
        .happened(600.0, "failed", evil, evil)
        .pool(evil, 2, 1_000.0, 900.0)
        .users(evil, 1_000.0, 0.5)
        .long_run(evil, 640)
        .long_run_users(evil)
        .objective(evil, evil, evil, hadr::report::Verdict::Missed)
        .assuming(evil, evil, evil)
        .report();
    let page = page(with_a_year(report));
    assert!(!page.contains("<script>alert") && !page.contains("<img"), "markup got through");
    // Two scripts of our own, and the data of three pictures.
    assert_eq!(page.matches("<script").count(), 2 + 3);
    assert_eq!(page.matches("</script>").count(), 2 + 3);
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;&quot; onload=&#39;alert(1)"));
}

/// No script, style, font or picture from elsewhere, and no other script than ours.
#[test]
fn the_page_needs_nothing_but_itself() {
    let page = page(with_a_year(six_servers()));
    let policy = page.find("Content-Security-Policy").expect("there is a policy");
    assert!(policy < page.find("<style").expect("there is a style"), "the policy comes first");
    assert!(page.contains("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-"));
    for outside in
        [" src=", "@import", "url(", "<link", "<iframe", "<base", "href=\"http", "href=\"/"]
    {
        assert!(!page.contains(outside), "`{outside}`");
    }
    // Names of vocabularies, and the sign of the library; nothing is fetched from them.
    let rest = page
        .replace("http://www.w3.org/2000/svg", "")
        .replace("/*! https://github.com/leeoniya/uPlot (v1.6.32) */", "");
    assert!(!rest.contains("http:") && !rest.contains("https:"));
    assert!(page.len() < 400_000, "{} bytes", page.len());
}

#[test]
fn the_policy_names_the_scripts_that_are_in_the_page() {
    let page = page(six_servers());
    let scripts: Vec<&str> =
        page.split("<script>").skip(1).filter_map(|rest| rest.split("</script>").next()).collect();
    let hashes: Vec<String> = scripts
        .iter()
        .map(|script| format!("sha256-{}", base64(&Sha256::digest(script))))
        .collect();
    assert_eq!(hashes, SCRIPTS);
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let whole = three.iter().chain([&0, &0]).take(3).fold(0, |sum, &b| sum << 8 | u32::from(b));
        for at in 0..4 {
            let sign = SIGNS[(whole >> (18 - 6 * at)) as usize & 63] as char;
            text.push(if at > three.len() { '=' } else { sign });
        }
    }
    text
}

/// uPlot 1.6.32 as it was published; see `assets/uplot/README.md`.
#[test]
fn the_zoom_is_the_library_that_was_vendored() {
    for (name, digest) in [
        ("LICENSE", "8f989229699b4fe2f1a0432d0e9edc338a8a911e250e2d1b01ecd770a5f5b1bd"),
        ("uPlot.iife.min.js", "19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f"),
        ("uPlot.min.css", "df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04"),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/uplot").join(name);
        let bytes = std::fs::read(path).expect("it is in the repository");
        let found: String = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(found, digest, "{name}");
    }
}

#[test]
fn the_same_result_gives_the_same_page() {
    assert_eq!(page(six_servers()), page(six_servers()));
}

/// What Chromium makes of a page: its document in the end, and what its console said.
fn opened(path: &Path) -> Option<(String, String)> {
    let profile = path.with_extension("profile");
    let output: Output = match Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"])
        .args(["--virtual-time-budget=2000", "--window-size=1100,900", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("file://{}", path.display()))
        .stdin(Stdio::null())
        .output()
    {
        Ok(output) => output,
        Err(error) => {
            println!("skipped: chromium cannot be started ({error}); Debian's package is chromium");
            return None;
        }
    };
    let told = String::from_utf8_lossy(&output.stderr);
    let console: Vec<&str> = told.lines().filter(|line| line.contains("CONSOLE")).collect();
    Some((String::from_utf8_lossy(&output.stdout).into_owned(), console.join("\n")))
}

#[test]
fn a_browser_shows_the_page_without_complaint() {
    let directory = directory("page-in-a-browser");
    let write = |name: &str, page: &str| {
        let path = directory.join(name);
        std::fs::write(&path, page).expect("it is ours");
        path
    };
    let page = page(with_a_year(six_servers()));
    // The check itself: what the console says is heard, and the policy stops what is not ours.
    let broken = page.replace("</body>", "<script>document.title = 'acted'</script></body>");
    let Some((document, console)) = opened(&write("broken.html", &broken)) else { return };
    assert!(console.contains("Content Security Policy"), "not heard: {console}");
    assert!(!document.contains("<title>acted</title>"));

    let (document, console) = opened(&write("page.html", &page)).expect("it was just there");
    assert_eq!(console, "", "the console is silent");
    for figure in ["99.9953 %", "106.7 %", "all users within 15 min", "<title>One of six"] {
        assert!(document.contains(figure), "`{figure}` is missing");
    }
    assert_eq!(document.matches("<svg ").count(), 8);
    // Our script has run: whoever has JavaScript may zoom.
    assert_eq!(document.matches(">Zoom</button>").count(), 3);

    // And the zoom draws: a copy without the policy presses every button.
    let from = page.find("<meta http-equiv").expect("there is a policy");
    let to = from + page[from..].find(">\n").expect("the tag ends") + 1;
    let press = "<script>for (const b of document.querySelectorAll('button')) b.click()</script>";
    let pressed = format!("{}{}", &page[..from], page[to..].replace("</body>", press));
    let (document, console) = opened(&write("pressed.html", &pressed)).expect("it was just there");
    assert_eq!(console, "", "the console is silent");
    assert_eq!(document.matches("<canvas").count(), 3);
    assert!(document.contains(">Back to the picture</button>"));
}
