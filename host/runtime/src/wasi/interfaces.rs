//! Which interfaces of WASI a component may import, by name.

/// The line of versions that the host offers. Within a line a newer version offers all of the older ones.
const LINE: &str = "0.2.";
/// The newest of that line.
const NEWEST: u32 = 12;
/// The interfaces of `wasi:cli`'s world of imports, and the two of `wasi:http` that send requests.
const INTERFACES: [&str; 22] = [
    "wasi:cli/environment",
    "wasi:cli/exit",
    "wasi:cli/stderr",
    "wasi:cli/stdin",
    "wasi:cli/stdout",
    "wasi:cli/terminal-input",
    "wasi:cli/terminal-output",
    "wasi:cli/terminal-stderr",
    "wasi:cli/terminal-stdin",
    "wasi:cli/terminal-stdout",
    "wasi:clocks/monotonic-clock",
    "wasi:clocks/wall-clock",
    "wasi:filesystem/preopens",
    "wasi:filesystem/types",
    "wasi:http/outgoing-handler",
    "wasi:http/types",
    "wasi:io/error",
    "wasi:io/poll",
    "wasi:io/streams",
    "wasi:random/insecure",
    "wasi:random/insecure-seed",
    "wasi:random/random",
];
/// Linked as well, for runtimes import them whether they open a socket or not. Each call of them that would open one or
/// look up a name is refused, by the codes that WASI has for it.
const REFUSING: [&str; 7] = [
    "wasi:sockets/instance-network",
    "wasi:sockets/ip-name-lookup",
    "wasi:sockets/network",
    "wasi:sockets/tcp",
    "wasi:sockets/tcp-create-socket",
    "wasi:sockets/udp",
    "wasi:sockets/udp-create-socket",
];

/// What an import is to the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Interface {
    /// An interface of WASI that it offers.
    Offered,
    /// One that it offers in this version.
    OtherVersion(String),
    /// Nothing that it knows.
    Unknown,
}

impl Interface {
    /// What this name, such as `wasi:io/poll@0.2.6`, stands for.
    pub(crate) fn of(import: &str) -> Self {
        let (name, version) = import.split_once('@').unwrap_or((import, ""));
        if !INTERFACES.contains(&name) && !REFUSING.contains(&name) {
            return Self::Unknown;
        }
        let patch = version.strip_prefix(LINE).and_then(|patch| patch.parse::<u32>().ok());
        if patch.is_some_and(|patch| patch <= NEWEST) {
            return Self::Offered;
        }
        Self::OtherVersion(format!("{name}@{LINE}{NEWEST}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_the_line_up_to_the_newest_are_offered() {
        for import in ["wasi:io/poll@0.2.0", "wasi:io/poll@0.2.12", "wasi:sockets/udp@0.2.3"] {
            assert_eq!(Interface::of(import), Interface::Offered, "{import}");
        }
        let newest = Interface::OtherVersion("wasi:io/poll@0.2.12".to_owned());
        for version in ["@0.2.13", "@0.3.0", "@0.2.0-rc", "@1.0.0", ""] {
            assert_eq!(Interface::of(&format!("wasi:io/poll{version}")), newest, "{version}");
        }
        for import in ["wasi:keyvalue/store@0.2.0", "wasi:http/incoming-handler@0.2.0", "mitra"] {
            assert_eq!(Interface::of(import), Interface::Unknown, "{import}");
        }
    }
}
