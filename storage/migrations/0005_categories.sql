-- What a report was taken for (a key of categories.toml), and as the officer corrected it.
ALTER TABLE reports ADD COLUMN category TEXT NOT NULL DEFAULT '';
