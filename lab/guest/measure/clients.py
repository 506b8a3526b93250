"""The programs that are compared, each reading the battery once when it is its turn."""
import json
import os
import re
import signal
import subprocess

STEP = re.compile(r"(\w+) (\d+) ms")
NAMES = {"03": "read 03", "04": "read 04"}


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
            mark = battery.log.mark()
            self.process = subprocess.Popen(
                ["cellwarden", "run", "-c", self.folder + "/cellwarden.yaml"], stderr=log,
                env={**os.environ, "JDK_JAVA_OPTIONS": "-Dorg.slf4j.simpleLogger.log.cellwarden=debug"})
        self._wait_poll(mark)
        self.pid = self.process.pid
        self._rest()

    def _wait_poll(self, mark):
        connected = self.battery.wait("connected", mark).mark
        self.battery.wait("disconnected", connected)

    def _rest(self):
        os.kill(self.pid, signal.SIGSTOP)

    def turn(self):
        """Times of one poll in ms; an error in its place."""
        mark = self.battery.log.mark()
        before = self._polls()
        os.kill(self.pid, signal.SIGCONT)
        self._wait_poll(mark)
        while (polls := self._polls()) == before:
            os.sched_yield()
        self._rest()
        entry, steps = polls[-1], self._steps()
        if "fault" in entry:
            return {"error": entry["fault"]["kind"]}
        times = {**steps, "read": entry["link"]["read_ms"]}
        times["total"] = entry["link"]["connect_ms"] + times["read"] + steps.get("end", 0)
        return {"times": times, "sample": [entry["voltage"], entry["current"], entry["cells"]]}

    def _polls(self):
        try:
            with open(self.folder + "/bms_data.jsonl", encoding="utf-8") as file:
                return [json.loads(line) for line in file if line.endswith("\n")]
        except FileNotFoundError:
            return []

    def _steps(self):
        """Of the last poll, from the debug log."""
        with open(self.folder + "/log", encoding="utf-8") as file:
            lines = [line for line in file if " connect " in line and " ms" in line]
        return {name: int(ms) for name, ms in STEP.findall(lines[-1])} if lines else {}

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
