-- What departments' back ends told: each id once, for as long as they may repeat it. The notice itself is a timer of
-- kind 2, with its body as the note.
CREATE TABLE notices (
    department TEXT NOT NULL,
    -- The back end's own name for it.
    id TEXT NOT NULL,
    -- sha256 of whom it is for, in which service, and what it says.
    digest BLOB NOT NULL,
    taken_at INTEGER NOT NULL,
    PRIMARY KEY (department, id)
) WITHOUT ROWID;
CREATE INDEX notices_taken ON notices (taken_at);

-- Whom a department's back end can name: citizens who had a turn there since it may send notices. A pseudonym is a
-- keyed hash, so nothing else leads from it to its citizen.
CREATE TABLE notice_addressees (
    department TEXT NOT NULL,
    pseudonym TEXT NOT NULL,
    citizen INTEGER NOT NULL,
    PRIMARY KEY (department, pseudonym)
) WITHOUT ROWID;
CREATE INDEX notice_addressees_citizen ON notice_addressees (citizen);

CREATE INDEX timers_notices ON timers (citizen, department) WHERE kind = 2;
