//! Two lists side by side: which belongs to which, which is missing, which is new.

/// What a cell of two lists says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cell {
    /// The one fits the other.
    Fits,
    /// The one stands for any number of others, this among them.
    Covers,
    /// The one does not fit the other, and may have become it.
    Alike,
    /// Nothing of these.
    Differs,
}

/// One step through both lists, by places in the one and in the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The one fits the other.
    Match(usize, usize),
    /// The other is one of those that the one before us stands for.
    Cover(usize),
    /// The one that stands for any number is behind us.
    Pass(usize),
    /// The one has become the other.
    Replace(usize, usize),
    /// The one has no other.
    Drop(usize),
    /// The other has no one.
    Add(usize),
}

impl Step {
    /// What it costs. A way on which everything fits is the cheapest, for no other covers less. A replacement is
    /// cheaper than what it stands for, two of them are dearer than a drop and an addition around what fits, and none
    /// is so dear that a `...` would rather swallow everything.
    fn cost(self) -> usize {
        match self {
            Self::Match(..) | Self::Pass(_) => 0,
            Self::Cover(_) => 2,
            Self::Drop(_) | Self::Add(_) => 8,
            Self::Replace(..) => 9,
        }
    }

    /// Whether both lists are still one.
    pub(crate) fn fits(self) -> bool {
        match self {
            Self::Match(..) | Self::Cover(_) | Self::Pass(_) => true,
            Self::Replace(..) | Self::Drop(_) | Self::Add(_) => false,
        }
    }
}

/// The cheapest way through both lists.
///
/// `ones` tells of each whether it stands for any number of others.
pub(crate) fn align(
    ones: &[bool],
    n_others: usize,
    cell: impl Fn(usize, usize) -> Cell,
) -> Vec<Step> {
    let grid = Grid::new(ones, n_others, cell);
    let width = n_others + 1;
    let mut costs = vec![0_usize; (ones.len() + 1) * width];
    let dear = |costs: &[usize], (step, one, other): Way| step.cost() + costs[one * width + other];
    for one in (0..=ones.len()).rev() {
        for other in (0..=n_others).rev() {
            let cheapest = grid.ways(one, other).map(|way| dear(&costs, way)).min();
            costs[one * width + other] = cheapest.unwrap_or(0);
        }
    }
    let (mut steps, mut one, mut other) = (Vec::new(), 0, 0);
    while let Some(way) = grid.ways(one, other).min_by_key(|way| dear(&costs, *way)) {
        steps.push(way.0);
        (one, other) = (way.1, way.2);
    }
    steps
}

/// A step and the place that it leads to.
type Way = (Step, usize, usize);

/// Both lists, and what each cell says.
struct Grid<'a> {
    ones: &'a [bool],
    n_others: usize,
    cells: Vec<Cell>,
}

impl<'a> Grid<'a> {
    fn new(ones: &'a [bool], n_others: usize, cell: impl Fn(usize, usize) -> Cell) -> Self {
        let cells = (0..ones.len() * n_others).map(|at| cell(at / n_others, at % n_others));
        Self { ones, n_others, cells: cells.collect() }
    }

    /// The steps that lead on from a place, those preferred at the same cost first.
    fn ways(&self, one: usize, other: usize) -> impl Iterator<Item = Way> {
        let (has_one, has_other) = (one < self.ones.len(), other < self.n_others);
        let any = has_one && self.ones[one];
        let is_cell = has_one && has_other;
        let cell = if is_cell { self.cells[one * self.n_others + other] } else { Cell::Differs };
        let on = |step| (step, one + 1, other + 1);
        let ways = [
            any.then_some((Step::Pass(one), one + 1, other)),
            (cell == Cell::Fits).then(|| on(Step::Match(one, other))),
            (cell == Cell::Covers).then_some((Step::Cover(other), one, other + 1)),
            (cell == Cell::Alike).then(|| on(Step::Replace(one, other))),
            (has_one && !any).then_some((Step::Drop(one), one + 1, other)),
            has_other.then_some((Step::Add(other), one, other + 1)),
        ];
        ways.into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `.` stands for any number of letters, and small letters may become other small ones.
    fn steps(ones: &str, others: &str) -> String {
        let letters = |text: &str| text.chars().collect::<Vec<char>>();
        let (ones, others) = (letters(ones), letters(others));
        let any: Vec<bool> = ones.iter().map(|c| *c == '.').collect();
        let cell = |one: usize, other: usize| match ones[one] {
            '.' => Cell::Covers,
            c if c == others[other] => Cell::Fits,
            c if c.is_lowercase() && others[other].is_lowercase() => Cell::Alike,
            _ => Cell::Differs,
        };
        let name = |step| match step {
            Step::Match(..) => '=',
            Step::Cover(_) => '.',
            Step::Pass(_) => '|',
            Step::Replace(..) => '~',
            Step::Drop(_) => '-',
            Step::Add(_) => '+',
        };
        align(&any, others.len(), cell).into_iter().map(name).collect()
    }

    #[test]
    fn the_fewest_changes_lead_from_one_to_the_other() {
        for (ones, others, expected) in [
            ("abc", "abc", "==="),
            ("abc", "ac", "=-="),
            ("ac", "abc", "=+="),
            ("abc", "axc", "=~="),
            ("aBc", "aXc", "=-+="),
            ("ab", "xa", "+=-"),
            ("ab", "xy", "~~"),
            ("", "ab", "++"),
            ("ab", "", "--"),
            ("", "", ""),
        ] {
            assert_eq!(steps(ones, others), expected, "{ones} {others}");
        }
    }

    #[test]
    fn what_stands_for_any_number_takes_no_more_than_it_must() {
        for (ones, others, expected) in [
            (".", "abc", "...|"),
            (".", "", "|"),
            ("a.c", "abbc", "=..|="),
            ("a.", "a", "=|"),
            (".b", "ab", ".|="),
            ("a.d", "xy", "~|~"),
            ("a.", "xyz", "~..|"),
            ("a.c", "abbx", "=..|~"),
        ] {
            assert_eq!(steps(ones, others), expected, "{ones} {others}");
        }
    }
}
