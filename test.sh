#!/usr/bin/env bash
# Restores, builds and runs every test project; the last line printed is "N passed, N failed".
# Arguments go to every test program: ./test.sh --filter-class '*DependencyTests'
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
. tests/tools.sh

passed=0
failed=0
skipped=0
troubles=()

finish() {
  local trouble
  for trouble in "${troubles[@]+"${troubles[@]}"}"; do
    echo "FAILED: $trouble"
  done
  if ((skipped > 0)); then
    echo "$passed passed, $failed failed, $skipped skipped"
  else
    echo "$passed passed, $failed failed"
  fi
  if ((failed > 0)); then exit 1; fi
  exit 0
}

# A failure that no test reported counts as one, so that the last line never looks green beside a red exit code.
trouble() {
  troubles+=("$1")
  failed=$((failed + 1))
}

count() {
  sed -n "s/.*<Counters [^>]*\b$1=\"\([0-9]*\)\".*/\1/p" "$2"
}

# The tests that failed and what each said first, so that whoever sees the last lines alone knows where to look.
name_failed() {
  tr '\r\n' '  ' <"$1" | sed 's:<UnitTestResult :\n&:g' | grep '<UnitTestResult [^>]*outcome="Failed"' \
    | sed -n -e 's/.*<UnitTestResult [^>]*testName="\([^"]*\)".*<Message>\([^<]*\)<.*/\1: \2/p' -e 't' \
      -e 's/.*<UnitTestResult [^>]*testName="\([^"]*\)".*/\1/p' | cut -c 1-600
}

filtered=false
for argument in "$@"; do
  if [[ $argument == --filter* ]]; then filtered=true; fi
done

run_project() {
  local project=$1
  shift
  local name program report status total ok bad
  name=$(basename "$project" .csproj)
  program=$(dirname "$project")/bin/Release/$framework/$name.dll
  report=$results/$name.trx

  echo "== $name"
  dotnet "$program" --results-directory "$results" --report-xunit-trx --report-xunit-trx-filename "$name.trx" \
    "$@" </dev/null
  status=$?

  if [[ ! -s $report ]]; then
    trouble "$name ended with exit code $status and left no report"
    return
  fi
  total=$(count total "$report")
  ok=$(count passed "$report")
  bad=$(count failed "$report")
  if [[ -z $total || -z $ok || -z $bad ]]; then
    trouble "$name ended with exit code $status and an unreadable report"
    return
  fi
  passed=$((passed + ok))
  failed=$((failed + bad))
  skipped=$((skipped + total - ok - bad))

  if ((bad > 0)); then
    troubles+=("$name: $bad of $total tests")
    while IFS= read -r line; do troubles+=("$line"); done < <(name_failed "$report")
  elif ((total == 0)); then
    $filtered || trouble "$name ran no test"
  elif ((status != 0)); then
    trouble "$name ended with exit code $status although no test failed"
  fi
}

if ! command -v dotnet >/dev/null; then
  trouble ".NET is not installed: global.json says which SDK is needed"
  finish
fi
if ! install_missing_tools; then
  trouble "a tool the tests need is missing"
  finish
fi
if ! dotnet restore --locked-mode </dev/null; then
  trouble "restore"
  finish
fi
if ! dotnet build --configuration Release --no-restore -warnaserror </dev/null; then
  trouble "build"
  finish
fi

framework=$(sed -n 's:.*<TargetFramework>\(.*\)</TargetFramework>.*:\1:p' Directory.Build.props)
results=$PWD/TestResults
rm -rf "$results"

projects=(tests/*/*.Tests.csproj)
for project in "${projects[@]}"; do
  run_project "$project" "$@"
done

if ((passed + failed + skipped == 0)); then trouble "no test ran"; fi
finish
