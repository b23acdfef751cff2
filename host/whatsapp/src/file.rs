//! Files of departments' own: which kind of message each becomes, and whether it is what it says it is.

use mitra_core::limits::FILE_BYTES_MAX;
use mitra_core::media::MediaContent;

use crate::render::RenderError;

/// The kind of message that carries a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// Played in the chat. Without a text under it.
    Audio,
    /// Shown by its name.
    Document,
    /// Shown in the chat.
    Image,
    /// Played in the chat.
    Video,
}

/// The types that WhatsApp takes, and by which other name their first bytes are known. Office's older formats and 3GPP,
/// which it takes as well, are made by nobody any more.
///
/// Source: Meta, "Media", supported types (2026-05).
const TYPES: [(&str, FileKind, &str); 13] = [
    ("application/pdf", FileKind::Document, "application/pdf"),
    ("image/jpeg", FileKind::Image, "image/jpeg"),
    ("image/png", FileKind::Image, "image/png"),
    ("text/plain", FileKind::Document, TEXT),
    ("audio/aac", FileKind::Audio, "audio/aac"),
    ("audio/amr", FileKind::Audio, "audio/amr"),
    ("audio/mp4", FileKind::Audio, "audio/m4a"),
    ("audio/mpeg", FileKind::Audio, "audio/mpeg"),
    ("audio/ogg", FileKind::Audio, "audio/ogg"),
    ("video/mp4", FileKind::Video, "video/mp4"),
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        FileKind::Document,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        FileKind::Document,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        FileKind::Document,
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
];
/// What no first bytes tell.
const TEXT: &str = "text/plain";

/// Checks a file, and gives the kind of message that carries it.
pub(crate) fn check_file(file: &MediaContent) -> Result<FileKind, RenderError> {
    let (bytes, bytes_max) = (file.bytes.len(), FILE_BYTES_MAX);
    if bytes == 0 || bytes > bytes_max {
        return Err(RenderError::FileSize { bytes, bytes_max });
    }
    let known = TYPES.iter().find(|(mime_type, ..)| *mime_type == file.mime_type);
    let Some((said, kind, known_as)) = known else {
        return Err(RenderError::FileType { mime_type: file.mime_type.clone() });
    };
    let found = found(&file.bytes);
    if found == Some(known_as) {
        return Ok(*kind);
    }
    Err(RenderError::FileLie { said, found: found.unwrap_or("something else") })
}

/// What the bytes are, by the first of them; for text, by all.
fn found(bytes: &[u8]) -> Option<&'static str> {
    infer::get(bytes).map(|found| found.mime_type()).or_else(|| is_text(bytes).then_some(TEXT))
}

fn is_text(bytes: &[u8]) -> bool {
    let is_shown = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    std::str::from_utf8(bytes).is_ok_and(|text| text.chars().all(is_shown))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(mime_type: &str, bytes: &[u8]) -> Result<FileKind, RenderError> {
        check_file(&MediaContent { mime_type: mime_type.to_owned(), bytes: bytes.into() })
    }

    /// The beginnings of honest files.
    const BEGINNINGS: [(&str, &[u8], FileKind); 10] = [
        ("application/pdf", b"%PDF-1.7\n", FileKind::Document),
        ("image/jpeg", b"\xff\xd8\xff\xe0\0\x10JFIF\0", FileKind::Image),
        ("image/png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", FileKind::Image),
        ("text/plain", "మీ రసీదు\r\n\t5,000 ₹".as_bytes(), FileKind::Document),
        ("audio/aac", b"\xff\xf1\x50\x80", FileKind::Audio),
        ("audio/amr", b"#!AMR\n\x3c\x91\x17\x16\xbe\x66\x78", FileKind::Audio),
        ("audio/mp4", b"\0\0\0\x20ftypM4A \0\0\0\0", FileKind::Audio),
        ("audio/mpeg", b"ID3\x04\0\0\0\0\0\0", FileKind::Audio),
        ("audio/ogg", b"OggS\0\x02\0\0\0\0\0\0\0\0", FileKind::Audio),
        ("video/mp4", b"\0\0\0\x20ftypisom\0\0\x02\0", FileKind::Video),
    ];

    #[test]
    fn a_file_is_carried_by_the_kind_of_its_type() {
        for (mime_type, bytes, kind) in BEGINNINGS {
            assert_eq!(check(mime_type, bytes), Ok(kind), "{mime_type}");
        }
    }

    #[test]
    fn a_file_is_what_it_says() {
        for (said, ..) in BEGINNINGS {
            for (found, bytes, _) in BEGINNINGS.iter().filter(|(other, ..)| *other != said) {
                let refused = check(said, bytes).expect_err(said).to_string();
                assert!(refused.contains(&format!("says `{said}`")), "{refused}: {found}");
            }
            for bytes in [b"\0\0\0\0".as_slice(), b"MZ\x90\0", b"\x7fELF\x02\x01", b"\xff\xfe\xfd"]
            {
                assert!(matches!(check(said, bytes), Err(RenderError::FileLie { .. })), "{said}");
            }
        }
        let page = check("text/plain", b"<!DOCTYPE html><script>").expect_err("a web page");
        assert!(page.to_string().contains("`text/html`"), "{page}");
    }

    #[test]
    fn a_type_is_one_that_whatsapp_takes() {
        for mime_type in ["image/webp", "image/svg+xml", "text/html", "", "application/zip"] {
            let refused = check(mime_type, b"x").expect_err(mime_type);
            assert_eq!(refused, RenderError::FileType { mime_type: mime_type.to_owned() });
        }
    }

    #[test]
    fn a_file_has_one_byte_and_at_most_512_kib() {
        let text = |n_bytes| check("text/plain", "x".repeat(n_bytes).as_bytes());
        assert!(text(1).is_ok() && text(FILE_BYTES_MAX).is_ok());
        assert!(matches!(text(0), Err(RenderError::FileSize { bytes: 0, .. })));
        let refused = text(FILE_BYTES_MAX + 1).expect_err("too many").to_string();
        assert_eq!(refused, "`file.bytes` has 524289 bytes, it must have 1 to 524288");
    }
}
