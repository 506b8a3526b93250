#!/bin/bash
# Runs one command in a fresh guest; what it says comes out on standard output, its exit status is ours.
#
#   guest.sh [--run FOLDER] [--share FOLDER] [--program-rw] [--virtual-time] [--terminal] [--systemd] COMMAND
#
# In the guest FOLDER is /run/lab (kept: dmesg, what the test left) and /share; all else is forgotten. With --virtual-time its
# clock stands still while anything computes, and jumps ahead when all wait: a busy host then makes nothing late.
# With --systemd that is the first process, and the command a service of it.
# 125: the guest died; what it said last is on standard error.
lab=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
run='' share='' mode=ro terminal='' clock='' systemd=()
while :; do
  case $1 in
    --run) run=$2 && shift 2 ;;
    --share) share=$2 && shift 2 ;;
    --program-rw) mode=rw && shift ;;
    --virtual-time) clock=time-travel=inf-cpu && shift ;;
    --systemd) systemd=(lab_systemd=yes systemd.firstboot=off systemd.getty_auto=no systemd.show_status=no TERM=dumb) && shift ;;
    --terminal) terminal=$TERM && shift ;;
    *) break ;;
  esac
done
folder=${run:-$(mktemp -d /tmp/cellwarden-lab.XXXXXX)}
printf '%s\n' "$*" >"$folder/command"

export TMPDIR=$LAB_MEMORY
machine=("$LAB_KERNEL" "mem=${guest_megabytes}M" panic=-1 loglevel=0 random.trust_cpu=1 "uml_dir=$folder/"
  root=/dev/root rootfstype=hostfs "rootflags=$LAB_ROOT" ro init=/sbin/lab-init
  ${LAB_KERNEL_OPTION:+"$LAB_KERNEL_OPTION"} ${clock:+"$clock"}
  "lab_guest=$lab/guest" "lab_docs=$lab/../docs" "lab_program=$LAB_PROGRAM" "lab_program_mode=$mode" "lab_run=$folder" "lab_share=$share"
  "lab_python=${LAB_PYTHON-}" con=null "${systemd[@]}")

# Whatever happens, no guest outlives this script; its programs are processes of its kernel and end with it.
guest=
# shellcheck disable=SC2317 # called by the trap
end() {
  [ -z "$guest" ] || kill "$guest" 2>/dev/null
  [ -z "$terminal" ] || stty "$saved"
  [ -n "$run" ] || rm -rf "$folder"
}
trap end EXIT
trap 'exit 130' INT TERM HUP

if [ -n "$terminal" ]; then
  saved=$(stty -g)
  exec 3<&0
  "${machine[@]}" con0=fd:3,fd:1 "lab_term=$terminal" "lab_size=$(stty size | tr ' ' x)" 2>"$folder/err" &
else
  "${machine[@]}" con0=null,fd:1 </dev/null 2>"$folder/err" &
fi
guest=$!
wait "$guest"
guest=
[ ! -s "$folder/status" ] || exit "$(cat "$folder/status")"
tail -5 "$folder/err" >&2
exit 125
