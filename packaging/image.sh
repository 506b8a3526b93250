# shellcheck shell=bash disable=SC2154
# Read by ../package: an image for containers, of the files of Debian 13 that the program needs and its package, put together
# by umoci, which needs no engine.

image_packages='base-files,base-passwd,coreutils,dash,debianutils,libc-bin,libstdc++6,netbase,zlib1g'
# The user and the group in it; nothing depends on them.
image_user=65532

# The tree $2 for the architecture $1 as the OCI archive $3.
make_image() {
  local base=$cache/base-$1 layout=$out/oci root=$out/root-$1 tag=${version//\~/-} time
  time=$(date -u -d "@$SOURCE_DATE_EPOCH" +%FT%TZ)
  if [ -z "$(find "$base/complete" -mmin -1440 2>/dev/null)" ]; then
    rm -rf "$base" && mkdir -p "$base" || return
    mmdebstrap --variant=extract --architectures="$1" --include=$image_packages "$java_suite" "$base/root" \
      "$(source_line "$java_suite")" "$(source_line "$java_suite-updates")" >"$cache/image.log" 2>&1 ||
      { tail -5 "$cache/image.log" >&2 && return 1; }
    # Its scripts have not run: what they would have made.
    cp "$base/root/usr/share/base-passwd/passwd.master" "$base/root/etc/passwd"
    cp "$base/root/usr/share/base-passwd/group.master" "$base/root/etc/group"
    echo "cellwarden:x:$image_user:$image_user:Cellwarden:/data:/usr/sbin/nologin" >>"$base/root/etc/passwd"
    echo "cellwarden:x:$image_user:" >>"$base/root/etc/group"
    find "$base/root/usr/share/doc" ! -type d ! -name copyright -delete
    rm -rf "$base"/root/usr/share/{info,locale,man} "$base"/root/var/{cache,lib/apt,log}/* "$base"/root/dev/*
    : >"$base/complete"
  fi
  rm -rf "$layout" "$root"
  cp -a "$base/root" "$root" && cp -a "$2/." "$root/" && rm -rf "$root/DEBIAN" "$root/usr/share/man" || return
  # A volume takes its permissions from here, and the user may be another one.
  mkdir -m 1777 "$root/data" || return
  find "$root" -newermt "@$SOURCE_DATE_EPOCH" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
  umoci init --layout "$layout" >&2 && umoci new --image "$layout:$tag" >&2 &&
    umoci insert --rootless --history.created "$time" --history.created_by ./package --image "$layout:$tag" "$root" / >&2 &&
    umoci config --image "$layout:$tag" --architecture "$1" --os linux --created "$time" --no-history \
      --config.user $image_user:$image_user --config.workingdir /data --config.volume /data \
      --config.entrypoint /usr/bin/cellwarden --config.cmd run \
      --config.env CELLWARDEN_CONFIG=/data/cellwarden.yaml --config.env XDG_CACHE_HOME=/data/.cache --config.env LC_ALL=C.UTF-8 \
      --config.label "org.opencontainers.image.version=$version" --config.label org.opencontainers.image.licenses=Apache-2.0 >&2 &&
    umoci gc --layout "$layout" >&2 || return
  # umoci takes a tag alone; whoever loads the image wants the name, too.
  sed -i "s/\"org.opencontainers.image.ref.name\":\"/&cellwarden:/" "$layout/index.json" || return
  tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner -C "$layout" -cf "$3" . && rm -rf "$layout" "$root"
}
