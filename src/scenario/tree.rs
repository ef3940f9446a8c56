//! A document as a tree of values, each of which knows where it stands in the text.
//!
//! The tree knows no scenario: it is what a reader of JSON makes, and what decoding walks.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// Where something stands in the text: a range of bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Place {
    start: u32,
    end: u32,
}

impl Place {
    /// From `start` to just before `end`. Texts are shorter than 4 GiB: readers refuse far less.
    pub fn new(start: usize, end: usize) -> Self {
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: narrow(start), end: narrow(end) }
    }

    /// As a range of bytes.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A text and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Key<'t> {
    /// Where it stands, quotes included.
    pub place: Place,
    /// What it says, escapes resolved.
    pub text: Cow<'t, str>,
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Node<'t> {
    /// Where it stands; of a list or an object only the opening bracket.
    pub place: Place,
    /// What it is.
    pub kind: Kind<'t>,
}

/// What a value is.
#[derive(Clone, Debug)]
pub enum Kind<'t> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as written: whoever asks for it decides what it must be.
    Number(Cow<'t, str>),
    /// A text, escapes resolved.
    Text(Cow<'t, str>),
    /// `[...]`
    List(Vec<Node<'t>>),
    /// `{...}`, in the order of the file; keys are unique.
    Map(Vec<(Key<'t>, Node<'t>)>),
}

impl Node<'_> {
    /// What this is, for a sentence.
    pub const fn noun(&self) -> &'static str {
        match self.kind {
            Kind::Null => "null",
            Kind::Bool(_) => "true or false",
            Kind::Number(_) => "a number",
            Kind::Text(_) => "a text",
            Kind::List(_) => "a list",
            Kind::Map(_) => "an object",
        }
    }

    /// The value of a key of an object.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match &self.kind {
            Kind::Map(entries) => {
                entries.iter().find(|(key, _)| key.text == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// A hash of the meaning: neither spacing nor the order of keys changes it.
    pub fn hash(&self) -> u64 {
        let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
        hash.node(self);
        hash.mixed()
    }
}

/// A hash of a text, byte by byte.
pub fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
    bytes.iter().for_each(|&byte| hash.byte(byte));
    hash.mixed()
}

/// The hash of Fowler, Noll and Vo (1a, 64 bits).
struct Fnv(u64);

impl Fnv {
    /// The last bytes of a text have hardly been mixed: finish as splitmix64 does.
    fn mixed(self) -> u64 {
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }

    /// A tag keeps kinds apart, the length keeps neighbours apart.
    fn text(&mut self, tag: u8, text: &str) {
        self.byte(tag);
        self.length(text.len());
        text.bytes().for_each(|byte| self.byte(byte));
    }

    fn length(&mut self, length: usize) {
        (length as u64).to_le_bytes().into_iter().for_each(|byte| self.byte(byte));
    }

    /// Recursion is bounded: no tree is deeper than its reader allows.
    fn node(&mut self, node: &Node<'_>) {
        match &node.kind {
            Kind::Null => self.byte(b'0'),
            Kind::Bool(value) => self.byte(if *value { b't' } else { b'f' }),
            Kind::Number(text) => self.text(b'n', text),
            Kind::Text(text) => self.text(b's', text),
            Kind::List(items) => {
                self.byte(b'[');
                self.length(items.len());
                items.iter().for_each(|item| self.node(item));
            }
            Kind::Map(entries) => {
                self.byte(b'{');
                self.length(entries.len());
                let sorted: BTreeMap<_, _> =
                    entries.iter().map(|(key, value)| (&*key.text, value)).collect();
                for (key, value) in sorted {
                    self.text(b'k', key);
                    self.node(value);
                }
            }
        }
    }
}
