#!/usr/bin/env bash
# Fuzzes each codec of src/data, model files and the engine's messages for a while; tools/test --long calls it.
#   tools/lib/fuzz.sh [SECONDS] [CODEC...]     60 seconds of each unless said otherwise
# What is found stands in build/fuzz/findings, what was learnt stays in build/fuzz/corpus for the next time;
# HOURGLASS_FUZZ_BUILD names another folder than build/fuzz.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
seconds=${1:-60}
shift || true
build="${HOURGLASS_FUZZ_BUILD:-$root/build/fuzz}"
clang=$(command -v clang++-19 || command -v clang++-20) || {
  echo "Fuzzing needs clang 19 with its runtime: apt-get install clang-19 libclang-rt-19-dev" >&2
  exit 1
}

mkdir -p "$build"
if [ ! -f "$build/build.ninja" ]; then
  cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DHOURGLASS_FUZZ=ON \
    -DCMAKE_CXX_COMPILER="$clang" -DCMAKE_C_COMPILER="${clang/clang++/clang}" >"$build/configure.log" 2>&1 || {
    tail -20 "$build/configure.log" >&2
    exit 1
  }
fi
cmake --build "$build" --target fuzzers >"$build/build.log" 2>&1 || {
  tail -40 "$build/build.log" >&2
  exit 1
}
mkdir -p "$build/findings"
"$build/tests/fuzz/fuzz_seeds" "$build/seeds"

failed=0
for program in "$build"/tests/fuzz/*_fuzzer; do
  codec=$(basename "$program" _fuzzer)
  [ $# -eq 0 ] || [[ " $* " == *" $codec "* ]] || continue
  mkdir -p "$build/corpus/$codec"
  printf '  fuzzing %s for %s s: ' "$codec" "$seconds"
  if "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=32768 -print_final_stats=1 \
    -artifact_prefix="$build/findings/$codec-" "$build/corpus/$codec" "$build/seeds/$codec" >"$build/$codec.log" 2>&1; then
    printf '%s runs, nothing found\n' "$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$codec.log")"
  else
    printf 'FOUND SOMETHING, see %s and %s\n' "$build/$codec.log" "$build/findings"
    failed=1
  fi
done
exit $failed
