//! Why a blueprint is not a system.

/// Why a blueprint is not a system.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BuildError {
    /// A reference points outside its list.
    #[error("`{0}` refers to something that does not exist")]
    Dangling(String),
    /// Two owners would share their draws.
    #[error("`{0}` and `{1}` have the same owner key; give one a `luck` of its own")]
    SameOwner(String, String),
    /// A service without members, or one that needs more than it has.
    #[error("`{name}` needs {need} members but has {members}")]
    Members {
        /// The service.
        name: String,
        /// Members needed.
        need: usize,
        /// Members it has.
        members: usize,
    },
    /// A standby or weighted member that is none, or a drain of a component in no service.
    #[error("`{0}` is a member of no such service")]
    NoMember(String),
    /// A failure of a place on a component, or the other way round.
    #[error(
        "`{0}` cannot fail in that way: places know disasters, links are cut, components crash and \
         hang"
    )]
    Kind(String),
    /// A role on the path of a feature that neither the population nor its home has a route for.
    #[error("`{population}` has no route for the role `{role}`")]
    NoRoute {
        /// Whose users.
        population: String,
        /// Who should serve them.
        role: String,
    },
    /// Two units, or users at home and a unit, on one service.
    #[error(
        "`{service}` would carry {one} and {other}: let a second service stand over its members"
    )]
    MixedUnits {
        /// The service.
        service: String,
        /// A unit.
        one: String,
        /// The other.
        other: String,
    },
    /// A link that joins nothing, or carries nothing.
    #[error("the link `{0}` joins a place with itself or what it holds, or has no bandwidth")]
    Link(String),
    /// Too many places are joined by links.
    #[error("links join more than 256 places")]
    ManyJoined,
    /// A check that watches from what is not one place or component.
    #[error("the check of `{0}` watches from more than one thing, or from a service or a link")]
    Standpoint(String),
    /// A shock that cannot be.
    #[error("the shock `{0}` {1}")]
    Shock(String, &'static str),
    /// A repair by a crew and a person.
    #[error("`{0}` is repaired by a crew and by a person")]
    TwoHands(String),
    /// A runbook speaks of its own thing, or of the partner, and has none.
    #[error(
        "the runbook `{0}` speaks of what is lost, or of its partner, and is about no such thing"
    )]
    Unbound(String),
    /// An order that nobody could obey.
    #[error("`{0}` gives an order about `{1}` that nobody obeys")]
    NoOrder(String, String),
    /// Planned work on a service that is a member.
    #[error("`{0}` is planned work on components, but a member of its service is a service")]
    Work(String),
}
