# The parts of tools/test. Each runs whatever its own runner runs, shows its output only when something failed, and
# remembers the runner's own counts for the end.

hg_counts=()
hg_failures=()
hg_node_checks=()

# check NAME command...: true when it passed.
check() {
  local name=$1 log="$hg_logs/test-$1.log" started=$SECONDS
  shift
  mkdir -p "$hg_logs"
  printf '  Test %s ' "$name"
  if "$@" >"$log" 2>&1 </dev/null; then
    printf 'passed, %d s\n' $((SECONDS - started))
    return 0
  fi
  printf 'FAILED, %d s\n' $((SECONDS - started))
  hg_failures+=("$name (build/logs/test-$name.log)")
  grep -nE '^\[  FAILED  \]|Failure$|error|not ok|✖|AssertionError|ERROR: AddressSanitizer|runtime error' "$log" | head -n 40 >&2
  tail -n 60 "$log" >&2
  return 1
}

# check_native PRESET [ctest's options]: the C++ tests of a preset. ctest runs one program a room, long ones in parts; their
# own counts are in ctest's log.
check_native() {
  local preset=$1 room
  check "$preset" ctest --test-dir "$hg_root/build/$preset" --output-on-failure -j3 --timeout 2400 "${@:2}"
  while read -r room; do hg_counts+=("$preset: $room"); done < <(
    awk '/^[0-9]+\/[0-9]+ Testing: /{room = $3} /^\[==========\] .* ran/{ran = $2} /^\[  PASSED  \]/{print room ": " $4 " of " ran " tests passed"}' \
      "$hg_root/build/$preset/Testing/Temporary/LastTest.log" 2>/dev/null
  )
  hg_counts+=("$preset: $(grep -E 'tests passed,' "$hg_logs/test-$preset.log" | tail -n 1) (ctest, one program a room, long ones in parts)")
}

# check_node NAME AT_ONCE FILE...: node's runner over *.test.mjs files, so many of them at once.
check_node() {
  local name=$1 at_once=$2
  shift 2
  [ $# -gt 0 ] || return 0
  hg_node_checks+=("$hg_logs/test-$name.log")
  check "$name" node --test --test-concurrency="$at_once" --test-reporter=spec "$@"
  hg_counts+=("$name: $(sed -nE 's/^ℹ (tests|pass|fail|skipped) /\1 /p' "$hg_logs/test-$name.log" | tail -n 4 | tr '\n' ' ')")
}

check_format() {
  local files
  files=$(cd "$hg_root" && git ls-files -co --exclude-standard -- 'src/*.h' 'src/*.cpp' 'tests/*.h' 'tests/*.cpp' 'bench/*.h' 'bench/*.cpp' 'tools/*.cpp' 'tools/*.h')
  # shellcheck disable=SC2086
  (cd "$hg_root" && clang-format --dry-run --Werror $files && echo "$(wc -w <<<"$files") files formatted")
}

# Every include against the rooms' lines in src/CMakeLists.txt (tools/lib/house.mjs), and types of a source file that
# another source file could define too (cmake/one-definition.cmake sees those of the headers), and names of one test file
# that another one has (tools/lib/test-names.mjs), or of one source file of a room (tools/lib/room-names.mjs).
check_house() {
  local found
  found=$(cd "$hg_root" && {
    node tools/lib/house.mjs
    node tools/lib/test-names.mjs
    node tools/lib/room-names.mjs
    tools/text past-the-door | grep -vE '^[0-9]+ places$'
    git ls-files 'src/*.cpp' 'tests/*.cpp' 'bench/*.cpp' 'tools/*.cpp' | xargs awk -f tools/lib/named-types.awk
  })
  [ -z "$found" ] || { printf 'These run against the house (docs/architecture.md):\n%s\n' "$found"; return 1; }
}

# slowest_tests COUNT LOG...: "SECONDS s  CHECK: TEST", the slowest first, of what node's spec reporter wrote. A suite, which
# begins with a line of its own, is no test.
slowest_tests() {
  local count=$1
  shift
  awk '
    FNR == 1 { check = FILENAME; sub(/.*\/test-/, "", check); sub(/\.log$/, "", check); failing = 0; delete suite }
    /failing tests:$/ { failing = 1 }
    failing { next }
    match($0, /^ *▶ /) { suite[substr($0, RLENGTH + 1)] = 1; next }
    match($0, /^ *(✔|✖) /) {
      name = substr($0, RLENGTH + 1)
      if (!match(name, / \([0-9.]+ms\)/)) next
      seconds = substr(name, RSTART + 2, RLENGTH - 5) / 1000
      name = substr(name, 1, RSTART - 1)
      if (!(name in suite)) printf "%8.1f s  %s: %s\n", seconds, check, name
    }' "$@" 2>/dev/null | sort -rn | head -n "$count"
}

# The last lines of tools/test.
report_checks() {
  local line passed=0 failed=${#hg_failures[@]}
  printf '\nWhat the runners counted:\n'
  for line in "${hg_counts[@]}"; do printf '  %s\n' "$line"; done
  printf '\nThe slowest tests:\n'
  slowest_tests 10 "${hg_node_checks[@]}"
  if [ "$failed" -gt 0 ]; then
    printf '\nFailed:\n'
    printf '  %s\n' "${hg_failures[@]}"
    return 1
  fi
  printf '\nEverything passed.\n'
}
