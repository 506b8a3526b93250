#!/usr/bin/env python3
"""Another program that reads a battery once, by bleak: prints its values as one JSON object.

    reader.py ADDRESS
"""
import asyncio
import json
import os
import sys

from bleak import BleakClient, BleakScanner

from harness.truth import from_basic, from_cells

UUID = "0000%s-0000-1000-8000-00805f9b34fb"
REQUESTS = (bytes.fromhex("dda50300fffd77"), bytes.fromhex("dda50400fffc77"))


async def main():
    device = await BleakScanner.find_device_by_address(sys.argv[1], timeout=60, bluez={"adapter": "hci0"})
    assert device, "not heard"
    fragments, payloads = asyncio.Queue(), []
    client = BleakClient(device)
    await client.connect()
    await client.start_notify(UUID % "ff01", lambda _, data: fragments.put_nowait(bytes(data)))
    for request in REQUESTS:
        await client.write_gatt_char(UUID % "ff02", request, response=False)
        answer = b""
        while len(answer) < 4 or len(answer) < 7 + answer[3]:
            piece = await fragments.get()
            assert len(piece) <= 20, "a notification of %d bytes" % len(piece)
            answer += piece
        payloads.append(answer[4:-3])
    print(json.dumps({**from_basic(payloads[0]), **from_cells(payloads[1])}), flush=True)
    os._exit(0)  # the end of a link ends dbus-fast in trixie with an error


asyncio.run(main())
