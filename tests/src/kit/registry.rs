//! A registry as a child process: `docker-registry` of Debian.

use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::free_address;

/// Who is let into a registry that lets in one user alone.
pub const REGISTRY_USER: &str = "vendor";
/// The user's password.
pub const REGISTRY_PASSWORD: &str = "open sesame";
/// The user and the password as the registry keeps them: what `htpasswd -nbB -C 4` makes of them.
const ENTRY: &str = "vendor:$2y$04$B0HZM6LF39NABLaNsv3Qw.1CpOV05mOqUi0JCDJFGAA1elOx3NZku\n";
/// How long a start may take.
const START: Duration = Duration::from_secs(20);
/// The pause between two looks.
const LOOK: Duration = Duration::from_millis(20);

/// The registry, with a folder of its own. Both go with it.
pub struct Registry {
    /// Where it listens.
    pub address: SocketAddr,
    child: Child,
    _folder: tempfile::TempDir,
}

impl Registry {
    /// Starts one that lets everybody do everything.
    ///
    /// # Panics
    /// If it does not start.
    pub fn open_to_all() -> Self {
        Self::start("")
    }

    /// Starts one that lets in one user alone.
    ///
    /// # Panics
    /// If it does not start.
    pub fn of_one_user() -> Self {
        Self::start("auth: {htpasswd: {realm: registry, path: FOLDER/users}}\n")
    }

    fn start(more: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let address = free_address().expect("a port");
        let shown = folder.path().display().to_string();
        let text = format!(
            "version: 0.1\nlog: {{level: error}}\nhttp: {{addr: '{address}'}}\n\
             storage: {{filesystem: {{rootdirectory: {shown}/storage}}}}\n{}",
            more.replace("FOLDER", &shown)
        );
        let config = folder.path().join("config.yml");
        std::fs::write(&config, text).expect("a file");
        std::fs::write(folder.path().join("users"), ENTRY).expect("a file");
        let mut command = Command::new("docker-registry");
        command.arg("serve").arg(config).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().expect(
            "`docker-registry` is there: `cargo xtask test` installs it, as does `apt-get install docker-registry`",
        );
        let mut registry = Self { address, child, _folder: folder };
        registry.await_start();
        registry
    }

    fn await_start(&mut self) {
        let began_at = Instant::now();
        while TcpStream::connect(self.address).is_err() {
            let ended = self.child.try_wait().expect("it is our child");
            assert!(ended.is_none(), "the registry ended: {ended:?}");
            assert!(began_at.elapsed() < START, "the registry does not listen after {START:?}");
            std::thread::sleep(LOOK);
        }
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
