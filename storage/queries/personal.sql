-- part: not_silent
-- What must not be found on a phone: a confidential report that is not to be answered there, or was made on another one.
NOT EXISTS (SELECT 1 FROM confidential AS k WHERE k.report = r.number AND (k.reply_here = 0 OR COALESCE(k.urn_id, :urn) <> :urn));

-- name: contact
-- A person as the system knows them.
SELECT c.language, c.created_at, c.street, c.house, c.detail, c.remembered_at FROM contacts AS c WHERE c.id = :contact;

-- name: channels
-- The ways to reach a person.
SELECT channel, address, stopped_at FROM urns WHERE contact_id = :contact ORDER BY position, id;

-- name: reports
-- A person's reports with all their columns that say something about the person.
SELECT number, district, street, house, detail, category, words, identity, state, reason, rating, promised_at, created_at, changed_at
FROM reports AS r WHERE r.author_id = :contact AND {not_silent} ORDER BY r.number;

-- name: entries
-- The conversations of a person's reports.
SELECT e.report, e.kind, e.text, e.created_at FROM entries AS e JOIN reports AS r ON r.number = e.report
WHERE r.author_id = :contact AND {not_silent} ORDER BY e.id;

-- name: attachments
-- What a person has sent besides words.
SELECT a.id, a.kind, a.state, a.mime, a.latitude, a.longitude, a.report, a.created_at
FROM attachments AS a LEFT JOIN reports AS r ON r.number = a.report WHERE a.contact_id = :contact AND {not_silent}
  AND (a.report IS NOT NULL OR a.inbox_id IN (SELECT i.id FROM inbox AS i WHERE i.urn_id = :urn)) ORDER BY a.id;

-- name: received
-- What came from a person at one address, as far as it is still kept.
SELECT i.channel, i.received_at, i.payload FROM inbox AS i WHERE i.urn_id = :urn AND i.kind <> 'timer' ORDER BY i.id;

-- name: sent
-- What was said to a person at one address, as far as it is still kept.
SELECT key, prompt, created_at, outcome FROM outbox WHERE recipient = :recipient AND COALESCE(urn_id, only_urn_id, first_urn_id, :urn) = :urn ORDER BY id;

-- name: chat
-- The web chat as the person sees it.
SELECT w.from_us, w.text, w.sent_at FROM webchat AS w WHERE w.urn_id = :urn AND w.withdrawn = 0 ORDER BY w.id;

-- name: acts
-- What a person did here, without words.
SELECT u.at, u.verb, u.subject FROM audit AS u LEFT JOIN reports AS r ON u.subject = 'report:' || r.number
WHERE u.actor_id IN (SELECT c.id FROM contacts AS c WHERE c.id = :contact OR c.merged_into = :contact) AND {not_silent} ORDER BY u.id;

-- name: meetings
-- The meetings to which a person is asked, and the answers.
SELECT m.agenda, m.place, m.starts_at, a.answer, NULL AS single, NULL AS single_at FROM asked AS a JOIN meetings AS m ON m.id = a.meeting_id
WHERE a.contact_id = :contact
UNION ALL
SELECT m.agenda, m.place, m.starts_at, NULL, t.answer, o.starts_at FROM attendance AS t JOIN occurrences AS o ON o.id = t.occurrence_id
JOIN meetings AS m ON m.id = o.meeting_id WHERE t.contact_id = :contact ORDER BY 3, 6;

-- name: followed
-- The other addresses that a person follows.
SELECT street, house, detail, district FROM followed WHERE contact_id = :contact ORDER BY street, house;

-- name: unwanted_topics
-- The topics that a person does not want.
SELECT topic FROM unwanted_topics WHERE contact_id = :contact ORDER BY topic;

-- name: questions
-- What a person has asked before meetings, at one address.
SELECT q.text, q.created_at, q.for_team FROM questions AS q WHERE q.contact_id = :contact AND COALESCE(q.urn_id, :urn) = :urn ORDER BY q.id;

-- name: open_numbers
-- A person's open reports: they stay, without identity.
SELECT number FROM reports WHERE author_id = :contact AND state NOT IN ('closed', 'withdrawn') ORDER BY number;

-- name: closed_numbers
-- A person's reports that are over.
SELECT number FROM reports WHERE author_id = :contact AND state IN ('closed', 'withdrawn') ORDER BY number;

-- name: shown_to_others
-- Messages about some reports that stand in other people's chats.
SELECT MIN(key) AS key, contact_id FROM outbox
WHERE (about IN (SELECT 'report:' || value FROM json_each(:numbers))
       OR SUBSTR(key, 1, INSTR(key, ':shared:') - 1) IN (SELECT 'report:' || value FROM json_each(:numbers))) AND outcome = 'sent' AND contact_id <> :contact
  AND external_id IS NOT NULL GROUP BY urn_id, external_id, contact_id ORDER BY MIN(id);

-- name: naming
-- Messages about a report in other people's chats that say what its author told of themselves.
SELECT CASE WHEN verb = 'replace' THEN target ELSE key END AS key, contact_id, settled_at IS NULL AS under_way FROM outbox
WHERE about = :about AND contact_id <> :contact AND instr(prompt, :identity) > 0
  AND (outcome = 'sent' OR (settled_at IS NULL AND started_at IS NOT NULL)) ORDER BY id;

-- name: empty_outbox_about
-- What was said about some reports is not kept any longer than the reports.
UPDATE outbox SET prompt = :empty WHERE (about IN (SELECT 'report:' || value FROM json_each(:numbers))
       OR SUBSTR(key, 1, INSTR(key, ':shared:') - 1) IN (SELECT 'report:' || value FROM json_each(:numbers))) AND settled_at IS NOT NULL;

-- name: drop_waiting_about
-- What waited to be said about them is not said.
UPDATE outbox SET settled_at = :now, outcome = 'skipped', prompt = :empty
WHERE (about IN (SELECT 'report:' || value FROM json_each(:numbers))
       OR SUBSTR(key, 1, INSTR(key, ':shared:') - 1) IN (SELECT 'report:' || value FROM json_each(:numbers))) AND settled_at IS NULL AND started_at IS NULL;

-- name: drop_waiting_naming
-- What waited to be said about an open report and names its author is not said (the card is rewritten before).
UPDATE outbox SET settled_at = :now, outcome = 'skipped', prompt = :empty
WHERE settled_at IS NULL AND started_at IS NULL AND EXISTS (
    SELECT 1 FROM reports AS r WHERE r.author_id = :contact AND r.identity IS NOT NULL AND outbox.about = 'report:' || r.number
      AND outbox.key <> r.card AND outbox.key <> 'report:' || r.number || ':officer' AND instr(outbox.prompt, r.identity) > 0);

-- name: attachments_under_way
-- What was not fetched yet and is nobody's any more: the channel's copy goes first.
UPDATE attachments SET state = 'gone', contact_id = NULL, report = NULL WHERE contact_id = :contact AND report IS NULL AND state = 'waiting' AND channel <> 'calendar';

-- name: attachments_of_reports_under_way
-- The same of reports that are over.
UPDATE attachments SET state = 'gone', contact_id = NULL, report = NULL, entry_id = NULL
WHERE report IN (SELECT value FROM json_each(:numbers)) AND state = 'waiting';

-- name: empty_report
-- The report stays as a figure: number, district, kind, state, dates.
UPDATE reports SET author_id = NULL, urn_id = NULL, identity = NULL, words = '', street = '', house = '', detail = ''
WHERE number IN (SELECT value FROM json_each(:numbers));

-- name: empty_confidential
-- How its author could be reached goes too.
UPDATE confidential SET safe_contact = '', code = NULL, urn_id = NULL WHERE report IN (SELECT value FROM json_each(:numbers));

-- name: empty_entries
-- Its conversation goes.
DELETE FROM entries WHERE report IN (SELECT value FROM json_each(:numbers));

-- name: empty_attachments
-- So do its pictures and documents; the files are swept.
DELETE FROM attachments WHERE report IN (SELECT value FROM json_each(:numbers));

-- name: nobodys_reports
-- An open report stays, and nobody knows whose it was.
UPDATE reports SET author_id = NULL, urn_id = NULL, identity = NULL WHERE author_id = :contact;

-- name: drop_drafts
-- What nobody has approved is not sent, and its words are gone.
UPDATE announcements SET state = 'dropped', words = '{"":""}', changed_at = :now WHERE author_id = :contact AND state IN ('draft', 'waiting');

-- name: empty_meetings
-- A meeting to which nobody is asked says nothing any more; one whose invitation was approved is the team's.
UPDATE meetings SET agenda = '[""]', place = '', latitude = NULL, longitude = NULL, changed_at = :now
WHERE author_id = :contact AND state = 'draft'
  AND NOT EXISTS (SELECT 1 FROM announcements AS n WHERE n.meeting = meetings.id AND n.state IN ('approved', 'sending'));

-- name: nobodys_attachments
-- The same for what belongs to an open report, or went out with an announcement.
UPDATE attachments SET contact_id = NULL, inbox_id = 0 WHERE contact_id = :contact AND (report IS NOT NULL OR EXISTS (
    SELECT 1 FROM announcements AS n WHERE n.id = attachments.announcement AND n.state IN ('approved', 'sending', 'sent', 'stopped')));

-- name: own_attachments
-- What was never part of a report.
DELETE FROM attachments WHERE contact_id = :contact;

-- name: forget_contact
-- Everything that was remembered of the person.
UPDATE contacts SET street = NULL, house = NULL, detail = NULL, remembered_at = NULL, district = NULL, house_number = NULL,
    announcements = 0, erased_at = :now WHERE id = :contact OR merged_into = :contact;

-- name: forget_followed
-- What they followed.
DELETE FROM followed WHERE contact_id = :contact;

-- name: forget_topics
-- Which topics they did not want.
DELETE FROM unwanted_topics WHERE contact_id = :contact;

-- name: forget_asked
-- To which meetings they were asked.
DELETE FROM asked WHERE contact_id = :contact;

-- name: forget_attendance
-- To which times they would have come.
DELETE FROM attendance WHERE contact_id = :contact;

-- name: nobodys_questions
-- A question carries no author; now nobody knows whose it was.
UPDATE questions SET contact_id = NULL, urn_id = NULL WHERE contact_id = :contact;

-- name: forget_calendars
-- Their calendar's address does not work any more.
DELETE FROM calendars WHERE contact_id = :contact;

-- name: forget_session
-- Unfinished conversations.
DELETE FROM sessions WHERE contact_id = :contact;

-- name: forget_menus
-- Lists of choices.
DELETE FROM menus WHERE urn_id IN (SELECT id FROM urns WHERE contact_id = :contact);

-- name: forget_bubbles
-- What messages were about.
DELETE FROM bubbles WHERE urn_id IN (SELECT id FROM urns WHERE contact_id = :contact);

-- name: forget_timers
-- What was going to be said to the person.
DELETE FROM timers WHERE subject = :subject OR SUBSTR(subject, 1, LENGTH(:subject) + 1) = :subject || '@';

-- name: forget_received
-- Words that came.
UPDATE inbox SET payload = '{}' WHERE urn_id IN (SELECT id FROM urns WHERE contact_id = :contact) AND settled_at IS NOT NULL;

-- name: forget_waiting
-- What waited to be said to the person is not said.
UPDATE outbox SET settled_at = :now, outcome = 'skipped' WHERE recipient = :recipient AND settled_at IS NULL AND started_at IS NULL;

-- name: forget_sent
-- Words that were said to the person.
UPDATE outbox SET prompt = :empty WHERE recipient = :recipient AND settled_at IS NOT NULL;

-- name: clear_chat
-- The web chat is emptied before the person's eyes (each row with a revision of its own, so that the page hears of all).
UPDATE webchat SET text = '', buttons = '[]', attachments = '[]', reply_to = NULL, chosen = NULL, withdrawn = 1,
    revision = id + (SELECT MAX(w.revision) FROM webchat AS w WHERE w.urn_id = webchat.urn_id)
WHERE urn_id IN (SELECT id FROM urns WHERE contact_id = :contact);

-- name: erased_at
-- When the person asked for it.
SELECT erased_at FROM contacts WHERE id = :contact;

-- name: came_back
-- The person has written again: a new beginning with the same address.
UPDATE contacts SET erased_at = NULL WHERE id = :contact;

-- name: writer_of
-- Whose update it was.
SELECT u.contact_id FROM inbox AS i JOIN urns AS u ON u.id = i.urn_id WHERE i.id = :id;

-- name: words_of
-- One update, and where its bubble stands on the web chat.
SELECT i.id, i.urn_id, i.external_id, u.address FROM inbox AS i JOIN urns AS u ON u.id = i.urn_id WHERE i.id = :id;

-- name: forget_update
-- Its words are gone.
UPDATE inbox SET payload = '{}' WHERE id = :id AND settled_at IS NOT NULL;

-- name: forget_card
-- Nothing waits for a choice any more.
DELETE FROM sessions WHERE contact_id = :contact AND dialogue = 'resident.complaint'
  AND EXISTS (SELECT 1 FROM json_each(json_extract(state, '$.updates')) WHERE value = :id);

-- name: uncover_aside
-- What the card had interrupted goes on.
UPDATE sessions SET dialogue = json_extract(aside, '$[0].dialogue'), version = json_extract(aside, '$[0].version'),
    step = json_extract(aside, '$[0].step'), state = json_extract(aside, '$[0].state'), aside = json_remove(aside, '$[0]')
WHERE contact_id = :contact AND dialogue = 'resident.complaint' AND aside <> '[]'
  AND EXISTS (SELECT 1 FROM json_each(json_extract(state, '$.updates')) WHERE value = :id);

-- name: update_files_under_way
-- Its pictures that were not fetched yet.
UPDATE attachments SET state = 'gone', contact_id = NULL WHERE inbox_id = :id AND report IS NULL AND state = 'waiting';

-- name: forget_update_files
-- Its pictures that were.
DELETE FROM attachments WHERE inbox_id = :id AND report IS NULL AND state <> 'gone';

-- name: waits_to_be_deleted
-- Whether the clock is going to delete the words of a person's update.
SELECT 1 FROM inbox AS i JOIN urns AS u ON u.id = i.urn_id
JOIN timers AS w ON w.name = 'resident.complaint.day' AND w.subject = :subject WHERE i.id = :id AND u.contact_id = :contact;

-- name: drop_waiting_copy
-- A copy that has not left yet does not leave.
UPDATE outbox SET settled_at = :now, outcome = 'skipped', prompt = :empty WHERE key = :key AND settled_at IS NULL AND started_at IS NULL;

-- name: copies
-- The text as it was given back.
SELECT key, settled_at IS NULL AS under_way FROM outbox WHERE key = :key AND (outcome = 'sent' OR settled_at IS NULL);

-- name: forget_copies
-- Its words are gone too.
UPDATE outbox SET prompt = :empty WHERE key = :key;

-- name: drop_received
-- The channel's numbers of messages may hold an address.
UPDATE inbox SET payload = '{}', external_id = 'erased:' || id WHERE urn_id IN (SELECT id FROM urns WHERE contact_id = :contact);

-- name: drop_chat
-- The emptied web chat.
DELETE FROM webchat WHERE urn_id IN (SELECT id FROM urns WHERE contact_id = :contact);

-- name: drop_address
-- The last thing that led to the person.
UPDATE urns SET address = 'erased:' || id, stopped_at = :now WHERE contact_id = :contact;
