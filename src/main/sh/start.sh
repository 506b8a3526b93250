# shellcheck shell=sh disable=SC2154,SC3013 # -nt: each shell has it, and POSIX since 2024
# Read by the launchers, of a checkout and of a package, with the arguments of the program: starts it with the options and
# the start-up cache that fit. Takes from the launcher: jar, options_file, JAVA_HOME, shared_caches, say and hand_over; of
# a package also build, which names its content, loader, and libraries: a folder of more of them, for this command.

# What src/main/sh/jvm.options says is for the service; these options follow it.
jvm_options='' in_place=''
command=${1-}
case $command in
  # What reads the journal ends soon and may take more memory.
  history | journal)
    cache_name=history
    jvm_options='-Xms64m -Xmx64m -Xmn16m -XX:TrimNativeHeapInterval=0'
    ;;
  *) cache_name=cellwarden ;;
esac
# Does it work through gigabytes?
long_work=
for word; do
  case $command:$word in
    simulate:--fleet | simulate:--fleet=*)
      # Many services in one: a heap as large as that finds no room below the start-up cache.
      jvm_options='-Xms128m -Xmx2g -Xmn64m' CELLWARDEN_AOT=off
      ;;
    journal:* | history:--no-index | simulate:--journal | simulate:--journal=*) long_work=yes ;;
  esac
done
jvm_options="$jvm_options ${CELLWARDEN_JAVA_OPTIONS-}"
# TRAINING RUN: the command whose classes go into the start-up cache. What reads the journal has a cache of its own: its
# classes would only cost the service memory.
training='run -c training.yaml'
journal_to_read='simulate --journal history.jsonl --from 2026-01-01 --to 2026-01-04 --interval 1m'
[ $cache_name = history ] && training='history --journal history.jsonl --since 2026-01-01 --every 1d'

# Runs the function $2 alone in the folder $1: of several starts at once one does the work, the others wait for it.
alone() {
  lock=$1/launcher.lock
  if command -v flock >/dev/null; then
    # Opened for reading, which another user may, too.
    [ -e "$lock" ] || : >"$lock"
    (
      flock -n 9 || { [ "$2" = build ] && say 'waiting for another start that is building ...'; flock 9; }
      "$2" 9<&-
    ) 9<"$lock"
    return
  fi
  until ln -s $$ "$lock.pid" 2>/dev/null; do
    owner=$(readlink "$lock.pid") && ! ps -p "$owner" >/dev/null && rm -f "$lock.pid"
    sleep 1
  done
  ("$2")
  status=$?
  rm -f "$lock.pid"
  return $status
}

# START-UP CACHES: one for each Java, set of options and training run, so that none drives out another. Beside each NAME.aot
# lies NAME.key, which says what it fits; a key alone says that no cache could be made. They are beside the program, or in the
# user's own folder where the program is another's. Where neither can be written, the program starts without one.
own_caches=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/cellwarden
most_caches=8

# Sets `key` to one line that changes with everything a cache depends on, but for the jar's age.
cache_key() {
  # shellcheck disable=SC2086 # the options are words, whatever is between them
  set -- $jvm_options
  key="${build-} $* $training $jar"
  while IFS= read -r line; do
    key="$line $key"
  done <"$options_file"
  key="$JAVA_HOME $key"
  while IFS='=' read -r name value; do
    [ "$name" != JAVA_RUNTIME_VERSION ] || key="$value $key"
  done <"$JAVA_HOME/release"
}

# Sets `cache` to the one that was made (or tried in vain) for this key and this jar.
find_cache() {
  for settled in "$shared_caches"/*.key "$own_caches"/*.key; do
    if [ -r "$settled" ] && ! [ "$jar" -nt "$settled" ] && IFS= read -r fits <"$settled" && [ "$fits" = "$key" ]; then
      cache=${settled%.key}.aot
      return
    fi
  done
  return 1
}

# Sets `caches` to a folder to make one in.
find_caches() {
  for caches in "$shared_caches" "$own_caches"; do
    mkdir -p "$caches" 2>/dev/null && [ -w "$caches" ] && return
  done
  return 1
}

# Removes the caches of former builds, and the oldest ones where options that keep changing would fill the disk.
forget_caches() {
  for settled in "$caches"/*.key; do
    if [ -r "$settled" ] && [ "$jar" -nt "$settled" ] && IFS= read -r fits <"$settled"; then
      case $fits in
        *" $jar") rm -f "$settled" "${settled%.key}.aot" ;;
      esac
    fi
  done
  # shellcheck disable=SC2012 # the names are ours
  ls -t "$caches"/*.key 2>/dev/null | tail -n +$most_caches | while IFS= read -r settled; do
    rm -f "$settled" "${settled%.key}.aot"
  done
}

# Starts Java with the arguments "$@", by the C library of the package where the system's is too old for it.
run_java() {
  # shellcheck disable=SC2086 # the options are words
  set -- "$JAVA_HOME/bin/java" @"$options_file" $jvm_options "$@"
  if [ -n "${loader-}" ]; then
    set -- "$loader" --library-path "$JAVA_HOME/glibc" "$@"
  fi
  $in_place "$@"
}

# Runs the java command "$@" with a battery and a broker to read and to publish to, and ends it after some readings.
train() {
  in_place=''
  run_java -jar "$jar" train "$@"
}

# Makes a cache completely or not at all: what is cut short is left under another name, and made again at the next start.
make_cache() {
  find_cache && return
  new=$caches/new
  rm -rf "$new" && mkdir "$new" && echo "$key" >"$new/key" || return
  say 'preparing quick starts (about ten seconds, only now) ...'
  forget_caches
  # shellcheck disable=SC2086 # the commands are words
  {
    (
      cd "$new" && if [ $cache_name = history ]; then run_java -jar "$jar" $journal_to_read; else in_place=train; fi &&
        run_java -Xlog:disable -XX:AOTMode=record -XX:AOTConfiguration=classes -jar "$jar" $training && in_place='' &&
        run_java -Xlog:disable -XX:AOTMode=create -XX:AOTConfiguration=classes -XX:AOTCache=cache -jar "$jar"
    ) >"$caches/$cache_name.log" 2>&1 </dev/null
    status=$?
  } 2>/dev/null # the shell's own word about one that was killed
  # Killed: no reason to go without.
  [ $status -le 128 ] || return
  name=$(echo "$key" | cksum)
  name=$caches/$cache_name-${name%% *}
  [ $status -ne 0 ] || mv "$new/cache" "$name.aot" || return
  mv "$new/key" "$name.key"
  rm -rf "$new"
  [ "$caches" != "$shared_caches" ] || hand_over
}

# Becomes the program with the arguments "$@".
start() {
  if [ -n "${libraries-}" ]; then
    # A start-up cache is for one class path.
    set -- -cp "$jar:$libraries/*" cellwarden.cli.Main "$@"
    CELLWARDEN_AOT=off
  else
    set -- -jar "$jar" "$@"
  fi
  if [ -n "$long_work" ]; then
    # Quicker with the second compiler, and without what the cache tells the first one.
    set -- -XX:TieredStopAtLevel=4 -Xms64m -Xmx64m -Xmn16m "$@"
  elif [ "${CELLWARDEN_AOT-}" != off ]; then
    cache=
    cache_key
    find_cache || { find_caches && alone "$caches" make_cache && find_cache; }
    [ ! -f "$cache" ] || set -- -XX:AOTCache="$cache" "$@"
  fi
  # One arena for native memory instead of one for each thread.
  export MALLOC_ARENA_MAX=1
  in_place='exec'
  run_java "$@"
}
