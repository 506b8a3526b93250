"""python3 -m measure [ROUNDS]: the table, in Markdown."""
import statistics
import sys

from harness.suite import Lab
from harness.watch import Watch

from .clients import Cellwarden, Python
from .cpu import Meter, mebibytes

WARM_UP, ROUNDS, PORT = 5, int((sys.argv[1:] or ["20"])[0]), 18830
STEPS = ("connect", "resolve", "notify", "read", "end", "total", "hold")
# nothing else on this battery is like these
CURRENT, CELLS = -4521, (3301, 3298, 3312, 3065)


def turn(client, battery):
    """One cycle: times, hold and CPU in ms, or an error."""
    meter, holds = Meter(client.pid), len(battery.holds())
    result = client.turn()
    result["cpu"] = meter.milliseconds()
    if "times" in result:
        result["times"]["hold"] = sum(battery.holds()[holds:]) * 1000
        expected = [sum(CELLS) // 10 / 100, CURRENT / 100, [cell / 1000 for cell in CELLS]]
        assert result["sample"] == expected, "%s read %s" % (client.name, result["sample"])
    return result


def figure(value):
    """Milliseconds, finer where they are few."""
    return "%.0f" % value if value >= 10 else "%.1f" % value


def row(client, results):
    """One row of the table."""
    good = [result["times"] for result in results if "times" in result]
    cells = []
    for step in STEPS:
        values = [times[step] for times in good if step in times]
        cells.append(figure(statistics.median(values)) if values else "")
    cpu = {name: statistics.mean(result["cpu"][name] for result in results) for name in results[0]["cpu"]}
    cells += ["%.0f" % sum(cpu.values()), ", ".join("%s %.0f" % used for used in cpu.items()),
              "%.0f, %.0f" % (mebibytes(client.pid, "RssAnon"), mebibytes(client.pid, "VmRSS")),
              ", ".join(sorted(result["error"] for result in results if "error" in result))]
    return "| %s | %s |" % (client.name, " | ".join(cells))


def main():
    battery = Lab([""]).batteries[0]
    battery.tell("set current %d" % CURRENT)
    battery.tell("set cells %s" % " ".join(map(str, CELLS)))
    with open("/tmp/measure.conf", "w", encoding="ascii") as file:
        file.write("listener %d 127.0.0.1\nallow_anonymous true\n" % PORT)
    broker = Watch("mosquitto", "-v", "-c", "/tmp/measure.conf")
    broker.wait("broker", lambda line: " running" in line)
    clients = [
        Cellwarden(battery, "kernel", PORT),
        Cellwarden(battery, "bluez", PORT),
        Python(battery, "bleak, device kept", "with_bleak", "kept"),
        Python(battery, "aiobmsble", "with_aiobmsble"),
        Python(battery, "bleak, by address", "with_bleak", "new"),
    ]
    results = {client.name: [] for client in clients}
    for number in range(WARM_UP + ROUNDS):
        for client in clients:
            results[client.name].append(turn(client, battery))
        print("round %d of %d" % (number + 1, WARM_UP + ROUNDS), file=sys.stderr)
    print("Medians of %d rounds after %d, in ms; CPU is the mean of a cycle, all processes; memory in MiB: anonymous, resident.\n"
          % (ROUNDS, WARM_UP))
    print("| | %s | CPU | of which | memory | errors |" % " | ".join(STEPS))
    print("|" + "---|" * (len(STEPS) + 5))
    for client in clients:
        print(row(client, results[client.name][WARM_UP:]))
        client.end()
    print("\nhold: connected to disconnected, as the battery sees it. Ours includes journal and publish, the others only read."
          "\nbluetoothd ends a link up to 2.75 s after it was told to, by the phase of a second: totals over it have no order.")


main()
