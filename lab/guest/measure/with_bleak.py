"""python3 -m measure.with_bleak ADDRESS kept|new: bleak and a decoder of a few lines.  kept: the device is looked for once."""
import asyncio
import sys
import time

from bleak import BleakClient, BleakScanner

from harness.truth import from_basic, from_cells
from measure.turns import serve

PATIENCE = 60  # s for a cycle: a link that ends in the middle would else be waited for without end
UUID = "0000%s-0000-1000-8000-00805f9b34fb"
REQUESTS = {"03": bytes.fromhex("dda50300fffd77"), "04": bytes.fromhex("dda50400fffc77")}


async def cycle(device):
    async with asyncio.timeout(PATIENCE):
        return await read(device)


async def read(device):
    fragments, payloads, times = asyncio.Queue(), {}, {}
    began = time.monotonic()

    def step(name):
        nonlocal began
        times[name], began = (time.monotonic() - began) * 1000, time.monotonic()

    async with BleakClient(device) as client:
        step("connect")
        await client.start_notify(UUID % "ff01", lambda _, data: fragments.put_nowait(bytes(data)))
        step("notify")
        for register, request in REQUESTS.items():
            await client.write_gatt_char(UUID % "ff02", request, response=False)
            answer = b""
            while len(answer) < 4 or len(answer) < 7 + answer[3]:
                answer += await fragments.get()
            payloads[register] = answer[4:-3]
        step("read")
    step("end")
    basic, cells = from_basic(payloads["03"]), from_cells(payloads["04"])
    return times, [basic["voltage"], basic["current"], cells["cells"]]


async def main():
    address, mode = sys.argv[1:]
    device = address if mode == "new" else await BleakScanner.find_device_by_address(address, timeout=60)
    await serve(lambda: cycle(device))


asyncio.run(main())
