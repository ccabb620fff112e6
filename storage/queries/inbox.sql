-- name: accept
-- Writes an update down; returns nothing when it is known already.
INSERT INTO inbox (channel, external_id, lane, urn_id, kind, payload, album, received_at, available_at)
VALUES (:channel, :external_id, :lane, :urn_id, :kind, :payload, :album, :now, :available_at)
ON CONFLICT (channel, external_id) DO NOTHING
RETURNING id;

-- name: known
-- Whether an update was written down.
SELECT id FROM inbox WHERE channel = :channel AND external_id = :external_id;

-- name: accept_known
-- Writes updates of people who have written before down, in their order, and says who they are: one trip for the usual case.
INSERT INTO inbox (channel, external_id, lane, urn_id, kind, payload, album, received_at, available_at)
SELECT u.channel, json_extract(a.value, '$.external_id'), 'contact:' || u.contact_id, u.id, json_extract(a.value, '$.kind'), json_extract(a.value, '$.payload'),
       json_extract(a.value, '$.album'), :now, json_extract(a.value, '$.available_at')
FROM json_each(:arrivals) AS a
JOIN urns AS u ON u.channel = json_extract(a.value, '$.channel') AND u.address = json_extract(a.value, '$.address') AND u.stopped_at IS NULL
ORDER BY a.key
ON CONFLICT (channel, external_id) DO NOTHING
RETURNING id, channel, external_id, urn_id, lane, (SELECT u.address FROM urns AS u WHERE u.id = urn_id) AS address;

-- name: accept_timer
-- Writes a due timer down; one about a contact stands in that contact's lane, and in the conversation that it names.
INSERT INTO inbox (channel, external_id, lane, urn_id, kind, payload, received_at, available_at)
VALUES (:channel, :external_id, :lane,
        (SELECT u.id FROM urns AS u WHERE u.contact_id = :contact ORDER BY u.id <> COALESCE(:urn, u.id), u.position, u.id LIMIT 1),
        'timer', :payload, :now, :now)
ON CONFLICT (channel, external_id) DO NOTHING;

-- name: due
-- The oldest update of each lane that waits, as far as it may be handled now.
SELECT i.id FROM inbox AS i
WHERE i.settled_at IS NULL AND i.available_at <= :now
  AND NOT EXISTS (SELECT 1 FROM inbox AS earlier WHERE earlier.lane = i.lane AND earlier.settled_at IS NULL AND earlier.id < i.id)
ORDER BY i.available_at, i.id
LIMIT :limit;

-- name: next_due
-- When the next update may be handled; what waits behind the head of its lane does not count.
SELECT i.available_at AS due_at FROM inbox AS i
WHERE i.settled_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM inbox AS earlier WHERE earlier.lane = i.lane AND earlier.settled_at IS NULL AND earlier.id < i.id)
ORDER BY i.available_at, i.id
LIMIT 1;

-- name: open
-- One update, the oldest of its lane, with all that its handling begins with: who, language, roles, conversation.
SELECT i.id, i.channel, i.external_id, i.urn_id, i.kind, i.payload, i.album, i.received_at, i.attempts,
       c.id AS contact_id, c.language, c.discreet, c.warned, c.street, c.house, c.detail,
       s.dialogue, s.version, s.step, s.state, s.aside,
       r.role, r.district
FROM inbox AS i
LEFT JOIN urns AS u ON u.id = i.urn_id
LEFT JOIN contacts AS c ON c.id = u.contact_id
LEFT JOIN sessions AS s ON s.urn_id = u.id
LEFT JOIN roles AS r ON r.contact_id = c.id AND r.since <= :now AND COALESCE(r.until, :forever) > :now
WHERE i.id = :id AND i.settled_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM inbox AS earlier WHERE earlier.lane = i.lane AND earlier.settled_at IS NULL AND earlier.id < i.id);

-- name: album
-- All parts of an album that have come, in their order.
SELECT i.id, i.payload, i.settled_at IS NOT NULL AS handled FROM inbox AS i WHERE i.urn_id = :urn AND i.album = :album ORDER BY i.id;

-- name: heard
-- A message that is edited now.
SELECT i.payload, i.received_at FROM inbox AS i WHERE i.channel = :channel AND i.external_id = :external_id;

-- name: reword
-- A message was edited.
UPDATE inbox SET payload = '{"text": ' || :text || '}' WHERE channel = :channel AND external_id = :external_id
AND settled_at IS NOT NULL AND payload <> '{}';

-- name: settle
-- The update is handled; its lane goes on.
UPDATE inbox SET settled_at = :now, outcome = :outcome WHERE id = :id;

-- name: postpone
-- Handling failed; it is tried again later, and its lane waits.
UPDATE inbox SET attempts = attempts + 1, available_at = :available_at WHERE id = :id;

-- name: heard_in
-- What a person wrote in a chat between two instants.
SELECT i.external_id FROM inbox AS i
WHERE i.urn_id = :urn AND i.received_at >= :since AND i.received_at <= :until AND i.kind = 'message' ORDER BY i.id;

-- name: forget_heard
-- The words of it.
UPDATE inbox SET payload = '{}' WHERE urn_id = :urn AND received_at >= :since AND settled_at IS NOT NULL;

-- name: forget
-- The words of one update.
UPDATE inbox SET payload = '{}' WHERE id = :id;

-- name: lately
-- What came from an address since an instant, before this update.
SELECT i.payload FROM inbox AS i
WHERE i.urn_id = :urn AND i.received_at >= :since AND i.kind = 'message' AND i.id < :id ORDER BY i.received_at DESC LIMIT :limit;
