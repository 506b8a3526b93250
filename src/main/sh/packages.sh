# shellcheck shell=sh disable=SC2154,SC2034
# Read where a program is missing, after tools.sh: brings it with apt, or says what does.

# Sets `missing` to the words for what it takes to run (java) or to build (javac) and is not there, and `packages` to the
# Debian packages that have it.
name_missing_tools() {
  missing='' packages=''
  if ! find_java "$1"; then
    case $1 in
      java) missing='Java 25 or newer' packages=openjdk-25-jre-headless ;;
      *) missing='a JDK 25 or newer' packages=openjdk-25-jdk-headless ;;
    esac
  fi
  [ "$1" = java ] || find_maven || missing="${missing:+$missing and }Maven" packages="${packages:+$packages }maven"
}

# Has apt read what there is to install? A system may come without its lists.
apt_has_lists() {
  set -- /var/lib/apt/lists/*_Packages*
  [ -e "$1" ]
}

# Sets `advice` to how a user gets the packages "$@", and `lacks_java` where apt does not have the one with Java.
advise() {
  lacks_java='' others=''
  for package; do
    case $package in
      openjdk-*) apt-cache show "$package" >/dev/null 2>&1 || lacks_java=$package ;;
      *) others="${others:+$others }$package" ;;
    esac
  done
  if ! command -v apt-get >/dev/null; then
    advice="install it with the package manager of this system (in Debian: $*)"
    [ -z "$lacks_java" ] || advice="$advice, or Java as Temurin 25 from adoptium.net with CELLWARDEN_JAVA_HOME set to its folder"
    return
  fi
  first='' sudo=''
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null; then sudo='sudo '; else first='as root, '; fi
  fi
  by_apt="$first${sudo}apt install"
  if ! apt_has_lists; then
    lacks_java=
    by_apt="$first${sudo}apt update && ${sudo}apt install"
  fi
  advice="$by_apt $*"
  [ -z "$lacks_java" ] || advice="apt has no $lacks_java here, so take Temurin 25 from adoptium.net and set \
CELLWARDEN_JAVA_HOME to its folder${others:+, and $by_apt $others}"
}

# May apt be used? On a terminal the user says so; elsewhere it takes root, or a sudo that asks for no password.
may_install() {
  [ "$CELLWARDEN_INSTALL" != no ] || return
  [ -z "$as_root" ] || command -v sudo >/dev/null || return
  if [ -t 0 ] && [ -t 2 ] && [ -z "$CI" ] && [ "$CELLWARDEN_INSTALL" != yes ]; then
    printf '%s: needs %s. Install %s with %sapt? [Y/n] ' "$script" "$needed" "$*" "${as_root:+$as_root }" >&2
    read -r answer || return
    case $answer in
      '' | [Yy]*) return ;;
      *) return 1 ;;
    esac
  fi
  [ -z "$as_root" ] || sudo -n true 2>/dev/null
}

# Installs what is needed, in words $1, with the packages $2...; else sets `advice`.
install_packages() {
  needed=$1
  shift
  advise "$@"
  command -v apt-get >/dev/null && [ -z "$lacks_java" ] || return
  as_root=
  [ "$(id -u)" -eq 0 ] || as_root=sudo
  may_install "$@" || return
  say "installing with apt: $*"
  $as_root sh "$here/src/main/sh/apt-install.sh" "$@" >&2 </dev/null && return
  advise "$@"
  [ -n "$lacks_java" ] || advice="apt could not install it, see above; $advice"
  return 1
}
