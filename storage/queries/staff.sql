-- name: grant
-- Gives a role, for an officer in one district.
INSERT INTO roles (contact_id, role, district, since, until) VALUES (:contact, :role, :district, :since, :until);

-- name: absent
-- Notes that an officer is away, and who answers meanwhile.
INSERT INTO absences (contact_id, since, until, substitute_id) VALUES (:contact, :since, :until, :substitute);

-- name: roster
-- Who answers for some districts: assignments, absences that are not over, supervisors.
SELECT 'assignment' AS kind, r.district, r.contact_id, r.since, r.until, NULL AS substitute_id
FROM roles AS r
WHERE r.role = 'officer' AND r.district IN (SELECT value FROM json_each(:districts)) AND COALESCE(r.until, :forever) > :now
UNION ALL
SELECT 'absence', NULL, a.contact_id, a.since, a.until,
       CASE WHEN EXISTS (SELECT 1 FROM roles AS s WHERE s.contact_id = a.substitute_id AND s.role IN ('officer', 'supervisor')
                         AND s.since <= :now AND COALESCE(s.until, :forever) > :now) THEN a.substitute_id END
FROM absences AS a WHERE a.until > :now
UNION ALL
SELECT 'supervisor', NULL, r.contact_id, r.since, r.until, NULL
FROM roles AS r WHERE r.role = 'supervisor' AND COALESCE(r.until, :forever) > :now
ORDER BY 1, 4;

-- name: menus
-- Chats of a channel whose owners have answered reports, and whether they still do.
SELECT u.address, c.language,
       MAX(CASE WHEN r.since <= :now AND COALESCE(r.until, :forever) > :now THEN 1 ELSE 0 END) AS serving
FROM roles AS r JOIN urns AS u ON u.contact_id = r.contact_id JOIN contacts AS c ON c.id = u.contact_id
WHERE u.channel = :channel AND r.role IN ('officer', 'supervisor') AND u.stopped_at IS NULL
GROUP BY u.address, c.language;

-- name: desks
-- The duty desk, where it takes part.
SELECT contact_id FROM roles WHERE role = 'desk' AND since <= :now AND COALESCE(until, :forever) > :now ORDER BY id;

-- name: own_district
-- The district that an officer is assigned to: the officer's standing name is "officer of district 6".
SELECT district FROM roles
WHERE contact_id = :contact AND role = 'officer' AND since <= :now AND COALESCE(until, :forever) > :now
ORDER BY since DESC LIMIT 1;

-- name: officers
-- All officers' grants that hold now, for the supervisor.
SELECT r.id, r.district, r.until,
       (SELECT i.label FROM invites AS i WHERE i.used_by = r.contact_id AND i.role = 'officer' AND i.district = r.district
        ORDER BY i.used_at DESC LIMIT 1) AS label
FROM roles AS r
WHERE r.role = 'officer' AND r.since <= :now AND COALESCE(r.until, :forever) > :now ORDER BY r.district, r.id;

-- name: groups
-- Groups of teams, for the supervisor.
SELECT r.id, r.district, r.until,
       (SELECT i.label FROM invites AS i WHERE i.used_by = r.contact_id AND i.role = 'team' ORDER BY i.used_at DESC LIMIT 1) AS label
FROM roles AS r
WHERE r.role = 'team' AND r.district IS NOT NULL AND r.since <= :now AND COALESCE(r.until, :forever) > :now ORDER BY r.district, r.id;

-- name: end
-- An officer's role ends now, or a group's.
UPDATE roles SET until = :now WHERE id = :id AND role IN ('officer', 'team') AND COALESCE(until, :forever) > :now RETURNING contact_id, district, role;

-- name: holds_a_role
-- Whether somebody acts in any role now.
SELECT 1 FROM roles WHERE contact_id = :contact AND since <= :now AND COALESCE(until, :forever) > :now LIMIT 1;

-- name: end_all
-- A role of somebody ends now, in every district.
UPDATE roles SET until = :now WHERE contact_id = :contact AND role = :role AND COALESCE(until, :forever) > :now;

-- name: members
-- The members of some districts' teams, and who chairs them.
SELECT r.id, r.district, r.role, r.until,
       (SELECT i.label FROM invites AS i WHERE i.used_by = r.contact_id AND i.role = r.role AND i.district = r.district
        ORDER BY i.used_at DESC LIMIT 1) AS label
FROM roles AS r WHERE r.role IN ('coordinator', 'chair') AND r.district IN (SELECT value FROM json_each(:districts))
  AND r.since <= :now AND COALESCE(r.until, :forever) > :now ORDER BY r.district, r.role, r.id;

-- name: end_member
-- A membership ends now.
UPDATE roles SET until = :now WHERE id = :id AND role IN ('coordinator', 'chair') AND COALESCE(until, :forever) > :now RETURNING contact_id, district;

-- name: team_contacts
-- A team's members, without its officer.
SELECT DISTINCT r.contact_id FROM team_members AS r
WHERE r.district = :district AND r.role IN ('coordinator', 'chair') AND r.since <= :now AND r.until > :now ORDER BY r.contact_id;
