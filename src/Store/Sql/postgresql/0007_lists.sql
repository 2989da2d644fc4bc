-- The inbox, PostgreSQL. Released scripts are never edited: a change is the next number.
--
-- By what is due next, and by who filed: both as one walk along one index. What is not due at all comes last; least() and not
-- coalesce(), which row security would not let through to the index.

CREATE INDEX request_by_due ON request ((least(due_at, '9999-12-31T23:59:59.9999999Z')), site_id, number);
CREATE INDEX request_of_authority_by_due ON request (authority, (least(due_at, '9999-12-31T23:59:59.9999999Z')), site_id, number);
CREATE INDEX request_of_filer ON request (filed_by_id, submitted_at, site_id, number);
