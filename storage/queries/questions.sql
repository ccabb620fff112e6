-- name: ask
-- A question sent in beforehand.
INSERT INTO questions (meeting_id, contact_id, urn_id, text, for_team, state, created_at)
VALUES (:meeting, :contact, :urn, :text, :for_team, 'asked', :now) RETURNING id;

-- name: by_id
-- One question.
SELECT q.id, q.meeting_id, q.contact_id, q.urn_id, q.text, q.for_team, q.state FROM questions AS q WHERE q.id = :id;

-- name: settle
-- It joins the agenda in these words, or does not; once.
UPDATE questions SET state = :state, text = :text WHERE id = :id AND state = 'asked' RETURNING id;

-- name: was_asked
-- A question of somebody, by its words.
SELECT 1 FROM questions WHERE contact_id = :contact AND text = :text LIMIT 1;

-- name: count
-- How many questions somebody has sent in to a meeting.
SELECT COUNT(*) AS count FROM questions WHERE meeting_id = :meeting AND contact_id = :contact;
