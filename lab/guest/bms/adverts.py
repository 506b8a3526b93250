"""Adverts: what the board says of itself while nobody is connected."""
import struct
import time

from .gatt import u16

SET_PARAMETERS, SET_DATA, SET_RESPONSE, SET_ENABLE = 0x2006, 0x2008, 0x2009, 0x200A
FLAGS, SERVICES, COMPLETE_NAME = 1, 3, 9
PERIOD = 0.5


def element(kind, data):
    return bytes([len(data) + 1, kind]) + data


class Adverts:
    """On or off.

    btvirt reports an advert once, when it or a scan starts, and bluetoothd drops what it hears before its own Start
    Discovery has returned; a radio repeats adverts.  So they are started anew all the time.
    """

    def __init__(self, controller, own_type, name, service):
        self.controller = controller
        self.next = None
        controller.ask(SET_PARAMETERS, struct.pack("<HHBBB6sBB", 0xA0, 0xA0, 0, own_type, 0, bytes(6), 7, 0))
        data = element(FLAGS, b"\x06") + element(SERVICES, u16(service))
        data += element(COMPLETE_NAME, name.encode()[:31 - len(data) - 2])
        controller.ask(SET_DATA, bytes([len(data)]) + data.ljust(31, b"\0"))
        controller.ask(SET_RESPONSE, bytes(32))

    def start(self):
        self.controller.ask(SET_ENABLE, b"\1")
        self.next = time.monotonic() + PERIOD

    def stop(self):
        self.controller.ask(SET_ENABLE, b"\0")
        self.next = None

    def ended_by_link(self):
        """The controller stops by itself when somebody connects."""
        self.next = None

    def run(self):
        """Repeats them; returns the seconds until it must again, or None."""
        if self.next is not None and self.next <= time.monotonic():
            self.controller.tell(SET_ENABLE, b"\0")
            self.controller.tell(SET_ENABLE, b"\1")
            self.next = time.monotonic() + PERIOD
        return None if self.next is None else max(0, self.next - time.monotonic())
