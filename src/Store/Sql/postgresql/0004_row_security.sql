-- Row security, PostgreSQL. Released scripts are never edited: a change is the next number.
--
-- The third net around a caller's scope, for the query that forgets its condition. Lists are read as registry_query (roles.sql makes it)
-- within a transaction that knows the scope; without one nothing is shown. It is no net against foreign SQL: who can run any statement
-- on the program's connection can also be registry_app again.

-- The scope of the running transaction. A setting that was never made is NULL, one of an ended transaction is ''.
CREATE FUNCTION scope_all() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT current_setting('registry.scope_all', true) = 'true' $$;

CREATE FUNCTION scope_unit() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('registry.scope_unit', true), '') $$;

CREATE FUNCTION scope_authorities() RETURNS text[]
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('registry.scope_authorities', true), '')::text[] $$;

-- Search texts have no tenant of their own: a policy on them would keep LIKE and the grams from their index. Lists join them to rows
-- that have one.
GRANT SELECT ON site, unit, request, account, ledger_event, site_search, unit_search, account_search TO registry_query;

-- Each setting is asked once a statement, by a subselect that no row changes, so that what is left for a row is three comparisons.
CREATE POLICY scope ON site FOR SELECT TO registry_query USING (
    (SELECT scope_all()) OR unit = (SELECT scope_unit()) OR authority = ANY ((SELECT scope_authorities())::text[]));
CREATE POLICY scope ON unit FOR SELECT TO registry_query USING (
    (SELECT scope_all()) OR id = (SELECT scope_unit()) OR authority = ANY ((SELECT scope_authorities())::text[]));
CREATE POLICY scope ON request FOR SELECT TO registry_query USING (
    (SELECT scope_all()) OR unit = (SELECT scope_unit()) OR authority = ANY ((SELECT scope_authorities())::text[]));
CREATE POLICY scope ON account FOR SELECT TO registry_query USING (
    (SELECT scope_all()) OR unit = (SELECT scope_unit()) OR authority = ANY ((SELECT scope_authorities())::text[]));

-- An event is seen by those who see its record, by the policies above. A value and not EXISTS, which the planner may answer by
-- reading all records there are.
CREATE POLICY scope ON ledger_event FOR SELECT TO registry_query USING (
    CASE record_kind
        WHEN 'site' THEN (SELECT true FROM site WHERE id = record_id)
        WHEN 'unit' THEN (SELECT true FROM unit WHERE id = record_id)
        WHEN 'account' THEN (SELECT true FROM account WHERE id = record_id)
    END);

-- The program's own work has no scope. As a member of registry_query it is under both policies, of which one suffices: the planner
-- sees that this one is always true, and its statements keep their plans.
CREATE POLICY program ON site TO registry_app USING (true) WITH CHECK (true);
CREATE POLICY program ON unit TO registry_app USING (true) WITH CHECK (true);
CREATE POLICY program ON request TO registry_app USING (true) WITH CHECK (true);
CREATE POLICY program ON account TO registry_app USING (true) WITH CHECK (true);
CREATE POLICY program ON ledger_event TO registry_app USING (true) WITH CHECK (true);

-- Not forced on the owner: registry_migrator moves data in later scripts, and dumps.
ALTER TABLE site ENABLE ROW LEVEL SECURITY;
ALTER TABLE unit ENABLE ROW LEVEL SECURITY;
ALTER TABLE request ENABLE ROW LEVEL SECURITY;
ALTER TABLE account ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_event ENABLE ROW LEVEL SECURITY;

-- What might tell of a row by an error or its cost is asked after the policy and so finds nothing in an index: coalesce() counts among
-- that, least() does not. Where there is no date it is the other, too.
DROP INDEX site_by_expiry, site_of_authority_by_expiry;
CREATE INDEX site_by_expiry ON site ((least(next_expiry_on, 'infinity'::date)), id);
CREATE INDEX site_of_authority_by_expiry ON site (authority, (least(next_expiry_on, 'infinity'::date)), id);

-- Sites are counted by stage from this index alone; row security asks for the unit, too.
DROP INDEX site_of_authority_by_stage;
CREATE INDEX site_of_authority_by_stage ON site (authority, stage, unit);
