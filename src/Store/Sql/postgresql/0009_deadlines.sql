-- Deadlines, PostgreSQL. Released scripts are never edited: a change is the next number.
--
-- Every dated duty of a site, written with the site in one commit. Unit and authority repeat the site's, as in the inbox.

CREATE TABLE deadline
(
    site_id         text COLLATE "C" NOT NULL REFERENCES site (id),
    kind            text COLLATE "C" NOT NULL,
    -- Of the request, window, suspension or exemption; 0 where a site has one of the kind at most.
    number          integer          NOT NULL,
    unit            text COLLATE "C" NOT NULL,
    authority       text COLLATE "C" NOT NULL,
    clause          text COLLATE "C" NOT NULL,
    who             text COLLATE "C" NOT NULL,
    since           date             NOT NULL,
    due_on          date             NOT NULL,
    is_estimated    boolean          NOT NULL,
    zh              text COLLATE "C" NOT NULL,
    en              text COLLATE "C" NOT NULL,
    ladder          text COLLATE "C" NOT NULL,
    is_acknowledged boolean          NOT NULL,
    -- The date of the next reminder; null when the ladder has ended.
    next_rung_on    date,
    PRIMARY KEY (site_id, kind, number)
);

CREATE INDEX deadline_by_due ON deadline (due_on, site_id, kind, number);
CREATE INDEX deadline_by_kind ON deadline (kind, due_on, site_id, number);
CREATE INDEX deadline_of_authority ON deadline (authority, due_on, site_id, kind, number);
CREATE INDEX deadline_of_unit ON deadline (unit, due_on, site_id, kind, number);
CREATE INDEX deadline_next_rung ON deadline (next_rung_on, site_id) WHERE next_rung_on IS NOT NULL;

CREATE POLICY scope ON deadline FOR SELECT TO registry_query USING (
    (SELECT scope_all()) OR unit = (SELECT scope_unit()) OR authority = ANY ((SELECT scope_authorities())::text[]));
CREATE POLICY program ON deadline TO registry_app USING (true) WITH CHECK (true);
ALTER TABLE deadline ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON deadline TO registry_query;
GRANT INSERT, UPDATE, DELETE ON deadline TO registry_app;

-- What was brought to mind, of whom, and when: each rung of each deadline once, whoever sweeps and however often. Appended and never changed.
CREATE TABLE reminder
(
    site_id       text COLLATE "C" NOT NULL REFERENCES site (id),
    kind          text COLLATE "C" NOT NULL,
    number        integer          NOT NULL,
    due_on        date             NOT NULL,
    -- Days from the due date, negative before it.
    rung          integer          NOT NULL,
    is_escalation boolean          NOT NULL,
    unit          text COLLATE "C" NOT NULL,
    authority     text COLLATE "C" NOT NULL,
    -- The party that was told; of units and authorities which one.
    to_party      text COLLATE "C" NOT NULL,
    to_org        text COLLATE "C",
    told_at       text COLLATE "C" NOT NULL,
    PRIMARY KEY (site_id, kind, number, due_on, rung, is_escalation)
);

CREATE INDEX reminder_by_time ON reminder (told_at, site_id, kind, number, rung, is_escalation);
CREATE INDEX reminder_of_authority ON reminder (authority, told_at, site_id, kind, number, rung, is_escalation);
CREATE INDEX reminder_of_unit ON reminder (unit, told_at, site_id, kind, number, rung, is_escalation);

CREATE POLICY scope ON reminder FOR SELECT TO registry_query USING (
    (SELECT scope_all()) OR unit = (SELECT scope_unit()) OR authority = ANY ((SELECT scope_authorities())::text[]));
CREATE POLICY program ON reminder TO registry_app USING (true) WITH CHECK (true);
ALTER TABLE reminder ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON reminder TO registry_query;
GRANT INSERT ON reminder TO registry_app;
