-- Room for versions, PostgreSQL. Released scripts are never edited: a change is the next number.
--
-- Most commands change no column of a site that an index has: with room on its page the new version of the row needs no entry in any of thirteen
-- indexes. Pages written from now on keep a fifth free; those there are get it as their rows are written anew. Versions of the past are taken away at a
-- fiftieth of the table: at a fifth, the default, a walk along an index of a million sites would meet 200,000 of them.
ALTER TABLE site SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);

-- States come together: nearly each live site has its filings. Taken as chances of their own, two filters look like a handful of rows where there are
-- thousands, and these would be sorted instead of walked in their order.
CREATE STATISTICS site_states (mcv)
    ON stage, compliance, icp_state, public_security_state, graded_state, site_mark_state, domain_state FROM site;
ANALYZE site;
