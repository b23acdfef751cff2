-- Files that deliveries carry: the same bytes of the same type once for each sender, because Meta's
-- id of an uploaded file is good for messages from one number.
CREATE TABLE files (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sender TEXT NOT NULL,
    -- sha256 of the type, a zero byte and the bytes.
    digest BLOB NOT NULL,
    mime_type TEXT NOT NULL,
    bytes BLOB NOT NULL,
    -- By which Meta has it, and since when.
    media_id TEXT,
    uploaded_at INTEGER,
    UNIQUE (sender, digest)
);

ALTER TABLE deliveries ADD COLUMN file INTEGER;
CREATE INDEX deliveries_file ON deliveries (file) WHERE file IS NOT NULL;
