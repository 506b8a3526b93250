#!/usr/bin/env python3
"""Gives the kernel one Bluetooth adapter: a controller of `btvirt -s`, with a bit of radio and of bad luck.

btvirt answers within microseconds and hears nobody's signal strength.  bluetoothd would then see the link before the
device and never say that it is connected, so this relay holds back what a radio would hold back.  Its log says which
hciN it is.  Control: one command a line into the FIFO --control:

  setup MS           how long a link takes to be set up (30): holds back LE Read Remote Features Complete
  hold EVENT         holds back an event, once, until it is released: connection (LE Connection Complete) or features (LE
                     Read Remote Features Complete); the log says "held EVENT"
  release            lets through what was held back, and holds nothing any more
  acl MS             how long each data packet takes, each way (0): a connection interval
  radio PERCENT|off  so many of the packets are lost on the air: see radio.py
  rssi ADDRESS DBM   how strongly the adverts of one device are heard (-60; 127: unknown)
  hang on|off        the adapter answers nothing, as if its firmware were gone; off: late answers come through
  hang reset         it does so until it is reset, and what was under way is lost
  unplug, plug       the adapter goes away, and comes back as a new one
"""
import argparse
import os
import select
import socket
import struct
import time

from lines import Fifo, log
from radio import Radio

COMMAND, DATA, EVENT, VENDOR = 1, 2, 4, 0xFF
RESET = bytes.fromhex("01030c00")
LE_META, ADVERTISING_REPORT = 0x3E, 2
DISCONNECT, ADVERTISE, USER_ENDED = 0x0406, 0x200A, 0x13
COMMAND_COMPLETE, COMMAND_STATUS, DISCONNECTED = 0x0E, 0x0F, 0x05
ADVERTS = 0.5  # s
REMOTE_FEATURES = (4,)
CONNECTION = (1, 10)  # LE Connection Complete, plain and enhanced
HOLDABLE = {"connection": CONNECTION, "features": REMOTE_FEATURES}
FOREIGN_HANDLE = 0x40  # flag of a packet whose data begin with the handle that btvirt should have written


def h4_packets(stream):
    """Cuts complete H4 packets off a stream: (packets, rest)."""
    packets = []
    while stream:
        size_at, wide = (3, True) if stream[0] == DATA else (2, False)
        if len(stream) < size_at + 1 + wide:
            break
        size = struct.unpack_from("<H" if wide else "B", stream, size_at)[0] + size_at + 1 + wide
        if len(stream) < size:
            break
        packets.append(stream[:size])
        stream = stream[size:]
    return packets, stream


class Delayed:
    """Packets on their way, in order, each not before its time."""

    def __init__(self):
        self.queue = []

    def put(self, packet, ms=0):
        due = time.monotonic() + ms / 1000
        self.queue.append((max(due, self.queue[-1][0]) if self.queue else due, packet))

    def deliver(self, put):
        """Hands over what is due; returns the seconds until more is, or None."""
        while self.queue and self.queue[0][0] <= time.monotonic():
            put(self.queue.pop(0)[1])
        return max(0, self.queue[0][0] - time.monotonic()) if self.queue else None


class Adapter:
    """The relay between /dev/vhci and one controller of btvirt."""

    def __init__(self, path):
        self.path = path
        self.setup, self.acl, self.rssi = 30, 0, {}
        self.hangs = self.hangs_until_reset = False
        self.hold, self.held = None, []
        self.radio, self.own = Radio(), []  # opcodes of commands that are not the kernel's
        self.advert_at = None  # when to start them again
        self.kernel = self.air = None
        self.plug()

    def plug(self):
        self.up, self.down, self.stream = Delayed(), Delayed(), b""
        self.air = socket.socket(socket.AF_UNIX)
        self.air.connect(self.path)
        # btvirt works long at its first controller; the kernel would give up its own reset after 2 s
        self.air.sendall(RESET)
        self.air.recv(64)
        self.kernel = os.open("/dev/vhci", os.O_RDWR)
        os.write(self.kernel, bytes([VENDOR, 0]))
        while (answer := os.read(self.kernel, 4096))[0] != VENDOR:
            self.down.put(answer)  # the kernel's first commands may come before the answer
        log("adapter hci%d" % struct.unpack_from("<H", answer, 2)[0])

    def unplug(self):
        os.close(self.kernel)
        self.air.close()
        self.kernel = self.air = None

    def to_kernel(self, packet):
        try:
            os.write(self.kernel, packet)
        except OSError as e:  # the adapter is down just now
            log("lost", packet[:8].hex(), e)

    def from_kernel(self, packet):
        if packet[0] != DATA:
            if packet[:3] == bytes([COMMAND]) + struct.pack("<H", ADVERTISE):
                self.advert_at = time.monotonic() + ADVERTS if packet[4] else None
            self.down.put(packet)
        elif (ms := self.radio.delay(handle_of(packet, 1), 1)) is not None:
            self.down.put(packet, self.acl + ms)

    def from_air(self, packet):
        if packet[0] == DATA:
            packet = own_handle(packet)
            ms = self.radio.delay(handle_of(packet, 1), 2)
            if ms is not None:
                self.up.put(packet, self.acl + ms)
        elif self.hold and packet[0] == EVENT and packet[1] == LE_META and packet[3] in HOLDABLE[self.hold]:
            log("held", self.hold)
            self.held.append(packet)
            self.hold = None
        elif packet[0] == EVENT and packet[1] == LE_META and packet[3] in REMOTE_FEATURES:
            self.up.put(packet, self.setup + (self.radio.delay(handle_of(packet, 5), 2) or 0))
        elif packet[0] == EVENT and packet[1] == LE_META and packet[3] in CONNECTION and packet[4] == 0:
            self.advert_at = None
            ms = self.radio.connecting()
            self.radio.connected(handle_of(packet, 5), ms)
            self.up.put(packet, ms)
        elif packet[:2] == bytes([EVENT, DISCONNECTED]) and packet[3] == 0:
            reason = self.radio.ended(handle_of(packet, 4))
            self.up.put(packet[:-1] + bytes([reason]) if reason else packet)
        elif self.own and packet[0] == EVENT and answered(packet) in self.own:
            self.own.remove(answered(packet))  # the kernel knows nothing of this command
        elif packet[0] == EVENT and packet[1] == LE_META and packet[3] == ADVERTISING_REPORT:
            if not self.radio.hears():
                return
            address = ":".join("%02X" % byte for byte in packet[12:6:-1])
            self.up.put(packet[:-1] + struct.pack("b", self.rssi.get(address, -60)))
        else:
            self.up.put(packet)

    def control(self, words):
        match words:
            case ["unplug"] if self.kernel is not None:
                self.unplug()
            case ["plug"] if self.kernel is None:
                self.plug()
            case ["hang", state]:
                self.hangs = state != "off"
                self.hangs_until_reset = state == "reset"
            case ["setup" | "acl" as what, ms]:
                setattr(self, what, int(ms))
            case ["hold", "connection" | "features" as event]:
                self.hold = event
            case ["release"]:
                for packet in self.held:
                    self.up.put(packet)
                self.hold, self.held = None, []
            case ["radio", percent]:
                self.radio.set(percent)
            case ["rssi", address, dbm]:
                self.rssi[address.upper()] = int(dbm)
            case _:
                log("not understood")
        log("control:", *words)  # it is in force

    def pass_on(self):
        """What is due; returns how long nothing more will be."""
        if self.hangs or self.kernel is None:
            return None
        waits = [self.up.deliver(self.to_kernel), self.down.deliver(self.air.sendall), self.end_links(),
                 self.advertise()]
        return min((wait for wait in waits if wait is not None), default=None)

    def end_links(self):
        """Ends the links that the radio does; returns the seconds until the next."""
        handles, wait = self.radio.due()
        for handle in handles:
            self.tell(DISCONNECT, struct.pack("<HB", handle, USER_ENDED))
        return wait

    def advertise(self):
        """Starts the kernel's adverts again, which btvirt else reports once; returns the seconds until the next time."""
        if self.advert_at is None:
            return None
        if self.advert_at <= time.monotonic():
            self.tell(ADVERTISE, b"\0")
            self.tell(ADVERTISE, b"\1")
            self.advert_at = time.monotonic() + ADVERTS
        return max(0, self.advert_at - time.monotonic())

    def tell(self, opcode, parameters):
        """A command of our own to the controller."""
        self.own.append(opcode)
        self.air.sendall(bytes([COMMAND]) + struct.pack("<HB", opcode, len(parameters)) + parameters)

    def run(self, fifo):
        while True:
            sources = [fifo] + ([self.kernel, self.air] if self.kernel is not None else [])
            ready = select.select(sources, [], [], self.pass_on())[0]
            if self.kernel in ready:
                packet = os.read(self.kernel, 4096)
                if packet == RESET and self.hangs_until_reset:
                    self.hangs = self.hangs_until_reset = False
                    self.up, self.down = Delayed(), Delayed()
                    log("reset")
                self.from_kernel(packet)
            if self.air in ready:
                packets, self.stream = h4_packets(self.stream + self.air.recv(65536))
                for packet in packets:
                    self.from_air(packet)
            if fifo in ready:
                for line in fifo.lines():
                    self.control(line.split())


def answered(event):
    """The opcode that an event answers, or None."""
    at = {COMMAND_COMPLETE: 4, COMMAND_STATUS: 5}.get(event[1])
    return struct.unpack_from("<H", event, at)[0] if at else None


def handle_of(packet, at, bits=0x0FFF):
    return struct.unpack_from("<H", packet, at)[0] & bits


def own_handle(packet):
    """With two links btvirt passes on the peer's handle; the reference BMS puts the right one before its data."""
    if packet[2] & 0xC0 != FOREIGN_HANDLE:
        return packet
    size, handle = struct.unpack_from("<HH", packet, 3)
    return packet[:1] + struct.pack("<HH", handle | (packet[2] & 0x30) << 8, size - 2) + packet[7:]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--socket", default="/tmp/bt-server-le")
    options.add_argument("--control", required=True)
    chosen = options.parse_args()
    fifo = Fifo(chosen.control)
    Adapter(chosen.socket).run(fifo)


if __name__ == "__main__":
    main()
