#!/usr/bin/env bash
# Sourced once by the postgres image, on an empty volume, after the roles were made: gives them the passwords of the mounted secret.
# psql quotes them; they are handed over by standard input and so stand in no process list.
for role in registry_app registry_migrator; do
  psql --no-psqlrc --set=ON_ERROR_STOP=1 --quiet --username=postgres --dbname=registry <<SQL
\set password \`cat /run/secrets/postgresql/$role\`
set log_statement = 'none';
alter role $role login password :'password';
SQL
done
