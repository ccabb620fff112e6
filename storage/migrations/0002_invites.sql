-- Invitations to a role: used once, short-lived, kept as a seal (HMAC) from which the code cannot be read.
CREATE TABLE invites (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    seal TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    district INTEGER,
    label TEXT NOT NULL,
    role_days INTEGER,
    made_by INTEGER NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    used_by INTEGER REFERENCES contacts (id)
);

CREATE INDEX audit_actor ON audit (actor_id, verb, at);
