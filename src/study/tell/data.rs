//! What becomes of data, and of changes, in words.

use crate::quantity::print_span;
use crate::system::{ChangeId, DataDeed, DataId, DataSource, System};

/// What has become of data: the kind of line, whose it is, and the words behind that name.
pub(super) fn deed(
    system: &System,
    data: DataId,
    deed: DataDeed,
) -> (&'static str, String, String) {
    let name = system.data_name(data);
    let of_data = |kind, text: String| (kind, name.to_owned(), text);
    match deed {
        DataDeed::GoesBad => of_data("data", "goes bad, and nobody knows".to_owned()),
        DataDeed::AlreadyBad => of_data("data", "is bad already".to_owned()),
        DataDeed::Found(after) => {
            let keepers = list(&system.keepers(data));
            let text = format!("is found to have been bad for {}: {keepers}", print_span(after));
            of_data("found", text)
        }
        DataDeed::Decides(person) => {
            let text = format!("decides what to do about {name}");
            ("person", system.person_name(person).to_owned(), text)
        }
        DataDeed::Restores { from, lost } => {
            let text = format!(
                "is being restored from {}, which lacks the last {}",
                source(system, from),
                print_span(lost)
            );
            of_data("data", text)
        }
        DataDeed::Interrupted(from) => {
            let text = format!("is not restored any further: {} is gone", source(system, from));
            of_data("data", text)
        }
        DataDeed::NothingLeft => {
            of_data("data", "cannot be restored: no clean copy is left".to_owned())
        }
        DataDeed::Restored(from) => {
            of_data("restored", format!("is restored from {}", source(system, from)))
        }
    }
}

/// A change is rolled back.
pub(super) fn rolled_back(system: &System, change: ChangeId, members: u32) -> (String, String) {
    let text = match members {
        0 => "is rolled back: nobody has it any more".to_owned(),
        1 => "is rolled back on 1 member".to_owned(),
        members => format!("is rolled back on {members} members"),
    };
    (system.change_name(change).to_owned(), text)
}

/// What a change does, when it reaches so many members.
pub(super) fn reaches(members: u32) -> String {
    match members {
        0 => "reaches nobody that does not have it".to_owned(),
        1 => "reaches 1 member, and is bad".to_owned(),
        members => format!("reaches {members} members, and is bad"),
    }
}

fn source(system: &System, source: DataSource) -> String {
    match source {
        DataSource::Copy(node) => format!("the copy at {}", system.name(node)),
        DataSource::Backup(None) => "a backup".to_owned(),
        DataSource::Backup(Some(node)) => format!("a backup in {}", system.name(node)),
    }
}

/// `a stops`, `a and b stop`.
fn list(names: &[&str]) -> String {
    match names {
        [] => "nobody keeps it".to_owned(),
        [one] => format!("{one} stops"),
        [first @ .., last] => format!("{} and {last} stop", first.join(", ")),
    }
}
