-- Chats of several people that are linked with a district's team: its notices come there too. A group decides nothing.
CREATE VIEW team_groups AS
SELECT r.contact_id, r.district, r.since, COALESCE(r.until, 4611686018427387904) AS until FROM roles AS r
WHERE r.role = 'team' AND r.district IS NOT NULL;
