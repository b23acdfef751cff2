//! A whole host, as tests start it: real SQLite, real sandbox, real HTTP.

mod app;
mod guests;
mod process;

pub use app::{APP_SECRET, AppOptions, TestApp, config_text, free_address, metrics};
pub use guests::{binary, compiled_folder, guest, guests_folder, plugins_folder};
pub use process::{Mitra, Setup, mitra};
