"""What a subscriber got, beside what the journal holds: the same samples, each at least once, live or as history."""
import json


def identity(sample):
    return sample["battery"], sample["seq"]


def sample_in(line):
    """The sample that a message, its topic first, carries; or None."""
    topic, _, payload = line.partition(" ")
    parts = topic.split("/")
    if len(parts) not in (2, 3) or parts[1] == "bridge" or parts[2:] not in ([], ["history"]):
        return None
    sample = json.loads(payload)
    assert sample["battery"] == parts[1], "a sample of %s on %s" % (sample["battery"], topic)
    return sample


class Delivered(dict):
    """Samples by battery and number."""

    def add(self, lines):
        for line in lines:
            sample = sample_in(line)
            if sample is not None:
                known = self.setdefault(identity(sample), sample)
                assert known == sample, "two samples have the number %s %d" % identity(sample)


def missing(samples, delivered):
    """Those of the journal that did not come."""
    return [sample for sample in samples if identity(sample) not in delivered]


def compare(delivered, wanted, journalled):
    """wanted: what must have come; journalled: what the journal holds since, which comes before the wire."""
    assert not missing(wanted, delivered), "never delivered: %s" % missing(wanted, delivered)
    assert [sample["seq"] for sample in journalled] == list(range(1, len(journalled) + 1)), "gaps in seq"
    by_identity = {identity(sample): sample for sample in journalled}
    wrong = {key: (sample, by_identity.get(key)) for key, sample in delivered.items() if by_identity.get(key) != sample}
    assert not wrong, "delivered, but not as journalled: %s" % wrong
