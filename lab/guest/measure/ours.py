"""Cellwarden's own polls, from its debug log, its samples and the battery's log."""
import os
import re
import statistics

from harness.program import Service, WORK
from harness.watch import Watch

from .cpu import Meter

STEPS = re.compile(r"ble:\S* \w+: (connect \d+ ms.*)")
STEP = re.compile(r"(\w+) (\d+) ms")
WARM_UP, CYCLES = 15, 20


def at_battery(battery, register, mark):
    """ms from a request's arrival at the battery to its last notification, for each answer after the mark."""
    times, begun = [], None
    for line in battery.log.text()[mark:]:
        at, kind, *rest = line.split(" ", 2)
        if kind == "answer" and rest[0].startswith(register):
            begun = float(at)
        elif kind == "sent" and rest[0] == register and begun is not None:
            times.append((float(at) - begun) * 1000)
            begun = None
    return times


def measure(battery, stack):
    """One row of the table: medians in ms of polls after the warm-up, and CPU of one."""
    os.environ["JDK_JAVA_OPTIONS"] = "-Dorg.slf4j.simpleLogger.log.cellwarden=debug"
    name = "battery%d" % battery.number
    with Service([battery], stack) as service:
        service.wait_samples(WARM_UP)
        log = Watch.file(WORK + "/cellwarden.log")
        meter, mark, before = Meter(service.process.pid), battery.log.mark(), len(service.samples(name))
        holds = len(battery.holds())
        service.wait_samples(CYCLES)
        cpu = {name: used / CYCLES for name, used in meter.milliseconds().items()}
        samples = service.samples(name)[before:before + CYCLES]
        held = [seconds * 1000 for seconds in battery.holds()[holds:]]
        steps = [dict(STEP.findall(found[1])) for found in map(STEPS.search, log.text()) if found][-CYCLES:]
    row = {name: statistics.median(int(step[name]) for step in steps)
           for name in ("connect", "resolve", "notify", "end")}
    row["read"] = statistics.median(sample["link"]["read_ms"] for sample in samples)
    row["03"] = statistics.median(at_battery(battery, "03", mark))
    row["04"] = statistics.median(at_battery(battery, "04", mark))
    row["total"] = statistics.median(
        sample["link"]["connect_ms"] + sample["link"]["read_ms"] for sample in samples) + row["end"]
    row["hold"] = statistics.median(held)
    return row, cpu
