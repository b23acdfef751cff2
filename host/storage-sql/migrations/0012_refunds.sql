-- What is paid back of payments. A row is never removed: it says who had what paid back.
CREATE TABLE refunds (
    -- What the provider knows it by.
    id TEXT PRIMARY KEY,
    -- Whose payment it is of.
    order_reference TEXT NOT NULL REFERENCES payments (order_reference),
    asked_at INTEGER NOT NULL,
    -- asked, given, refunded, failed.
    stage TEXT NOT NULL,
    -- JSON of all of it.
    body TEXT NOT NULL,
    -- When it is to be looked at. Null: never by itself.
    check_at INTEGER,
    -- How often somebody asked for a look.
    wakes INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX refunds_due ON refunds (check_at) WHERE check_at IS NOT NULL;
CREATE INDEX refunds_order ON refunds (order_reference, asked_at);
