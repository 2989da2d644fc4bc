#!/usr/bin/env bash
# Manipulates copies of a register and holds `registry verify` against each; and against registers that nobody touched (docs/security.md).
#   tests/tamper.sh [--runs N] [--clean N] [--seed S]   10,000 manipulations, 1,000 clean runs and seed 1 unless said; prints the table
#   tests/tamper.sh --seed S --only N                   the N-th manipulation of a seed alone: its statements, and what was found
# The last line is «N manipulations, N not found; N clean runs, N false alarms»; exit code 0 when nothing was missed and no alarm was false.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

options=()
while (($# > 0)); do
  case $1 in
    --runs | --clean | --seed | --only) options+=("$1" "${2:?}") ;;
    *) sed -n '2,5s/^# //p' "$0"; exit 2 ;;
  esac
  shift 2
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build tests/Tamper --configuration Release --nologo -v quiet >"$work/build" 2>&1 || { cat "$work/build" >&2; exit 2; }
framework=$(sed -n 's:.*<TargetFramework>\(.*\)</TargetFramework>.*:\1:p' Directory.Build.props)
# Copies of the register lie in the folder that is cleaned up here, whatever becomes of the program.
TMPDIR=$work dotnet "tests/Tamper/bin/Release/$framework/NanchangEdu.Registry.Tamper.dll" "${options[@]+"${options[@]}"}"
