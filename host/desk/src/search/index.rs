//! An inverted index of character n-grams.

use std::collections::HashMap;

use super::fold::fold;

/// The lengths of n-grams, in characters of the folded spelling.
const GRAMS: std::ops::RangeInclusive<usize> = 2..=4;

/// An n-gram: the bytes of its characters, the first one highest. Folded spellings are ASCII, so that four have room.
type Gram = u32;

/// Texts by their n-grams. Each text stands for one service; a service is as like a query as its likest text.
#[derive(Debug)]
pub(super) struct Index {
    n_services: usize,
    /// For each text, the service it stands for and its weight.
    texts: Vec<(usize, f32)>,
    /// For each n-gram, how rare it is.
    rarity: HashMap<Gram, f32>,
    /// For each n-gram, the texts that have it, with its share in them.
    postings: HashMap<Gram, Vec<(usize, f32)>>,
    /// The rarity of an n-gram that no text has.
    unknown: f32,
}

impl Index {
    /// Indexes `(service, text, weight)`.
    pub(super) fn new(n_services: usize, texts: &[(usize, &str, f32)]) -> Self {
        let grams: Vec<_> = texts.iter().map(|(_, text, _)| count(&fold(text))).collect();
        let mut n_with: HashMap<Gram, usize> = HashMap::new();
        for gram in grams.iter().flat_map(HashMap::keys) {
            *n_with.entry(*gram).or_default() += 1;
        }

        let rare = |n_with: usize| ((1 + texts.len()) as f32 / (1 + n_with) as f32).ln() + 1.0;
        let rarity: HashMap<_, _> = n_with.iter().map(|(gram, n)| (*gram, rare(*n))).collect();
        let mut postings: HashMap<Gram, Vec<(usize, f32)>> = HashMap::new();
        for (place, counts) in grams.iter().enumerate() {
            let (weights, norm) = weigh(counts, &rarity, 0.0);
            for (gram, weight) in weights {
                postings.entry(gram).or_default().push((place, weight / norm));
            }
        }
        let texts_of: Vec<_> =
            texts.iter().map(|(service, _, weight)| (*service, *weight)).collect();
        Self { n_services, texts: texts_of, rarity, postings, unknown: rare(0) }
    }

    /// How like each service is to the text, 0 to 1.
    pub(super) fn likeness(&self, text: &str) -> Vec<f32> {
        let mut services = vec![0.0_f32; self.n_services];
        let counts = count(&fold(text));
        if counts.is_empty() {
            return services;
        }
        let (weights, norm) = weigh(&counts, &self.rarity, self.unknown);
        let mut products = vec![0.0_f32; self.texts.len()];
        for (gram, weight) in weights {
            for (place, share) in self.postings.get(&gram).into_iter().flatten() {
                products[*place] += weight * share;
            }
        }
        for (product, (service, weight)) in products.iter().zip(&self.texts) {
            let likeness = product / norm * weight;
            services[*service] = services[*service].max(likeness);
        }
        services
    }
}

/// The tf-idf weight of each n-gram, and their Euclidean norm.
fn weigh(
    counts: &HashMap<Gram, f32>,
    rarity: &HashMap<Gram, f32>,
    unknown: f32,
) -> (Vec<(Gram, f32)>, f32) {
    let weight = |(gram, count): (&Gram, &f32)| {
        (*gram, count.ln_1p() * rarity.get(gram).copied().unwrap_or(unknown))
    };
    let mut weights: Vec<_> = counts.iter().map(weight).collect();
    // Sums of floats depend on their order; a fixed one gives the same likeness every time.
    weights.sort_by_key(|(gram, _)| *gram);
    let norm = weights.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    (weights, norm.max(f32::MIN_POSITIVE))
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
