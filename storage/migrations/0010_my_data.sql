-- What is told when an attachment has arrived (a timer's name): a copy of one's data is somebody else's business than a photo.
ALTER TABLE attachments ADD COLUMN then_timer TEXT NOT NULL DEFAULT 'everyone.attachments.arrived';
-- When a person asked us to delete everything; the way to reach them goes a day later, unless they have written again.
ALTER TABLE contacts ADD COLUMN erased_at BIGINT;
CREATE INDEX outbox_about ON outbox (about) WHERE about IS NOT NULL;
CREATE INDEX outbox_recipient ON outbox (recipient);
