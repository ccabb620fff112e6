-- When somebody first acted on a report: what is handed over afterwards is new to the next officer, and yet was read.
ALTER TABLE reports ADD COLUMN read_at BIGINT;
UPDATE reports SET read_at = changed_at WHERE state <> 'sent';
