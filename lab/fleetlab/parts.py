"""What runs beside each other: mosquitto, PostgreSQL, ingests and processes of simulated sites. Each is started, killed and
stopped by its process id."""
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time

CHECKOUT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = CHECKOUT / "cellwarden"
USER = "cellwarden"
LIMIT = 300  # s, after which a wait counts as a hang


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(what, question, limit=LIMIT):
    end = time.monotonic() + limit
    while True:
        answer = question()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError("waited in vain for " + what)
        time.sleep(0.2)


def seconds(interval):
    return {"s": 1, "m": 60}[interval[-1]] * int(interval[:-1])


class Part:
    """A process that may be killed (SIGKILL) or stopped (SIGSTOP) at any moment."""

    def __init__(self, name, command, log, unprivileged=False, environment=None):
        self.name = name
        self.command = command
        self.log = log
        self.unprivileged = unprivileged
        self.environment = {**os.environ, **(environment or {})}
        self.process = None
        self.stopped = False

    def start(self):
        command = [str(word) for word in self.command]
        if self.unprivileged and os.getuid() == 0:
            command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"] + command
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.log.parent, env=self.environment,
                start_new_session=True)
        self.stopped = False

    def runs(self):
        return self.process is not None and self.process.poll() is None

    def signal(self, which):
        if self.runs():
            os.kill(self.process.pid, which)

    def kill(self):
        self.signal(signal.SIGKILL)
        if self.process:
            self.process.wait(LIMIT)

    def stop(self):
        self.signal(signal.SIGSTOP)
        self.stopped = True

    def go_on(self):
        self.signal(signal.SIGCONT)
        self.stopped = False

    def ready(self):
        return True

    def back(self):
        """Whatever was done to it, it runs again."""
        if self.stopped:
            self.go_on()
        if not self.runs():
            self.start()

    def end(self):
        self.go_on()
        self.signal(signal.SIGTERM)
        if self.process:
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.kill()

    def memory(self):
        """Resident, MiB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))

    def seconds(self):
        """Of processors, used so far."""
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def mosquitto(folder, port, queue):
    """A broker that keeps sessions on the disk, which it writes each second: what it took since then dies with it."""
    store = folder / "broker"
    store.mkdir()
    file = folder / "mosquitto.conf"
    file.write_text(
        f"user {pwd.getpwuid(os.getuid()).pw_name}\nlistener {port} 127.0.0.1\nallow_anonymous true\npersistence true\n"
        f"persistence_location {store}/\nautosave_interval 1\nmax_queued_messages {queue}\nmax_inflight_messages 1000\n"
        "log_dest stderr\nlog_type error\nlog_type warning\n")
    return Part("broker", [shutil.which("mosquitto"), "-c", file], folder / "broker.log")


class Postgres(Part):
    """A cluster of its own. It does not run as root, so it lives where everybody may go."""

    def __init__(self, folder, port):
        versions = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda it: int(it.parts[4]))
        self.programs = versions[-1].parent
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="cellwarden-fleet-", dir="/var/tmp"))
        self.port = port
        if os.getuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.home, nobody.pw_uid, nobody.pw_gid)
        data = self.home / "data"
        super().__init__(
            "database",
            [self.programs / "postgres", "-D", data, "-p", port, "-k", self.home, "-c", "listen_addresses=127.0.0.1",
             "-c", "shared_buffers=256MB", "-c", "max_wal_size=2GB", "-c", "log_min_messages=warning"],
            folder / "database.log", unprivileged=True)
        make = Part("initdb", [self.programs / "initdb", "-D", data, "-U", USER, "--auth=trust", "--encoding=UTF8",
                               "--locale=C.UTF-8", "--no-sync"], folder / "database.log", unprivileged=True)
        make.start()
        assert make.process.wait(LIMIT) == 0, "initdb failed: see " + str(make.log)

    def back(self):
        super().back()
        # Until the children of one that was killed have ended, another does not start.
        time.sleep(0.5)
        if not self.runs():
            self.start()

    def ask(self, sql, database="fleet"):
        """Lines of columns, divided by |."""
        answer = subprocess.run(
            [self.programs / "psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", USER, "-d", database, "-XAtq", "-c", sql],
            capture_output=True, text=True)
        return answer.stdout.splitlines() if answer.returncode == 0 else None

    def lines(self, sql):
        """The same, one line at a time."""
        with subprocess.Popen(
                [self.programs / "psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", USER, "-d", "fleet", "-XAtq", "-c",
                 f"copy ({sql}) to stdout csv quote e'\\x01' delimiter e'\\x02'"], stdout=subprocess.PIPE, text=True) as process:
            yield from process.stdout
        assert process.returncode == 0, sql

    def ready(self):
        return self.runs() and self.ask("select 1", "postgres") == ["1"]

    def remove(self):
        shutil.rmtree(self.home, ignore_errors=True)


def ingest(folder, number, broker, database):
    file = folder / f"ingest-{number}.yaml"
    file.write_text(
        f"mqtt: {{url: 'mqtt://127.0.0.1:{broker}', client_id: ingest-{number}}}\n"
        f"database: {{url: 'jdbc:postgresql://127.0.0.1:{database}/fleet', username: {USER}}}\n")
    return Part(f"ingest {number}", [PROGRAM, "ingest", "-c", file], folder / f"ingest-{number}.log")


def sites(folder, name, batteries, count, interval, broker, seed):
    return Part(
        f"sites {name}",
        [PROGRAM, "simulate", "--fleet", batteries, "--sites", count, "--interval", interval, "--prefix", name, "--broker",
         f"mqtt://127.0.0.1:{broker}", "--dir", folder / name, "--seed", seed], folder / f"{name}.log")


def publish(port, topic, payload):
    return subprocess.run(
        [shutil.which("mosquitto_pub"), "-h", "127.0.0.1", "-p", str(port), "-q", "1", "-t", topic, "-m", payload],
        capture_output=True).returncode == 0
