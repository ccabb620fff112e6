-- What the resident chose to tell the officer about themselves, for this report only; and whether it helped.
ALTER TABLE reports ADD COLUMN identity TEXT;
ALTER TABLE reports ADD COLUMN rating TEXT;
