-- name: remember
-- Where the conversation stands, and what it has interrupted.
INSERT INTO sessions (urn_id, contact_id, dialogue, version, step, state, aside, updated_at)
VALUES (:urn, :contact, :dialogue, :version, :step, :state, :aside, :now)
ON CONFLICT (urn_id) DO UPDATE SET contact_id = excluded.contact_id, dialogue = excluded.dialogue, version = excluded.version, step = excluded.step,
    state = excluded.state, aside = excluded.aside, updated_at = excluded.updated_at;

-- name: forget
-- The conversation is over.
DELETE FROM sessions WHERE urn_id = :urn;

-- name: bubble
-- What an earlier message was about.
SELECT about FROM bubbles WHERE channel = :channel AND urn_id = :urn_id AND external_id = :external_id;

-- name: bind
-- A reply to this message is about that.
INSERT INTO bubbles (channel, urn_id, external_id, about) VALUES (:channel, :urn_id, :external_id, :about)
ON CONFLICT (channel, urn_id, external_id) DO UPDATE SET about = excluded.about;

-- name: menu
-- What a typed answer means now.
SELECT answers FROM menus WHERE urn_id = :urn_id;

-- name: offer
-- The list of choices that was shown last.
INSERT INTO menus (urn_id, answers, letters, offered_at) VALUES (:urn_id, :answers, :letters, :now)
ON CONFLICT (urn_id) DO UPDATE SET answers = excluded.answers, letters = excluded.letters, offered_at = excluded.offered_at;

-- name: fade
-- Something else was shown after the list: a digit alone no longer means a choice.
UPDATE menus SET answers = letters WHERE urn_id = :urn_id;

-- name: audit
-- One act of a person, without words.
INSERT INTO audit (at, actor_id, verb, subject) VALUES (:now, :actor, :verb, :subject);

-- name: set_timer
-- Sets a timer, or moves it.
INSERT INTO timers (name, subject, due_at) VALUES (:name, :subject, :due_at)
ON CONFLICT (name, subject) DO UPDATE SET due_at = excluded.due_at;

-- name: cancel_timer
-- What was promised is kept, or no longer wanted.
DELETE FROM timers WHERE name = :name AND subject = :subject;

-- name: due_timers
-- The timers that are due, the oldest first.
SELECT name, subject, due_at FROM timers WHERE due_at <= :now ORDER BY due_at, name, subject LIMIT :limit;

-- name: next_timer
-- When the bell must ring next.
SELECT MIN(due_at) AS due_at FROM timers;

-- name: last_act
-- When somebody did something last.
SELECT MAX(at) AS at FROM audit WHERE actor_id = :actor AND verb = :verb;

-- name: acts_since
-- How often somebody did something lately.
SELECT COUNT(*) AS count FROM audit WHERE actor_id = :actor AND verb = :verb AND at > :since;
