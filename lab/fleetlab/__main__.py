"""lab/fleet: see there."""
import argparse
import pathlib
import random
import shutil
import signal
import sys
import time

import compare
import parts
import year as questions

QUEUE = 10_000
SHORT_QUEUE = 100
INGESTS = 3
PROCESSES = 4
BATTERIES_OF_A_SITE = 10
QUIET = 45  # s in which nothing dies, so that each site says more after what died last
PATIENCE = 300  # s without a new row, after which the rest is lost
TARGET = parts.CHECKOUT / "target" / "fleet"


def say(*words):
    print("lab/fleet:", *words, flush=True)


class Round:
    """One fleet from its start to the comparison."""

    def __init__(self, name, queue, options):
        self.options = options
        self.folder = TARGET / name
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.broker_port, database_port = parts.free_port(), parts.free_port()
        self.database = parts.Postgres(self.folder, database_port)
        self.broker = parts.mosquitto(self.folder, self.broker_port, queue)
        self.ingests = [parts.ingest(self.folder, n + 1, self.broker_port, database_port) for n in range(INGESTS)]
        share = options.batteries // PROCESSES
        self.sites = [
            parts.sites(self.folder / "sites", f"s{n + 1}", share, max(1, share // BATTERIES_OF_A_SITE), options.interval,
                        self.broker_port, options.seed * 10 + n)
            for n in range(PROCESSES)]
        (self.folder / "sites").mkdir()
        self.all = [self.database, self.broker, *self.ingests, *self.sites]

    def start(self):
        self.start_middle()
        for part in self.sites:
            part.start()

    def start_middle(self):
        self.database.start()
        parts.until("the database", self.database.ready)
        self.database.ask("create database fleet", "postgres")
        # One makes the tables.
        for part in [self.broker, *self.ingests]:
            part.start()
        parts.until("the tables", lambda: self.database.ask("select count(*) from sample"))

    def rows(self):
        answer = self.database.ask("select count(*) from sample")
        return int(answer[0]) if answer else 0

    def size(self):
        """Of all samples with their keys, bytes."""
        return int(self.database.ask(
            "select coalesce(sum(pg_total_relation_size(inhrelid)), 0) from pg_inherits where inhparent = 'sample'::regclass")[0])

    def chaos(self, dice):
        """Every few seconds something dies, or stands still for a while."""
        end = time.monotonic() + self.options.minutes * 60
        deaths = 0
        down = []  # (when it comes back, part)
        while time.monotonic() < end:
            for due, part in [it for it in down if it[0] <= time.monotonic()]:
                down.remove((due, part))
                part.back()
            kind = dice.choice(["broker", "database", "ingest", "sites"])
            part = {"broker": self.broker, "database": self.database, "ingest": dice.choice(self.ingests),
                    "sites": dice.choice(self.sites)}[kind]
            away, killed = dice.uniform(0.5, 15), dice.random() < 0.7
            if part.runs() and not part.stopped:
                if killed:
                    part.kill()
                else:
                    part.stop()
                deaths += 1
                down.append((time.monotonic() + away, part))
                say(f"{part.name} {'killed' if killed else 'stopped'} for {away:.1f} s")
            time.sleep(dice.uniform(2, 8))
        for part in self.all:
            part.back()
        return deaths

    def settle(self):
        """Lets the sites pause, and waits until nothing more comes."""
        for part in self.all:
            parts.until(part.name, part.runs)
        parts.until("the database", self.database.ready)
        say(f"all are back; {QUIET} s without a death")
        time.sleep(QUIET)
        wanted = -1
        while wanted != (now := compare.count(self.folder / "sites")):
            wanted = now
            # A site that is cut off now hears of it the next time.
            for name in sorted(it.name for it in (self.folder / "sites").glob("*/*") if it.is_dir()):
                parts.until("the broker", lambda name=name: parts.publish(
                    self.broker_port, f"batterie/{name}/bridge/request/pause", '{"minutes":1440}'))
            time.sleep(2 * parts.seconds(self.options.interval))
        last, since = self.rows(), time.monotonic()
        while (rows := self.rows()) < wanted:
            if rows != last:
                last, since = rows, time.monotonic()
            if time.monotonic() - since > PATIENCE:
                say(f"for {PATIENCE} s no row came, and {wanted - rows} are missing")
                return
            time.sleep(1)

    def end(self):
        for part in [*self.sites, *self.ingests, self.broker, self.database]:
            part.end()
        self.database.remove()

    def run(self):
        dice = random.Random(self.options.seed)
        begun = time.monotonic()
        try:
            self.start()
            deaths = self.chaos(dice)
            self.settle()
            for part in self.ingests:
                part.back()
            say(f"{deaths} deaths, {time.monotonic() - begun:.0f} s, memory of each ingest "
                + ", ".join(f"{it.memory():.0f} MiB" for it in self.ingests))
            for line in self.database.ask(
                    "select coalesce(outcome, 'open'), count(*), sum(to_seq - from_seq + 1) from gap group by 1") or []:
                say("gaps, samples: " + line.replace("|", ", "))
            return compare.compare(self.folder / "sites", self.database)
        finally:
            self.end()


def throughput(options):
    """One ingest takes in what waits for it in the broker."""
    options.minutes = 0
    fleet = Round("throughput", 10_000_000, options)
    try:
        fleet.start()
        for other in fleet.ingests[1:]:
            other.end()
        fleet.ingests = fleet.ingests[:1]
        one = fleet.ingests[0]
        time.sleep(20)
        one.kill()
        say("the ingest is away for two minutes, the broker keeps what comes")
        time.sleep(120)
        for part in fleet.sites:
            part.kill()
        before = fleet.rows()
        one.start()
        begun, last, changed = None, before, time.monotonic()
        while begun is None or time.monotonic() - changed < 20:
            rows = fleet.rows()
            if rows != last:
                begun = begun or time.monotonic()
                last, changed = rows, time.monotonic()
            time.sleep(0.25)
        passed = changed - begun
        say(f"{last - before} samples in {passed:.1f} s: {(last - before) / passed:.0f} samples/s; the ingest took "
            f"{one.seconds():.1f} s of processors and {one.memory():.0f} MiB")
        say(f"{fleet.size() / max(1, fleet.rows()):.0f} bytes a row with its key, not compressed")
    finally:
        fleet.end()


def year(options):
    """How long the questions take over a year. Only the tables are ingest's work."""
    fleet = Round("year", QUEUE, options)
    try:
        fleet.start_middle()
        for part in fleet.ingests:
            part.end()
        begun = time.monotonic()
        questions.fill(fleet.database, options.batteries, options.step)
        rows = fleet.rows()
        size = fleet.size()
        say(f"{rows} rows, {options.batteries} batteries each {options.step} minutes for a year, made in "
            f"{time.monotonic() - begun:.0f} s: {size / 1e9:.1f} GB, {size / rows:.0f} bytes a row with its key")
        for title, first, second, lines in questions.ask_all(fleet.database):
            print(f"{first * 1000:8.0f} ms, again {second * 1000:8.0f} ms, {lines:5d} rows: {title}", flush=True)
    finally:
        fleet.end()


def main():
    arguments = argparse.ArgumentParser(prog="lab/fleet")
    arguments.add_argument("--minutes", type=float, default=3)
    arguments.add_argument("--seed", type=int, default=random.randrange(100_000))
    arguments.add_argument("--batteries", type=int, default=1000)
    arguments.add_argument("--interval", default="10s")
    arguments.add_argument("--throughput", action="store_true")
    arguments.add_argument("--year", action="store_true")
    arguments.add_argument("--step", type=int, default=10)
    options = arguments.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if options.throughput:
        throughput(options)
        return 0
    if options.year:
        year(options)
        return 0
    say(f"--seed {options.seed} --minutes {options.minutes:g} --batteries {options.batteries}; what they said is in {TARGET}")
    passed = failed = 0
    for name, queue in [("usual", QUEUE), ("short-queue", SHORT_QUEUE)]:
        say(f"a broker that keeps {queue} messages for each session")
        fine = Round(name, queue, options).run()
        passed, failed = passed + fine, failed + (not fine)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
