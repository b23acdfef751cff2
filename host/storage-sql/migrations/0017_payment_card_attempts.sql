-- When no attempt to send the card can be under way any more, if it was given up: until then no page takes its place.
ALTER TABLE payments ADD COLUMN card_over_at INTEGER NOT NULL DEFAULT 0;
