//! An inverted index of character n-grams, in parts: one for each department, which later indices share.
//!
//! A part has what its texts alone decide. How rare an n-gram is, and so how much it weighs, all parts decide together:
//! that is summed up anew for each index, which costs little beside reading the texts.

use std::collections::{BTreeMap, HashMap};
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
        let ends = self.begins.windows(2);
        self.grams.iter().zip(ends).map(|(gram, ends)| (*gram, &self.postings[ends[0]..ends[1]]))
    }
}

/// Parts, weighed together.
#[derive(Debug)]
pub(super) struct Index {
    parts: Vec<Weighed>,
    /// In how many texts each n-gram is.
    n_with: HashMap<Gram, u32>,
    n_texts: usize,
}

/// A part with what the others make of it.
#[derive(Debug)]
struct Weighed {
    part: Arc<Part>,
    /// The Euclidean norm of each text.
    norms: Vec<f32>,
}

impl Index {
    /// An index of these parts.
    pub(super) fn new(parts: &[Arc<Part>]) -> Self {
        let mut n_with: HashMap<Gram, u32> = HashMap::new();
        for (gram, postings) in parts.iter().flat_map(|part| part.rows()) {
            *n_with.entry(gram).or_default() += u32::try_from(postings.len()).unwrap_or(u32::MAX);
        }
        let n_texts = parts.iter().map(|part| part.texts.len()).sum();
        let mut index = Self { parts: Vec::new(), n_with, n_texts };
        index.parts = parts.iter().map(|part| index.weighed(part)).collect();
        index
    }

    fn weighed(&self, part: &Arc<Part>) -> Weighed {
        // Sums of floats depend on their order: it is that of the n-grams, whichever parts there are.
        let mut norms = vec![0.0_f32; part.texts.len()];
        for (gram, postings) in part.rows() {
            let rarity = self.rarity(gram);
            for (text, share) in postings {
                norms[*text as usize] += (share * rarity) * (share * rarity);
            }
        }
        let norms = norms.into_iter().map(|sum| sum.sqrt().max(f32::MIN_POSITIVE)).collect();
        Weighed { part: Arc::clone(part), norms }
    }

    /// How rare an n-gram is among all texts.
    fn rarity(&self, gram: Gram) -> f32 {
        let n_with = self.n_with.get(&gram).copied().unwrap_or(0);
        ((1 + self.n_texts) as f32 / (1 + n_with) as f32).ln() + 1.0
    }

    /// How like each service is to the text, 0 to 1: the services of the first part, then those of the next.
    pub(super) fn likeness(&self, text: &str) -> Vec<f32> {
        let mut counts: Vec<_> = count(&fold(text)).into_iter().collect();
        counts.sort_by_key(|(gram, _)| *gram);
        let weigh = |(gram, n): &(Gram, f32)| {
            let rarity = self.rarity(*gram);
            (*gram, rarity, n.ln_1p() * rarity)
        };
        let weights: Vec<_> = counts.iter().map(weigh).collect();
        let norm = weights.iter().map(|(_, _, weight)| weight * weight).sum::<f32>().sqrt();
        let norm = norm.max(f32::MIN_POSITIVE);
        self.parts.iter().flat_map(|part| part.likeness(&weights, norm)).collect()
    }
}

impl Weighed {
    /// How like each service of the part is to a text of these n-grams, each with its rarity and its weight.
    fn likeness(&self, weights: &[(Gram, f32, f32)], norm: f32) -> Vec<f32> {
        let Self { part, norms } = self;
        let mut products = vec![0.0_f32; part.texts.len()];
        for (gram, rarity, weight) in weights {
            let Ok(place) = part.grams.binary_search(gram) else { continue };
            for (text, share) in &part.postings[part.begins[place]..part.begins[place + 1]] {
                let text = *text as usize;
                products[text] += weight * (share * rarity / norms[text]);
            }
        }
        let mut services = vec![0.0_f32; part.n_services];
        for (product, (service, weight)) in products.iter().zip(&part.texts) {
            let likeness = product / norm * weight;
            services[*service] = services[*service].max(likeness);
        }
        services
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
