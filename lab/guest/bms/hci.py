"""HCI to one controller of `btvirt -s`: commands, events and data as H4 packets on a UNIX socket."""
import select
import socket
import struct
import sys
import time

COMMAND, DATA, EVENT = 1, 2, 4
COMMAND_COMPLETE, COMMAND_STATUS = 0x0E, 0x0F
DEADLINE = 5


class Controller:
    """Blocking, for one thread.  What comes while a command is waited for is kept for `receive`."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.kept, self.stream = [], b""

    def fileno(self):
        return self.socket.fileno()

    def pending(self):
        """Whether `receive` has something without asking the socket."""
        return bool(self.kept or self.stream)

    def tell(self, opcode, parameters=b""):
        """Sends a command without waiting for its answer."""
        self.socket.sendall(bytes([COMMAND]) + struct.pack("<HB", opcode, len(parameters)) + parameters)

    def ask(self, opcode, parameters=b""):
        """Sends a command and returns the return parameters, its status first."""
        self.tell(opcode, parameters)
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end:
            if not self.stream and not select.select([self.socket], [], [], DEADLINE)[0]:
                continue
            packet = self._packet()
            if packet[:2] == bytes([EVENT, COMMAND_COMPLETE]) and packet[4:6] == struct.pack("<H", opcode):
                return packet[6:]
            if packet[:2] == bytes([EVENT, COMMAND_STATUS]) and packet[5:7] == struct.pack("<H", opcode):
                return packet[3:4]
            self.kept.append(packet)
        raise TimeoutError("btvirt does not answer HCI command %04x" % opcode)

    def send_data(self, header, data):
        """One ACL packet; the header is the handle with its flags."""
        self.socket.sendall(bytes([DATA]) + struct.pack("<HH", header, len(data)) + data)

    def receive(self):
        """The next packet: an event or data."""
        return self.kept.pop(0) if self.kept else self._packet()

    def _packet(self):
        self._have(1)
        size_at, form = (3, "<H") if self.stream[0] == DATA else (2, "B")
        head = size_at + struct.calcsize(form)
        self._have(head)
        size = head + struct.unpack_from(form, self.stream, size_at)[0]
        self._have(size)
        packet, self.stream = self.stream[:size], self.stream[size:]
        return packet

    def _have(self, count):
        while len(self.stream) < count:
            received = self.socket.recv(4096)
            if not received:
                sys.exit("btvirt is gone")
            self.stream += received
