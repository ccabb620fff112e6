-- Repeated announcements: each time is an announcement of its own, with a head count, figures and an end of its own. origin: the first,
-- which was approved; first_at: when that one was to leave, from which the rule counts (RFC 5545, with a COUNT).
ALTER TABLE announcements ADD COLUMN rule TEXT NOT NULL DEFAULT '';
ALTER TABLE announcements ADD COLUMN skips_holidays INTEGER NOT NULL DEFAULT 0;
ALTER TABLE announcements ADD COLUMN first_at BIGINT NOT NULL DEFAULT 0;
UPDATE announcements SET first_at = due_at;
ALTER TABLE announcements ADD COLUMN origin INTEGER REFERENCES announcements (id);
CREATE INDEX announcements_origin ON announcements (origin) WHERE origin IS NOT NULL;
-- What it is about ('' goes to everybody), and the staircase of a house ("kl. 2").
ALTER TABLE announcements ADD COLUMN topic TEXT NOT NULL DEFAULT '';
ALTER TABLE announcements ADD COLUMN staircase TEXT NOT NULL DEFAULT '';
-- Which of the ways to its people is being fanned out: those who live there, then those who follow the place.
ALTER TABLE announcements ADD COLUMN way INTEGER NOT NULL DEFAULT 0;
-- Topics that somebody does not want.
CREATE TABLE unwanted_topics (
    contact_id INTEGER NOT NULL REFERENCES contacts (id),
    topic TEXT NOT NULL,
    PRIMARY KEY (contact_id, topic)
);
-- Other addresses for which somebody wants announcements: of parents, of work.
CREATE TABLE followed (
    contact_id INTEGER NOT NULL REFERENCES contacts (id),
    street TEXT NOT NULL,
    house TEXT NOT NULL,
    detail TEXT NOT NULL,
    house_number INTEGER,
    district INTEGER,
    PRIMARY KEY (contact_id, street, house, detail)
);
CREATE INDEX followed_district ON followed (district, contact_id);
-- An answer to an announcement that its author has let the team read.
ALTER TABLE reports ADD COLUMN shared INTEGER NOT NULL DEFAULT 0;
