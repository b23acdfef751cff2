//! A whole host, as tests start it: real SQLite, real sandbox, real HTTP.

mod app;
mod guests;

pub use app::{AppOptions, TestApp};
pub use guests::{guest, guests_folder, plugins_folder};
