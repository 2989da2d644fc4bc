-- Counters, PostgreSQL. Released scripts are never edited: a change is the next number.
--
-- How many sites and requests there are of each kind, by authority, kept along with every change of what is counted, so that an answer
-- costs the same whether there are a thousand sites or a million. A change adds rows to count_delta, which nobody waits for; they are
-- summed into count_of from time to time. The truth at any moment is the sum of both (docs/decisions/0025).

ALTER TABLE site
    ADD COLUMN domain_state    text COLLATE "C" NOT NULL DEFAULT 'notFiled',
    ADD COLUMN test_expires_on date,
    ADD COLUMN graded_due_on   date,
    -- year/times/days of the downline quota; null for a site that was never live.
    ADD COLUMN quota_use       text COLLATE "C",
    -- The first date on which time alone has made some of these columns untrue.
    ADD COLUMN stale_on        date,
    -- Which form the columns have, and under which rule pack they were made: the sweeper makes those of before anew.
    ADD COLUMN form            text COLLATE "C" NOT NULL DEFAULT '';

CREATE INDEX site_by_form ON site (form, id);
CREATE INDEX site_stale ON site (stale_on, id) WHERE stale_on IS NOT NULL;

CREATE TABLE count_of
(
    -- '*' is the sum over all authorities.
    authority text COLLATE "C" NOT NULL,
    dimension text COLLATE "C" NOT NULL,
    value     text COLLATE "C" NOT NULL,
    n         bigint           NOT NULL,
    PRIMARY KEY (authority, dimension, value)
);

CREATE INDEX count_of_nothing ON count_of (authority) WHERE n = 0;

CREATE TABLE count_delta
(
    authority text COLLATE "C" NOT NULL,
    dimension text COLLATE "C" NOT NULL,
    value     text COLLATE "C" NOT NULL,
    n         bigint           NOT NULL
);

-- What a site counts towards. One that is closed counts by its stage alone.
CREATE FUNCTION site_dimensions(
    authority text, stage text, unit_type text, compliance text, icp_state text, public_security_state text, graded_state text,
    graded_level integer, site_mark_state text, domain_state text, test_expires_on date, graded_due_on date, quota_use text)
    RETURNS TABLE (dimension text, value text)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT d.dimension, d.value
    FROM (SELECT stage NOT IN ('closed', 'deregistered')) AS kept (is_kept), LATERAL (VALUES
        ('stage', stage),
        ('authority', CASE WHEN kept.is_kept THEN authority END),
        ('unitType', CASE WHEN kept.is_kept THEN unit_type END),
        ('compliance', CASE WHEN kept.is_kept THEN compliance END),
        ('icp', CASE WHEN kept.is_kept THEN icp_state END),
        ('publicSecurity', CASE WHEN kept.is_kept THEN public_security_state END),
        ('gradedProtection', CASE WHEN kept.is_kept THEN graded_state END),
        ('gradedLevel', CASE WHEN kept.is_kept THEN coalesce(graded_level::text, 'none') END),
        ('siteMark', CASE WHEN kept.is_kept THEN site_mark_state END),
        ('domain', CASE WHEN kept.is_kept THEN domain_state END),
        ('testExpiresOn', CASE WHEN kept.is_kept THEN coalesce(to_char(test_expires_on, 'YYYY-MM-DD'), 'none') END),
        ('gradedDueOn', CASE WHEN kept.is_kept THEN coalesce(to_char(graded_due_on, 'YYYY-MM-DD'), 'none') END),
        ('quota', CASE WHEN kept.is_kept THEN quota_use END)) AS d (dimension, value)
    WHERE d.value IS NOT NULL
$$;

-- Dates are those of Shanghai. An open request counts by the day since which it is in its state and by the last day on which it is in time.
CREATE FUNCTION request_dimensions(kind text, state text, changed_at text, due_at text)
    RETURNS TABLE (dimension text, value text)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT d.dimension, d.value
    FROM (VALUES
        ('request', kind || '/' || state),
        ('requestSince', CASE WHEN state IN ('submitted', 'inReview', 'returned')
            THEN state || '/' || to_char(changed_at::timestamptz AT TIME ZONE '+08:00'::interval, 'YYYY-MM-DD') END),
        ('requestDueOn', CASE WHEN state IN ('submitted', 'inReview', 'returned')
            THEN state || '/' || to_char((due_at::timestamptz - interval '1 microsecond') AT TIME ZONE '+08:00'::interval,
                'YYYY-MM-DD') END)) AS d (dimension, value)
    WHERE d.value IS NOT NULL
$$;

-- The same once more, from the records themselves: for units, of which each has few, and for whoever holds the counters against the truth.
CREATE VIEW counted WITH (security_invoker = true) AS
    SELECT s.unit, s.authority, d.dimension, d.value
    FROM site AS s, LATERAL site_dimensions(s.authority, s.stage, s.unit_type, s.compliance, s.icp_state, s.public_security_state, s.graded_state,
        s.graded_level, s.site_mark_state, s.domain_state, s.test_expires_on, s.graded_due_on, s.quota_use) AS d
    UNION ALL
    SELECT r.unit, r.authority, d.dimension, d.value
    FROM request AS r, LATERAL request_dimensions(r.kind, r.state, r.changed_at, r.due_at) AS d;

-- Two rows of a transition table are compared by what is counted: most commands change none of it.
CREATE FUNCTION count_new_sites() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = registry, pg_temp
AS $$
BEGIN
    INSERT INTO count_delta (authority, dimension, value, n)
    SELECT a.authority, d.dimension, d.value, count(*)
    FROM added AS a, LATERAL site_dimensions(a.authority, a.stage, a.unit_type, a.compliance, a.icp_state, a.public_security_state, a.graded_state,
        a.graded_level, a.site_mark_state, a.domain_state, a.test_expires_on, a.graded_due_on, a.quota_use) AS d
    GROUP BY 1, 2, 3;
    RETURN NULL;
END
$$;

CREATE FUNCTION count_changed_sites() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = registry, pg_temp SET enable_hashjoin = on
AS $$
BEGIN
    INSERT INTO count_delta (authority, dimension, value, n)
    WITH changed AS MATERIALIZED (
        SELECT a.authority AS a_authority, a.stage AS a_stage, a.unit_type AS a_unit_type, a.compliance AS a_compliance,
            a.icp_state AS a_icp_state, a.public_security_state AS a_public_security_state, a.graded_state AS a_graded_state,
            a.graded_level AS a_graded_level, a.site_mark_state AS a_site_mark_state, a.domain_state AS a_domain_state,
            a.test_expires_on AS a_test_expires_on, a.graded_due_on AS a_graded_due_on, a.quota_use AS a_quota_use, b.authority AS b_authority,
            b.stage AS b_stage, b.unit_type AS b_unit_type, b.compliance AS b_compliance, b.icp_state AS b_icp_state,
            b.public_security_state AS b_public_security_state, b.graded_state AS b_graded_state, b.graded_level AS b_graded_level,
            b.site_mark_state AS b_site_mark_state, b.domain_state AS b_domain_state, b.test_expires_on AS b_test_expires_on,
            b.graded_due_on AS b_graded_due_on, b.quota_use AS b_quota_use
        FROM added AS a JOIN removed AS b ON b.id = a.id
        WHERE (a.authority, a.stage, a.unit_type, a.compliance, a.icp_state, a.public_security_state, a.graded_state, a.graded_level,
            a.site_mark_state, a.domain_state, a.test_expires_on, a.graded_due_on, a.quota_use) IS DISTINCT FROM
            (b.authority, b.stage, b.unit_type, b.compliance, b.icp_state, b.public_security_state, b.graded_state, b.graded_level,
                b.site_mark_state, b.domain_state, b.test_expires_on, b.graded_due_on, b.quota_use))
    SELECT moved.authority, moved.dimension, moved.value, sum(moved.n)
    FROM (
        SELECT a_authority AS authority, d.dimension, d.value, 1 AS n FROM changed, LATERAL site_dimensions(a_authority, a_stage, a_unit_type,
            a_compliance, a_icp_state, a_public_security_state, a_graded_state, a_graded_level, a_site_mark_state, a_domain_state,
            a_test_expires_on, a_graded_due_on, a_quota_use) AS d
        UNION ALL
        SELECT b_authority, d.dimension, d.value, -1 FROM changed, LATERAL site_dimensions(b_authority, b_stage, b_unit_type, b_compliance,
            b_icp_state, b_public_security_state, b_graded_state, b_graded_level, b_site_mark_state, b_domain_state, b_test_expires_on,
            b_graded_due_on, b_quota_use) AS d) AS moved
    GROUP BY 1, 2, 3
    HAVING sum(moved.n) <> 0;
    RETURN NULL;
END
$$;

CREATE FUNCTION count_requests() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = registry, pg_temp
AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO count_delta (authority, dimension, value, n)
        SELECT b.authority, d.dimension, d.value, -count(*)
        FROM removed AS b, LATERAL request_dimensions(b.kind, b.state, b.changed_at, b.due_at) AS d
        GROUP BY 1, 2, 3;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO count_delta (authority, dimension, value, n)
        SELECT a.authority, d.dimension, d.value, count(*)
        FROM added AS a, LATERAL request_dimensions(a.kind, a.state, a.changed_at, a.due_at) AS d
        GROUP BY 1, 2, 3;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER site_is_counted AFTER INSERT ON site
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_new_sites();
CREATE TRIGGER site_change_is_counted AFTER UPDATE ON site
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_changed_sites();
CREATE TRIGGER request_is_counted AFTER INSERT ON request
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_requests();
CREATE TRIGGER request_change_is_counted AFTER UPDATE ON request
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_requests();
CREATE TRIGGER request_end_is_counted AFTER DELETE ON request
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_requests();

-- Sums deltas up; returns how many were taken. One at a time: whoever comes second has nothing to do.
CREATE FUNCTION sum_counts(at_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = registry, pg_temp SET enable_seqscan = on SET enable_hashjoin = on SET enable_bitmapscan = on
AS $$
DECLARE
    taken integer;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('registry.sum_counts')) THEN
        RETURN 0;
    END IF;
    WITH gone AS (
        DELETE FROM count_delta WHERE ctid = ANY (ARRAY(SELECT ctid FROM count_delta LIMIT at_most)) RETURNING *),
    summed AS (
        SELECT authority, dimension, value, sum(n) AS n FROM gone GROUP BY 1, 2, 3
        UNION ALL
        SELECT '*', dimension, value, sum(n) FROM gone GROUP BY 2, 3),
    put AS (
        INSERT INTO count_of AS c (authority, dimension, value, n)
        SELECT authority, dimension, value, n FROM summed WHERE n <> 0 ORDER BY 1, 2, 3
        ON CONFLICT (authority, dimension, value) DO UPDATE SET n = c.n + excluded.n)
    SELECT count(*) INTO taken FROM gone;
    DELETE FROM count_of WHERE n = 0;
    RETURN taken;
END
$$;

INSERT INTO count_of (authority, dimension, value, n)
SELECT authority, dimension, value, count(*) FROM counted GROUP BY 1, 2, 3
UNION ALL
SELECT '*', dimension, value, count(*) FROM counted GROUP BY 2, 3;

-- The program reads counters, and changes them by nothing but its records: the functions do, as their owner.
GRANT SELECT ON count_of, count_delta, counted TO registry_query;
REVOKE EXECUTE ON FUNCTION sum_counts(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sum_counts(integer) TO registry_app;

-- As for lists (0004): an authority's counters are its own. Units' are counted from their records.
CREATE POLICY scope ON count_of FOR SELECT TO registry_query USING (
    (SELECT scope_all()) OR authority = ANY ((SELECT scope_authorities())::text[]));
CREATE POLICY scope ON count_delta FOR SELECT TO registry_query USING (
    (SELECT scope_all()) OR authority = ANY ((SELECT scope_authorities())::text[]));
CREATE POLICY program ON count_of TO registry_app USING (true) WITH CHECK (true);
CREATE POLICY program ON count_delta TO registry_app USING (true) WITH CHECK (true);
ALTER TABLE count_of ENABLE ROW LEVEL SECURITY;
ALTER TABLE count_delta ENABLE ROW LEVEL SECURITY;
