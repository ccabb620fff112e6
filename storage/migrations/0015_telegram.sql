-- Several messages that were sent as one (an album): what they have in common. NULL for all others.
ALTER TABLE inbox ADD COLUMN album TEXT;
CREATE INDEX inbox_album ON inbox (urn_id, album, id) WHERE album IS NOT NULL;
-- What a channel has refused for good, so that counting it every minute costs nothing.
CREATE INDEX outbox_rejected ON outbox (settled_at) WHERE outcome = 'rejected';
