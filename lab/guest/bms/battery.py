"""What the board measures, in the raw units of its registers, and the frames that it answers with.

Request:  DD A5 <register> <length> <data> <checksum> 77     checksum = 0x10000 - sum(register, length, data)
Response: DD <register> <status> <length> <data> <checksum> 77          0x10000 - sum(status, length, data)
"""
import struct

START, READ, END = 0xDD, 0xA5, 0x77
UNKNOWN_REGISTER = 0x80
NUMBERS = ("voltage", "current", "remaining", "nominal", "cycles", "production_date", "balance_low", "balance_high",
           "protection", "version", "soc", "fets")
LISTS = ("cells", "temperatures")
LOWEST, DIGITS = 3200, 250  # mV


def checksum(data):
    return struct.pack(">H", 0x10000 - sum(data) & 0xFFFF)


def response(register, data, status=0):
    body = bytes([status, len(data)]) + data
    return bytes([START, register]) + body + checksum(body) + bytes([END])


def counted_on(cells):
    """The next of very many settings: the cells are the digits of a number, each from 3.2 V to 3.45 V."""
    following, carry = [], 1
    for cell in cells:
        digit = (cell - LOWEST) % DIGITS + carry
        carry, digit = divmod(digit, DIGITS)
        following.append(LOWEST + digit)
    return following


class Battery:
    """Its values are attributes; `voltage` None means the sum of the cells."""

    def __init__(self, cells=4, ntcs=2, model="JBD-SP04S020-L4S-100A"):
        self.voltage = None  # 10 mV
        self.current = -123  # 10 mA, positive while charging
        self.remaining, self.nominal = 8123, 10000  # 10 mAh
        self.cycles = 17
        self.production_date = (24 << 9) | (5 << 5) | 20
        self.balance_low = self.balance_high = self.protection = 0
        self.version, self.soc, self.fets = 0x21, 81, 3
        self.cells = [3300 + number for number in range(cells)]  # mV
        self.temperatures = [2731 + 215 + number for number in range(ntcs)]  # 0.1 K
        self.model = model
        self.drifts = False
        self.tenfold = False  # current and capacities in tenths, as a board says after the temperatures

    def set(self, what, values):
        """One value by name, as the control FIFO gives it."""
        if what in NUMBERS:
            setattr(self, what, int(values[0], 0))
        elif what in LISTS:
            setattr(self, what, [int(value, 0) for value in values])
        elif what == "tenfold":
            self.tenfold = values[0] == "on"
        elif what == "model":
            self.model = " ".join(values)
        else:
            raise ValueError("no value " + what)

    def basic(self):
        voltage = sum(self.cells) // 10 if self.voltage is None else self.voltage
        return struct.pack(
            ">HhHHHHHHHBBBBB", voltage, self.current, self.remaining, self.nominal, self.cycles, self.production_date,
            self.balance_low, self.balance_high, self.protection, self.version, self.soc, self.fets, len(self.cells),
            len(self.temperatures)) + struct.pack(">%dH" % len(self.temperatures), *self.temperatures) + self.block()

    def block(self):
        """What a board with tenfold units adds: state bits, alarms, full charge, remaining once more, balance current."""
        return struct.pack(">BHHHH", 0x88, 0, self.nominal, self.remaining, 0) if self.tenfold else b""

    def payload(self, register):
        """What a register holds, or None where the board has no such register."""
        if register == 0x03:
            return self.basic()
        if register == 0x04:
            return struct.pack(">%dH" % len(self.cells), *self.cells)
        return self.model.encode() if register == 0x05 else None

    def answer(self, request):
        """(register, frame) for a request, or None where a BMS stays silent."""
        if len(request) < 7 or request[:2] != bytes([START, READ]) or len(request) != 7 + request[3]:
            return None
        if request[-3:] != checksum(request[2:-3]) + bytes([END]):
            return None
        register = request[2]
        payload = self.payload(register)
        if payload is None:
            return register, response(register, b"", UNKNOWN_REGISTER)
        if self.drifts:
            self._drift(register)
        return register, response(register, payload)

    def _drift(self, register):
        """No two answers alike: an old one cannot pass for a new one."""
        if register == 0x03:
            self.current = -(-self.current % 30000 + 1)
            self.cycles = (self.cycles + 1) % 0x10000
            self.remaining = (self.remaining - 1) % 0x10000
        elif register == 0x04:
            self.cells = counted_on(self.cells)
