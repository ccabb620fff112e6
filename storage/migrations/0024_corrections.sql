-- A correction of one time of a repeated announcement: whether the following times leave with its text too.
ALTER TABLE announcements ADD COLUMN also_following INTEGER NOT NULL DEFAULT 0;
