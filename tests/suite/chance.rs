//! The quality of the draws themselves: neighbours are independent, every bit of a key counts, and
//! no number changes unnoticed. The long batteries are in `docs/methods/chance.md`.

use hadr::quantity::Span;
use hadr::random::{Chance, Law, Purpose, bits, key, key_of_pair};
use hadr::stats::special::{chi_square_quantile, normal_quantile};

/// All tests of one kind together fail by bad luck once in a thousand changes of the mixer.
const LEVEL: f64 = 1e-3;

fn root(seed: u64, trial: u64) -> u64 {
    match Chance::drawn(seed, trial) {
        Chance::Drawn { root } => root,
        other => panic!("drawn chance has a root, not {other:?}"),
    }
}

/// The n-th pair of draws whose keys differ in one step of one part. Pairs share no draw.
type Pairs = fn(u64) -> (u64, u64);

const NEIGHBOURS: [(&str, Pairs); 7] = [
    ("ordinals", |n| both(2 * n, |m| bits(root(1, 0), key("web", 1), Purpose::Life, m as u32, 0))),
    ("owners", |n| both(2 * n, |m| bits(root(1, 0), key("web", m as u32), Purpose::Life, 0, 0))),
    ("trials", |n| both(2 * n, |m| bits(root(1, m), key("web", 1), Purpose::Life, 0, 0))),
    ("seeds", |n| both(2 * n, |m| bits(root(m, 0), key("web", 1), Purpose::Life, 0, 0))),
    ("purposes", |n| {
        let draw = |purpose| bits(root(1, 0), key("web", 1), purpose, n as u32, 0);
        (draw(Purpose::Life), draw(Purpose::Repair))
    }),
    ("numbers of one use", |n| {
        both(0, |i| bits(root(1, 0), key("web", 1), Purpose::Arrivals, n as u32, i as u32))
    }),
    ("pairs and their mirror images", |n| {
        let (one, other) = (key("web", n as u32), key("db", 1));
        let draw = |pair| bits(root(1, 0), pair, Purpose::Phase, 0, 0);
        (draw(key_of_pair(one, other)), draw(key_of_pair(other, one)))
    }),
];

fn both(first: u64, draw: impl Fn(u64) -> u64) -> (u64, u64) {
    (draw(first), draw(first + 1))
}

/// Four bits of each draw of a pair choose one of 16 x 16 cells; over 2^20 pairs the counts follow
/// chi-square with 255 degrees of freedom (4,096 are expected in a cell, so the limit law holds).
///
/// Both tails are refused, too even a spread as well as too uneven a one; the level is shared by
/// seven kinds of neighbours, three places of the bits and two tails (Bonferroni).
#[test]
fn draws_of_neighbouring_keys_are_independent() {
    const PAIRS: u64 = 1 << 20;
    let places = [("top", 60), ("middle", 28), ("low", 0)];
    let share = LEVEL / (NEIGHBOURS.len() * places.len() * 2) as f64;
    let (least, most) =
        (chi_square_quantile(share, 255.0), chi_square_quantile(1.0 - share, 255.0));
    for (name, pairs) in NEIGHBOURS {
        let mut counts = [[0_u32; 256]; 3];
        for n in 0..PAIRS {
            let (a, b) = pairs(n);
            for (cells, (_, shift)) in counts.iter_mut().zip(places) {
                cells[(((a >> shift) & 15) << 4 | ((b >> shift) & 15)) as usize] += 1;
            }
        }
        for (cells, (place, _)) in counts.iter().zip(places) {
            let expected = PAIRS as f64 / 256.0;
            let distance = |&count: &u32| {
                let off = f64::from(count) - expected;
                off * off / expected
            };
            let statistic: f64 = cells.iter().map(distance).sum();
            assert!(
                (least..=most).contains(&statistic),
                "neighbouring {name}, {place} bits: {statistic} is not in {least}..{most}"
            );
        }
    }
}

/// Changing one bit of any part of a key changes each bit of the draw half of the time.
///
/// Of N = 4,096 keys the number that flip an output bit is binomial with mean N / 2 and standard
/// deviation sqrt(N) / 2; the level is shared by all pairs of input and output bits and two tails.
#[test]
fn every_bit_of_a_key_flips_every_bit_of_its_draw_half_of_the_time() {
    const KEYS: usize = 4_096;
    let draw = |k: [u64; 4]| bits(k[0], k[1], Purpose::Life, k[2] as u32, k[3] as u32);
    // The number within a use shares its word with the purpose: it has 24 bits.
    let parts = [("root", 64), ("owner", 64), ("ordinal", 32), ("number", 24)];
    let inputs: usize = parts.iter().map(|part| part.1).sum();
    let most = -normal_quantile(LEVEL / (inputs * 64 * 2) as f64) * (KEYS as f64).sqrt() / 2.0;

    let mut source = 1_u64;
    let keys: Vec<[u64; 4]> = (0..KEYS)
        .map(|_| [next(&mut source), next(&mut source), next(&mut source), next(&mut source) >> 40])
        .collect();
    for (part, &(name, width)) in parts.iter().enumerate() {
        for input in 0..width {
            let mut flips = [0_u32; 64];
            for &key in &keys {
                let mut other = key;
                other[part] ^= 1 << input;
                let change = draw(key) ^ draw(other);
                for (output, count) in flips.iter_mut().enumerate() {
                    *count += (change >> output & 1) as u32;
                }
            }
            for (output, &count) in flips.iter().enumerate() {
                let off = (f64::from(count) - KEYS as f64 / 2.0).abs();
                assert!(off <= most, "bit {input} of the {name} flips bit {output} {count} times");
            }
        }
    }
}

/// A generator that shares nothing with the one under test: a 64-bit linear congruence (constants
/// of Knuth's MMIX), its halves exchanged because its low bits are poor.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    let high = *state >> 32;
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    high << 32 | *state >> 32
}

/// Every figure of every report stands on these numbers: a change is a new major version.
///
/// They were computed apart, by a few lines of Python with whole numbers of any size.
#[test]
fn pinned_draws() {
    assert_eq!(key("web", 0), 0x6856_c5ee_ec64_d169);
    assert_eq!(key("web", 1), 0x8cd0_3d03_43b2_4c93);
    assert_eq!(key("", 0), 0x56cb_a574_3bdc_845c);
    assert_eq!(key_of_pair(key("web", 1), key("db", 0)), 0xa1f7_200c_fea4_b836);
    assert_eq!(root(0, 0), 0xc0cd_3830_e937_1e63);
    assert_eq!(root(42, 4_711), 0x6c07_6c3a_4da3_b7fe);
    assert_eq!(bits(0, 0, Purpose::Life, 0, 0), 0xee91_4d3e_73ba_b71d);
    assert_eq!(bits(root(42, 4_711), key("web", 3), Purpose::Repair, 7, 0), 0xf88f_3c8a_2271_5ee2);
    assert_eq!(
        bits(root(42, 4_711), key("web", 3), Purpose::Arrivals, 7, 2),
        0xe54c_c9b4_52ed_25c8
    );
}

#[test]
fn pinned_spans_and_phases() {
    let chance = Chance::drawn(42, 4_711);
    let owner = key("web", 3);
    let hour = Span::from_secs(3_600);
    let micros = |law: Result<Law, _>| {
        let law: Law = law.expect("the parameters are in their range");
        chance.span(&law, owner, Purpose::Life, 1).micros()
    };
    assert_eq!(micros(Law::fixed(hour)), 3_600_000_000);
    assert_eq!(micros(Law::exponential(hour)), 1_248_610_818);
    assert_eq!(micros(Law::uniform(hour, hour.times(2))), 4_655_084_347);
    assert_eq!(micros(Law::weibull_mean(1.5, hour)), 1_968_582_695);
    assert_eq!(micros(Law::lognormal_mean(hour, hour.times(2))), 1_896_362_670);
    assert_eq!(chance.phase(hour, owner, 1).micros(), 883_999_225);
    assert_eq!(chance.uniform(owner, Purpose::Detection, 1, 0), 0.4671569949139901);
}

/// A trial is replayed by its number alone, and a design with more owners draws the same for those
/// it shares.
#[test]
fn a_draw_depends_on_nothing_but_its_key() {
    let once = bits(root(5, 9), key("db", 2), Purpose::Life, 3, 0);
    let _elsewhere = bits(root(5, 8), key("web", 1), Purpose::Repair, 0, 0);
    assert_eq!(bits(root(5, 9), key("db", 2), Purpose::Life, 3, 0), once);
    let others = [
        bits(root(6, 9), key("db", 2), Purpose::Life, 3, 0),
        bits(root(5, 8), key("db", 2), Purpose::Life, 3, 0),
        bits(root(5, 9), key("dc", 2), Purpose::Life, 3, 0),
        bits(root(5, 9), key("db", 1), Purpose::Life, 3, 0),
        bits(root(5, 9), key("db", 2), Purpose::Repair, 3, 0),
        bits(root(5, 9), key("db", 2), Purpose::Life, 2, 0),
        bits(root(5, 9), key("db", 2), Purpose::Life, 3, 1),
    ];
    assert!(others.iter().all(|&other| other != once));
}
