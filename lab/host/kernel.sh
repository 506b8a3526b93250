# shellcheck shell=bash disable=SC2154
# Sourced by common.sh: the guest's kernel, User-Mode Linux from Debian's sources with the options of kernel.config.
# Debian's own user-mode-linux has no Bluetooth. No code is changed.

kernel_package=linux-source-6.12
kernel_suite=trixie

provide_kernel() {
  LAB_KERNEL=kernel-$(cat "$lab/host/kernel.sh" "$lab/host/kernel.config" | key)
  once "$LAB_KERNEL" build_kernel || refuse "could not build the kernel: see above, and $cache/$LAB_KERNEL.building/log."
  export LAB_KERNEL=$cache/$LAB_KERNEL/linux
}

# Fetches the package into the folder $1 by an apt of its own, which checks the archive's signature.
fetch_kernel() {
  local state=$1/apt options
  mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
  : >"$state/status"
  source_line $kernel_suite >"$state/sources.list"
  options=(-o Dir::State="$state" -o Dir::State::status="$state/status" -o Dir::Cache="$state/cache"
    -o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o Acquire::Languages=none -o APT::Architecture=amd64 -o APT::Sandbox::User=root)
  apt "${options[@]}" update && (cd "$1" && apt "${options[@]}" download $kernel_package)
}

unpack_kernel() {
  rm -rf "$1/unpacking" && mkdir "$1/unpacking"
  dpkg-deb --fsys-tarfile "$1/$kernel_package"_*.deb | tar xO "./usr/src/$kernel_package.tar.xz" | xz -dc |
    tar x -C "$1/unpacking" && mv "$1/unpacking/$kernel_package" "$1/source"
}

build_kernel() {
  need gcc make flex bison bc libc6-dev xz-utils debian-archive-keyring
  mkdir -p "$1"
  [ -e "$1/source" ] || {
    say "fetching the kernel's sources ..."
    { ls "$1"/*.deb >/dev/null 2>&1 || fetch_kernel "$1"; } && unpack_kernel "$1" || return
  }
  say "building the kernel (2 to 4 minutes on 2 cores) ..."
  make -s -C "$1/source" ARCH=um KCONFIG_ALLCONFIG="$lab/host/kernel.config" allnoconfig >"$1/log" 2>&1 &&
    grep -q '^CONFIG_BT_HCIVHCI=y' "$1/source/.config" || return
  patiently "$1/log" make -C "$1/source" ARCH=um -j"$(nproc)" linux || return
  strip -o "$1/linux" "$1/source/linux"
  rm -rf "$1/source" "$1/apt" "$1"/*.deb
}
