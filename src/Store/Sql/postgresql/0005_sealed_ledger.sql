-- The sealed ledger, PostgreSQL. Released scripts are never edited: a change is the next number.
--
-- All events in the order of their positions are the leaves of one tree (RFC 6962 §2.1). Tiles hold runs of 256 of its hashes, from which
-- any proof is made; a checkpoint is its signed head at some size. Neither is trusted: whoever verifies makes the tree anew from the
-- events, and holds it against checkpoints that were taken out of this database.

CREATE TABLE ledger_tile
(
    level          integer NOT NULL CHECK (level >= 0),
    number         bigint  NOT NULL CHECK (number >= 0),
    first_position bigint CHECK ((first_position IS NULL) = (level > 0)),
    last_position  bigint CHECK ((last_position IS NULL) = (level > 0)),
    hashes         bytea   NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
    PRIMARY KEY (level, number)
);

-- Hashes cannot be compressed.
ALTER TABLE ledger_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

-- Leads from an event to its leaf.
CREATE UNIQUE INDEX ledger_tile_by_position ON ledger_tile (first_position) WHERE level = 0;

CREATE TABLE checkpoint
(
    number        bigint           NOT NULL PRIMARY KEY CHECK (number > 0),
    size          bigint           NOT NULL UNIQUE CHECK (size > 0),
    last_position bigint           NOT NULL UNIQUE,
    root          bytea            NOT NULL CHECK (length(root) = 32),
    sealed_at     text COLLATE "C" NOT NULL,
    verifier      text COLLATE "C" NOT NULL,
    note          text COLLATE "C" NOT NULL
);

CREATE FUNCTION refuse_checkpoint_change() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'checkpoints are append-only: no % of them', lower(TG_OP) USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER checkpoint_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_checkpoint_change();
ALTER TABLE checkpoint ENABLE ALWAYS TRIGGER checkpoint_is_append_only;

GRANT INSERT, UPDATE ON ledger_tile TO registry_app;
GRANT INSERT ON checkpoint TO registry_app;
