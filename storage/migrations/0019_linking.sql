-- Where a report was made: what is confidential stays there, and if two channels are parted again it goes with its own.
ALTER TABLE reports ADD COLUMN urn_id BIGINT;
UPDATE reports SET urn_id = (SELECT u.id FROM urns AS u WHERE u.contact_id = reports.author_id ORDER BY u.position, u.id LIMIT 1);
-- Whether its author knows a confidential report by its number: only those that an officer has made confidential.
ALTER TABLE confidential ADD COLUMN named INTEGER NOT NULL DEFAULT 0;
UPDATE confidential SET named = 1 WHERE urn_id IS NULL;
UPDATE confidential SET urn_id = (SELECT r.urn_id FROM reports AS r WHERE r.number = confidential.report) WHERE urn_id IS NULL;
-- Two channels of one person: a code that was asked for at one address (urn_id) and entered at another; who each of them was, and
-- which addresses and roles came along.
CREATE TABLE links (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    seal TEXT NOT NULL UNIQUE,
    urn_id INTEGER NOT NULL REFERENCES urns (id),
    telephone INTEGER NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    contact_id INTEGER REFERENCES contacts (id),
    into_id INTEGER REFERENCES contacts (id),
    urns TEXT NOT NULL DEFAULT '[]',
    roles TEXT NOT NULL DEFAULT '[]',
    ended_at BIGINT
);
CREATE INDEX links_into ON links (into_id) WHERE used_at IS NOT NULL AND ended_at IS NULL;
CREATE INDEX links_contact ON links (contact_id);
CREATE INDEX links_urn ON links (urn_id);
