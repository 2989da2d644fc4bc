#!/usr/bin/env bash
# Faults on a cluster of real processes (docs/faults.md).
#   tests/faults.sh --minutes N [--seed S] [--rate R] [--only 'KIND,KIND']   goes on for N minutes, prints the table; exit code 0 when all held
#   tests/faults.sh --events N                           until readers of the feed have seen so many, made by imports; exit code 0 when each came once
#   tests/faults.sh --without PROTECTION [--minutes N]                       the same with a protection off, in a copy; exit code 0 when it went red
#   tests/faults.sh --without all [--minutes N]                              one protection after the other
# Needs root for network namespaces (REGISTRY_NO_NAMESPACES=1 leaves the partitions out); missing Debian packages are installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tests/tools.sh

minutes='' events='' without='' seed='' rate='' only='' tests='*ClusterFaultTests'
while (($# > 0)); do
  case $1 in
    --minutes) minutes=${2:?} ;;
    --events) events=${2:?} minutes=0 tests='*FeedFaultTests' ;;
    --seed) seed=${2:?} ;;
    --rate) rate=${2:?} ;;
    --only) only=${2:?} ;;
    --without) without=${2:?} ;;
    *) sed -n '2,7s/^# //p' "$0"; exit 2 ;;
  esac
  shift 2
done

install_missing_tools

work=$(mktemp -d)
run=''
finish() {
  # The run ends its own processes; told to stop, it gets the time to do so.
  if [[ -n $run ]] && kill -TERM "$run" 2>/dev/null; then wait "$run" || true; fi
  rm -rf "$work"
}
trap finish EXIT

protections=tests/Cluster.Tests/Protections

# Silo and gateway compiled before they run, as the images have them: on shared cores a start is else nearly all compiler, and a restart no
# recovery of the registry's (docs/decisions/0018). In the images' own way and no other: what one way of publishing compiled is taken by the next,
# where it may not run.
publish() {
  local project
  for project in Silo Api; do
    dotnet publish "src/$project" -c Release --use-current-runtime --self-contained --nologo -v quiet \
      --output "$work/programs/$project" || return
  done
}

# $1 the repository, $2 minutes, $3 settings of the programs, $4 their folder, else as they are built. Says what the run says, as it says it.
go() {
  local root=$1 report=$work/report.txt log=$work/run.log
  : >"$report"
  dotnet build "$root/tests/Cluster.Tests" -c Release --nologo -v quiet >"$log" 2>&1 || { cat "$log"; return 2; }
  REGISTRY_FAULTS_PROGRAMS=${4:-} REGISTRY_FAULTS_MINUTES=$2 REGISTRY_FAULTS_EVENTS=$events REGISTRY_FAULTS_SETTINGS=$3 REGISTRY_FAULTS_SEED=$seed REGISTRY_FAULTS_PER_SECOND=$rate REGISTRY_FAULTS_ONLY=$only \
    REGISTRY_FAULTS_REPORT=$report dotnet "$root/tests/Cluster.Tests/bin/Release/net10.0/NanchangEdu.Registry.Cluster.Tests.dll" \
    --filter-class "$tests" >"$log" 2>&1 </dev/null &
  run=$!
  tail -n +1 -f --pid="$run" "$report"
  local status=0
  wait "$run" || status=$?
  run=''
  if ((status != 0)) && ! grep -q '^RED' "$report"; then cat "$log"; fi
  return "$status"
}

# The run with one protection off must go red, and by the finding that the protection is there to prevent.
red() {
  local name=$1 root=$PWD settings='' expected file status=0
  if [[ -f $protections/$name.patch ]]; then
    file=$protections/$name.patch
    root=$work/$name
    mkdir "$root"
    git ls-files -z | tar --null -T - -c | tar -x -C "$root"
    git -C "$root" init -q
    git -C "$root" apply "$PWD/$file"
  elif [[ -f $protections/$name.settings ]]; then
    file=$protections/$name.settings
    settings=$(grep = "$file" | paste -sd ';')
  else
    echo "there is no protection $name; there are: $(names | paste -sd ' ')" >&2
    return 2
  fi
  expected=$(sed -n 's/^Expect: //p' "$file")
  only=${only:-$(sed -n 's/^Only: //p' "$file")}
  rate=${rate:-140} # slowed down, the load may not meet the moment for which the protection is there
  echo "== without $name: must go red by $expected"
  go "$root" "${minutes:-3}" "$settings" || status=$?
  only=''
  if ((status == 0)); then echo "GREEN without $name: the run proves nothing about it"; return 1; fi
  if ! grep -qE "^RED ($expected):" "$work/report.txt"; then echo "RED without $name, but not by $expected"; return 1; fi
  echo "red as expected without $name: $(grep -E "^RED ($expected):" "$work/report.txt" | head -n 1)"
}

names() { find "$protections" -name '*.patch' -o -name '*.settings' | sed 's:.*/::; s:\..*::' | sort; }

case $without in
  '')
    publish >"$work/publish.log" 2>&1 || { cat "$work/publish.log"; exit 2; }
    go "$PWD" "${minutes:?--minutes N or --events N}" '' "$work/programs"
    ;;
  all)
    failed=0
    for name in $(names); do red "$name" || failed=1; done
    exit "$failed"
    ;;
  *) red "$without" ;;
esac
