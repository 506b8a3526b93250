"""Waiting for events: never by sleeping, always with a guard against hanging."""
import subprocess
import threading
import time
from collections import namedtuple

GUARD = 240  # s, far beyond what anything takes: only a hang comes that far

Found = namedtuple("Found", "value time mark")  # mark: behind the line


class Watch:
    """The lines that a process writes, such as those of a growing file."""

    def __init__(self, *command):
        self.lines = []
        self.news = threading.Condition()
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        threading.Thread(target=self._read, daemon=True).start()

    @classmethod
    def file(cls, path):
        return cls("tail", "-n", "+1", "-F", path)

    def _read(self):
        for line in self.process.stdout:
            with self.news:
                self.lines.append((time.time(), line.rstrip("\n")))
                self.news.notify_all()

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
                if not self.news.wait(max(0, end - time.monotonic())) and time.monotonic() >= end:
                    raise AssertionError("no %s within %d s" % (what, guard))

    def text(self):
        with self.news:
            return [line for _, line in self.lines]

    def stop(self):
        self.process.terminate()
