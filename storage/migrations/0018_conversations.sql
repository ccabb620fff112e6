-- A conversation belongs to the address where it is held: a person may have several, and what is said on one phone never goes on
-- on another.
CREATE TABLE conversations (
    urn_id INTEGER PRIMARY KEY REFERENCES urns (id),
    contact_id INTEGER NOT NULL REFERENCES contacts (id),
    dialogue TEXT NOT NULL,
    version INTEGER NOT NULL,
    step TEXT NOT NULL,
    state TEXT NOT NULL,
    aside TEXT NOT NULL DEFAULT '[]',
    updated_at BIGINT NOT NULL
);
INSERT INTO conversations (urn_id, contact_id, dialogue, version, step, state, aside, updated_at)
SELECT u.id, s.contact_id, s.dialogue, s.version, s.step, s.state, s.aside, s.updated_at
FROM sessions AS s JOIN urns AS u ON u.contact_id = s.contact_id
WHERE u.id = (SELECT first.id FROM urns AS first WHERE first.contact_id = s.contact_id ORDER BY first.position, first.id LIMIT 1);
DROP TABLE sessions;
ALTER TABLE conversations RENAME TO sessions;
CREATE INDEX sessions_contact ON sessions (contact_id);
-- Where an answer goes first: to the address from which it was asked for; then to the others, in their order.
ALTER TABLE outbox ADD COLUMN first_urn_id BIGINT;
