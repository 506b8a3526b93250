"""The programs that are compared, each reading the battery once when it is its turn."""
import json
import os
import re
import signal
import subprocess

from harness.watch import Watch

STEP = re.compile(r"(\w+) (\d+) ms")


class Cellwarden:
    """`cellwarden run`, which is stopped between its turns and polls as soon as it goes on."""

    def __init__(self, battery, stack, broker):
        self.name = "Cellwarden, " + stack
        self.battery, self.folder = battery, "/tmp/measure-" + stack
        os.makedirs(self.folder)
        with open(self.folder + "/cellwarden.yaml", "w", encoding="ascii") as file:
            file.write("batteries: [{name: of-%s, address: '%s', interval: 1s}]\n" % (stack, battery.uri(stack)))
            file.write("mqtt: {url: 'mqtt://127.0.0.1:%d', client_id: %s, base_topic: %s}\n" % (broker, stack, stack))
            file.write("journal: {path: %s/bms_data.jsonl}\n" % self.folder)
        with open(self.folder + "/log", "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                ["cellwarden", "run", "-c", self.folder + "/cellwarden.yaml"], stderr=log,
                env={**os.environ, "JDK_JAVA_OPTIONS": "-Dcellwarden.log=debug"})
        self.log = Watch.file(self.folder + "/log")
        self.pid = self.process.pid
        self._wait_poll(0)
        os.kill(self.pid, signal.SIGSTOP)

    def _wait_poll(self, mark):
        """Until a poll has ended altogether; its steps in ms, from the debug log."""
        line = self.log.wait("end of a poll", lambda line: " hold " in line and line, mark).value
        return {name: int(ms) for name, ms in STEP.findall(line)}

    def turn(self):
        """Times of one poll in ms; an error in its place."""
        mark = self.log.mark()
        os.kill(self.pid, signal.SIGCONT)
        steps = self._wait_poll(mark)
        with open(self.folder + "/bms_data.jsonl", encoding="utf-8") as file:
            entry = json.loads(file.readlines()[-1])
        os.kill(self.pid, signal.SIGSTOP)
        if "fault" in entry:
            return {"error": entry["fault"]["kind"]}
        times = {**steps, "read": entry["link"]["read_ms"]}
        times["total"] = entry["link"]["connect_ms"] + times["read"] + steps["end"]
        return {"times": times, "sample": [entry["voltage"], entry["current"], entry["cells"]]}

    def end(self):
        os.kill(self.pid, signal.SIGCONT)
        self.process.terminate()
        self.process.wait()


class Python:
    """One of the guest's Python programs, which does a cycle for each line that it is sent."""

    def __init__(self, battery, name, module, *arguments):
        self.name = name
        self.process = subprocess.Popen(
            ["python3", "-m", "measure." + module, battery.address, *arguments], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": "/python:" + os.environ["PYTHONPATH"]})
        self.pid = self.process.pid
        self._answer()

    def _answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError("%s ended" % self.name)
        return json.loads(line)

    def turn(self):
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        return self._answer()

    def end(self):
        self.process.kill()
        self.process.wait()
