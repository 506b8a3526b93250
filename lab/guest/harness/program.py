"""Cellwarden itself, started as its users start it."""
import json
import os
import shutil
import socket
import subprocess
import time

from . import delivery
from .truth import check_values
from .watch import GUARD, Watch

WORK = "/tmp/work"


def command(*arguments, prefix=()):
    """A command of Cellwarden; with LAB_JAVA_DELAY it begins so many seconds late."""
    delay = os.environ.get("LAB_JAVA_DELAY")
    late = ["sh", "-c", "sleep %s; exec \"$@\"" % delay, "late"] if delay else []
    return [*late, *prefix, "cellwarden", *arguments]


def run(*arguments, prefix=()):
    """One command to its end: the completed process, with its output as text."""
    return subprocess.run(
        command(*arguments, prefix=prefix), capture_output=True, text=True, timeout=GUARD, check=False)


def succeed(*arguments, prefix=()):
    """What it says on standard output."""
    done = run(*arguments, prefix=prefix)
    assert done.returncode == 0, "cellwarden %s: status %d\n%s" % (" ".join(arguments), done.returncode, done.stderr)
    return done.stdout


def read(uri, prefix=()):
    """The sample that `read --json` prints."""
    return json.loads(succeed("read", uri, "--json", prefix=prefix))


class Service:
    """`cellwarden run` with a real broker and a subscriber, from start to clean stop.

    `check` holds what was journalled so far to what the subscriber got and to what the batteries had answered; the end
    does so a last time.
    """

    def __init__(self, batteries, stack, model="JBD-SP04S020-L4S-100A", interval="1s", prefix=()):
        self.batteries = {"battery%d" % battery.number: battery for battery in batteries}
        self.stack, self.model, self.prefix = stack, model, prefix
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        shutil.rmtree(WORK, ignore_errors=True)
        os.makedirs(WORK)
        for battery in batteries:
            battery.tell("drift on")
        self.answered_before = {name: battery.log_lines() for name, battery in self.batteries.items()}
        with open(WORK + "/mosquitto.conf", "w", encoding="ascii") as file:
            file.write("listener %d 127.0.0.1\nallow_anonymous true\n" % self.port)
        with open(WORK + "/cellwarden.yaml", "w", encoding="ascii") as file:
            file.write("batteries:\n")
            for name, battery in self.batteries.items():
                file.write("  - {name: %s, address: '%s', interval: %s}\n" % (name, battery.uri(stack), interval))
            file.write("mqtt: {url: 'mqtt://127.0.0.1:%d'}\njournal: {path: %s/bms_data.jsonl}\n" % (self.port, WORK))
        self.since = 0  # the line of the journal where the test began
        self.received, self.looked_at = delivery.Delivered(), 0

    def __enter__(self):
        self.broker = Watch("mosquitto", "-v", "-c", WORK + "/mosquitto.conf")
        self.broker.wait("broker", lambda line: " running" in line)
        self.messages = Watch(
            "mosquitto_sub", "-h", "127.0.0.1", "-p", str(self.port), "-q", "1", "-t", "batterie/#", "-F", "%t %p")
        self.broker.wait("subscription", lambda line: "Sending SUBACK" in line)
        self.journal = Watch.file(WORK + "/bms_data.jsonl")
        self.start()
        return self

    def start(self):
        """The program alone; broker and subscriber are there."""
        with open(WORK + "/cellwarden.log", "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                command("run", "-c", WORK + "/cellwarden.yaml", prefix=self.prefix), stderr=log)

    def stop(self):
        """A clean stop."""
        self.process.terminate()
        status = self.process.wait(GUARD)
        assert status == 0, "cellwarden run ended with status %d" % status

    def __exit__(self, kind, error, trace):
        try:
            if kind is None:
                self.stop()
                self._deliver_the_rest()
                self.check()
        finally:
            self.process.kill()
            self.process.wait()
            for watch in (self.messages, self.journal, self.broker):
                watch.stop()

    def _deliver_the_rest(self):
        """What was journalled as the service stopped comes as history at its next start."""
        while delivery.missing(self.samples(), self.delivered()):
            print("  the last samples come at the next start")
            self.start()
            self._wait_delivered()
            self.stop()

    def begin(self):
        """A test begins: faults from before are not its own."""
        self.since = len(self._entries())

    # What came

    def _entries(self):
        """Everything in the journal."""
        if not os.path.exists(WORK + "/bms_data.jsonl"):
            return []
        with open(WORK + "/bms_data.jsonl", encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.endswith("\n")]

    def samples(self):
        """Samples in the journal."""
        return [entry for entry in self._entries() if "fault" not in entry and "event" not in entry]

    def events(self, name, kind):
        """Data of the events of a battery since the test began, from the journal."""
        return [entry["data"] for entry in self._entries()[self.since:]
                if entry["battery"] == name and entry.get("event") == kind]

    def faults(self, name):
        """Kinds of the faults of a battery since the test began, from the journal."""
        return [entry["fault"]["kind"] for entry in self._entries()[self.since:]
                if "fault" in entry and entry["battery"] == name]

    def delivered(self):
        """What the subscriber got so far."""
        lines = self.messages.text(self.looked_at)
        self.looked_at += len(lines)
        self.received.add(lines)
        return self.received

    def _wait_delivered(self):
        """Until all has come that the journal holds now."""
        samples = self.samples()
        self.messages.wait_until(
            "delivery of what was journalled", lambda: not delivery.missing(samples, self.delivered()))
        return samples

    # Waiting

    def wait_sample(self, name, since=0):
        """The next live one that the subscriber sees."""
        return self.messages.wait("live sample of " + name, lambda line: line.startswith("batterie/%s {" % name), since)

    def wait_samples(self, count, name=None):
        """Until the subscriber has seen so many more live ones of one battery, or of each."""
        mark = self.messages.mark()
        for wanted in [name] if name else self.batteries:
            since = mark
            for _ in range(count):
                since = self.wait_sample(wanted, since).mark

    def wait_back(self, what):
        """Until each battery is read again, what being mended now; says after how long."""
        mended, mark = time.time(), self.messages.mark()
        times = [self.wait_sample(name, mark).time - mended for name in self.batteries]
        print("  %s: read again after %s" % (what, " and ".join("%.1f s" % seconds for seconds in times)))
        self.wait_samples(2)

    def wait_fault(self, name, kinds):
        """Until the journal has a fault of this battery since the test began; any but one of these kinds is an error."""
        def fault(line):
            entry = json.loads(line)
            return entry["fault"] if entry["battery"] == name and "fault" in entry else None
        found = self.journal.wait("fault of " + name, fault, self.since).value
        assert found["kind"] in kinds, "a fault of kind %s: %s" % (found["kind"], found["detail"])
        print("  %s: %s: %s" % (name, found["kind"], found["detail"]))

    def wait_fault_of_each(self, kinds):
        """The same for every battery."""
        for name in self.batteries:
            self.wait_fault(name, kinds)

    def wait_faults(self, count):
        """Until the journal has so many more."""
        mark = len(self._entries())
        for _ in range(count):
            mark = self.journal.wait("another fault", lambda line: "fault" in json.loads(line), mark).mark

    def wait_event(self, name, kind, **data):
        """Until the journal has such an event of this battery since the test began."""
        def event(line):
            entry = json.loads(line)
            matches = entry["battery"] == name and entry.get("event") == kind
            return entry if matches and data.items() <= entry["data"].items() else None
        found = self.journal.wait("%s of %s" % (kind, name), event, self.since).value
        print("  %s: %s %s" % (name, kind, json.dumps(found["data"])))
        return found["data"]

    # The truth

    def check(self):
        """Journal and subscriber have the same samples, numbered without gaps; each says what its battery had answered."""
        samples = self._wait_delivered()
        delivery.compare(self.delivered(), samples, self.samples())
        for name, battery in self.batteries.items():
            own = [sample for sample in samples if sample["battery"] == name]
            assert own, "no sample of " + name
            check_values(own, battery, self.model, self.answered_before[name])
            assert {sample["link"].get("stack") for sample in own} == {self.stack}, "another stack"
        faults = sum("fault" in entry for entry in self._entries())
        print("  %d samples in journal and broker, all true; %d faults" % (len(samples), faults))
