//! Users by member, for pools whose members may differ: weights, standby members, drains, and
//! members that get users back slowly or never. Plainly even pools need none of this.

use super::rotation::Rotation;
use crate::quantity::{MICRO, Micro};

/// The users of each member.
#[derive(Clone, Debug)]
pub(super) struct Places {
    /// By slot.
    pub users: Vec<Micro>,
    /// By slot: shares in new work, in millionths.
    pub weights: Vec<u64>,
    /// The same without the share that a gray member fails.
    pub serves: Vec<u64>,
    /// By slot: its users as this instant began.
    pub before: Vec<Micro>,
}

/// A member that takes users.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Seat {
    pub slot: u32,
    pub weight: u64,
    pub room: Micro,
}

impl Places {
    pub(super) fn new(members: usize, weights: &[u64]) -> Self {
        let weights = match weights {
            [] => vec![1_000_000; members],
            weights => weights.to_vec(),
        };
        let serves = weights.clone();
        Self { users: vec![0; members], weights, serves, before: vec![0; members] }
    }

    /// The users that stand somewhere.
    pub(super) fn sum(&self) -> Micro {
        self.users.iter().sum()
    }

    /// Takes users away from all members in proportion: those of a population that leaves.
    pub(super) fn shed(&mut self, amount: Micro) {
        if amount > 0 {
            let shares = crate::system::shares(amount, self.users.iter().copied());
            for (users, share) in self.users.iter_mut().zip(shares) {
                *users -= share;
            }
        }
    }

    /// Takes everybody away from a member.
    pub(super) fn clear(&mut self, slot: u32) {
        self.users[slot as usize] = 0;
    }

    /// The members in rotation that are up and have room.
    pub(super) fn open(&self, rotation: &Rotation, limited: bool) -> Vec<Seat> {
        let seat = |(slot, state): (u32, &super::rotation::Slot)| {
            let limit = if limited { rotation.limit(slot) } else { Micro::MAX };
            let room = limit.saturating_sub(self.users[slot as usize]);
            let weight = self.weights[slot as usize];
            (state.serves() && room > 0).then_some(Seat { slot, weight, room })
        };
        rotation.slots().filter_map(seat).collect()
    }

    /// The same without those whose room is hardly worth a visit, unless there are no others: a full
    /// member that users leave as their sessions end opens again once, and not at every instant.
    fn inviting(&self, rotation: &Rotation, limited: bool) -> Vec<Seat> {
        let mut seats = self.open(rotation, limited);
        let inviting = |seat: &Seat| seat.room >= (rotation.limit(seat.slot) >> 10).max(MICRO);
        if limited && seats.iter().any(inviting) {
            seats.retain(inviting);
        }
        seats
    }

    /// Puts users on the members that have room, by weight. Returns whoever found none.
    pub(super) fn seat(&mut self, amount: Micro, rotation: &Rotation, limited: bool) -> Micro {
        if amount == 0 {
            return 0;
        }
        let mut seats = self.inviting(rotation, limited);
        let rest = fill(&mut seats, amount, |slot, share| self.users[slot as usize] += share);
        let mut seats = if rest > 0 { self.open(rotation, limited) } else { Vec::new() };
        fill(&mut seats, rest, |slot, share| self.users[slot as usize] += share)
    }

    /// Takes the users above the limits away from their members. Returns how many.
    pub(super) fn cut(&mut self, rotation: &Rotation) -> Micro {
        let mut cut = 0;
        for (slot, users) in self.users.iter_mut().enumerate() {
            let over = users.saturating_sub(rotation.limit(slot as u32));
            *users -= over;
            cut += over;
        }
        cut
    }

    /// How `total` users would stand if all were placed anew: by weight over the members in
    /// rotation; for whom these have no room, on the members they are to leave. The rest is lost.
    pub(super) fn fair(
        &self,
        total: Micro,
        rotation: &Rotation,
        limited: bool,
    ) -> (Vec<Micro>, Micro) {
        let mut users = vec![0; self.users.len()];
        let empty = Self {
            users: users.clone(),
            weights: self.serves.clone(),
            serves: Vec::new(),
            before: Vec::new(),
        };
        let mut seats = empty.open(rotation, limited);
        let rest = fill(&mut seats, total, |slot, share| users[slot as usize] += share);
        let stay = |(slot, state): (u32, &super::rotation::Slot)| {
            let limit = if limited { rotation.limit(slot) } else { Micro::MAX };
            let room = self.users[slot as usize].min(limit);
            let leaves = state.up && !state.rotation() && room > 0;
            leaves.then_some(Seat { slot, weight: room, room })
        };
        let mut stays: Vec<Seat> = rotation.slots().filter_map(stay).collect();
        let lost = fill(&mut stays, rest, |slot, share| users[slot as usize] += share);
        (users, lost)
    }

    /// Moves the users of the members that `leave` says to whoever has room; the others stay.
    pub(super) fn empty(
        &mut self,
        leave: impl Fn(&super::rotation::Slot) -> bool,
        rotation: &Rotation,
        limited: bool,
    ) {
        let leaves = |slot: u32| {
            let room = self.users[slot as usize];
            let state = rotation.slot(slot);
            (room > 0 && state.up && leave(&state)).then_some(Seat { slot, weight: room, room })
        };
        let mut from: Vec<Seat> = (0..self.users.len() as u32).filter_map(leaves).collect();
        if from.is_empty() {
            return;
        }
        let amount = from.iter().map(|seat| seat.room).sum();
        from.iter().for_each(|seat| self.clear(seat.slot));
        let back = self.seat(amount, rotation, limited);
        fill(&mut from, back, |slot, share| self.users[slot as usize] += share);
    }

    /// What the members in rotation could still take.
    pub(super) fn room(&self, rotation: &Rotation, limited: bool) -> Micro {
        let seats = self.open(rotation, limited);
        seats.iter().fold(0, |room: Micro, seat| room.saturating_add(seat.room))
    }

    /// How many more users fill the first member that has room; less than one is not looked at.
    pub(super) fn step(&self, rotation: &Rotation) -> Micro {
        let seats = self.inviting(rotation, true);
        let all: u128 = seats.iter().map(|seat| u128::from(seat.weight)).sum();
        let fills = |seat: &Seat| {
            if seat.room > Micro::MAX >> 1 {
                return Micro::MAX;
            }
            let amount = (u128::from(seat.room) * all).div_ceil(u128::from(seat.weight));
            Micro::try_from(amount).unwrap_or(Micro::MAX)
        };
        seats.iter().map(fills).min().unwrap_or(0).max(MICRO)
    }

    /// Sign-ins a second of the members that have room; `None` is any number at once.
    pub(super) fn admission(&self, rotation: &Rotation, limited: bool) -> Option<Micro> {
        let seats = self.inviting(rotation, limited);
        seats
            .iter()
            .try_fold(0, |sum: Micro, seat| Some(sum.saturating_add(rotation.sign_ins(seat.slot)?)))
    }
}

/// Divides `amount` over the seats by weight, nobody above its room; parts of a millionth go to the
/// largest remainders, ties to the lower slot. Returns what found no room.
pub(super) fn fill(
    seats: &mut Vec<Seat>,
    amount: Micro,
    mut give: impl FnMut(u32, Micro),
) -> Micro {
    let wide = |seat: &Seat| (u128::from(seat.room), u128::from(seat.weight));
    // Whoever fills first comes first.
    seats.sort_by(|a, b| {
        let ((room_a, weight_a), (room_b, weight_b)) = (wide(a), wide(b));
        (room_a * weight_b).cmp(&(room_b * weight_a)).then(a.slot.cmp(&b.slot))
    });
    let mut left = u128::from(amount);
    let mut weights: u128 = seats.iter().map(|seat| u128::from(seat.weight)).sum();
    let mut full = 0;
    for seat in seats.iter() {
        let (room, weight) = wide(seat);
        if left == 0 || left * weight < room * weights {
            break;
        }
        give(seat.slot, seat.room);
        left -= room;
        weights -= weight;
        full += 1;
    }
    seats.drain(..full);
    if left == 0 || seats.is_empty() {
        return left as Micro;
    }
    seats.sort_by_key(|seat| seat.slot);
    let shares = crate::system::shares(left as Micro, seats.iter().map(|seat| seat.weight));
    for (seat, share) in seats.iter().zip(shares) {
        give(seat.slot, share);
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(seats: &[(u64, u64)], amount: u64) -> (Vec<u64>, u64) {
        let mut given = vec![0; seats.len()];
        let seat = |(slot, &(weight, room)): (usize, &(u64, u64))| Seat {
            slot: slot as u32,
            weight,
            room,
        };
        let mut seats: Vec<Seat> = seats.iter().enumerate().map(seat).collect();
        let rest = fill(&mut seats, amount, |slot, share| given[slot as usize] += share);
        (given, rest)
    }

    #[test]
    fn shares_follow_the_weights_until_somebody_is_full() {
        assert_eq!(filled(&[(1, 100), (3, 100)], 40), (vec![10, 30], 0));
        // The second is full at 20; the first takes the rest.
        assert_eq!(filled(&[(1, 100), (3, 20)], 40), (vec![20, 20], 0));
        assert_eq!(filled(&[(1, 10), (3, 20)], 40), (vec![10, 20], 10));
        assert_eq!(filled(&[(1, 9), (1, 9), (1, 9)], 10), (vec![4, 3, 3], 0));
        assert_eq!(filled(&[], 10), (vec![], 10));
    }
}
