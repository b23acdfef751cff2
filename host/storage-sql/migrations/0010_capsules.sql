-- Turns as they were, sealed by the host: to be repeated, and forgotten when their time is over.
CREATE TABLE capsules (
    department TEXT NOT NULL,
    id TEXT NOT NULL,
    citizen INTEGER,
    release TEXT NOT NULL,
    kind TEXT NOT NULL,
    ended TEXT NOT NULL,
    taken_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (department, id)
) STRICT;
CREATE INDEX capsules_by_age ON capsules (department, kind, taken_at);
CREATE INDEX capsules_by_expiry ON capsules (expires_at);
