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
