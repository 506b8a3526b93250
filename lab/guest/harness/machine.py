"""The machine's Bluetooth and the batteries around it, as a test handles them."""
import os
import re
import select
import signal
import subprocess

from .watch import GUARD, Watch


def shell(command):
    """What a command says; a command that fails is a fault of the lab."""
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=GUARD, check=False)
    if done.returncode != 0:
        raise AssertionError("%s: status %d\n%s%s" % (command, done.returncode, done.stdout, done.stderr))
    return done.stdout


def told(fifo, watch, line):
    """Writes a line into a control FIFO; returns when it is in force."""
    mark = watch.mark()
    with open(fifo, "w", encoding="utf-8") as control:
        control.write(line + "\n")
    watch.wait("control: " + line, lambda entry: entry.endswith("control: " + line), mark)


class Battery:
    """One reference BMS."""

    def __init__(self, number):
        self.number = number
        self.path = "/run/bt/bms%d.log" % number
        self.log = Watch.file(self.path)
        _, kind, self.address, self.address_type, self.name = self.log.wait(
            "ready", lambda line: line.split(" ", 4) if " ready " in line else None).value
        assert kind == "ready"

    def tell(self, line):
        """One command of bms/control.py."""
        told("/run/bt/bms%d.ctl" % self.number, self.log, line)

    def _entries(self):
        with open(self.path, encoding="utf-8") as file:
            return [line.rstrip("\n").split(" ", 2) + [""] for line in file if line.endswith("\n")]

    def log_lines(self):
        """How many lines the log has at this moment."""
        return len(self._entries())

    def events(self, *kinds, since=0):
        """(seconds, kind, rest) of what the log says of these kinds from that line on, up to this moment."""
        return [(float(entry[0]), entry[1], entry[2]) for entry in self._entries()[since:] if entry[1] in kinds]

    def wait(self, kind, since=0):
        return self.log.wait("%s at battery %d" % (kind, self.number), lambda line: " " + kind in line, since)

    def holds(self):
        """Seconds that each link lasted, from the battery's side."""
        holds, begun = [], None
        for at, kind, _ in self.events("connected", "disconnected"):
            if kind == "connected":
                begun = at
            elif begun is not None:
                holds.append(at - begun)
                begun = None
        return holds

    def uri(self, stack):
        return "ble:%s?stack=%s" % (self.address, stack)


class Adapter:
    """hci0."""

    def __init__(self):
        self.log = Watch.file("/run/bt/hci0.log")

    def tell(self, line):
        """One command of adapter.py."""
        told("/run/bt/hci0.ctl", self.log, line)

    def power(self, state):
        """As a person would switch it."""
        shell("bluetoothctl power %s" % state)

    def plug(self, batteries):
        """btvirt does not tell the batteries that their peer went away."""
        for battery in batteries:
            battery.tell("reset")
        mark = self.log.mark()
        self.tell("plug")
        self.log.wait("adapter", lambda line: re.search("adapter hci", line), mark)


class Daemon:
    """bluetoothd."""

    def end(self, sig=signal.SIGTERM):
        """Ends it by a signal and waits until it is gone."""
        with open("/run/bt/bluetoothd.pid", encoding="ascii") as file:
            pid = int(file.read())
        gone = os.pidfd_open(pid)
        os.kill(pid, sig)
        select.select([gone], [], [])
        os.close(gone)

    def start(self, answers_after=0):
        """Returns when the adapter is on.  answers_after: it answers nobody for so many seconds."""
        shell("%s bluetoothd-up" % ("LAB_BLUETOOTHD_DELAY=%d" % answers_after if answers_after else ""))
