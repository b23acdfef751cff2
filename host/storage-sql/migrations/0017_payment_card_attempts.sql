-- When no attempt to send the card can be under way any more, if it was given up: until then no page takes its place.
ALTER TABLE payments ADD COLUMN card_over_at INTEGER NOT NULL DEFAULT 0;

-- Cards of payments that are over could still be sent again.
DELETE FROM deliveries
WHERE stage = 4 AND id IN (SELECT card FROM payments WHERE card IS NOT NULL AND stage <> 'offered');
UPDATE payments SET card = NULL
WHERE card IS NOT NULL AND stage <> 'offered' AND card NOT IN (SELECT id FROM deliveries);
