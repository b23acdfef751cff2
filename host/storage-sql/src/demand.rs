//! What citizens want of the front desk, in numbers.

use std::collections::BTreeSet;

use async_trait::async_trait;
use mitra_core::day::Day;
use mitra_core::ids::{DepartmentId, ServiceId};
use mitra_core::language::Language;
use mitra_core::limits::UNMET_PER_CITIZEN_MAX;
use mitra_core::unmet::{Unmet, UnmetWords};
use mitra_storage::{Begins, Demand, StorageError, UnmetCount, UnmetReport};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::failure::{Failure, corrupt};
use crate::sqlite::SqliteStorage;
use crate::writer::{AnswerWhen, Engine};

#[async_trait]
impl Demand for SqliteStorage {
    async fn unmet(
        &self,
        since: Day,
        citizens_min: usize,
        max: usize,
    ) -> Result<UnmetReport, StorageError> {
        let read = move |connection: &Connection| report(connection, since, citizens_min, max);
        self.readers().run("unmet", read).await
    }

    async fn purge_unmet(&self, before: Day, max: usize) -> Result<usize, StorageError> {
        let work = move |engine: &mut _| purge_unmet(engine, before, max);
        self.writer().run("purge unmet", AnswerWhen::Committed, work).await
    }

    async fn add_begins(&self, begins: Vec<Begins>) -> Result<(), StorageError> {
        let work = move |engine: &mut _| add_begins(engine, &begins);
        self.writer().run("add begins", AnswerWhen::Committed, work).await
    }

    async fn popular(
        &self,
        since: Day,
        begins_min: u64,
        max: usize,
    ) -> Result<Vec<(DepartmentId, ServiceId)>, StorageError> {
        let read = move |connection: &Connection| popular(connection, since, begins_min, max);
        self.readers().run("popular", read).await
    }

    async fn purge_begins(&self, before: Day, max: usize) -> Result<usize, StorageError> {
        let work = move |engine: &mut Engine| {
            let sql = "DELETE FROM begins WHERE (day, department, service) IN (
                           SELECT day, department, service FROM begins WHERE day < ?1
                           ORDER BY day LIMIT ?2
                       )";
            Ok(engine.execute(sql, params![before.number(), most(max)])?)
        };
        self.writer().run("purge begins", AnswerWhen::Committed, work).await
    }
}

fn most(max: usize) -> i64 {
    i64::try_from(max).unwrap_or(i64::MAX)
}

/// Counts what a citizen asked for and did not find, unless theirs or the day's are enough.
pub(crate) fn note(engine: &Engine, citizen: i64, unmet: &Unmet, day: Day) -> Result<(), Failure> {
    let sql = "SELECT coalesce(sum(messages), 0) FROM unmet WHERE citizen = ?1 AND day = ?2";
    let own: i64 = engine.prepare(sql)?.query_row([citizen, day.number()], |row| row.get(0))?;
    if own >= i64::from(UNMET_PER_CITIZEN_MAX) {
        return Ok(());
    }
    let words = unmet.words.as_str();
    let sql = "SELECT 1 FROM unmet WHERE day = ?1 AND words = ?2 LIMIT 1";
    let known =
        engine.prepare(sql)?.query_row(params![day.number(), words], |_| Ok(())).optional()?;
    if known.is_none() {
        engine.execute(
            "INSERT INTO unmet_days (day) VALUES (?1) ON CONFLICT DO NOTHING",
            [day.number()],
        )?;
        let max = most(engine.limits.unmet_words_max);
        let sql = "UPDATE unmet_days SET words = words + 1 WHERE day = ?1 AND words < ?2";
        if engine.execute(sql, [day.number(), max])? == 0 {
            engine
                .execute("UPDATE unmet_days SET more = more + 1 WHERE day = ?1", [day.number()])?;
            return Ok(());
        }
    }
    engine.execute(
        "INSERT INTO unmet (day, words, citizen, language, messages) VALUES (?1, ?2, ?3, ?4, 1)
         ON CONFLICT (day, words, citizen, language) DO UPDATE SET messages = messages + 1",
        params![day.number(), words, citizen, unmet.language.code()],
    )?;
    Ok(())
}

/// Removes what this citizen asked for. Under earlier numbers there is nothing: it moved with them. The days that it
/// was of have as many different words as are left.
pub(crate) fn erase(engine: &Engine, citizen: i64) -> Result<(), Failure> {
    let sql = "DELETE FROM unmet WHERE citizen = ?1 RETURNING day";
    let days: BTreeSet<i64> =
        engine.prepare(sql)?.query_map([citizen], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for day in days {
        engine.execute(
            "UPDATE unmet_days
             SET words = (SELECT count(DISTINCT words) FROM unmet WHERE day = ?1) WHERE day = ?1",
            [day],
        )?;
    }
    Ok(())
}

/// What the younger citizen asked for is the older one's.
pub(crate) fn move_all(engine: &Engine, older: i64, younger: i64) -> Result<(), Failure> {
    engine.execute(
        "INSERT INTO unmet (day, words, citizen, language, messages)
         SELECT day, words, ?1, language, messages FROM unmet WHERE citizen = ?2
         ON CONFLICT (day, words, citizen, language)
         DO UPDATE SET messages = unmet.messages + excluded.messages",
        [older, younger],
    )?;
    engine.execute("DELETE FROM unmet WHERE citizen = ?1", [younger])?;
    Ok(())
}

fn purge_unmet(engine: &Engine, before: Day, max: usize) -> Result<usize, Failure> {
    engine.execute("DELETE FROM unmet_days WHERE day < ?1", [before.number()])?;
    let sql = "DELETE FROM unmet WHERE (day, words, citizen, language) IN (
                   SELECT day, words, citizen, language FROM unmet WHERE day < ?1
                   ORDER BY day LIMIT ?2
               )";
    Ok(engine.execute(sql, params![before.number(), most(max)])?)
}

fn report(
    connection: &Connection,
    since: Day,
    citizens_min: usize,
    max: usize,
) -> Result<UnmetReport, Failure> {
    let mut statement = connection.prepare_cached(
        "SELECT words, count(DISTINCT citizen), sum(messages), min(day), max(day),
                group_concat(DISTINCT language)
         FROM unmet WHERE day >= ?1 GROUP BY words HAVING count(DISTINCT citizen) >= ?2
         ORDER BY 2 DESC, 3 DESC, words LIMIT ?3",
    )?;
    let asked = params![since.number(), most(citizens_min), most(max)];
    let counts = statement.query_map(asked, count)?.collect::<Result<_, _>>()?;
    let sql = "SELECT coalesce(sum(more), 0) FROM unmet_days WHERE day >= ?1";
    let more: i64 =
        connection.prepare_cached(sql)?.query_row([since.number()], |row| row.get(0))?;
    Ok(UnmetReport { counts, more: u64::try_from(more).unwrap_or(0) })
}

fn count(row: &Row<'_>) -> rusqlite::Result<UnmetCount> {
    let number = |column| row.get::<_, i64>(column).map(|n| u64::try_from(n).unwrap_or(0));
    let codes: String = row.get(5)?;
    let said_in = |language: &Language| codes.split(',').any(|code| code == language.code());
    Ok(UnmetCount {
        words: UnmetWords::masked(row.get(0)?),
        citizens: number(1)?,
        messages: number(2)?,
        languages: Language::ALL.into_iter().filter(said_in).collect(),
        first: Day::from_number(row.get(3)?),
        last: Day::from_number(row.get(4)?),
    })
}

fn add_begins(engine: &Engine, begins: &[Begins]) -> Result<(), Failure> {
    for Begins { day, department, service, n } in begins {
        engine.execute(
            "INSERT INTO begins (day, department, service, n) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (day, department, service) DO UPDATE SET n = n + excluded.n",
            params![
                day.number(),
                department.as_str(),
                service.as_str(),
                i64::try_from(*n).unwrap_or(i64::MAX)
            ],
        )?;
    }
    Ok(())
}

fn popular(
    connection: &Connection,
    since: Day,
    begins_min: u64,
    max: usize,
) -> Result<Vec<(DepartmentId, ServiceId)>, Failure> {
    let mut statement = connection.prepare_cached(
        "SELECT department, service FROM begins WHERE day >= ?1
         GROUP BY department, service HAVING sum(n) >= ?2
         ORDER BY sum(n) DESC, department, service LIMIT ?3",
    )?;
    let begins_min = i64::try_from(begins_min).unwrap_or(i64::MAX);
    let mut rows = statement.query(params![since.number(), begins_min, most(max)])?;
    let mut popular = Vec::new();
    while let Some(row) = rows.next()? {
        let (department, service): (String, String) = (row.get(0)?, row.get(1)?);
        let department = DepartmentId::parse(&department).map_err(corrupt("begins"))?;
        popular.push((department, ServiceId::parse(&service).map_err(corrupt("begins"))?));
    }
    Ok(popular)
}
