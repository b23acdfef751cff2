//! The bytes of files that citizens sent.
//!
//! ```
//! use mitra_department::media::{self, Failure};
//! use mitra_department::testing::MemoryHost;
//! use mitra_department::Host;
//!
//! let mut host = MemoryHost::default();
//! host.files.insert("photo-1".to_owned(), Ok(media::content("image/jpeg", b"\xff\xd8\xff")));
//! let photo = host.read_file("photo-1").expect("it is there");
//! assert_eq!((photo.mime_type.as_str(), photo.bytes.len()), ("image/jpeg", 3));
//! assert_eq!(host.read_file("photo-2"), Err(Failure::Unknown));
//! ```

pub use crate::bindings::mitra::department::media::{Content, Failure};

/// What is in a file, for tests.
pub fn content(mime_type: &str, bytes: &[u8]) -> Content {
    Content { mime_type: mime_type.to_owned(), bytes: bytes.to_vec() }
}
