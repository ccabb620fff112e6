-- name: get
-- One value of this installation.
SELECT value FROM settings WHERE name = :name;

-- name: put
-- Keeps one value of this installation.
INSERT INTO settings (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value;
