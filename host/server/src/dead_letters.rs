//! Messages that were given up, as operators see them: by the admin API, and by `mitra dead` beside the database.

use mitra_admin::DeadLetterView;
use mitra_release::show_instant;
use mitra_storage::DeadLetter;

/// A message without anything that it says.
pub(crate) fn view(letter: &DeadLetter) -> DeadLetterView {
    DeadLetterView {
        id: letter.delivery.0,
        citizen: letter.citizen.0,
        why: letter.reason.to_string(),
        dead_at: show_instant(letter.dead_at),
        attempts: letter.attempts,
        retried_as: letter.retried_as.map(|copy| copy.0),
    }
}

/// The same in a line.
pub(crate) fn line(letter: &DeadLetterView) -> String {
    let DeadLetterView { id, citizen, why, dead_at, attempts, retried_as } = letter;
    let retried = retried_as.map_or_else(String::new, |copy| format!(", sent again as {copy}"));
    format!("{id}  citizen {citizen}  {attempts} attempts  {dead_at}  {why}{retried}")
}
