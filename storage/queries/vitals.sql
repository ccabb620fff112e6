-- name: waiting
-- What should have left by now, by channel.
SELECT channel, COUNT(*) AS count, MIN(due_at) AS oldest FROM outbox WHERE settled_at IS NULL AND due_at <= :now GROUP BY channel;

-- name: unhandled
-- Updates that are not handled yet.
SELECT COUNT(*) AS count, MIN(received_at) AS oldest FROM inbox WHERE settled_at IS NULL;

-- name: failed
-- Updates that were given up.
SELECT COUNT(*) AS count FROM inbox WHERE outcome = 'failed' AND settled_at > :since;

-- name: rejected
-- Messages that a channel has refused for good.
SELECT COUNT(*) AS count FROM outbox WHERE outcome = 'rejected' AND settled_at > :since;

-- name: operators
-- Who runs the system.
SELECT contact_id FROM roles WHERE role = 'operator' AND since <= :now AND COALESCE(until, :forever) > :now;

-- name: parts
-- SMS parts since an instant, by channel.
SELECT u.channel, SUM(o.parts) AS parts FROM outbox AS o JOIN urns AS u ON u.id = o.urn_id
WHERE o.parts IS NOT NULL AND o.settled_at >= :since GROUP BY u.channel;

-- name: parts_by_subject
-- SMS parts between two instants, by what they were about: each announcement by itself, everything else by its kind.
SELECT CASE WHEN o.about LIKE 'announcement:%' THEN o.about WHEN o.about IS NULL THEN '' ELSE SUBSTR(o.about, 1, INSTR(o.about, ':') - 1) END AS subject,
       COUNT(*) AS messages, SUM(o.parts) AS parts
FROM outbox AS o WHERE o.parts IS NOT NULL AND o.settled_at >= :since AND o.settled_at < :until GROUP BY subject ORDER BY parts DESC, subject;
