//! Positions in the compiled system, as types that cannot be mixed up.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub(crate) u32);

        impl $name {
            /// As a position in a list.
            #[inline]
            pub const fn at(self) -> usize {
                self.0 as usize
            }
        }

        impl From<usize> for $name {
            fn from(at: usize) -> Self {
                Self(u32::try_from(at).expect("a system has fewer than 2^32 parts"))
            }
        }
    )*};
}

ids! {
    /// A place, component or service.
    NodeId
    /// One way in which one node fails.
    ModeId
    /// A service.
    ServiceId
    /// A repair crew.
    CrewId
    /// Planned work on the members of a service.
    PlanId
    /// Spare units of one kind.
    ShelfId
    /// Somebody who notices, decides and acts.
    PersonId
    /// A runbook about one thing.
    RunbookId
    /// A population.
    PopulationId
    /// An open load.
    LoadId
    /// A kind of failure, `web: crash` say.
    ClassId
    /// A shock.
    ShockId
    /// A clock group.
    GroupId
    /// A route: who plays a role for whom.
    RouteId
    /// A feature that a population wants.
    WantId
}
