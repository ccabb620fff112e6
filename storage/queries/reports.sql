-- part: report
-- A report with all that belongs to it.
SELECT r.number, r.author_id, r.district, r.street, r.house, r.detail, r.words, r.state, r.reason, r.promised_at, r.created_at,
       r.identity, r.category, r.card, r.alarmed_at, r.alarm_answer, r.noted_at,
       EXISTS (SELECT 1 FROM attachments AS a WHERE a.report = r.number) AS attached,
       r.urn_id AS made_at_urn, r.announcement, k.report AS confidential, k.urn_id, k.reply_here, k.safe_contact, k.code, k.readings, k.read_entry, k.named
FROM reports AS r LEFT JOIN confidential AS k ON k.report = r.number;

-- name: add
-- Keeps a new report and gives its number.
INSERT INTO reports (author_id, district, street, house, detail, words, state, promised_at, created_at, changed_at, identity, category,
                     alarmed_at, alarm_answer, urn_id, announcement)
VALUES (:author, :district, :street, :house, :detail, :words, :state, :promised_at, :now, :now, :identity, :category,
        :alarmed_at, :alarm_answer, :urn, :announcement)
RETURNING number;

-- name: add_numbered
-- Keeps a report under a number of its own (the example town).
INSERT INTO reports (number, author_id, district, street, house, detail, words, state, reason, promised_at, created_at, changed_at, category)
VALUES (:number, :author, :district, :street, :house, :detail, :words, :state, :reason, :promised_at, :now, :now, :category);

-- name: visible
-- The one door to a report: its author, its district's officer, the officer's active substitute, a supervisor; the duty
-- desk for urgent ones that are not confidential. Closed to whom it is about, whatever their role.
{report}
WHERE r.number = :number
  AND NOT EXISTS (SELECT 1 FROM exclusions AS x WHERE x.report = r.number AND x.contact_id = :viewer)
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
       OR (r.alarmed_at IS NOT NULL AND k.report IS NULL
           AND EXISTS (SELECT 1 FROM roles AS d WHERE d.contact_id = :viewer AND d.role = 'desk'
                       AND d.since <= :now AND COALESCE(d.until, :forever) > :now)));

-- name: unattended
-- A report as a due timer sees it, when no person looks.
{report} WHERE r.number = :number;

-- name: of_author
-- A person's own reports, the newest first; the confidential ones stand in no list.
{report} WHERE r.author_id = :author AND k.report IS NULL ORDER BY r.number DESC LIMIT :limit;

-- name: confidential_of
-- A person's confidential reports, the newest first.
{report} WHERE r.author_id = :author AND k.report IS NOT NULL ORDER BY r.number DESC;

-- name: open_in_districts
-- What is open in some districts, the oldest promise first, without what is closed to whoever looks.
{report}
WHERE r.district IN (SELECT value FROM json_each(:districts)) AND r.state NOT IN ('closed', 'withdrawn')
  AND NOT EXISTS (SELECT 1 FROM exclusions AS x WHERE x.report = r.number AND x.contact_id = :viewer)
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

-- name: whose
-- Which district some reports belong to now, and to whom they are closed.
SELECT r.number, r.district, x.contact_id FROM reports AS r LEFT JOIN exclusions AS x ON x.report = r.number
WHERE r.number IN (SELECT value FROM json_each(:numbers));

-- name: exclude
-- The report is closed to somebody.
INSERT INTO exclusions (report, contact_id) VALUES (:number, :contact) ON CONFLICT (report, contact_id) DO NOTHING;

-- name: confide
-- The report is confidential from now on.
INSERT INTO confidential (report, urn_id, reply_here, safe_contact, code, named)
VALUES (:number, :urn, :reply_here, :safe_contact, :code, :named)
ON CONFLICT (report) DO NOTHING;

-- name: read_by_author
-- The author has read what was answered in a confidential matter, up to a line.
UPDATE confidential SET readings = readings + 1, read_entry = :entry WHERE report = :number;

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

-- name: share
-- Its author lets the coordination team read the words, once.
UPDATE reports SET shared = 1 WHERE number = :number AND author_id = :author AND announcement IS NOT NULL AND shared = 0 RETURNING number;
