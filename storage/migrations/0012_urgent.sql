-- An urgent report: when its author was told to call 112, what they answered, and when the duty desk took note of it.
ALTER TABLE reports ADD COLUMN alarmed_at BIGINT;
ALTER TABLE reports ADD COLUMN alarm_answer TEXT;
ALTER TABLE reports ADD COLUMN noted_at BIGINT;
-- Whether the warning against fraud was said: once, with the first officer's card.
ALTER TABLE contacts ADD COLUMN warned INTEGER NOT NULL DEFAULT 0;
