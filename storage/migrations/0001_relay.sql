-- The relay: people, what came in, what goes out, conversations, reports, timers, the local web chat.
-- Instants are UTC microseconds (BIGINT). JSON is text. AUTOINCREMENT where a number lives on in keys or outside: it is
-- never given twice, not even after a deletion.

-- A person. merged_into follows when two contacts turn out to be one.
CREATE TABLE contacts (
    id INTEGER PRIMARY KEY,
    language TEXT NOT NULL,
    merged_into INTEGER REFERENCES contacts (id),
    created_at BIGINT NOT NULL
);

-- Identity in one place: no other table knows an address or a telephone number of a resident.
CREATE TABLE urns (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    contact_id INTEGER NOT NULL REFERENCES contacts (id),
    position INTEGER NOT NULL DEFAULT 0,
    stopped_at BIGINT,
    UNIQUE (channel, address)
);
CREATE INDEX urns_contact ON urns (contact_id, position);

-- Who may do what, and for how long. An officer's grant names a district: it is the assignment.
CREATE TABLE roles (
    id INTEGER PRIMARY KEY,
    contact_id INTEGER NOT NULL REFERENCES contacts (id),
    role TEXT NOT NULL,
    district INTEGER,
    since BIGINT NOT NULL,
    until BIGINT
);
CREATE INDEX roles_contact ON roles (contact_id);
CREATE INDEX roles_district ON roles (district, role);

CREATE TABLE absences (
    id INTEGER PRIMARY KEY,
    contact_id INTEGER NOT NULL REFERENCES contacts (id),
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    substitute_id INTEGER REFERENCES contacts (id)
);
CREATE INDEX absences_contact ON absences (contact_id, until);
CREATE INDEX absences_substitute ON absences (substitute_id, until);

-- Every Update, written down before it is acknowledged.
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    external_id TEXT NOT NULL,
    lane TEXT NOT NULL,
    urn_id INTEGER REFERENCES urns (id),
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    available_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    settled_at BIGINT,
    outcome TEXT,
    UNIQUE (channel, external_id)
);
CREATE INDEX inbox_due ON inbox (available_at, id) WHERE settled_at IS NULL;
CREATE INDEX inbox_lane ON inbox (lane, id) WHERE settled_at IS NULL;

-- Every message out. available_at is when the row may be claimed: due, or the end of a lease, or a retry.
-- channel is a hint that is checked when the row leaves ('' where nobody can be reached yet).
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    lane TEXT NOT NULL,
    recipient TEXT NOT NULL,
    channel TEXT NOT NULL,
    priority INTEGER NOT NULL,
    verb TEXT NOT NULL,
    target TEXT,
    otherwise TEXT NOT NULL,
    prompt TEXT NOT NULL,
    about TEXT,
    if_uncertain TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    expires_at BIGINT,
    available_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    uncertain INTEGER NOT NULL DEFAULT 0,
    contact_id INTEGER,
    urn_id INTEGER,
    started_at BIGINT,
    settled_at BIGINT,
    outcome TEXT,
    external_id TEXT
);
CREATE INDEX outbox_due ON outbox (channel, priority, available_at, id) WHERE settled_at IS NULL;
CREATE INDEX outbox_lane ON outbox (lane, id) WHERE settled_at IS NULL;

-- What a bubble was about, so that a reply to it is bound.
CREATE TABLE bubbles (
    channel TEXT NOT NULL,
    urn_id INTEGER NOT NULL REFERENCES urns (id),
    external_id TEXT NOT NULL,
    about TEXT NOT NULL,
    PRIMARY KEY (channel, urn_id, external_id)
);

-- The last list of choices shown where there are no buttons: what "1" or "T" means now. A later message without choices
-- leaves the letters only: a bare digit is then more likely an answer to it.
CREATE TABLE menus (
    urn_id INTEGER PRIMARY KEY REFERENCES urns (id),
    answers TEXT NOT NULL,
    letters TEXT NOT NULL,
    offered_at BIGINT NOT NULL
);

CREATE TABLE sessions (
    contact_id INTEGER PRIMARY KEY REFERENCES contacts (id),
    dialogue TEXT NOT NULL,
    version INTEGER NOT NULL,
    step TEXT NOT NULL,
    state TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE reports (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    author_id INTEGER REFERENCES contacts (id),
    district INTEGER NOT NULL,
    street TEXT NOT NULL,
    house TEXT NOT NULL,
    detail TEXT NOT NULL,
    words TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    promised_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX reports_author ON reports (author_id, number);
CREATE INDEX reports_open ON reports (district, number) WHERE state NOT IN ('closed', 'withdrawn');

CREATE TABLE entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report INTEGER NOT NULL REFERENCES reports (number),
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX entries_report ON entries (report, id);

-- One row per act of a person: who, what, on what. No words.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at BIGINT NOT NULL,
    actor_id INTEGER NOT NULL,
    verb TEXT NOT NULL,
    subject TEXT NOT NULL
);

CREATE TABLE timers (
    name TEXT NOT NULL,
    subject TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    PRIMARY KEY (name, subject)
);
CREATE INDEX timers_due ON timers (due_at);

-- The local web chat's own memory: what the page shows. outbox_id makes sending the same row twice one message.
CREATE TABLE webchat (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    urn_id INTEGER NOT NULL REFERENCES urns (id),
    from_us INTEGER NOT NULL,
    dedupe TEXT NOT NULL,
    text TEXT NOT NULL,
    buttons TEXT NOT NULL,
    reply_to INTEGER,
    chosen TEXT,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    revision BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    UNIQUE (urn_id, dedupe)
);
CREATE INDEX webchat_revision ON webchat (urn_id, revision);

-- Single values of this installation (the demo's clock, the loaded example).
CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
