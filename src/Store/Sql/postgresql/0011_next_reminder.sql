-- The next reminder, PostgreSQL. Released scripts are never edited: a change is the next number.
--
-- How far a deadline's reminders have come stands in a narrow table of its own: as a column of the deadline each reminder wrote the whole
-- row anew, and an entry in each of its six indexes. A program of before this script needs that column, so it refuses.

CREATE TABLE next_reminder
(
    site_id      text COLLATE "C" NOT NULL REFERENCES site (id),
    kind         text COLLATE "C" NOT NULL,
    number       integer          NOT NULL,
    -- The deadline's, so that what was reckoned for another date is told of nobody.
    due_on       date             NOT NULL,
    -- Null when the ladder has ended.
    next_rung_on date,
    PRIMARY KEY (site_id, kind, number)
);

INSERT INTO next_reminder SELECT site_id, kind, number, due_on, next_rung_on FROM deadline;
ALTER TABLE deadline DROP COLUMN next_rung_on;

CREATE INDEX next_reminder_by_day ON next_reminder (next_rung_on, site_id) WHERE next_rung_on IS NOT NULL;

-- Seen by those who see its deadline, by that one's policy; a value and not EXISTS, as with events.
CREATE POLICY scope ON next_reminder FOR SELECT TO registry_query USING (
    (SELECT true FROM deadline AS d WHERE d.site_id = next_reminder.site_id AND d.kind = next_reminder.kind AND d.number = next_reminder.number));
CREATE POLICY program ON next_reminder TO registry_app USING (true) WITH CHECK (true);
ALTER TABLE next_reminder ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON next_reminder TO registry_query;
GRANT INSERT, UPDATE, DELETE ON next_reminder TO registry_app;

UPDATE store_setting SET value = convert_to('0011_next_reminder.sql', 'UTF8') WHERE name = 'needs-script';
