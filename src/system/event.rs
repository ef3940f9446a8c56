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
    /// A shock strikes; the owner is a shock.
    Shock = 3,
    /// A grace is over; the owner is a need.
    Grace = 4,
    /// A script acts; the owner is a line of it.
    Script = 5,
    /// A turn of planned work comes, or the drain before it is over; the owner is a turn.
    Turn = 6,
    /// Spare units come back from the depot; the owner is their shelf.
    Depot = 7,
    /// Logistics are over; the owner is a mode.
    Logistics = 8,
    /// A test looks for a latent failure; the owner is a mode.
    Test = 9,
    /// A member is called to take over; the owner is a (service, slot) pair.
    Demand = 10,
    /// A runbook is to be begun, and somebody notices; the owner is the runbook.
    Runbook = 11,
    /// What a person does is over; the owner is the person.
    Person = 12,
    /// A check may change a belief; the owner is a (service, slot) pair.
    Check = 13,
    /// Users complain; the owner is a complaint.
    Complaint = 14,
    /// A flow of users changes its rate; the owner is a service.
    Load = 15,
    /// Users have found another target; the owner is a route.
    Route = 16,
    /// A transfer may have been sent, or arrive; the owner is always 0.
    Transfer = 17,
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
            3 => Kind::Shock,
            4 => Kind::Grace,
            5 => Kind::Script,
            6 => Kind::Turn,
            7 => Kind::Depot,
            8 => Kind::Logistics,
            9 => Kind::Test,
            10 => Kind::Demand,
            11 => Kind::Runbook,
            12 => Kind::Person,
            13 => Kind::Check,
            14 => Kind::Complaint,
            15 => Kind::Load,
            16 => Kind::Route,
            _ => Kind::Transfer,
        };
        Self { kind, owner: rank as u32 }
    }
}
