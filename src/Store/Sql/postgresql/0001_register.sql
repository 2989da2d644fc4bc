-- The register, PostgreSQL. Released scripts are never edited: a change is the next number.
--
-- Instants are ISO-8601 text in UTC with seven digits of a second (2026-03-01T08:00:00.0000000Z), as in SQLite: timestamptz
-- ends at the microsecond and would not give back what was committed. They sort as they follow each other and cast to timestamptz.
-- Texts are in the collation "C": lists go by code point, as on every database, and comparisons cost no more than memcmp.
-- A record's head and state come last: what a commit leaves as it was is one run at the row's start, which the write-ahead log omits.

CREATE TABLE store_setting
(
    name  text COLLATE "C" NOT NULL PRIMARY KEY,
    value bytea            NOT NULL
);

-- cursor-key signs the cursors of lists: one key a database, so that every gateway accepts what another gave out.
-- needs-script is the newest script without which a program must not use this database: one that only adds leaves it alone.
INSERT INTO store_setting (name, value)
VALUES ('cursor-key', sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'))),
       ('needs-script', convert_to('0001_register.sql', 'UTF8'));

CREATE TABLE site
(
    id                    text COLLATE "C" NOT NULL PRIMARY KEY,
    name                  text COLLATE "C" NOT NULL,
    main_host             text COLLATE "C" NOT NULL,
    unit                  text COLLATE "C" NOT NULL,
    unit_name             text COLLATE "C" NOT NULL,
    unit_type             text COLLATE "C" NOT NULL,
    authority             text COLLATE "C" NOT NULL,
    lineage               text COLLATE "C" NOT NULL,
    stage                 text COLLATE "C" NOT NULL,
    compliance            text COLLATE "C" NOT NULL,
    icp_state             text COLLATE "C" NOT NULL,
    icp_number            text COLLATE "C",
    public_security_state text COLLATE "C" NOT NULL,
    graded_state          text COLLATE "C" NOT NULL,
    graded_level          integer,
    site_mark_state       text COLLATE "C" NOT NULL,
    registered_at         text COLLATE "C" NOT NULL,
    closed_at             text COLLATE "C",
    next_expiry_on        date,
    next_due_at           text COLLATE "C",
    version               bigint           NOT NULL CHECK (version > 0),
    ledger_seq            bigint           NOT NULL CHECK (ledger_seq > 0),
    ledger_hash           bytea            NOT NULL CHECK (length(ledger_hash) = 32),
    state                 bytea            NOT NULL
);

CREATE INDEX site_by_name ON site (name, id);
CREATE INDEX site_by_registration ON site (registered_at, id);
-- What never expires comes last.
CREATE INDEX site_by_expiry ON site ((coalesce(next_expiry_on, 'infinity'::date)), id);
CREATE INDEX site_of_authority_by_expiry ON site (authority, (coalesce(next_expiry_on, 'infinity'::date)), id);
CREATE INDEX site_of_authority_by_name ON site (authority, name, id);
CREATE INDEX site_of_authority_by_stage ON site (authority, stage);
CREATE INDEX site_of_unit ON site (unit, closed_at, id);
CREATE INDEX site_by_stage ON site (stage, name, id);
CREATE INDEX site_due ON site (next_due_at, id) WHERE next_due_at IS NOT NULL;

CREATE TABLE unit
(
    id          text COLLATE "C" NOT NULL PRIMARY KEY,
    name        text COLLATE "C" NOT NULL,
    unit_type   text COLLATE "C" NOT NULL,
    authority   text COLLATE "C" NOT NULL,
    next_due_at text COLLATE "C",
    version     bigint           NOT NULL CHECK (version > 0),
    ledger_seq  bigint           NOT NULL CHECK (ledger_seq > 0),
    ledger_hash bytea            NOT NULL CHECK (length(ledger_hash) = 32),
    state       bytea            NOT NULL
);

-- lz4 compresses as well and takes a fraction of the time; a server that was built without it uses its default.
DO $$
BEGIN
    ALTER TABLE site ALTER COLUMN state SET COMPRESSION lz4;
    ALTER TABLE unit ALTER COLUMN state SET COMPRESSION lz4;
EXCEPTION
    WHEN feature_not_supported THEN NULL;
END
$$;

CREATE INDEX unit_by_name ON unit (name, id);
CREATE INDEX unit_of_authority ON unit (authority, name, id);
CREATE INDEX unit_due ON unit (next_due_at, id) WHERE next_due_at IS NOT NULL;

-- The characters of a text and its pairs of neighbours: what holds a substring holds these of the substring, too. Trigrams
-- would leave words of two Chinese characters, the most frequent ones, to a scan.
CREATE FUNCTION grams(given text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    WITH letter AS (
        SELECT it, lead(it) OVER (ORDER BY place) AS following
        FROM unnest(string_to_array(given, NULL)) WITH ORDINALITY AS letters (it, place))
    SELECT ARRAY(SELECT it FROM letter UNION SELECT it || following FROM letter WHERE following IS NOT NULL)
$$;

-- Search texts lie in tables of their own: a row that is written anew puts an entry into each of its table's indexes, and
-- these would be many and change seldom.
CREATE TABLE site_search
(
    id          text COLLATE "C"   NOT NULL PRIMARY KEY REFERENCES site (id),
    search_text text COLLATE "C"   NOT NULL,
    grams       text[] COLLATE "C" NOT NULL GENERATED ALWAYS AS (grams(search_text)) STORED
);

CREATE INDEX site_search_by_gram ON site_search USING gin (grams);

CREATE TABLE unit_search
(
    id          text COLLATE "C"   NOT NULL PRIMARY KEY REFERENCES unit (id),
    search_text text COLLATE "C"   NOT NULL,
    grams       text[] COLLATE "C" NOT NULL GENERATED ALWAYS AS (grams(search_text)) STORED
);

CREATE INDEX unit_search_by_gram ON unit_search USING gin (grams);

-- Unit and authority repeat the site's, so that an inbox of one authority is one range of one index.
CREATE TABLE request
(
    site_id       text COLLATE "C" NOT NULL REFERENCES site (id),
    number        integer          NOT NULL,
    unit          text COLLATE "C" NOT NULL,
    authority     text COLLATE "C" NOT NULL,
    kind          text COLLATE "C" NOT NULL,
    state         text COLLATE "C" NOT NULL,
    round         integer          NOT NULL,
    assignee_id   text COLLATE "C",
    assignee_name text COLLATE "C",
    filed_by_id   text COLLATE "C" NOT NULL,
    filed_by_name text COLLATE "C" NOT NULL,
    submitted_at  text COLLATE "C" NOT NULL,
    changed_at    text COLLATE "C" NOT NULL,
    due_at        text COLLATE "C",
    PRIMARY KEY (site_id, number)
);

CREATE INDEX request_by_submission ON request (submitted_at, site_id, number);
CREATE INDEX request_by_state ON request (state, submitted_at, site_id, number);
CREATE INDEX request_of_authority ON request (authority, submitted_at, site_id, number);
CREATE INDEX request_of_authority_by_state ON request (authority, state, submitted_at, site_id, number);
CREATE INDEX request_of_unit ON request (unit, submitted_at, site_id, number);
CREATE INDEX request_of_assignee ON request (assignee_id, submitted_at, site_id, number) WHERE assignee_id IS NOT NULL;

-- Positions are made of the number of the writing transaction and the event's place in it (docs/decisions/0011): all below
-- the oldest running transaction are final, whoever commits when. A sequence hands out numbers in another order.
CREATE TABLE ledger_event
(
    position          bigint           NOT NULL PRIMARY KEY,
    seq               bigint           NOT NULL CHECK (seq > 0),
    version           bigint           NOT NULL CHECK (version > 0),
    record_kind       text COLLATE "C" NOT NULL,
    record_id         text COLLATE "C" NOT NULL,
    type              text COLLATE "C" NOT NULL,
    occurred_at       text COLLATE "C" NOT NULL,
    recorded_at       text COLLATE "C" NOT NULL,
    actor_id          text COLLATE "C" NOT NULL,
    actor_role        text COLLATE "C" NOT NULL,
    actor_unit        text COLLATE "C",
    request_id        text COLLATE "C" NOT NULL,
    rule_pack_version text COLLATE "C" NOT NULL,
    prev_hash         bytea            NOT NULL CHECK (length(prev_hash) = 32),
    hash              bytea            NOT NULL CHECK (length(hash) = 32),
    body              bytea            NOT NULL,
    UNIQUE (record_id, seq, record_kind)
);

-- A database restored from a dump counts its transactions anew: then the migration sets a base above all there is.
CREATE TABLE ledger_base
(
    only_row boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (only_row),
    base     bigint  NOT NULL
);

INSERT INTO ledger_base (base) VALUES (0);

CREATE FUNCTION refuse_ledger_change() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: no % of its events', lower(TG_OP) USING ERRCODE = 'insufficient_privilege';
END
$$;

-- For the owner, too, and ALWAYS: also in a session that calls itself a replica's.
CREATE TRIGGER ledger_event_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
ALTER TABLE ledger_event ENABLE ALWAYS TRIGGER ledger_event_is_append_only;

CREATE TABLE claim
(
    scope      text COLLATE "C" NOT NULL,
    value      text COLLATE "C" NOT NULL,
    owner_kind text COLLATE "C" NOT NULL,
    owner_id   text COLLATE "C" NOT NULL,
    PRIMARY KEY (scope, value)
);

CREATE INDEX claim_of_owner ON claim (owner_id, owner_kind, scope);

CREATE TABLE answer
(
    actor_id        text COLLATE "C" NOT NULL,
    idempotency_key text COLLATE "C" NOT NULL,
    request_hash    text COLLATE "C" NOT NULL,
    status          integer          NOT NULL,
    record_kind     text COLLATE "C" NOT NULL,
    record_id       text COLLATE "C" NOT NULL,
    version         bigint           NOT NULL,
    created_at      text COLLATE "C" NOT NULL,
    body            bytea            NOT NULL,
    PRIMARY KEY (idempotency_key, actor_id)
);

CREATE INDEX answer_by_age ON answer (created_at);

-- The program reads everything in this schema (the migration sees to that), adds and moves records, and never removes one; to
-- the ledger it only appends.
GRANT INSERT, UPDATE ON site, unit, site_search, unit_search TO registry_app;
GRANT INSERT, UPDATE, DELETE ON request TO registry_app;
GRANT INSERT ON ledger_event TO registry_app;
GRANT INSERT, DELETE ON claim, answer TO registry_app;
