-- name: add
-- Keeps a new report and gives its number.
INSERT INTO reports (author_id, district, street, house, detail, words, state, promised_at, created_at, changed_at, identity, category,
                     alarmed_at, alarm_answer)
VALUES (:author, :district, :street, :house, :detail, :words, :state, :promised_at, :now, :now, :identity, :category,
        :alarmed_at, :alarm_answer)
RETURNING number;

-- name: add_numbered
-- Keeps a report under a number of its own (the example town).
INSERT INTO reports (number, author_id, district, street, house, detail, words, state, reason, promised_at, created_at, changed_at, category)
VALUES (:number, :author, :district, :street, :house, :detail, :words, :state, :reason, :promised_at, :now, :now, :category);

-- name: visible
-- The one door to a report: its author, its district's officer, the officer's active substitute, a supervisor; the duty
-- desk for urgent ones.
SELECT r.number, r.author_id, r.district, r.street, r.house, r.detail, r.words, r.state, r.reason, r.promised_at, r.created_at, r.identity, r.category, r.card, r.alarmed_at, r.alarm_answer, r.noted_at,
       EXISTS (SELECT 1 FROM attachments AS a WHERE a.report = r.number) AS attached
FROM reports AS r
WHERE r.number = :number
  AND (r.author_id = :viewer
       OR EXISTS (SELECT 1 FROM roles AS o WHERE o.contact_id = :viewer AND o.role = 'officer' AND o.district = r.district
                  AND o.since <= :now AND COALESCE(o.until, :forever) > :now)
       OR EXISTS (SELECT 1 FROM absences AS a JOIN roles AS o ON o.contact_id = a.contact_id
                  WHERE a.substitute_id = :viewer AND a.since <= :now AND a.until > :now
                  AND EXISTS (SELECT 1 FROM roles AS mine WHERE mine.contact_id = :viewer AND mine.role IN ('officer', 'supervisor')
                      AND mine.since <= :now AND COALESCE(mine.until, :forever) > :now)
                  AND o.role = 'officer' AND o.district = r.district AND o.since <= :now AND COALESCE(o.until, :forever) > :now)
       OR EXISTS (SELECT 1 FROM roles AS s WHERE s.contact_id = :viewer AND s.role = 'supervisor'
                  AND s.since <= :now AND COALESCE(s.until, :forever) > :now)
       OR (r.alarmed_at IS NOT NULL
           AND EXISTS (SELECT 1 FROM roles AS d WHERE d.contact_id = :viewer AND d.role = 'desk'
                       AND d.since <= :now AND COALESCE(d.until, :forever) > :now)));

-- name: unattended
-- A report as a due timer sees it, when no person looks.
SELECT r.number, r.author_id, r.district, r.street, r.house, r.detail, r.words, r.state, r.reason, r.promised_at, r.created_at, r.identity, r.category, r.card, r.alarmed_at, r.alarm_answer, r.noted_at,
       EXISTS (SELECT 1 FROM attachments AS a WHERE a.report = r.number) AS attached
FROM reports AS r WHERE r.number = :number;

-- name: of_author
-- A person's own reports, the newest first.
SELECT r.number, r.author_id, r.district, r.street, r.house, r.detail, r.words, r.state, r.reason, r.promised_at, r.created_at, r.identity, r.category, r.card, r.alarmed_at, r.alarm_answer, r.noted_at,
       EXISTS (SELECT 1 FROM attachments AS a WHERE a.report = r.number) AS attached
FROM reports AS r WHERE r.author_id = :author ORDER BY r.number DESC LIMIT :limit;

-- name: open_in_districts
-- What is open in some districts, the oldest promise first.
SELECT r.number, r.author_id, r.district, r.street, r.house, r.detail, r.words, r.state, r.reason, r.promised_at, r.created_at, r.identity, r.category, r.card, r.alarmed_at, r.alarm_answer, r.noted_at,
       EXISTS (SELECT 1 FROM attachments AS a WHERE a.report = r.number) AS attached
FROM reports AS r
WHERE r.district IN (SELECT value FROM json_each(:districts)) AND r.state NOT IN ('closed', 'withdrawn')
ORDER BY r.promised_at, r.number LIMIT :limit;

-- name: districts_of
-- The districts a person answers for now: assigned, or as an active substitute.
SELECT o.district FROM roles AS o
WHERE o.contact_id = :viewer AND o.role = 'officer' AND o.since <= :now AND COALESCE(o.until, :forever) > :now
UNION
SELECT o.district FROM absences AS a JOIN roles AS o ON o.contact_id = a.contact_id
WHERE a.substitute_id = :viewer AND a.since <= :now AND a.until > :now
  AND EXISTS (SELECT 1 FROM roles AS mine WHERE mine.contact_id = :viewer AND mine.role IN ('officer', 'supervisor')
                      AND mine.since <= :now AND COALESCE(mine.until, :forever) > :now)
  AND o.role = 'officer' AND o.since <= :now AND COALESCE(o.until, :forever) > :now;

-- name: move
-- The report's new state, and the promise that goes with it.
UPDATE reports SET state = :state, reason = :reason, promised_at = :promised_at, changed_at = :now,
    read_at = COALESCE(read_at, CASE WHEN :state <> 'sent' THEN :now END)
WHERE number = :number;

-- name: districts
-- Which district some reports belong to now.
SELECT number, district FROM reports WHERE number IN (SELECT value FROM json_each(:numbers));

-- name: hand_over
-- Another district answers from now on, with a card of its own.
UPDATE reports SET district = :district, card = :card WHERE number = :number;

-- name: set_place
-- An urgent report that had no place has one now, and with it a district.
UPDATE reports SET street = :street, house = :house, detail = :detail, district = :district, card = :card WHERE number = :number;

-- name: was_read
-- Whether anybody has acted on a report.
SELECT 1 FROM reports WHERE number = :number AND read_at IS NOT NULL;

-- name: note
-- The duty desk has taken note of an urgent report; the first time counts.
UPDATE reports SET noted_at = :now WHERE number = :number AND noted_at IS NULL;

-- name: categorise
-- The officer's correction.
UPDATE reports SET category = :category WHERE number = :number;

-- name: rate
-- Whether it helped, as the resident said after the closing.
UPDATE reports SET rating = :rating WHERE number = :number;

-- name: waits_for_rating
-- Whether a report was closed lately and its author has not said whether it helped.
SELECT number FROM reports WHERE number = :number AND state = 'closed' AND rating IS NULL AND changed_at >= :since;

-- name: extend_entry
-- More lines right behind the last ones are the same entry.
UPDATE entries SET text = text || char(10) || :text WHERE id = :id RETURNING text;

-- name: add_entry
-- One more line of the report's conversation.
INSERT INTO entries (report, kind, text, created_at) VALUES (:report, :kind, :text, :now) RETURNING id;

-- name: entries
-- The report's conversation, in order.
SELECT id, kind, text, created_at FROM entries WHERE report = :report ORDER BY id;
