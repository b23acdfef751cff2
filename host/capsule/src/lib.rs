//! Capsules: turns as they were, to be repeated without effects.
//!
//! In: turns that a host ran. Out: what each was given, what the host answered it, and what it did, sealed; and what
//! another release makes of the same.
//! Never: sends, stores or asks anything when a turn is repeated; writes down a secret, or who a citizen is.

mod answers;
mod bytes;
mod capsule;
mod compare;
mod did;
mod keeper;
mod mask;
mod pace;
mod player;
mod recorder;
mod recording;
mod replay;
mod seal;
mod settings;

pub use capsule::{Capsule, CapsuleError};
pub use compare::{Comparison, Replayed};
pub use did::Did;
pub use keeper::{Keeper, KeeperOptions, Taken};
pub use recording::Recording;
pub use replay::Replayer;
pub use seal::{CapsuleKey, Unsealed};
pub use settings::RecordedSettings;
