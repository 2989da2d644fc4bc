#!/usr/bin/env bash
# Fuzzes the registry along its OpenAPI document, authenticated in each role (tests/openapi/fuzz.py).
#   tests/fuzz.sh [--requests N] [--seed S] [--workers N]               builds and starts the program on a fresh sample city; 100,000 requests unless said
#   tests/fuzz.sh --url URL --credentials FILE [--requests N] [--seed S]   against a running one; FILE is its first-run.json
#   tests/fuzz.sh --self-check                                          plants faults in a small server: each must be found
# The last line is «N requests, N answers of 5xx, N undocumented statuses»; exit code 0 when both are 0, nothing else was found, and every operation
# was reached in every role. Needs python3 alone.
set -euo pipefail
from=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tests/tools.sh

url='' credentials='' options=()
while (($# > 0)); do
  case $1 in
    --requests | --seed | --workers) options+=("$1" "${2:?}") ;;
    --url) url=${2:?} ;;
    --credentials) credentials=$(cd "$from" && realpath -- "${2:?}") ;;
    --self-check) exec python3 -B -m unittest discover -s tests/openapi -p 'fuzz_test.py' ;;
    *) sed -n '2,7s/^# //p' "$0"; exit 2 ;;
  esac
  shift 2
done

if [[ -n $url ]]; then
  exec python3 -B tests/openapi/fuzz.py --url "$url" --credentials "${credentials:?--credentials FILE}" "${options[@]+"${options[@]}"}"
fi

install_missing_tools python3=python3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build src/Api --configuration Release --nologo -v quiet >"$work/build" 2>&1 || { cat "$work/build" >&2; exit 2; }
framework=$(sed -n 's:.*<TargetFramework>\(.*\)</TargetFramework>.*:\1:p' Directory.Build.props)
program=$PWD/src/Api/bin/Release/$framework/NanchangEdu.Registry.Api.dll

started=()
finish() {
  local pid
  for pid in "${started[@]+"${started[@]}"}"; do
    if kill -TERM "$pid" 2>/dev/null; then wait "$pid" || true; fi
  done
  started=()
}
trap 'finish; rm -rf "$work"' EXIT

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# $1 its folder, $2 its port; then settings as NAME=VALUE. Waits until it is ready.
start() {
  local folder=$work/$1 port=$2 pid
  shift 2
  mkdir "$folder"
  (cd "$folder" && exec env Registry__DataFolder="$folder/data" "$@" dotnet "$program" --urls "http://127.0.0.1:$port" >"$folder/log" 2>&1 </dev/null) &
  pid=$!
  started+=("$pid")
  for _ in $(seq 240); do
    if curl -sf -o /dev/null "http://127.0.0.1:$port/healthz/ready"; then return; fi
    if ! kill -0 "$pid" 2>/dev/null; then break; fi
    sleep 0.5
  done
  echo "the program did not start" >&2
  cat "$folder/log" >&2
  exit 1
}

# Raised limits, so that 429 does not hide the rest; a second program's are so low that a few requests meet them.
port=$(free_port)
start main "$port" RateLimit__PerSecond=1000000 RateLimit__Burst=10000000 RateLimit__UnitPerSecond=1000000 RateLimit__UnitBurst=10000000 \
  RateLimit__AttemptsPerMinute=1000000
limited_port=$(free_port)
start limited "$limited_port" RateLimit__PerSecond=5 RateLimit__Burst=10

status=0
python3 -B tests/openapi/fuzz.py --url "http://127.0.0.1:$port" --credentials "$work/main/data/first-run.json" --log "$work/main/log" \
  --limited-url "http://127.0.0.1:$limited_port" --limited-credentials "$work/limited/data/first-run.json" \
  "${options[@]+"${options[@]}"}" >"$work/report" || status=$?

# What the programs say while they stop belongs to the run, too; the summary stays the last line.
seen=$(wc -l <"$work/main/log")
finish
late=$(tail -n +"$((seen + 1))" "$work/main/log" | grep -E -A 6 '^(fail|crit): |A defect|Unhandled exception' || true)
late+=$(grep -E -A 6 '^(fail|crit): |A defect|Unhandled exception' "$work/limited/log" || true)
head -n -1 "$work/report"
if [[ -n $late ]]; then
  printf 'FINDING log: while stopping, or at low limits:\n%s\n' "$late"
  status=1
fi
tail -n 1 "$work/report"
exit "$status"
