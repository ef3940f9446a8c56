//! What can be due: a kind and its owner, packed so that their order is the order within an instant.

/// Kinds of event, in the order in which they are handled within one instant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub(crate) enum Kind {
    /// A repair or a scripted failure ends; the owner is a mode.
    Restore = 0,
    /// A life ends; the owner is a mode.
    Strike = 1,
    /// The earliest life of a clock group ends; the owner is a group.
    Group = 2,
    /// A script acts; the owner is a line of it.
    Script = 3,
    /// A turn of planned work comes, or the drain before it is over; the owner is a turn.
    Turn = 4,
    /// Spare units come back from the depot; the owner is their shelf.
    Depot = 5,
    /// Logistics are over; the owner is a mode.
    Logistics = 6,
    /// What a person does is over; the owner is the person.
    Person = 7,
    /// A check may change a belief; the owner is a (service, slot) pair.
    Check = 8,
    /// A flow of users changes its rate; the owner is a service.
    Load = 9,
}

/// An event, unpacked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Event {
    pub kind: Kind,
    pub owner: u32,
}

impl Event {
    /// The rank under which the calendar orders it.
    #[inline]
    pub(crate) const fn rank(kind: Kind, owner: u32) -> u64 {
        ((kind as u64) << 32) | owner as u64
    }

    /// The event of a rank.
    #[inline]
    pub(crate) fn of(rank: u64) -> Self {
        let kind = match rank >> 32 {
            0 => Kind::Restore,
            1 => Kind::Strike,
            2 => Kind::Group,
            3 => Kind::Script,
            4 => Kind::Turn,
            5 => Kind::Depot,
            6 => Kind::Logistics,
            7 => Kind::Person,
            8 => Kind::Check,
            _ => Kind::Load,
        };
        Self { kind, owner: rank as u32 }
    }
}
