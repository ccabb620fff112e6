-- part: columns
-- A meeting.
m.id, m.uid, m.district, m.author_id, m.by_officer, m.agenda, m.place, m.latitude, m.longitude, m.starts_at, m.minutes, m.rule, m.skips_holidays,
m.seats, m.is_open, m.of_team, m.state, m.sequence, m.changed_at,
(SELECT json_group_array(q.text) FROM (SELECT text FROM questions WHERE meeting_id = m.id AND state = 'taken' ORDER BY id) AS q) AS extra;

-- part: time
-- One time of a meeting.
o.id, o.meeting_id, o.planned_at, o.starts_at, o.state, o.sequence;

-- part: may_come
-- Whether somebody may come to a meeting (m): the team to its own; to others whoever is asked, and who lives where it is open.
CASE WHEN m.of_team = 1 THEN EXISTS (SELECT 1 FROM team_members AS r WHERE r.contact_id = :viewer AND r.district = m.district
                                     AND r.since <= :now AND r.until > :now)
     ELSE EXISTS (SELECT 1 FROM asked AS a WHERE a.meeting_id = m.id AND a.contact_id = :viewer)
          OR (m.is_open = 1 AND EXISTS (SELECT 1 FROM contacts AS c WHERE c.id = :viewer AND c.district = m.district)) END;

-- part: still_asked
-- Whoever is one person still (c); of a team's meeting, who belongs to the team still.
c.merged_into IS NULL AND (NOT :of_team OR EXISTS (SELECT 1 FROM team_members AS r JOIN meetings AS m ON m.id = :meeting
    WHERE r.contact_id = c.id AND r.district = m.district AND r.since <= :now AND r.until > :now)
    OR EXISTS (SELECT 1 FROM team_groups AS r JOIN meetings AS m ON m.id = :meeting
    WHERE r.contact_id = c.id AND r.district = m.district AND r.since <= :now AND r.until > :now));

-- part: invitation
-- What invitations to a meeting are about: the announcement by which people are asked.
(SELECT 'announcement:' || n.id FROM announcements AS n WHERE n.meeting = :meeting ORDER BY n.id LIMIT 1);

-- part: of_meeting
-- What invitations to a meeting, and its new agendas, are about.
(SELECT 'announcement:' || n.id FROM announcements AS n WHERE n.meeting = :meeting);

-- part: answer_of
-- What somebody (asked AS a, attendance AS t) says of one time.
COALESCE(t.answer, a.answer);

-- name: add
-- A meeting that is being composed.
INSERT INTO meetings (uid, district, author_id, by_officer, agenda, place, latitude, longitude, starts_at, minutes, rule, skips_holidays, seats,
                      is_open, of_team, state, changed_at)
VALUES (:uid, :district, :author, :by_officer, :agenda, :place, :latitude, :longitude, :starts_at, :minutes, :rule, :skips_holidays, :seats,
        :is_open, :of_team, 'draft', :now)
RETURNING id;

-- name: change
-- Composed anew, before anybody was asked.
UPDATE meetings SET by_officer = :by_officer, agenda = :agenda, place = :place, latitude = :latitude, longitude = :longitude,
    starts_at = :starts_at, minutes = :minutes, rule = :rule, skips_holidays = :skips_holidays, seats = :seats, is_open = :is_open,
    of_team = :of_team, changed_at = :now
WHERE id = :id AND state = 'draft';

-- name: call
-- The first are invited.
UPDATE meetings SET state = 'called', changed_at = :now WHERE id = :id AND state = 'draft' RETURNING id;

-- name: add_occurrence
-- One of its times.
INSERT INTO occurrences (meeting_id, planned_at, starts_at, state) VALUES (:meeting, :at, :at, :state)
ON CONFLICT (meeting_id, planned_at) DO NOTHING;

-- name: by_id
-- One meeting.
SELECT {columns} FROM meetings AS m WHERE m.id = :id;

-- name: visible
-- The one door for whoever runs it: its district's team and officer, and supervisors.
SELECT {columns} FROM meetings AS m WHERE m.id = :id AND EXISTS (
    SELECT 1 FROM team_members AS r WHERE r.contact_id = :viewer AND r.since <= :now AND r.until > :now
      AND (r.district = m.district OR r.role = 'supervisor'));

-- name: open_to
-- The one door for everybody else: whoever may come.
SELECT {columns} FROM meetings AS m WHERE m.id = :id AND m.state <> 'draft' AND {may_come};

-- name: runs
-- Whether somebody runs the meetings of a district: its chair, its officer, a supervisor.
SELECT 1 FROM team_members AS r WHERE r.contact_id = :viewer AND r.since <= :now AND r.until > :now
  AND (r.role = 'supervisor' OR (r.role IN ('officer', 'chair') AND r.district = :district));

-- name: occurrence
-- One time.
SELECT {time} FROM occurrences AS o WHERE o.id = :id;

-- name: occurrences
-- All times of a meeting.
SELECT {time} FROM occurrences AS o WHERE o.meeting_id = :meeting ORDER BY o.planned_at;

-- name: next_occurrence
-- Its next time that takes place.
SELECT {time} FROM occurrences AS o WHERE o.meeting_id = :meeting AND o.state = 'planned' AND o.starts_at > :now ORDER BY o.starts_at LIMIT 1;

-- name: coming_in
-- What a district's team has called, the next time of each.
SELECT o.id AS occurrence, {columns} FROM meetings AS m JOIN occurrences AS o ON o.id = (
    SELECT n.id FROM occurrences AS n WHERE n.meeting_id = m.id AND n.state = 'planned' AND n.starts_at > :now ORDER BY n.starts_at LIMIT 1)
WHERE m.district IN (SELECT value FROM json_each(:districts)) AND m.state = 'called' ORDER BY o.starts_at LIMIT :limit;

-- name: coming_for
-- What somebody may come to, the next time of each.
SELECT o.id AS occurrence, {columns} FROM meetings AS m JOIN occurrences AS o ON o.id = (
    SELECT n.id FROM occurrences AS n WHERE n.meeting_id = m.id AND n.state = 'planned' AND n.starts_at > :now ORDER BY n.starts_at LIMIT 1)
WHERE m.state = 'called' AND {may_come}
ORDER BY o.starts_at LIMIT :limit;

-- name: answer_all
-- Somebody's answer for all times.
INSERT INTO asked (meeting_id, contact_id, answer, heard) VALUES (:meeting, :contact, :answer, :heard)
ON CONFLICT (meeting_id, contact_id) DO UPDATE SET answer = :answer;

-- name: forget_single_answers
-- It takes the place of those for single times that are still to come.
DELETE FROM attendance WHERE contact_id = :contact AND occurrence_id IN (
    SELECT o.id FROM occurrences AS o WHERE o.meeting_id = :meeting AND o.starts_at > :now);

-- name: join
-- Somebody who was not asked comes to one of its times.
INSERT INTO asked (meeting_id, contact_id, heard) VALUES (:meeting, :contact, :heard) ON CONFLICT (meeting_id, contact_id) DO NOTHING;

-- name: answer_one
-- Somebody's answer for one time.
INSERT INTO attendance (occurrence_id, contact_id, answer) VALUES (:occurrence, :contact, :answer)
ON CONFLICT (occurrence_id, contact_id) DO UPDATE SET answer = :answer;

-- name: answer_of
-- What somebody says of one time.
SELECT {answer_of} AS answer FROM asked AS a LEFT JOIN attendance AS t ON t.occurrence_id = :occurrence AND t.contact_id = a.contact_id
WHERE a.meeting_id = :meeting AND a.contact_id = :contact;

-- name: comers
-- How many come to one time, how many do not, how many have not answered; a group is nobody.
SELECT COALESCE({answer_of}, '') AS answer, COUNT(*) AS count
FROM asked AS a LEFT JOIN attendance AS t ON t.occurrence_id = :occurrence AND t.contact_id = a.contact_id
WHERE a.meeting_id = :meeting AND NOT EXISTS (SELECT 1 FROM contacts AS c WHERE c.id = a.contact_id AND c.merged_into IS NOT NULL)
  AND a.contact_id NOT IN (SELECT r.contact_id FROM team_groups AS r) GROUP BY 1;

-- name: members_answers
-- What the members of the team say of one time; residents are counted, never listed.
SELECT COALESCE((SELECT i.label FROM invites AS i WHERE i.used_by = a.contact_id AND i.district = m.district ORDER BY i.used_at DESC LIMIT 1), '') AS label,
       COALESCE({answer_of}, '') AS answer
FROM asked AS a JOIN meetings AS m ON m.id = a.meeting_id
LEFT JOIN attendance AS t ON t.occurrence_id = :occurrence AND t.contact_id = a.contact_id
WHERE a.meeting_id = :meeting AND EXISTS (
    SELECT 1 FROM team_members AS r WHERE r.contact_id = a.contact_id AND r.district = m.district AND r.since <= :now AND r.until > :now)
ORDER BY a.contact_id LIMIT :limit;

-- name: move
-- One time is another.
UPDATE occurrences SET starts_at = :starts_at WHERE id = :id AND state = 'planned' RETURNING id;

-- name: relocate
-- It is held in another place.
UPDATE meetings SET place = :place, latitude = :latitude, longitude = :longitude WHERE id = :id AND state = 'called' RETURNING id;

-- name: drop_occurrence
-- One time does not take place.
UPDATE occurrences SET state = 'cancelled' WHERE id = :id AND state = 'planned' RETURNING id;

-- name: cancel
-- It does not take place at all.
UPDATE meetings SET state = 'cancelled' WHERE id = :id AND state = 'called' RETURNING id;

-- name: cancel_coming
-- None of its times that are still to come takes place.
UPDATE occurrences SET state = 'cancelled' WHERE meeting_id = :id AND state = 'planned' AND starts_at > :now;

-- name: reword
-- It is about something else.
UPDATE meetings SET agenda = :agenda, changed_at = :now WHERE id = :id AND state = 'called';

-- name: changed
-- A change that people are told of.
UPDATE meetings SET sequence = sequence + 1, changed_at = :now WHERE id = :id RETURNING sequence;

-- name: changed_time
-- The change is one of this time.
UPDATE occurrences SET sequence = :sequence WHERE id = :id;

-- name: forget_timers
-- Reminders of one time; `from` and `below` enclose its subjects.
DELETE FROM timers WHERE name = :name AND subject >= :from AND subject < :below;

-- name: skip_reminders
-- Reminders of one time, and what was to be told of it before, that have not left do not leave.
UPDATE outbox SET settled_at = :now, outcome = 'skipped'
WHERE about = :about AND settled_at IS NULL AND started_at IS NULL
  AND (SUBSTR(key, 1, LENGTH(:reminders)) = :reminders OR SUBSTR(key, 1, LENGTH(:changes)) = :changes);

-- name: know_already
-- Whoever's invitation has not left yet hears of the change by it.
UPDATE asked SET heard = :sequence WHERE meeting_id = :meeting AND contact_id IN (
    SELECT CAST(SUBSTR(w.recipient, 9) AS INTEGER) FROM outbox AS w
    WHERE w.about = {invitation}
      AND w.settled_at IS NULL AND w.started_at IS NULL AND w.key LIKE w.about || ':contact:%');

-- name: rewrite_waiting
-- Invitations (or new agendas) that have not left yet say what is right now.
UPDATE outbox SET prompt = :prompt, expires_at = :expires_at, priority = CASE WHEN :urgent THEN 2 ELSE priority END,
    available_at = CASE WHEN :urgent AND available_at > :now THEN :now ELSE available_at END
WHERE about IN {of_meeting} AND (about <> {invitation}) = :anew
  AND settled_at IS NULL AND started_at IS NULL AND key LIKE about || ':contact:%';

-- name: invites_until
-- Those that are still to be written are valid as long.
UPDATE announcements SET expires_at = :expires_at WHERE meeting = :meeting AND state IN ('approved', 'sending');

-- name: skip_invitations
-- Invitations and new agendas that have not left do not leave.
UPDATE outbox SET settled_at = :now, outcome = 'skipped'
WHERE about IN {of_meeting}
  AND settled_at IS NULL AND started_at IS NULL AND key LIKE about || ':contact:%';

-- name: stop_inviting
-- Nor are more of them written.
UPDATE announcements SET state = 'stopped', changed_at = :now WHERE meeting = :meeting AND state IN ('approved', 'sending');

-- name: unask_skipped
-- Whoever's invitation was stopped before it left was never asked.
DELETE FROM asked WHERE meeting_id = :meeting AND answer IS NULL AND NOT EXISTS (
    SELECT 1 FROM attendance AS t JOIN occurrences AS o ON o.id = t.occurrence_id WHERE o.meeting_id = :meeting AND t.contact_id = asked.contact_id)
  AND contact_id IN (
    SELECT CAST(SUBSTR(w.recipient, 9) AS INTEGER) FROM outbox AS w
    WHERE w.about = {invitation}
      AND w.outcome = 'skipped' AND w.key LIKE w.about || ':contact:%');

-- name: announcement
-- The announcement by which people are asked.
SELECT n.id FROM announcements AS n WHERE n.meeting = :meeting ORDER BY n.id LIMIT 1;

-- part: to_remind
-- Whoever comes to one time, or may; of a team whoever has not said no.
asked AS a JOIN contacts AS c ON c.id = a.contact_id LEFT JOIN attendance AS t ON t.occurrence_id = :occurrence AND t.contact_id = a.contact_id
WHERE a.meeting_id = :meeting AND a.contact_id > :after AND {still_asked} AND COALESCE({answer_of}, CASE WHEN :of_team THEN 'unsure' ELSE 'no' END) <> 'no';

-- part: to_tell
-- Whoever was asked and does not know of a change yet; who wants no announcements, only if they meant to come.
asked AS a JOIN contacts AS c ON c.id = a.contact_id
WHERE a.meeting_id = :meeting AND a.contact_id > :after AND {still_asked} AND a.heard < :sequence
  AND (c.announcements = 1 OR :of_team OR COALESCE(a.answer, 'no') <> 'no'
       OR EXISTS (SELECT 1 FROM attendance AS t JOIN occurrences AS o ON o.id = t.occurrence_id
                  WHERE t.contact_id = a.contact_id AND o.meeting_id = a.meeting_id AND t.answer <> 'no'));

-- part: put
-- What a message to one of them is.
INSERT INTO outbox (key, lane, recipient, channel, priority, verb, otherwise, prompt, about, if_uncertain, created_at, due_at, expires_at, available_at)
SELECT :key || ':contact:' || c.id, 'contact:' || c.id || '/' || :lane, 'contact:' || c.id, COALESCE({first_channel}, ''),
       :priority, 'say', 'say', :prompt, :about, :if_uncertain, :now, {own_quiet}, :expires_at, {own_quiet} FROM;

-- name: slice_of_reminder
-- The last person of the next slice.
SELECT MAX(id) AS id, COUNT(*) AS count FROM (SELECT a.contact_id AS id FROM {to_remind} ORDER BY a.contact_id LIMIT :limit) AS slice;

-- name: put_reminder
-- A slice of the reminders.
{put} {to_remind} AND a.contact_id <= :last ON CONFLICT (key) DO NOTHING;

-- name: slice_of_change
-- The last person of the next slice.
SELECT MAX(id) AS id, COUNT(*) AS count FROM (SELECT a.contact_id AS id FROM {to_tell} ORDER BY a.contact_id LIMIT :limit) AS slice;

-- name: put_change
-- A slice of those who are told.
{put} {to_tell} AND a.contact_id <= :last ON CONFLICT (key) DO NOTHING;

-- name: forget_calendar
-- A new address takes the place of the old one.
DELETE FROM calendars WHERE contact_id = :contact AND COALESCE(district, -1) = COALESCE(:district, -1);

-- name: add_calendar
-- A secret address of a calendar.
INSERT INTO calendars (seal, contact_id, district, made_at) VALUES (:seal, :contact, :district, :now);

-- name: calendar
-- Whose calendar an address is; a team's only while its reader belongs to the team.
SELECT k.contact_id, k.district FROM calendars AS k WHERE k.seal = :seal AND (k.district IS NULL OR EXISTS (
    SELECT 1 FROM team_members AS r WHERE r.contact_id = k.contact_id AND r.since <= :now AND r.until > :now
      AND (r.district = k.district OR r.role = 'supervisor')));

-- name: of_person
-- What somebody is asked to.
SELECT {columns} FROM meetings AS m JOIN asked AS a ON a.meeting_id = m.id
WHERE a.contact_id = :viewer AND m.state <> 'draft' AND {may_come} AND EXISTS (SELECT 1 FROM occurrences AS o WHERE o.meeting_id = m.id AND o.starts_at > :since) ORDER BY m.id;

-- name: of_district
-- What a team has called.
SELECT {columns} FROM meetings AS m WHERE m.district = :district AND m.state <> 'draft' AND EXISTS (SELECT 1 FROM occurrences AS o WHERE o.meeting_id = m.id AND o.starts_at > :since) ORDER BY m.id;

-- name: refused_times
-- The times to which somebody does not come.
SELECT o.id FROM occurrences AS o JOIN asked AS a ON a.meeting_id = o.meeting_id AND a.contact_id = :contact
LEFT JOIN attendance AS t ON t.occurrence_id = o.id AND t.contact_id = a.contact_id WHERE {answer_of} = 'no';
