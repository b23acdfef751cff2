//! Citizens, their chats, and the page that shows them.

mod book;
mod entry;
mod http;

pub(crate) use book::{Book, Citizen};
pub use entry::{ChatEntry, Ticks};
pub(crate) use http::router;
