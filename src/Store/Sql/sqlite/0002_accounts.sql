-- Accounts, SQLite. Released scripts are never edited: a change is the next number.
--
-- No password, second factor or secret lies here: those are the token server's, in a file of its own. This is who a person is, as
-- administrators have recorded it, with its ledger; standing is what the gateway reads of it at each request.

CREATE TABLE account
(
    id            TEXT    NOT NULL PRIMARY KEY,
    version       INTEGER NOT NULL CHECK (version > 0),
    ledger_seq    INTEGER NOT NULL CHECK (ledger_seq > 0),
    ledger_hash   BLOB    NOT NULL CHECK (length(ledger_hash) = 32),
    name          TEXT    NOT NULL,
    user_name     TEXT    NOT NULL,
    account_state TEXT    NOT NULL,
    roles         TEXT    NOT NULL,
    unit          TEXT,
    authority     TEXT,
    search_text   TEXT    NOT NULL,
    standing      BLOB    NOT NULL,
    state         BLOB    NOT NULL
) STRICT;

CREATE INDEX account_by_name ON account (name, id);
-- That no two have the same is the claim user-name.
CREATE INDEX account_by_user_name ON account (user_name);
