-- The message with WhatsApp's own card for a payment, by its id in `deliveries`: if it is given up, the payment is due.
ALTER TABLE payments ADD COLUMN card INTEGER;
CREATE INDEX payments_card ON payments (card) WHERE card IS NOT NULL;
-- Keys of reports on payments are kept in `identity_reports`, for as long as those: they begin with `p|`.
