//! The test kit: a whole host beside a simulated WhatsApp, and the seeded simulation of the data plane.
//!
//! In: a scenario. Out: what citizens saw, and what storage and metrics hold.
//! Never: mocks what we own. Only Meta and, in the simulation, time are replaced.

pub mod kit;
pub mod load;
pub mod sim;
