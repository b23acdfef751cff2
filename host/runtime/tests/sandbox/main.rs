//! Real components in the real sandbox. `cargo xtask guests` builds them.

mod certificates;
mod files;
mod forms;
mod hostile;
mod http;
mod idle;
mod kit;
mod languages;
mod limits;
mod loading;
mod media;
mod migration;
mod overload;
mod payments;
mod schedule;
mod storage;
mod turns;
mod versions;
mod wasi_http;
