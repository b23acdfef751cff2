//! The files that the program carries, by their names.

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
