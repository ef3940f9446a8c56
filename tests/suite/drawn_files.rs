//! What `chart` and `report` do with files that are no records, and where nothing can be written:
//! a message that says what to do, and the old file as it was.

use crate::hand_made::six_servers;
use crate::table::directory;
use hadr::report::to_json;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Both verbs, without the file they read and the one they write.
const VERBS: [(&str, Option<&str>, &str); 2] =
    [("chart", Some("availability"), "out.svg"), ("report", None, "out.html")];

/// The words of a call.
fn call(verb: &str, result: &str, kind: Option<&str>, output: &str) -> Vec<String> {
    let words = [Some(verb), Some(result), kind, Some("-o"), Some(output)];
    words.into_iter().flatten().map(str::to_owned).collect()
}

/// The exit code, and what was said.
fn run(command: &mut Command, directory: &Path) -> (Option<i32>, String) {
    let output = command.current_dir(directory).stdin(Stdio::null()).output();
    let output = output.expect("the program was built");
    assert!(output.stdout.is_empty());
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn hadr(words: &[String], directory: &Path) -> (Option<i32>, String) {
    run(Command::new(env!("CARGO_BIN_EXE_hadr")).args(words), directory)
}

/// A directory with a good result and the files of earlier calls.
fn with_old_files(name: &str) -> PathBuf {
    let directory = directory(name);
    std::fs::write(directory.join("result.json"), to_json(&six_servers())).expect("it is ours");
    for (.., output) in VERBS {
        std::fs::write(directory.join(output), "old").expect("it is ours");
    }
    directory
}

fn assert_old(directory: &Path, output: &str) {
    assert_eq!(std::fs::read_to_string(directory.join(output)).expect("it was there"), "old");
    let asides = std::fs::read_dir(directory).expect("it is a directory");
    let asides: Vec<_> = asides
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.contains(".tmp."))
        .collect();
    assert_eq!(asides, [""; 0], "nothing is left aside");
}

#[test]
fn what_is_no_record_is_told_what_it_is() {
    let directory = with_old_files("drawn-foreign");
    let text = to_json(&six_servers());
    let newer = text.replace("hadr/result/v1", "hadr/result/v9");
    for (name, content, reason) in [
        ("empty.json", "", "is empty"),
        ("cut.json", &text[..text.len() / 3], "ends in the middle"),
        ("foreign.json", "{\"a\": 1}", "is JSON but not a result of hadr"),
        ("scenario.json", "{\"schema\": \"hadr/v1\"}", "is a scenario, not a result"),
        ("picture.json", "\u{89}PNG", "is not JSON"),
        ("newer.json", &newer, "is a result in version `hadr/result/v9`, this program reads"),
        ("damaged.json", "{\"schema\": \"hadr/result/v1\"}", "says it is `hadr/result/v1` but"),
        ("damaged2.json", "{\"schema\": \"hadr/sweep/v1\"}", "says it is `hadr/sweep/v1` but"),
    ] {
        std::fs::write(directory.join(name), content).expect("it is ours");
        for (verb, kind, output) in VERBS {
            let (code, told) = hadr(&call(verb, name, kind, output), &directory);
            assert_eq!(code, Some(1), "{verb} {name}: {told}");
            assert!(told.starts_with(&format!("error: `{name}` {reason}")), "{verb}: {told}");
            assert_old(&directory, output);
        }
    }
    for (verb, kind, output) in VERBS {
        let (code, told) = hadr(&call(verb, "nowhere.json", kind, output), &directory);
        assert_eq!(code, Some(1));
        assert!(told.starts_with("error: cannot read `nowhere.json`: "), "{told}");
    }
}

#[test]
fn where_nothing_can_be_written_the_old_file_stays() {
    let directory = with_old_files("drawn-unwritable");
    std::fs::create_dir(directory.join("folder.svg")).expect("it is ours");
    for (verb, kind, output) in VERBS {
        for (to, reason) in [
            ("no/where.svg", "cannot write `no/where.svg`: "),
            ("folder.svg", "cannot write `folder.svg`: it is a directory"),
        ] {
            let (code, told) = hadr(&call(verb, "result.json", kind, to), &directory);
            assert_eq!(code, Some(1), "{told}");
            assert!(told.starts_with(&format!("error: {reason}")), "{told}");
        }
        assert_old(&directory, output);
    }
}

/// A disk that is full, and a quota that ends in the middle of the file.
#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_the_old_file_stays() {
    let directory = with_old_files("drawn-full");
    std::os::unix::fs::symlink("/dev/full", directory.join("full.svg")).expect("it is ours");
    for (verb, kind, output) in VERBS {
        if Path::new("/dev/full").exists() {
            let (code, told) = hadr(&call(verb, "result.json", kind, "full.svg"), &directory);
            assert_eq!(code, Some(1));
            assert!(told.starts_with("error: cannot write `full.svg`: No space left"), "{told}");
        } else {
            eprintln!("skipped: there is no /dev/full, so only the quota is tried");
        }
        // One block, and no signal when it is used up.
        let words = call(verb, "result.json", kind, output);
        let limited = "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"";
        let mut shell = Command::new("sh");
        shell.args(["-c", limited, env!("CARGO_BIN_EXE_hadr")]).args(&words);
        let (code, told) = run(&mut shell, &directory);
        assert_eq!(code, Some(1), "{told}");
        assert!(told.starts_with(&format!("error: cannot write `{output}`: ")), "{told}");
        assert_old(&directory, output);
    }
}

#[test]
fn a_page_is_written_and_it_is_said_where() {
    let directory = with_old_files("drawn-page");
    let (code, told) = hadr(&call("report", "result.json", None, "out.html"), &directory);
    assert_eq!((code, told.as_str()), (Some(0), "wrote `out.html`\n"));
    let page = std::fs::read_to_string(directory.join("out.html")).expect("it was written");
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
}
