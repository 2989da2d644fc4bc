#!/usr/bin/env bash
# Starts the registry in an empty folder, fetches its OpenAPI document and has the public linter read it.
# Needs node and npm; a warning is a failure too.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
configuration=${CONFIGURATION:-Release}
program=$root/src/Api/bin/$configuration/net10.0/NanchangEdu.Registry.Api.dll

[[ -f $program ]] || dotnet build "$root/src/Api" --configuration "$configuration" >/dev/null
[[ -d $here/node_modules ]] || npm ci --ignore-scripts --no-audit --no-fund --prefix "$here" >/dev/null

work=$(mktemp -d)
address=http://127.0.0.1:${PORT:-5089}
(cd "$work" && exec dotnet "$program" --urls "$address" --Registry:Sample=false >"$work/out" 2>&1) &
registry=$!
trap 'kill "$registry" 2>/dev/null; wait "$registry" 2>/dev/null; rm -rf "$work"' EXIT

for _ in $(seq 120); do
  if curl --silent --fail "$address/openapi/v1.json" --output "$work/openapi.json"; then break; fi
  kill -0 "$registry" 2>/dev/null || { cat "$work/out" >&2; exit 1; }
  sleep 0.5
done
[[ -s $work/openapi.json ]] || { echo "no document from $address" >&2; exit 1; }

"$here/node_modules/.bin/spectral" lint --ruleset "$here/.spectral.yaml" --fail-severity warn "$work/openapi.json"
