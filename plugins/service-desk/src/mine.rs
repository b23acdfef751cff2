//! What a citizen sent to the department: listed in their own records, the newest first.

use mitra_department::{Host, Scope};

use crate::context::Context;
use crate::records;

/// Where references are listed by time.
const NEWEST: &str = "newest/";
/// Of the newest that a citizen sent, how many are looked at for those of one kind.
pub(crate) const LOOKED_AT: u32 = 30;
/// How many are offered: a list has ten rows, and one leads elsewhere.
pub(crate) const OFFERED: usize = 9;
/// Where a reference says what it is.
const MINE: &str = "mine/";

/// What a citizen sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sent {
    Application,
    Complaint,
    Booking,
}

const ALL: [Sent; 3] = [Sent::Application, Sent::Complaint, Sent::Booking];

impl Sent {
    fn name(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Complaint => "complaint",
            Self::Booking => "booking",
        }
    }

    /// The key of the department's record.
    pub(crate) fn key(self, reference: &str) -> String {
        format!("{}/{reference}", self.name())
    }
}

/// Lists what this citizen sent.
pub(crate) fn list(host: &mut dyn Host, sent: Sent, reference: &str) {
    host.set(Scope::Citizen, &format!("{MINE}{reference}"), sent.name().as_bytes());
    // Keys come in byte order: counted down from the end of time, the newest is the first.
    let age = u64::MAX - host.now();
    host.set(Scope::Citizen, &format!("{NEWEST}{age:016x}/{reference}"), b"1");
}

/// What this reference is, if it is this citizen's own.
pub(crate) fn own(context: &Context<'_>, reference: &str) -> Option<Sent> {
    listed(context.host, reference).or_else(|| {
        // Who had their own records erased may still ask by the number.
        let me = &context.turn.citizen.pseudonym;
        ALL.into_iter().find(|sent| owner(context.host, &sent.key(reference)).as_ref() == Some(me))
    })
}

fn listed(host: &dyn Host, reference: &str) -> Option<Sent> {
    let name = host.get(Scope::Citizen, &format!("{MINE}{reference}"))?;
    ALL.into_iter().find(|sent| sent.name().as_bytes() == name)
}

/// Whose the department's record says that it is.
fn owner(host: &dyn Host, key: &str) -> Option<String> {
    let record = records::data(host, key).ok()??;
    record.get("citizen")?.as_str().map(str::to_owned)
}

/// The citizen's own references, the newest first.
pub(crate) fn newest(host: &dyn Host, max: u32) -> Vec<(Sent, String)> {
    let keys = host.keys(Scope::Citizen, NEWEST, max);
    let reference = |key: &String| Some(key.rsplit_once('/')?.1.to_owned());
    let sent = |reference: String| Some((listed(host, &reference)?, reference));
    keys.iter().filter_map(reference).filter_map(sent).collect()
}
