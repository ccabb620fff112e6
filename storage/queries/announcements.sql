-- part: columns
-- An announcement.
a.id, a.author_id, a.district, a.street, a.from_house, a.to_house, a.house, a.words, a.severity, a.state, a.version, a.due_at, a.expires_at,
a.approved_by, a.fanned_to, a.corrects, a.by_officer, a.soon, a.meeting, a.role,
a.rule, a.skips_holidays, a.first_at, a.origin, a.topic, a.staircase, a.also_following, a.way;

-- part: wanting
-- People who want announcements, and this topic.
c.announcements = 1 AND c.merged_into IS NULL AND (:topic = '' OR NOT EXISTS (
    SELECT 1 FROM unwanted_topics AS x WHERE x.contact_id = c.id AND x.topic = :topic));

-- part: living_there
-- Whom an announcement is for: people who want it and whose remembered address lies in its district, street, houses, staircase.
{wanting} AND c.district = :district AND (:street = '' OR c.street = :street)
AND (:house = '' OR c.house = :house) AND (:staircase = '' OR c.detail = :staircase)
AND (:from_house IS NULL OR c.house_number BETWEEN :from_house AND :to_house);

-- part: audience
-- Whom an announcement is for, unless another part takes its place.
{living_there};

-- part: followers
-- The same of another address that they follow.
{wanting} AND c.id IN (SELECT f.contact_id FROM followed AS f WHERE f.district = :district AND (:street = '' OR f.street = :street)
    AND (:house = '' OR f.house = :house) AND (:staircase = '' OR f.detail = :staircase)
    AND (:from_house IS NULL OR f.house_number BETWEEN :from_house AND :to_house));

-- part: either
-- Both, each person once.
(c.id IN (SELECT c.id FROM contacts AS c WHERE {living_there}) OR c.id IN (SELECT c.id FROM contacts AS c WHERE {followers}));

-- part: team_people
-- The district's team and its officer, whether they want announcements or not.
c.merged_into IS NULL AND c.id IN (
    SELECT r.contact_id FROM team_members AS r WHERE r.district = :district AND r.since <= :now AND r.until > :now);

-- part: team_and_groups
-- The same, and the team's groups.
({team_people} OR c.id IN (SELECT r.contact_id FROM team_groups AS r WHERE r.district = :district AND r.since <= :now AND r.until > :now));

-- name: add
-- A draft.
INSERT INTO announcements (author_id, urn_id, by_officer, soon, district, street, from_house, to_house, house, staircase, role, topic, words,
                           severity, state, version, due_at, expires_at, rule, skips_holidays, first_at, also_following, corrects, meeting,
                           created_at, changed_at)
VALUES (:author, :urn, :by_officer, :soon, :district, :street, :from_house, :to_house, :house, :staircase, :role, :topic, :words, :severity,
        'draft', 1, :due_at, :expires_at, :rule, :skips_holidays, :first_at, :also_following, :corrects, :meeting, :now, :now)
RETURNING id;

-- name: change
-- Another text, audience or time: whatever was approved before was another version.
UPDATE announcements SET street = :street, from_house = :from_house, to_house = :to_house, house = :house, staircase = :staircase, role = :role,
    topic = :topic, words = :words, rule = :rule, skips_holidays = :skips_holidays, first_at = :first_at, severity = :severity,
    also_following = :also_following,
    by_officer = :by_officer, soon = :soon, due_at = :due_at, expires_at = :expires_at, state = 'draft', version = version + 1,
    approved_by = NULL, approved_at = NULL, changed_at = :now
WHERE id = :id AND state IN ('draft', 'waiting', 'approved');

-- name: by_id
-- One announcement.
SELECT {columns} FROM announcements AS a WHERE a.id = :id;

-- name: invitation
-- By which people are asked to a meeting; what comes later are new agendas.
SELECT {columns} FROM announcements AS a WHERE a.meeting = :meeting ORDER BY a.id LIMIT 1;

-- name: visible
-- The one door to an announcement that has not been sent: its district's team and officer, and supervisors.
SELECT {columns} FROM announcements AS a WHERE a.id = :id AND EXISTS (
    SELECT 1 FROM team_members AS r WHERE r.contact_id = :viewer AND r.since <= :now AND r.until > :now
      AND (r.district = a.district OR r.role = 'supervisor'));

-- name: for_address
-- The latest that are valid and for an address.
SELECT {columns} FROM announcements AS a
WHERE a.district = :district AND a.state IN ('sending', 'sent') AND a.expires_at > :now AND a.role = '' AND a.meeting IS NULL
  AND (a.street = '' OR a.street = :street) AND (a.house = '' OR a.house = :house)
  AND (a.staircase = '' OR a.staircase = :detail)
  AND (a.from_house IS NULL OR :house_number BETWEEN a.from_house AND a.to_house)
  AND NOT EXISTS (SELECT 1 FROM announcements AS l WHERE l.origin = COALESCE(a.origin, a.id) AND l.id > a.id AND l.state IN ('sending', 'sent'))
ORDER BY a.id DESC LIMIT :limit;

-- name: districts_of
-- For which districts somebody may write.
SELECT DISTINCT r.district FROM team_members AS r WHERE r.contact_id = :contact AND r.role <> 'supervisor' AND r.since <= :now AND r.until > :now
ORDER BY r.district;

-- name: team
-- A district's team.
SELECT DISTINCT r.contact_id FROM team_members AS r WHERE r.district = :district AND r.since <= :now AND r.until > :now ORDER BY r.contact_id;

-- name: ask
-- It waits for a second person.
UPDATE announcements SET state = 'waiting', changed_at = :now WHERE id = :id AND state = 'draft' AND version = :version RETURNING id;

-- name: approve
-- Exactly this version, by somebody else than its author, once.
UPDATE announcements SET state = 'approved', approved_by = :contact, approved_at = :now, due_at = :due_at, expires_at = :expires_at, changed_at = :now
WHERE id = :id AND state = 'waiting' AND version = :version AND author_id <> :contact RETURNING id;

-- name: release
-- An officer's urgent one leaves at once and is countersigned afterwards.
UPDATE announcements SET state = 'approved', due_at = :due_at, changed_at = :now
WHERE id = :id AND state = 'draft' AND version = :version RETURNING id;

-- name: countersign
-- Afterwards, by somebody else, once.
UPDATE announcements SET approved_by = :contact, approved_at = :now
WHERE id = :id AND version = :version AND state IN ('approved', 'sending', 'sent', 'stopped') AND approved_by IS NULL AND author_id <> :contact
RETURNING id;

-- name: back
-- Back to a draft, before the first message has left.
UPDATE announcements SET state = 'draft', version = version + 1, approved_by = NULL, approved_at = NULL, changed_at = :now
WHERE id = :id AND state IN ('waiting', 'approved') RETURNING id;

-- name: end
-- Sent as a whole, stopped, or dropped.
UPDATE announcements SET state = :state, changed_at = :now 
WHERE id = :id AND (state IN ('waiting', 'approved', 'sending') OR (:state = 'stopped' AND state = 'sent')) RETURNING id;

-- name: repeat
-- The next time of a repeated one, as it was approved.
INSERT INTO announcements (author_id, urn_id, by_officer, soon, district, street, from_house, to_house, house, staircase, role, topic, words,
                           severity, state, version, due_at, expires_at, rule, skips_holidays, first_at, origin, approved_by, approved_at, created_at, changed_at)
SELECT a.author_id, a.urn_id, a.by_officer, a.soon, a.district, a.street, a.from_house, a.to_house, a.house, a.staircase, a.role, a.topic, a.words,
       a.severity, 'approved', 1, :due_at, :expires_at, a.rule, a.skips_holidays, a.first_at, COALESCE(a.origin, a.id), a.approved_by,
       a.approved_at, :now, :now
FROM announcements AS a WHERE a.id = :id
RETURNING id;

-- name: next_of
-- The time of a repeated one that has not come yet.
SELECT n.id, n.due_at FROM announcements AS n JOIN announcements AS a ON a.id = :id
WHERE COALESCE(n.origin, n.id) = COALESCE(a.origin, a.id) AND n.id > a.id AND n.state = 'approved' ORDER BY n.id LIMIT 1;

-- name: reword_following
-- The times of a repeated one that follow this, and have not begun to leave, say something else; a correction was approved.
UPDATE announcements SET words = :words, version = version + 1, approved_by = :approved_by, changed_at = :now
WHERE state = 'approved' AND id > :id AND (:former = '' OR words = :former) AND origin = (SELECT COALESCE(a.origin, a.id) FROM announcements AS a WHERE a.id = :id);

-- name: drop_draft
-- What nobody has been asked about yet.
UPDATE announcements SET state = 'dropped', changed_at = :now WHERE id = :id AND state = 'draft' RETURNING id;

-- name: skip_waiting
-- Somebody wants no announcements: what waits for them does not leave.
UPDATE outbox SET settled_at = :now, outcome = 'skipped'
WHERE recipient = :recipient AND settled_at IS NULL AND started_at IS NULL AND ((about LIKE 'announcement:%' AND key LIKE about || ':contact:%')
    OR (about LIKE 'meeting:%' AND key LIKE about || ':%:contact:%' AND NOT EXISTS (
        SELECT 1 FROM asked AS a WHERE a.contact_id = :contact AND 'meeting:' || a.meeting_id = outbox.about AND COALESCE(a.answer, 'no') <> 'no')));

-- name: sending
-- The next slice begins behind this person.
UPDATE announcements SET state = 'sending', fanned_to = :fanned_to, way = :way WHERE id = :id AND state IN ('approved', 'sending');

-- name: slice_end
-- The last person of the next slice.
SELECT MAX(id) AS id, COUNT(*) AS count FROM (SELECT c.id FROM contacts AS c WHERE c.id > :after AND {audience} ORDER BY c.id LIMIT :limit) AS slice;

-- name: fan_out
-- A slice of the audience gets its rows. Keys are unique: a slice that is repeated after a crash does no harm.
INSERT INTO outbox (key, lane, recipient, channel, priority, verb, otherwise, prompt, about, if_uncertain, created_at, due_at, expires_at, available_at)
SELECT 'announcement:' || :id || ':contact:' || c.id, 'contact:' || c.id || '/' || :lane, 'contact:' || c.id,
       COALESCE({first_channel}, ''),
       :priority, 'say', 'say', :prompt, 'announcement:' || :id, :if_uncertain, :now, {waits_until}, :expires_at, {waits_until}
FROM contacts AS c WHERE c.id > :after AND c.id <= :last AND {audience}
  AND NOT EXISTS (SELECT 1 FROM outbox AS had WHERE had.recipient = 'contact:' || c.id AND had.about = 'announcement:' || :id
                  AND had.key LIKE had.about || ':contact:%')
ON CONFLICT (key) DO NOTHING;

-- name: fan_out_asked
-- Whoever is invited to a meeting is asked; `sequence` is the last change that the invitation knows.
INSERT INTO asked (meeting_id, contact_id, heard) SELECT :meeting, c.id, :sequence FROM contacts AS c
WHERE c.id > :after AND c.id <= :last AND {audience}
ON CONFLICT (meeting_id, contact_id) DO NOTHING;

-- part: got_it
-- Those who got the announcement that is corrected, by their rows, as far as they are there still: not those who had everything deleted,
-- nor who has left the team that it was for; of a meeting's new agenda, not who wants no announcements and does not come.
outbox AS o JOIN contacts AS c ON c.id = o.contact_id
WHERE o.about = :old AND o.key LIKE :old || ':contact:%' AND o.outcome = 'sent' AND c.erased_at IS NULL
  AND (:role <> 'team' OR c.id IN (SELECT r.contact_id FROM team_members AS r WHERE r.district = :district AND r.since <= :now AND r.until > :now)
       OR c.id IN (SELECT r.contact_id FROM team_groups AS r WHERE r.district = :district AND r.since <= :now AND r.until > :now))
  AND (:meeting IS NULL OR :role = 'team' OR c.announcements = 1
       OR EXISTS (SELECT 1 FROM asked AS a WHERE a.meeting_id = :meeting AND a.contact_id = c.id AND COALESCE(a.answer, 'no') <> 'no')
       OR EXISTS (SELECT 1 FROM attendance AS t JOIN occurrences AS h ON h.id = t.occurrence_id
                  WHERE t.contact_id = c.id AND h.meeting_id = :meeting AND t.answer <> 'no'));

-- name: slice_end_of_correction
-- The last row of the next slice.
SELECT MAX(id) AS id, COUNT(*) AS count FROM (SELECT o.id FROM {got_it} AND o.id > :after ORDER BY o.id LIMIT :limit) AS slice;

-- name: fan_out_correction
-- What stands in a chat is changed; elsewhere the correction is said. Only to whoever got the first.
INSERT INTO outbox (key, lane, recipient, channel, priority, verb, target, otherwise, prompt, about, if_uncertain, created_at, due_at,
                    expires_at, available_at)
SELECT 'announcement:' || :id || SUBSTR(o.key, LENGTH(:old) + 1), o.recipient || '/' || :lane, o.recipient, o.channel,
       :priority, 'replace', o.key, 'say', :prompt, 'announcement:' || :id, :if_uncertain, :now, {waits_until}, :expires_at, {waits_until}
FROM {got_it} AND o.id > :after AND o.id <= :last
ON CONFLICT (key) DO NOTHING;

-- name: head_count_of_correction
-- How many people, by the channel on which each got the first, and by language.
SELECT o.channel, c.language, COUNT(*) AS count FROM {got_it} GROUP BY o.channel, c.language ORDER BY o.channel, c.language;

-- name: head_count
-- How many people, by the channel on which each would get it ('' where somebody cannot be reached now), and by language.
SELECT COALESCE(reached.channel, '') AS channel, reached.language, COUNT(*) AS count FROM (
    SELECT {first_channel} AS channel, c.language FROM contacts AS c WHERE {audience}) AS reached
GROUP BY reached.channel, reached.language ORDER BY channel, reached.language;

-- name: groups
-- How many groups are linked with a team, and can be written to.
SELECT COUNT(*) AS count FROM team_groups AS r WHERE r.district = :district AND r.since <= :now AND r.until > :now
  AND EXISTS (SELECT 1 FROM urns AS u WHERE u.contact_id = r.contact_id AND u.stopped_at IS NULL);

-- name: figures
-- What became of it, by channel and outcome; NULL while a message waits.
SELECT o.channel, o.outcome, COALESCE(o.reported, '') AS reported, o.started_at IS NOT NULL AS started, COUNT(*) AS count
FROM outbox AS o WHERE o.about = :about AND o.key LIKE :keys GROUP BY o.channel, o.outcome, COALESCE(o.reported, ''), o.started_at IS NOT NULL;

-- name: stop
-- What has not left does not leave.
UPDATE outbox SET settled_at = :now, outcome = 'skipped' WHERE about = :about AND key LIKE :keys AND settled_at IS NULL AND started_at IS NULL;
