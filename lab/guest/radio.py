"""A bad radio, as Bluetooth LE meets it: no byte is lost and none changes its place. A packet that is not heard is sent again at
the next connection event, so all comes later; a link on which nothing is heard for too long ends.

The times are those that Linux asks the controller for: connection events every 30 to 50 ms, of which controllers take the
longest, and 420 ms until a silent link ends. A device advertises every 100 ms here.
"""
import random
import time
from dataclasses import dataclass

EVENT, SUPERVISION, ADVERT = 0.05, 0.42, 0.1  # s
SETTLING = 6  # events within which a new link must be heard at all
TIMED_OUT, NOT_ESTABLISHED = 0x08, 0x3E


@dataclass
class Link:
    """ends: when, on the monotonic clock; silent: the order to connect was not heard, so it only seems to stand; over: its end
    was ordered."""

    ends: float
    reason: int
    silent: bool
    over: bool = False


class Radio:
    """Loses each packet with the same chance; perfect while `loss` is None."""

    def __init__(self):
        self.loss, self.links, self.random = None, {}, random.Random(1)

    def set(self, word):
        """Percent of the packets that are lost, or off; links that stand stay as they are."""
        self.loss = None if word == "off" else int(word) / 100

    def hears(self):
        return self.loss is None or self.random.random() >= self.loss

    def _failures(self, hops):
        """Tries that fail before one succeeds, for which so many packets must be heard."""
        count = 0
        while not all(self.hears() for _ in range(hops)):
            count += 1
        return count

    def connecting(self):
        """Milliseconds until the advert is heard that a connect waits for."""
        return 0 if self.loss is None else 1000 * ADVERT * (0.5 + self._failures(1))

    def connected(self, handle, in_ms):
        """A link that begins in so many milliseconds."""
        begins = time.monotonic() + in_ms / 1000
        if self.loss is None:
            self.links.pop(handle, None)
        elif not self.hears():
            self.links[handle] = Link(begins + SETTLING * EVENT, NOT_ESTABLISHED, True)
        else:
            self.links[handle] = Link(begins + self._lifetime(), TIMED_OUT, False)

    def _lifetime(self):
        """Seconds until nothing was heard for too long; at least that long, at most an hour."""
        elapsed = silence = 0.0
        while silence < SUPERVISION and elapsed < 3600:
            elapsed += EVENT
            silence = 0.0 if self.hears() and self.hears() else silence + EVENT
        return elapsed

    def delay(self, handle, hops):
        """Milliseconds that a packet takes, or None if it never comes. hops: 1 to the battery; 2 from it, since it only
        speaks when it is spoken to."""
        link = self.links.get(handle)
        if self.loss is None and link is None:
            return 0
        return None if link and link.silent else 1000 * EVENT * (0.5 + self._failures(hops))

    def ended(self, handle):
        """The reason, where the end was ordered here, or None."""
        link = self.links.pop(handle, None)
        return link.reason if link and link.over else None

    def due(self):
        """(handles whose end is to be ordered now, seconds until the next one or None)."""
        now = time.monotonic()
        standing = {handle: link for handle, link in self.links.items() if not link.over}
        ending = [handle for handle, link in standing.items() if link.ends <= now]
        for handle in ending:
            standing.pop(handle).over = True
        return ending, min((link.ends - now for link in standing.values()), default=None)
