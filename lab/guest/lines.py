"""Lines in and out of the lab's processes: a control FIFO, and a log whose times can be compared between processes."""
import os
import time


def log(*words):
    """One line: seconds of the wall clock, then the words."""
    print("%.6f" % time.time(), *words, flush=True)


class Fifo:
    """A FIFO that anybody may write lines into, at any time; to be put into a select()."""

    def __init__(self, path):
        os.mkfifo(path)
        # opened for writing too, so that there is no end of file when the last writer leaves
        self.file = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        self.rest = b""

    def fileno(self):
        return self.file

    def lines(self):
        """The complete lines that have come."""
        *lines, self.rest = (self.rest + os.read(self.file, 65536)).split(b"\n")
        return [line.decode() for line in lines if line.strip()]
