//! Markov chains in continuous time, solved without a single subtraction.
//!
//! Source: W. K. Grassmann, M. I. Taksar, D. P. Heyman, *Operations Research* 33 (1985) 1107-1116.
//! States are eliminated from the last to the first; every number is a sum or a product of positive
//! numbers over another, so small probabilities come out with as many digits as large ones.

/// Rates between states, per hour.
#[derive(Clone)]
pub struct Rates {
    states: usize,
    /// Row by row: from, to.
    rates: Vec<f64>,
}

impl Rates {
    pub fn new(states: usize) -> Self {
        Self { states, rates: vec![0.0; states * states] }
    }

    pub fn states(&self) -> usize {
        self.states
    }

    pub fn add(&mut self, from: usize, to: usize, rate: f64) {
        self.rates[from * self.states + to] += rate;
    }

    pub fn get(&self, from: usize, to: usize) -> f64 {
        self.rates[from * self.states + to]
    }

    /// The share of time in each state in the long run.
    pub fn stationary(&self) -> Vec<f64> {
        let mut left = self.clone();
        for state in (1..self.states).rev() {
            let out: f64 = (0..state).map(|to| left.get(state, to)).sum();
            assert!(out > 0.0, "state {state} cannot be left");
            for from in 0..state {
                let share = left.get(from, state) / out;
                left.rates[from * self.states + state] = share;
                left.pass_on(from, state, share);
            }
        }
        let mut weights = vec![1.0];
        for state in 1..self.states {
            weights.push((0..state).map(|from| weights[from] * left.get(from, state)).sum());
        }
        let total: f64 = weights.iter().sum();
        weights.into_iter().map(|weight| weight / total).collect()
    }

    /// The mean hours from state 0 until the first state with `target`.
    pub fn hours_until(&self, target: impl Fn(usize) -> bool) -> f64 {
        let others: Vec<usize> = (0..self.states).filter(|state| !target(*state)).collect();
        assert_eq!(others[0], 0, "the way begins outside the target");
        let mut left = Rates::new(others.len());
        let mut exits = vec![0.0; others.len()];
        // A visit to a state lasts this over the rate out of it; what is eliminated adds its own.
        let mut hours = vec![1.0; others.len()];
        for (at, from) in others.iter().enumerate() {
            for (next, to) in others.iter().enumerate() {
                left.add(at, next, self.get(*from, *to));
            }
            exits[at] =
                (0..self.states).filter(|to| target(*to)).map(|to| self.get(*from, to)).sum();
        }
        for state in (1..others.len()).rev() {
            let out: f64 = exits[state] + (0..state).map(|to| left.get(state, to)).sum::<f64>();
            assert!(out > 0.0, "state {state} cannot be left");
            for from in 0..state {
                let share = left.get(from, state) / out;
                left.pass_on(from, state, share);
                exits[from] += share * exits[state];
                hours[from] += share * hours[state];
            }
        }
        hours[0] / exits[0]
    }

    /// Who leaves `from` for `state` goes on from there to the states before it.
    fn pass_on(&mut self, from: usize, state: usize, share: f64) {
        if share == 0.0 {
            return;
        }
        let (before, after) = self.rates.split_at_mut(state * self.states);
        let row = &mut before[from * self.states..from * self.states + state];
        for (rate, onward) in row.iter_mut().zip(&after[..state]) {
            *rate += share * onward;
        }
    }
}

/// Whether two numbers agree to a relative 1e-9, what an exact solver owes.
pub fn agree(found: f64, exact: f64) -> bool {
    (found - exact).abs() <= 1e-9 * exact.abs()
}

#[test]
fn two_states_share_time_in_proportion_to_the_rates_back() {
    let mut rates = Rates::new(2);
    rates.add(0, 1, 1e-12);
    rates.add(1, 0, 3.0);
    let found = rates.stationary();
    assert!(agree(found[1], 1e-12 / (3.0 + 1e-12)), "{found:?}");
    assert!(agree(rates.hours_until(|state| state == 1), 1e12));
}

#[test]
fn a_ring_with_a_way_back_by_hand() {
    // 0 -> 1 at 2, 1 -> 2 at 3, 2 -> 0 at 4, 1 -> 0 at 1. Balance of 2: 3 p1 = 4 p2; of 1:
    // 2 p0 = 4 p1; so p = (8, 4, 3) / 15. From 0 to 2: h0 = 1/2 + h1, h1 = 1/4 + h0 / 4, h0 = 1.
    let mut rates = Rates::new(3);
    for (from, to, rate) in [(0, 1, 2.0), (1, 2, 3.0), (2, 0, 4.0), (1, 0, 1.0)] {
        rates.add(from, to, rate);
    }
    let found = rates.stationary();
    for (found, exact) in found.iter().zip([8.0, 4.0, 3.0]) {
        assert!((found - exact / 15.0).abs() < 1e-15);
    }
    assert!((rates.hours_until(|state| state == 2) - 1.0).abs() < 1e-15);
}
