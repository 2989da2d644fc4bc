#!/usr/bin/env bash
# Writes one dump of the database into $BACKUP_FOLDER and removes those older than $BACKUP_KEEP_DAYS days. Where the database is and who
# asks stands in libpq's own variables (PGHOST, PGPORT, PGDATABASE, PGUSER, PGSSLMODE, PGSSLROOTCERT).
set -euo pipefail
umask 077

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# libpq ignores a password file that its group may read, as the mounted one must be.
install -m 0600 "$BACKUP_PASSFILE" "$scratch/pgpass"
export PGPASSFILE=$scratch/pgpass

name=registry-$(date -u +%Y%m%dT%H%M%SZ).dump
partial=$BACKUP_FOLDER/.$name.partial
rm -f "$BACKUP_FOLDER"/.registry-*.partial

pg_dump --format=custom --no-password --file="$partial"
# Reads the whole archive's table of contents back: a dump cut short fails here, and the last good one stays.
pg_restore --list "$partial" >"$scratch/contents"
grep -q 'TABLE DATA registry ledger_event' "$scratch/contents" || {
  echo "the dump holds no ledger: is $PGDATABASE the registry's database?" >&2
  exit 1
}
sync "$partial"
mv "$partial" "$BACKUP_FOLDER/$name"
(cd "$BACKUP_FOLDER" && sha256sum "$name" >"$name.sha256" && sync "$name.sha256" .)
echo "wrote $name, $(stat -c %s "$BACKUP_FOLDER/$name") bytes"

# Only after a good one was written: a database that is away for a month takes no old backup with it.
find "$BACKUP_FOLDER" -maxdepth 1 -name 'registry-*.dump*' -mtime +"$BACKUP_KEEP_DAYS" -print -delete
