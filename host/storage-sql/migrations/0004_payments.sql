-- What citizens are asked to pay. A row is never removed: it says who paid what.
CREATE TABLE payments (
    -- What the provider knows it by.
    order_reference TEXT PRIMARY KEY,
    citizen INTEGER NOT NULL,
    department TEXT NOT NULL,
    -- The department's own name for it.
    reference TEXT NOT NULL,
    -- asked, offered, paid, failed, expired.
    stage TEXT NOT NULL,
    -- JSON of all of it; the columns above count where they differ.
    body TEXT NOT NULL,
    -- When it is to be looked at. Null: never by itself.
    check_at INTEGER,
    -- How often somebody asked for a look.
    wakes INTEGER NOT NULL DEFAULT 0,
    UNIQUE (department, reference)
) WITHOUT ROWID;
CREATE INDEX payments_due ON payments (check_at) WHERE check_at IS NOT NULL;
CREATE INDEX payments_open ON payments (stage) WHERE stage IN ('asked', 'offered');
CREATE INDEX payments_citizen ON payments (citizen);

-- What becomes of a payment is told by a timer, of a kind of its own. The table is made anew, because its key grows;
-- its sequence goes on, because an id is never given twice.
ALTER TABLE timers RENAME TO timers_before;
DROP INDEX timers_due;
DROP INDEX timers_waiting;
CREATE TABLE timers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    citizen INTEGER NOT NULL,
    department TEXT NOT NULL,
    service TEXT NOT NULL,
    -- 0: the department set it, and `note` is its own. 1: a payment ended, and `note` is JSON that says how.
    kind INTEGER NOT NULL,
    name TEXT NOT NULL,
    note BLOB NOT NULL,
    -- When it is to come, as it was set.
    at INTEGER NOT NULL,
    -- The turn that set it, or that asked for the payment.
    set_by TEXT NOT NULL,
    -- How often its turn was run in vain.
    tries INTEGER NOT NULL,
    -- When it becomes an event: `at`, or later if it was put off.
    due_at INTEGER NOT NULL,
    -- Whether the citizen's next message makes it due at once.
    waits_for_message INTEGER NOT NULL,
    UNIQUE (citizen, department, service, kind, name)
);
INSERT INTO timers
SELECT id, citizen, department, service, 0, name, note, at, set_by, tries, due_at, waits_for_message
FROM timers_before;
DELETE FROM sqlite_sequence WHERE name = 'timers';
UPDATE sqlite_sequence SET name = 'timers' WHERE name = 'timers_before';
DROP TABLE timers_before;
CREATE INDEX timers_due ON timers (due_at, id);
CREATE INDEX timers_waiting ON timers (citizen) WHERE waits_for_message;
