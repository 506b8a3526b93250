#!/usr/bin/python3
"""Measures one service with many batteries: whether it keeps its schedule, and what it costs.

    perf/batteries.py [--batteries 32] [--seconds 120] [--interval 1] [--program ./cellwarden] [--fsync always]

Starts its own mosquitto, as many boards on TCP inside this script (each answers registers 03, 04 and 05 at once), and
`cellwarden run` with all of them. How late a reading is comes from the times in the journal: of each battery, against the
fixed beat on which it was the earliest. Processor time and memory are those of the service alone, from /proc; the first ten
seconds do not count.
"""
import argparse
import asyncio
import datetime
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WARM_UP = 10

BASIC = struct.pack(">HhHHHHHHHBBBBB", 1331, -452, 8712, 10000, 42, 0x2EB1, 0, 0, 0, 0x21, 87, 3, 4, 2) + struct.pack(">HH", 2945, 2940)
CELLS = struct.pack(">HHHH", 3328, 3327, 3329, 3326)
ANSWERS = {0x03: BASIC, 0x04: CELLS, 0x05: b"JBD-SP04S020-L4S-120A"}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def frame(register, payload):
    head = bytes([0, len(payload)]) + payload
    return bytes([0xDD, register]) + head + struct.pack(">H", 0x10000 - sum(head) & 0xFFFF) + b"\x77"


async def board(reader, writer):
    try:
        while True:
            request = await reader.readexactly(7)
            writer.write(frame(request[2], ANSWERS.get(request[2], b"")))
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid):
    with open(f"/proc/{pid}/status") as f:
        lines = dict(line.split(":", 1) for line in f)
    return {name: int(lines[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon")}, int(lines["Threads"])


def lateness(times, interval):
    """How late each reading is, in seconds, and how many turns of the beat have none."""
    turns = [round((t - times[0]) / interval) for t in times]
    phases = [t - turn * interval for t, turn in zip(times, turns)]
    earliest = min(phases)
    return [phase - earliest for phase in phases], turns[-1] - turns[0] + 1 - len(set(turns))


def at(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


def readings(journal, since):
    times = {}
    faults = 0
    with open(journal) as f:
        for line in f:
            entry = json.loads(line)
            when = datetime.datetime.fromisoformat(entry["time"]).timestamp()
            if when < since:
                continue
            faults += "fault" in entry
            if "seq" in entry:
                times.setdefault(entry["battery"], []).append(when)
    return times, faults


async def measure(options, folder):
    boards = [await asyncio.start_server(board, "127.0.0.1", 0) for _ in range(options.batteries)]
    ports = [one.sockets[0].getsockname()[1] for one in boards]
    broker_port = free_port()
    conf = os.path.join(folder, "mosquitto.conf")
    with open(conf, "w") as f:
        f.write(f"listener {broker_port} 127.0.0.1\nallow_anonymous true\n")
    config = os.path.join(folder, "cellwarden.yaml")
    journal = os.path.join(folder, "bms_data.jsonl")
    with open(config, "w") as f:
        f.write("batteries:\n")
        for i, port in enumerate(ports):
            f.write(f"  - {{name: b{i + 1}, address: 'tcp:127.0.0.1:{port}', interval: {options.interval}s}}\n")
        f.write(f"mqtt: {{url: 'mqtt://127.0.0.1:{broker_port}'}}\njournal: {{path: '{journal}', fsync: {options.fsync}}}\n")
    mosquitto = shutil.which("mosquitto") or "/usr/sbin/mosquitto"
    broker = await asyncio.create_subprocess_exec(mosquitto, "-c", conf, stderr=subprocess.DEVNULL)
    service = await asyncio.create_subprocess_exec(options.program, "run", "-c", config, stderr=subprocess.DEVNULL)
    try:
        while not (os.path.exists(journal) and len(readings(journal, 0)[0]) == options.batteries):
            if service.returncode is not None:
                sys.exit(f"the service ended with status {service.returncode}")
            await asyncio.sleep(0.5)
        await asyncio.sleep(WARM_UP)
        begun, cpu = time.time(), processor_seconds(service.pid)
        await asyncio.sleep(options.seconds)
        seconds, cpu = time.time() - begun, processor_seconds(service.pid) - cpu
        held, threads = memory(service.pid)
    finally:
        for process in (service, broker):
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
                await process.wait()
        for one in boards:
            one.close()
    times, faults = readings(journal, begun)
    late, missing = [], 0
    for one in times.values():
        of_one, gaps = lateness(one, options.interval)
        late += of_one
        missing += gaps
    count = sum(map(len, times.values()))
    print(f"{len(times)} batteries every {options.interval} s for {seconds:.0f} s, fsync {options.fsync}; load average {os.getloadavg()[0]:.1f}")
    print(f"readings         {count}, turns without one {missing}, faults {faults}")
    print(f"late, ms         p50 {at(late, 0.5) * 1000:.0f}, p99 {at(late, 0.99) * 1000:.0f}, most {max(late) * 1000:.0f}")
    print(f"processor time   {cpu / count * 1000:.2f} ms a reading, {100 * cpu / seconds / len(times):.2f} % of one core a battery")
    print(f"memory, MiB      resident {held['VmRSS']:.1f}, of it anonymous {held['RssAnon']:.1f}; {threads} threads")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--batteries", type=int, default=32)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--interval", type=int, default=1)
    parser.add_argument("--program", default=os.path.join(ROOT, "cellwarden"))
    parser.add_argument("--fsync", default="always")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(parser.parse_args(), folder))


if __name__ == "__main__":
    main()
