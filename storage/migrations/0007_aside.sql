-- Conversations that were interrupted by a newer one and go on after it: a JSON list, the latest first.
ALTER TABLE sessions ADD COLUMN aside TEXT NOT NULL DEFAULT '[]';
