//! An inverted index of character n-grams, in parts: one for each department, which later indices share.
//!
//! A part has what its texts alone decide. How rare an n-gram is, and so how much it weighs, all parts decide together:
//! that is summed up anew for each index, which costs little beside reading the texts.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use super::fold::fold;

/// The lengths of n-grams, in characters of the folded spelling.
const GRAMS: std::ops::RangeInclusive<usize> = 2..=4;

/// An n-gram: the bytes of its characters, the first one highest. Folded spellings are ASCII, so that four have room.
type Gram = u32;

/// Texts by their n-grams. Each text stands for one service; a service is as like a query as its likest text.
#[derive(Debug)]
pub(super) struct Part {
    n_services: usize,
    /// For each text, the service of the part that it stands for, and its weight.
    texts: Vec<(usize, f32)>,
    /// All n-grams of the texts, in order.
    grams: Vec<Gram>,
    /// Where each n-gram's postings begin; the end of the last one's comes last.
    begins: Vec<usize>,
    /// The texts that have an n-gram, in order, with how much of it they have before its rarity counts.
    postings: Vec<(u32, f32)>,
}

impl Part {
    /// Indexes `(service, text, weight)`.
    pub(super) fn new(n_services: usize, texts: &[(usize, &str, f32)]) -> Self {
        let mut all: BTreeMap<Gram, Vec<(u32, f32)>> = BTreeMap::new();
        for (place, (_, text, _)) in (0_u32..).zip(texts) {
            for (gram, n) in count(&fold(text)) {
                all.entry(gram).or_default().push((place, n.ln_1p()));
            }
        }
        let (mut grams, mut begins, mut postings) = (Vec::new(), vec![0], Vec::new());
        for (gram, of_gram) in all {
            grams.push(gram);
            postings.extend(of_gram);
            begins.push(postings.len());
        }
        let texts = texts.iter().map(|(service, _, weight)| (*service, *weight)).collect();
        Self { n_services, texts, grams, begins, postings }
    }

    /// Each n-gram with its postings, in order.
    fn rows(&self) -> impl Iterator<Item = (Gram, &[(u32, f32)])> {
        self.grams.iter().enumerate().map(|(row, gram)| (*gram, self.row(row)))
    }

    fn row(&self, row: usize) -> &[(u32, f32)] {
        &self.postings[self.begins[row]..self.begins[row + 1]]
    }
}

/// Parts, weighed together.
#[derive(Debug)]
pub(super) struct Index {
    parts: Vec<Arc<Part>>,
    /// The number of each n-gram.
    grams: GramMap<usize>,
    /// By the n-grams' numbers, how rare each is.
    rarities: Vec<f32>,
    /// By the n-grams' numbers, where its rows begin; the end of the last one's comes last.
    begins: Vec<usize>,
    /// Rows of parts: which part, and which of its rows.
    rows: Vec<(usize, usize)>,
    /// The Euclidean norm of each text, those of the first part first.
    norms: Vec<f32>,
    /// The rarity of an n-gram that no text has.
    unknown: f32,
}

impl Index {
    /// An index of these parts.
    pub(super) fn new(parts: &[Arc<Part>]) -> Self {
        let mut grams = GramMap::default();
        // By the n-grams' numbers, in how many texts each is, and in how many rows.
        let mut known: Vec<(usize, usize)> = Vec::new();
        let mut numbered = Vec::new();
        for (place, part) in parts.iter().enumerate() {
            for (row, (gram, postings)) in part.rows().enumerate() {
                let number = *grams.entry(gram).or_insert(known.len());
                if number == known.len() {
                    known.push((0, 0));
                }
                let (n_with, n_rows) = &mut known[number];
                *n_with += postings.len();
                *n_rows += 1;
                numbered.push((number, (place, row)));
            }
        }
        let n_texts: usize = parts.iter().map(|part| part.texts.len()).sum();
        let rare = |n_with: usize| ((1 + n_texts) as f32 / (1 + n_with) as f32).ln() + 1.0;
        let rarities: Vec<_> = known.iter().map(|(n_with, _)| rare(*n_with)).collect();
        let mut begins = vec![0];
        for (_, n_rows) in &known {
            begins.push(begins[begins.len() - 1] + n_rows);
        }
        let (mut free, mut rows) = (begins.clone(), vec![(0, 0); numbered.len()]);
        for (number, row) in &numbered {
            rows[free[*number]] = *row;
            free[*number] += 1;
        }
        let norms = norms(parts, numbered.iter().map(|(number, _)| rarities[*number]));
        let (parts, unknown) = (parts.to_vec(), rare(0));
        Self { parts, grams, rarities, begins, rows, norms, unknown }
    }

    /// How like each service is to the text, 0 to 1: the services of the first part, then those of the next.
    pub(super) fn likeness(&self, text: &str) -> Vec<f32> {
        let mut counts: Vec<_> = count(&fold(text)).into_iter().collect();
        // Sums of floats depend on their order; a fixed one gives the same likeness every time.
        counts.sort_by_key(|(gram, _)| *gram);
        let mut first_texts = Vec::with_capacity(self.parts.len());
        let n_texts = self.parts.iter().fold(0, |before, part| {
            first_texts.push(before);
            before + part.texts.len()
        });
        let (mut products, mut norm) = (vec![0.0_f32; n_texts], 0.0_f32);
        for (gram, n) in counts {
            let number = self.grams.get(&gram);
            let rarity = number.map_or(self.unknown, |number| self.rarities[*number]);
            let weight = n.ln_1p() * rarity;
            norm += weight * weight;
            let Some(number) = number else { continue };
            // The rarity counts on both sides, and a text's norm once for all.
            let weight = weight * rarity;
            for (part, row) in &self.rows[self.begins[*number]..self.begins[number + 1]] {
                let products = &mut products[first_texts[*part]..];
                for (text, share) in self.parts[*part].row(*row) {
                    products[*text as usize] += weight * share;
                }
            }
        }
        self.likest(&products, norm.sqrt().max(f32::MIN_POSITIVE))
    }

    /// Each service's likest text, of what the texts have in common with one of this norm.
    fn likest(&self, products: &[f32], norm: f32) -> Vec<f32> {
        let mut services = Vec::new();
        let mut of_text = products.iter().zip(&self.norms);
        for part in &self.parts {
            let first = services.len();
            services.resize(first + part.n_services, 0.0_f32);
            for ((service, weight), (product, own_norm)) in part.texts.iter().zip(&mut of_text) {
                let best = &mut services[first + service];
                *best = best.max(product / own_norm / norm * weight);
            }
        }
        services
    }
}

/// The norm of each text, by the rarities of the n-grams of all rows, in their order.
fn norms(parts: &[Arc<Part>], mut rarities: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut norms = Vec::new();
    for part in parts {
        let mut sums = vec![0.0_f32; part.texts.len()];
        // In the order of the n-grams, whichever parts there are.
        for ((_, postings), rarity) in part.rows().zip(&mut rarities) {
            for (text, share) in postings {
                let weight = share * rarity;
                sums[*text as usize] += weight * weight;
            }
        }
        norms.extend(sums.into_iter().map(|sum| sum.sqrt().max(f32::MIN_POSITIVE)));
    }
    norms
}

/// By n-grams. The hash is a multiplication.
type GramMap<V> = HashMap<Gram, V, BuildHasherDefault<GramHasher>>;

/// Spreads n-grams, which vendors' texts alone decide and citizens' do not: nobody can flood a place.
#[derive(Default)]
struct GramHasher(u64);

impl Hasher for GramHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }

    fn write_u32(&mut self, gram: u32) {
        let mixed = (self.0 ^ u64::from(gram)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed.rotate_left(32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// How often each n-gram is in a folded text, whose words are fenced by spaces.
fn count(folded: &str) -> HashMap<Gram, f32> {
    let mut counts = HashMap::new();
    for word in folded.split(' ').filter(|word| !word.is_empty()) {
        let fenced = format!(" {word} ");
        for length in GRAMS {
            for bytes in fenced.as_bytes().windows(length) {
                let gram = bytes.iter().fold(0, |gram, byte| gram << 8 | Gram::from(*byte));
                *counts.entry(gram).or_insert(0.0) += 1.0;
            }
        }
    }
    counts
}
