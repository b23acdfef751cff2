//! A registry in memory that does as it is told, and one that misbehaves.

mod access;
mod fake;
mod hostile;
mod release;
mod slow;
