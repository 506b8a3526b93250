"""python3 -m measure: the table, in Markdown."""
import json
import statistics
import subprocess

from harness.suite import Lab

from . import ours

COLUMNS = ("connect", "resolve", "notify", "read", "03", "04", "end", "total", "hold")


def rival(battery):
    """The row of bleak; None if it does not work here."""
    done = subprocess.run(["python3", "-m", "measure.rival", battery.address, "25"], capture_output=True, text=True,
                          timeout=300, check=False)
    cycles = [json.loads(line) for line in done.stdout.splitlines()][5:]
    if not cycles:
        return None
    row = {name: statistics.median(cycle["times"][name] for cycle in cycles) for name in cycles[0]["times"]}
    row["read"] = row["03"] + row["04"]
    row["total"] = statistics.median(sum(cycle["times"].values()) for cycle in cycles)
    cpu = {name: statistics.mean(cycle["cpu"][name] for cycle in cycles) for name in cycles[0]["cpu"]}
    return row, cpu


def figure(value):
    """Milliseconds, finer where they are few."""
    return "%.0f" % value if value >= 10 else "%.1f" % value


def line(name, measured):
    """One row of the table."""
    if measured is None:
        return "| %s | does not work here |" % name
    row, cpu = measured
    cells = [figure(row[column]) if column in row else "" for column in COLUMNS]
    cells += ["%.1f" % sum(cpu.values()), ", ".join("%s %.1f" % used for used in cpu.items())]
    return "| %s | %s |" % (name, " | ".join(cells))


def main():
    lab = Lab(["", "", ""])
    rows = []
    for battery, stack in zip(lab.batteries, ("kernel", "bluez")):
        rows.append(line("Cellwarden, %s" % stack, ours.measure(battery, stack)))
    rows.append(line("bleak (up to the last answer)", rival(lab.batteries[2])))
    print("\nMedians of %d polls after %d, in ms; CPU is the mean of a poll, all processes together, and too much on a busy"
          " host.\n" % (ours.CYCLES, ours.WARM_UP))
    print("| | %s | CPU | of which |" % " | ".join(COLUMNS))
    print("|" + "---|" * (len(COLUMNS) + 3))
    print("\n".join(rows))
    print("\nread: both answers, as the program sees it; 03, 04: from the request's arrival at the battery to its last"
          " notification\n(bleak: as the program sees it); hold: connected to disconnected, as the battery sees it.")


main()
