#!/usr/bin/env bash
# Takes one protection away at a time, in a copy of the repository, and runs the test that must go red then.
#   tests/mutations.sh              all of them
#   tests/mutations.sh NAME...      those of tests/Mutations
# Prints a row each, and "N red as they must be, N not"; exit code 0 when every one went red.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tests/tools.sh
install_missing_tools

mutations=$PWD/tests/Mutations
names=("$@")
if ((${#names[@]} == 0)); then mapfile -t names < <(find "$mutations" -name '*.patch' -printf '%f\n' | sed 's/\.patch$//' | sort); fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
copy=$work/copy
mkdir "$copy"
git ls-files -z | tar --null -T - -c | tar -x -C "$copy"
git -C "$copy" init -q

header() { sed -n "s/^$1: //p" "$mutations/$2.patch"; }

red=0 not=0
echo '| without | red |'
echo '|---|---|'
for name in "${names[@]}"; do
  project=$(header Project "$name") filter=$(header Red "$name")
  git -C "$copy" apply "$mutations/$name.patch"
  # What is taken away leaves things unused: style is not what is tried here.
  if ! dotnet build "$copy/tests/$project" --configuration Release --nologo --verbosity quiet \
    -p:TreatWarningsAsErrors=false -p:EnforceCodeStyleInBuild=false >"$work/log" 2>&1; then
    cat "$work/log" >&2
    echo "$name does not build" >&2
    exit 2
  fi
  if dotnet "$copy/tests/$project/bin/Release/net10.0/NanchangEdu.Registry.$project.dll" --filter-class "$filter" >"$work/log" 2>&1 </dev/null; then
    echo "| $name: $(header Without "$name") | **NOTHING** |"
    not=$((not + 1))
  else
    failed=$(sed -n 's/^failed \(NanchangEdu\.Registry\.\)\?\([^ (]*\).*/\2/p' "$work/log" | sed 's/.*\.\([^.]*\.[^.]*\)$/`\1`/' | sort -u | head -n 3 | paste -sd ' ')
    [[ -n $failed ]] || { cat "$work/log" >&2; exit 2; }
    echo "| $name: $(header Without "$name") | $failed |"
    red=$((red + 1))
  fi
  git -C "$copy" apply -R "$mutations/$name.patch"
done
echo "$red red as they must be, $not not"
((not == 0))
