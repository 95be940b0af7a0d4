# Sourced by the scripts of bench/: what commands take, and the lines of the table.

repetitions=${CQRS_BENCH_REPETITIONS:-5}

# processor_ms COMMAND…: the user and system time the command takes, in milliseconds.
processor_ms() {
  local TIMEFORMAT='%U %S'
  { time "$@" >/dev/null 2>&1; } 2>&1 | awk '{ printf "%.1f\n", ($1 + $2) * 1000 }'
}

# figure: of the numbers on standard input, a line each, the median and the standard deviation: "12.5 0.3".
figure() {
  sort -n | awk '{ value[NR] = $1; sum += $1 }
    END {
      for (i = 1; i <= NR; i++) squares += (value[i] - sum / NR) ^ 2
      printf "%s %.1f", value[int((NR + 1) / 2)], (NR > 1 ? sqrt(squares / (NR - 1)) : 0)
    }'
}

# measure_ms COMMAND…: the figure of the processor time that the command takes.
measure_ms() {
  local i
  for ((i = 0; i < repetitions; i++)); do processor_ms "$@"; done | figure
}

# in_turn FILE NAME…: runs the functions NAME, each once a round, in random order, and adds what they took to FILE.NAME.
in_turn() {
  local file=$1 i name
  shift
  for ((i = 0; i < repetitions; i++)); do
    for name in $(shuf -e "$@"); do processor_ms "$name" >>"$file.$name"; done
  done
}

# row WHAT FIGURE NAME BESIDE GOAL: a line of the table: how many times as fast FIGURE is as BESIDE. No goal is 0.
row() {
  awk -v what="$1" -v measured="$2" -v name="$3" -v beside="$4" -v goal="$5" '
    function text(figure, part) {
      split(figure, part, " ")
      return sprintf("%s ms ±%.0f %%", part[1], part[1] > 0 ? 100 * part[2] / part[1] : 0)
    }
    BEGIN {
      ratio = measured + 0 > 0 ? (beside + 0) / (measured + 0) : 0
      printf "| %s | %s | %s | %s | %.2f | %s |\n", what, text(measured), name, text(beside), ratio,
        (goal + 0 > 0 ? sprintf("%.2f", goal) : "")
    }'
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
