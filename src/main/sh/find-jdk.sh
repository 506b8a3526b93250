# Read by the scripts at the top of the checkout, which set `here` first. Starts no JVM: it reads the `release` file
# that each Java has in its home.

# Says one line to the user and ends: nothing was started.
refuse() {
  echo "cellwarden: $*" >&2
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

# Sets JAVA_HOME to a Java 25 or newer that has the tool $1 (java to run, javac to build).
find_java() {
  for home in "$CELLWARDEN_JAVA_HOME" "$here/runtime" "$JAVA_HOME"; do
    [ -n "$home" ] && is_fit "$home" "$1" && JAVA_HOME=$home && export JAVA_HOME && return
  done
  on_path=$(command -v "$1") && on_path=$(readlink -f "$on_path")
  for home in "${on_path%/bin/*}" /usr/lib/jvm/*; do
    [ -n "$home" ] && is_fit "$home" "$1" && JAVA_HOME=$home && export JAVA_HOME && return
  done
  refuse "needs Java 25 or newer and found none: install it (Debian 13: apt install openjdk-25-jdk-headless," \
    "elsewhere Temurin 25 from adoptium.net) or set CELLWARDEN_JAVA_HOME to it."
}
