-- Pages of sites, PostgreSQL. Released scripts are never edited: a change is the next number.
--
-- Two filters at once, in the order of names, as one walk along one index: by authority and stage, and by the two filings that the centre
-- follows. The unit goes with the first one, so that row security and a total ask that index alone.

DROP INDEX site_of_authority_by_stage;
CREATE INDEX site_of_authority_by_stage ON site (authority, stage, name, id) INCLUDE (unit);
CREATE INDEX site_by_filings ON site (icp_state, graded_state, name, id);
