-- Citizens' timers. A row that is due becomes an event and goes; one that is put off comes back with
-- its id.
CREATE TABLE timers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    citizen INTEGER NOT NULL,
    department TEXT NOT NULL,
    service TEXT NOT NULL,
    name TEXT NOT NULL,
    note BLOB NOT NULL,
    -- When it is to come, as it was set.
    at INTEGER NOT NULL,
    -- The turn that set it.
    set_by TEXT NOT NULL,
    -- How often its turn was run in vain.
    tries INTEGER NOT NULL,
    -- When it becomes an event: `at`, or later if it was put off.
    due_at INTEGER NOT NULL,
    -- Whether the citizen's next message makes it due at once.
    waits_for_message INTEGER NOT NULL,
    UNIQUE (citizen, department, service, name)
);
CREATE INDEX timers_due ON timers (due_at, id);
CREATE INDEX timers_waiting ON timers (citizen) WHERE waits_for_message;

-- The timer that an event comes from; null for a message. The payload of such an event is a timer's,
-- its key (phone_number_id, wamid) an empty blob, which no message's text equals, and the timer's id.
ALTER TABLE events ADD COLUMN timer INTEGER;
CREATE INDEX events_timers ON events (timer) WHERE timer IS NOT NULL AND settled_at IS NULL;
