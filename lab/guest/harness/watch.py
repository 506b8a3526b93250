"""Waiting for events: never by sleeping, always with a guard against hanging.

The guard counts the guest's seconds. Its clock stands still while anything computes, so that a starved host makes a wait
long, not wrong.
"""
import subprocess
import threading
import time
from collections import namedtuple

GUARD = 900  # s of the guest, far beyond what anything takes: only a hang comes that far

Found = namedtuple("Found", "value time mark")  # mark: after the line


class Watch:
    """The lines that a process writes, such as those of a growing file."""

    def __init__(self, *command, errors=subprocess.STDOUT, env=None):
        self.lines = []
        self.ended = False
        self.news = threading.Condition()
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, errors="replace", env=env)
        threading.Thread(target=self._read, daemon=True).start()

    @classmethod
    def file(cls, path):
        return cls("tail", "-n", "+1", "-F", path, errors=subprocess.DEVNULL)  # it may not be there yet

    def _read(self):
        for line in self.process.stdout:
            with self.news:
                self.lines.append((time.time(), line.rstrip("\n")))
                self.news.notify_all()
        with self.news:
            self.ended = True
            self.news.notify_all()

    def say(self, line):
        """Tells the process something."""
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def mark(self):
        """A place to look from: after what has come."""
        with self.news:
            return len(self.lines)

    def wait(self, what, found, since=0):
        """The first true found(line) of a line from the mark on; what says it in words."""
        end = time.monotonic() + GUARD
        at = since
        with self.news:
            while True:
                while at < len(self.lines):
                    came, line = self.lines[at]
                    at += 1
                    value = found(line)
                    if value:
                        return Found(value, came, at)
                if self.ended or time.monotonic() >= end:
                    raise AssertionError("no %s %s; last lines of %s: %s" % (
                        what, "any more" if self.ended else "within %d s" % GUARD, self.process.args[0],
                        [line for _, line in self.lines[-5:]]))
                self.news.wait(max(0, end - time.monotonic()))

    def wait_until(self, what, holds):
        """Until holds() is true, which may change with each line that comes."""
        end = time.monotonic() + GUARD
        with self.news:
            while not holds():
                if self.ended or time.monotonic() >= end:
                    raise AssertionError("no %s %s" % (what, "any more" if self.ended else "within %d s" % GUARD))
                self.news.wait(max(0, end - time.monotonic()))

    def text(self, since=0):
        with self.news:
            return [line for _, line in self.lines[since:]]

    def stop(self):
        self.process.terminate()
        self.process.wait()
