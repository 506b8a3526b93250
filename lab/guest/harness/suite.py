"""The list of tests, and how they are run in a guest: `python3 -m harness.suite NAME...`.

A test is a function whose name is a sentence.  What it needs of the machine stands in the line above it:

    @test(stacks=BOTH, batteries=["--cells 16"])
    def a_battery_of_16_cells_is_read(lab, stack): ...

It is given what its parameters name: `lab` the machine, `stack` the way to it, `service` a running `cellwarden run`.
Tests with the same stack, batteries and parameters share a guest, one after the other, and leave it as they found it;
one that breaks something is `alone`.  After a test that fails, the others go on in another guest.
"""
import contextlib
import glob
import importlib
import inspect
import io
import json
import os
import subprocess
import sys
import time
import traceback
from collections import namedtuple

BOTH = ("kernel", "bluez")
TWO = ("", "")
FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RUN = "/run/lab"  # a folder of the host

Test = namedtuple("Test", "name function stack batteries alone slow")
TESTS = []


def test(stacks=(None,), batteries=TWO, alone=False, slow=False):
    """Adds a test, once for each stack.

    batteries: the options of each reference BMS.  alone: it needs a guest of its own.  slow: not in the quick lane.
    """
    def add(function):
        for stack in stacks:
            sentence = "%s: %s" % (function.__module__.rpartition(".")[2], function.__name__.replace("_", " "))
            TESTS.append(Test(sentence + (" [%s]" % stack if stack else ""), function, stack, tuple(batteries), alone, slow))
        return function
    return add


def tests():
    """All of them, in the order of the files and lines."""
    if not TESTS:
        sys.path.insert(0, FOLDER)
        for path in sorted(glob.glob(FOLDER + "/tests/[a-z]*.py")):
            importlib.import_module("tests." + os.path.basename(path)[:-3])
    return TESTS


def wants(chosen, what):
    return what in inspect.signature(chosen.function).parameters


def groups(chosen):
    """Lists of those that share a guest."""
    found = {}
    for one in chosen:
        key = one.name if one.alone or one.slow else (one.stack, one.batteries, wants(one, "service"))
        found.setdefault(key, []).append(one)
    return list(found.values())


class Lab:
    """The machine as each test finds it: adapter on, bluetoothd up, batteries advertising."""

    def __init__(self, batteries, watched=False):
        from .machine import Adapter, Battery, Daemon
        subprocess.run(["bluetooth-up", *(["--watched"] if watched else []), *batteries], check=True)
        self.adapter, self.daemon = Adapter(), Daemon()
        self.batteries = [Battery(number) for number in range(1, len(batteries) + 1)]


class Guest:
    """What the tests of a group share."""

    def __init__(self, chosen):
        needed = any(wants(one, "lab") or wants(one, "service") for one in chosen)
        self.lab = Lab(chosen[0].batteries, watched=True) if needed else None
        self.stack = chosen[0].stack
        self.open = contextlib.ExitStack()
        self.service = None

    def serve(self):
        """The service, started for the first test that wants it."""
        from .program import Service
        if self.service is None:
            self.service = self.open.enter_context(Service(self.lab.batteries, self.stack))
            self.service.wait_samples(2)
        self.service.begin()
        return self.service

    def run(self, one, last):
        given = {"lab": self.lab, "stack": self.stack}
        names = inspect.signature(one.function).parameters
        if "service" in names:
            given["service"] = self.serve()
        one.function(**{name: given[name] for name in names})
        if self.service:
            if last:
                self.open.close()
            else:
                self.service.check()


def reason(error):
    """What went wrong, and where in the test."""
    lines = ["%s, line %d: %s" % (frame.filename, frame.lineno, frame.line)
             for frame in traceback.extract_tb(error.__traceback__) if "/tests/" in frame.filename]
    return "\n".join(["  " + line for line in [*lines, "%s: %s" % (type(error).__name__, error)]])


def tell(**result):
    """One line for the host."""
    with open(RUN + "/results", "a", encoding="utf-8") as file:
        file.write(json.dumps(result) + "\n")


def run(names):
    """Runs the tests of these names in this guest, up to the first that fails; whether all passed."""
    chosen = [one for one in tests() if one.name in names]
    guest = None
    for one in chosen:
        tell(name=one.name, begun=True)
        said, began, error = io.StringIO(), time.time(), None
        with contextlib.redirect_stdout(said):
            try:
                guest = guest or Guest(chosen)
                guest.run(one, last=one is chosen[-1])
            except Exception as caught:  # whatever it is, the test failed
                error = reason(caught)
        if error:
            subprocess.run(["keep-logs"], check=False)
        tell(name=one.name, passed=error is None, seconds=time.time() - began, said=said.getvalue() + (error or ""))
        if error:
            return False
    return True


if __name__ == "__main__":
    from harness import suite  # the same module for the tests as for this call
    passed = suite.run(sys.argv[1:])
    sys.stdout.flush()
    os._exit(0 if passed else 1)  # threads that still watch something do not matter
