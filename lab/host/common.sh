# shellcheck shell=bash source-path=SCRIPTDIR
# Sourced first by run, shell and measure, which set `lab` to their folder.
# shellcheck disable=SC2154 # lab, and between the files of this folder home and cache

home=$(dirname "$lab")
here=$home script=lab
# shellcheck source=../../src/main/sh/tools.sh
. "$here/src/main/sh/tools.sh"
cache=${CELLWARDEN_LAB:-${XDG_CACHE_HOME:-$HOME/.cache}/cellwarden-lab}
unused_days=30

# A short name that changes with what is read from standard input.
key() {
  sha256sum | cut -c1-12
}

# Runs the command $2..., which writes much, into the log $1; says every now and then that it is alive, and on failure
# what it said last.
patiently() {
  local log=$1 child status
  shift
  setsid "$@" >"$log" 2>&1 </dev/null &
  child=$!
  trap 'kill -- "-$child" 2>/dev/null; exit 130' INT TERM HUP
  local from=$SECONDS next=15
  while [ -n "$(jobs -r)" ]; do
    sleep 0.5
    if [ $((SECONDS - from)) -ge $next ]; then
      say "  $((SECONDS - from)) s, $(wc -l <"$log") lines of $log"
      next=$((next + 15))
    fi
  done
  wait "$child"
  status=$?
  trap - INT TERM HUP
  [ $status -eq 0 ] || tail -20 "$log" >&2
  return $status
}

# Makes $cache/$1 with the function $2, given the folder to fill, unless it is there: complete or not at all. What an
# interrupted build left is handed to the next one.
once() {
  local made=$cache/$1 from=$SECONDS
  if [ ! -e "$made" ]; then
    "$2" "$made.building" || return
    mv -T "$made.building" "$made" || return
    say "$1 is built: $((SECONDS - from)) s, $(du -sh "$made" | cut -f1)"
  fi
  touch "$made"
}

# Sources that changed leave old results behind.
forget_unused() {
  find "$cache" -mindepth 1 -maxdepth 1 -name '*-*' -mtime +$unused_days -exec rm -rf {} +
}

mkdir -p "$cache" || refuse "cannot write to $cache: set CELLWARDEN_LAB to a folder with 3 GB."

# shellcheck source=demands.sh
. "$lab/host/demands.sh"
# shellcheck source=packages.sh
. "$lab/host/packages.sh"
# shellcheck source=kernel.sh
. "$lab/host/kernel.sh"
# shellcheck source=root.sh
. "$lab/host/root.sh"
# shellcheck source=inside.sh
. "$lab/host/inside.sh"
# shellcheck source=python.sh
. "$lab/host/python.sh"
# shellcheck source=program.sh
. "$lab/host/program.sh"

# Everything that a guest needs (LAB_KERNEL, LAB_ROOT, LAB_PROGRAM, LAB_MEMORY for guest.sh), and what the functions "$@"
# provide, built under a lock: of several starts one builds, the others wait.
provide() {
  demand_host
  exec 9>"$cache/lock"
  flock -n 9 || { say "waiting for another start that is building ..." && flock 9; }
  forget_unused
  provide_kernel
  provide_root
  provide_program
  local more
  for more; do "$more"; done
  exec 9>&-
}
