//! A certificate -> a document that can be printed (PDF): in English and one more language, with the code that is
//! scanned. The code is what is signed; the page is for people.
//!
//! **Invariant:** the same certificate and code are the same bytes. No instant and no chance are in it.

mod font;
mod page;
mod words;

use krilla::Document;
use krilla::metadata::Metadata;
use mitra_core::certificate::{Certificate, Fact};
use mitra_core::language::{Language, Localized};
use mitra_core::shown::aadhaar;
use mitra_verifier::shown;
use qrcode::{EcLevel, QrCode};

use font::Fonts;
use page::Sheet;

/// The most modules of a code, from side to side: on 70 mm each is half a millimetre wide, which telephones read.
pub(crate) const MODULES_MAX: usize = 141;

/// Why there is no document: our bug, for what does not fit was refused before.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DocumentError {
    /// The text is too long for a code.
    #[error("its code has no room for {chars} characters")]
    Code {
        /// How many.
        chars: usize,
    },
    /// A font cannot be read.
    #[error("a font cannot be read")]
    Font,
    /// The document cannot be written.
    #[error("the document cannot be written: {0}")]
    Write(String),
}

/// Makes the document. `code` is the text of the code.
pub(crate) fn make(
    certificate: &Certificate,
    authority: &Localized,
    language: Language,
    code: &str,
) -> Result<Vec<u8>, DocumentError> {
    let code = draw_code(code)?;
    let fonts = Fonts::load().ok_or(DocumentError::Font)?;
    let sheet = compose(&fonts, certificate, authority, language, &code);
    let mut document = Document::new();
    let title = format!("{} {}", certificate.kind.title.en, certificate.number);
    let id = certificate.id.to_string();
    document.set_metadata(Metadata::new().title(title).language("en".to_owned()).document_id(id));
    sheet.draw(&mut document);
    document.finish().map_err(|error| DocumentError::Write(format!("{error:?}")))
}

/// Draws a code. Runs of capital letters and digits take five and a half bits a character.
///
/// A code with an address before it is longer: where that makes its modules too small for paper, a fourteenth of it may
/// be unreadable instead of a seventh.
pub(crate) fn draw_code(text: &str) -> Result<QrCode, DocumentError> {
    let draw = |level| QrCode::with_error_correction_level(text, level);
    let drawn = draw(EcLevel::M).ok().filter(|code| code.width() <= MODULES_MAX);
    let drawn = drawn.map_or_else(|| draw(EcLevel::L), Ok);
    drawn.map_err(|_| DocumentError::Code { chars: text.len() })
}

fn compose<'a>(
    fonts: &'a Fonts,
    certificate: &Certificate,
    authority: &Localized,
    language: Language,
    code: &QrCode,
) -> Sheet<'a> {
    let mut sheet = Sheet::new(fonts);
    fill(&mut sheet, certificate, authority, language);
    sheet.code(code, &both(&words::SCAN, language), &certificate.id.to_string());
    sheet
}

fn fill(
    sheet: &mut Sheet<'_>,
    certificate: &Certificate,
    authority: &Localized,
    language: Language,
) {
    sheet.heading(&both(authority, language), page::AUTHORITY_SIZE);
    sheet.heading(&both(&certificate.kind.title, language), page::TITLE_SIZE);
    sheet.rule();
    let row = |sheet: &mut Sheet<'_>, label: &Localized, value: &[String]| {
        sheet.row(&both(label, language), value);
    };
    row(sheet, &words::NUMBER, std::slice::from_ref(&certificate.number));
    let holder = &certificate.holder;
    let mut names = vec![holder.name.clone()];
    names.extend(holder.local_name.as_ref().map(|local| local.name.clone()));
    row(sheet, &words::NAME, &names);
    if let Some(digits) = &holder.aadhaar_last_four {
        row(sheet, &words::AADHAAR, &[aadhaar(digits)]);
    }
    for Fact { field, value } in &certificate.facts {
        row(sheet, &certificate.label(field), &[shown::value(value)]);
    }
    row(sheet, &words::ISSUED, &[shown::day(certificate.issued_at)]);
    if certificate.valid_from != certificate.issued_at {
        row(sheet, &words::VALID_FROM, &[shown::day(certificate.valid_from)]);
    }
    let until = match certificate.valid_until {
        Some(until) => vec![shown::last_day(until)],
        None => both(&words::ENDLESS, language),
    };
    row(sheet, &words::VALID_UNTIL, &until);
}

/// A text in English, and under it in the other language.
fn both(text: &Localized, language: Language) -> Vec<String> {
    let mut lines = vec![text.en.clone()];
    if language != Language::En && text.get(language) != text.en {
        lines.push(text.get(language).to_owned());
    }
    lines
}

#[cfg(test)]
mod tests;
