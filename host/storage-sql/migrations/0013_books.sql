-- When a payment was paid, as its receipt says: what a citizen is shown, and a day's report, are looked up by it.
ALTER TABLE payments ADD COLUMN paid_at INTEGER
    AS (CASE WHEN stage = 'paid' THEN json_extract(body, '$.stage.at') END) VIRTUAL;
CREATE INDEX payments_paid ON payments (paid_at) WHERE paid_at IS NOT NULL;
CREATE INDEX payments_receipts ON payments (citizen, paid_at) WHERE paid_at IS NOT NULL;
CREATE INDEX refunds_asked ON refunds (asked_at);
