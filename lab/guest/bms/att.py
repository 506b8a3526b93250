"""An ATT server over a table of attributes: 16-bit UUIDs, no long writes."""
import struct

from .gatt import CCCD, PRIMARY, WRITE_COMMAND, WRITE_REQUEST, u16

ERROR, WRITE, COMMAND, NOTIFICATION = 0x01, 0x12, 0x52, 0x1B
INVALID_HANDLE, READ_ONLY, AUTHENTICATION, UNSUPPORTED, BAD_OFFSET, NOT_FOUND, BAD_LENGTH, BAD_GROUP = (
    0x01, 0x03, 0x05, 0x06, 0x07, 0x0A, 0x0D, 0x10)
SMALLEST_MTU = 23
SECONDARY = 0x2801


class Refused(Exception):
    """Becomes an error response."""

    def __init__(self, handle, code):
        super().__init__(code)
        self.handle, self.code = handle, code


class Server:
    """Answers one client at a time.

    on_request is called with the bytes written to the characteristic for requests, on_switch with whether the client
    wants notifications.  refuses says whether it is not to be used for want of pairing.
    """

    def __init__(self, table, on_request, on_switch, refuses):
        self.table, self.on_request, self.on_switch, self.refuses = table, on_request, on_switch, refuses
        self.offered_mtu = 247
        self.mtu = SMALLEST_MTU
        self.answers = {
            0x02: self._exchange_mtu,
            0x04: self._find_information,
            0x06: self._find_by_value,
            0x08: self._read_by_type,
            0x10: self._read_by_group_type,
            0x0A: self._read,
            0x0C: self._read_blob,
            WRITE: self._write_request,
        }

    def begin(self):
        self.mtu = SMALLEST_MTU
        self.table.forget_client()

    def notification(self, value):
        return bytes([NOTIFICATION]) + u16(self.table.notifications) + value[:self.mtu - 3]

    def answer(self, request):
        """The response, or None where there is none to give."""
        opcode = request[0]
        if opcode == COMMAND:
            self._write_command(request)
            return None
        if opcode not in self.answers:
            confirmation_or_command = opcode == 0x1E or opcode & 0x40
            return None if confirmation_or_command else struct.pack("<BBHB", ERROR, opcode, 0, UNSUPPORTED)
        try:
            return self.answers[opcode](request)
        except Refused as refusal:
            return struct.pack("<BBHB", ERROR, opcode, refusal.handle, refusal.code)

    def _exchange_mtu(self, request):
        self.mtu = max(SMALLEST_MTU, min(self.offered_mtu, struct.unpack_from("<H", request, 1)[0]))
        return b"\x03" + u16(self.offered_mtu)

    def _found(self, start, items, room):
        """As many items of equal size as fit."""
        if not items:
            raise Refused(start, NOT_FOUND)
        size = len(items[0])
        equal = [item for position, item in enumerate(items) if all(len(i) == size for i in items[:position + 1])]
        return size, b"".join(equal[:room // size])

    def _find_information(self, request):
        start, end = struct.unpack_from("<HH", request, 1)
        items = [u16(handle) + u16(attribute.type) for handle, attribute in self.table.between(start, end)]
        return b"\x05\x01" + self._found(start, items, self.mtu - 2)[1]

    def _find_by_value(self, request):
        start, end, kind = struct.unpack_from("<HHH", request, 1)
        items = [u16(handle) + u16(self.table.group_end(handle))
                 for handle, attribute in self.table.between(start, end, kind) if attribute.value == request[7:]]
        return b"\x07" + self._found(start, items, self.mtu - 1)[1]

    def _read_by_type(self, request):
        start, end = struct.unpack_from("<HH", request, 1)
        kind = int.from_bytes(request[5:], "little")  # a 128-bit one is not found
        items = [(u16(handle) + attribute.value)[:self.mtu - 2]
                 for handle, attribute in self.table.between(start, end, kind)]
        size, data = self._found(start, items, self.mtu - 2)
        return bytes([0x09, size]) + data

    def _read_by_group_type(self, request):
        start, end = struct.unpack_from("<HH", request, 1)
        kind = int.from_bytes(request[5:], "little")
        if kind != PRIMARY:
            raise Refused(start, NOT_FOUND if kind == SECONDARY else BAD_GROUP)
        items = [u16(handle) + u16(self.table.group_end(handle)) + attribute.value
                 for handle, attribute in self.table.between(start, end, PRIMARY)]
        size, data = self._found(start, items, self.mtu - 2)
        return bytes([0x11, size]) + data

    def _read(self, request):
        return b"\x0B" + self._value(struct.unpack_from("<H", request, 1)[0])[:self.mtu - 1]

    def _read_blob(self, request):
        handle, offset = struct.unpack_from("<HH", request, 1)
        value = self._value(handle)
        if offset > len(value):
            raise Refused(handle, BAD_OFFSET)
        return b"\x0D" + value[offset:offset + self.mtu - 1]

    def _value(self, handle):
        if handle not in self.table.attributes:
            raise Refused(handle, INVALID_HANDLE)
        return self.table.attributes[handle].value

    def _write_request(self, request):
        handle = struct.unpack_from("<H", request, 1)[0]
        self._value(handle)
        if handle in (self.table.switch, self.table.requests) and self.refuses():
            raise Refused(handle, AUTHENTICATION)
        if self.table.attributes[handle].type == CCCD:
            self._switch(handle, request[3:])
        elif handle == self.table.requests and self.table.writes & WRITE_REQUEST:
            self.on_request(request[3:])
        else:
            raise Refused(handle, READ_ONLY)
        return b"\x13"

    def _switch(self, handle, value):
        if len(value) != 2:
            raise Refused(handle, BAD_LENGTH)
        self.table.attributes[handle].value = value
        if handle == self.table.switch:
            self.on_switch(self.table.notifying())

    def _write_command(self, command):
        handle = struct.unpack_from("<H", command, 1)[0]
        if handle == self.table.requests and self.table.writes & WRITE_COMMAND and not self.refuses():
            self.on_request(command[3:])
