//! A whole host, as tests start it: real SQLite, real sandbox, real HTTP.

mod app;
mod guests;

pub use app::{APP_SECRET, AppOptions, TestApp, config_text, free_address, metrics};
pub use guests::{binary, guest, guests_folder, plugins_folder};
