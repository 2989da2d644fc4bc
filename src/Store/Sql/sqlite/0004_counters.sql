-- Counters, SQLite. Released scripts are never edited: a change is the next number.
--
-- How many sites and requests there are of each kind, by authority, kept along with every change of what is counted, in the same
-- transaction. One writer at a time: nothing need be summed up later, as on a server.

ALTER TABLE site ADD COLUMN domain_state TEXT NOT NULL DEFAULT 'notFiled';
ALTER TABLE site ADD COLUMN test_expires_on TEXT;
ALTER TABLE site ADD COLUMN graded_due_on TEXT;
-- year/times/days of the downline quota; null for a site that was never live.
ALTER TABLE site ADD COLUMN quota_use TEXT;
-- The first date on which time alone has made some of these columns untrue.
ALTER TABLE site ADD COLUMN stale_on TEXT;
-- Which form the columns have, and under which rule pack they were made: the sweeper makes those of before anew.
ALTER TABLE site ADD COLUMN form TEXT NOT NULL DEFAULT '';

CREATE INDEX site_by_form ON site (form, id);
CREATE INDEX site_stale ON site (stale_on, id) WHERE stale_on IS NOT NULL;

CREATE TABLE count_of
(
    authority TEXT    NOT NULL,
    dimension TEXT    NOT NULL,
    value     TEXT    NOT NULL,
    n         INTEGER NOT NULL,
    PRIMARY KEY (authority, dimension, value)
) STRICT, WITHOUT ROWID;

-- What a site counts towards. One that is closed counts by its stage alone.
CREATE VIEW site_counted AS
    SELECT id, unit, authority, 'stage' AS dimension, stage AS value FROM site
    UNION ALL
    SELECT id, unit, authority, 'authority' AS dimension, authority AS value FROM site WHERE stage NOT IN ('closed', 'deregistered')
    UNION ALL
    SELECT id, unit, authority, 'unitType' AS dimension, unit_type AS value FROM site WHERE stage NOT IN ('closed', 'deregistered')
    UNION ALL
    SELECT id, unit, authority, 'compliance' AS dimension, compliance AS value FROM site WHERE stage NOT IN ('closed', 'deregistered')
    UNION ALL
    SELECT id, unit, authority, 'icp' AS dimension, icp_state AS value FROM site WHERE stage NOT IN ('closed', 'deregistered')
    UNION ALL
    SELECT id, unit, authority, 'publicSecurity' AS dimension, public_security_state AS value FROM site WHERE stage NOT IN ('closed', 'deregistered')
    UNION ALL
    SELECT id, unit, authority, 'gradedProtection' AS dimension, graded_state AS value FROM site WHERE stage NOT IN ('closed', 'deregistered')
    UNION ALL
    SELECT id, unit, authority, 'gradedLevel' AS dimension, ifnull(CAST(graded_level AS TEXT),
        'none') AS value FROM site WHERE stage NOT IN ('closed', 'deregistered')
    UNION ALL
    SELECT id, unit, authority, 'siteMark' AS dimension, site_mark_state AS value FROM site WHERE stage NOT IN ('closed', 'deregistered')
    UNION ALL
    SELECT id, unit, authority, 'domain' AS dimension, domain_state AS value FROM site WHERE stage NOT IN ('closed', 'deregistered')
    UNION ALL
    SELECT id, unit, authority, 'testExpiresOn' AS dimension, ifnull(test_expires_on, 'none') AS value FROM site WHERE stage NOT IN ('closed',
        'deregistered')
    UNION ALL
    SELECT id, unit, authority, 'gradedDueOn' AS dimension, ifnull(graded_due_on, 'none') AS value FROM site WHERE stage NOT IN ('closed',
        'deregistered')
    UNION ALL
    SELECT id, unit, authority, 'quota' AS dimension, quota_use AS value FROM site WHERE stage NOT IN ('closed',
        'deregistered') AND quota_use IS NOT NULL;

-- Dates are those of Shanghai. An open request counts by the day since which it is in its state and by the last day on which it is in time.
CREATE VIEW request_counted AS
    SELECT site_id, number, unit, authority, 'request' AS dimension, kind || '/' || state AS value FROM request
    UNION ALL
    SELECT site_id, number, unit, authority, 'requestSince' AS dimension, state || '/' || date(changed_at,
        '+8 hours') AS value FROM request WHERE state IN ('submitted', 'inReview', 'returned')
    UNION ALL
    SELECT site_id, number, unit, authority, 'requestDueOn' AS dimension, state || '/' || date(due_at, '-0.001 seconds',
        '+8 hours') AS value FROM request WHERE state IN ('submitted', 'inReview', 'returned') AND due_at IS NOT NULL;

-- For units, of which each has few sites, and for whoever holds the counters against the truth.
CREATE VIEW counted AS
    SELECT unit, authority, dimension, value FROM site_counted
    UNION ALL
    SELECT unit, authority, dimension, value FROM request_counted;

CREATE TRIGGER site_is_counted AFTER INSERT ON site
BEGIN
    INSERT INTO count_of (authority, dimension, value, n) SELECT authority, dimension, value, 1 FROM site_counted WHERE id = NEW.id
    ON CONFLICT (authority, dimension, value) DO UPDATE SET n = n + excluded.n;
END;

-- What was before is read before it changes, by the same words as what comes after.
CREATE TRIGGER site_was_counted BEFORE UPDATE OF authority, stage, unit_type, compliance, icp_state, public_security_state, graded_state,
    graded_level, site_mark_state, domain_state, test_expires_on, graded_due_on, quota_use ON site
WHEN (OLD.authority, OLD.stage, OLD.unit_type, OLD.compliance, OLD.icp_state, OLD.public_security_state, OLD.graded_state, OLD.graded_level,
    OLD.site_mark_state, OLD.domain_state, OLD.test_expires_on, OLD.graded_due_on, OLD.quota_use) IS NOT
    (NEW.authority, NEW.stage, NEW.unit_type, NEW.compliance, NEW.icp_state, NEW.public_security_state, NEW.graded_state, NEW.graded_level,
        NEW.site_mark_state, NEW.domain_state, NEW.test_expires_on, NEW.graded_due_on, NEW.quota_use)
BEGIN
    INSERT INTO count_of (authority, dimension, value, n) SELECT authority, dimension, value, -1 FROM site_counted WHERE id = OLD.id
    ON CONFLICT (authority, dimension, value) DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER site_change_is_counted AFTER UPDATE OF authority, stage, unit_type, compliance, icp_state, public_security_state, graded_state,
    graded_level, site_mark_state, domain_state, test_expires_on, graded_due_on, quota_use ON site
WHEN (OLD.authority, OLD.stage, OLD.unit_type, OLD.compliance, OLD.icp_state, OLD.public_security_state, OLD.graded_state, OLD.graded_level,
    OLD.site_mark_state, OLD.domain_state, OLD.test_expires_on, OLD.graded_due_on, OLD.quota_use) IS NOT
    (NEW.authority, NEW.stage, NEW.unit_type, NEW.compliance, NEW.icp_state, NEW.public_security_state, NEW.graded_state, NEW.graded_level,
        NEW.site_mark_state, NEW.domain_state, NEW.test_expires_on, NEW.graded_due_on, NEW.quota_use)
BEGIN
    INSERT INTO count_of (authority, dimension, value, n) SELECT authority, dimension, value, 1 FROM site_counted WHERE id = NEW.id
    ON CONFLICT (authority, dimension, value) DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER request_is_counted AFTER INSERT ON request
BEGIN
    INSERT INTO count_of (authority, dimension, value, n)
    SELECT authority, dimension, value, 1 FROM request_counted WHERE site_id = NEW.site_id AND number = NEW.number
    ON CONFLICT (authority, dimension, value) DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER request_was_counted BEFORE UPDATE ON request
BEGIN
    INSERT INTO count_of (authority, dimension, value, n)
    SELECT authority, dimension, value, -1 FROM request_counted WHERE site_id = OLD.site_id AND number = OLD.number
    ON CONFLICT (authority, dimension, value) DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER request_change_is_counted AFTER UPDATE ON request
BEGIN
    INSERT INTO count_of (authority, dimension, value, n)
    SELECT authority, dimension, value, 1 FROM request_counted WHERE site_id = NEW.site_id AND number = NEW.number
    ON CONFLICT (authority, dimension, value) DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER request_end_is_counted BEFORE DELETE ON request
BEGIN
    INSERT INTO count_of (authority, dimension, value, n)
    SELECT authority, dimension, value, -1 FROM request_counted WHERE site_id = OLD.site_id AND number = OLD.number
    ON CONFLICT (authority, dimension, value) DO UPDATE SET n = n + excluded.n;
END;

INSERT INTO count_of (authority, dimension, value, n) SELECT authority, dimension, value, count(*) FROM counted GROUP BY 1, 2, 3;
