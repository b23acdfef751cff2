-- One row. The host's own facts about this database.
CREATE TABLE installation (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    -- Rides in every delivery's reference, so that receipts for another database are told apart.
    -- 32 bits.
    number INTEGER NOT NULL,
    -- How often the database was opened for writing. Makes claim tokens unique over restarts.
    generation INTEGER NOT NULL,
    -- Written by the health probe.
    probes INTEGER NOT NULL
);
INSERT INTO installation (id, number, generation, probes)
VALUES (1, abs(random() % 4294967296), 0, 0);

-- People. A merged one stays as a pointer to the older one that it became.
CREATE TABLE citizens (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bsuid TEXT,
    phone TEXT UNIQUE,
    merged_into INTEGER
);
CREATE INDEX citizens_merged ON citizens (merged_into) WHERE merged_into IS NOT NULL;

-- Every business-scoped user id ever seen: an old one still finds its citizen, because Meta never
-- gives it again.
-- A phone number is given again, so only the present one finds its citizen.
CREATE TABLE citizen_bsuids (
    bsuid TEXT PRIMARY KEY,
    citizen INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX citizen_bsuids_citizen ON citizen_bsuids (citizen);

CREATE TABLE sessions (
    citizen INTEGER PRIMARY KEY,
    -- JSON, without the bytes of the guest's state.
    body TEXT NOT NULL,
    -- Those bytes. Null if there is no state.
    guest_state BLOB
);

-- Citizens' messages. A settled one stays as its key until it is purged.
CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    citizen INTEGER NOT NULL,
    phone_number_id TEXT NOT NULL,
    wamid TEXT NOT NULL,
    -- JSON. Null when settled.
    payload TEXT,
    received_at INTEGER NOT NULL,
    postponed INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0,
    settled_at INTEGER,
    UNIQUE (phone_number_id, wamid)
);
CREATE INDEX events_lane ON events (citizen, seq) WHERE settled_at IS NULL;
CREATE INDEX events_settled ON events (settled_at) WHERE settled_at IS NOT NULL;

-- One row for each citizen with unsettled events.
CREATE TABLE event_lanes (
    citizen INTEGER PRIMARY KEY,
    -- The oldest unsettled event.
    head INTEGER NOT NULL,
    -- How many there are.
    depth INTEGER NOT NULL,
    -- When the head can be claimed: 0 is now, else the end of a claim or of a postponement.
    ready_at INTEGER NOT NULL,
    -- The last claim of the head, if it was claimed and not given back.
    claim_token INTEGER
);
CREATE INDEX event_lanes_ready ON event_lanes (ready_at, head);

CREATE TABLE identity_reports (
    dedup_key TEXT PRIMARY KEY,
    accepted_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX identity_reports_accepted ON identity_reports (accepted_at);

CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    reason TEXT NOT NULL,
    raw BLOB NOT NULL,
    -- sha256 of reason and raw: the same item is kept once.
    digest BLOB NOT NULL UNIQUE,
    received_at INTEGER NOT NULL
);

CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    citizen INTEGER NOT NULL,
    -- The place in the citizen's lane if it is not the id: set when two citizens are merged.
    place INTEGER,
    sender TEXT NOT NULL,
    body TEXT NOT NULL,
    window_closes_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    -- 0 queued, 1 attempting, 2 unknown, 3 accepted, 4 dead.
    stage INTEGER NOT NULL DEFAULT 0,
    -- When it can be claimed, while it is unfinished: 0 is now.
    due_at INTEGER NOT NULL DEFAULT 0,
    claim_token INTEGER,
    wamid TEXT,
    -- How far an accepted one got: 0 accepted, 1 sent, 2 delivered, 3 read, 4 played.
    progress INTEGER,
    -- JSON. Why a dead one was given up.
    dead_reason TEXT,
    -- When it became accepted or dead.
    ended_at INTEGER,
    retried_as INTEGER
);
CREATE INDEX deliveries_lane ON deliveries (citizen, coalesce(place, id)) WHERE stage < 3;
CREATE INDEX deliveries_wamid ON deliveries (wamid) WHERE wamid IS NOT NULL;
CREATE INDEX deliveries_accepted ON deliveries (ended_at) WHERE stage = 3;
CREATE INDEX deliveries_dead ON deliveries (id) WHERE stage = 4;

-- One row for each citizen with unfinished deliveries.
CREATE TABLE delivery_lanes (
    citizen INTEGER PRIMARY KEY,
    -- The oldest unfinished delivery, and its place.
    head INTEGER NOT NULL,
    head_place INTEGER NOT NULL,
    depth INTEGER NOT NULL,
    -- The head's `due_at`.
    ready_at INTEGER NOT NULL
);
CREATE INDEX delivery_lanes_ready ON delivery_lanes (ready_at, head_place);

-- Receipts that came before their delivery's wamid was known.
CREATE TABLE waiting_receipts (
    wamid TEXT NOT NULL,
    status TEXT NOT NULL,
    at INTEGER NOT NULL,
    code INTEGER,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (wamid, status)
) WITHOUT ROWID;
CREATE INDEX waiting_receipts_received ON waiting_receipts (received_at);

-- Departments' records. Every write makes a new row, so that a version is never given twice.
CREATE TABLE records (
    version INTEGER PRIMARY KEY AUTOINCREMENT,
    department TEXT NOT NULL,
    -- 0 is the department's own scope.
    citizen INTEGER NOT NULL,
    key TEXT NOT NULL,
    value BLOB NOT NULL,
    UNIQUE (citizen, department, key)
);

CREATE TABLE seeds (
    department TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (department, digest)
) WITHOUT ROWID;
