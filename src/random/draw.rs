//! The only way to obtain chance.
//!
//! A draw is a pure function of seed, trial, owner, purpose, ordinal and `i`: there is no generator
//! state, so no draw can shift another one, trial 4711 can be replayed alone, and designs share
//! every draw of the owners they share.
//! Two three-step finalisers of the murmur family mix the key; `docs/methods/chance.md` tells how
//! their quality is tested.

use super::law::Law;
use crate::quantity::{Probability, Span};

/// What a draw is for. The number is part of the key of the draw: never renumber.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Purpose {
    /// The operating age at which a failure mode strikes.
    Life = 1,
    /// How long a repair takes.
    Repair = 2,
    /// The logistics delay before a repair.
    Logistics = 3,
    /// Where in its interval a periodic check stands.
    Phase = 4,
    /// A detection delay given as a law.
    Detection = 5,
    /// The count of an open load.
    Arrivals = 6,
    /// How long a standby takes from its call until it works.
    Activation = 30,
    /// Whom of several a shock takes.
    Lot = 20,
    /// Whether a check sees a failure at all.
    Coverage = 21,
    /// The time to the next false alarm of a check.
    FalseAlarm = 22,
    /// Whether a member fails in taking over.
    Demand = 23,
    /// How long users wait before they complain.
    Complaint = 24,
    /// How long after one turn of planned work the next comes.
    Turn = 40,
    /// How long a broken unit takes to come back to the shelf.
    TurnRound = 41,
    /// How long a person takes to decide.
    Decide = 42,
    /// How long a person takes to act.
    Act = 43,
    /// How long it takes until a person who is called in has come.
    CallIn = 44,
    /// Where in its interval the batches of a backup start.
    BatchPhase = 65,
    /// From the end of a lease until somebody looks.
    LeaseLook = 55,
    /// How long a copy takes until it leads.
    Promote = 56,
    /// How long a copy takes to catch up.
    Resync = 57,
    /// How long writes are stopped after the loss of a copy.
    Reconfigure = 58,
    /// How far a copy lags behind.
    Lag = 59,
    /// How long a standby pair takes to switch over.
    Switch = 60,
    /// Whether a switch-over works.
    Works = 61,
    /// How long it takes to do by hand what has failed.
    ByHand = 62,
    /// How long a member takes to start.
    Start = 63,
    /// How long a step of a runbook takes.
    Step = 70,
    /// Whether a step of a runbook works.
    StepWorks = 71,
    /// How long a person waits before a step is tried again.
    StepRetry = 72,
    /// How long it takes until somebody notices that a runbook is to be begun.
    RunbookNotice = 73,
    /// How long a person decides about a runbook.
    RunbookDecision = 74,
    /// How long it takes until bad data are discovered.
    Discovery = 80,
    /// How long a restoration of data takes.
    Restoration = 81,
    /// How long it takes to roll a change back.
    RollBack = 82,
    /// The rest of a life that began before the trial.
    Residual = 90,
    /// A figure that lies between two values.
    Input = 91,
}

/// How the laws of a trial are turned into spans.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Chance {
    /// Every law at its mean, every phase at half its interval, every choice at its likelier branch.
    Nominal,
    /// Independent draws of one trial.
    Drawn {
        /// The mixed key of seed and trial.
        root: u64,
    },
    /// Exponential spans never end by themselves: a walk over the configurations forces them.
    Walk,
}

const FIRST: u64 = 0x9e37_79b9_7f4a_7c15;
const SECOND: u64 = 0xd1b5_4a32_d192_ed03;

/// Three multiply-xorshift steps: a bijection of 64 bits without visible structure.
#[inline]
const fn finalise(mut x: u64) -> u64 {
    x ^= x >> 32;
    x = x.wrapping_mul(0xe9846af9b1a615d);
    x ^= x >> 32;
    x = x.wrapping_mul(0xe9846af9b1a615d);
    x ^ (x >> 28)
}

/// The key of an owner: its label and its number (zero when it has none).
pub fn key(label: &str, index: u32) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in label.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    finalise(finalise(hash).wrapping_add(FIRST.wrapping_mul(u64::from(index) + 1)))
}

/// The key of a pair, such as a checker and its target.
pub fn key_of_pair(first: u64, second: u64) -> u64 {
    finalise(first.wrapping_mul(SECOND) ^ second.rotate_left(23))
}

/// 64 bits for use `ordinal` of `purpose` by `owner`, the `i`-th number of that use.
#[inline]
pub const fn bits(root: u64, owner: u64, purpose: Purpose, ordinal: u32, i: u32) -> u64 {
    let use_ = ((purpose as u64) << 56) ^ ((i as u64) << 32) ^ ordinal as u64;
    finalise(finalise(root.wrapping_add(owner.wrapping_mul(FIRST))) ^ use_.wrapping_mul(SECOND))
}

impl Chance {
    /// The chance of trial `trial` under `seed`.
    pub const fn drawn(seed: u64, trial: u64) -> Self {
        let root = finalise(finalise(seed ^ SECOND).wrapping_add(trial.wrapping_mul(FIRST)));
        Self::Drawn { root }
    }

    /// A span of `law`.
    #[inline]
    pub fn span(self, law: &Law, owner: u64, purpose: Purpose, ordinal: u32) -> Span {
        match (self, law) {
            // The usual case, without a look at the others.
            (Self::Drawn { root }, Law::Exponential(law)) => {
                law.sample(unit(bits(root, owner, purpose, ordinal, 0)))
            }
            _ => self.span_of(law, owner, purpose, ordinal),
        }
    }

    fn span_of(self, law: &Law, owner: u64, purpose: Purpose, ordinal: u32) -> Span {
        match self {
            _ if law.is_fixed() => law.mean(),
            Self::Drawn { root } => law.sample(|i| unit(bits(root, owner, purpose, ordinal, i))),
            Self::Nominal => law.mean(),
            Self::Walk if law.exponential_mean().is_some() => Span::FOREVER,
            Self::Walk => law.mean(),
        }
    }

    /// What is left of a span of `law` that is found under way ([`Law::residual`]).
    pub fn residual(self, law: &Law, owner: u64, purpose: Purpose, ordinal: u32) -> Span {
        match self {
            Self::Drawn { root } => law.residual(&|i| unit(bits(root, owner, purpose, ordinal, i))),
            Self::Nominal | Self::Walk => self.span_of(law, owner, purpose, ordinal),
        }
    }

    /// A point of an interval, uniform; half of it at nominal values.
    #[inline]
    pub fn phase(self, interval: Span, owner: u64, ordinal: u32) -> Span {
        match self {
            Self::Drawn { root } => {
                let bits = bits(root, owner, Purpose::Phase, ordinal, 0);
                Span::from_micros(scale(bits, interval.micros()))
            }
            Self::Nominal | Self::Walk => Span::from_micros(interval.micros() / 2),
        }
    }

    /// Whether something of probability `p` happens; the likelier branch at nominal values.
    pub fn happens(self, p: Probability, owner: u64, purpose: Purpose, ordinal: u32) -> bool {
        match self {
            Self::Drawn { root } => unit(bits(root, owner, purpose, ordinal, 0)) < p.value(),
            Self::Nominal | Self::Walk => p.value() >= 0.5,
        }
    }

    /// A number in (0, 1), the `i`-th of this use; one half at nominal values.
    pub fn uniform(self, owner: u64, purpose: Purpose, ordinal: u32, i: u32) -> f64 {
        match self {
            Self::Drawn { root } => unit(bits(root, owner, purpose, ordinal, i)),
            Self::Nominal | Self::Walk => 0.5,
        }
    }
}

/// The middle of one of 2^52 equal cells of (0, 1): never 0, never 1, and symmetric about a half.
///
/// With 2^53 cells the middles of the upper half would need 54 bits: they would be rounded, and
/// the last one would be 1.
#[inline]
pub(super) fn unit(bits: u64) -> f64 {
    ((bits >> 12) as f64 + 0.5) * (1.0 / (1u64 << 52) as f64)
}

/// `bits` scaled to `0..range`.
#[inline]
fn scale(bits: u64, range: u64) -> u64 {
    ((u128::from(bits) * u128::from(range)) >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uniform_number_is_never_zero_and_never_one() {
        assert_eq!(unit(0), 0.5 / (1_u64 << 52) as f64);
        assert_eq!(unit(u64::MAX), 1.0 - unit(0));
        // The two middle cells lie as far from a half on either side.
        assert_eq!(0.5 - unit((1 << 63) - 1), unit(1 << 63) - 0.5);
    }

    #[test]
    fn a_phase_stays_within_its_interval() {
        assert_eq!((scale(0, 5), scale(u64::MAX, 5)), (0, 4));
        assert_eq!(scale(u64::MAX, 0), 0);
        assert_eq!(scale(u64::MAX, u64::MAX), u64::MAX - 1);
    }

    #[test]
    fn nominal_chance_is_the_mean_the_middle_and_the_likelier_branch() {
        let law = Law::exponential(Span::from_secs(60)).expect("a minute is a mean");
        let p = |p| Probability::new(p).expect("a probability");
        let nominal = Chance::Nominal;
        assert_eq!(nominal.span(&law, 1, Purpose::Life, 0), Span::from_secs(60));
        assert_eq!(nominal.phase(Span::from_secs(5), 1, 0), Span::from_micros(2_500_000));
        assert!(nominal.happens(p(0.5), 1, Purpose::Detection, 0));
        assert!(!nominal.happens(p(0.49), 1, Purpose::Detection, 0));
        assert_eq!(nominal.uniform(1, Purpose::Detection, 0, 0), 0.5);
    }

    #[test]
    fn a_walk_forces_exponential_spans_and_takes_others_at_their_mean() {
        let minute = Span::from_secs(60);
        let life = Law::exponential(minute).expect("a minute is a mean");
        let fixed = Law::fixed(minute).expect("a minute is finite");
        assert_eq!(Chance::Walk.span(&life, 1, Purpose::Life, 0), Span::FOREVER);
        assert_eq!(Chance::Walk.span(&fixed, 1, Purpose::Repair, 0), minute);
    }

    #[test]
    fn certainty_happens_and_impossibility_does_not() {
        let chance = Chance::drawn(1, 1);
        let never = Probability::ONE.complement();
        for ordinal in 0..1_000 {
            assert!(chance.happens(Probability::ONE, 1, Purpose::Detection, ordinal));
            assert!(!chance.happens(never, 1, Purpose::Detection, ordinal));
        }
    }
}
