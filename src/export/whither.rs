//! Where an export goes: what somebody typed becomes the path of a file. Only names: nothing is looked at.

use std::path::{Path, PathBuf};

/// The folders that a name is counted from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folders {
    /// Where a name without a folder goes: where the program was started.
    pub current: PathBuf,
    /// What `~` stands for.
    pub home: Option<PathBuf>,
}

impl Folders {
    /// The file that is meant; `name` is its name where only a folder was given. `None` when nothing was typed.
    #[must_use]
    pub fn file(&self, typed: &Path, name: &str) -> Option<PathBuf> {
        let bytes = typed.as_os_str().as_encoded_bytes();
        if bytes.trim_ascii().is_empty() {
            return None;
        }
        let (path, is_home) = match (&self.home, typed.strip_prefix("~")) {
            (Some(home), Ok(rest)) => (home.join(rest), rest.as_os_str().is_empty()),
            (Some(_) | None, _) => (self.current.join(typed), false),
        };
        // A path that ends in `/` or in `..` can be nothing but a folder. Of others only the disk knows.
        let is_folder = is_home || bytes.ends_with(b"/") || path.file_name().is_none();
        Some(if is_folder { path.join(name) } else { path })
    }
}

/// A path as people write it, with nothing in it that a terminal would obey.
#[must_use]
pub fn shown(path: &Path, home: Option<&Path>) -> String {
    let short = match home.and_then(|home| path.strip_prefix(home).ok()) {
        Some(rest) => Path::new("~").join(rest),
        None => path.to_owned(),
    };
    let text = short.to_string_lossy();
    crate::text::clean(&text).replace('\n', "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_a_file_in_some_folder() {
        let folders = Folders { current: "/now".into(), home: Some("/home/sam".into()) };
        let file =
            |typed: &str| folders.file(Path::new(typed), "a.md").map(|path| path.display().to_string());
        assert_eq!(file("b.md").as_deref(), Some("/now/b.md"));
        assert_eq!(file("sub/b.md").as_deref(), Some("/now/sub/b.md"));
        assert_eq!(file("/x/b.md").as_deref(), Some("/x/b.md"));
        assert_eq!(file("sub/").as_deref(), Some("/now/sub/a.md"));
        assert_eq!(file("..").as_deref(), Some("/now/../a.md"));
        assert_eq!(file("/").as_deref(), Some("/a.md"));
        assert_eq!(file("~").as_deref(), Some("/home/sam/a.md"));
        assert_eq!(file("~/").as_deref(), Some("/home/sam/a.md"));
        assert_eq!(file("~/..").as_deref(), Some("/home/sam/../a.md"));
        assert_eq!(file("~/notes/b.md").as_deref(), Some("/home/sam/notes/b.md"));
        assert_eq!(file("~b.md").as_deref(), Some("/now/~b.md"));
        assert_eq!((file(""), file("  ")), (None, None));
        let homeless = Folders { home: None, ..folders.clone() };
        assert_eq!(homeless.file(Path::new("~/b.md"), "a.md"), Some("/now/~/b.md".into()));
    }
}
