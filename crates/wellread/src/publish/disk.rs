//! Everything that this program changes on a disk.
//!
//! Each method is one operation of the file system, and there is no other way to change a file, so
//! that the tests can stop a build before each of its operations, or let any of them fail
//! (`Faults`). Nothing here decides what may be changed: that is for the callers to look up first,
//! without following links.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use wellread_content::file_retry::{retry_briefly, retry_while_open};

/// The way to the file system, with the limit that this program has there.
#[derive(Debug)]
pub(crate) struct Disk {
    /// The largest file that this program may write, in bytes.
    max_file_size: u64,
    #[cfg(test)]
    pub(crate) faults: Faults,
}

impl Disk {
    /// The disk as the operating system gives it.
    pub(crate) fn new() -> Self {
        Self {
            max_file_size: max_file_size(),
            #[cfg(test)]
            faults: Faults::default(),
        }
    }

    /// Creates a folder. Its parent must exist.
    pub(crate) fn create_folder(&self, folder: &Path) -> io::Result<()> {
        self.step()?;
        self.in_folder_of(folder)?;
        retry_briefly(folder, || fs::create_dir(folder))
    }

    /// Creates a folder and those above it, as far as they are missing, and adds each to `created`.
    /// A link to a folder counts as one.
    pub(crate) fn create_folders(
        &self,
        folder: &Path,
        created: &mut Vec<PathBuf>,
    ) -> io::Result<()> {
        // The empty path is the current folder.
        let is_there = |one: &Path| one.as_os_str().is_empty() || one.is_dir();
        let mut missing: Vec<&Path> = folder.ancestors().take_while(|one| !is_there(one)).collect();
        while let Some(one) = missing.pop() {
            match self.create_folder(one) {
                Ok(()) => created.push(one.to_owned()),
                // Another program has created it since we looked.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && one.is_dir() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Opens a file that only serves to be locked, and creates it if it is not there. What a file
    /// of this name may hold stays.
    pub(crate) fn open_lock(&self, file: &Path) -> io::Result<File> {
        self.step()?;
        self.in_folder_of(file)?;
        self.on(file, || {
            File::options().read(true).write(true).create(true).truncate(false).open(file)
        })
    }

    /// Writes a file that does not exist yet.
    ///
    /// # Errors
    /// Those of the file system. The file may then be there in part.
    pub(crate) fn write_new(&self, file: &Path, bytes: &[u8]) -> io::Result<()> {
        // The system would end a program that writes more (SIGXFSZ), and a program that is ended
        // can neither clean up nor say why.
        if bytes.len() as u64 > self.max_file_size {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.step()?;
        let mut new = File::create_new(file)?;
        self.step()?;
        new.write_all(bytes)
    }

    /// Waits until a file's content is on the disk, so that a loss of power cannot take it.
    pub(crate) fn sync(&self, name: &Path) -> io::Result<()> {
        self.step()?;
        // Windows only flushes what may be written to.
        #[cfg_attr(test, expect(unused_variables, reason = "only whether it can be opened"))]
        let file = self.on(name, || File::options().write(true).open(name))?;
        // In tests, the power is never lost.
        #[cfg(test)]
        let synced = self.faults.log(FileEvent::Synced, name);
        #[cfg(not(test))]
        let synced = file.sync_all();
        synced
    }

    /// Gives a file a second name, at which there must be nothing yet. Not every file system can.
    pub(crate) fn link(&self, file: &Path, name: &Path) -> io::Result<()> {
        self.step()?;
        self.across(file, name)?;
        fs::hard_link(file, name)?;
        self.published(file, name)
    }

    /// Gives a file another name, and replaces the file or link that has that name.
    pub(crate) fn rename(&self, file: &Path, name: &Path) -> io::Result<()> {
        self.step()?;
        self.across(file, name)?;
        self.on(name, || fs::rename(file, name))?;
        self.published(file, name)
    }

    /// Gives a folder a name that nothing has yet.
    pub(crate) fn rename_folder(&self, folder: &Path, name: &Path) -> io::Result<()> {
        self.step()?;
        self.moving_folder(name)?;
        fs::rename(folder, name)?;
        self.published(folder, name)
    }

    /// Lets two folders trade names in one step. Not every system can, nor every file system.
    pub(crate) fn exchange_folders(&self, new: &Path, old: &Path) -> io::Result<()> {
        self.step()?;
        self.moving_folder(old)?;
        exchange(new, old)?;
        self.published(new, old)
    }

    /// Removes a file or a link, never what a link leads to.
    pub(crate) fn remove_file(&self, file: &Path) -> io::Result<()> {
        self.step()?;
        // There, a link to a folder is a folder, and this removes only the link.
        #[cfg(windows)]
        if fs::symlink_metadata(file).is_ok_and(|found| {
            std::os::windows::fs::FileTypeExt::is_symlink_dir(&found.file_type())
        }) {
            return fs::remove_dir(file);
        }
        self.on(file, || fs::remove_file(file))
    }

    /// Removes a folder that is empty; the system refuses to remove any other.
    pub(crate) fn remove_empty_folder(&self, folder: &Path) -> io::Result<()> {
        self.step()?;
        self.on(folder, || fs::remove_dir(folder))
    }

    /// Does something to a file that another program may have open.
    fn on<T>(&self, file: &Path, mut operation: impl FnMut() -> io::Result<T>) -> io::Result<T> {
        retry_while_open(file, || {
            self.hold(file)?;
            operation()
        })
    }

    /// Makes a file executable for everyone who may read it. Windows decides by the extension
    /// instead.
    pub(crate) fn make_executable(&self, file: &Path) -> io::Result<()> {
        self.step()?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mut permissions = fs::metadata(file)?.permissions();
            let mode = permissions.mode();
            permissions.set_mode(mode | ((mode & 0o444) >> 2));
            fs::set_permissions(file, permissions)?;
        }
        #[cfg(not(unix))]
        let _ = file;
        Ok(())
    }

    /// Called before every operation.
    #[cfg(not(test))]
    const fn step(&self) -> io::Result<()> {
        Ok(())
    }

    /// Called before something gets a name in a folder.
    #[cfg(not(test))]
    const fn in_folder_of(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }

    /// Comes before each try at a file that another program may have open.
    #[cfg(not(test))]
    const fn hold(&self, _file: &Path) -> io::Result<()> {
        Ok(())
    }

    /// Comes before a folder gets another name.
    #[cfg(not(test))]
    const fn moving_folder(&self, _to: &Path) -> io::Result<()> {
        Ok(())
    }

    /// Comes before a file gets a name in another folder.
    #[cfg(not(test))]
    const fn across(&self, _from: &Path, _to: &Path) -> io::Result<()> {
        Ok(())
    }

    /// Called after something has got another name.
    #[cfg(not(test))]
    const fn published(&self, _from: &Path, _to: &Path) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use nix::fcntl::{AT_FDCWD, RenameFlags, renameat2};
    Ok(renameat2(AT_FDCWD, one, AT_FDCWD, other, RenameFlags::RENAME_EXCHANGE)?)
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

/// The largest file that this program may write, in bytes, as set by `ulimit -f`. Only Linux says
/// it in a file; asking other systems would take unsafe code.
fn max_file_size() -> u64 {
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max file size"));
    // The first of the two figures is the one that counts. It is "unlimited" for most programs.
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(u64::MAX)
}

/// What goes wrong on the disk of a test.
#[cfg(test)]
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// What happens at which operation, counted from 1.
    pub(crate) at: Option<(usize, Fault)>,
    /// Whether staged files are on another disk than the site, so that they cannot be moved there.
    pub(crate) staged_elsewhere: bool,
    /// Whether folders cannot get other names, so that files are moved one by one.
    pub(crate) one_by_one: bool,
    /// A folder in which nothing can be created, as if it belonged to an administrator.
    pub(crate) read_only: Option<PathBuf>,
    /// The end of a path that another program has open, and for how many tries from now.
    pub(crate) held: Option<(&'static str, std::sync::atomic::AtomicUsize)>,
    /// The number of operations so far.
    pub(crate) done: std::sync::Arc<std::sync::atomic::AtomicUsize>,
    /// What has happened to which file, in order.
    pub(crate) log: std::sync::Arc<std::sync::Mutex<Vec<(FileEvent, PathBuf)>>>,
}

/// What a loss of power can make a difference to.
#[cfg(test)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileEvent {
    /// The content of a file is on the disk.
    Synced,
    /// Something staged, by the name that it had, has become part of the site, or all of it.
    Published,
}

/// Whether a path leads to a staged site or a file in it.
#[cfg(test)]
fn is_staged(path: &Path) -> bool {
    path.ancestors().any(|one| one.extension().is_some_and(|extension| extension == "staged"))
}

#[cfg(test)]
impl Faults {
    fn log(&self, event: FileEvent, file: &Path) -> io::Result<()> {
        self.log.lock().unwrap().push((event, file.to_owned()));
        Ok(())
    }
}

/// How an operation fails in a test.
#[cfg(test)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It and all later ones do nothing, as if the program had been killed before it.
    Kill,
    /// It alone does nothing, as on a full disk.
    Fail,
}

#[cfg(test)]
impl Disk {
    fn step(&self) -> io::Result<()> {
        let number = 1 + self.faults.done.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        match self.faults.at {
            Some((at, Fault::Kill)) if number >= at => Err(io::Error::other("killed")),
            Some((at, Fault::Fail)) if number == at => {
                Err(io::Error::from(io::ErrorKind::StorageFull))
            }
            _ => Ok(()),
        }
    }

    fn hold(&self, file: &Path) -> io::Result<()> {
        let order = std::sync::atomic::Ordering::SeqCst;
        let left = |tries: usize| tries.checked_sub(1);
        match &self.faults.held {
            Some((held, tries)) if file.ends_with(held) => {
                let is_over = tries.fetch_update(order, order, left).is_err();
                if is_over { Ok(()) } else { Err(io::Error::from(io::ErrorKind::ResourceBusy)) }
            }
            _ => Ok(()),
        }
    }

    fn in_folder_of(&self, folder: &Path) -> io::Result<()> {
        let is_read_only = |above: &PathBuf| folder.parent() == Some(above);
        if self.faults.read_only.as_ref().is_some_and(is_read_only) {
            return Err(io::Error::from(io::ErrorKind::PermissionDenied));
        }
        Ok(())
    }

    fn moving_folder(&self, to: &Path) -> io::Result<()> {
        self.in_folder_of(to)?;
        if self.faults.one_by_one || self.faults.staged_elsewhere {
            return Err(io::Error::from(io::ErrorKind::Unsupported));
        }
        Ok(())
    }

    fn across(&self, from: &Path, to: &Path) -> io::Result<()> {
        if self.faults.staged_elsewhere && is_staged(from) != is_staged(to) {
            return Err(io::Error::from(io::ErrorKind::CrossesDevices));
        }
        Ok(())
    }

    /// Writes it down if something staged has been published.
    fn published(&self, from: &Path, to: &Path) -> io::Result<()> {
        if is_staged(from) && !is_staged(to) {
            self.faults.log(FileEvent::Published, from)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::{Fault, FileEvent};

    /// Which of three folders are created on a disk with a fault at the second operation.
    fn created(fault: Fault) -> [bool; 3] {
        let folder = tempfile::tempdir().unwrap();
        let mut disk = Disk::new();
        disk.faults.at = Some((2, fault));
        ["a", "b", "c"].map(|name| {
            let path = folder.path().join(name);
            assert_eq!(disk.create_folder(&path).is_ok(), path.exists());
            path.exists()
        })
    }

    #[test]
    fn a_fault_happens_at_its_operation() {
        assert_eq!(created(Fault::Fail), [true, false, true]);
        assert_eq!(created(Fault::Kill), [true, false, false]);
    }

    #[test]
    fn the_log_names_what_was_done_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let [a, b, c] = ["a.staged", "b.staged", "c"].map(|name| folder.path().join(name));
        let disk = Disk::new();
        disk.write_new(&a, b"").unwrap();
        disk.sync(&a).unwrap();
        disk.rename(&a, &b).unwrap();
        disk.rename(&b, &c).unwrap();
        let log = disk.faults.log.lock().unwrap();
        assert_eq!(*log, [(FileEvent::Synced, a), (FileEvent::Published, b)]);
    }

    #[test]
    fn a_file_above_the_limit_is_not_even_created() {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk { max_file_size: 3, ..Disk::new() };
        let error = disk.write_new(&folder.path().join("a"), b"long").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        assert!(!folder.path().join("a").exists());
        disk.write_new(&folder.path().join("a"), b"fit").unwrap();
    }
}
