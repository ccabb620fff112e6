-- Where a report's card stands (the outbox key of the message), which changes when it is handed over.
ALTER TABLE reports ADD COLUMN card TEXT NOT NULL DEFAULT '';
UPDATE reports SET card = 'report:' || number || ':officer';
-- An officer whose phone others may look at: notices say the number and the street only.
ALTER TABLE contacts ADD COLUMN discreet INTEGER NOT NULL DEFAULT 0;
-- An invitation to a role that ends on a day.
ALTER TABLE invites ADD COLUMN role_until BIGINT;
