"""Waiting for events: never by sleeping, always with a guard against hanging."""
import subprocess
import threading
import time
from collections import namedtuple

GUARD = 240  # s, far beyond what anything takes: only a hang comes that far

Found = namedtuple("Found", "value time mark")  # mark: behind the line


class Watch:
    """The lines that a process writes, such as those of a growing file."""

    def __init__(self, *command, errors=subprocess.STDOUT):
        self.lines = []
        self.ended = False
        self.news = threading.Condition()
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True)
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
        """A place to look from: behind what has come."""
        with self.news:
            return len(self.lines)

    def wait(self, what, found, since=0, guard=GUARD):
        """The first true found(line) of a line from the mark on; what says it in words."""
        end = time.monotonic() + guard
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
                        what, "any more" if self.ended else "within %d s" % guard, self.process.args[0],
                        [line for _, line in self.lines[-5:]]))
                self.news.wait(max(0, end - time.monotonic()))

    def text(self):
        with self.news:
            return [line for _, line in self.lines]

    def stop(self):
        self.process.terminate()
        self.process.wait()
