-- name: add
-- A code that was asked for at an address.
INSERT INTO links (seal, urn_id, telephone, made_at, expires_at) VALUES (:seal, :urn, :telephone, :now, :expires_at)
ON CONFLICT (seal) DO NOTHING RETURNING id;

-- name: void
-- A new code takes the place of those that were asked for before; what was never used is not kept.
DELETE FROM links WHERE used_at IS NULL AND (urn_id = :urn OR expires_at <= :now);

-- name: open
-- The code that somebody enters, if it can still be used, and who asked for it.
SELECT l.id, l.urn_id, l.telephone, u.contact_id, l.urns FROM links AS l JOIN urns AS u ON u.id = l.urn_id
WHERE l.seal = :seal AND l.used_at IS NULL AND l.expires_at > :now;

-- name: by_id
-- The same by its number.
SELECT l.id, l.urn_id, l.telephone, u.contact_id, l.urns FROM links AS l JOIN urns AS u ON u.id = l.urn_id
WHERE l.id = :id AND l.used_at IS NULL AND l.expires_at > :now;

-- name: use
-- Two people are one from now on; who they were, and which roles came along, is kept for parting.
UPDATE links SET seal = 'used:' || id, used_at = :now, contact_id = :contact, into_id = :into,
    roles = (SELECT json_group_array(r.id) FROM roles AS r WHERE r.contact_id = :contact),
    urns = (SELECT json_group_array(u.id) FROM urns AS u WHERE u.contact_id = :contact)
WHERE id = :id AND used_at IS NULL AND expires_at > :now RETURNING id;

-- name: standing
-- What stands joined to a person.
SELECT l.id, l.urn_id, l.telephone, l.contact_id, l.urns FROM links AS l WHERE l.into_id = :into AND l.used_at IS NOT NULL AND l.ended_at IS NULL ORDER BY l.id;

-- name: end
-- They are parted.
UPDATE links SET ended_at = :now WHERE id = :id;

-- name: join_links
-- What stood joined to somebody who is joined to somebody else.
UPDATE links SET into_id = :into WHERE into_id = :contact AND used_at IS NOT NULL AND ended_at IS NULL;

-- name: join_known
-- What is known of the one is known of the other: an address is not remembered twice, a warning not said twice.
UPDATE contacts SET
    street = COALESCE(street, (SELECT o.street FROM contacts AS o WHERE o.id = :contact)),
    house = CASE WHEN street IS NULL THEN (SELECT o.house FROM contacts AS o WHERE o.id = :contact) ELSE house END,
    detail = CASE WHEN street IS NULL THEN (SELECT o.detail FROM contacts AS o WHERE o.id = :contact) ELSE detail END,
    district = CASE WHEN street IS NULL THEN (SELECT o.district FROM contacts AS o WHERE o.id = :contact) ELSE district END,
    house_number = CASE WHEN street IS NULL THEN (SELECT o.house_number FROM contacts AS o WHERE o.id = :contact) ELSE house_number END,
    announcements = CASE WHEN street IS NULL THEN (SELECT o.announcements FROM contacts AS o WHERE o.id = :contact) ELSE announcements END,
    remembered_at = COALESCE(remembered_at, (SELECT o.remembered_at FROM contacts AS o WHERE o.id = :contact)),
    warned = CASE WHEN (SELECT o.warned FROM contacts AS o WHERE o.id = :contact) = 1 THEN 1 ELSE warned END,
    discreet = CASE WHEN (SELECT o.discreet FROM contacts AS o WHERE o.id = :contact) = 1 THEN 1 ELSE discreet END
WHERE id = :into;

-- name: join_contact
-- The one is the other from now on; what was known of it waits for a parting.
UPDATE contacts SET merged_into = :into WHERE id = :contact;

-- name: join_urns
-- Its addresses are tried after the other's.
UPDATE urns SET contact_id = :into, position = position + 1 + (SELECT MAX(o.position) FROM urns AS o WHERE o.contact_id = :into)
WHERE contact_id = :contact;

-- name: join_sessions
-- Conversations go on where they are held.
UPDATE sessions SET contact_id = :into WHERE contact_id = :contact;

-- name: join_reports
-- One history.
UPDATE reports SET author_id = :into WHERE author_id = :contact;

-- name: join_announcements
-- What one of a team has written is the same person's, who cannot approve it from the other phone.
UPDATE announcements SET author_id = :into WHERE author_id = :contact;

-- name: join_meetings
-- So are the meetings that they have called.
UPDATE meetings SET author_id = :into WHERE author_id = :contact;

-- name: join_asked
-- What both are asked to is asked once; the other's answer stands.
INSERT INTO asked (meeting_id, contact_id, answer, heard) SELECT a.meeting_id, :into, a.answer, a.heard FROM asked AS a WHERE a.contact_id = :contact
ON CONFLICT (meeting_id, contact_id) DO UPDATE SET answer = COALESCE(asked.answer, excluded.answer);

-- name: join_attendance
-- The same for single times.
INSERT INTO attendance (occurrence_id, contact_id, answer) SELECT t.occurrence_id, :into, t.answer FROM attendance AS t WHERE t.contact_id = :contact
ON CONFLICT (occurrence_id, contact_id) DO NOTHING;

-- name: join_followed
-- What both follow, once.
INSERT INTO followed (contact_id, street, house, detail, house_number, district)
SELECT :into, f.street, f.house, f.detail, f.house_number, f.district FROM followed AS f WHERE f.contact_id = :contact
ON CONFLICT (contact_id, street, house, detail) DO NOTHING;

-- name: join_topics
-- What the one does not want the other does not get.
INSERT INTO unwanted_topics (contact_id, topic) SELECT :into, x.topic FROM unwanted_topics AS x WHERE x.contact_id = :contact
ON CONFLICT (contact_id, topic) DO NOTHING;

-- name: join_questions
-- Questions, too.
UPDATE questions SET contact_id = :into WHERE contact_id = :contact;

-- name: end_calendars
-- Whose meetings stand behind a calendar's address is another question now: each asks for a new one.
DELETE FROM calendars WHERE contact_id IN (:contact, :into);

-- name: join_twice
-- What both were to get comes once.
UPDATE outbox SET settled_at = :now, outcome = 'skipped'
WHERE recipient = :into_lane AND settled_at IS NULL AND started_at IS NULL AND key LIKE '%:contact:%' AND EXISTS (
    SELECT 1 FROM outbox AS had WHERE had.recipient = :into_lane AND had.about = outbox.about AND had.id < outbox.id
      AND SUBSTR(had.key, 1, INSTR(had.key, ':contact:')) = SUBSTR(outbox.key, 1, INSTR(outbox.key, ':contact:')) AND had.key LIKE '%:contact:%');

-- name: join_attachments
-- Pictures and documents, too.
UPDATE attachments SET contact_id = :into WHERE contact_id = :contact;

-- name: join_roles
-- An officer's second telephone is the same officer.
UPDATE roles SET contact_id = :into WHERE contact_id = :contact;

-- name: join_absences
-- Absences are the officer's.
UPDATE absences SET contact_id = :into WHERE contact_id = :contact;

-- name: join_substitutions
-- So is standing in for somebody.
UPDATE absences SET substitute_id = :into WHERE substitute_id = :contact;

-- name: join_exclusions
-- What was closed to the one is closed to the other.
INSERT INTO exclusions (report, contact_id) SELECT x.report, :into FROM exclusions AS x WHERE x.contact_id = :contact
ON CONFLICT (report, contact_id) DO NOTHING;

-- name: join_inbox
-- What waits to be handled keeps its order in the other's lane.
UPDATE inbox SET lane = :into_lane WHERE lane = :lane AND settled_at IS NULL;

-- name: join_outbox
-- What was said to the one was said to the other.
UPDATE outbox SET recipient = :into_lane, lane = REPLACE(REPLACE(lane, :lane || '/', :into_lane || '/'), :lane || '@', :into_lane || '@')
WHERE recipient = :lane;

-- name: join_flights
-- What is being repeated goes to the same person.
UPDATE outbox SET contact_id = :into WHERE settled_at IS NULL AND contact_id = :contact;

-- name: join_timers
-- The clock knows the person by the other number.
UPDATE timers SET subject = REPLACE(subject, :lane || '@', :into_lane || '@') WHERE subject LIKE :lane || '@%';

-- name: join_timers_of_person
-- Of what both waited for, the sooner.
INSERT INTO timers (name, subject, due_at) SELECT name, :into_lane, due_at FROM timers AS o WHERE o.subject = :lane
ON CONFLICT (name, subject) DO UPDATE SET due_at = CASE WHEN excluded.due_at < timers.due_at THEN excluded.due_at ELSE timers.due_at END;

-- name: drop_timers_of_person
-- They were taken over.
DELETE FROM timers WHERE subject = :lane;

-- name: part_urns
-- The addresses are somebody's own again.
UPDATE urns SET contact_id = :contact, position = 0 WHERE contact_id = :into AND id IN (SELECT value FROM json_each(:urns));

-- name: part_contact
-- Whoever it was before.
UPDATE contacts SET merged_into = NULL WHERE id = :contact;

-- name: part_address
-- The remembered address that had come along.
UPDATE contacts SET street = NULL, house = NULL, detail = NULL, remembered_at = NULL, district = NULL, house_number = NULL, announcements = 0
WHERE id = :into AND remembered_at = (SELECT o.remembered_at FROM contacts AS o WHERE o.id = :contact)
  AND street = (SELECT o.street FROM contacts AS o WHERE o.id = :contact);

-- name: part_links
-- What had stood joined to it before stands joined to it again.
UPDATE links SET into_id = :contact
WHERE into_id = :into AND id <> :id AND ended_at IS NULL AND urn_id IN (SELECT value FROM json_each(:urns));

-- name: part_sessions
-- The conversations that are held there stay there.
UPDATE sessions SET contact_id = :contact WHERE urn_id IN (SELECT value FROM json_each(:urns));

-- name: part_reports
-- What was reported from there goes along.
UPDATE reports SET author_id = :contact WHERE author_id = :into AND urn_id IN (SELECT value FROM json_each(:urns));

-- name: part_announcements
-- So is what was written from there.
UPDATE announcements SET author_id = :contact WHERE author_id = :into AND urn_id IN (SELECT value FROM json_each(:urns));

-- name: part_meetings
-- With the invitations that were written there go their meetings.
UPDATE meetings SET author_id = :contact WHERE author_id = :into AND id IN (SELECT n.meeting FROM announcements AS n WHERE n.author_id = :contact);

-- name: part_questions
-- What was asked there.
UPDATE questions SET contact_id = :contact WHERE contact_id = :into AND urn_id IN (SELECT u.id FROM urns AS u WHERE u.contact_id = :contact);

-- name: part_attachments
-- With its pictures and documents.
UPDATE attachments SET contact_id = :contact
WHERE contact_id = :into AND inbox_id IN (SELECT i.id FROM inbox AS i WHERE i.urn_id IN (SELECT value FROM json_each(:urns)));

-- name: part_roles
-- Roles go back to whom they were given.
UPDATE roles SET contact_id = :contact
WHERE contact_id = :into AND id IN (SELECT value FROM json_each((SELECT l.roles FROM links AS l WHERE l.id = :id)));

-- name: part_absences
-- And absences with them.
UPDATE absences SET contact_id = :contact WHERE contact_id = :into
  AND NOT EXISTS (SELECT 1 FROM roles AS r WHERE r.contact_id = :into)
  AND (SELECT l.roles FROM links AS l WHERE l.id = :id) <> '[]';

-- name: part_substitutions
-- And standing in.
UPDATE absences SET substitute_id = :contact WHERE substitute_id = :into
  AND NOT EXISTS (SELECT 1 FROM roles AS r WHERE r.contact_id = :into)
  AND (SELECT l.roles FROM links AS l WHERE l.id = :id) <> '[]';

-- name: part_inbox
-- What came from there and waits.
UPDATE inbox SET lane = :lane WHERE urn_id IN (SELECT value FROM json_each(:urns)) AND settled_at IS NULL;

-- name: part_outbox
-- What waits to be said there, is on its way there, or is about what was reported from there.
UPDATE outbox SET recipient = :lane, lane = :lane || CASE WHEN priority = 3 THEN '/bulk' WHEN fell_back = 1 THEN '/reply/urgent' ELSE '/reply' END,
    contact_id = CASE WHEN started_at IS NULL THEN NULL ELSE :contact END
WHERE recipient = :into_lane AND settled_at IS NULL
  AND (urn_id IN (SELECT value FROM json_each(:urns)) OR only_urn_id IN (SELECT value FROM json_each(:urns))
       OR first_urn_id IN (SELECT value FROM json_each(:urns))
       OR about IN (SELECT 'report:' || r.number FROM reports AS r WHERE r.author_id = :contact));

-- name: part_said
-- What was said there was said to it.
UPDATE outbox SET recipient = :lane
WHERE recipient = :into_lane AND settled_at IS NOT NULL AND urn_id IN (SELECT value FROM json_each(:urns));

-- name: part_timers
-- What the clock has for those conversations.
UPDATE timers SET subject = :lane || SUBSTR(subject, LENGTH(:into_lane) + 1)
WHERE subject IN (SELECT :into_lane || '@' || value FROM json_each(:urns));
