"""The Bluetooth module in front of the board: frames FF AA <command> <length> <data> <sum of the three>, and its password.

15 the key of the phone app, or a PIN    17 a random byte    18 the password, scrambled    1D the root secret, scrambled
"""
import os

START = b"\xff\xaa"
KEY, RANDOM, PASSWORD, ROOT = 0x15, 0x17, 0x18, 0x1D
OK, WRONG, NONE_SET = b"\x00", b"\x01", b"\x02"
APP, VENDOR = b"000000", b"JBDbtpwd!@#2023"


def frame(command, data):
    body = bytes([command, len(data)]) + data
    return START + body + bytes([sum(body) & 0xFF])


def scrambled(secret, address, random):
    """Each byte with that of the address, which ends before a long secret, and with the random byte."""
    return bytes((byte ^ mac) + random & 0xFF for byte, mac in zip(secret, address + bytes(len(secret))))


class Module:
    """password: six characters, or None.  auth: `full` as the phone app, or `pin`.  locks: wrong passwords that it bears."""

    def __init__(self, address, password=None, auth="full", locks=5):
        self.address = bytes.fromhex(address.replace(":", ""))
        self.password = password.encode() if password else None
        self.auth, self.locks, self.wrong = auth, locks, 0
        self.begin()

    def begin(self):
        """A new link."""
        self.random, self.known = 0, False
        self.open = self.password is None

    def takes(self, right):
        """Counts: after too many wrong passwords not even the right one is taken."""
        taken = right and self.wrong < self.locks
        self.wrong = 0 if taken else self.wrong + 1
        return taken

    def answer(self, request):
        """The frame that answers, or None where it says nothing."""
        command, data = request[2], request[4:-1]
        if request != frame(command, data):
            return None
        if command == KEY:
            return frame(KEY, self.key(data))
        if command == RANDOM:
            self.random = os.urandom(1)[0]
            return frame(RANDOM, bytes([self.random]))
        if command == PASSWORD and self.auth == "full" and self.password is not None:
            self.known = self.takes(data == scrambled(self.password, self.address, self.random))
            return frame(PASSWORD, OK if self.known else WRONG)
        if command == ROOT:
            right = data == scrambled(VENDOR, self.address, self.random)
            self.open |= self.known and right
            return frame(ROOT, OK if right else WRONG)
        return None

    def key(self, data):
        if self.password is None:
            return NONE_SET
        if self.auth == "pin":
            self.open = self.takes(data == self.password)
            return OK if self.open else WRONG
        return OK if data == APP else WRONG
