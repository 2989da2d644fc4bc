-- What a database administrator prepares once per database, before the first `migrate`, and again when a new version asks for it;
-- running it again changes nothing that is there.
--
--   psql --dbname=DATABASE --file=roles.sql        as a superuser, or as a role with CREATEROLE that owns the database
--
-- The roles have no password: give them one (ALTER ROLE … PASSWORD) or let pg_hba.conf admit them by certificate.

-- registry_migrator owns the tables and may change their shape; registry_app is the running program and may not. The program answers
-- lists as registry_query, which nobody logs in as: it sees the rows of the caller's scope alone.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'registry_migrator') THEN
        CREATE ROLE registry_migrator LOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'registry_app') THEN
        CREATE ROLE registry_app LOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'registry_query') THEN
        CREATE ROLE registry_query NOLOGIN;
    END IF;
    IF NOT pg_has_role('registry_app', 'registry_query', 'MEMBER') THEN
        GRANT registry_query TO registry_app;
    END IF;
END
$$;

-- The register and Orleans' tables lie in one schema, people and tokens in the other.
CREATE SCHEMA IF NOT EXISTS registry;
CREATE SCHEMA IF NOT EXISTS identity;
ALTER SCHEMA registry OWNER TO registry_migrator;
ALTER SCHEMA identity OWNER TO registry_migrator;
GRANT USAGE ON SCHEMA registry, identity TO registry_app;
GRANT USAGE ON SCHEMA registry TO registry_query;

-- Nobody makes objects beside these: not in public, and no temporary ones, which could stand in front of a table.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
DO $$
BEGIN
    EXECUTE format('REVOKE TEMPORARY, CREATE ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO registry_migrator, registry_app', current_database());
END
$$;
