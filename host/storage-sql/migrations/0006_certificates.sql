-- What departments certified. A row is never removed: whoever checks it years later learns what became of it.
CREATE TABLE certificates (
    -- Public, 16 bytes.
    id BLOB PRIMARY KEY,
    -- In whose turn it was issued.
    citizen INTEGER NOT NULL,
    department TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- The department's own.
    number TEXT NOT NULL,
    authority TEXT NOT NULL,
    -- Where the authority's lists tell its status.
    list INTEGER NOT NULL,
    list_index INTEGER NOT NULL,
    -- valid, suspended, revoked.
    status TEXT NOT NULL,
    -- How often the status was changed.
    changes INTEGER NOT NULL DEFAULT 0,
    -- The turn.
    issued_by TEXT NOT NULL,
    -- JSON of what was certified. It never changes.
    body TEXT NOT NULL,
    UNIQUE (department, kind, number),
    UNIQUE (authority, list, list_index)
) WITHOUT ROWID;
CREATE INDEX certificates_citizen ON certificates (citizen);

-- How many certificates each authority has issued: which of its lists takes the next one.
CREATE TABLE certificate_counts (
    authority TEXT PRIMARY KEY,
    issued INTEGER NOT NULL
) WITHOUT ROWID;

-- The operator's books: every change of a status.
CREATE TABLE certificate_changes (
    certificate BLOB NOT NULL,
    -- From 1.
    place INTEGER NOT NULL,
    status TEXT NOT NULL,
    -- The department's word for why.
    reason TEXT NOT NULL,
    turn TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (certificate, place)
) WITHOUT ROWID;

-- JSON of the certificate whose document a delivery carries, once the outbox has made it.
ALTER TABLE deliveries ADD COLUMN certificate TEXT;
