//! What vendors' commands share: the department in a folder or a file, ready to be looked at or played with.

mod guest_log;
mod local;
mod offices;
mod stage;
mod subject;
mod watch;
mod web;

pub(crate) use guest_log::{GuestLine, GuestLog};
pub(crate) use local::{Local, Running, department_block};
pub(crate) use stage::Stage;
pub(crate) use subject::{Subject, SubjectArgs, granted};
pub(crate) use watch::Changes;
pub(crate) use web::{Web, grant, grant_stood_for};

/// A path as its vendor reads it: without the `.` of the folder that they are in.
pub(crate) fn shown(path: &std::path::Path) -> std::path::Display<'_> {
    path.strip_prefix(".").unwrap_or(path).display()
}
