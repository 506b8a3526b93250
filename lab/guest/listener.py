#!/usr/bin/env python3
"""Another program that reads a battery over bluetoothd, as Home Assistant does: connects, subscribes, says "listening".

    listener.py ADDRESS

For each line on standard input it asks for the registers 03 and 04 and says which answers came, in order: more than these two
when somebody else's subscription makes bluetoothd signal each notification again.
"""
import asyncio
import sys

from dbus_fast import BusType, Message, Variant
from dbus_fast.aio import MessageBus

ADAPTER, CHARACTERISTIC, DEVICE = "/org/bluez/hci0", "org.bluez.GattCharacteristic1", "org.bluez.Device1"
READ_BASIC, READ_CELLS = bytes.fromhex("dda50300fffd77"), bytes.fromhex("dda50400fffc77")


class Listener:
    def __init__(self, address):
        self.device = ADAPTER + "/dev_" + address.replace(":", "_")
        self.values, self.news = bytearray(), asyncio.Event()

    async def run(self):
        self.bus = await MessageBus(bus_type=BusType.SYSTEM).connect()
        await self.subscribe()
        print("listening", flush=True)
        loop = asyncio.get_running_loop()
        while await loop.run_in_executor(None, sys.stdin.readline):
            print("answers:", *await self.ask(), flush=True)

    async def subscribe(self):
        await self.call("/org/freedesktop/DBus", "org.freedesktop.DBus", "AddMatch", "s", [
            "type='signal',sender='org.bluez',member='PropertiesChanged',path_namespace='%s'" % self.device],
            "org.freedesktop.DBus")
        if self.device not in await self.objects():
            await self.call(ADAPTER, "org.bluez.Adapter1", "StartDiscovery")
            while self.device not in await self.objects():
                await asyncio.sleep(0.1)
            await self.call(ADAPTER, "org.bluez.Adapter1", "StopDiscovery")
        await self.connect()
        self.notifications, self.requests = [await self.characteristic("0000" + uuid) for uuid in ("ff01", "ff02")]
        self.bus.add_message_handler(self.heard)
        await self.call(self.notifications, CHARACTERISTIC, "StartNotify")

    async def connect(self):
        """Again where bluetoothd takes a link that is just ending for one that stands, or where another program connects."""
        resolved = connected = False
        while not resolved:
            if not connected:
                await self.call(self.device, DEVICE, "Connect", unless=["Operation already in progress"])
            await asyncio.sleep(0.1)
            device = (await self.objects())[self.device][DEVICE]
            resolved, connected = device["ServicesResolved"].value, device["Connected"].value

    async def call(self, path, interface, member, signature="", body=(), destination="org.bluez", unless=None):
        answer = await self.bus.call(Message(
            destination=destination, path=path, interface=interface, member=member, signature=signature, body=list(body)))
        if answer.message_type.name != "METHOD_RETURN" and answer.body != unless:
            raise SystemExit("%s: %s" % (member, answer.body))
        return answer.body

    async def objects(self):
        return (await self.call("/", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects"))[0]

    async def characteristic(self, uuid):
        for path, interfaces in (await self.objects()).items():
            if path.startswith(self.device) and CHARACTERISTIC in interfaces:
                if interfaces[CHARACTERISTIC]["UUID"].value.startswith(uuid):
                    return path
        raise SystemExit("no characteristic " + uuid)

    def heard(self, message):
        if message.member == "PropertiesChanged" and message.path == self.notifications and "Value" in message.body[1]:
            self.values += message.body[1]["Value"].value
            self.news.set()

    async def ask(self):
        """The registers of the answers. What comes twice comes before the first answer to 04 is complete."""
        self.values.clear()
        for request, register in ((READ_BASIC, 3), (READ_CELLS, 4)):
            await self.call(self.requests, CHARACTERISTIC, "WriteValue", "aya{sv}", [request, {"type": Variant("s", "command")}])
            while register not in self.answers():
                self.news.clear()
                await self.news.wait()
        return ["%02x" % register for register in self.answers()]

    def answers(self):
        """Registers of the answers so far; 00 for one that is garbled, as it is when its parts come twice."""
        found, at = [], 0
        while len(self.values) > at + 3:
            end = at + self.values[at + 3] + 7
            if self.values[at] != 0xDD or len(self.values) >= end and self.values[end - 1] != 0x77:
                return found + [0, 3, 4]
            if len(self.values) < end:
                break
            found.append(self.values[at + 1])
            at = end
        return found


asyncio.run(Listener(sys.argv[1]).run())
