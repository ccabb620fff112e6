-- Announcements of a coordination team or an officer. Who gets one is asked for when it leaves: an audience is SQL over contacts.
-- A change raises the version, and what was approved is a version. urn_id: where it was written, should two channels be parted again;
-- by_officer: what its head says; soon: it leaves as soon as it is approved.
CREATE TABLE announcements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    author_id INTEGER NOT NULL REFERENCES contacts (id),
    urn_id INTEGER,
    by_officer INTEGER NOT NULL,
    soon INTEGER NOT NULL,
    district INTEGER NOT NULL,
    street TEXT NOT NULL DEFAULT '',
    from_house INTEGER,
    to_house INTEGER,
    house TEXT NOT NULL DEFAULT '',
    words TEXT NOT NULL,
    severity TEXT NOT NULL,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    due_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    approved_by INTEGER REFERENCES contacts (id),
    approved_at BIGINT,
    fanned_to INTEGER NOT NULL DEFAULT 0,
    corrects INTEGER REFERENCES announcements (id),
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX announcements_district ON announcements (district, id);
-- A report that is an answer to an announcement: its officer sees to which.
ALTER TABLE reports ADD COLUMN announcement INTEGER;
-- Whose district an address belongs to by the map in force, its number for ranges, and whether announcements are wanted (the consent
-- to remember an address says so from now on; those who agreed to less get none).
ALTER TABLE contacts ADD COLUMN district INTEGER;
ALTER TABLE contacts ADD COLUMN house_number INTEGER;
ALTER TABLE contacts ADD COLUMN announcements INTEGER NOT NULL DEFAULT 0;
CREATE INDEX contacts_district ON contacts (district, id) WHERE announcements = 1;
-- A person's own quiet hours (minutes of the local day) and until when notices wait: what is urgent passes both.
ALTER TABLE contacts ADD COLUMN quiet_from INTEGER;
ALTER TABLE contacts ADD COLUMN quiet_until INTEGER;
ALTER TABLE contacts ADD COLUMN muted_until BIGINT;
