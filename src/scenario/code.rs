//! The codes of problems: stable, listed once, explained in a sentence each.
//!
//! `S0xx` is the shape of the file, `S1xx` its values, `S2xx` its names, `S3xx` the system it
//! describes, `S4xx` what it asks.

/// The code of a kind of problem.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Code(&'static str);

impl Code {
    /// As printed: `S010`.
    pub const fn name(self) -> &'static str {
        self.0
    }

    /// What is wrong and what to do, in one or two sentences.
    pub fn explanation(self) -> &'static str {
        TABLE.iter().find(|(code, _)| *code == self).map_or("", |(_, text)| text)
    }
}

/// The explanation of the code with this name, in any case of letters.
pub fn explain(name: &str) -> Option<&'static str> {
    TABLE.iter().find(|(code, _)| code.0.eq_ignore_ascii_case(name)).map(|(_, text)| *text)
}

macro_rules! codes {
    ($($name:ident $code:literal $text:literal)*) => {
        $(#[doc = $text] pub const $name: Code = Code($code);)*
        /// Every code, in order, with its explanation.
        pub const TABLE: &[(Code, &str)] = &[$(($name, $text)),*];
    };
}

codes! {
    SYNTAX "S001" "The file is not JSON. Reading stops at the first such place."
    NOT_UTF8 "S002" "The file is not encoded in UTF-8. Save it as UTF-8."
    DUPLICATE_KEY "S003" "A key is written twice in one object. Remove or rename one."
    TOO_DEEP "S004" "Objects and lists nest deeper than 128 levels."
    TOO_LARGE "S005" "The file, or what its repeats make of it, is too large: 64 MiB and 4,000,000 values are the limits."
    UNKNOWN_FIELD "S010" "A field that the language does not have, often a slip of the keys."
    MISSING_FIELD "S011" "A field that must be stated is not."
    WRONG_TYPE "S012" "A value of the wrong kind, such as a list where a text is expected."
    UNKNOWN_WORD "S013" "A word or variant that is not among those a field allows."
    NOT_SUPPORTED "S014" "The language has this, but this version of the program does not do it yet."
    SCHEMA "S015" "The file states another version of the language than this program reads."
    ONE_VARIANT "S016" "A choice between variants is an object with exactly one key, the chosen variant."
    MISSING_UNIT "S101" "A bare number where a quantity with a unit is expected, as in \"30 s\"."
    NOT_A_QUANTITY "S102" "A text that is not the quantity expected here: its number or its unit cannot be read."
    OUT_OF_RANGE "S103" "A value outside the range that makes sense here."
    BAD_LAW "S104" "The parameters of a probability law contradict each other, or give it no usable mean."
    BAD_DATA "S105" "A data file beside the scenario cannot be read, or does not hold the samples asked of it."
    BETWEEN "S106" "Two values that a figure may lie between: the lower first, both of one kind, where a figure of the system may stand."
    UNKNOWN_NAME "S201" "A name that nothing in the file has."
    WRONG_THING "S202" "The thing named is of a kind that cannot stand here."
    DUPLICATE_NAME "S203" "Two things have the same name; all of `system` is one namespace, numbered members included."
    TEMPLATE_CYCLE "S204" "Templates are made from each other in a circle."
    SAME_LUCK "S205" "Two owners of draws have the same key, so their fates would be one."
    UNKNOWN_VARIABLE "S206" "A repeat uses a variable that its `for` does not give."
    PLACE_CYCLE "S301" "A place stands, over others, in itself."
    SERVICE_CYCLE "S302" "A service is, over others, a member of itself."
    IMPOSSIBLE_NEED "S303" "A pool needs more members than it has, or none."
    DUPLICATE_MEMBER "S304" "A member is listed twice."
    TOO_MANY_MEMBERS "S305" "The system has more members than can be simulated: 10,000,000 is the limit."
    DUPLICATE_TAG "S306" "Two failure modes of one owner have the same name."
    IMPOSSIBLE_CHECK "S307" "The intervals of a check contradict each other."
    NO_RATE "S308" "A beta factor splits the rate of one component's crashes and hangs: there must be one."
    START_CIRCLE "S309" "Parts wait for each other to start: should they all stop, none would start again; or a member of a pair runs only while the pair does. A warning: the scenario runs."
    IMPOSSIBLE_WORK "S310" "Planned work that could never be done."
    MEANINGLESS "S311" "A statement that nothing in the system would ever ask for."
    CONTRADICTION "S316" "Two fields of a pool contradict each other."
    NO_MEMBER "S317" "Something that only members of a pool can do is asked of what is none."
    NO_MODE "S318" "A script inflicts a gray or degraded failure on a component that states no such mode."
    BAD_PATH "S320" "The path of a feature leaves out the home, or a load or route speaks of a role that cannot be."
    NO_ROUTE "S321" "A population wants a feature whose path takes a role that neither it nor its home has a route for."
    MIXED_UNITS "S322" "A service would carry two kinds of load at once."
    LOST_SHARE "S323" "A role on a feature's path is found by clients alone: what a lost member takes of the feature is without it until the member is back, for their next tries are not followed. A warning: the scenario runs."
    BAD_LINK "S330" "A link joins a place with itself, or with what stands in it."
    USELESS_LINK "S331" "A link joins what is together without it: both ends stand in one place at which another link ends."
    TOO_MANY_JOINED "S332" "Links join more places than can be looked after: 256 is the limit."
    IMPOSSIBLE_MIRROR "S335" "What a mirror says of its partners, its commits and its failover contradicts itself."
    STANDBY_MEMBERS "S340" "A standby pair has exactly two members: one leads, the other stands by."
    STANDBY_FIELDS "S341" "Two fields of a standby pair contradict each other."
    PAIRING "S345" "A pairing is of two services that have users; each is in one pairing."
    BACKUP "S346" "A backup between partners could never keep up, goes over a link that ends at neither, or would be kept nowhere."
    UNBOUND "S350" "A step speaks of what is lost or back, or of its partner, and its runbook is about no such thing."
    IMPOSSIBLE_STEP "S351" "A step or an order that could never be done."
    IMPOSSIBLE_BACKUP "S360" "Backups that could never be restored, or a store of backups that is several parts."
    NOTHING_ASKED "S401" "The study asks for nothing."
    INCIDENTS_UNASKED "S402" "Incidents are scripted, but the study does not say how to study them."
    NO_INCIDENTS "S403" "The study asks for incidents, but none is scripted."
    PAST_HORIZON "S404" "Something would begin at or after the horizon, and so never happen."
    UNJUDGED "S405" "An objective that nothing in the study could judge."
    NOBODY_TO_SERVE "S406" "A recovery is to last until users are served, and no population has any. Describe one, or choose \"service\"."
    NO_SUCH_FAILURE "S410" "An objective is about a class of failure that no incident has: it is not judged. A warning: the scenario runs."
    IMPOSSIBLE_LEVEL "S411" "An objective states a level of service where there is none, or where a feature has one of its own."
    TRIALS_OR_PRECISION "S412" "Trials end at a number or with a precision; both are stated, or a budget without a precision."
    WHOSE_PRECISION "S413" "It is not said, and not clear, whose figure is to be precise."
    CONTRACT_TERMS "S415" "The terms of an availability contradict each other, or count what could not be told."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_unique() {
        assert!(TABLE.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn codes_are_explained_by_name() {
        assert_eq!(explain("s010"), Some(UNKNOWN_FIELD.explanation()));
        assert_eq!(explain("S999"), None);
    }
}
