# shellcheck shell=bash disable=SC2154
# Sourced by common.sh: commands inside a Debian of their own ($root), which see nothing of this machine but its network.

# What of this machine it takes to reach Debian, Maven Central and the Python index from the root: names, certificates,
# proxies. What it says goes to $log.
settings=()
copy_settings() {
  local file name
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
  for file in /usr/local/share/ca-certificates/*.crt; do
    [ ! -e "$file" ] || cp "$file" "$root/usr/local/share/ca-certificates/"
  done
  for file in /etc/apt/apt.conf.d/*; do
    ! grep -qs '^ *Acquire::' "$file" || cp "$file" "$root/etc/apt/apt.conf.d/"
  done
  for file in /etc/apt/auth.conf.d/*; do [ ! -e "$file" ] || cp "$file" "$root/etc/apt/auth.conf.d/"; done
  if [ -e ~/.m2/settings.xml ]; then
    install -D -m 644 ~/.m2/settings.xml "$root/etc/skel/.m2/settings.xml"
    install -D -m 644 ~/.m2/settings.xml "$root/root/.m2/settings.xml"
  fi
  for name in http_proxy https_proxy no_proxy MAVEN_OPTS MAVEN_ARGS PIP_INDEX_URL UV_INDEX_URL; do
    [ -z "${!name-}" ] || settings+=("$name=${!name}")
  done
  inside root / 'update-ca-certificates' >>"$log" 2>&1
}

# Runs the shell command $3 in the root as user $1 in the folder $2. Its mounts and its processes end with it. Further
# arguments are for unshare, such as --net for a network that only the command has. Where $shown is set, the command sees
# that folder as /mnt.
# shellcheck disable=SC2016 # the inner shell's
inside() {
  unshare --mount --pid --fork --kill-child "${@:4}" bash -c '
    root=$1 user=$2 shown=$3
    shift 3
    # itself a mount, as the root of a machine is
    mount --bind "$root" "$root" && mount --rbind /dev "$root/dev" && mount -t proc proc "$root/proc" && mount -t tmpfs tmpfs "$root/run" || exit 125
    [ -z "$shown" ] || mount --bind "$shown" "$root/mnt" || exit 125
    exec chroot --userspec="$user" "$root" "$@"' - \
    "$root" "$1" "${shown-}" env -i "${settings[@]}" LANG=C.UTF-8 HOME="$([ "$1" = root ] || echo /home)/$1" \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin sh -c "cd '$2' && $3" </dev/null
}
