"""The attribute table of a board: what its Bluetooth module offers."""
from dataclasses import dataclass

PRIMARY, CHARACTERISTIC, CCCD, DESCRIPTION = 0x2800, 0x2803, 0x2902, 0x2901
READ, WRITE_COMMAND, WRITE_REQUEST, NOTIFY, INDICATE = 0x02, 0x04, 0x08, 0x10, 0x20
WRITES = {"command": WRITE_COMMAND, "request": WRITE_REQUEST, "both": WRITE_COMMAND | WRITE_REQUEST}
HEART_RATE = 0x180D


def u16(number):
    return number.to_bytes(2, "little")


@dataclass
class Attribute:
    type: int
    value: bytes = b""


class Table:
    """Attributes by handle.

    service: 0xFF00 or 0xFFF0 for the layouts of JBD boards, anything else for a device that is no JBD.
    writes: what the characteristic for requests takes.
    first_handle: where the service begins; boards differ.
    """

    def __init__(self, name, service=0xFF00, writes="both", first_handle=10):
        self.attributes = {}
        self.next = 1
        self.service, self.writes = service, WRITES[writes]
        self._add(PRIMARY, u16(0x1800))
        self._characteristic(READ, 0x2A00, name.encode())
        self._characteristic(READ, 0x2A01, u16(0))
        self._add(PRIMARY, u16(0x1801))
        self._characteristic(INDICATE, 0x2A05, b"\x01\x00\xff\xff")
        self._add(CCCD, u16(0))
        self.next = max(self.next, first_handle)
        self._add(PRIMARY, u16(service))
        self.notifications = self._characteristic(READ | NOTIFY, self._uuid(1), b"\x00")
        self.switch = self._add(CCCD, u16(0))
        self._add(DESCRIPTION, b"read")
        self.requests = self._characteristic(self.writes, self._uuid(2), b"\x00")
        self._add(DESCRIPTION, b"write")

    def _uuid(self, number):
        return self.service + number if self.service != HEART_RATE else 0x2A36 + number

    def _add(self, kind, value):
        handle = self.next
        self.attributes[handle] = Attribute(kind, value)
        self.next += 1
        return handle

    def _characteristic(self, properties, uuid, value):
        self._add(CHARACTERISTIC, bytes([properties]) + u16(self.next + 1) + u16(uuid))
        return self._add(uuid, value)

    def between(self, start, end, kind=None):
        """(handle, attribute) in order, of one type if it is given."""
        return [(handle, attribute) for handle, attribute in self.attributes.items()
                if start <= handle <= end and kind in (None, attribute.type)]

    def group_end(self, start):
        """The last handle of the service that begins at start."""
        later = [handle for handle, _ in self.between(start + 1, 0xFFFF, PRIMARY)]
        return max(handle for handle in self.attributes if handle < later[0]) if later else 0xFFFF

    def is_jbd(self):
        return self.service in (0xFF00, 0xFFF0)

    def notifying(self):
        return bool(self.attributes[self.switch].value[0] & 1)

    def forget_client(self):
        """Notifications are off at the start of each link."""
        for _, attribute in self.between(1, 0xFFFF, CCCD):
            attribute.value = u16(0)
