-- Reminders, PostgreSQL. Released scripts are never edited: a change is the next number.
--
-- A reminder is written only together with the step of its deadline, which has its site: to look at the site once more locks its row, and writes that
-- lock down, for each reminder.

ALTER TABLE reminder DROP CONSTRAINT reminder_site_id_fkey;
