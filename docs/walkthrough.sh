#!/usr/bin/env bash
# Runs the blocks of walkthrough.md against the real program and checks every line that begins with "#>".
#   docs/walkthrough.sh              starts the program on a free port with a data folder of its own, and ends it
#   docs/walkthrough.sh --keep DIR   the same, but keeps the data folder DIR for a look afterwards
# Each check prints a line; the last line is "N passed, N failed". Needs curl 7.82 or later, jq and the .NET SDK.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
data=$work/data
[ "${1:-}" = --keep ] && data=${2:?a folder must follow --keep}
export W=$work
program=${REGISTRY_API:-}
if [ -z "$program" ]; then
  dotnet build src/Api -c Release --nologo -v quiet >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
  program=$(pwd)/src/Api/bin/Release/net10.0/NanchangEdu.Registry.Api.dll
fi

port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2>/dev/null || echo $((20000 + RANDOM % 20000)); }
port=$(port)
pid=
stop() {
  if [ -n "$pid" ]; then
    kill -9 "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true # 137: killed, as meant
  fi
  pid=
}
trap 'stop; rm -rf "$work"' EXIT

start() {
  Registry__DataFolder=$data dotnet "$program" --urls "http://127.0.0.1:$port" >>"$work/program.log" 2>&1 &
  pid=$!
  for _ in $(seq 120); do
    [ "$(command curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/healthz/ready")" = 200 ] && return 0
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.5
  done
  echo 'the program did not become ready:' >&2; tail -20 "$work/program.log" >&2; exit 1
}

passed=0 failed=0
# What the last curl got is in $W/status and $W/body; the check's variables are those of the blocks.
check() {
  local expected=$1 condition=$2 status
  status=$(cat "$W/status")
  if [ "$status" = "$expected" ] && jq -e "$condition" "$W/body" >/dev/null 2>&1; then
    passed=$((passed + 1)); printf 'ok    %s  %s\n' "$status" "$condition" >&3
  else
    failed=$((failed + 1)); { printf 'FAIL  %s, expected %s  %s\n' "$status" "$expected" "$condition"; cat "$W/body"; echo; } >&3
  fi
}
# Shadows curl: the blocks get the body as they would, the check gets status and body.
curl() {
  command curl -o "$W/body" -w '%{http_code}' "$@" >"$W/status"
  cat "$W/body"
}
restart() { stop; start; }

# Blocks become functions of one script: "#> 201 COND" turns into a check, the restart block into restart.
awk '
  /^```bash restart$/ { print "restart"; skip = 1; next }
  /^```bash$/         { inside = 1; next }
  /^```$/             { inside = 0; skip = 0; next }
  skip || !inside     { next }
  /^[ \t]*#> /        { match($0, /#> /); rest = substr($0, RSTART + 3); status = substr(rest, 1, 3); cond = substr(rest, 5);
                        gsub(/"/, "\\\"", cond); print "check " status " \"" cond "\""; next }
  { print }
' docs/walkthrough.md >"$work/blocks.sh"
sed -i "s#^API=.*#API=http://127.0.0.1:$port/api/v1#" "$work/blocks.sh"

export DATA=$data
start
# shellcheck disable=SC1091
source "$work/blocks.sh" 3>&1 >"$work/transcript" 2>&1 || { echo 'a block failed:'; tail -20 "$work/transcript"; failed=$((failed + 1)); }
if [ -n "${THIRD:-}" ]; then
  jq -r '"third downline refused: clause \(.clause), used \(.used), asked \(.asked), left \(.left)"' <<<"$THIRD"
fi
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
