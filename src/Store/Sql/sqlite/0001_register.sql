-- The register, SQLite. Released scripts are never edited: a change is the next number.
--
-- Instants are ISO-8601 text in UTC with seven digits of a second (2026-03-01T08:00:00.0000000Z): they sort as they follow
-- each other, lose nothing, and an auditor can read them. Dates are yyyy-MM-dd. Record kinds are written as words.
-- Records lie in rowid tables, since values of some 5 KB make a poor b-tree key; state comes last so that a scan of the
-- catalog columns need not walk its overflow pages.

CREATE TABLE store_setting
(
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

-- Signs the cursors of lists: one key a database, so that every gateway accepts what another gave out.
INSERT INTO store_setting (name, value) VALUES ('cursor-key', randomblob(32));

CREATE TABLE site
(
    id                    TEXT    NOT NULL PRIMARY KEY,
    version               INTEGER NOT NULL CHECK (version > 0),
    ledger_seq            INTEGER NOT NULL CHECK (ledger_seq > 0),
    ledger_hash           BLOB    NOT NULL CHECK (length(ledger_hash) = 32),
    name                  TEXT    NOT NULL,
    main_host             TEXT    NOT NULL,
    unit                  TEXT    NOT NULL,
    unit_name             TEXT    NOT NULL,
    unit_type             TEXT    NOT NULL,
    authority             TEXT    NOT NULL,
    lineage               TEXT    NOT NULL,
    stage                 TEXT    NOT NULL,
    compliance            TEXT    NOT NULL,
    icp_state             TEXT    NOT NULL,
    icp_number            TEXT,
    public_security_state TEXT    NOT NULL,
    graded_state          TEXT    NOT NULL,
    graded_level          INTEGER,
    site_mark_state       TEXT    NOT NULL,
    search_text           TEXT    NOT NULL,
    registered_at         TEXT    NOT NULL,
    closed_at             TEXT,
    next_expiry_on        TEXT,
    next_due_at           TEXT,
    -- What never expires comes last; a column rather than an expression, since only a column can be sought by (key, id).
    expiry_order          TEXT    NOT NULL GENERATED ALWAYS AS (ifnull(next_expiry_on, '9999-12-31')) VIRTUAL,
    state                 BLOB    NOT NULL
) STRICT;

CREATE INDEX site_by_name ON site (name, id);
CREATE INDEX site_by_registration ON site (registered_at, id);
CREATE INDEX site_by_expiry ON site (expiry_order, id);
CREATE INDEX site_of_authority_by_expiry ON site (authority, expiry_order, id);
CREATE INDEX site_of_authority_by_name ON site (authority, name, id);
CREATE INDEX site_of_authority_by_stage ON site (authority, stage);
CREATE INDEX site_of_unit ON site (unit, closed_at, id);
CREATE INDEX site_by_stage ON site (stage, name, id);
CREATE INDEX site_due ON site (next_due_at, id) WHERE next_due_at IS NOT NULL;

CREATE TABLE unit
(
    id          TEXT    NOT NULL PRIMARY KEY,
    version     INTEGER NOT NULL CHECK (version > 0),
    ledger_seq  INTEGER NOT NULL CHECK (ledger_seq > 0),
    ledger_hash BLOB    NOT NULL CHECK (length(ledger_hash) = 32),
    name        TEXT    NOT NULL,
    unit_type   TEXT    NOT NULL,
    authority   TEXT    NOT NULL,
    search_text TEXT    NOT NULL,
    next_due_at TEXT,
    state       BLOB    NOT NULL
) STRICT;

CREATE INDEX unit_by_name ON unit (name, id);
CREATE INDEX unit_of_authority ON unit (authority, name, id);
CREATE INDEX unit_due ON unit (next_due_at, id) WHERE next_due_at IS NOT NULL;

-- Unit and authority repeat the site's, so that an inbox of one authority is one range of one index.
CREATE TABLE request
(
    site_id       TEXT    NOT NULL REFERENCES site (id),
    number        INTEGER NOT NULL,
    unit          TEXT    NOT NULL,
    authority     TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    state         TEXT    NOT NULL,
    round         INTEGER NOT NULL,
    assignee_id   TEXT,
    assignee_name TEXT,
    filed_by_id   TEXT    NOT NULL,
    filed_by_name TEXT    NOT NULL,
    submitted_at  TEXT    NOT NULL,
    changed_at    TEXT    NOT NULL,
    due_at        TEXT,
    PRIMARY KEY (site_id, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX request_by_submission ON request (submitted_at, site_id, number);
CREATE INDEX request_by_state ON request (state, submitted_at, site_id, number);
CREATE INDEX request_of_authority ON request (authority, submitted_at, site_id, number);
CREATE INDEX request_of_authority_by_state ON request (authority, state, submitted_at, site_id, number);
CREATE INDEX request_of_unit ON request (unit, submitted_at, site_id, number);
CREATE INDEX request_of_assignee ON request (assignee_id, submitted_at, site_id, number) WHERE assignee_id IS NOT NULL;

CREATE TABLE ledger_event
(
    position          INTEGER PRIMARY KEY AUTOINCREMENT,
    record_kind       TEXT    NOT NULL,
    record_id         TEXT    NOT NULL,
    seq               INTEGER NOT NULL CHECK (seq > 0),
    version           INTEGER NOT NULL CHECK (version > 0),
    type              TEXT    NOT NULL,
    occurred_at       TEXT    NOT NULL,
    recorded_at       TEXT    NOT NULL,
    actor_id          TEXT    NOT NULL,
    actor_role        TEXT    NOT NULL,
    actor_unit        TEXT,
    request_id        TEXT    NOT NULL,
    rule_pack_version TEXT    NOT NULL,
    prev_hash         BLOB    NOT NULL CHECK (length(prev_hash) = 32),
    hash              BLOB    NOT NULL CHECK (length(hash) = 32),
    body              BLOB    NOT NULL,
    UNIQUE (record_kind, record_id, seq)
) STRICT;

CREATE TRIGGER ledger_event_is_not_changed BEFORE UPDATE ON ledger_event
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: no event is changed');
END;

CREATE TRIGGER ledger_event_is_not_deleted BEFORE DELETE ON ledger_event
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: no event is deleted');
END;

-- INSERT OR REPLACE deletes without firing the trigger above.
CREATE TRIGGER ledger_event_is_not_replaced BEFORE INSERT ON ledger_event
WHEN EXISTS (SELECT 1 FROM ledger_event WHERE position = NEW.position)
    OR EXISTS (SELECT 1 FROM ledger_event
               WHERE record_kind = NEW.record_kind AND record_id = NEW.record_id AND seq = NEW.seq)
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: no event is replaced');
END;

CREATE TABLE claim
(
    scope      TEXT NOT NULL,
    value      TEXT NOT NULL,
    owner_kind TEXT NOT NULL,
    owner_id   TEXT NOT NULL,
    PRIMARY KEY (scope, value)
) STRICT, WITHOUT ROWID;

CREATE INDEX claim_of_owner ON claim (owner_kind, owner_id, scope);

CREATE TABLE answer
(
    actor_id        TEXT    NOT NULL,
    idempotency_key TEXT    NOT NULL,
    request_hash    TEXT    NOT NULL,
    status          INTEGER NOT NULL,
    record_kind     TEXT    NOT NULL,
    record_id       TEXT    NOT NULL,
    version         INTEGER NOT NULL,
    created_at      TEXT    NOT NULL,
    body            BLOB    NOT NULL,
    PRIMARY KEY (actor_id, idempotency_key)
) STRICT;

CREATE INDEX answer_by_age ON answer (created_at);
