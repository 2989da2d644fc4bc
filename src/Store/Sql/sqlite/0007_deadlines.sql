-- Deadlines, SQLite. Released scripts are never edited: a change is the next number.
--
-- Every dated duty of a site, written with the site in one commit. Unit and authority repeat the site's, as in the inbox.

CREATE TABLE deadline
(
    site_id         TEXT    NOT NULL REFERENCES site (id),
    kind            TEXT    NOT NULL,
    -- Of the request, window, suspension or exemption; 0 where a site has one of the kind at most.
    number          INTEGER NOT NULL,
    unit            TEXT    NOT NULL,
    authority       TEXT    NOT NULL,
    clause          TEXT    NOT NULL,
    who             TEXT    NOT NULL,
    since           TEXT    NOT NULL,
    due_on          TEXT    NOT NULL,
    is_estimated    INTEGER NOT NULL CHECK (is_estimated IN (0, 1)),
    zh              TEXT    NOT NULL,
    en              TEXT    NOT NULL,
    ladder          TEXT    NOT NULL,
    is_acknowledged INTEGER NOT NULL CHECK (is_acknowledged IN (0, 1)),
    -- The date of the next reminder; null when the ladder has ended.
    next_rung_on    TEXT,
    PRIMARY KEY (site_id, kind, number)
) STRICT;

CREATE INDEX deadline_by_due ON deadline (due_on, site_id, kind, number);
CREATE INDEX deadline_by_kind ON deadline (kind, due_on, site_id, number);
CREATE INDEX deadline_of_authority ON deadline (authority, due_on, site_id, kind, number);
CREATE INDEX deadline_of_unit ON deadline (unit, due_on, site_id, kind, number);
CREATE INDEX deadline_next_rung ON deadline (next_rung_on, site_id) WHERE next_rung_on IS NOT NULL;

-- What was brought to mind, of whom, and when: each rung of each deadline once, whoever sweeps and however often. Appended and never changed.
CREATE TABLE reminder
(
    site_id       TEXT    NOT NULL REFERENCES site (id),
    kind          TEXT    NOT NULL,
    number        INTEGER NOT NULL,
    due_on        TEXT    NOT NULL,
    -- Days from the due date, negative before it.
    rung          INTEGER NOT NULL,
    is_escalation INTEGER NOT NULL CHECK (is_escalation IN (0, 1)),
    unit          TEXT    NOT NULL,
    authority     TEXT    NOT NULL,
    -- The party that was told; of units and authorities which one.
    to_party      TEXT    NOT NULL,
    to_org        TEXT,
    told_at       TEXT    NOT NULL,
    PRIMARY KEY (site_id, kind, number, due_on, rung, is_escalation)
) STRICT;

CREATE INDEX reminder_by_time ON reminder (told_at, site_id, kind, number, rung, is_escalation);
CREATE INDEX reminder_of_authority ON reminder (authority, told_at, site_id, kind, number, rung, is_escalation);
CREATE INDEX reminder_of_unit ON reminder (unit, told_at, site_id, kind, number, rung, is_escalation);
