-- The delivery of the template that told a citizen that this timer waits for them.
ALTER TABLE timers ADD COLUMN announced_by INTEGER;
CREATE INDEX timers_announced ON timers (announced_by) WHERE announced_by IS NOT NULL;

-- When Meta last said that they want no messages from us that they did not ask for.
ALTER TABLE citizens ADD COLUMN templates_refused_at INTEGER;

-- Where a notice is: waiting, announced, told or dropped. Null for one from before this was written down.
ALTER TABLE notices ADD COLUMN stage TEXT;
-- Why it was dropped.
ALTER TABLE notices ADD COLUMN reason TEXT;
-- Since when it is there.
ALTER TABLE notices ADD COLUMN since INTEGER;
-- The deliveries of its words, or of the template: these ids and those between.
ALTER TABLE notices ADD COLUMN first_delivery INTEGER;
ALTER TABLE notices ADD COLUMN last_delivery INTEGER;
CREATE INDEX notices_announced ON notices (first_delivery) WHERE stage = 'announced';
