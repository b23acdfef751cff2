//! Citizens' files: read, and told in one line.

use mitra_department::bindings::mitra::department::media;
use mitra_department::media::{Content, Failure};

/// The type of a file, how many bytes it has, and their sum.
pub(crate) fn read(id: &str) -> String {
    match media::read(id) {
        Ok(Content { mime_type, bytes }) => {
            let sum: u64 = bytes.iter().copied().map(u64::from).sum();
            format!("{mime_type}: {} bytes, sum {sum}", bytes.len())
        }
        Err(Failure::Denied(words)) => format!("denied: {words}"),
        Err(Failure::Unknown) => "unknown".to_owned(),
        Err(Failure::Gone) => "gone".to_owned(),
        Err(Failure::TooLarge) => "too large".to_owned(),
        Err(Failure::Unavailable(words)) => format!("unavailable: {words}"),
    }
}
