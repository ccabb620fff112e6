-- name: add
-- Shows a message in a chat, once.
INSERT INTO webchat (urn_id, from_us, dedupe, text, buttons, attachments, reply_to, revision, sent_at)
VALUES (:urn_id, :from_us, :dedupe, :text, :buttons, :attachments, :reply_to,
        (SELECT COALESCE(MAX(revision), 0) + 1 FROM webchat WHERE urn_id = :urn_id), :now)
ON CONFLICT (urn_id, dedupe) DO NOTHING
RETURNING id;

-- name: by_dedupe
-- A message that is shown already.
SELECT id FROM webchat WHERE urn_id = :urn_id AND dedupe = :dedupe;

-- name: edit
-- Changes what a shown message says.
UPDATE webchat SET text = :text, buttons = :buttons, attachments = :attachments, chosen = NULL,
    revision = (SELECT MAX(w.revision) + 1 FROM webchat AS w WHERE w.urn_id = :urn_id)
WHERE id = :id AND urn_id = :urn_id;

-- name: withdraw
-- Takes a shown message back.
UPDATE webchat SET text = '', buttons = '[]', attachments = '[]', withdrawn = 1,
    revision = (SELECT MAX(w.revision) + 1 FROM webchat AS w WHERE w.urn_id = :urn_id)
WHERE id = :id AND urn_id = :urn_id;

-- name: withdraw_own
-- Takes a person's own bubble out of their chat.
UPDATE webchat SET text = '', attachments = '[]', withdrawn = 1,
    revision = (SELECT MAX(w.revision) + 1 FROM webchat AS w WHERE w.urn_id = :urn_id)
WHERE urn_id = :urn_id AND dedupe = :dedupe;

-- name: choose
-- A pressed button's message shows what was chosen.
UPDATE webchat SET chosen = :value,
    revision = (SELECT MAX(w.revision) + 1 FROM webchat AS w WHERE w.urn_id = :urn_id)
WHERE id = :id AND urn_id = :urn_id AND from_us = 1;

-- name: since
-- What changed in a chat after a revision, the oldest first.
SELECT id, from_us, dedupe, text, buttons, reply_to, chosen, withdrawn, revision, sent_at, attachments FROM webchat
WHERE urn_id = :urn_id AND revision > :revision ORDER BY revision LIMIT :limit;

-- name: latest
-- The end of a chat, as a page shows it when it opens.
SELECT id, from_us, dedupe, text, buttons, reply_to, chosen, withdrawn, revision, sent_at, attachments FROM webchat
WHERE urn_id = :urn_id ORDER BY id DESC LIMIT :limit;
