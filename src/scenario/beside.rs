//! The files beside a scenario that it draws data from: each is read once, and told in the result.

use super::tree::hash_bytes;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The largest data file that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// A data file, as the result names it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Input {
    /// Its path, as the scenario writes it.
    pub path: String,
    /// A hash of its bytes.
    pub hash: String,
}

/// The folder of the scenario, and what has been read from it.
#[derive(Debug, Default)]
pub struct Beside {
    /// `None` where the scenario comes from a text.
    folder: Option<PathBuf>,
    read: BTreeMap<String, Result<Data, String>>,
}

/// A file that has been read.
#[derive(Clone, Debug)]
pub struct Data {
    /// Its path, as a person can open it.
    pub name: String,
    /// What it says.
    pub text: Arc<str>,
    hash: String,
}

impl Beside {
    /// The files beside a scenario in `folder`.
    pub fn new(folder: Option<&Path>) -> Self {
        Self { folder: folder.map(Path::to_owned), read: BTreeMap::new() }
    }

    /// Whether there is a folder to look into.
    pub const fn is_known(&self) -> bool {
        self.folder.is_some()
    }

    /// What the file at `path` says, or why it cannot be read.
    pub fn data(&mut self, path: &str) -> Result<Data, String> {
        let Some(folder) = &self.folder else { return Err("there is no folder".to_owned()) };
        let read = || read(&folder.join(path));
        self.read.entry(path.to_owned()).or_insert_with(read).clone()
    }

    /// The files that were read, by path.
    pub fn inputs(self) -> Vec<Input> {
        let read = self.read.into_iter();
        read.filter_map(|(path, data)| Some(Input { path, hash: data.ok()?.hash })).collect()
    }
}

fn read(path: &Path) -> Result<Data, String> {
    let file = File::open(path).map_err(|error| super::read::plain(&error))?;
    let about = file.metadata().map_err(|error| super::read::plain(&error))?;
    if about.is_dir() {
        return Err("it is a directory".to_owned());
    }
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| super::read::plain(&error))?;
    if bytes.len() as u64 > LARGEST {
        return Err("it is larger than 64 MiB".to_owned());
    }
    let hash = format!("{:016x}", hash_bytes(&bytes));
    let text = String::from_utf8(bytes).map_err(|_| "it is not encoded in UTF-8".to_owned())?;
    Ok(Data { name: path.display().to_string(), text: text.into(), hash })
}
