//! The code on a picture.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

use image::imageops::FilterType;
use image::{GrayImage, ImageFormat, ImageReader};
use rqrr::PreparedImage;

/// The largest file that is looked at: photographs of telephones have some MiB.
pub(super) const PICTURE_BYTES_MAX: usize = 20 * 1024 * 1024;
/// The largest picture that is looked at: photographs of telephones have 12 million points, or 50.
pub(super) const PICTURE_PIXELS_MAX: u64 = 50_000_000;
/// The longest side of the picture that is looked at first: coarse paper and noise vanish when it is made smaller.
const SIDE_MAX: u32 = 1_600;
/// The longest sides of those that are looked at if nothing was read: it depends on how the points of the picture fall
/// on those of the code.
const OTHER_SIDES: [u32; 7] = [1_300, 1_100, 2_000, 800, 1_000, 700, 2_600];

/// Why a picture cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum BadPicture {
    /// It cannot be read.
    #[error("E0664: the picture cannot be read")]
    Read(#[from] std::io::Error),
    /// The file is too large.
    #[error(
        "E0664: the picture has more than {} MiB: take a smaller one",
        PICTURE_BYTES_MAX / 1_048_576
    )]
    TooManyBytes,
    /// It has too many points.
    #[error(
        "E0664: the picture has {width} x {height} points, and may have {} million: take a smaller one",
        PICTURE_PIXELS_MAX / 1_000_000
    )]
    TooManyPixels {
        /// Points from left to right.
        width: u32,
        /// Points from top to bottom.
        height: u32,
    },
    /// It is of another format, or broken.
    #[error("E0664: it is no whole PNG and no whole JPEG")]
    NoPicture(#[source] Option<image::ImageError>),
    /// It has several codes.
    #[error("E0664: there are {0} codes on the picture: cut out the one that is meant")]
    Several(usize),
}

/// The text of the one code on the picture in this file; none if there is no code that can be read.
pub(super) fn text(path: &Path) -> Result<Option<String>, BadPicture> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(PICTURE_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    if bytes.len() > PICTURE_BYTES_MAX {
        return Err(BadPicture::TooManyBytes);
    }
    let picture = decode(&bytes)?;
    let mut texts = BTreeSet::new();
    let (width, height) = picture.dimensions();
    if width.max(height) > SIDE_MAX {
        texts.extend(codes(&scaled(&picture, SIDE_MAX)));
    }
    texts.extend(codes(&picture));
    for side in OTHER_SIDES {
        if texts.is_empty() {
            texts.extend(codes(&scaled(&picture, side)));
        }
    }
    if texts.len() > 1 {
        return Err(BadPicture::Several(texts.len()));
    }
    Ok(texts.pop_first())
}

/// The picture with a longest side of so many points.
fn scaled(picture: &GrayImage, longest: u32) -> GrayImage {
    let (width, height) = picture.dimensions();
    let scaled = |side: u32| {
        let scaled = u64::from(side) * u64::from(longest) / u64::from(width.max(height).max(1));
        u32::try_from(scaled).unwrap_or(longest).max(1)
    };
    image::imageops::resize(picture, scaled(width), scaled(height), FilterType::Triangle)
}

fn decode(bytes: &[u8]) -> Result<GrayImage, BadPicture> {
    let format = image::guess_format(bytes).ok();
    let format = format.filter(|it| matches!(it, ImageFormat::Png | ImageFormat::Jpeg));
    let format = format.ok_or(BadPicture::NoPicture(None))?;
    let reader = || ImageReader::with_format(Cursor::new(bytes), format);
    let no_picture = |error| BadPicture::NoPicture(Some(error));
    let (width, height) = reader().into_dimensions().map_err(no_picture)?;
    has_room(width, height)?;
    Ok(reader().decode().map_err(no_picture)?.into_luma8())
}

/// Whether a picture of this size is looked at.
fn has_room(width: u32, height: u32) -> Result<(), BadPicture> {
    if u64::from(width) * u64::from(height) > PICTURE_PIXELS_MAX {
        return Err(BadPicture::TooManyPixels { width, height });
    }
    Ok(())
}

/// The texts of all codes that can be read.
fn codes(picture: &GrayImage) -> Vec<String> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let pixels = picture.as_raw();
    let mut prepared =
        PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    let grids = prepared.detect_grids();
    grids.into_iter().filter_map(|grid| Some(grid.decode().ok()?.1)).collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use image::Luma;

    use super::*;

    /// Paper with these codes beside each other, each point of a code so many points wide.
    fn paper(codes: &[&str], scale: u32) -> GrayImage {
        let height = 140 * scale;
        let mut paper = GrayImage::from_pixel(8 * scale, height, Luma([255]));
        for code in codes {
            let drawn = qrcode::QrCode::new(code).expect("it fits");
            let (side, left) = (drawn.width(), paper.width());
            let n_modules = u32::try_from(side).expect("it is small");
            let mut wider =
                GrayImage::from_pixel(left + (n_modules + 8) * scale, height, Luma([255]));
            image::imageops::replace(&mut wider, &paper, 0, 0);
            for (at, color) in drawn.to_colors().into_iter().enumerate() {
                let [x, y] = [at % side, at / side].map(|it| u32::try_from(it).expect("small"));
                let dark = GrayImage::from_pixel(scale, scale, Luma([0]));
                if color == qrcode::Color::Dark {
                    let (x, y) = (left + x * scale, (y + 4) * scale);
                    image::imageops::replace(&mut wider, &dark, x.into(), y.into());
                }
            }
            paper = wider;
        }
        paper
    }

    fn saved(folder: &tempfile::TempDir, name: &str, picture: &GrayImage) -> PathBuf {
        let path = folder.path().join(name);
        picture.save(&path).expect("it is written");
        path
    }

    #[test]
    fn the_one_code_is_read_from_either_format_small_or_large() {
        let folder = tempfile::tempdir().expect("a folder");
        for (scale, name) in [(4, "code.png"), (4, "code.jpeg"), (28, "code.png")] {
            let path = saved(&folder, name, &paper(&["HTTPS://A.IN/#ABC"], scale));
            let read = text(&path).expect("a picture");
            assert_eq!(read.as_deref(), Some("HTTPS://A.IN/#ABC"), "{scale} {name}");
        }
        let twice = saved(&folder, "twice.png", &paper(&["A", "A"], 4));
        assert_eq!(text(&twice).expect("a picture").as_deref(), Some("A"));
        let none = saved(&folder, "none.png", &paper(&[], 4));
        assert_eq!(text(&none).expect("a picture"), None);
    }

    #[test]
    fn a_certificates_code_is_read_from_its_page_in_any_size() {
        let folder = tempfile::tempdir().expect("a folder");
        let code: String = (0..620_u32).map(|n| char::from(b'A' + (n * n % 26) as u8)).collect();
        let drawn = scaled(&paper(&[&code], 8), 840);
        let mut page = GrayImage::from_pixel(1_653, 2_339, Luma([255]));
        image::imageops::replace(&mut page, &drawn, 180, 960);
        let is_read = |side: &u32| {
            let path = saved(&folder, "page.png", &scaled(&page, *side));
            text(&path).expect("a picture").as_ref() == Some(&code)
        };
        // In none of these it is read at once.
        let sides = [950, 1_400, 2_000];
        assert_eq!(sides.into_iter().filter(is_read).collect::<Vec<_>>(), sides);
    }

    #[test]
    fn what_cannot_be_used_is_said() {
        let folder = tempfile::tempdir().expect("a folder");
        let two = saved(&folder, "two.png", &paper(&["A", "B"], 4));
        let refused = text(&two).expect_err("two").to_string();
        assert!(refused.contains("there are 2 codes on the picture"), "{refused}");
        let path = folder.path().join("other");
        let png = std::fs::read(&two).expect("it is there");
        for other in [&b"GIF89a"[..], b"", &png[..png.len() / 2]] {
            std::fs::write(&path, other).expect("written");
            assert!(matches!(text(&path), Err(BadPicture::NoPicture(_))));
        }
        assert!(matches!(text(folder.path()), Err(BadPicture::Read(_))));
    }

    #[test]
    fn a_picture_has_no_more_bytes_and_points_than_telephones_make() {
        let folder = tempfile::tempdir().expect("a folder");
        // What follows a PNG's end is not looked at.
        let mut bytes = std::fs::read(saved(&folder, "a.png", &paper(&["A"], 4))).expect("one");
        let path = folder.path().join("padded.png");
        bytes.resize(PICTURE_BYTES_MAX, 0);
        std::fs::write(&path, &bytes).expect("written");
        assert_eq!(text(&path).expect("a picture").as_deref(), Some("A"));
        bytes.push(0);
        std::fs::write(&path, &bytes).expect("written");
        assert!(matches!(text(&path), Err(BadPicture::TooManyBytes)));
        assert!(has_room(50_000, 1_000).is_ok());
        assert!(has_room(50_000, 1_001).is_err());
        // The size that a PNG says of itself is looked at before anything is unpacked.
        bytes.truncate(PICTURE_BYTES_MAX);
        let size = [50_000_u32, 1_001].map(u32::to_be_bytes).concat();
        bytes[16..24].copy_from_slice(&size);
        let mut sum = flate2::Crc::new();
        sum.update(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&sum.sum().to_be_bytes());
        std::fs::write(&path, &bytes).expect("written");
        let refused = text(&path).expect_err("too many").to_string();
        assert!(refused.contains("50000 x 1001 points, and may have 50 million"), "{refused}");
    }
}
