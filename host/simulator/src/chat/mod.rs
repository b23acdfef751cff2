//! Citizens, their chats, and the page that shows them.

mod book;
mod citizen;
mod entry;
mod feed;
mod http;
mod page;

pub(crate) use book::{Book, ReadMark};
pub(crate) use citizen::Citizen;
pub use entry::{ChatEntry, Ticks};
pub(crate) use http::router;
