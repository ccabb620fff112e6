-- Pictures, documents and shared positions. A row comes with the update that brought it; its bytes are fetched afterwards
-- (state: waiting, kept, refused) and live in a file named by its SHA-256. No file names: they may name a person.
CREATE TABLE attachments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    contact_id INTEGER REFERENCES contacts (id),
    inbox_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    reference TEXT NOT NULL,
    state TEXT NOT NULL,
    refusal TEXT,
    sha256 TEXT,
    mime TEXT,
    latitude REAL,
    longitude REAL,
    report INTEGER REFERENCES reports (number),
    entry_id INTEGER REFERENCES entries (id),
    shown INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    available_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX attachments_due ON attachments (available_at, id) WHERE state = 'waiting';
CREATE INDEX attachments_inbox ON attachments (inbox_id);
CREATE INDEX attachments_report ON attachments (report, id);
CREATE INDEX attachments_contact ON attachments (contact_id);
CREATE INDEX attachments_file ON attachments (sha256);
ALTER TABLE webchat ADD COLUMN attachments TEXT NOT NULL DEFAULT '[]';
