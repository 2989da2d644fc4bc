-- Accounts, PostgreSQL. Released scripts are never edited: a change is the next number.
--
-- No password, second factor or secret lies here: those are the token server's, in the schema identity. This is who a person is, as
-- administrators have recorded it, with its ledger; standing is what gateways read of it at each request.

CREATE TABLE account
(
    id            text COLLATE "C" NOT NULL PRIMARY KEY,
    name          text COLLATE "C" NOT NULL,
    user_name     text COLLATE "C" NOT NULL,
    account_state text COLLATE "C" NOT NULL,
    roles         text COLLATE "C" NOT NULL,
    unit          text COLLATE "C",
    authority     text COLLATE "C",
    standing      bytea            NOT NULL,
    version       bigint           NOT NULL CHECK (version > 0),
    ledger_seq    bigint           NOT NULL CHECK (ledger_seq > 0),
    ledger_hash   bytea            NOT NULL CHECK (length(ledger_hash) = 32),
    state         bytea            NOT NULL
);

CREATE INDEX account_by_name ON account (name, id);
-- That no two have the same is the claim user-name.
CREATE INDEX account_by_user_name ON account (user_name);

CREATE TABLE account_search
(
    id          text COLLATE "C"   NOT NULL PRIMARY KEY REFERENCES account (id),
    search_text text COLLATE "C"   NOT NULL,
    grams       text[] COLLATE "C" NOT NULL GENERATED ALWAYS AS (grams(search_text)) STORED
);

CREATE INDEX account_search_by_gram ON account_search USING gin (grams);

GRANT INSERT, UPDATE ON account, account_search TO registry_app;
