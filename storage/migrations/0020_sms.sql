-- What a message cost: SMS parts (each copy that may have left counted); NULL where nothing is paid for.
ALTER TABLE outbox ADD COLUMN parts INTEGER;
CREATE INDEX outbox_parts ON outbox (settled_at, parts) WHERE parts IS NOT NULL;
-- Urgent and not sent where it was first tried: it has left its lane and goes by SMS if it can.
ALTER TABLE outbox ADD COLUMN fell_back INTEGER NOT NULL DEFAULT 0;
