//! Users and requests, in whole millionths, so that every sum is exact.

/// Millionths of a user, or of a request.
pub type Micro = u64;

/// One whole user or request, in millionths.
pub const MICRO: Micro = 1_000_000;
