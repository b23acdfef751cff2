//! Pages: lines one under the other, and the code at the end.

use krilla::Document;
use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use qrcode::{Color, QrCode};

use super::font::{Fonts, Run};

/// A4, in points of 1/72 inch.
const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 56.0;
/// Where values begin: labels have two fifths.
const VALUE_X: f32 = MARGIN + (WIDTH - 2.0 * MARGIN) * 0.4;
const GAP: f32 = 12.0;

/// Sizes of letters.
pub(super) const AUTHORITY_SIZE: f32 = 13.0;
pub(super) const TITLE_SIZE: f32 = 20.0;
const LABEL_SIZE: f32 = 9.5;
const VALUE_SIZE: f32 = 12.0;
const SMALL_SIZE: f32 = 8.0;
/// From one line to the next, in letters' heights: Telugu reaches far below its line.
const LEADING: f32 = 1.55;
/// How far a line's letters stand below its top, in letters' heights.
const ASCENT: f32 = 1.1;

/// How wide a code is: 70 mm, for up to 141 modules of half a millimetre.
const CODE_WIDTH: f32 = 198.0;
/// The white around it, in modules: the standard's.
const QUIET_MODULES: f32 = 4.0;

/// Something on a page.
enum Mark {
    Text { x: f32, y: f32, size: f32, run: Run },
    Box { x: f32, y: f32, width: f32, height: f32 },
}

/// Pages that are being filled from the top.
pub(super) struct Sheet<'a> {
    fonts: &'a Fonts,
    pages: Vec<Vec<Mark>>,
    /// Where the next line begins, from the top.
    y: f32,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(fonts: &'a Fonts) -> Self {
        Self { fonts, pages: vec![Vec::new()], y: MARGIN }
    }

    /// Lines in the middle.
    pub(super) fn heading(&mut self, lines: &[String], size: f32) {
        for text in lines {
            for line in self.wrap(text, size, WIDTH - 2.0 * MARGIN) {
                let x = (WIDTH - self.fonts.width(&line) * size) / 2.0;
                self.reserve(size * LEADING);
                self.write(&line, x, self.y, size);
                self.y += size * LEADING;
            }
        }
        self.y += GAP / 2.0;
    }

    /// A thin line from side to side.
    pub(super) fn rule(&mut self) {
        let (width, y) = (WIDTH - 2.0 * MARGIN, self.y);
        self.mark(Mark::Box { x: MARGIN, y, width, height: 0.7 });
        self.y += GAP;
    }

    /// A label on the left and what it says on the right; they stay on one page.
    pub(super) fn row(&mut self, label: &[String], value: &[String]) {
        let wrapped = |texts: &[String], size, width| {
            let lines = texts.iter().flat_map(|text| self.wrap(text, size, width));
            lines.collect::<Vec<_>>()
        };
        let labels = wrapped(label, LABEL_SIZE, VALUE_X - MARGIN - GAP);
        let values = wrapped(value, VALUE_SIZE, WIDTH - MARGIN - VALUE_X);
        let height = |lines: &[String], size: f32| lines.len() as f32 * size * LEADING;
        let tall = height(&labels, LABEL_SIZE).max(height(&values, VALUE_SIZE));
        self.reserve(tall);
        // The first lines of both stand on one line.
        let down = (VALUE_SIZE - LABEL_SIZE) * ASCENT;
        self.column(&labels, MARGIN, self.y + down, LABEL_SIZE);
        self.column(&values, VALUE_X, self.y, VALUE_SIZE);
        self.y += tall + GAP / 2.0;
    }

    /// The code, with its quiet zone, and beside it what to do with it.
    pub(super) fn code(&mut self, code: &QrCode, scan: &[String], id: &str) {
        self.y += GAP;
        self.reserve(CODE_WIDTH);
        let (top, n_modules) = (self.y, code.width());
        let module = CODE_WIDTH / (n_modules as f32 + 2.0 * QUIET_MODULES);
        let at = |n: usize| module * (n as f32 + QUIET_MODULES);
        for (row, colors) in code.to_colors().chunks(n_modules).enumerate() {
            // Neighbours in one piece: a gap of a hair between them would confuse a camera.
            let mut column = 0;
            while column < n_modules {
                let dark = colors[column..].iter().take_while(|color| **color == Color::Dark);
                let n_dark = dark.count();
                if n_dark > 0 {
                    let (x, y) = (MARGIN + at(column), top + at(row));
                    self.mark(Mark::Box { x, y, width: module * n_dark as f32, height: module });
                }
                column += n_dark.max(1);
            }
        }
        let x = MARGIN + CODE_WIDTH + GAP;
        let mut y = top + CODE_WIDTH / 3.0;
        for text in scan {
            let lines = self.wrap(text, VALUE_SIZE, WIDTH - MARGIN - x);
            self.column(&lines, x, y, VALUE_SIZE);
            y += lines.len() as f32 * VALUE_SIZE * LEADING;
        }
        self.column(&[id.to_owned()], x, y + GAP, SMALL_SIZE);
        self.y = top + CODE_WIDTH;
    }

    /// How many pages there are.
    #[cfg(test)]
    pub(super) fn n_pages(&self) -> usize {
        self.pages.len()
    }

    /// Draws all pages into a document.
    pub(super) fn draw(self, document: &mut Document) {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT).expect("a page has a size");
        for marks in self.pages {
            let mut page = document.start_page_with(settings.clone());
            let mut surface = page.surface();
            let black = Fill { paint: luma::Color::black().into(), ..Fill::default() };
            surface.set_fill(Some(black));
            draw(&mut surface, marks);
            surface.finish();
            page.finish();
        }
    }

    /// Begins a new page if so much does not fit on this one.
    fn reserve(&mut self, height: f32) {
        if self.y + height > HEIGHT - MARGIN {
            self.pages.push(Vec::new());
            self.y = MARGIN;
        }
    }

    fn column(&mut self, lines: &[String], x: f32, top: f32, size: f32) {
        for (index, line) in lines.iter().enumerate() {
            self.write(line, x, top + index as f32 * size * LEADING, size);
        }
    }

    fn write(&mut self, text: &str, x: f32, top: f32, size: f32) {
        let (mut x, y) = (x, top + size * ASCENT);
        for run in self.fonts.shape(text) {
            let width = run.width * size;
            self.mark(Mark::Text { x, y, size, run });
            x += width;
        }
    }

    fn mark(&mut self, mark: Mark) {
        self.pages.last_mut().expect("there is a page").push(mark);
    }

    /// Lines of at most this width, broken at spaces; a word that is wider is broken anywhere.
    fn wrap(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let fits = |line: &str| self.fonts.width(line) * size <= width;
        let mut lines = vec![String::new()];
        for word in text.split(' ') {
            let line = lines.last_mut().expect("there is a line");
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if fits(&longer) {
                *line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(String::new());
            }
            for c in word.chars() {
                let line = lines.last_mut().expect("there is a line");
                let longer = format!("{line}{c}");
                if line.is_empty() || fits(&longer) {
                    *line = longer;
                } else {
                    lines.push(c.to_string());
                }
            }
        }
        lines
    }
}

fn draw(surface: &mut Surface<'_>, marks: Vec<Mark>) {
    // Boxes of one page in one path.
    let mut boxes = PathBuilder::new();
    for mark in marks {
        match mark {
            Mark::Box { x, y, width, height } => {
                let rect = Rect::from_xywh(x, y, width, height);
                boxes.push_rect(rect.expect("a box has a size"));
            }
            Mark::Text { x, y, size, run } => {
                let Run { text, font, glyphs, .. } = run;
                surface.draw_glyphs(Point::from_xy(x, y), &glyphs, font, &text, size, false);
            }
        }
    }
    if let Some(path) = boxes.finish() {
        surface.draw_path(&path);
    }
}
