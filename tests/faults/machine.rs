//! What breaks things: calls that fail, small disks, other accounts; and what must hold after every fault.
//!
//! Calls are made to fail by `strace`, attached to the one thread that saves, once the program runs. A name cannot be its
//! filter (`-P`), because the new file has another name each time; but `when=` counts the calls of each thread by
//! itself, from the moment it is attached. So `fsync` with `when=1` is the new file of the next save, and `write` with
//! `when=1` is its text and never a frame for the screen.

use crate::fixture::{Home, below};
use crate::terminal::{F2, LIMIT, Launch, Terminal, first_field, imago, words_of};
use rustix::process::{Signal, geteuid, kill_process};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// What every test types. It may stand in the answers and nowhere else.
pub(crate) const CANARY: &str = "The heron stood in the canal all winter.";

/// An account that owns nothing.
pub(crate) const NOBODY: u32 = 65534;

/// What can break something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    /// Starts the program in the grip of `strace`.
    Strace,
    /// Takes one thread of the running program, which lets nobody look into it, into the grip of `strace`.
    Attach,
    /// Mounts a disk that only some programs see.
    Unshare,
    /// Limits what a program may use, before and after its start.
    Prlimit,
    /// Runs the program under another account; only an administrator can.
    Setpriv,
    /// Starts a program with a signal blocked.
    BlockSignal,
}

/// Whether this machine has a tool and allows it, or why not. Each is tried once.
fn can(tool: Tool) -> &'static Result<(), String> {
    static KNOWN: [OnceLock<Result<(), String>>; 6] = [const { OnceLock::new() }; 6];
    KNOWN[tool as usize].get_or_init(|| match tool {
        Tool::Strace => works("strace -D -f -q -o /dev/null -e inject=fsync:error=EIO true"),
        Tool::Attach => can(Tool::Strace).clone().and_then(|()| {
            let home = Home::new();
            let mut terminal = traceable(imago(&home)).open();
            terminal.see("Welcome");
            Trace::attach(&mut terminal, None, &["trace=none"]).map(drop)
        }),
        Tool::Unshare => works("unshare -rm mount -t tmpfs -o size=16k none /tmp")
            .and_then(|()| works("nsenter --version")),
        Tool::Prlimit => works("prlimit --fsize=4096:8192 prlimit --fsize=8192 true"),
        Tool::Setpriv => {
            let program = env!("CARGO_BIN_EXE_imago");
            works(&format!("setpriv --reuid=65534 --regid=65534 --clear-groups {program} --version"))
        }
        Tool::BlockSignal => works("env --block-signal=HUP true"),
    })
}

/// Whether the machine lacks a tool that a test needs; and then that is said.
pub(crate) fn lacks(test: &str, tool: Tool) -> bool {
    let Err(why) = can(tool) else { return false };
    say(&format!("skipped: {test} needs {} ({why})", format!("{tool:?}").to_lowercase()));
    true
}

/// Says something past the test runner, which keeps what is printed to itself as long as nothing fails.
pub(crate) fn say(words: &str) {
    io::stderr().write_all(format!("{words}\n").as_bytes()).unwrap();
}

/// Whether a command without quotes goes well, or what it says.
fn works(command: &str) -> Result<(), String> {
    let mut words = command.split(' ');
    let mut command = Command::new(words.next().unwrap());
    match command.args(words).stdin(Stdio::null()).output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => {
            Err(String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or("it failed").to_owned())
        }
        Err(error) => Err(error.to_string()),
    }
}

/// A program that can be traced although it lets nobody look into it: an administrator may always, and others in a space
/// of accounts that they have made.
pub(crate) fn traceable(launch: Launch) -> Launch {
    match geteuid().is_root() {
        true => launch,
        false => launch.through("/bin/sh", "exec unshare -r \"$@\""),
    }
}

/// The thread that saves, in the grip of `strace`. It is let go when this is dropped.
pub(crate) struct Trace {
    child: Child,
    folder: TempDir,
}

impl Trace {
    /// Does this to the next calls of the thread that saves, and writes all of its calls down, without their words.
    pub(crate) fn on(terminal: &mut Terminal, expressions: &[&str]) -> Trace {
        Trace::attach(terminal, None, expressions).unwrap_or_else(|why| panic!("strace: {why}"))
    }

    /// The same, of the calls for one file or folder that has a name.
    pub(crate) fn on_path(terminal: &mut Terminal, path: &Path, expressions: &[&str]) -> Trace {
        Trace::attach(terminal, Some(path), expressions).unwrap_or_else(|why| panic!("strace: {why}"))
    }

    fn attach(terminal: &mut Terminal, path: Option<&Path>, expressions: &[&str]) -> Result<Trace, String> {
        // It says its name itself, a moment after it was made.
        terminal.until("the thread that saves", LIMIT, |terminal| thread(terminal, "writer").is_some());
        let writer = thread(terminal, "writer").unwrap();
        let folder = TempDir::new().unwrap();
        let mut command = Command::new("strace");
        command.args(["-y", "-s", "0", "-p", &writer.to_string(), "-o"]).arg(folder.path().join("calls"));
        command.args(expressions.iter().flat_map(|expression| ["-e", expression]));
        command.args(path.iter().flat_map(|path| ["-P".as_ref(), path.as_os_str()]));
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let told = child.stderr.take().unwrap();
        let mut trace = Trace { child, folder };
        let mut first = String::new();
        BufReader::new(told).read_line(&mut first).unwrap();
        match first.contains("attached") {
            true => Ok(trace),
            false => {
                trace.child.wait().unwrap();
                Err(first)
            }
        }
    }

    /// The calls so far, one in each line.
    pub(crate) fn calls(&self) -> Vec<String> {
        let calls = std::fs::read_to_string(self.folder.path().join("calls")).unwrap_or_default();
        calls.lines().map(str::to_owned).collect()
    }
}

impl Drop for Trace {
    fn drop(&mut self) {
        // Told to end, it lets the thread go; killed, it would leave it stopped.
        if let Ok(None) = self.child.try_wait() {
            let _ = kill_process(rustix::process::Pid::from_child(&self.child), Signal::TERM);
        }
        let _ = self.child.wait();
    }
}

/// The name of a call, if it is one that touches files.
pub(crate) fn name_of(call: &str) -> Option<&str> {
    let (name, _) = call.split_once('(')?;
    name.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'_').then_some(name)
}

/// The number of a thread of the program.
pub(crate) fn thread(terminal: &Terminal, name: &str) -> Option<u32> {
    let tasks = std::fs::read_dir(format!("/proc/{}/task", terminal.pid().as_raw_nonzero())).ok()?;
    let named =
        |path: &Path| std::fs::read_to_string(path.join("comm")).is_ok_and(|comm| comm.trim() == name);
    let task = tasks.flatten().map(|entry| entry.path()).find(|path| named(path))?;
    task.file_name()?.to_str()?.parse().ok()
}

/// A small disk, seen only by the programs that are started in it. It is gone when this is dropped.
pub(crate) struct SmallDisk {
    keeper: Child,
    at: PathBuf,
}

impl SmallDisk {
    /// A disk where the answers will be, with these options of tmpfs.
    pub(crate) fn new(home: &Home, options: &str) -> SmallDisk {
        let at = home.data();
        std::fs::create_dir_all(&at).unwrap();
        let script = format!("mount -t tmpfs -o mode=700,{options} none \"$1\" && echo ready && read -r end");
        let mut keeper = Command::new("unshare")
            .args(["-rm", "sh", "-c", &script, "sh"])
            .arg(&at)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut told = String::new();
        BufReader::new(keeper.stdout.take().unwrap()).read_line(&mut told).unwrap();
        assert_eq!(told, "ready\n");
        SmallDisk { keeper, at }
    }

    /// The program, started so that it sees this disk.
    pub(crate) fn with(&self, launch: Launch) -> Launch {
        let enter = format!("exec nsenter -t {} -U -m --preserve-credentials -- \"$@\"", self.keeper.id());
        launch.through("/bin/sh", &enter)
    }

    /// Makes it take no more writes. The program holds its lock open, so that the disk itself cannot be changed; a view of it
    /// that only reads is put in front.
    pub(crate) fn turn_read_only(&self) {
        self.run("mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\"");
    }

    /// Makes it take writes again.
    pub(crate) fn turn_writable(&self) {
        self.run("umount \"$1\"");
    }

    /// Runs a script where the disk is seen, with its folder.
    fn run(&self, script: &str) {
        let keeper = self.keeper.id().to_string();
        let status = Command::new("nsenter")
            .args(["-t", &keeper, "-U", "-m", "--preserve-credentials", "sh", "-c", script, "sh"])
            .arg(&self.at)
            .status();
        assert!(status.unwrap().success(), "{script}");
    }

    /// The folder of the answers, as it is seen from here.
    pub(crate) fn data(&self) -> PathBuf {
        let root = PathBuf::from(format!("/proc/{}/root", self.keeper.id()));
        root.join(self.at.strip_prefix("/").unwrap())
    }

    pub(crate) fn answers(&self) -> PathBuf {
        self.data().join("answers.toml")
    }

    /// Uses up all space.
    pub(crate) fn fill(&self) {
        let mut filler = File::create(self.data().join("filler")).unwrap();
        while filler.write(&[b'x'; 4096]).is_ok_and(|count| count > 0) {}
    }

    /// Uses up all files that can be made.
    pub(crate) fn crowd(&self) {
        let mut numbers = 0..;
        while File::create(self.data().join(format!("filler{}", numbers.next().unwrap()))).is_ok() {}
    }

    /// Takes away what used up the disk.
    pub(crate) fn free(&self) {
        for path in below(&self.data()) {
            if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("filler")) {
                std::fs::remove_file(path).unwrap();
            }
        }
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = self.keeper.kill();
        let _ = self.keeper.wait();
    }
}

/// The program under an account that owns nothing but this home.
pub(crate) fn as_nobody(home: &Home, launch: Launch) -> Launch {
    for path in [home.path().to_owned()].into_iter().chain(below(home.path())) {
        chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    }
    launch.through("/bin/sh", "exec setpriv --reuid=65534 --regid=65534 --clear-groups \"$@\"")
}

/// Whether words are in some file other than the answers.
pub(crate) fn is_elsewhere(home: &Home, answers: &Path, words: &str) -> bool {
    let others = below(home.path()).into_iter().chain(below(answers.parent().unwrap()));
    let is_unfinished = |path: &Path| path.extension().is_some_and(|extension| extension == "tmp");
    let mut others = others.filter(|path| path.is_file() && path != answers && !is_unfinished(path));
    others.any(|path| std::fs::read(path).is_ok_and(|bytes| holds(&bytes, words)))
}

/// The answer to the first question, in this file.
pub(crate) fn scene(answers: &Path) -> String {
    let all: toml::Table = std::fs::read_to_string(answers).unwrap_or_default().parse().unwrap_or_default();
    let all = toml::Value::Table(all);
    let scene = ["answers", "small", "scene", "value"].iter().try_fold(&all, |at, name| at.get(name));
    scene.and_then(toml::Value::as_str).unwrap_or_default().to_owned()
}

/// Whether the answers are as this program wrote them, to the last byte.
pub(crate) fn is_whole(answers: &Path) -> bool {
    use imago_workbook::journal::file::{Seal, read};
    let text = std::fs::read_to_string(answers).unwrap_or_default();
    read(&text).is_ok_and(|reading| reading.seal == Seal::Whole)
}

/// The program with its first words on the disk.
pub(crate) fn begin(launch: Launch, answers: &Path) -> Terminal {
    let mut terminal = first_field(launch);
    terminal.send(CANARY);
    on_disk(&mut terminal, answers, CANARY);
    terminal
}

/// Waits until these words are the end of the answer, and the screen says so.
pub(crate) fn on_disk(terminal: &mut Terminal, answers: &Path, words: &str) {
    terminal.until("the save", LIMIT, |terminal| scene(answers).ends_with(words) && terminal.says_saved());
}

/// Begins a save at once: the kit opens, which saves, and is closed again.
pub(crate) fn save_now(terminal: &mut Terminal) {
    terminal.send(F2).see("People to call").send("\r").miss("People to call");
}

/// What must hold after every fault: no half file is left, nobody else can read what is there, and what was typed is in the
/// answers, in their earlier versions and in what was put aside, and nowhere else.
pub(crate) fn leaves_nothing(terminal: &Terminal, home: &Home) {
    leaves_nothing_in(terminal, home.path(), &home.data());
}

/// The same for answers that are kept elsewhere.
pub(crate) fn leaves_nothing_in(terminal: &Terminal, home: &Path, data: &Path) {
    keeps_quiet(terminal, home, data);
    for path in below(home).into_iter().chain(below(data)) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(!name.ends_with(".tmp"), "{} is left", path.display());
    }
}

/// What was typed is where it belongs and nowhere else, whatever the fault.
pub(crate) fn keeps_quiet(terminal: &Terminal, home: &Path, data: &Path) {
    let written = terminal.text();
    if let Some(left) = written.rfind("\x1b[?1049l") {
        let after = words_of(&written[left..]);
        assert!(!after.contains(CANARY), "on the screen after the end: {after}");
    }
    let mut all = below(home);
    all.extend(below(data));
    for path in all.iter().filter(|path| path.is_file()) {
        let mut bytes = Vec::new();
        let Ok(mut file) = File::open(path) else { continue };
        file.read_to_end(&mut bytes).unwrap();
        if !holds(&bytes, CANARY) {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let is_ours =
            path.starts_with(data) || path.ancestors().any(|folder| folder.ends_with("imago/rescue"));
        let has_its_name =
            name.starts_with("answers.") && name.ends_with(".toml") || name.starts_with(".answers.");
        assert!(is_ours && has_its_name, "words are in {}", path.display());
        let mode = path.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{} can be read by others: {mode:o}", path.display());
    }
}

/// Whether words stand somewhere in these bytes.
pub(crate) fn holds(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}
