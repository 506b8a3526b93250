# shellcheck shell=bash disable=SC2154
# Sourced by common.sh: the program as its users start it (launcher, jar, libraries), copied so that the guest cannot write
# into the checkout, with a start-up cache made by the guest's Java.

provide_program() {
  "$home/cellwarden" --version >/dev/null || refuse "could not build Cellwarden: see above."
  LAB_PROGRAM=program-$({ echo "$LAB_ROOT" && program_files | sort | xargs cat; } | key)
  once "$LAB_PROGRAM" build_program || refuse "the guest cannot start Cellwarden: see above."
  export LAB_PROGRAM=$cache/$LAB_PROGRAM
}

program_files() {
  printf '%s\n' "$home/cellwarden" "$home"/src/main/sh/* "$home/target/cellwarden.jar" "$home"/target/lib/*
}

build_program() {
  local file
  rm -rf "$1"
  for file in $(program_files); do
    mkdir -p "$1/$(dirname "${file#"$home"/}")"
    cp -p "$file" "$1/${file#"$home"/}"
  done
  say "preparing quick starts in the guest ..."
  LAB_PROGRAM=$1 "$lab/host/guest.sh" --program-rw 'cellwarden --version' >&2
}
