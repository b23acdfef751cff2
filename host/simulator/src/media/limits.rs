//! What files may go as which kind of message.
//!
//! Source: Meta, "Media", supported types (2026-05).

use super::store::File;

const KB: usize = 1_024;
const MB: usize = 1_024 * KB;

/// The largest file of any kind, in bytes.
pub(crate) const FILE_BYTES_MAX: usize = 100 * MB;
/// The largest sticker that does not move, in bytes.
const STILL_STICKER_BYTES_MAX: usize = 100 * KB;

/// Types and bytes of each kind. No types: every type goes.
const LIMITS: [(&str, &[&str], usize); 5] = [
    ("audio", &["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"], 16 * MB),
    // Officially a list of office formats; in practice everything is taken.
    ("document", &[], FILE_BYTES_MAX),
    ("image", &["image/jpeg", "image/png"], 5 * MB),
    ("sticker", &["image/webp"], 500 * KB),
    ("video", &["video/mp4", "video/3gpp"], 16 * MB),
];

/// Why this file cannot go as a message of this kind; none if it can.
pub(crate) fn objection(kind: &str, file: &File) -> Option<String> {
    let Some((_, types, bytes_max)) = LIMITS.iter().find(|(name, ..)| *name == kind) else {
        return Some(format!("`{kind}` is no kind of media"));
    };
    // `audio/ogg; codecs=opus` is `audio/ogg`.
    let mime_type = file.mime_type.split(';').next().unwrap_or_default().trim();
    if !types.is_empty() && !types.contains(&mime_type) {
        return Some(format!("{kind}: the type `{mime_type}` is none of {}", types.join(", ")));
    }
    let is_still_sticker = kind == "sticker" && !is_animated(&file.bytes);
    let bytes_max = if is_still_sticker { STILL_STICKER_BYTES_MAX } else { *bytes_max };
    let n_bytes = file.bytes.len();
    if n_bytes == 0 {
        return Some(format!("{kind}: the file is empty"));
    }
    (n_bytes > bytes_max)
        .then(|| format!("{kind}: the file has {n_bytes} bytes, at most {bytes_max}"))
}

/// Whether a WebP picture moves.
///
/// Source: WebP container specification: flags follow the `VP8X` chunk's head; the second bit is animation.
fn is_animated(bytes: &[u8]) -> bool {
    bytes.get(12..16) == Some(b"VP8X") && bytes.get(20).is_some_and(|flags| flags & 2 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goes(kind: &str, mime_type: &str, n_bytes: usize) -> bool {
        objection(kind, &File::new(mime_type.to_owned(), vec![0; n_bytes].into())).is_none()
    }

    #[test]
    fn every_kind_has_its_size() {
        for (kind, mime_type, bytes_max) in [
            ("image", "image/png", 5 * MB),
            ("audio", "audio/ogg; codecs=opus", 16 * MB),
            ("video", "video/mp4", 16 * MB),
            ("document", "application/zip", 100 * MB),
            ("sticker", "image/webp", 100 * KB),
        ] {
            assert!(goes(kind, mime_type, bytes_max), "{kind}");
            assert!(!goes(kind, mime_type, bytes_max + 1), "{kind}");
            assert!(!goes(kind, mime_type, 0), "{kind}");
        }
    }

    #[test]
    fn a_moving_sticker_may_be_larger() {
        let sticker = |n_bytes: usize| {
            let mut bytes = vec![0; n_bytes];
            bytes[12..16].copy_from_slice(b"VP8X");
            bytes[20] = 2;
            objection("sticker", &File::new("image/webp".to_owned(), bytes.into()))
        };
        assert_eq!(sticker(500 * KB), None);
        assert!(sticker(500 * KB + 1).is_some());
    }

    #[test]
    fn every_kind_has_its_types() {
        assert!(!goes("image", "image/webp", 1));
        assert!(!goes("audio", "audio/wav", 1));
        assert!(!goes("video", "video/webm", 1));
        assert!(!goes("sticker", "image/png", 1));
        assert!(!goes("poll", "text/plain", 1));
    }
}
