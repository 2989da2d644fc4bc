#!/usr/bin/env bash
# Years of a city's deadlines under a driven clock, with the silos killed on the way: every reminder once and in time (docs/faults.md).
#   tests/deadlines.sh [--database postgresql|sqlite] [--sites N] [--days N] [--kills N] [--seed S]   PostgreSQL, 2,000 sites, 1,095 days, 80 kills, seed 1
#   tests/deadlines.sh --without idempotence [...]      the same with the sweeper's idempotence taken away, in a copy; exit code 0 when it went red by it
# The last line is «N rungs had to be told, N were, ...; N findings»; exit code 0 when there is no finding.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tests/tools.sh

without='' options=()
while (($# > 0)); do
  case $1 in
    --database | --sites | --days | --kills | --seed) options+=("$1" "${2:?}") ;;
    --without) without=${2:?} ;;
    *) sed -n '2,5s/^# //p' "$0"; exit 2 ;;
  esac
  shift 2
done
install_missing_tools

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 1777 "$work" # PostgreSQL's own user makes its folder in it
root=$PWD
if [[ -n $without ]]; then
  patch=tests/Years/Protections/$without.patch
  [[ -f $patch ]] || { echo "there is no protection $without; there are: $(cd tests/Years/Protections && ls | sed 's/\.patch$//' | paste -sd ' ')" >&2; exit 2; }
  root=$work/copy
  mkdir "$root"
  git ls-files -z | tar --null -T - -c | tar -x -C "$root"
  git -C "$root" init -q
  git -C "$root" apply "$PWD/$patch"
fi

dotnet build "$root/tests/Years" --configuration Release --nologo -v quiet >"$work/build" 2>&1 || { cat "$work/build" >&2; exit 2; }
framework=$(sed -n 's:.*<TargetFramework>\(.*\)</TargetFramework>.*:\1:p' Directory.Build.props)
# What the run leaves lies in the folder that is cleaned up here, whatever becomes of the program.
status=0
TMPDIR=$work dotnet "$root/tests/Years/bin/Release/$framework/NanchangEdu.Registry.Years.dll" "${options[@]+"${options[@]}"}" | tee "$work/report" || status=$?
[[ -n $without ]] || exit "$status"

expected=$(sed -n 's/^Expect: //p' "$patch")
if ((status == 0)); then echo "GREEN without $without: the run proves nothing about it"; exit 1; fi
if ! grep -qE "^RED ($expected) " "$work/report"; then echo "RED without $without, but not by $expected"; exit 1; fi
echo "red as expected without $without: $(grep -cE "^RED ($expected) " "$work/report") of the findings shown"
