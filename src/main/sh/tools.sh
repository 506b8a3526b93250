# shellcheck shell=sh disable=SC2154
# Read by the scripts of the checkout, which set `here` to its folder and `script` to their name. Finds Java and Maven.
# Starts no JVM: it reads the `release` file that each Java has in its home.

# File names are UTF-8, also where the locale does not say so or is not installed: Java goes by it for paths.
export LC_ALL=C.UTF-8

say() {
  echo "$script: $*" >&2
}

# Says one sentence to the user and ends: nothing was started.
refuse() {
  say "$*"
  exit 2
}

# Is $1 the home of a Java 25 or newer that has the tool $2?
is_fit() {
  [ -x "$1/bin/$2" ] && [ -r "$1/release" ] || return 1
  while IFS='=' read -r name value; do
    [ "$name" = JAVA_VERSION ] || continue
    value=${value#\"}
    value=${value%%[!0-9]*}
    [ "${value:-0}" -ge 25 ]
    return
  done <"$1/release"
  return 1
}

# Sets JAVA_HOME to $1, if that is fit.
take_java() {
  [ -n "$1" ] && is_fit "$1" "$2" || return
  JAVA_HOME=$1
  case $1 in
    /*) ;;
    *) JAVA_HOME=$(cd "./$1" && pwd) ;;
  esac
  export JAVA_HOME
}

# Sets JAVA_HOME to a Java 25 or newer that has the tool $1 (java to run, javac to build).
find_java() {
  [ -z "$CELLWARDEN_JAVA_HOME" ] || is_fit "$CELLWARDEN_JAVA_HOME" java ||
    refuse "finds no Java 25 or newer in CELLWARDEN_JAVA_HOME=$CELLWARDEN_JAVA_HOME: set it to the home of one, or unset it."
  for candidate in "$CELLWARDEN_JAVA_HOME" "$here/runtime" "$JAVA_HOME"; do
    take_java "$candidate" "$1" && return
  done
  on_path=$(command -v "$1") && on_path=$(readlink -f "$on_path")
  for candidate in "${on_path%/bin/*}" /usr/lib/jvm/*; do
    take_java "$candidate" "$1" && return
  done
  return 1
}

# Sets `mvn` to a Maven.
find_maven() {
  mvn=$(command -v mvn) && return
  mvn=$MAVEN_HOME/bin/mvn
  [ -n "$MAVEN_HOME" ] && [ -x "$mvn" ]
}

# Finds what it takes to run (java), or to build (javac).
find_tools() {
  find_java "$1" && { [ "$1" = java ] || find_maven; }
}

# The same; what is missing is installed where that can be.
provide_tools() {
  find_tools "$1" && return
  . "$here/src/main/sh/packages.sh"
  name_missing_tools "$1"
  # shellcheck disable=SC2086 # the names are words
  if ! install_packages "$missing" $packages || ! find_tools "$1"; then
    refuse "needs $missing: $advice."
  fi
}

# What root made in another's checkout, as sudo does, is that one's.
hand_over() {
  [ "$(id -u)" -ne 0 ] || chown -hR --reference="$here" "$here/target" 2>/dev/null || :
}
