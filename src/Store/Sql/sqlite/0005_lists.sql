-- The inbox, SQLite. Released scripts are never edited: a change is the next number.
--
-- By what is due next, and by who filed: both as one walk along one index. What is not due at all comes last; a column rather than an
-- expression, since only a column can be sought by (key, site_id, number).

ALTER TABLE request ADD COLUMN
    due_order TEXT NOT NULL GENERATED ALWAYS AS (ifnull(due_at, '9999-12-31T23:59:59.9999999Z')) VIRTUAL;

CREATE INDEX request_by_due ON request (due_order, site_id, number);
CREATE INDEX request_of_authority_by_due ON request (authority, due_order, site_id, number);
CREATE INDEX request_of_filer ON request (filed_by_id, submitted_at, site_id, number);
