#!/usr/bin/python3
"""Measures what the page costs, and whether readers of it, slow and hostile ones too, delay a poll.

    perf/page.py [--pages 200] [--scrapes 50] [--seconds 60] [--program ./cellwarden]

One service with two simulated batteries, once a second. First its memory without the page, then with it and nobody there, then
with so many open pages (each fetches the files and listens to the events) and so many scrapes a second; beside them 50 clients
that send a request a byte at a time, and 20 that listen and never read. How late a poll is comes from the times in the journal.
"""
import argparse
import asyncio
import datetime
import json
import os
import signal
import socket
import subprocess
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FILES = ["", "app.js", "battery.js", "history.js", "events.js", "words.js", "dom.js", "style.css", "uplot.js", "api/v1/session", "api/v1/batteries"]


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def memory(pid):
    with open(f"/proc/{pid}/status") as f:
        fields = dict(line.split(":", 1) for line in f)
    return [int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon")]


def say(what, pid):
    print("%-46s VmRSS %6.1f MiB, anonymous %6.1f MiB" % (what, *memory(pid)), flush=True)


def service(program, folder, web):
    with open(os.path.join(folder, "cellwarden.yaml"), "w") as f:
        f.write("batteries:\n  - {name: a, address: 'sim:4s', interval: 1s}\n  - {name: b, address: 'sim:16s', interval: 1s}\n" + web)
    return subprocess.Popen([program, "run"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


async def get(port, path):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    if not answer.startswith(b"HTTP/1.1 200"):
        raise ConnectionError(answer[:40])
    return len(answer)


async def page(port, count, end):
    for path in FILES:
        await get(port, path)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /api/v1/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    while time.monotonic() < end:
        try:
            line = await asyncio.wait_for(reader.readline(), 20)
        except asyncio.TimeoutError:
            break
        if not line:
            break
        count["events"] += line == b"event: battery\n"
    writer.close()


async def scrape(port, rate, count, end):
    async def one():
        begun = time.monotonic()
        try:
            await get(port, "metrics")
            count["times"].append(time.monotonic() - begun)
        except (ConnectionError, OSError):
            count["refused"] += 1
    tasks = []
    begun = time.monotonic()
    while time.monotonic() < end:
        tasks.append(asyncio.create_task(one()))
        await asyncio.sleep(max(0, begun + len(tasks) / rate - time.monotonic()))
    await asyncio.gather(*tasks)


async def dripping(port, count, end):
    while time.monotonic() < end:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            begun = time.monotonic()
            for byte in b"GET /api/v1/batteries HTTP/1.1\r\nX-Slow: " + b"x" * 1000:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(0.5)
                if time.monotonic() > end:
                    break
            writer.close()
        except (ConnectionError, OSError):
            count["cut"] += 1
            count["longest"] = max(count["longest"], time.monotonic() - begun)


def deaf(port):
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    s.connect(("127.0.0.1", port))
    s.sendall(b"GET /api/v1/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    return s


async def load(port, args):
    end = time.monotonic() + args.seconds
    count = {"events": 0, "times": [], "refused": 0, "cut": 0, "longest": 0}
    silent = [deaf(port) for _ in range(20)]
    await asyncio.gather(*(page(port, count, end) for _ in range(args.pages)), *(dripping(port, count, end) for _ in range(50)),
                         scrape(port, args.scrapes, count, end), return_exceptions=True)
    for s in silent:
        s.close()
    return count


def lateness(file, since):
    """Seconds that polls began after their beat, by battery."""
    late = []
    for name in "ab":
        times = []
        with open(file) as f:
            for line in f:
                sample = json.loads(line)
                if sample["battery"] == name and "seq" in sample:
                    at = datetime.datetime.fromisoformat(sample["time"]).timestamp()
                    if at >= since:
                        times.append(at)
        beat = min(at % 1 for at in times)
        late += [(at - beat) % 1 for at in times]
        print(f"{name}: {len(times)} readings")
    late.sort()
    return late


def main():
    parser = argparse.ArgumentParser()
    for name, usual in (("--pages", 200), ("--scrapes", 50), ("--seconds", 60)):
        parser.add_argument(name, type=int, default=usual)
    parser.add_argument("--program", default=os.path.join(ROOT, "cellwarden"))
    args = parser.parse_args()
    program = os.path.abspath(args.program)
    port = free_port()
    for what, web in (("without the page", ""), ("with it, nobody there", f"web: {{listen: '127.0.0.1:{port}'}}\n"),
                      ("and with figures for Prometheus", f"web: {{listen: '127.0.0.1:{port}', metrics: on}}\n")):
        with tempfile.TemporaryDirectory() as folder:
            process = service(program, folder, web)
            time.sleep(20)
            say(what, process.pid)
            if "metrics" in web:
                asyncio.run(get(port, "metrics"))
                say("after one page and one scrape", process.pid)
                since = time.time()
                count = asyncio.run(load(port, args))
                say(f"after {args.pages} pages and {args.scrapes} scrapes a second", process.pid)
                late = lateness(os.path.join(folder, "bms_data.jsonl"), since)
                print("polls late: p50 %.0f ms, p99 %.0f ms, most %.0f ms" % tuple(1000 * late[int(q * (len(late) - 1))] for q in (.5, .99, 1)))
                times = sorted(count["times"])
                if times:
                    print("scrapes: %d, refused %d, p50 %.0f ms, p99 %.0f ms" % (len(times), count["refused"], 1000 * times[len(times) // 2], 1000 * times[int(.99 * (len(times) - 1))]))
                print("events heard: %d, of %d; slow requests cut off: %d, after %.0f s at most" % (count["events"], args.pages * args.seconds * 2, count["cut"], count["longest"]))
            process.send_signal(signal.SIGTERM)
            process.wait()


if __name__ == "__main__":
    main()
