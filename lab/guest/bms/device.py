"""The device: adverts, one link, and requests of the BMS protocol answered by notifications."""
import select
import struct

from lines import log

from .att import Server
from .adverts import Adverts
from .faults import Faults, Later
from .hci import DATA, EVENT
from .link import ATT, Link, OWN_HANDLE

RESET, EVENT_MASK, READ_ADDRESS, LE_EVENT_MASK, LE_RANDOM_ADDRESS = 0x0C03, 0x0C01, 0x1009, 0x2001, 0x2005
DISCONNECT, ACCEPT_PARAMETERS = 0x0406, 0x2020
DISCONNECTED, LE_META = 0x05, 0x3E
CONNECTED, ENHANCED_CONNECTED, PARAMETERS_REQUEST = 0x01, 0x0A, 0x06
USER_ENDED = 0x13
DISCOVERY = (0x06, 0x08, 0x10)


class Device:
    """Its log is what the tests see of the battery's side: ready, connected, request, answer, sent, disconnected."""

    def __init__(self, controller, table, battery, options):
        self.controller, self.table, self.battery = controller, table, battery
        self.faults, self.later = Faults(), Later()
        self.server = Server(table, self.requested, self.switched, options.pairing)
        self.link = None
        self.dead = self.away = False
        controller.ask(RESET)
        controller.ask(EVENT_MASK, b"\xff" * 7 + b"\x3f")
        controller.ask(LE_EVENT_MASK, b"\x1f" + bytes(7))
        self.address = ":".join("%02X" % byte for byte in controller.ask(READ_ADDRESS)[6:0:-1])
        if options.random:
            self.address = options.random
            controller.ask(LE_RANDOM_ADDRESS, bytes.fromhex(options.random.replace(":", ""))[::-1])
        self.adverts = Adverts(controller, bool(options.random), options.name, table.service)
        self.adverts.start()
        log("ready", self.address, "random" if options.random else "public", options.name)

    # What the battery's link does

    def event(self, packet):
        kind, sub = packet[1], packet[3]
        if kind == LE_META and sub in (CONNECTED, ENHANCED_CONNECTED) and packet[4] == 0:
            self.link = Link(self.controller, struct.unpack_from("<H", packet, 5)[0])
            self.adverts.ended_by_link()
            self.server.begin()
            self.dead = self.away
            log("connected", ":".join("%02X" % byte for byte in packet[14:8:-1]))
        elif kind == LE_META and sub == PARAMETERS_REQUEST:
            self.controller.tell(ACCEPT_PARAMETERS, packet[4:14] + bytes(4))
        elif kind == DISCONNECTED and packet[3] == 0:
            log("disconnected", "0x%02x" % packet[6])
            self.forget()

    def forget(self):
        """No link (any more)."""
        self.link = None
        self.later.clear()
        if not self.away:
            self.adverts.start()

    def drop(self):
        if self.link is not None:
            self.controller.tell(DISCONNECT, struct.pack("<HB", OWN_HANDLE, USER_ENDED))
            self.later.clear()

    def leave(self, away):
        """Out of range, or back; a link that stands is dead meanwhile and is found gone afterwards."""
        self.away = self.dead = away
        if away and self.link is None:
            self.adverts.stop()
        elif not away and self.link is not None:
            self.drop()
        elif not away:
            self.adverts.start()

    # What a client wants

    def data(self, packet):
        request = self.link.received(packet) if self.link is not None else None
        if request is None or self.dead or self.faults.deaf:
            return
        if self.faults.cut_discovery and request[0] in DISCOVERY:
            self.drop()
            return
        response = self.server.answer(request)
        if response is not None:
            self.link.send(ATT, response)

    def switched(self, on):
        log("notifications", "on" if on else "off")

    def requested(self, request):
        log("request", request.hex())
        answer = self.battery.answer(request) if self.table.is_jbd() else None
        if answer is None or self.faults.mute:
            return
        register, frame = answer
        log("answer", "%02x" % register, frame[4:-3].hex())
        ms = self.faults.delay
        fragments = self.faults.fragments(self.faults.spoil(frame))
        for number, piece in fragments:
            self.later.add(ms, lambda number=number, piece=piece: self.notify(number, piece))
            ms += self.faults.gap
        self.later.add(ms, lambda: log("sent", "%02x" % register))

    def notify(self, number, piece):
        if self.link is None or self.dead:
            return
        if self.table.notifying():
            self.link.send(ATT, self.server.notification(piece))
        if number in (self.faults.cut, self.faults.cuts):
            self.faults.cut = 0
            log("cut")
            self.drop()
        elif number == self.faults.stall:
            self.faults.stall = 0
            log("stalled")
            self.dead = True

    def run(self, fifo, control):
        """For ever: what the controller says, what is due, what the control FIFO says."""
        while True:
            waits = [wait for wait in (self.later.run(), self.adverts.run()) if wait is not None]
            ready = [self.controller]
            if not self.controller.pending():
                ready = select.select([self.controller, fifo], [], [], min(waits, default=None))[0]
            if self.controller in ready:
                packet = self.controller.receive()
                if packet[0] == EVENT:
                    self.event(packet)
                elif packet[0] == DATA:
                    self.data(packet)
            if fifo in ready:
                for line in fifo.lines():
                    control(line)
