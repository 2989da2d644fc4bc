-- The sealed ledger, SQLite. Released scripts are never edited: a change is the next number.
--
-- All events in the order of their positions are the leaves of one tree (RFC 6962 §2.1). Tiles hold runs of 256 of its hashes, from which
-- any proof is made; a checkpoint is its signed head at some size. Neither is trusted: whoever verifies makes the tree anew from the
-- events, and holds it against checkpoints that were taken out of this database.

CREATE TABLE ledger_tile
(
    level          INTEGER NOT NULL CHECK (level >= 0),
    number         INTEGER NOT NULL CHECK (number >= 0),
    first_position INTEGER CHECK ((first_position IS NULL) = (level > 0)),
    last_position  INTEGER CHECK ((last_position IS NULL) = (level > 0)),
    hashes         BLOB    NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
    PRIMARY KEY (level, number)
) STRICT;

-- Leads from an event to its leaf.
CREATE UNIQUE INDEX ledger_tile_by_position ON ledger_tile (first_position) WHERE level = 0;

CREATE TABLE checkpoint
(
    number        INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    size          INTEGER NOT NULL UNIQUE CHECK (size > 0),
    last_position INTEGER NOT NULL UNIQUE,
    root          BLOB    NOT NULL CHECK (length(root) = 32),
    sealed_at     TEXT    NOT NULL,
    verifier      TEXT    NOT NULL,
    note          TEXT    NOT NULL
) STRICT;

CREATE TRIGGER checkpoint_is_not_changed BEFORE UPDATE ON checkpoint
BEGIN
    SELECT RAISE(ABORT, 'checkpoints are append-only: none is changed');
END;

CREATE TRIGGER checkpoint_is_not_deleted BEFORE DELETE ON checkpoint
BEGIN
    SELECT RAISE(ABORT, 'checkpoints are append-only: none is deleted');
END;

-- INSERT OR REPLACE deletes without firing the trigger above.
CREATE TRIGGER checkpoint_is_not_replaced BEFORE INSERT ON checkpoint
WHEN EXISTS (SELECT 1 FROM checkpoint WHERE number = NEW.number OR size = NEW.size OR last_position = NEW.last_position)
BEGIN
    SELECT RAISE(ABORT, 'checkpoints are append-only: none is replaced');
END;
