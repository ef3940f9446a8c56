//! Markov chains on the way to their long run, by uniformization: at the events of a Poisson process
//! as fast as the fastest state, a chain in discrete time takes a step or stays.
//!
//! Source: W. K. Grassmann, *Computers & Operations Research* 4 (1977) 47-53. What is left out of
//! the sums over the Poisson process is bounded by geometric series, which are asserted to be tiny.

use crate::gth::Rates;

/// What the ends of the Poisson process that are left out may weigh.
const LEFT_OUT: f64 = 1e-15;

/// A chain that begins in state 0.
pub struct Course {
    /// Events of the Poisson process per hour.
    rate: f64,
    /// By state: where a step leads, and how likely.
    steps: Vec<Vec<(usize, f64)>>,
}

impl Course {
    pub fn new(rates: &Rates) -> Self {
        Self::until(rates, |_| false)
    }

    /// The same chain, which never leaves a state with `end`.
    pub fn until(rates: &Rates, end: impl Fn(usize) -> bool) -> Self {
        let states = rates.states();
        let out_of = |from: usize| (0..states).map(|to| rates.get(from, to)).sum::<f64>();
        let rate = (0..states).map(out_of).fold(0.0, f64::max);
        let steps = (0..states).map(|from| {
            if end(from) {
                return vec![(from, 1.0)];
            }
            let onward = (0..states).filter(|to| rates.get(from, *to) > 0.0 && *to != from);
            let mut steps: Vec<_> = onward.map(|to| (to, rates.get(from, to) / rate)).collect();
            let leaves: f64 = steps.iter().map(|(_, likely)| likely).sum();
            steps.push((from, (1.0 - leaves).max(0.0)));
            steps
        });
        Self { rate, steps: steps.collect() }
    }

    /// The mean of a figure at the end of so many hours, and over all of them.
    pub fn after(&self, hours: f64, figure: impl Fn(usize) -> f64) -> (f64, f64) {
        let (first, weights) = poisson(self.rate * hours);
        let total: f64 = weights.iter().sum();
        // How likely it is that more events than so many have come.
        let mut more = weights.clone();
        for at in (0..more.len()).rev() {
            more[at] =
                more.get(at + 1).copied().unwrap_or(0.0) + weights.get(at + 1).unwrap_or(&0.0);
        }
        let mut chances = vec![0.0; self.steps.len()];
        chances[0] = 1.0;
        let (mut point, mut mean, mut length) = (0.0, 0.0, 0.0);
        for event in 0..first + weights.len() {
            let value: f64 = chances.iter().enumerate().map(|(at, share)| share * figure(at)).sum();
            let within = event.checked_sub(first);
            point += within.map_or(0.0, |at| weights[at]) * value;
            let more = within.map_or(total, |at| more[at]);
            mean += more * value;
            length += more;
            chances = self.step(&chances);
        }
        (point / total, mean / length)
    }

    fn step(&self, chances: &[f64]) -> Vec<f64> {
        let mut next = vec![0.0; chances.len()];
        for (share, steps) in chances.iter().zip(&self.steps) {
            steps.iter().for_each(|(to, likely)| next[*to] += share * likely);
        }
        next
    }
}

/// How likely so many events are, of `mean` expected, up to a common factor: the first number of
/// them that is kept, and the weights from there.
fn poisson(mean: f64) -> (usize, Vec<f64>) {
    let mode = libm::floor(mean) as usize;
    let mut below = Vec::new();
    let (mut weight, mut at) = (1.0, mode);
    // From one number to the one below, weights fall by at / mean, and faster from there.
    while at > 0 {
        weight *= at as f64 / mean;
        at -= 1;
        below.push(weight);
        let ratio = at as f64 / mean;
        if weight * ratio / (1.0 - ratio) < LEFT_OUT {
            break;
        }
    }
    let first = mode - below.len();
    let mut weights: Vec<f64> = below.into_iter().rev().chain([1.0]).collect();
    let (mut weight, mut at) = (1.0, mode);
    loop {
        at += 1;
        weight *= mean / at as f64;
        weights.push(weight);
        let ratio = mean / (at + 1) as f64;
        if weight * ratio / (1.0 - ratio) < LEFT_OUT {
            return (first, weights);
        }
    }
}

/// Two states: (a + b e^-(a + b)t) / (a + b), and its integral.
#[test]
fn two_states_approach_their_shares_exponentially() {
    // As slow and as fast as the chains of the published cases, and a stretch in between.
    for (falls, rises, hours) in [(0.001, 0.25, 10.0), (0.001, 120.0, 8760.0), (2.0, 3.0, 0.7)] {
        let mut rates = Rates::new(2);
        rates.add(0, 1, falls);
        rates.add(1, 0, rises);
        let (sum, chain) = (falls + rises, Course::new(&rates));
        let (point, mean) = chain.after(hours, |state| f64::from(u8::from(state == 1)));
        let gone = -libm::expm1(-sum * hours);
        assert!((point / (falls / sum * gone) - 1.0).abs() < 1e-11, "{point:e}");
        let exact = falls / sum * (1.0 - gone / (sum * hours));
        assert!((mean / exact - 1.0).abs() < 1e-11, "{mean:e} against {exact:e}");
        let (never, _) =
            Course::until(&rates, |state| state == 1).after(hours, |state| 1.0 - state as f64);
        assert!((never - libm::exp(-falls * hours)).abs() < 1e-12, "{never:e}");
    }
}

/// Three states in a row that are left at 1, 2 and never: the second has e^-t - e^-2t.
#[test]
fn a_chain_that_ends_ends_when_it_should() {
    let mut rates = Rates::new(3);
    rates.add(0, 1, 1.0);
    rates.add(1, 2, 2.0);
    for hours in [0.01, 1.0, 20.0] {
        let (found, _) = Course::new(&rates).after(hours, |state| f64::from(u8::from(state == 1)));
        let exact = libm::exp(-hours) - libm::exp(-2.0 * hours);
        assert!((found / exact - 1.0).abs() < 1e-11, "{found:e} against {exact:e}");
    }
}

/// The weights that are kept are those of the Poisson law to fifteen digits, ends included.
#[test]
fn little_of_the_poisson_process_is_left_out() {
    for mean in [0.3, 7.0, 300.0] {
        let (first, weights) = poisson(mean);
        let total: f64 = weights.iter().sum();
        let mode = first + weights.iter().position(|weight| *weight == 1.0).expect("its mode");
        // Of the mode: e^-m m^k / k!.
        let exact =
            libm::exp(mode as f64 * libm::log(mean) - mean - libm::lgamma(mode as f64 + 1.0));
        assert!((1.0 / total / exact - 1.0).abs() < 1e-12, "{mean}");
    }
}
