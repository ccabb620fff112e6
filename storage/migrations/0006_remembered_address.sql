-- The address that a resident asked us to remember; columns, so that an audience is SQL.
ALTER TABLE contacts ADD COLUMN street TEXT;
ALTER TABLE contacts ADD COLUMN house TEXT;
ALTER TABLE contacts ADD COLUMN detail TEXT;
ALTER TABLE contacts ADD COLUMN remembered_at BIGINT;
CREATE INDEX inbox_urn ON inbox (urn_id, received_at);
