"""Cellwarden itself, started as its users start it."""
import json
import os
import shutil
import socket
import subprocess
import time

from .truth import check_values
from .watch import GUARD, Watch

WORK = "/tmp/work"


def run(*arguments, prefix=()):
    """One command to its end: the completed process, with its output as text."""
    return subprocess.run([*prefix, "cellwarden", *arguments], capture_output=True, text=True, timeout=GUARD, check=False)


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

    At the end it checks what holds for every run: journal and subscriber have the same samples, numbered without gaps,
    and each says what its battery had answered.
    """

    def __init__(self, batteries, stack, model="JBD-SP04S020-L4S-100A"):
        self.batteries = {"battery%d" % battery.number: battery for battery in batteries}
        self.stack, self.model = stack, model
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        shutil.rmtree(WORK, ignore_errors=True)
        os.makedirs(WORK)
        for battery in batteries:
            battery.tell("drift on")

    def __enter__(self):
        with open(WORK + "/mosquitto.conf", "w", encoding="ascii") as file:
            file.write("listener %d 127.0.0.1\nallow_anonymous true\n" % self.port)
        self.broker = Watch("mosquitto", "-v", "-c", WORK + "/mosquitto.conf")
        self.broker.wait("broker", lambda line: " running" in line)
        self.messages = Watch("mosquitto_sub", "-h", "127.0.0.1", "-p", str(self.port), "-q", "1", "-t", "batterie/#", "-F", "%t %p")
        self.broker.wait("subscription", lambda line: "Sending SUBACK" in line)
        with open(WORK + "/cellwarden.yaml", "w", encoding="ascii") as file:
            file.write("batteries:\n")
            for name, battery in self.batteries.items():
                file.write("  - {name: %s, address: '%s', interval: 1s}\n" % (name, battery.uri(self.stack)))
            file.write("mqtt: {url: 'mqtt://127.0.0.1:%d'}\njournal: {path: %s/bms_data.jsonl}\n" % (self.port, WORK))
        self.log = open(WORK + "/cellwarden.log", "w", encoding="utf-8")
        self.process = subprocess.Popen(["cellwarden", "run", "-c", WORK + "/cellwarden.yaml"], stderr=self.log)
        self.journal = Watch.file(WORK + "/bms_data.jsonl")
        return self

    def __exit__(self, kind, error, trace):
        self.process.terminate()
        try:
            status = self.process.wait(20)
            if kind is None:
                assert status == 0, "cellwarden run ended with status %d" % status
                self._check_all()
        except BaseException:
            kind = True
            raise
        finally:
            self.process.kill()
            if kind is not None:
                self._tell_what_happened()

    def _tell_what_happened(self):
        for path in ("/tmp/work/cellwarden.log", "/run/bt/bms1.log", "/run/bt/hci0.log", "/run/bt/bluetoothd.log"):
            with open(path, encoding="utf-8") as file:
                print("  --- %s\n  %s" % (path, "  ".join(file.readlines()[-25:])))

    # What came

    def samples(self, name):
        """Samples of a battery, as the subscriber saw them."""
        found = (sample_of(name, line) for line in self.messages.text())
        return [sample for sample in found if sample]

    def faults(self, name):
        """Kinds of the faults of a battery, from the journal."""
        with open(WORK + "/bms_data.jsonl", encoding="utf-8") as file:
            lines = [json.loads(line) for line in file if line.endswith("\n")]
        return [line["fault"]["kind"] for line in lines if "fault" in line and line["battery"] == name]

    def wait_sample(self, name, since=0):
        """The next one that the subscriber sees."""
        return self.messages.wait("sample of " + name, lambda line: sample_of(name, line), since)

    def wait_samples(self, count, name=None):
        """Until the subscriber has seen so many more of one battery, or of each."""
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

    def wait_fault(self, name, kinds, since=0):
        """Until the journal has a fault of one of these kinds; any other kind is an error."""
        def fault(line):
            entry = json.loads(line)
            return entry["fault"] if entry["battery"] == name and "fault" in entry else None
        found = self.journal.wait("fault of " + name, fault, since).value
        assert found["kind"] in kinds, "a fault of kind %s: %s" % (found["kind"], found["detail"])
        print("  %s: %s: %s" % (name, found["kind"], found["detail"]))

    def _check_all(self):
        with open(WORK + "/bms_data.jsonl", encoding="utf-8") as file:
            journalled = [json.loads(line) for line in file]
        samples = [line for line in journalled if "fault" not in line]
        assert [sample["seq"] for sample in samples] == list(range(1, len(samples) + 1)), "gaps in seq"
        for name, battery in self.batteries.items():
            own = [sample for sample in samples if sample["battery"] == name]
            assert own, "no sample of " + name
            self.messages.wait("the last sample", lambda line, name=name, own=own: sample_of(name, line) == own[-1])
            assert self.samples(name) == own, "journal and subscriber differ: " + str(
                [sample for sample in own + self.samples(name) if (sample in own) != (sample in self.samples(name))])
            check_values(own, battery, self.model)
            assert {sample["link"].get("stack") for sample in own} == {self.stack}, "another stack"
        faults = len(journalled) - len(samples)
        print("  %d samples in journal and broker, all true; %d faults" % (len(samples), faults))


def sample_of(name, line):
    topic, _, payload = line.partition(" ")
    return json.loads(payload) if topic == "batterie/" + name else None
