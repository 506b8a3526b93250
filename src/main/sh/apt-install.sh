#!/bin/sh
# Run as root: installs the Debian packages "$@" without starting the services that they bring, so that nothing is left
# running on port 1883. Of several at the same time each waits for the one before, since apt itself does so only for dpkg's
# lock.

exec 9>/run/cellwarden-apt.lock && flock 9 || exit
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  trap 'rm -f $policy' EXIT
  trap 'exit 130' INT TERM HUP
  printf '#!/bin/sh\nexit 101\n' >$policy && chmod +x $policy
fi
# Where manual pages are left out, the packages of Java look for their folder in vain.
mkdir -p /usr/share/man/man1
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
wait_for_others='-o DPkg::Lock::Timeout=300'
# shellcheck disable=SC2086 # an option and its value
apt-get -q $wait_for_others update && apt-get -q -y $wait_for_others install --no-install-recommends "$@"
