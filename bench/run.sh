#!/usr/bin/env bash
# Measures the registry, its peer and its limits on a PostgreSQL server of its own, and prints ratios: docs/performance.md says what.
#
#   bench/run.sh                       everything, an hour or so
#   bench/run.sh --only throughput     one experiment, or several: throughput,start,memory,silos,growth,catalog,deadlines
#   bench/run.sh catalog               the same as --only catalog
#   bench/run.sh --only profile        one process under commands, then reads, with its id told, for a profiler
#   bench/run.sh --rounds 5 --seconds 20
#   bench/run.sh --quick               a look at whether everything runs; docs/performance.md stays as it is
#
# Needs the .NET SDK and Debian's postgresql. BENCH_WORK names the folder for databases; a temporary one unless set.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if (($# > 0)) && [[ $1 != --* ]]; then set -- --only "$@"; fi

initdb=$(command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -1)
programs=$(dirname "$(readlink -f "$initdb")")
if [[ ! -x $programs/initdb || ! -x $programs/pgbench ]]; then
  echo "PostgreSQL's server programs are missing: apt-get install postgresql" >&2
  exit 1
fi

work=$(mktemp -d "${BENCH_WORK:-${TMPDIR:-/tmp}}/bench.XXXXXX")
port=$((30000 + RANDOM % 2000))

# The server refuses to run as root.
as_server=()
if ((EUID == 0)); then
  as_server=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi

stop() {
  local status=$?
  if ((status != 0)) && [[ -d $work/logs ]]; then
    rm -rf bench/results/logs
    mkdir -p bench/results
    cp -r "$work/logs" bench/results/logs
    echo "What the contenders said: bench/results/logs" >&2
  fi
  if [[ -f $work/postgres/postmaster.pid ]]; then
    "${as_server[@]}" "$programs/pg_ctl" --pgdata="$work/postgres" --mode=fast --silent stop || true
  fi
  rm -rf "$work"
}
trap stop EXIT

start_postgresql() {
  chmod 711 "$work"
  mkdir "$work/postgres"
  if ((EUID == 0)); then chown postgres:postgres "$work/postgres"; fi
  # No password: it listens on one loopback port, for as long as the run takes, and holds nothing but invented sites.
  "${as_server[@]}" "$programs/initdb" --pgdata="$work/postgres" --username=postgres --auth=trust --data-checksums --encoding=UTF8 --locale=C.UTF-8 \
    >"$work/initdb.log"
  # Durable as in service. Room for the working set, and checkpoints that do not fall into a measurement.
  cat >>"$work/postgres/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = ''
max_connections = 200
fsync = on
synchronous_commit = on
full_page_writes = on
shared_buffers = 1GB
maintenance_work_mem = 256MB
max_wal_size = 16GB
checkpoint_timeout = 30min
logging_collector = off
CONF
  "${as_server[@]}" "$programs/pg_ctl" --pgdata="$work/postgres" --log="$work/postgres/log" --wait --silent start
}

for project in src/Api src/Silo bench/Peer bench/Limits bench/Load; do
  [[ -n ${NOBUILD:-} ]] || dotnet build "$project" --configuration Release --verbosity quiet --nologo
done
# The start is also measured of programs as the images carry them, which takes minutes to compile.
if [[ "$*" != *--only* || "$*" == *start* ]]; then
  for project in src/Api bench/Limits; do
    dotnet publish "$project" --configuration Release --use-current-runtime --self-contained --verbosity quiet --nologo \
      --output "$work/published/${project#*/}"
  done
fi
start_postgresql

dotnet bench/Load/bin/Release/net10.0/NanchangEdu.Registry.Bench.Load.dll \
  --root "$PWD" --work "$work" --postgres-port "$port" --postgres-programs "$programs" \
  --postmaster "$(head -1 "$work/postgres/postmaster.pid")" "$@"
