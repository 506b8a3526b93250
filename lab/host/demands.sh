# shellcheck shell=bash disable=SC2154
# Sourced by common.sh: what the host must offer, each with one sentence where it does not.

guest_megabytes=640

# The guest's memory is a file that its kernel maps, executable: best in memory, at worst on a disk. Sets LAB_MEMORY.
demand_memory() {
  local folder probe free
  for folder in ${CELLWARDEN_LAB_MEMORY:-/dev/shm /tmp}; do
    probe=$folder/cellwarden-lab.$$
    free=$(df -m --output=avail "$folder" 2>/dev/null | tail -1)
    if [ "${free:-0}" -ge $guest_megabytes ] && cp /bin/true "$probe" 2>/dev/null && "$probe" 2>/dev/null; then
      LAB_MEMORY=$folder
    fi
    rm -f "$probe"
    [ -z "$LAB_MEMORY" ] || return 0
  done
  refuse "needs $guest_megabytes MB in /dev/shm (or /tmp) and programs allowed to run there: mount it larger and without" \
    "noexec (in a container: --shm-size=2g), or set CELLWARDEN_LAB_MEMORY to another tmpfs."
}

# User-Mode Linux steers the guest's programs by ptrace.
demand_ptrace() {
  local scope=0
  [ ! -r /proc/sys/kernel/yama/ptrace_scope ] || read -r scope </proc/sys/kernel/yama/ptrace_scope
  [ "$scope" -lt 2 ] || { [ "$scope" -eq 2 ] && [ "$(id -u)" -eq 0 ]; } ||
    refuse "needs ptrace, which this machine forbids: sudo sysctl kernel.yama.ptrace_scope=1."
}

# They go through the command line of the guest's kernel.
demand_paths() {
  [[ $lab$cache != *[[:blank:],\"]* ]] ||
    refuse "cannot work in a folder whose name has a blank, comma or quote ($lab, $cache): move it, or set CELLWARDEN_LAB."
}

demand_host() {
  demand_paths
  [ "$(uname -sm)" = 'Linux x86_64' ] || refuse "runs on Linux on x86-64 only, and this is $(uname -sm)."
  LAB_MEMORY=
  demand_memory
  export LAB_MEMORY guest_megabytes
}
