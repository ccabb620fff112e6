-- name: enqueue_contact
-- Puts a message for one person; the channel is a hint, checked again when it leaves. Somebody with several addresses has a lane for
-- each of them: a gateway that is down must not silence a chat.
INSERT INTO outbox (key, lane, recipient, channel, priority, verb, target, otherwise, prompt, about, if_uncertain,
                    created_at, due_at, expires_at, available_at, only_urn_id, first_urn_id, then_timer)
VALUES (:key,
        COALESCE((SELECT :recipient || '@' || u.id || :kind FROM urns AS u WHERE u.contact_id = :contact AND u.stopped_at IS NULL
                  AND u.id = COALESCE(:only_urn, u.id) AND u.channel IN (SELECT value FROM json_each(:active))
                  AND EXISTS (SELECT 1 FROM urns AS other WHERE other.contact_id = :contact AND other.id <> u.id)
                  ORDER BY u.id <> COALESCE(:first_urn, u.id), u.position, u.id LIMIT 1), :lane),
        :recipient,
        COALESCE((SELECT u.channel FROM urns AS u WHERE u.contact_id = :contact AND u.stopped_at IS NULL
                  AND u.id = COALESCE(:only_urn, u.id)
                  AND u.channel IN (SELECT value FROM json_each(:active)) ORDER BY u.id <> COALESCE(:first_urn, u.id), u.position, u.id LIMIT 1), ''),
        :priority, :verb, :target, :otherwise, :prompt, :about, :if_uncertain, :now, :due_at, :expires_at, :due_at, :only_urn, :first_urn, :then_timer)
ON CONFLICT (key) DO NOTHING;

-- name: enqueue_duty
-- Puts a message for whoever answers for a district when it leaves; the channel is a hint from the assignment.
INSERT INTO outbox (key, lane, recipient, channel, priority, verb, target, otherwise, prompt, about, if_uncertain,
                    created_at, due_at, expires_at, available_at, only_urn_id, first_urn_id, then_timer)
VALUES (:key, :lane, :recipient,
        COALESCE((SELECT u.channel FROM roles AS r JOIN urns AS u ON u.contact_id = r.contact_id
                  WHERE r.district = :district AND r.role = 'officer' AND r.since <= :now AND COALESCE(r.until, :forever) > :now
                    AND u.stopped_at IS NULL AND u.channel IN (SELECT value FROM json_each(:active))
                  ORDER BY r.id, u.position, u.id LIMIT 1), ''),
        :priority, :verb, :target, :otherwise, :prompt, :about, :if_uncertain, :now, :due_at, :expires_at, :due_at, :only_urn, :first_urn, :then_timer)
ON CONFLICT (key) DO NOTHING;

-- name: claim
-- Leases the oldest unsettled row of each lane of a channel, the more urgent first (one index range per priority, no OR).
UPDATE outbox SET available_at = :lease, attempts = attempts + 1
WHERE id IN (
    SELECT id FROM (
        SELECT * FROM (
            SELECT o.id, o.priority, o.available_at FROM outbox AS o
            WHERE o.settled_at IS NULL AND o.channel = :channel AND o.priority = 0 AND o.available_at <= :now
              AND NOT EXISTS (SELECT 1 FROM outbox AS e WHERE e.lane = o.lane AND e.settled_at IS NULL AND e.id < o.id)
            ORDER BY o.available_at, o.id LIMIT :limit) AS urgent
        UNION ALL
        SELECT * FROM (
            SELECT o.id, o.priority, o.available_at FROM outbox AS o
            WHERE o.settled_at IS NULL AND o.channel = :channel AND o.priority = 1 AND o.available_at <= :now
              AND NOT EXISTS (SELECT 1 FROM outbox AS e WHERE e.lane = o.lane AND e.settled_at IS NULL AND e.id < o.id)
            ORDER BY o.available_at, o.id LIMIT :limit) AS reply
        UNION ALL
        SELECT * FROM (
            SELECT o.id, o.priority, o.available_at FROM outbox AS o
            WHERE o.settled_at IS NULL AND o.channel = :channel AND o.priority = 2 AND o.available_at <= :now
              AND NOT EXISTS (SELECT 1 FROM outbox AS e WHERE e.lane = o.lane AND e.settled_at IS NULL AND e.id < o.id)
            ORDER BY o.available_at, o.id LIMIT :limit) AS notice
        UNION ALL
        SELECT * FROM (
            SELECT o.id, o.priority, o.available_at FROM outbox AS o
            WHERE o.settled_at IS NULL AND o.channel = :channel AND o.priority = 3 AND o.available_at <= :now
              AND NOT EXISTS (SELECT 1 FROM outbox AS e WHERE e.lane = o.lane AND e.settled_at IS NULL AND e.id < o.id)
            ORDER BY o.available_at, o.id LIMIT :bulk) AS bulk
    ) AS heads
    ORDER BY priority, available_at, id
    LIMIT :limit
)
RETURNING id, key, lane, recipient, priority, verb, target, otherwise, prompt, about, if_uncertain, expires_at,
          attempts, uncertain, contact_id, urn_id, started_at, only_urn_id, first_urn_id, then_timer, fell_back;

-- name: next_due
-- When the next row of a channel may be claimed; what waits behind the head of its lane does not count.
SELECT MIN(available_at) AS due_at FROM (
    SELECT * FROM (
        SELECT o.available_at FROM outbox AS o
        WHERE o.settled_at IS NULL AND o.channel = :channel AND o.priority = 0
          AND NOT EXISTS (SELECT 1 FROM outbox AS e WHERE e.lane = o.lane AND e.settled_at IS NULL AND e.id < o.id)
        ORDER BY o.available_at, o.id LIMIT 1) AS urgent
    UNION ALL
    SELECT * FROM (
        SELECT o.available_at FROM outbox AS o
        WHERE o.settled_at IS NULL AND o.channel = :channel AND o.priority = 1
          AND NOT EXISTS (SELECT 1 FROM outbox AS e WHERE e.lane = o.lane AND e.settled_at IS NULL AND e.id < o.id)
        ORDER BY o.available_at, o.id LIMIT 1) AS reply
    UNION ALL
    SELECT * FROM (
        SELECT o.available_at FROM outbox AS o
        WHERE o.settled_at IS NULL AND o.channel = :channel AND o.priority = 2
          AND NOT EXISTS (SELECT 1 FROM outbox AS e WHERE e.lane = o.lane AND e.settled_at IS NULL AND e.id < o.id)
        ORDER BY o.available_at, o.id LIMIT 1) AS notice
    UNION ALL
    SELECT * FROM (
        SELECT CASE WHEN o.available_at > :bulk_from THEN o.available_at ELSE :bulk_from END AS available_at FROM outbox AS o
        WHERE o.settled_at IS NULL AND o.channel = :channel AND o.priority = 3
          AND NOT EXISTS (SELECT 1 FROM outbox AS e WHERE e.lane = o.lane AND e.settled_at IS NULL AND e.id < o.id)
        ORDER BY o.available_at, o.id LIMIT 1) AS bulk
) AS soonest;

-- name: start
-- The request is about to leave: from here a crash makes the row uncertain.
UPDATE outbox SET started_at = :now, contact_id = :contact_id, urn_id = :urn_id, uncertain = :uncertain WHERE id = :id;

-- name: rewrite
-- What has not left yet says something else.
UPDATE outbox SET prompt = :prompt WHERE key = :key AND settled_at IS NULL;

-- name: retry
-- It is due again later: to whomever it then belongs if it surely never arrived, to the same person if it may have.
UPDATE outbox SET started_at = NULL, available_at = :available_at, uncertain = :uncertain,
    contact_id = CASE WHEN :uncertain > 0 THEN contact_id ELSE NULL END
WHERE id = :id AND settled_at IS NULL;

-- name: wait
-- Its chat, or the whole channel, has had enough for now: it is due later, and that was no attempt.
UPDATE outbox SET started_at = NULL, available_at = :available_at, uncertain = :uncertain, attempts = attempts - 1,
    contact_id = CASE WHEN :uncertain > 0 THEN contact_id ELSE NULL END
WHERE id = :id AND settled_at IS NULL;

-- name: park
-- A chat must rest: no lane of this recipient is claimed before.
UPDATE outbox SET available_at = :available_at
WHERE settled_at IS NULL AND started_at IS NULL AND available_at < :available_at
  AND lane IN (:recipient || '/reply', :recipient || '/bulk', :recipient || '@' || :urn || '/reply', :recipient || '@' || :urn || '/bulk');

-- name: unpin
-- Whoever got it first, perhaps, cannot be reached any more: whoever answers now gets it.
UPDATE outbox SET contact_id = NULL, started_at = NULL, available_at = :now, uncertain = :uncertain WHERE id = :id;

-- name: orphans
-- The channel that the hint names is switched off: another way is looked for.
UPDATE outbox SET channel = '' WHERE settled_at IS NULL AND channel NOT IN (SELECT value FROM json_each(:active));

-- name: waiting_elsewhere
-- The next row of a lane that has just become free may belong to another channel's sender.
SELECT 1 FROM outbox WHERE settled_at IS NULL AND channel <> :channel AND lane IN (SELECT value FROM json_each(:lanes)) LIMIT 1;

-- name: recover
-- No process holds these rows any more: they need not wait for their leases.
UPDATE outbox SET available_at = :now WHERE settled_at IS NULL AND started_at IS NOT NULL AND channel = :channel;

-- name: reroute
-- The recipient is reached on another channel than the hint said.
UPDATE outbox SET channel = :channel, available_at = :now, attempts = attempts - 1 WHERE id = :id;

-- name: settle
-- A final outcome: the lane is free for the next row.
UPDATE outbox SET settled_at = :now, outcome = :outcome, external_id = :external_id, uncertain = :uncertain, parts = :parts
WHERE id = :id AND settled_at IS NULL;

-- name: landed
-- How a message ended, who was told that it had been sent, and whether its reader has switched messages off.
SELECT o.key, o.about, o.outcome, o.reported, told.recipient,
       EXISTS (SELECT 1 FROM urns AS u WHERE u.contact_id = CAST(SUBSTR(o.recipient, 9) AS INTEGER) AND u.stopped_at IS NOT NULL) AS stopped
FROM outbox AS o JOIN outbox AS told ON told.key = o.key || ':told'
WHERE o.id = :id AND o.settled_at IS NOT NULL;

-- name: targets
-- Where earlier messages stand that are to be replaced or withdrawn.
SELECT o.key, o.urn_id, o.external_id FROM outbox AS o
WHERE o.key IN (SELECT value FROM json_each(:keys)) AND o.external_id IS NOT NULL;

-- name: said_in
-- What we said in a chat since an instant, before a row.
SELECT o.external_id FROM outbox AS o
WHERE o.recipient = :recipient AND o.urn_id = :urn AND o.settled_at >= :since AND o.id < :before AND o.verb = 'say' AND o.external_id IS NOT NULL ORDER BY o.id;

-- name: forget_said
-- The words of what we said in a chat since an instant.
UPDATE outbox SET prompt = :empty WHERE recipient = :recipient AND urn_id = :urn AND settled_at >= :since;

-- name: reported
-- A delivery report. It may come before the row is settled, late, or twice; once delivered is delivered.
UPDATE outbox SET reported = :state WHERE key = :key AND COALESCE(reported, '') NOT IN ('delivered', :state) RETURNING id, then_timer;

-- name: take_over
-- Urgent, and not sent where it was tried: it leaves its lane, whose head may be what cannot be sent, and goes another way. Once.
-- What is confidential goes nowhere else.
UPDATE outbox SET channel = :channel, fell_back = 1, lane = lane || '/urgent', available_at = :now, contact_id = NULL, attempts = 0
WHERE settled_at IS NULL AND priority = 0 AND fell_back = 0 AND channel IN (SELECT value FROM json_each(:others))
  AND due_at <= :before AND started_at IS NULL AND verb = 'say' AND only_urn_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM confidential AS k WHERE outbox.about = 'report:' || k.report)
  AND (recipient LIKE 'duty:%' OR EXISTS (SELECT 1 FROM urns AS u WHERE u.contact_id = CAST(SUBSTR(outbox.recipient, 9) AS INTEGER)
                                          AND u.channel = :channel AND u.stopped_at IS NULL));

-- name: next_take_over
-- The oldest of these, to know when to look.
SELECT MIN(due_at) AS due_at FROM outbox
WHERE settled_at IS NULL AND priority = 0 AND fell_back = 0 AND channel IN (SELECT value FROM json_each(:others))
  AND started_at IS NULL AND verb = 'say' AND only_urn_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM confidential AS k WHERE outbox.about = 'report:' || k.report)
  AND (recipient LIKE 'duty:%' OR EXISTS (SELECT 1 FROM urns AS u WHERE u.contact_id = CAST(SUBSTR(outbox.recipient, 9) AS INTEGER)
                                          AND u.channel = :channel AND u.stopped_at IS NULL));

-- name: said_at
-- A message that was sent to an address.
SELECT prompt, about FROM outbox WHERE id = :id AND urn_id = :urn AND outcome = 'sent';

-- name: urn_of
-- The address that a message went to.
SELECT urn_id, only_urn_id FROM outbox WHERE id = :id;
