# shellcheck shell=bash disable=SC2154
# Read by ../package: what a package holds, as a folder and as a tarball.

# The folder $2 as the package for the architecture $1 unpacks it, and in DEBIAN what dpkg wants to know of it.
make_tree() {
  local tree=$2 lib=$2/usr/lib/cellwarden doc=$2/usr/share/doc/cellwarden natives
  mkdir -p "$tree/DEBIAN" "$lib" "$doc" "$tree/usr/bin" "$tree/etc/cellwarden" "$tree/usr/lib/systemd/system" \
    "$tree/usr/share/cellwarden" "$tree/usr/share/bash-completion/completions" "$tree/usr/share/zsh/vendor-completions" \
    "$tree/usr/share/fish/vendor_completions.d" "$tree/usr/share/lintian/overrides" || return

  link_java "$1" "$lib/runtime" || return
  cp target/cellwarden.jar src/main/sh/start.sh src/main/sh/jvm.options "$lib/" && cp -r target/lib "$lib/lib" &&
    rm "$lib"/lib/{flyway,postgresql}-*.jar || return
  # Of the serial ports' library only what this machine can load.
  natives=Linux/armv8_64/
  [ "$1" = arm64 ] || natives=Linux/x86_64/
  (cd "$lib/lib" && zip -q -d jSerialComm-*.jar '*.so' '*.dll' '*.dylib' '*.jnilib' -x "$natives*") >&2 || return
  # Of the curves' library what the page sends.
  (cd "$lib/lib" && zip -q -d uplot-*.jar '*.cjs.js' '*.esm.js' '*.iife.js' '*.d.ts' '*README.md') >&2 || return
  cp packaging/launcher "$lib/cellwarden"
  ln -s ../lib/cellwarden/cellwarden "$tree/usr/bin/cellwarden"
  # Names the content: a start-up cache fits this one.
  (cd "$lib" && find . -type f | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum | cut -c1-16) >"$lib/build"

  cp packaging/cellwarden.yaml "$tree/etc/cellwarden/"
  cp packaging/cellwarden.service "$tree/usr/lib/systemd/system/"
  cp -r packaging/recover "$tree/usr/share/cellwarden/"
  cp packaging/*.conf "$tree/usr/share/cellwarden/" 2>/dev/null
  install -D -m 644 target/share/man/man1/cellwarden.1 "$tree/usr/share/man/man1/cellwarden.1"
  gzip -9n "$tree/usr/share/man/man1/cellwarden.1"
  cp target/share/bash-completion/completions/cellwarden "$tree/usr/share/bash-completion/completions/"
  cp target/share/zsh/site-functions/_cellwarden "$tree/usr/share/zsh/vendor-completions/"
  cp target/share/fish/vendor_completions.d/cellwarden.fish "$tree/usr/share/fish/vendor_completions.d/"

  cp packaging/debian/copyright target/THIRD-PARTY.txt "$doc/" && cp -r docs/. "$doc/" || return
  # The pictures in it are larger than all its words.
  find "$doc" \( -name '*.png' -o -name '*.svg' \) -delete
  gzip -9n <CHANGELOG.md >"$doc/CHANGELOG.md.gz"
  write_changelog cellwarden "$doc"
  cp packaging/debian/lintian-overrides "$tree/usr/share/lintian/overrides/cellwarden"

  cp packaging/debian/{control,postinst,prerm,postrm,templates} "$tree/DEBIAN/"
  echo /etc/cellwarden/cellwarden.yaml >"$tree/DEBIAN/conffiles"
  seal_tree "$tree" "$1"
  chmod 640 "$tree/etc/cellwarden/cellwarden.yaml"
}

# The folder $1 as the package for ingest, the same for each architecture: what only a server needs.
make_ingest_tree() {
  local tree=$1 doc=$1/usr/share/doc/cellwarden-ingest
  mkdir -p "$tree/DEBIAN" "$doc" "$tree/usr/lib/cellwarden/ingest" "$tree/usr/lib/systemd/system" "$tree/etc/cellwarden" \
    "$tree/usr/share/lintian/overrides" || return
  cp target/lib/{flyway,postgresql}-*.jar "$tree/usr/lib/cellwarden/ingest/" &&
    cp packaging/ingest/cellwarden-ingest.service "$tree/usr/lib/systemd/system/" &&
    cp packaging/ingest/ingest.yaml "$tree/etc/cellwarden/" && cp packaging/ingest/copyright "$doc/" &&
    cp packaging/ingest/lintian-overrides "$tree/usr/share/lintian/overrides/cellwarden-ingest" &&
    mkdir "$doc/examples" && cp -r examples/fleet examples/grafana-fleet.json "$doc/examples/" &&
    cp packaging/ingest/{control,postinst,prerm,postrm} "$tree/DEBIAN/" || return
  echo /etc/cellwarden/ingest.yaml >"$tree/DEBIAN/conffiles"
  write_changelog cellwarden-ingest "$doc"
  seal_tree "$tree" all
  chmod 640 "$tree/etc/cellwarden/ingest.yaml"
}

# The changelog that Debian wants of the package $1, in the folder $2.
write_changelog() {
  printf '%s (%s) unstable; urgency=medium\n\n  * CHANGELOG.md.gz of cellwarden says what is new.\n\n -- %s  %s\n' "$1" "$version" \
    "$(sed -n 's/^Maintainer: //p' packaging/debian/control)" "$(date -u -R -d "@$SOURCE_DATE_EPOCH")" |
    gzip -9n >"$2/changelog.gz"
}

# The rights, checksums and control file of the tree $1 for the architecture $2, with the time of the commit.
seal_tree() {
  local size
  # As dpkg counts: a file in whole kilobytes, all else as one, whatever the file system takes.
  size=$(find "$1" -path "$1/DEBIAN" -prune -o -printf '%y %s\n' |
    awk '{ s += $1 == "f" ? int(($2 + 1023) / 1024) : 1 } END { print s }')
  chmod -R u=rwX,go=rX "$1"
  find "$1/usr" -type f \( -name '*.so*' -o -name '*.conf' \) -exec chmod 644 {} +
  chmod 755 "$1/DEBIAN/"{postinst,prerm,postrm}
  sed -i -e "s/@version@/$version/" -e "s/@arch@/$2/" -e "s/@size@/$size/" \
    -e "s/@built-using@/$(cat "$cache/java-$2/built-using" 2>/dev/null)/" "$1/DEBIAN/control"
  (cd "$1" &&
    find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$1/DEBIAN/md5sums"
  chmod 644 "$1/DEBIAN/md5sums"
  find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

# The tree $1 as the tarball $2: a folder to put anywhere, that starts with ./cellwarden.
make_tarball() {
  local top
  top=$(basename "$2" .tar.gz)
  tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --format=gnu -C "$1" \
    --transform="s,^usr/lib/cellwarden,$top,S" --transform="s,^usr/share,$top/share,S" \
    --transform="s,^usr/lib/systemd/system,$top/share/cellwarden,S" --transform="s,^etc/cellwarden,$top/share/cellwarden,S" \
    -c usr/lib/cellwarden usr/share usr/lib/systemd/system/cellwarden.service etc/cellwarden/cellwarden.yaml |
    gzip -6n >"$2"
}
