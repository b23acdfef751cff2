//! The schema's versions: numbered steps, each applied once and whole.

use std::cmp::Ordering;
use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::OpenError;

/// Every step, in order; the first makes version 1.
const STEPS: &[&str] = &[
    include_str!("../migrations/0001_inbox_outbox_records.sql"),
    include_str!("../migrations/0002_timers.sql"),
    include_str!("../migrations/0003_files.sql"),
    include_str!("../migrations/0004_payments.sql"),
    include_str!("../migrations/0005_notices.sql"),
    include_str!("../migrations/0006_certificates.sql"),
    include_str!("../migrations/0007_record_sizes.sql"),
    include_str!("../migrations/0008_conversations.sql"),
    include_str!("../migrations/0009_control.sql"),
    include_str!("../migrations/0010_capsules.sql"),
    include_str!("../migrations/0011_status_lists.sql"),
    include_str!("../migrations/0012_refunds.sql"),
    include_str!("../migrations/0013_books.sql"),
    include_str!("../migrations/0014_demand.sql"),
    include_str!("../migrations/0015_templates.sql"),
    include_str!("../migrations/0016_payment_cards.sql"),
    include_str!("../migrations/0017_payment_card_attempts.sql"),
];

const VERSION_TABLE: &str =
    "CREATE TABLE IF NOT EXISTS schema_versions (version INTEGER PRIMARY KEY)";

/// Checks that the database has the newest version this program knows. Changes nothing.
pub(crate) fn check(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    let found = version(connection)
        .map_err(|source| OpenError::Database { path: path.to_owned(), source })?;
    let (path, known) = (path.to_owned(), count(STEPS));
    match found.cmp(&known) {
        Ordering::Less => Err(OpenError::TooOld { path, found, known }),
        Ordering::Equal => Ok(()),
        Ordering::Greater => Err(OpenError::TooNew { path, found, known }),
    }
}

/// Brings the database to the newest version this program knows.
pub(crate) fn apply(connection: &mut Connection, path: &Path) -> Result<(), OpenError> {
    apply_steps(connection, path, STEPS)
}

fn apply_steps(connection: &mut Connection, path: &Path, steps: &[&str]) -> Result<(), OpenError> {
    let known = count(steps);
    let database = |source| OpenError::Database { path: path.to_owned(), source };
    connection.execute_batch(VERSION_TABLE).map_err(database)?;
    loop {
        // Another process may be applying the same steps: look and apply under one write lock.
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(database)?;
        let found = version(&transaction).map_err(database)?;
        if found > known {
            return Err(OpenError::TooNew { path: path.to_owned(), found, known });
        }
        let Some(step) = usize::try_from(found).ok().and_then(|index| steps.get(index)) else {
            return Ok(());
        };
        let version = found + 1;
        let failed = |source| OpenError::Migration { path: path.to_owned(), version, source };
        transaction.execute_batch(step).map_err(failed)?;
        transaction
            .execute("INSERT INTO schema_versions (version) VALUES (?1)", [version])
            .map_err(failed)?;
        transaction.commit().map_err(failed)?;
    }
}

fn version(connection: &Connection) -> rusqlite::Result<u32> {
    let sql = "SELECT coalesce(max(version), 0) FROM schema_versions";
    connection.query_row(sql, [], |row| row.get(0))
}

fn count(steps: &[&str]) -> u32 {
    u32::try_from(steps.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_applied_once() {
        let mut connection = Connection::open_in_memory().unwrap();
        let path = Path::new("test.db");
        apply(&mut connection, path).unwrap();
        apply(&mut connection, path).unwrap();
        assert_eq!(version(&connection).unwrap(), count(STEPS));
        check(&connection, path).unwrap();
    }

    #[test]
    fn what_was_paid_before_there_were_books_is_in_them() {
        let mut connection = Connection::open_in_memory().unwrap();
        let path = Path::new("test.db");
        let books = STEPS.iter().position(|step| step.contains("payments_paid")).unwrap();
        apply_steps(&mut connection, path, &STEPS[..books]).unwrap();
        let insert =
            "INSERT INTO payments (order_reference, citizen, department, reference, stage, body)
                      VALUES (?1, 1, 'energy', ?1, ?2, ?3)";
        let paid = r#"{"stage":{"stage":"paid","id":"pay_1","at":1795496400000}}"#;
        connection.execute(insert, ["o1", "paid", paid]).unwrap();
        connection.execute(insert, ["o2", "expired", r#"{"stage":{"stage":"expired"}}"#]).unwrap();
        apply(&mut connection, path).unwrap();
        let sql = "SELECT order_reference FROM payments WHERE paid_at = 1795496400000";
        let found: String = connection.query_row(sql, [], |row| row.get(0)).unwrap();
        assert_eq!(found, "o1");
        let sql = "SELECT count(*) FROM payments WHERE paid_at IS NOT NULL";
        let count: u32 = connection.query_row(sql, [], |row| row.get(0)).unwrap();
        assert_eq!(count, 1);
    }

    #[test]
    fn a_failed_step_leaves_the_version_before_it() {
        let mut connection = Connection::open_in_memory().unwrap();
        let steps = ["CREATE TABLE a (x)", "CREATE TABLE b (x); CREATE TABLE a (x)"];
        let error = apply_steps(&mut connection, Path::new("test.db"), &steps).unwrap_err();
        assert!(matches!(error, OpenError::Migration { version: 2, .. }), "{error:?}");
        assert_eq!(version(&connection).unwrap(), 1);
        assert!(connection.prepare("SELECT x FROM b").is_err(), "half of step 2 is left");
    }

    #[test]
    fn an_older_database_is_not_upgraded_by_a_check() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(VERSION_TABLE).unwrap();
        let error = check(&connection, Path::new("test.db")).unwrap_err();
        assert!(matches!(error, OpenError::TooOld { found: 0, .. }), "{error:?}");
    }

    #[test]
    fn a_newer_database_is_refused() {
        let mut connection = Connection::open_in_memory().unwrap();
        let path = Path::new("test.db");
        apply(&mut connection, path).unwrap();
        let newer = count(STEPS) + 1;
        connection.execute("INSERT INTO schema_versions VALUES (?1)", [newer]).unwrap();
        let error = check(&connection, path).unwrap_err();
        assert!(matches!(error, OpenError::TooNew { .. }), "{error:?}");
        let error = apply(&mut connection, path).unwrap_err();
        let known = count(STEPS);
        assert_eq!(
            error.to_string(),
            format!(
                "test.db has schema version {newer}, this program knows versions up to {known}: \
                 use a newer one"
            )
        );
    }
}
