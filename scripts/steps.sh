# Sourced by the other scripts: where the tree is, and how they say what they are doing.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
script="scripts/$(basename "$0")"
cd "$root"

# say WORDS…: progress, on standard error so that it never mixes with what a command prints for others to read.
say() {
  local bold="" plain=""
  if [[ -t 2 && -z ${NO_COLOR:-} ]]; then bold=$'\e[1m' plain=$'\e[0m'; fi
  printf '%s==> %s%s\n' "$bold" "$*" "$plain" >&2
}

# fail WORDS…: the last line before a script gives up.
fail() {
  printf '%s: %s\n' "$script" "$*" >&2
  exit 1
}

# step NAME COMMAND…: runs one step; a failing one is named together with its command.
step() {
  local name=$1 status=0
  shift
  say "$name: $*"
  "$@" || status=$?
  if ((status != 0)); then
    printf '%s: the step "%s" failed with exit code %d: %s\n' "$script" "$name" "$status" "$*" >&2
    exit "$status"
  fi
}

# As many compilers at once as there are processors, but no more than memory allows at 1 GiB each.
parallel_jobs() {
  local processors memory
  processors=$(nproc 2>/dev/null || echo 1)
  memory=$(awk '/^MemAvailable:/ { print int($2 / 1048576) }' /proc/meminfo 2>/dev/null || echo "$processors")
  if ((memory < 1)); then memory=1; fi
  echo $((processors < memory ? processors : memory))
}
