-- name: add
-- What an update brought along; its bytes are fetched after the commit.
INSERT INTO attachments (contact_id, inbox_id, kind, channel, reference, state, latitude, longitude, available_at, created_at)
VALUES (:contact, :inbox_id, :kind, :channel, :reference, :state, :latitude, :longitude, :now, :now)
RETURNING id, kind, state, sha256, mime, latitude, longitude, report, entry_id, contact_id, channel, reference;

-- name: order
-- A document that is made after this unit.
INSERT INTO attachments (contact_id, inbox_id, kind, channel, reference, state, then_timer, announcement, available_at, created_at)
VALUES (:contact, :inbox_id, 'document', :maker, :reference, 'waiting', :then_timer, :announcement, :now, :now) RETURNING id;

-- name: of_updates
-- What some updates brought, in order.
SELECT id, kind, state, sha256, mime, latitude, longitude, report, entry_id, contact_id, channel, reference FROM attachments
WHERE inbox_id IN (SELECT value FROM json_each(:updates)) ORDER BY id;

-- name: by_ids
-- Some attachments, in order.
SELECT id, kind, state, sha256, mime, latitude, longitude, report, entry_id, contact_id, channel, reference FROM attachments
WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id;

-- name: of_report
-- All that belongs to a report, without what was refused.
SELECT id, kind, state, sha256, mime, latitude, longitude, report, entry_id, contact_id, channel, reference FROM attachments
WHERE report = :report AND state <> 'refused' ORDER BY id;

-- name: of_announcement
-- What goes with an announcement, in order; of calendar files the latest.
SELECT id, kind, state, sha256, mime, latitude, longitude, report, entry_id, contact_id, channel, reference FROM attachments
WHERE announcement = :announcement AND state IN ('kept', 'waiting') AND (channel <> 'calendar' OR id = (
    SELECT MAX(l.id) FROM attachments AS l WHERE l.announcement = :announcement AND l.channel = 'calendar')) ORDER BY id;

-- name: calendar_of
-- The latest calendar file of an invitation that is there.
SELECT MAX(id) AS id FROM attachments WHERE announcement = :announcement AND channel = 'calendar' AND state = 'kept';

-- name: announce
-- Exactly these of a person's attachments go with an announcement (calendar files are made, and stay).
UPDATE attachments SET announcement = CASE WHEN id IN (SELECT value FROM json_each(:ids)) THEN :announcement END
WHERE contact_id = :contact AND report IS NULL AND channel <> 'calendar'
  AND (announcement = :announcement OR (announcement IS NULL AND id IN (SELECT value FROM json_each(:ids))));

-- name: announced_to
-- Whether somebody got the announcement with which a file goes, or runs it.
SELECT 1 FROM attachments AS f JOIN announcements AS n ON n.id = f.announcement WHERE f.id = :id AND (
    EXISTS (SELECT 1 FROM outbox AS o WHERE o.recipient = :recipient AND o.key LIKE o.about || ':contact:%'
            AND o.about IN (SELECT 'announcement:' || t.id FROM announcements AS t WHERE t.id = n.id OR t.origin = n.id))
    OR (f.channel = 'calendar' AND EXISTS (SELECT 1 FROM asked AS a WHERE a.meeting_id = n.meeting AND a.contact_id = :viewer))
    OR EXISTS (SELECT 1 FROM team_members AS r WHERE r.contact_id = :viewer AND r.since <= :now AND r.until > :now
               AND (r.district = n.district OR r.role = 'supervisor')));

-- name: attach
-- Puts some of a person's attachments to a report, or to one entry of its conversation; each belongs to one only.
UPDATE attachments SET report = :report, entry_id = :entry
WHERE id IN (SELECT value FROM json_each(:ids)) AND contact_id = :contact AND report IS NULL;

-- name: take_unshown
-- What has arrived from somebody and was not yet shown to the other side; from now on it counts as shown.
UPDATE attachments SET shown = 1 WHERE report = :report AND state = 'kept' AND shown = 0 AND contact_id = :by
RETURNING id, kind, state, sha256, mime, latitude, longitude, report, entry_id, contact_id, channel, reference;

-- name: take_unshown_of_entry
-- The same of one entry.
UPDATE attachments SET shown = 1 WHERE report = :report AND state = 'kept' AND shown = 0 AND entry_id = :entry
RETURNING id, kind, state, sha256, mime, latitude, longitude, report, entry_id, contact_id, channel, reference;

-- name: take_all_unshown
-- The same, whoever sent it.
UPDATE attachments SET shown = 1 WHERE report = :report AND state = 'kept' AND shown = 0
RETURNING id, kind, state, sha256, mime, latitude, longitude, report, entry_id, contact_id, channel, reference;

-- name: due
-- What is to be fetched now, the oldest of each person first: nobody waits behind a crowd of somebody else's.
SELECT a.id, a.channel, a.reference, a.attempts, a.then_timer, a.kind FROM attachments AS a
WHERE a.state = 'waiting' AND a.available_at <= :now
ORDER BY (SELECT COUNT(*) FROM attachments AS e WHERE e.state = 'waiting' AND e.contact_id = a.contact_id AND e.id < a.id), a.available_at, a.id
LIMIT :limit;

-- name: gone
-- What was deleted before it was fetched: the channel's copy must go too.
SELECT id, channel, reference, attempts, then_timer, kind FROM attachments WHERE state = 'gone' ORDER BY id;

-- name: forget
-- Nothing is left of it.
DELETE FROM attachments WHERE id = :id;

-- name: references
-- What is still to be fetched from a channel.
SELECT reference FROM attachments WHERE state IN ('waiting', 'gone');

-- name: next_due
-- When something is to be fetched next.
SELECT MIN(available_at) AS due_at FROM attachments WHERE state = 'waiting';

-- name: keep
-- The bytes are in their file, which is synced.
UPDATE attachments SET state = 'kept', sha256 = :sha256, mime = :mime, kind = :kind WHERE id = :id AND state = 'waiting';

-- name: refuse
-- It cannot be kept.
UPDATE attachments SET state = 'refused', refusal = :refusal WHERE id = :id AND state = 'waiting';

-- name: refusal
-- Why it could not be kept.
SELECT refusal FROM attachments WHERE id = :id;

-- name: postpone
-- It could not be fetched now.
UPDATE attachments SET attempts = attempts + 1, available_at = :available_at WHERE id = :id AND state = 'waiting';

-- name: files
-- All files that a row knows.
SELECT DISTINCT sha256 FROM attachments WHERE sha256 IS NOT NULL;

-- name: unused
-- Attachments that never became part of a report: an abandoned draft's.
DELETE FROM attachments WHERE report IS NULL AND created_at < :before
  AND NOT EXISTS (SELECT 1 FROM announcements AS n WHERE n.id = attachments.announcement AND n.state IN ('waiting', 'approved', 'sending', 'sent', 'stopped'))
  AND state <> 'waiting' AND NOT EXISTS (
    SELECT 1 FROM sessions AS s WHERE s.contact_id = attachments.contact_id AND s.updated_at > :active_since AND channel <> 'my_data');

-- name: came_from
-- Whether it was sent, or asked for, at an address.
SELECT 1 FROM attachments AS a JOIN inbox AS i ON i.id = a.inbox_id WHERE a.id = :id AND i.urn_id = :urn;
