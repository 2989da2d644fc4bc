#!/usr/bin/env bash
# Tables out and in, on the running program: 10,000 units by a file, 1,000 sites exported to XLSX, ten cells changed, tried, applied, and seen in the
# feed and in each site's ledger; the program killed in the midst of an import, and what goes on by itself afterwards (tests/bulk/story.py).
#   tests/bulk.sh             builds and starts the program on a fresh sample city and a free port; ends with "N passed, N failed"
# Needs the .NET SDK, curl and python3 (standard library alone). The sites are registered by the real command: each unit gets a clerk with a client.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tests/tools.sh
install_missing_tools python3=python3

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
program=${REGISTRY_API:-}
if [[ -z $program ]]; then
  dotnet build src/Api --configuration Release --nologo -v quiet >"$work/build" 2>&1 || { cat "$work/build" >&2; exit 2; }
  framework=$(sed -n 's:.*<TargetFramework>\(.*\)</TargetFramework>.*:\1:p' Directory.Build.props)
  program=$PWD/src/Api/bin/Release/$framework/NanchangEdu.Registry.Api.dll
fi

python3 -B tests/bulk/story.py "$program" "$work"
