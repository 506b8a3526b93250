"""The same poll by bleak, the usual Python library, as Debian has it: rival.py ADDRESS CYCLES prints one JSON object a cycle.

Up to the last answer only: the library of this Debian fails to disconnect (EOFError), so the link is ended from outside.
"""
import asyncio
import json
import os
import subprocess
import sys
import time

from bleak import BleakClient, BleakScanner

from measure.cpu import Meter

UUID = "0000%s-0000-1000-8000-00805f9b34fb"
REQUESTS = {"03": bytes.fromhex("dda50300fffd77"), "04": bytes.fromhex("dda50400fffc77")}


async def cycle(device):
    """Times in ms and CPU in ms of one poll."""
    fragments = asyncio.Queue()
    meter, started = Meter(os.getpid()), time.monotonic()
    times = {}

    def step(name):
        nonlocal started
        times[name], started = (time.monotonic() - started) * 1000, time.monotonic()

    client = BleakClient(device)
    await client.connect()
    step("connect")
    await client.start_notify(UUID % "ff01", lambda _, data: fragments.put_nowait(bytes(data)))
    step("notify")
    for register, request in REQUESTS.items():
        await client.write_gatt_char(UUID % "ff02", request, response=False)
        answer = b""
        while len(answer) < 4 or len(answer) < 7 + answer[3]:
            answer += await asyncio.wait_for(fragments.get(), 5)
        step(register)
    return times, meter.milliseconds()


async def main():
    address, cycles = sys.argv[1], int(sys.argv[2])
    device = await BleakScanner.find_device_by_address(address, timeout=15)
    for _ in range(cycles):
        times, cpu = await cycle(device)
        print(json.dumps({"times": times, "cpu": cpu}), flush=True)
        ended = await asyncio.create_subprocess_exec(
            "bluetoothctl", "disconnect", address, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        await ended.wait()


asyncio.run(main())
