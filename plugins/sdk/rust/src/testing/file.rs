//! The rules that a file of the department's must keep.

use super::check::{line, text};
use crate::{File, Reply};

/// The largest file.
const FILE_BYTES_MAX: usize = 512 * 1024;
/// The bytes of all files of a turn.
const FILES_BYTES_MAX: usize = 1024 * 1024;
/// The types that are sent, and how their bytes begin where a test can tell.
const TYPES: [(&str, &[u8]); 13] = [
    ("application/pdf", b"%PDF"),
    ("image/jpeg", b"\xff\xd8\xff"),
    ("image/png", b"\x89PNG"),
    ("text/plain", b""),
    ("audio/aac", b"\xff"),
    ("audio/amr", b"#!AMR"),
    ("audio/mp4", b""),
    ("audio/mpeg", b""),
    ("audio/ogg", b"OggS"),
    ("video/mp4", b""),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", b"PK"),
];

/// Checks one file. The host looks further into the bytes.
pub(super) fn check_file(file: &File) {
    let File { bytes, mime_type, filename, caption } = file;
    let n_bytes = bytes.len();
    assert!((1..=FILE_BYTES_MAX).contains(&n_bytes), "a file has 1 byte to 512 KiB: {n_bytes}");
    let known = TYPES.iter().find(|(known, _)| known == mime_type);
    let (_, beginning) = known.unwrap_or_else(|| panic!("`{mime_type}` is no type that is sent"));
    assert!(bytes.starts_with(beginning), "the file is no {mime_type}");
    if mime_type == "text/plain" {
        text("a text file", std::str::from_utf8(bytes).expect("a text is UTF-8"), FILE_BYTES_MAX);
    }
    line("file.filename", filename, 240);
    assert!(!filename.contains(['/', '\\']), "a file's name is no path");
    if let Some(caption) = caption {
        assert!(!mime_type.starts_with("audio/"), "nothing can stand under audio");
        text("file.caption", caption, 1_024);
    }
}

/// Checks all files of a turn together.
pub(super) fn check_files(replies: &[Reply]) {
    let bytes = |reply: &Reply| if let Reply::File(file) = reply { file.bytes.len() } else { 0 };
    let n_bytes: usize = replies.iter().map(bytes).sum();
    assert!(n_bytes <= FILES_BYTES_MAX, "a turn's files have at most 1 MiB: {n_bytes}");
}
