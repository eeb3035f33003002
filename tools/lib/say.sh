# Words to the person: what is being done, how far it is, and on failure which step failed and what to do about it.
# A step is one line; what its commands print goes to a log, whose end is shown only when they fail.

say() { printf '%s\n' "$*"; }

# fail STEP REASON WAY_OUT
fail() {
  printf '\n%s failed: %s\n' "$1" "$2" >&2
  [ -z "${3:-}" ] || printf 'What to do: %s\n' "$3" >&2
  exit 1
}

# run_step "What is being done" "way out when it fails" command...
run_step() { watch_step 0 "$@"; }

# run_quick_step: the same, but silent when it took less than a second, as when there was nothing to do.
run_quick_step() { watch_step 1 "$@"; }

# watch_step PATIENCE TITLE WAY_OUT command...: the title is printed after PATIENCE seconds; on a terminal the last count that
# ninja, cmake, apt or npm printed runs along, elsewhere a dot every 20 seconds.
watch_step() {
  local patience=$1 title=$2 way_out=$3 log started pid status count last= shown= dots=0
  shift 3
  mkdir -p "$hg_logs"
  log="$hg_logs/$(printf '%s' "$title" | tr -cs 'A-Za-z0-9' '-' | cut -c1-60).log"
  started=$(date +%s%N)
  ("$@") >"$log" 2>&1 </dev/null &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    if [ -z "$shown" ] && [ $(($(date +%s%N) - started)) -ge $((patience * 1000000000)) ]; then
      printf '  %s ' "$title"
      shown=yes
    fi
    if [ -n "$shown" ] && [ -t 1 ]; then
      count=$(tail -c 600 "$log" 2>/dev/null | tr '\r' '\n' | grep -oE '^\[ *[0-9]+(/[0-9]+|%)\]|[0-9]+%' | tail -1)
      [ "$count" = "$last" ] || printf '\r  %s %s\033[K' "$title" "$count"
      last=$count
    elif [ -n "$shown" ] && [ $((($(date +%s%N) - started) / 20000000000)) -gt $dots ]; then
      printf '.'
      dots=$((dots + 1))
    fi
    sleep 0.1
  done
  wait "$pid"
  status=$?
  local seconds=$((($(date +%s%N) - started) / 1000000000))
  if [ $status -ne 0 ]; then
    [ -n "$shown" ] || printf '  %s ' "$title"
    printf 'failed after %d s\n\n' $seconds
    # Where a compiler says what is wrong, that is far above the end.
    grep -m 20 -E '(error|ERR!?):? |^FAILED' "$log" >&2 || tail -n 40 "$log" >&2
    fail "\"$title\"" "exit status $status; the whole log is $log" "$way_out"
  fi
  [ -z "$shown" ] && return
  [ ! -t 1 ] || printf '\r  %s \033[K' "$title"
  printf '%d s\n' $seconds
}
