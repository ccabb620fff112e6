-- A confidential report: whether its author may be written to where it was made, how to get in touch safely, the sealed code that
-- opens answers on an old phone, how often answers were read, and up to which line.
CREATE TABLE confidential (
    report BIGINT PRIMARY KEY,
    urn_id BIGINT,
    reply_here INTEGER NOT NULL,
    safe_contact TEXT NOT NULL DEFAULT '',
    code TEXT,
    readings INTEGER NOT NULL DEFAULT 0,
    read_entry BIGINT NOT NULL DEFAULT 0
);
-- People to whom a report is closed whatever their role: whom it is about.
CREATE TABLE exclusions (
    report BIGINT NOT NULL,
    contact_id BIGINT NOT NULL,
    PRIMARY KEY (report, contact_id)
);
-- What is said about a confidential matter goes to one address and to no other.
ALTER TABLE outbox ADD COLUMN only_urn_id BIGINT;
