# shellcheck shell=bash disable=SC2154
# Sourced by common.sh: the guest's root, a Debian with BlueZ, Java, a broker and Python, used as a folder.

root_suite=trixie
root_packages=bluez,bluez-test-tools,dbus,iproute2,mosquitto,mosquitto-clients,openjdk-25-jre-headless,procps,\
python3,python3-dbus-fast,rfkill,strace

provide_root() {
  LAB_ROOT=root-$(key <"$lab/host/root.sh")
  once "$LAB_ROOT" build_root || refuse "could not build the guest's root: see above."
  export LAB_ROOT=$cache/$LAB_ROOT/root
}

build_root() {
  need mmdebstrap debian-archive-keyring
  [ "$(id -u)" -eq 0 ] || refuse "needs root to build the guest's root, once: run it with sudo, or set CELLWARDEN_LAB to a" \
    "folder that has it."
  say "building the guest's root (1 to 2 minutes) ..."
  rm -rf "$1" && mkdir -p "$1"
  # shellcheck disable=SC2016 # mmdebstrap's own variable
  # openjdk's alternatives want the folder of the manual pages
  patiently "$1/log" mmdebstrap --variant=minbase --architectures=amd64 --skip=check/qemu --include="$root_packages" \
    --aptopt='Acquire::Languages "none"' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --essential-hook='mkdir -p "$1/usr/share/man/man1"' \
    $root_suite "$1/root" "$(source_line $root_suite)" "$(source_line $root_suite-updates)" || return
  # No systemd starts bluetoothd on demand; and a message to it while it is away must not fork the bus, see README.md.
  rm -f "$1/root/usr/share/dbus-1/system-services/org.bluez.service"
  cat >"$1/root/sbin/lab-init" <<'END'
#!/bin/sh
# The first process: hands over to the lab's own script in the folder of the host that the kernel was told.
exec >/dev/console 2>&1
mount -t hostfs -o "ro,hostfs=$lab_guest" none /mnt && exec /mnt/boot
END
  chmod +x "$1/root/sbin/lab-init"
  chmod -R a+rX "$1/root"
}
