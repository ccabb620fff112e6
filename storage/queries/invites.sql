-- name: add
-- Keeps the seal of a new invitation.
INSERT INTO invites (seal, role, district, label, role_days, role_until, made_by, made_at, expires_at)
VALUES (:seal, :role, :district, :label, :role_days, :role_until, :made_by, :now, :expires_at);

-- name: open
-- The invitation that a code opens, while it is unused and not expired.
SELECT id, role, district, label, role_days, role_until FROM invites WHERE seal = :seal AND used_at IS NULL AND expires_at > :now
  AND COALESCE(role_until, expires_at) > :now;

-- name: by_id
-- The same by its number, for the second step of entering it.
SELECT id, role, district, label, role_days, role_until FROM invites WHERE id = :id AND used_at IS NULL AND expires_at > :now
  AND COALESCE(role_until, expires_at) > :now;

-- name: use
-- The invitation is spent.
UPDATE invites SET used_at = :now, used_by = :contact WHERE id = :id AND used_at IS NULL RETURNING id;
