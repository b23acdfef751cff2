//! Rollouts through the whole control plane, over a storage in memory, a real shelf and a clock that is ours. What a
//! sandbox and a rehearsal would say is said by a double.

mod acts;
mod canary;
mod crash;
mod drain;
mod freeze;
mod kit;
mod odds;
mod refused;
mod way;
