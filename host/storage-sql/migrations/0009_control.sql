-- What the control plane keeps: small documents, replaced whole.
CREATE TABLE documents (
    name TEXT PRIMARY KEY,
    generation INTEGER NOT NULL,
    body TEXT NOT NULL
) WITHOUT ROWID;

-- Why they are as they are. Each entry's hash covers all before it.
CREATE TABLE audit_log (
    number INTEGER PRIMARY KEY,
    decided_at INTEGER NOT NULL,
    -- JSON.
    body TEXT NOT NULL,
    hash BLOB NOT NULL
);
