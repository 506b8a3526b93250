#!/usr/bin/env python3
"""Runs the tests in guests, one more at once than the machine has cores, since they also wait; `lab/run` is the way to call it."""
import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

LAB = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LOGS = os.path.join(os.path.dirname(LAB), "target", "lab")
sys.dont_write_bytecode = True
sys.path.insert(0, LAB + "/guest")

from harness import suite  # noqa: E402  the same list as in the guest

DIED = 125
LATE = {"LAB_BLUETOOTHD_DELAY": "40", "LAB_JAVA_DELAY": "60"}  # s
# A guest that hangs: it works without end, or it does nothing for so long. A busy host makes it neither.
MOST_CPU, IDLE = 1800, 600  # s
MOST_AGAIN = 5  # more do not fail by chance
TICKS = os.sysconf("SC_CLK_TCK")
PRINTING = threading.Lock()
RECOVERING = ("recovery: ", "faults: ")
RESULTS = []  # (name, passed, what it said) of each test


def say(text):
    with PRINTING:
        print(text, flush=True)


def cpu_seconds(group):
    """What the processes of this group and their ended children have used."""
    used = 0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/stat" % pid, encoding="utf-8", errors="replace") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        if int(fields[2]) == group:
            used += sum(map(int, fields[11:15]))
    return used / TICKS


class Guests:
    """The guests that run now, so that none outlives this process."""

    def __init__(self, options):
        self.options = options
        self.running = set()
        self.stopping = False

    def run(self, names, folder):
        """(status, what it said) of these tests in a fresh guest."""
        late = ["%s=%s" % item for item in LATE.items()] if self.options.late else []
        clock = [] if self.options.real_time else ["--virtual-time"]
        variables = ["LAB_CLOCK=%s" % ("real" if self.options.real_time else "virtual"), *late]
        command = [LAB + "/host/guest.sh", "--run", folder, *clock,
                   " ".join([*variables, "python3 -m harness.suite", *("'%s'" % name for name in names)])]
        guest = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                 errors="replace", start_new_session=True)
        self.running.add(guest)
        if self.stopping:
            self.stop(guest)
        threading.Thread(target=self._guard, args=(guest,), daemon=True).start()
        said = guest.communicate()[0]
        self.running.discard(guest)
        return guest.returncode, said

    def _guard(self, guest):
        used, since = 0.0, time.monotonic()
        while guest.poll() is None:
            time.sleep(5)
            now = cpu_seconds(guest.pid)
            if abs(now - used) > 0.05:
                used, since = now, time.monotonic()
            if used > MOST_CPU or time.monotonic() - since > IDLE:
                say("a guest hangs: ended after %.0f s of CPU, the last %.0f s ago" % (used, time.monotonic() - since))
                os.killpg(guest.pid, signal.SIGKILL)

    def stop(self, *guests):
        """Its whole process group, guest.sh and kernel."""
        for guest in guests or list(self.running):
            try:
                os.killpg(guest.pid, signal.SIGTERM)
            except ProcessLookupError:
                pass


def results(folder):
    """(names that were begun, results by name) of what a guest has told."""
    begun, ended = [], {}
    try:
        with open(folder + "/results", encoding="utf-8") as file:
            for told in map(json.loads, file):
                if "begun" in told:
                    begun.append(told["name"])
                else:
                    ended[told["name"]] = told
    except FileNotFoundError:
        pass
    return begun, ended


def keep_logs(folder, name):
    """Moves what a guest left to where a person looks; says where."""
    place = os.path.join(LOGS, re.sub(r"\W+", "-", name).strip("-"))
    shutil.rmtree(place, ignore_errors=True)
    if not os.path.isdir(folder + "/logs"):
        return
    shutil.move(folder + "/logs", place)
    say("    logs: %s" % place)
    for log in ("program/cellwarden.log", "bms1.log", "hci0.log", "bluetoothd.log", "btmon.log", "dbus.log", "kernel.log"):
        try:
            with open(os.path.join(place, log), encoding="utf-8", errors="replace") as file:
                say("".join(["    --- %s\n" % log, *("    " + line for line in file.readlines()[-15:])]).rstrip())
        except FileNotFoundError:
            pass


def report(group, guests):
    """Runs a group, in as many guests as that takes, and says how each test went; how many passed."""
    left, passed, deaths = [test.name for test in group], 0, set()
    while left and not guests.stopping:
        folder = tempfile.mkdtemp(prefix="cellwarden-lab.")
        status, said = guests.run(left, folder)
        begun, ended = results(folder)
        for name in [name for name in left if name in ended]:
            left.remove(name)
            passed += show(**ended[name])
            if not ended[name]["passed"]:
                keep_logs(folder, name)
        victim = next((name for name in begun if name not in ended), left[0] if left and not ended else None)
        if victim and not guests.stopping:
            if status == DIED and victim not in deaths:
                deaths.add(victim)
                say("%s: the guest's kernel died, which no program can cause; once more\n%s" % (victim, said))
            else:
                left.remove(victim)
                show(victim, False, 0, "the guest ended with status %d\n%s" % (status, said))
        shutil.rmtree(folder, ignore_errors=True)
    return passed


def show(name, passed, seconds, said):
    """Says how a test went; whether it passed."""
    RESULTS.append((name, passed, said))
    lines = ["%s %5.1f s  %s" % ("passed" if passed else "FAILED", seconds, name)]
    say("\n".join(lines + ["  " + line for line in said.splitlines()]))
    return passed


def again(guests):
    """Runs what failed once more, each test in a guest of its own; how many passed then."""
    failed = [name for name, passed, _ in RESULTS if not passed]
    if len(failed) > MOST_AGAIN:
        return 0
    steady = [name for name in failed for test in suite.tests() if test.name == name and report([test], guests)]
    for name in steady:
        say("UNSTEADY: failed, and passed the second time: " + name)
    return len(steady)


def parse():
    options = argparse.ArgumentParser(
        prog="lab/run", formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="lab/run [OPTIONS] [NAME...]",
        description="Runs Cellwarden against real Linux Bluetooth (kernel, bluetoothd, D-Bus) in guests whose air is simulated.\n"
                    "NAME: only the tests whose names contain one of these.",
        epilog="The seconds of a test are the guest's, whose clock stands still while anything computes.\n"
               "Built once and kept in ~/.cache/cellwarden-lab ($CELLWARDEN_LAB). $LAB_GUESTS: how many run at once.\n"
               "Logs of a failed test: target/lab. The last line is \"N passed, N failed\"; the status is 0 only if nothing failed.")
    options.add_argument("names", nargs="*", metavar="NAME", help=argparse.SUPPRESS)
    options.add_argument("--list", action="store_true", help="only print the names")
    options.add_argument("--slow", action="store_true", help="the slow tests instead of the quick ones; a NAME finds both")
    options.add_argument("--also", action="append", default=[], metavar="NAME",
                         help="besides the quick tests, those whose names contain this")
    options.add_argument("--late", action="store_true",
                         help="with a bluetoothd that answers %s s late and a Java that starts %s s late" % tuple(LATE.values()))
    options.add_argument("--real-time", action="store_true", help="with a clock that runs on while the guest computes")
    options.add_argument("--reliability", action="store_true",
                         help="what comes back by itself and after how long, as a table in target/reliability.md")
    options.add_argument("--again", action="store_true",
                         help="run what failed once more, alone, and say what passed only then")
    options.add_argument("--check", action="store_true", help=argparse.SUPPRESS)  # the options and names only
    return options.parse_args()


def is_chosen(test, options):
    if options.reliability:
        return test.name.startswith(RECOVERING)
    if options.names:
        return any(word in test.name for word in options.names)
    return test.slow == options.slow or any(word in test.name for word in options.also)


def reliability():
    """Writes the table of what comes back: the longest time of any battery, in seconds of the guest."""
    rows = {}
    for name, passed, said in RESULTS:
        sentence, _, stack = name.partition(": ")[2].rstrip("]").partition(" [")
        seconds = [float(second) for line in re.findall(r"read again after (.*)", said) for second in re.findall(r"[\d.]+", line)]
        rows.setdefault(sentence, {})[stack] = "after %.1f s" % max(seconds, default=0) if passed else "**no**"
    path = os.path.join(os.path.dirname(LOGS), "reliability.md")
    with open(path, "w", encoding="utf-8") as file:
        file.write("| | `kernel` | `bluez` |\n|---|---|---|\n")
        for sentence, times in sorted(rows.items()):
            file.write("| %s | %s | %s |\n" % (sentence, times.get("kernel", ""), times.get("bluez", "")))
    print("lab: the table is in " + path)


def main():
    options = parse()
    chosen = [test for test in suite.tests() if is_chosen(test, options)]
    if not chosen or not all(any(word in test.name for test in suite.tests()) for word in options.also):
        print("lab: no test has such a name: lab/run --list shows them.", file=sys.stderr)
        return 2
    if options.list:
        print("\n".join(test.name for test in chosen))
        return 0
    if options.check:
        return 0
    began = time.monotonic()
    guests = Guests(options)

    def stop(number, _frame):
        guests.stopping = True
        guests.stop()
        pool.shutdown(wait=True, cancel_futures=True)
        os._exit(128 + number)

    # the longest first, so that none runs alone at the end
    groups = sorted(suite.groups(chosen), key=lambda group: (group[0].slow, len(group)), reverse=True)
    with ThreadPoolExecutor(max(1, min(len(groups), int(os.environ.get("LAB_GUESTS", os.cpu_count() + 1))))) as pool:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, stop)
        passed = sum(pool.map(lambda group: report(group, guests), groups))
    if options.again:
        passed += again(guests)
    if options.reliability:
        reliability()
    print("lab: %d tests in %d guests, %.0f s" % (len(chosen), len(groups), time.monotonic() - began))
    print("%d passed, %d failed" % (passed, len(chosen) - passed))
    return 0 if passed == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
