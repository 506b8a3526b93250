"""L2CAP of one link: packets cut and joined, and its signalling answered as a plain BMS would."""
import struct

OWN_HANDLE = 42  # what btvirt calls a peripheral's only link
FIRST, CONTINUED = 2, 1
FOREIGN_HANDLE = 1 << 14
BUFFER = 27  # the smallest that a controller may have

ATT, SIGNALLING, SECURITY = 4, 5, 6
COMMAND_REJECT = 0x01
REQUESTS = (0x12, 0x14, 0x17)


class Link:
    """A link that stands."""

    def __init__(self, controller, handle):
        self.controller, self.handle = controller, handle
        self.joined = b""

    def send(self, channel, payload):
        rest = struct.pack("<HH", len(payload), channel) + payload
        boundary = FIRST
        while rest:
            part, rest = rest[:BUFFER], rest[BUFFER:]
            self._send(boundary << 12, part)
            boundary = CONTINUED

    def _send(self, flags, part):
        """btvirt tells the peer's handle at the start of the link, but then wants ours and passes it on as written:
        so the peer's goes before the data, and adapter.py puts it into its place."""
        if self.handle == OWN_HANDLE:
            self.controller.send_data(OWN_HANDLE | flags, part)
        else:
            self.controller.send_data(OWN_HANDLE | flags | FOREIGN_HANDLE, struct.pack("<H", self.handle) + part)

    def received(self, packet):
        """Takes one data packet; returns the channel and the payload that it completes, or (0, b"")."""
        header, size = struct.unpack_from("<HH", packet, 1)
        data = packet[5:5 + size]
        self.joined = self.joined + data if header >> 12 & 3 == CONTINUED else data
        if len(self.joined) < 4 or len(self.joined) < 4 + struct.unpack_from("<H", self.joined)[0]:
            return 0, b""
        size, channel = struct.unpack_from("<HH", self.joined)
        payload, self.joined = self.joined[4:4 + size], b""
        if channel == SIGNALLING and payload[0] in REQUESTS:
            self.send(SIGNALLING, bytes([COMMAND_REJECT, payload[1], 2, 0, 0, 0]))
        return channel, payload
