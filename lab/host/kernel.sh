# shellcheck shell=bash disable=SC2154
# Sourced by common.sh: the guest's kernel, User-Mode Linux from Debian's sources with the options of kernel.config.
# Debian's own user-mode-linux has no Bluetooth. No code is changed.
#
# Two are possible. Since 6.16 the guest's programs can be steered by seccomp, which halves the time of everything that
# Java does: the newest of Debian's backports is taken, if it builds and runs here. Else an older one, which steers them by
# ptrace and runs everywhere. CELLWARDEN_LAB_KERNEL=seccomp or ptrace asks for one of them.

declare -A kernel_suite=([seccomp]=trixie-backports [ptrace]=trixie)
declare -A kernel_package=([seccomp]='linux-source-[0-9.]+' [ptrace]='linux-source-6\.12')
# 6.12 takes random numbers from the jitter of its clock, and never ends doing so where that stands still.
declare -A kernel_option=([seccomp]=seccomp=on [ptrace]=initcall_blacklist=jent_mod_init)
seccomp_since=6.16

# Sets LAB_KERNEL, and LAB_KERNEL_OPTION for its command line.
provide_kernel() {
  local chosen=${CELLWARDEN_LAB_KERNEL:-}
  case $chosen in
    '') try_kernel seccomp || say "the kernel that steers by seccomp $refused; the one that uses ptrace serves as well, slower." ;;
    seccomp) try_kernel seccomp || refuse "the kernel that steers by seccomp $refused: see $cache/$LAB_KERNEL.*" ;;
    ptrace) LAB_KERNEL= ;;
    *) refuse "CELLWARDEN_LAB_KERNEL is seccomp or ptrace, not $chosen." ;;
  esac
  [ -x "$LAB_KERNEL/linux" ] || {
    demand_ptrace
    try_kernel ptrace || refuse "the kernel that uses ptrace $refused: see $cache/$LAB_KERNEL.*"
  }
  LAB_KERNEL_OPTION=${kernel_option[$steered_by]}
  LAB_KERNEL=$LAB_KERNEL/linux
  export LAB_KERNEL LAB_KERNEL_OPTION
}

# The kernel that steers by $1; on failure `refused` says why.
try_kernel() {
  steered_by=$1
  LAB_KERNEL=kernel-$1-$({ declare -f fetch_kernel build_kernel && cat "$lab/host/kernel.config"; } | key)
  local failed=$cache/$LAB_KERNEL.failed
  # where another one serves instead, not at each start
  if [ "$1" = seccomp ] && [ -z "${CELLWARDEN_LAB_KERNEL-}" ] && [ -n "$(find "$failed" -mtime -1 2>/dev/null)" ]; then
    refused=$(cat "$failed")
    return 1
  fi
  refused='has no sources here'
  once "$LAB_KERNEL" build_kernel && refused='does not run on this machine' && kernel_runs "$cache/$LAB_KERNEL/linux" && {
    LAB_KERNEL=$cache/$LAB_KERNEL
    rm -f "$failed"
    return
  }
  echo "$refused" >"$failed"
  return 1
}

# Does the kernel $1 start a program here, while its clock stands still? A program of this machine is the guest's first process; when it ends, the kernel does.
kernel_runs() {
  local folder=$cache/$LAB_KERNEL.trial
  rm -rf "$folder" && mkdir "$folder"
  (
    TMPDIR=$LAB_MEMORY exec timeout -k 1 120 "$1" mem=64M panic=-1 "uml_dir=$folder/" root=/dev/root rootfstype=hostfs \
      rootflags=/ ro "${kernel_option[$steered_by]}" time-travel=inf-cpu con=null con0=null,fd:1 init=/bin/echo -- lab-guest-runs
  ) </dev/null >"$folder/log" 2>&1
  grep -q '^lab-guest-runs' "$folder/log" || return
  rm -rf "$folder"
} 2>/dev/null

# An apt of its own in the folder $1, which checks the archive's signature.
own_apt() {
  local state=$1/apt
  shift
  "$@" -o Dir::State="$state" -o Dir::State::status="$state/status" -o Dir::Cache="$state/cache" \
    -o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Acquire::Languages=none -o APT::Architecture=amd64 -o APT::Sandbox::User=root
}

# Prints the newest package of sources that serves; none is a failure.
newest_sources() {
  local found
  found=$(own_apt "$1" apt-cache pkgnames linux-source- | grep -xE "${kernel_package[$steered_by]}" | sort -V | tail -1)
  [ -n "$found" ] || return
  if [ "$steered_by" = seccomp ]; then
    [ "$(printf '%s\n' "$seccomp_since" "${found#linux-source-}" | sort -V | head -1)" = $seccomp_since ] || return
  fi
  echo "$found"
}

# Unpacks the newest sources that serve into $1/source.
fetch_kernel() {
  local package
  mkdir -p "$1/apt/lists/partial" "$1/apt/cache/archives/partial"
  : >"$1/apt/status"
  source_line "${kernel_suite[$steered_by]}" >"$1/apt/sources.list"
  own_apt "$1" apt update -o APT::Update::Error-Mode=any || return
  package=$(newest_sources "$1") || { say "${kernel_suite[$steered_by]} has no sources of a kernel that serves." && return 1; }
  say "fetching $package ..."
  (cd "$1" && own_apt "$1" apt download "$package") || return
  rm -rf "$1/unpacking" && mkdir "$1/unpacking"
  dpkg-deb --fsys-tarfile "$1/$package"_*.deb | tar xO "./usr/src/$package.tar.xz" | xz -T0 -dc |
    tar x -C "$1/unpacking" && mv "$1/unpacking/$package" "$1/source"
}

build_kernel() {
  need gcc make flex bison bc libc6-dev xz-utils debian-archive-keyring
  mkdir -p "$1"
  [ -e "$1/source" ] || fetch_kernel "$1" || return
  refused='does not build'
  say "building the kernel (3 to 5 minutes on 2 cores) ..."
  make -s -C "$1/source" ARCH=um KCONFIG_ALLCONFIG="$lab/host/kernel.config" allnoconfig >"$1/log" 2>&1 &&
    grep -q '^CONFIG_BT_HCIVHCI=y' "$1/source/.config" || return
  patiently "$1/log" make -C "$1/source" ARCH=um -j"$(nproc)" linux || return
  strip -o "$1/linux" "$1/source/linux" || return
  rm -rf "$1/source" "$1/apt" "$1"/*.deb
}
