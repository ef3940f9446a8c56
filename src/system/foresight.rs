//! Foresight: what the strikes and restorations of a day will read is read beforehand, side by side.
//!
//! Each of them asks memory for one thing after the other, and in a large system each answer is
//! slow; asked for all at once they come together, and are at hand when their time comes.
//! It changes nothing, and a wrong guess costs only itself.

use super::event::{Event, Kind};
use super::id::ModeId;
use super::world::World;

impl World<'_> {
    /// Reads what the events of the day that has dawned will read.
    pub(crate) fn foresee(&self) {
        let mut read = 0;
        for rank in self.calendar.today() {
            let Event { kind, owner } = Event::of(rank);
            if matches!(kind, Kind::Restore | Kind::Strike | Kind::Logistics) {
                read ^= self.touch_all(ModeId(owner));
            }
        }
        // What nobody uses nobody would read.
        std::hint::black_box(read);
    }

    #[inline]
    fn touch_all(&self, mode: ModeId) -> u32 {
        let clock = &self.clocks.modes[mode.at()];
        let node = self.system.modes[mode.at()].node;
        // A clock may lie across two lines.
        (clock.due.micros() as u32)
            ^ clock.strikes
            ^ self.configuration.modes[mode.at()] as u32
            ^ self.configuration.down[node.at()]
            ^ self.system.links[node.at()].modes.0
    }
}
