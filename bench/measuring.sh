# Sourced by the scripts of bench/: medians of processor time.

repetitions=${CQRS_BENCH_REPETITIONS:-5}

# median_ms COMMAND…: the median of the user and system time the command takes, in milliseconds.
median_ms() {
  local TIMEFORMAT='%U %S' times=() i
  for ((i = 0; i < repetitions; i++)); do
    times+=("$({ time "$@" >/dev/null 2>&1; } 2>&1 | awk '{ printf "%d", ($1 + $2) * 1000 }')")
  done
  printf '%s\n' "${times[@]}" | sort -n | sed -n "$(((repetitions + 1) / 2))p"
}

# row WHAT MEASURED BESIDE NAME GOAL: a line of the table: how many times as fast MEASURED is as BESIDE.
row() {
  awk -v what="$1" -v measured="$2" -v beside="$3" -v name="$4" -v goal="$5" \
    'BEGIN { printf "| %s | %s | %.2f | %.2f |\n", what, name, (measured > 0 ? beside / measured : 0), goal }'
}

# versions COUNT EVENT: the text of COUNT versions of an event, each with a field more than the one before.
versions() {
  local count=$1 event=$2 version field
  for ((version = count; version >= 1; version--)); do
    printf '  event %s v%d {\n    name: string\n    at: instant\n' "$event" "$version"
    for ((field = 2; field <= version; field++)); do printf '    field%d: int64 = %d\n' "$field" "$field"; done
    printf '  }\n'
  done
}
