#!/usr/bin/python3
"""Measures whether readers of the page, slow and hostile ones too, delay a poll, and what they cost in memory.

    perf/page.py [--pages 200] [--scrapes 50] [--seconds 60] [--program ./cellwarden]

One service with two simulated batteries, once a second, and a journal of a month. It is left alone, then read, left alone, read
once more and left alone, for so many seconds each. Readers are so many open pages (each fetches the files and listens to the
events; one in ten asks for its history every 5 s), so many scrapes a second, 50 clients that send a request a byte at a time,
and 20 that listen and never read. All come from this machine, which may open 256 streams; another one may open 64.

How late a poll is comes from the times in the journal, against the earliest one of the time before readers came. Ends with status 1 where a turn was left
out or a reader refused.
"""
import argparse
import asyncio
import datetime
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FILES = ["", "app.js", "battery.js", "history.js", "events.js", "words.js", "dom.js", "style.css", "uplot.js", "uplot.css", "icon.svg",
         "manifest.json", "api/v1/session", "api/v1/batteries"]
HISTORY = "api/v1/history?battery=myBattery&metric=soc,power,current,voltage,cell_min,cell_max&every=auto&from="
DEAF, DRIPPING = 20, 50
CONFIGURATION = """batteries:
  - {name: myBattery, address: 'sim:4s', interval: 1s}
  - {name: b, address: 'sim:16s', interval: 1s}
web: {listen: '127.0.0.1:%d', metrics: on}
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def memory(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as f:
        fields = dict(line.split(":", 1) for line in f)
    return [int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon")]


class Client:
    """One connection that is kept."""

    def __init__(self, port):
        self.port = port
        self.reader = self.writer = None
        self.is_new = True

    async def get(self, path):
        """The body, and the seconds that it took."""
        begun = time.monotonic()
        try:
            head = await self.ask(path)
        except (ConnectionError, asyncio.IncompleteReadError):
            # As a browser does: a kept connection may have been closed meanwhile, a new one not.
            if self.is_new:
                raise
            self.close()
            head = await self.ask(path)
        if not head.startswith(b"HTTP/1.1 200"):
            raise ConnectionError(head[:40])
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        body = await self.reader.readexactly(int(length.split(b":")[1]))
        return body, time.monotonic() - begun

    async def ask(self, path):
        self.is_new = self.writer is None
        if self.is_new:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writer.write(f"GET /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        return await self.reader.readuntil(b"\r\n\r\n")

    def close(self):
        if self.writer is not None:
            self.writer.close()
            self.writer = None


class Count:
    def __init__(self):
        self.times = {}
        self.refused = []
        self.events = self.cut = 0
        self.longest = 0.0

    def failed(self, what, results):
        self.refused += [f"{what}: {error!r}" for error in results if error]

    def took(self, what, seconds):
        self.times.setdefault(what, []).append(seconds)


async def page(port, count, end, asks):
    client = Client(port)
    begun = time.monotonic()
    for path in FILES:
        _, took = await client.get(path)
        count.took("a file of a page, all opened at once", took)
    count.took("a page, all opened at once", time.monotonic() - begun)
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    writer.write(b"GET /api/v1/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    asking = asyncio.create_task(history(client, count, end)) if asks else None
    try:
        while time.monotonic() < end:
            try:
                line = await asyncio.wait_for(reader.readline(), end - time.monotonic())
            except asyncio.TimeoutError:
                break
            if not line:
                raise ConnectionError("a stream was ended")
            if line.startswith(b'data: {"name"'):
                count.events += 1
                polled = json.loads(line[6:]).get("sample", {}).get("time")
                if polled and count.events % 7 == 0:
                    count.took("an event, from the poll's time", time.time() - datetime.datetime.fromisoformat(polled).timestamp())
    finally:
        writer.close()
        if asking:
            await asking
        client.close()


async def history(client, count, end):
    while time.monotonic() < end - 5:
        _, took = await client.get(HISTORY + str(int(time.time() - 86400)))
        count.took("a history of a day", took)
        await asyncio.sleep(5)


async def scrape(port, rate, count, end):
    async def one():
        client = Client(port)
        _, took = await client.get("metrics")
        count.took("a scrape", took)
        client.close()
    tasks = []
    begun = time.monotonic()
    while time.monotonic() < end:
        tasks.append(asyncio.create_task(one()))
        await asyncio.sleep(max(0, begun + len(tasks) / rate - time.monotonic()))
    count.failed("scrape", await asyncio.gather(*tasks, return_exceptions=True))


async def dripping(port, count, end):
    while time.monotonic() < end:
        begun = time.monotonic()
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            for byte in b"GET /api/v1/batteries HTTP/1.1\r\nX-Slow: " + b"x" * 1000:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(0.5)
                if time.monotonic() > end:
                    break
            writer.close()
        except (ConnectionError, OSError):
            count.cut += 1
            count.longest = max(count.longest, time.monotonic() - begun)


def deaf(port):
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    s.connect(("127.0.0.1", port))
    s.sendall(b"GET /api/v1/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    return s


async def own_delay(count, end):
    """How late this program itself is: what it measures of others has that in it."""
    while time.monotonic() < end:
        begun = time.monotonic()
        await asyncio.sleep(0.05)
        count.took("this program's own delay", time.monotonic() - begun - 0.05)


async def watched(pid, seconds, seen):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seen.append(memory(pid))
        await asyncio.sleep(0.5)


async def load(port, pid, args, count, seen):
    end = time.monotonic() + args.seconds
    silent = [deaf(port) for _ in range(DEAF)]
    others = asyncio.gather(*(dripping(port, count, end) for _ in range(DRIPPING)), own_delay(count, end),
                            scrape(port, args.scrapes, count, end), watched(pid, args.seconds, seen))
    count.failed("page", await asyncio.gather(*(page(port, count, end, i % 10 == 0) for i in range(args.pages)), return_exceptions=True))
    await others
    for s in silent:
        s.close()


def polls(file, since):
    """The times of the polls by battery, in seconds since 1970."""
    times = {}
    with open(file, encoding="utf-8") as f:
        for line in f:
            sample = json.loads(line)
            at = datetime.datetime.fromisoformat(sample["time"]).timestamp()
            if at >= since and "voltage" in sample:
                times.setdefault(sample["battery"], []).append(at)
    return times


def lateness(times, phases):
    """For each phase, how late each poll was after its beat, in s, and how many turns had none."""
    late = [[] for _ in phases]
    missed = [0] * len(phases)
    for all_of_one in times.values():
        alone = [at for at in all_of_one if at < phases[0][1]]
        beat = alone[0] + min((at - alone[0] + 0.5) % 1 - 0.5 for at in alone)
        turns = {int(at - beat + 0.1): at for at in all_of_one}
        for i, (begun, ended) in enumerate(phases):
            for turn in range(int(begun - beat) + 1, int(ended - beat)):
                if turn in turns:
                    late[i].append(turns[turn] - beat - turn)
                else:
                    missed[i] += 1
    return late, missed


def quantiles(values):
    values = sorted(values)
    return tuple(1000 * values[int(q * (len(values) - 1))] for q in (.5, .99, 1))


def main():
    parser = argparse.ArgumentParser()
    for name, usual in (("--pages", 200), ("--scrapes", 50), ("--seconds", 60)):
        parser.add_argument(name, type=int, default=usual)
    parser.add_argument("--program", default=os.path.join(ROOT, "cellwarden"))
    args = parser.parse_args()
    program = os.path.abspath(args.program)
    port = free_port()
    count = Count()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        journal = os.path.join(folder, "bms_data.jsonl")
        now = datetime.datetime.now(datetime.timezone.utc)
        subprocess.run([program, "simulate", "--journal", journal, "--from", (now - datetime.timedelta(30)).isoformat(timespec="seconds"),
                        "--to", (now - datetime.timedelta(minutes=1)).isoformat(timespec="seconds"), "--interval", "1m"], check=True, stderr=subprocess.DEVNULL)
        with open(os.path.join(folder, "cellwarden.yaml"), "w", encoding="utf-8") as f:
            f.write(CONFIGURATION % port)
        process = subprocess.Popen([program, "run"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            time.sleep(20)
            for what in ("nobody there", "readers", "nobody", "readers again", "nobody"):
                begun, seen = time.time(), []
                asyncio.run(load(port, process.pid, args, count, seen) if "readers" in what else watched(process.pid, args.seconds, seen))
                rows.append((what, begun, time.time(), seen))
        finally:
            process.send_signal(signal.SIGTERM)
            status = process.wait()
        late, missed = lateness(polls(journal, rows[0][1] - 5), [row[1:3] for row in rows])
    print("load of the machine: %.1f %.1f %.1f, the status of the service: %d\n" % (*os.getloadavg(), status))
    print("%-14s polls missed  late, ms: p50  p99  most   VmRSS, MiB: most  last   anonymous: most  last" % "")
    for (what, _, _, seen), times, left_out in zip(rows, late, missed):
        resident, anonymous = zip(*seen)
        print("%-14s %5d %6d %14.0f %4.0f %5.0f %18.1f %5.1f %17.1f %5.1f"
              % (what, len(times), left_out, *quantiles(times), max(resident), resident[-1], max(anonymous), anonymous[-1]))
    print()
    for what, times in count.times.items():
        print("%-38s %6d   p50 %5.0f ms   p99 %5.0f ms   most %5.0f ms" % (what, len(times), *quantiles(times)))
    print("events heard: %d; readers refused: %d %s; slow requests cut off: %d, after %.0f s at most"
          % (count.events, len(count.refused), count.refused[:3], count.cut, count.longest))
    sys.exit(1 if sum(missed) or count.refused or status else 0)


if __name__ == "__main__":
    main()
