//! A host as a child process.

use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::time::Duration;

use mitra_simulator::{ChatEntry, Inbound, Simulator, SimulatorHandle};
use rustix::process::{Pid, Resource, Rlimit, Signal, getrlimit, kill_process, prlimit};

use super::{
    AppOptions, ReleaseOffice, binary, compiled_folder, config_text, free_address, noticed_echo,
    simulator_options,
};

/// How long a start may take: it compiles components that are not cached.
const START: Duration = Duration::from_mins(10);
/// How long a citizen waits for an answer.
pub const ANSWER: Duration = Duration::from_secs(20);
/// The pause between two looks at a process.
const LOOK: Duration = Duration::from_millis(20);

/// A command of the built binary `mitra`.
pub fn mitra() -> Command {
    let mut command = Command::new(binary());
    command.env("RUST_LIB_BACKTRACE", "0");
    command
}

/// A configuration file for a host, in a folder of its own.
pub struct Setup {
    /// The folder; it goes with the setup.
    pub folder: tempfile::TempDir,
    /// Where notifications will be taken.
    pub webhook: SocketAddr,
    /// Where the operations pages will be.
    pub operations: SocketAddr,
    /// Where departments' back ends will send notices, if they may.
    pub notices: Option<SocketAddr>,
    config: PathBuf,
}

impl Setup {
    /// Writes the file.
    ///
    /// # Panics
    /// If it cannot.
    pub fn new(webhook: SocketAddr, graph_url: &str, options: &AppOptions) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let operations = free_address().expect("a port");
        let text = config_text(folder.path(), webhook, operations, graph_url, options);
        let config = folder.path().join("mitra.toml");
        std::fs::write(&config, text.expect("a configuration")).expect("a file");
        Self { folder, webhook, operations, notices: None, config }
    }

    /// A simulated WhatsApp without limits, and the file for a host beside it with the echoing department.
    ///
    /// # Panics
    /// If they cannot be made.
    pub async fn with_echo() -> (Simulator, Self) {
        let webhook = free_address().expect("a port");
        let simulator = Simulator::start(simulator_options(webhook)).await.expect("it starts");
        let departments = vec![("echo".to_owned(), "echo".to_owned())];
        let options = AppOptions { departments, ..AppOptions::default() };
        let setup = Self::new(webhook, &simulator.graph_url(), &options);
        (simulator, setup)
    }

    /// The same, with an echoing department that takes notices.
    ///
    /// # Panics
    /// If they cannot be made.
    pub async fn with_noticed_echo() -> (Simulator, Self) {
        let webhook = free_address().expect("a port");
        let simulator = Simulator::start(simulator_options(webhook)).await.expect("it starts");
        let notices = free_address().expect("a port");
        let config = format!("notices.listen = '{notices}'\n{}", noticed_echo("echo", true));
        let options = AppOptions { departments: Vec::new(), config, ..AppOptions::default() };
        let setup = Self::new(webhook, &simulator.graph_url(), &options);
        (simulator, Self { notices: Some(notices), ..setup })
    }

    /// The same, with an echoing department that is served by releases under this policy, and compiled components of
    /// its own. Gives the address of the admin API, too.
    ///
    /// # Panics
    /// If they cannot be made.
    pub async fn with_releases(policy: &str) -> (Simulator, Self, SocketAddr) {
        let webhook = free_address().expect("a port");
        let simulator = Simulator::start(simulator_options(webhook)).await.expect("it starts");
        let admin = free_address().expect("a port");
        let departments = vec![("echo".to_owned(), String::new())];
        let config = ReleaseOffice::config(admin, "", policy);
        let options = AppOptions { departments, config, ..AppOptions::default() };
        let setup = Self::new(webhook, &simulator.graph_url(), &options);
        let shared = format!("sandbox.cache = \"{}\"", compiled_folder().display());
        setup.edit(&shared, "sandbox.cache = \"compiled\"");
        (simulator, setup, admin)
    }

    /// The configuration's folder, which has the database.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The configuration file.
    pub fn config(&self) -> &Path {
        &self.config
    }

    /// Changes the configuration file.
    ///
    /// # Panics
    /// If `from` is not in it.
    pub fn edit(&self, from: &str, to: &str) {
        let text = std::fs::read_to_string(&self.config).expect("a configuration");
        assert!(text.contains(from), "{text}");
        std::fs::write(&self.config, text.replace(from, to)).expect("a file");
    }

    /// The address of one operations page.
    pub fn operations_url(&self, page: &str) -> String {
        format!("http://{}{page}", self.operations)
    }

    /// What all hosts of this setup have logged.
    ///
    /// # Panics
    /// If none was started.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_path()).expect("a host was started")
    }

    fn log_path(&self) -> PathBuf {
        self.folder.path().join("mitra.log")
    }
}

/// A process, as the kernel shows it.
#[derive(Debug, Clone, Copy)]
pub struct Process(u32);

impl Process {
    /// Memory that is resident now, in bytes.
    ///
    /// # Panics
    /// If the process has ended.
    pub fn resident_bytes(self) -> u64 {
        let status = self.shown("status");
        let kib = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = kib.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        kib.expect("the kernel says so") * 1024
    }

    /// How many parts of its address space are mapped now.
    ///
    /// # Panics
    /// If the process has ended.
    pub fn mappings(self) -> usize {
        self.shown("maps").lines().count()
    }

    /// Processes that it has started and that run.
    ///
    /// # Panics
    /// If the kernel shows no processes.
    pub fn children(self) -> Vec<Self> {
        let all = std::fs::read_dir("/proc").expect("Linux");
        let ids = all.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        let is_child = |child: &Self| child.state().is_some_and(|(_, parent)| parent == self.0);
        ids.map(Self).filter(|child| is_child(child) && child.runs()).collect()
    }

    /// Whether it still runs.
    pub fn runs(self) -> bool {
        self.state().is_some_and(|(state, _)| state != 'Z')
    }

    /// Its state, and the process that it belongs to.
    fn state(self) -> Option<(char, u32)> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.0)).ok()?;
        // The name before it may have anything in it.
        let mut fields = stat.rsplit_once(") ")?.1.split(' ');
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    }

    /// Lets it write files of so many bytes and no larger ones, as a disk without room would; without a number, of any
    /// size. It must not mind SIGXFSZ.
    ///
    /// # Panics
    /// If the process has ended.
    pub fn limit_files(self, bytes_max: Option<u64>) {
        let pid = i32::try_from(self.0).ok().and_then(Pid::from_raw);
        let Rlimit { maximum, .. } = getrlimit(Resource::Fsize);
        let limit = Rlimit { current: bytes_max.or(maximum), maximum };
        prlimit(pid, Resource::Fsize, limit).expect("it runs");
    }

    fn shown(self, what: &str) -> String {
        std::fs::read_to_string(format!("/proc/{}/{what}", self.0)).expect("it runs")
    }
}

/// A running host. Killed when dropped.
pub struct Mitra {
    child: Child,
    operations: SocketAddr,
    log: PathBuf,
}

impl Mitra {
    /// Starts `mitra serve` and waits until it is ready.
    ///
    /// # Panics
    /// If it is not ready in time.
    pub async fn start(setup: &Setup) -> Self {
        let mut mitra = Self::begin(setup);
        mitra.ready().await;
        mitra
    }

    /// Starts `mitra serve`, and does not wait.
    ///
    /// # Panics
    /// If there is no such program.
    pub fn begin(setup: &Setup) -> Self {
        let mut serve = mitra();
        serve.arg("serve");
        Self::begin_as(serve, setup)
    }

    /// Starts another program that takes `--config`, and waits until it is ready.
    ///
    /// # Panics
    /// If it is not ready in time.
    pub async fn start_as(program: Command, setup: &Setup) -> Self {
        let mut mitra = Self::begin_as(program, setup);
        mitra.ready().await;
        mitra
    }

    fn begin_as(mut program: Command, setup: &Setup) -> Self {
        let log = setup.log_path();
        let file = File::options().create(true).append(true).open(&log).expect("a file");
        program.arg("--config").arg(setup.config()).stderr(file);
        let child = program.spawn().expect("it starts");
        Self { child, operations: setup.operations, log }
    }

    fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Waits until it is ready.
    ///
    /// # Panics
    /// If it is not in time.
    pub async fn ready(&mut self) {
        let url = format!("http://{}/readyz", self.operations);
        let client = reqwest::Client::new();
        let ready = async {
            while !client.get(&url).send().await.is_ok_and(|answer| answer.status().is_success()) {
                let ended = self.child.try_wait().expect("it is our child");
                assert!(ended.is_none(), "the host ended: {ended:?}\n{}", self.log());
                tokio::time::sleep(LOOK).await;
            }
        };
        tokio::time::timeout(START, ready).await.expect("it is ready in time");
    }

    /// What the kernel knows of it.
    pub fn process(&self) -> Process {
        Process(self.child.id())
    }

    /// Memory that is resident now, in bytes.
    ///
    /// # Panics
    /// If the process has ended.
    pub fn resident_bytes(&self) -> u64 {
        self.process().resident_bytes()
    }

    /// SIGKILL: no chance to finish anything.
    ///
    /// # Panics
    /// If the process has ended.
    pub fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }

    /// SIGHUP: it reads its configuration again.
    ///
    /// # Panics
    /// If the process has ended.
    pub fn hang_up(&self) {
        kill_process(Pid::from_child(&self.child), Signal::HUP).expect("it runs");
    }

    /// SIGTERM: gives back the exit status.
    ///
    /// # Panics
    /// If the process has ended.
    pub async fn terminate(mut self) -> ExitStatus {
        kill_process(Pid::from_child(&self.child), Signal::TERM).expect("it runs");
        loop {
            if let Some(status) = self.child.try_wait().expect("it is our child") {
                return status;
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}

impl Drop for Mitra {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Leads a citizen into the echoing department.
///
/// # Panics
/// If an answer does not come.
pub async fn enter_echo(meta: &SimulatorHandle, citizen: &str) {
    let steps = [
        ("Hi", "Namaste"),
        ("English", "Which department"),
        ("1", "which service"),
        ("1", "listening"),
    ];
    for (text, word) in steps {
        meta.citizen_sends(citizen, Inbound::text(text));
        let is_there = move |chat: &[ChatEntry]| {
            chat.iter().any(|entry| !entry.from_citizen() && entry.body().contains(word))
        };
        meta.wait_for(citizen, is_there, ANSWER).await.expect(word);
    }
}
