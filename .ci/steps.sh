# The steps of a run, and their count. The last line is what passed and what failed: every test of every jest run, and every
# other step as one. Sourced; `keep_going=yes` goes on after a step that fails.

keep_going=${keep_going:-no}
reports=$(mktemp -d)
current='start-up'
passed=0
failed=0
counted=no
failures=()
beside=''

finish() {
  local status=$? name
  trap - EXIT
  if ((status != 0)); then
    if [[ $counted == no ]]; then failed=$((failed + 1)); fi
    failures+=("$current (exit code $status)")
  fi
  # Nothing is left running, and what it has found is told as well; after a signal it is ended.
  if [[ $beside ]]; then
    if ((status > 128)); then pkill -P "$beside" || :; fi
    keep_going=yes
    joined
  fi
  rm -rf "$reports"
  for name in "${failures[@]}"; do printf '\nFAILED: %s\n' "$name"; done
  printf '\nTotal: %ds\n%d passed, %d failed\n' "$SECONDS" "$passed" "$failed"
  if ((status == 0 && ${#failures[@]} > 0)); then status=1; fi
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

began() {
  current=$1
  started=$SECONDS
  printf '\n=== %s\n' "$current"
}

ended() { printf -- '--- %s: %ds\n' "$current" "$((SECONDS - started))"; }

# fails STATUS: ends the run, or notes the failure where it is to keep going.
fails() {
  if [[ $keep_going == no ]]; then return "$1"; fi
  failures+=("$current (exit code $1)")
  if [[ $counted == no ]]; then failed=$((failed + 1)); fi
}

# step NAME COMMAND…
step() {
  local status=0
  began "$1"
  # A function that is tested is not ended by what fails in it: so it gets a shell of its own.
  if [[ $(type -t "$2") == function ]]; then (set -e; "${@:2}") & wait $! || status=$?; else "${@:2}" || status=$?; fi
  ended
  counted=no
  if ((status != 0)); then fails "$status"; return; fi
  passed=$((passed + 1))
}

# suite NAME SECONDS COMMAND…: the same for a jest run, whose tests count one by one, by its own report.
suite() {
  local report="$reports/report.json" status=0 tests=(0 0)
  began "$1"
  rm -f "$report"
  timeout "$2" "${@:3}" --json --outputFile="$report" || status=$?
  if [[ -s $report ]]; then read -r -a tests < <(node -p "
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = require('$report');
    [numPassedTests, numFailedTests + numRuntimeErrorTestSuites].join(' ')"); fi
  passed=$((passed + tests[0]))
  failed=$((failed + tests[1]))
  ended
  counted=no
  if ((status == 0 && tests[0] == 0)); then status=1; fi
  # Without a failed test it was the run itself: coverage below its threshold, a crash, the time limit.
  if ((tests[1] > 0)); then counted=yes; fi
  if ((status != 0)); then fails "$status"; fi
}

# beside SCRIPT: runs the steps of another script while others go on, since few of them use all cores.
beside() {
  bash "$1" >"$reports/beside.log" 2>&1 &
  beside=$!
}

# Waits for the steps that run beside, tells what they have said, and adds their count.
joined() {
  local status=0
  began 'what ran beside'
  wait "$beside" || status=$?
  beside=''
  cat "$reports/beside.log"
  counted=no
  if [[ $(tail -n 1 "$reports/beside.log") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1]))
    failed=$((failed + BASH_REMATCH[2]))
    counted=yes
  fi
  ended
  if ((status != 0)); then fails "$status"; fi
}
