"""The list of tests, and how one of them is run: `python3 -m harness.suite NAME`, in a fresh guest.

A test is a function whose name is a sentence.  What it needs of the machine stands in the line above it:

    @test(stacks=BOTH, batteries=["--cells 16"])
    def a_battery_of_16_cells_is_read(lab, stack): ...
"""
import glob
import importlib
import os
import subprocess
import sys
import traceback
from collections import namedtuple

BOTH = ("kernel", "bluez")
TWO = ("", "")
FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

Test = namedtuple("Test", "name function stack batteries")
TESTS = []


def test(stacks=(None,), batteries=TWO):
    """Adds a test, once for each stack.  batteries: the options of each reference BMS."""
    def add(function):
        for stack in stacks:
            sentence = "%s: %s" % (function.__module__.rpartition(".")[2], function.__name__.replace("_", " "))
            TESTS.append(Test(sentence + (" [%s]" % stack if stack else ""), function, stack, batteries))
        return function
    return add


def tests():
    """All of them, in the order of the files and lines."""
    if not TESTS:
        sys.path.insert(0, FOLDER)
        for path in sorted(glob.glob(FOLDER + "/tests/[a-z]*.py")):
            importlib.import_module("tests." + os.path.basename(path)[:-3])
    return TESTS


class Lab:
    """The machine as each test finds it: adapter on, bluetoothd up, batteries advertising."""

    def __init__(self, batteries):
        from .machine import Adapter, Battery, Daemon
        subprocess.run(["bluetooth-up", *batteries], check=True)
        self.adapter, self.daemon = Adapter(), Daemon()
        self.batteries = [Battery(number) for number in range(1, len(batteries) + 1)]


def run(name):
    """Runs the test of this name; its status is the process' one."""
    chosen = next(test for test in tests() if test.name == name)
    lab = Lab(chosen.batteries)
    chosen.function(*([lab, chosen.stack] if chosen.stack else [lab]))


if __name__ == "__main__":
    from harness import suite  # the same module for the tests as for this call
    status = 0
    try:
        suite.run(sys.argv[1])
    except Exception as error:  # whatever it is, the test failed
        status = 1
        for frame in traceback.extract_tb(error.__traceback__):
            if "/tests/" in frame.filename:
                print("  %s, line %d: %s" % (frame.filename, frame.lineno, frame.line))
        print("  %s: %s" % (type(error).__name__, error))
    sys.stdout.flush()
    os._exit(status)  # threads that still watch something do not matter
