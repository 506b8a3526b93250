# shellcheck shell=bash disable=SC2154
# Sourced by common.sh: Debian packages of the host, and where they come from.

# shellcheck source=../../src/main/sh/packages.sh
. "$here/src/main/sh/packages.sh"

apt() {
  DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@" </dev/null >>"$cache/apt.log" 2>&1 ||
    { tail -20 "$cache/apt.log" >&2 && return 1; }
}

# Installs those of the packages "$@" that are missing.
need() {
  local package absent=()
  for package; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || absent+=("$package")
  done
  [ ${#absent[@]} -gt 0 ] || return 0
  install_packages 'packages to build with' "${absent[@]}" || refuse "needs packages to build with, once: $advice."
}

# The Debian mirror that this machine uses.
mirror() {
  local found
  # shellcheck disable=SC2016 # apt's own variable
  found=${CELLWARDEN_LAB_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' | grep -m1 '/debian/*$')}
  [ -n "$found" ] || refuse "finds no Debian mirror among apt's sources: set CELLWARDEN_LAB_MIRROR to the address of one."
  echo "${found%/}"
}

# One line of sources.list for the guest's Debian, $1 being its suite or a part of it.
source_line() {
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(mirror) $1 main"
}
