# shellcheck shell=bash disable=SC2154
# Sourced by lab/service: a root in which systemd is the first process, with what a Raspberry Pi has, but no Java and no
# Cellwarden.

service_packages=adduser,bluez,bluez-test-tools,dbus,iproute2,kmod,mosquitto,mosquitto-clients,polkitd,procps,python3,rfkill,\
sudo,systemd,systemd-sysv

provide_service_root() {
  root_packages=$service_packages
  LAB_ROOT=root-service-$({ echo "$root_packages" && cat "$lab/host/root.sh"; } | key)
  once "$LAB_ROOT" build_root || refuse "could not build the guest's root: see above."
  export LAB_ROOT=$cache/$LAB_ROOT/root
}
