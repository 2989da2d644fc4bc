-- The next reminder, SQLite. Released scripts are never edited: a change is the next number.
--
-- How far a deadline's reminders have come stands in a narrow table of its own: as a column of the deadline each reminder wrote the whole
-- row anew.

CREATE TABLE next_reminder
(
    site_id      TEXT    NOT NULL REFERENCES site (id),
    kind         TEXT    NOT NULL,
    number       INTEGER NOT NULL,
    -- The deadline's, so that what was reckoned for another date is told of nobody.
    due_on       TEXT    NOT NULL,
    -- Null when the ladder has ended.
    next_rung_on TEXT,
    PRIMARY KEY (site_id, kind, number)
) STRICT;

INSERT INTO next_reminder SELECT site_id, kind, number, due_on, next_rung_on FROM deadline;
DROP INDEX deadline_next_rung;
ALTER TABLE deadline DROP COLUMN next_rung_on;

CREATE INDEX next_reminder_by_day ON next_reminder (next_rung_on, site_id) WHERE next_rung_on IS NOT NULL;
