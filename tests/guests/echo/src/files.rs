//! Files: citizens' read and told in one line, and some of its own.

use mitra_department::bindings::mitra::department::media;
use mitra_department::media::{Content, Failure};
use mitra_department::{File, Reply};

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

/// A file of so many bytes, which begin as its type does.
pub(crate) fn make(mime_type: &str, n_bytes: usize) -> Reply {
    let beginning: &[u8] = match mime_type {
        "application/pdf" => b"%PDF-1.7\n",
        "image/png" => b"\x89PNG\r\n\x1a\n",
        _ => b"",
    };
    let mut bytes = beginning.to_vec();
    bytes.resize(n_bytes, b'x');
    let (mime_type, filename) = (mime_type.to_owned(), "made".to_owned());
    Reply::File(File { bytes, mime_type, filename, caption: Some("As you wished".to_owned()) })
}
