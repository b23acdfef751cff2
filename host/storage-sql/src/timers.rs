//! Citizens' timers, as turns read them.

use async_trait::async_trait;
use mitra_core::ids::{CitizenId, DepartmentId, ServiceId};
use mitra_storage::{StorageError, Timers};
use rusqlite::{Connection, params};

use crate::failure::Failure;
use crate::sqlite::SqliteStorage;

#[async_trait]
impl Timers for SqliteStorage {
    async fn timer_names(
        &self,
        citizen: CitizenId,
        department: &DepartmentId,
        service: &ServiceId,
    ) -> Result<Vec<String>, StorageError> {
        let (department, service) = (department.clone(), service.clone());
        let read = move |connection: &_| names(connection, citizen, &department, &service);
        self.readers().run("timer names", read).await
    }
}

fn names(
    connection: &Connection,
    citizen: CitizenId,
    department: &DepartmentId,
    service: &ServiceId,
) -> Result<Vec<String>, Failure> {
    let sql = "SELECT name FROM timers
               WHERE citizen = ?1 AND department = ?2 AND service = ?3 ORDER BY name";
    let key = params![citizen.0, department.as_str(), service.as_str()];
    let mut statement = connection.prepare_cached(sql)?;
    let names = statement.query_map(key, |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(names)
}
