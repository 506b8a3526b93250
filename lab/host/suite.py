#!/usr/bin/env python3
"""Runs the tests, each in a guest of its own, one more at once than the machine has cores, since they mostly wait; `lab/run` is the way to call it."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

LAB = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
sys.path.insert(0, LAB + "/guest")

from harness import suite  # noqa: E402  the same list as in the guest

LIMIT = 420  # s for one test: a hang of the whole guest
DIED = 125
PRINTING = threading.Lock()


class Guests:
    """The guests that run now, so that none outlives this process."""

    def __init__(self):
        self.running = set()
        self.stopping = False

    def run(self, test):
        """(status, what it said) of one test in a fresh guest."""
        folder = tempfile.mkdtemp(prefix="cellwarden-lab.")
        command = [LAB + "/host/guest.sh", "--run", folder, "--limit", str(LIMIT),
                   "python3 -m harness.suite '%s'" % test.name]
        guest = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                 errors="replace", start_new_session=True)
        self.running.add(guest)
        if self.stopping:
            self.stop(guest)
        said = guest.communicate()[0]
        self.running.discard(guest)
        shutil.rmtree(folder, ignore_errors=True)
        return guest.returncode, said

    def stop(self, *guests):
        """Its whole process group, guest.sh and kernel."""
        for guest in guests or list(self.running):
            try:
                os.killpg(guest.pid, signal.SIGTERM)
            except ProcessLookupError:
                pass


def report(test, guests):
    """Runs one test and says how it went; whether it passed."""
    started = time.monotonic()
    status, said = guests.run(test)
    if status == DIED and not guests.stopping:
        say("%s: the guest's kernel died, which no program can cause; once more\n%s" % (test.name, said))
        status, said = guests.run(test)
    if guests.stopping:
        return False
    passed = status == 0
    say("%s %5.1f s  %s" % ("passed" if passed else "FAILED", time.monotonic() - started, test.name))
    if not passed or said.strip():
        say("".join("  %s\n" % line for line in said.splitlines()).rstrip())
    if status == 124:
        say("    the guest did not end within %d s" % LIMIT)
    return passed


def say(text):
    with PRINTING:
        print(text, flush=True)


def main():
    words = sys.argv[1:]
    chosen = [test for test in suite.tests() if not words or any(word in test.name for word in words)]
    if words == ["--list"]:
        print("\n".join(test.name for test in suite.tests()))
        return 0
    if not chosen:
        print("lab: no test has such a name: lab/run --list shows them.", file=sys.stderr)
        return 2
    guests = Guests()

    def stop(number, _frame):
        guests.stopping = True
        guests.stop()
        pool.shutdown(wait=True, cancel_futures=True)
        os._exit(128 + number)

    with ThreadPoolExecutor(max(1, min(len(chosen), int(os.environ.get("LAB_GUESTS", os.cpu_count() + 1))))) as pool:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, stop)
        results = list(pool.map(lambda test: report(test, guests), chosen))
    print("%d passed, %d failed" % (results.count(True), results.count(False)))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
