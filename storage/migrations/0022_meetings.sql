-- Meetings. Who is asked, and how they hear of it, is an announcement's (announcements.meeting); when it happens is a row for each time.
-- uid: what calendars know it by; sequence: raised by every change that people are told of (RFC 5545); heard: the last one somebody knows.
CREATE TABLE meetings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    district INTEGER NOT NULL,
    author_id INTEGER NOT NULL REFERENCES contacts (id),
    by_officer INTEGER NOT NULL,
    agenda TEXT NOT NULL,
    place TEXT NOT NULL,
    latitude REAL,
    longitude REAL,
    starts_at BIGINT NOT NULL,
    minutes INTEGER NOT NULL,
    rule TEXT NOT NULL DEFAULT '',
    skips_holidays INTEGER NOT NULL DEFAULT 0,
    seats INTEGER,
    is_open INTEGER NOT NULL,
    of_team INTEGER NOT NULL,
    state TEXT NOT NULL,
    sequence INTEGER NOT NULL DEFAULT 0,
    changed_at BIGINT NOT NULL
);
CREATE INDEX meetings_district ON meetings (district, id);
-- planned_at: where the rule puts it, which stays (RECURRENCE-ID); starts_at: when it is; sequence: the meeting's at its own last change.
CREATE TABLE occurrences (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    meeting_id INTEGER NOT NULL REFERENCES meetings (id),
    planned_at BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    sequence INTEGER NOT NULL DEFAULT 0,
    UNIQUE (meeting_id, planned_at)
);
CREATE INDEX occurrences_start ON occurrences (meeting_id, starts_at);
CREATE TABLE asked (
    meeting_id INTEGER NOT NULL REFERENCES meetings (id),
    contact_id INTEGER NOT NULL REFERENCES contacts (id),
    answer TEXT,
    heard INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (meeting_id, contact_id)
);
CREATE INDEX asked_contact ON asked (contact_id);
-- An answer for one time of a repeated meeting; it goes before the one for all of them.
CREATE TABLE attendance (
    occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
    contact_id INTEGER NOT NULL REFERENCES contacts (id),
    answer TEXT NOT NULL,
    PRIMARY KEY (occurrence_id, contact_id)
);
CREATE INDEX attendance_contact ON attendance (contact_id);
-- Questions sent in beforehand: the officer's; in the agenda, and before the team, without whoever asked.
CREATE TABLE questions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    meeting_id INTEGER NOT NULL REFERENCES meetings (id),
    contact_id INTEGER REFERENCES contacts (id),
    urn_id INTEGER,
    text TEXT NOT NULL,
    for_team INTEGER NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX questions_meeting ON questions (meeting_id, id);
CREATE INDEX questions_contact ON questions (contact_id);
-- Secret calendar addresses, as seals: a person's, or (district) a team's as one of its members reads it.
CREATE TABLE calendars (
    seal TEXT PRIMARY KEY,
    contact_id INTEGER NOT NULL REFERENCES contacts (id),
    district INTEGER,
    made_at BIGINT NOT NULL
);
CREATE INDEX calendars_contact ON calendars (contact_id);
ALTER TABLE announcements ADD COLUMN meeting INTEGER REFERENCES meetings (id);
CREATE INDEX announcements_meeting ON announcements (meeting) WHERE meeting IS NOT NULL;
-- Whom an announcement is for besides an address: '' or 'team'.
ALTER TABLE announcements ADD COLUMN role TEXT NOT NULL DEFAULT '';
-- A file that goes with an announcement: seen by whoever got it.
ALTER TABLE attachments ADD COLUMN announcement INTEGER REFERENCES announcements (id);
CREATE INDEX attachments_announcement ON attachments (announcement) WHERE announcement IS NOT NULL;
-- Who belongs to a district's team at a time: its members, its chair, its officer, whoever stands in for the officer; and the supervisors,
-- who belong to every one (district is NULL).
CREATE VIEW team_members AS
SELECT r.contact_id, r.district, r.role, r.since, COALESCE(r.until, 4611686018427387904) AS until
FROM roles AS r WHERE r.role IN ('officer', 'coordinator', 'chair', 'supervisor')
UNION ALL
SELECT b.substitute_id, r.district, 'officer', MAX(b.since, r.since, s.since),
       MIN(b.until, COALESCE(r.until, 4611686018427387904), COALESCE(s.until, 4611686018427387904))
FROM absences AS b
JOIN roles AS r ON r.contact_id = b.contact_id AND r.role = 'officer'
JOIN roles AS s ON s.contact_id = b.substitute_id AND s.role IN ('officer', 'supervisor');
