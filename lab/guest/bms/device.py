"""The device: adverts, one link, and requests of the BMS protocol answered by notifications."""
import select
import struct

from lines import log

from .att import Server
from .adverts import Adverts
from .battery import response
from .faults import Faults, Later
from .hci import DATA, EVENT
from .link import ATT, SECURITY, Link, OWN_HANDLE
from .module import START, Module
from .security import Security

RESET, EVENT_MASK, READ_ADDRESS, LE_EVENT_MASK, LE_RANDOM_ADDRESS = 0x0C03, 0x0C01, 0x1009, 0x2001, 0x2005
DISCONNECT, ACCEPT_PARAMETERS, KEY_REPLY, NO_KEY_REPLY = 0x0406, 0x2020, 0x201A, 0x201B
DISCONNECTED, ENCRYPTION, LE_META = 0x05, 0x08, 0x3E
CONNECTED, ENHANCED_CONNECTED, KEY_REQUEST, PARAMETERS_REQUEST = 0x01, 0x0A, 0x05, 0x06
USER_ENDED = 0x13
DISCOVERY = (0x06, 0x08, 0x10)


class Device:
    """Its log is what the tests see of the battery's side: ready, connected, request, answer, sent, pairing, paired, pairing failed,
    encrypted, disconnected."""

    def __init__(self, controller, table, battery, options):
        self.controller, self.table, self.battery = controller, table, battery
        self.faults, self.later = Faults(), Later()
        self.security = Security(options.passkey, bool(options.random))
        self.server = Server(table, self.requested, self.switched, self.refuses)
        self.pairing, self.echoes = options.pairing or options.passkey is not None, options.echoes
        self.link = None
        self.asked = 0  # requests so far
        self.dead = self.away = False
        controller.ask(RESET)
        controller.ask(EVENT_MASK, b"\xff" * 7 + b"\x3f")
        controller.ask(LE_EVENT_MASK, b"\x1f" + bytes(7))
        self.address = ":".join("%02X" % byte for byte in controller.ask(READ_ADDRESS)[6:0:-1])
        if options.random:
            self.address = options.random
            controller.ask(LE_RANDOM_ADDRESS, bytes.fromhex(options.random.replace(":", ""))[::-1])
        self.module = Module(self.address, options.password, options.auth)
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
            self.security.begin(
                lambda pdu: self.link.send(SECURITY, pdu), bytes.fromhex(self.address.replace(":", ""))[::-1], packet[8:15])
            self.module.begin()
            self.dead = self.away
            log("connected", ":".join("%02X" % byte for byte in packet[14:8:-1]))
        elif kind == LE_META and sub == PARAMETERS_REQUEST:
            self.controller.tell(ACCEPT_PARAMETERS, packet[4:14] + bytes(4))
        elif kind == LE_META and sub == KEY_REQUEST:
            key = self.security.key(packet[6:14], struct.unpack_from("<H", packet, 14)[0])
            handle = struct.pack("<H", OWN_HANDLE)
            self.controller.tell(*((NO_KEY_REPLY, handle) if key is None else (KEY_REPLY, handle + key)))
        elif kind == ENCRYPTION and packet[3] == 0 and packet[6]:
            self.security.is_encrypted()
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
        channel, request = self.link.received(packet) if self.link is not None else (0, b"")
        if self.dead or self.faults.deaf:
            return
        if channel == SECURITY:
            self.security.received(request)
        if channel != ATT:
            return
        if self.faults.cut_discovery and request[0] in DISCOVERY:
            self.drop()
            return
        response = self.server.answer(request)
        if response is not None:
            self.link.send(ATT, response)

    def is_locked(self):
        """It wants pairing that has not been."""
        return self.pairing and not self.security.encrypted

    def refuses(self):
        """New firmware refuses nothing, it sends back what it gets."""
        return self.is_locked() and not self.echoes

    def switched(self, on):
        log("notifications", "on" if on else "off")

    def requested(self, request):
        log("request", request.hex())
        self.asked += 1
        if self.faults.idle:
            self.later.add(self.faults.idle, lambda asked=self.asked: self.drop_if_idle(asked))
        if self.is_locked():
            self.later.add(0, lambda: self.notify(1, request))
            return
        if request.startswith(START):
            answer = self.module.answer(request)
            if answer is not None and not self.faults.mute:
                log("module", answer.hex())
                self.later.add(self.faults.delay, lambda: self.notify(-1, answer))
            return
        if not self.module.open:
            return
        answer = self.battery.answer(request) if self.table.is_jbd() else None
        if answer is None or self.faults.mute:
            return
        register, frame = answer
        if self.faults.echo:
            frame = request
        elif self.faults.status:
            frame = response(register, b"", self.faults.status)
        else:
            log("answer", "%02x" % register, frame[4:-3].hex())
        ms = self.faults.delay
        fragments = self.faults.fragments(self.faults.spoil(frame))
        for number, piece in fragments:
            self.later.add(ms, lambda number=number, piece=piece: self.notify(number, piece))
            ms += self.faults.gap
        self.later.add(ms, lambda: log("sent", "%02x" % register))

    def drop_if_idle(self, asked):
        if asked == self.asked:
            log("idle")
            self.drop()

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
