"""What a sample must say, worked out from the bytes that the battery sent, independently of the program."""
import datetime
import json
from collections import namedtuple
from decimal import ROUND_HALF_UP, Decimal

PROTECTIONS = (
    "cell_overvoltage cell_undervoltage pack_overvoltage pack_undervoltage charge_overtemperature charge_undertemperature"
    " discharge_overtemperature discharge_undertemperature charge_overcurrent discharge_overcurrent short_circuit"
    " frontend_ic_error mosfet_software_lock charge_mosfet_breakdown discharge_mosfet_breakdown reserved_15").split()
AROUND = {"seq", "time", "battery", "link"}
# what the service adds up from sample to sample
COUNTERS = ("energy_charged", "energy_discharged", "charge_in", "charge_out", "energy_covered")
DERIVED = ("stored_energy", "charge_power", "discharge_power", "time_to_empty", "time_to_full", "time_since_full_charge")
MILLISECOND = 0.001  # what the time of a sample is cut to


def rounded(number, digits):
    return float(number.quantize(Decimal(10) ** -digits, ROUND_HALF_UP))


def word(data, at):
    return int.from_bytes(data[at:at + 2], "big")


def date(packed):
    try:
        return datetime.date(2000 + (packed >> 9), packed >> 5 & 15, packed & 31).isoformat()
    except ValueError:
        return None


def from_basic(data):
    """The fields of register 03."""
    current = word(data, 2) - (word(data, 2) >> 15 << 16)
    count, probes = data[21], data[22]
    balancing = word(data, 12) | word(data, 14) << 16
    block = data[23 + 2 * probes:]
    per_unit = 10 if data[20] & 0x80 or len(block) >= 9 and block[0] & 0x80 else 100
    learned = word(block, 3) if len(block) >= 9 else 0
    whole = learned or word(data, 6)
    more = {}
    if whole:
        more["soc_by_capacity"] = rounded(Decimal(100 * word(data, 4)) / whole, 2)
    if learned:
        more["full_charge_capacity"] = learned / per_unit
    if len(block) >= 9:
        assert word(block, 1) == 0, "no battery of the lab warns"
        more["warnings"] = []
        more["balance_current"] = (word(block, 7) - (word(block, 7) >> 15 << 16)) / 1000
    return {
        **more,
        "voltage": word(data, 0) / 100,
        "current": current / per_unit,
        "power": rounded(Decimal(word(data, 0)) * current / (100 * per_unit), 2),
        "soc": data[19],
        "remaining_capacity": word(data, 4) / per_unit,
        "nominal_capacity": word(data, 6) / per_unit,
        "cycles": word(data, 8),
        "temperatures": [(word(data, 23 + 2 * probe) - 2731) / 10 for probe in range(probes)],
        "balancing": [cell + 1 for cell in range(count) if balancing >> cell & 1],
        "protections": [name for bit, name in enumerate(PROTECTIONS) if word(data, 16) >> bit & 1],
        "charge_fet": bool(data[20] & 1),
        "discharge_fet": bool(data[20] & 2),
        "production_date": date(word(data, 10)),
        "software_version": "%x.%x" % divmod(data[18], 16),
    }


def from_cells(data):
    """The fields of register 04."""
    millivolts = [word(data, at) for at in range(0, len(data), 2)]
    low, high = min(millivolts), max(millivolts)
    return {
        "cells": [value / 1000 for value in millivolts],
        "cell_min": low / 1000,
        "cell_max": high / 1000,
        "cell_avg": rounded(Decimal(sum(millivolts)) / (1000 * len(millivolts)), 4),
        "cell_delta": (high - low) / 1000,
        "cell_min_number": millivolts.index(low) + 1,
        "cell_max_number": millivolts.index(high) + 1,
    }


Answer = namedtuple("Answer", "at register fields before")  # before: the next request came then, or never


def answers(battery, since=0):
    """Each answer of a battery that had 03 or 04, in order, from that line of its log on."""
    decoders = {"03": from_basic, "04": from_cells}
    found, waiting = [], 0
    for at, kind, rest in battery.events("answer", "request", since=since):
        if kind == "request":
            found[waiting:] = [answer._replace(before=at) for answer in found[waiting:]]
            waiting = len(found)
            continue
        register, _, payload = rest.partition(" ")
        if register in decoders:
            found.append(Answer(at, register, decoders[register](bytes.fromhex(payload)), float("inf")))
    return found


def derived_right(derived, sample):
    """Whether what follows from one reading does; of the smoothed times only which can be known."""
    power, amperes = sample["power"], sample["current"]
    empty, full, since = (derived[name] for name in DERIVED[3:])
    return (abs(derived["stored_energy"] - sample["remaining_capacity"] * sample["voltage"]) < 0.051
            and derived["charge_power"] == max(0, power) and derived["discharge_power"] == max(0, -power)
            and (empty is None or amperes <= 0 and empty >= 0) and (full is None or amperes >= 0 and full >= 0)
            and (since is None or since >= 0 and since % 60 == 0))


def check_values(samples, battery, model="JBD-SP04S020-L4S-100A", since=0):
    """Each sample says, in every field, what the battery answered: to one request for 03 and a later one for 04, both
    later than those of the sample before.  Its time lies between the answer to 03 and the request that followed.

    since: the line of the battery's log where the samples begin; what it answered to others before is none of them."""
    sent = answers(battery, since)
    position = 0
    counters = dict.fromkeys(COUNTERS, 0)
    for sample in samples:
        basic = following(sent, position, "03", sample)
        cells = following(sent, basic + 1, "04", sample)
        position = cells + 1
        values = {name: value for name, value in sample.items() if name not in AROUND}
        counted = {name: values.pop(name, 0) for name in COUNTERS}
        derived = {name: values.pop(name) for name in DERIVED}
        assert derived_right(derived, sample), sample
        assert all(counted[name] >= before for name, before in counters.items()), "a counter fell: %s" % sample
        counters = counted
        # asked in the first polls only, where the answer may have been lost
        assert values.pop("hardware_version") in (model, None), sample
        wanted = {**sent[basic].fields, **sent[cells].fields}
        assert values == wanted, difference(values, wanted)
        claimed = datetime.datetime.fromisoformat(sample["time"]).timestamp()
        assert sent[basic].at - MILLISECOND <= claimed <= sent[basic].before, (
            "answered at %.3f, asked again at %.3f, sample of %.3f" % (sent[basic].at, sent[basic].before, claimed))


def following(sent, position, register, sample):
    """The place of the first answer from position on that the sample can come from."""
    for at in range(position, len(sent)):
        answer = sent[at]
        if answer.register == register and all(sample.get(name) == value for name, value in answer.fields.items()):
            return at
    nearest = next((answer.fields for answer in sent[position:] if answer.register == register), {})
    raise AssertionError("no answer to %s says this: %s; the next one differs in %s" % (
        register, json.dumps(sample), difference({name: sample.get(name) for name in nearest}, nearest)))


def difference(values, wanted):
    return {name: (values.get(name), wanted.get(name)) for name in values.keys() | wanted.keys()
            if values.get(name) != wanted.get(name)}
