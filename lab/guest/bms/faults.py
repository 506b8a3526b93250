"""What can go wrong with an answer on its way, and the answers on their way."""
import time
from dataclasses import dataclass, fields


@dataclass
class Faults:
    """All off at first.  Fragments are counted from 1."""

    mute: bool = False  # requests are taken, nothing is answered
    deaf: bool = False  # ATT requests are not answered either
    corrupt: bool = False  # a bit of each answer is flipped, so that its checksum is wrong
    delay: int = 0  # ms before each answer
    gap: int = 0  # ms between fragments
    fragment: int = 20  # bytes
    drop: int = 0  # this fragment of each answer is left out
    cut: int = 0  # the link drops after this fragment of the next answer
    cuts: int = 0  # the same with each answer
    stall: int = 0  # from this fragment of the next answer on the device is dead, though its link stays
    idle: int = 0  # ms without a request after which the module drops the link
    cut_discovery: bool = False  # the link drops when services are looked for
    echo: bool = False  # each request comes back instead of an answer
    status: int = 0  # with which each register is refused

    def set(self, name, value):
        """By name, as the control FIFO gives it."""
        kinds = {field.name: field.type for field in fields(self)}
        if name not in kinds:
            raise ValueError("no fault " + name)
        setattr(self, name, value == "on" if kinds[name] is bool else int(value))

    def spoil(self, frame):
        """The frame as it goes out."""
        return frame[:-4] + bytes([frame[-4] ^ 1]) + frame[-3:] if self.corrupt else frame

    def fragments(self, frame):
        """(number, bytes) of each fragment that goes out."""
        pieces = [frame[at:at + self.fragment] for at in range(0, len(frame), self.fragment)]
        return [(number, piece) for number, piece in enumerate(pieces, 1) if number != self.drop]


class Later:
    """Things to do at their time."""

    def __init__(self):
        self.jobs = []

    def add(self, ms, do):
        self.jobs.append((time.monotonic() + ms / 1000, do))

    def clear(self):
        self.jobs = []

    def run(self):
        """Does what is due; returns the seconds until more is, or None."""
        now = time.monotonic()
        due = [job for job in self.jobs if job[0] <= now]
        self.jobs = [job for job in self.jobs if job[0] > now]
        for _, do in sorted(due, key=lambda job: job[0]):
            do()
        return max(0, min(at for at, _ in self.jobs) - now) if self.jobs else None
