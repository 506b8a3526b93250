# shellcheck shell=bash disable=SC2154
# Read by ../package: the Java of Debian 13 for an architecture, and what the program needs of it, linked.

java_suite=trixie
# What the program and its libraries use; java.desktop draws the plots that are pictures.
java_modules=java.base,java.desktop,java.logging,java.management,java.naming,java.sql,jdk.httpserver,jdk.management,\
jdk.security.auth,jdk.unsupported
# Of java.desktop the pictures are used, never windows, printers or sounds. A package must keep a class: inner ones go.
java_unused='regex:/java.desktop/(javax/swing|com/sun/java/swing|com/sun/swing|sun/swing|com/sun/media/sound|sun/print|sun/awt/X11|javax/print)/.*[$].*,glob:/java.desktop/javax/swing/plaf/nimbus/*Painter*'
java_unused_files='**libawt_xawt.so,**libjsound.so,**libsplashscreen.so,**libjawt.so,**libfontmanager.so,**libjavajpeg.so,'\
'**liblcms.so,**libmlib_image.so,**libsimdsort.so,**src.zip,**libinstrument.so,**libsaproc.so,**jrt-fs.jar,**classlist,**.debuginfo,**/bin/jwebserver,**/bin/keytool,**/jexec'
c_library=(libc.so.6 libdl.so.2 libm.so.6 libpthread.so.0 libresolv.so.2 librt.so.1)

# Fetches the packages with apt, which checks their signatures, into $cache/java-$1, unless that was done today.
provide_java() {
  local made=$cache/java-$1
  [ -z "$(find "$made/complete" -mmin -1440 2>/dev/null)" ] || return 0
  say "fetching Java for $1 from Debian $java_suite (150 MB) ..."
  if fetch_java "$1" "$made.new" >"$cache/java.log" 2>&1; then
    rm -rf "$made" && mv -T "$made.new" "$made"
  else
    tail -5 "$cache/java.log" >&2
    [ -e "$made/complete" ] || refuse "could not fetch Java for $1 from $(mirror): see above."
    say "the Java of $(date -r "$made/complete" +%F) is taken."
  fi
}

fetch_java() {
  local apt=$2/apt root=$2/root deb link settings suite options
  rm -rf "$2" && mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$apt/debs" "$root" || return
  source_line $java_suite >"$apt/sources.list"
  source_line $java_suite-updates >>"$apt/sources.list"
  suite=$(source_line $java_suite-security)
  echo "${suite/\/debian /\/debian-security }" >>"$apt/sources.list"
  : >"$apt/status"
  options=(-q -o Dir::State="$apt" -o Dir::State::status="$apt/status" -o Dir::Cache="$apt" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::Etc::sourcelist="$apt/sources.list" -o APT::Architecture="$1" -o APT::Architectures="$1" \
    -o Acquire::Languages=none -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false -o APT::Sandbox::User=root)
  apt-get "${options[@]}" update &&
    (cd "$apt/debs" && apt-get "${options[@]}" download openjdk-25-jdk-headless openjdk-25-jre-headless libc6) || return
  for deb in "$apt"/debs/*.deb; do
    dpkg-deb -x "$deb" "$root" || return
    # shellcheck disable=SC2016 # dpkg's own variables
    dpkg-deb -W --showformat='${source:Package} (= ${source:Version})\n' "$deb"
  done | sort -u | paste -sd, | sed 's/,/, /g' >"$2/built-using"
  # Its settings are elsewhere in Debian.
  find "$root/usr/lib/jvm" -type l -lname '/etc/*' -printf '%p\t%l\n' | while IFS=$'\t' read -r link settings; do
    rm "$link"
    [ ! -e "$root$settings" ] || cp -rL "$root$settings" "$link"
  done
  rm -rf "$apt"
  : >"$2/complete"
}

# Runs a tool of the JDK that was fetched for this machine, by its own C library, whatever that of the machine is.
jdk() {
  local own root
  own=$(dpkg --print-architecture)
  provide_java "$own"
  root=$cache/java-$own/root
  local bin=$root/usr/lib/jvm/java-25-openjdk-$own/bin
  # Java looks for its home by the file that was started.
  [ -e "$bin/java.ld" ] || cp -L "$root"/usr/lib/*-linux-gnu/ld-linux-*.so.* "$bin/java.ld" || return
  "$bin/java.ld" --library-path "$(echo "$root"/usr/lib/*-linux-gnu)" "$bin/$1" "${@:2}"
}

# Links the Java for the architecture $1 into the folder $2.
link_java() {
  local root=$cache/java-$1/root library
  # Uncompressed, since a package is compressed as a whole: smaller there, and quicker here.
  jdk jlink --module-path "$root/usr/lib/jvm/java-25-openjdk-$1/jmods" --add-modules $java_modules --output "$2" \
    --compress zip-0 --strip-java-debug-attributes --no-header-files --no-man-pages --vm server \
    --exclude-resources "$java_unused" --exclude-files "$java_unused_files" >&2 || return
  find "$2" \( -name '*.so' -o -path '*/bin/java' -o -name jspawnhelper \) -exec eu-strip --remove-comment {} ';' || return
  # Debian 12's own C library is too old for this Java.
  mkdir "$2/glibc" || return
  for library in "${c_library[@]}"; do
    cp -L "$root"/usr/lib/*-linux-gnu/"$library" "$2/glibc/" || return
  done
  cp -L "$root"/usr/lib/*-linux-gnu/ld-linux-*.so.* "$2/bin/java.ld"
}
