//! Where things are kept. Only names: nothing is looked at, nothing is made, and the environment comes in as a value.

use super::fault::{Fault, Trouble};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What the program was told by its surroundings; `main` reads it once.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// `IMAGO_DATA_DIR`
    pub imago_data_dir: Option<OsString>,
    /// `XDG_STATE_HOME`; a path that is not absolute does not count.
    pub xdg_state_home: Option<OsString>,
    /// `XDG_RUNTIME_DIR`; a path that is not absolute does not count.
    pub xdg_runtime_dir: Option<OsString>,
    /// `XDG_DATA_HOME`, which counts on every system. As its rules say, a path that is not absolute does not.
    pub xdg_data_home: Option<OsString>,
    /// The home folder.
    pub home: Option<PathBuf>,
    /// The folder for data that this system has for every program, as `dirs::data_dir()` knows it.
    pub platform: Option<PathBuf>,
    /// The folder in which the program was started: for relative choices, and for exports.
    pub current: PathBuf,
}

/// Where things are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// The folder of everything; it may not exist yet.
    pub data: PathBuf,
    /// The answers.
    pub answers: PathBuf,
    /// What keeps a second copy of the program from writing.
    pub lock: PathBuf,
    /// Chapters that the person has added.
    pub chapters: PathBuf,
    /// Earlier versions of the answers.
    pub backups: PathBuf,
    /// Answers files as they were found when they could not be read.
    pub damaged: PathBuf,
    /// An answer while it is open in the person's own editor; empty otherwise, if it is there at all.
    pub editor: PathBuf,
    /// Where words go that cannot be saved, best place first. None when somebody chose the folder of the answers: then
    /// not a word is put outside of it.
    pub rescue: Vec<Refuge>,
    /// Where exports go when nobody says otherwise.
    pub documents: PathBuf,
}

/// A place for words that cannot be saved where they belong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refuge {
    /// The folder; it may not exist yet.
    pub folder: PathBuf,
    /// Whether it is still there after the next logout.
    pub lasts: bool,
}

impl Paths {
    /// The first of: the choice on the command line, `IMAGO_DATA_DIR`, `$XDG_DATA_HOME/imago`, the system's own place.
    ///
    /// # Errors
    /// When there is none of these.
    pub fn find(choice: Option<PathBuf>, env: &Environment) -> Result<Paths, Fault> {
        let given =
            |value: &Option<OsString>| value.clone().filter(|value| !value.is_empty()).map(PathBuf::from);
        let chosen =
            choice.filter(|path| !path.as_os_str().is_empty()).or_else(|| given(&env.imago_data_dir));
        let shared =
            given(&env.xdg_data_home).filter(|path| path.is_absolute()).or_else(|| env.platform.clone());
        match (chosen, shared) {
            (Some(chosen), _) => Ok(Paths::within(&env.current.join(chosen), &env.current)),
            (None, Some(shared)) => {
                let paths = Paths::within(&shared.join("imago"), &env.current);
                Ok(Paths { rescue: refuges(env), ..paths })
            }
            (None, None) => Err(Fault::new(Trouble::NoPlace, Path::new("imago"))),
        }
    }

    /// Everything in this folder, and exports in that one.
    #[must_use]
    pub fn within(data: &Path, documents: &Path) -> Paths {
        Paths {
            answers: data.join("answers.toml"),
            lock: data.join(".answers.lock"),
            chapters: data.join("chapters"),
            backups: data.join("backups"),
            damaged: data.join("damaged"),
            editor: data.join("editor"),
            rescue: Vec::new(),
            documents: documents.to_owned(),
            data: data.to_owned(),
        }
    }
}

fn refuges(env: &Environment) -> Vec<Refuge> {
    let absolute = |value: &Option<OsString>| {
        value.clone().map(PathBuf::from).filter(|path| path.is_absolute()).map(|path| path.join("imago"))
    };
    let state = absolute(&env.xdg_state_home)
        .or_else(|| env.home.as_ref().map(|home| home.join(".local/state/imago")))
        .map(|folder| Refuge { folder: folder.join("rescue"), lasts: true });
    let runtime = absolute(&env.xdg_runtime_dir).map(|folder| Refuge { folder, lasts: false });
    state.into_iter().chain(runtime).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_leave_a_chosen_folder_for_no_other() {
        let env = Environment {
            platform: Some("/share".into()),
            home: Some("/home/sam".into()),
            xdg_runtime_dir: Some("/run/user/1".into()),
            ..Environment::default()
        };
        let rescue = Paths::find(None, &env).unwrap().rescue;
        let folders: Vec<_> =
            rescue.iter().map(|refuge| (refuge.folder.to_str().unwrap(), refuge.lasts)).collect();
        assert_eq!(folders, [("/home/sam/.local/state/imago/rescue", true), ("/run/user/1/imago", false)]);
        assert_eq!(Paths::find(Some("/stick".into()), &env).unwrap().rescue, []);
        let chosen = Environment { imago_data_dir: Some("/stick".into()), ..env };
        assert_eq!(Paths::find(None, &chosen).unwrap().rescue, []);
    }

    #[test]
    fn the_nearest_choice_wins() {
        let env = |imago: &str, xdg: &str, platform: Option<&str>| Environment {
            imago_data_dir: Some(imago.into()),
            xdg_data_home: Some(xdg.into()),
            platform: platform.map(PathBuf::from),
            current: "/now".into(),
            ..Environment::default()
        };
        let find = |choice: Option<&str>, env: &Environment| {
            Paths::find(choice.map(PathBuf::from), env).map(|paths| paths.data.display().to_string()).ok()
        };
        let all = env("/mine", "/xdg", Some("/share"));
        assert_eq!(find(Some("/here"), &all).as_deref(), Some("/here"));
        assert_eq!(find(Some("here"), &all).as_deref(), Some("/now/here"));
        assert_eq!(find(None, &all).as_deref(), Some("/mine"));
        assert_eq!(find(None, &env("", "/xdg", Some("/share"))).as_deref(), Some("/xdg/imago"));
        assert_eq!(find(None, &env("", "xdg", Some("/share"))).as_deref(), Some("/share/imago"));
        assert_eq!(find(Some(""), &env("", "", None)), None);
        assert_eq!(find(None, &Environment::default()), None);
    }
}
