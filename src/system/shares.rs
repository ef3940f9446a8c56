//! Whole amounts divided in proportion.

use crate::quantity::Micro;

/// `amount` divided in proportion to `of`, by largest remainder, ties to the earlier.
pub(crate) fn shares(amount: Micro, of: impl Iterator<Item = Micro> + Clone) -> Vec<Micro> {
    let total: u128 = of.clone().map(u128::from).sum();
    if total == 0 {
        return of.map(|_| 0).collect();
    }
    let exact: Vec<u128> = of.map(|part| u128::from(part) * u128::from(amount)).collect();
    let mut shares: Vec<Micro> = exact.iter().map(|part| (part / total) as Micro).collect();
    let given: Micro = shares.iter().sum();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(exact[*at] % total));
    for at in order.into_iter().take((amount - given) as usize) {
        shares[at] += 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_follow_the_largest_remainder() {
        assert_eq!(shares(10, [1, 1, 1].into_iter()), vec![4, 3, 3]);
        assert_eq!(shares(7, [3, 1].into_iter()), vec![5, 2]);
        assert_eq!(shares(5, [0, 0].into_iter()), vec![0, 0]);
    }
}
