//! Writes the raw bits behind all draws to standard output, for a battery of statistical tests.
//!
//! ```text
//! cargo run --release --example random_bits -- ordinals | battery small
//! ```
//!
//! A draw is a function of its key, so "the" sequence does not exist: the order in which keys are
//! visited is part of the test. `docs/methods/chance.md` lists the orders and what was measured.

use hadr::random::{Chance, Purpose, bits, key};
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

const SEED: u64 = 1;
const ORDERS: &str = "ordinals, owners, trials, seeds or interleaved";

fn main() -> ExitCode {
    let order = std::env::args().nth(1).unwrap_or_default();
    let Some(draw) = draw_in(&order) else {
        eprintln!("say in which order to visit the keys: {ORDERS}");
        return ExitCode::from(2);
    };
    match write_all(draw, &mut io::stdout().lock()) {
        // The reader has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write: {error}");
            ExitCode::FAILURE
        }
        Ok(()) => ExitCode::SUCCESS,
    }
}

/// The n-th draw of an order.
fn draw_in(order: &str) -> Option<fn(u64) -> u64> {
    match order {
        // One owner lives and is repaired for ever.
        "ordinals" => Some(|n| life(root(SEED, n >> 32), key("server", 1), n as u32)),
        // The first life of one server after another.
        "owners" => Some(|n| life(root(SEED, n >> 32), key("server", n as u32), 0)),
        // The first life of one server in one trial after another.
        "trials" => Some(|n| life(root(SEED, n), key("server", 1), 0)),
        // The first life of one server in the first trial under one seed after another.
        "seeds" => Some(|n| life(root(n, 0), key("server", 1), 0)),
        // As a simulation asks: per trial eight servers, each with eight lives and eight repairs.
        "interleaved" => Some(|n| {
            let purpose = if n & 1 == 0 { Purpose::Life } else { Purpose::Repair };
            let (server, ordinal, trial) = (n >> 1 & 7, n >> 4 & 7, n >> 7);
            bits(root(SEED, trial), key("server", server as u32), purpose, ordinal as u32, 0)
        }),
        _ => None,
    }
}

fn life(root: u64, owner: u64, ordinal: u32) -> u64 {
    bits(root, owner, Purpose::Life, ordinal, 0)
}

/// The mixed key of seed and trial.
fn root(seed: u64, trial: u64) -> u64 {
    match Chance::drawn(seed, trial) {
        Chance::Drawn { root } => root,
        Chance::Nominal | Chance::Walk => unreachable!("drawn chance has a root"),
    }
}

/// Writes draw after draw, eight bytes each, lowest byte first, until the reader closes.
fn write_all(draw: fn(u64) -> u64, out: &mut impl Write) -> io::Result<()> {
    const AT_ONCE: u64 = 8_192;
    let mut buffer = Vec::with_capacity(8 * AT_ONCE as usize);
    for block in 0_u64.. {
        buffer.clear();
        for n in block * AT_ONCE..(block + 1) * AT_ONCE {
            buffer.extend_from_slice(&draw(n).to_le_bytes());
        }
        out.write_all(&buffer)?;
    }
    Ok(())
}
