//! Saves a result so that a file is either the old one or the new one, never a half.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes `bytes` to `path`: aside in the same directory first, then renamed over it.
///
/// On an error the file aside is removed, an old file at `path` is intact, and the message names the
/// path and the reason.
pub fn save(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A symbolic link is written through, not replaced; a path that does not exist yet is its own.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    write(&target, bytes).map_err(|error| {
        let reason = format!("cannot write `{}`: {error}", path.display());
        io::Error::new(error.kind(), reason)
    })
}

fn write(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let Ok(metadata) = fs::metadata(target) else { return replace(target, bytes) };
    if metadata.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a directory"));
    }
    if !metadata.is_file() {
        // A device or a pipe (`/dev/stdout`) cannot be replaced by a file.
        return fs::OpenOptions::new().write(true).open(target)?.write_all(bytes);
    }
    if metadata.permissions().readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
    }
    replace(target, bytes)
}

fn replace(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let aside = aside(target)?;
    let written = fill(&aside, bytes).and_then(|()| fs::rename(&aside, target));
    if written.is_err() {
        // The first error is the one to tell; a leftover is the lesser evil.
        let _ = fs::remove_file(&aside);
    }
    written
}

fn fill(aside: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(aside)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// `name.tmp.PID` beside `target`.
fn aside(target: &Path) -> io::Result<PathBuf> {
    let name = target
        .file_name()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "it names no file"))?;
    let mut aside = OsString::from(name);
    aside.push(format!(".tmp.{}", std::process::id()));
    Ok(target.with_file_name(aside))
}
