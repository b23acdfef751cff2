//! Fonts of three scripts, and texts shaped with them.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, Face, UnicodeBuffer};

const LATIN: &[u8] = include_bytes!("../../fonts/NotoSans-Regular-Latin.ttf");
const TELUGU: &[u8] = include_bytes!("../../fonts/NotoSansTelugu-Regular.ttf");
const DEVANAGARI: &[u8] = include_bytes!("../../fonts/NotoSansDevanagari-Regular.ttf");

/// A font, for shaping and for the page.
struct Shaper {
    face: Face<'static>,
    font: Font,
}

/// The fonts of a document.
pub(super) struct Fonts {
    latin: Shaper,
    telugu: Shaper,
    devanagari: Shaper,
}

/// A piece of text in one font.
pub(super) struct Run {
    pub(super) text: String,
    pub(super) font: Font,
    pub(super) glyphs: Vec<KrillaGlyph>,
    /// In ems.
    pub(super) width: f32,
    /// Whether a glyph of it is the font's sign for "none".
    #[cfg(test)]
    pub(super) has_gap: bool,
}

/// Which font a character is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Telugu,
    Devanagari,
}

impl Fonts {
    /// The fonts; none if one cannot be read.
    pub(super) fn load() -> Option<Self> {
        let shaper = |bytes: &'static [u8]| {
            let face = Face::from_slice(bytes, 0)?;
            Some(Shaper { face, font: Font::new(bytes.into(), 0)? })
        };
        let (latin, telugu, devanagari) = (shaper(LATIN)?, shaper(TELUGU)?, shaper(DEVANAGARI)?);
        Some(Self { latin, telugu, devanagari })
    }

    /// A text as pieces of one script each, in their order.
    pub(super) fn shape(&self, text: &str) -> Vec<Run> {
        pieces(text).into_iter().map(|(script, piece)| self.run(script, piece)).collect()
    }

    /// How wide a text is, in ems.
    pub(super) fn width(&self, text: &str) -> f32 {
        self.shape(text).iter().map(|run| run.width).sum()
    }

    fn run(&self, script: Script, text: &str) -> Run {
        let Shaper { face, font } = match script {
            Script::Latin => &self.latin,
            Script::Telugu => &self.telugu,
            Script::Devanagari => &self.devanagari,
        };
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        let shaped = rustybuzz::shape(face, &[], buffer);
        let em = face.units_per_em() as f32;
        let infos = shaped.glyph_infos();
        // A glyph stands for the text from its cluster to the next one.
        let end = |from: u32| {
            let next = infos.iter().map(|info| info.cluster).filter(|cluster| *cluster > from);
            next.min().map_or(text.len(), |cluster| cluster as usize)
        };
        let mut width = 0.0;
        let glyphs = infos.iter().zip(shaped.glyph_positions()).map(|(info, position)| {
            let advance = position.x_advance as f32 / em;
            width += advance;
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                advance,
                position.x_offset as f32 / em,
                position.y_offset as f32 / em,
                position.y_advance as f32 / em,
                info.cluster as usize..end(info.cluster),
                None,
            )
        });
        let glyphs = glyphs.collect();
        Run {
            #[cfg(test)]
            has_gap: infos.iter().any(|info| info.glyph_id == 0),
            text: text.to_owned(),
            font: font.clone(),
            glyphs,
            width,
        }
    }
}

/// Splits a text where the script changes. Spaces, joiners and dandas stay with what is before them.
fn pieces(text: &str) -> Vec<(Script, &str)> {
    let mut pieces: Vec<(Script, std::ops::Range<usize>)> = Vec::new();
    for (at, c) in text.char_indices() {
        let before = pieces.last().map(|(script, _)| *script);
        let script = script(c).or(before).unwrap_or(Script::Latin);
        let end = at + c.len_utf8();
        match pieces.last_mut() {
            Some((last, range)) if *last == script => range.end = end,
            _ => pieces.push((script, at..end)),
        }
    }
    pieces.into_iter().map(|(script, range)| (script, &text[range])).collect()
}

/// The script of a character; none for one that every font has.
fn script(c: char) -> Option<Script> {
    match c {
        ' ' | '\u{200c}' | '\u{200d}' | '\u{964}' | '\u{965}' => None,
        '\u{c00}'..='\u{c7f}' => Some(Script::Telugu),
        '\u{900}'..='\u{97f}' => Some(Script::Devanagari),
        _ => Some(Script::Latin),
    }
}

#[cfg(test)]
mod tests {
    use mitra_core::certificate::is_printable;

    use super::*;

    #[test]
    fn every_character_that_a_certificate_can_carry_has_a_shape() {
        let fonts = Fonts::load().expect("the fonts are there");
        let missing: Vec<String> = ('\0'..=char::MAX)
            .filter(|c| is_printable(*c))
            // A mark alone is drawn on a circle of dots, a danda takes the font of what is before it.
            .filter(|c| fonts.shape(&format!("క{c}")).iter().any(|run| run.has_gap))
            .map(|c| format!("U+{:04X}", u32::from(c)))
            .collect();
        // A danda is drawn with each of the two Indian scripts.
        assert!(missing.is_empty(), "{missing:?}");
        assert!(!fonts.shape("ఆదాయం। आय॥").iter().any(|run| run.has_gap));
        assert!(fonts.shape("中").iter().any(|run| run.has_gap), "the check itself works");
    }

    #[test]
    fn a_text_is_split_where_its_script_changes() {
        let text = "Mixed: ఆదాయం 95,000 आय";
        let split: Vec<&str> = pieces(text).iter().map(|(_, piece)| *piece).collect();
        assert_eq!(split, ["Mixed: ", "ఆదాయం ", "95,000 ", "आय"]);
        assert_eq!(pieces(" a").len(), 1);
        assert_eq!(pieces("క్\u{200c}ష").len(), 1, "joiners stay inside");
    }

    #[test]
    fn letters_that_join_are_one_shape() {
        let fonts = Fonts::load().expect("the fonts are there");
        // Four characters become one conjunct with a mark, in the script's own way.
        let glyphs =
            |text: &str| fonts.shape(text).iter().map(|run| run.glyphs.len()).sum::<usize>();
        assert!(glyphs("క్ష") < 3, "{}", glyphs("క్ష"));
        assert!(glyphs("क्ष") < 3, "{}", glyphs("क्ष"));
        assert!(fonts.width("ఆదాయం") > 1.0);
    }
}
