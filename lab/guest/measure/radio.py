"""python3 -m measure.radio [POLLS]: how many polls succeed over a bad radio, and how soon: ours by both stacks beside bleak and
aiobmsble, as a table in Markdown."""
import json
import math
import subprocess
import sys

from harness.program import command
from harness.suite import Lab

from .clients import Python

POLLS = int((sys.argv[1:] or ["50"])[0])
LOSSES = ("off", 20, 50)
STACKS = ("kernel", "bluez")
HEAD = ("packets lost", "", "polls", "succeeded", "half within", "nine tenths within", "longest")


def ours(battery, stack):
    """(succeeded, seconds: half, nine tenths, longest) of as many polls, one after the other."""
    done = subprocess.run(command("soak", "--cycles", str(POLLS), battery.uri(stack), "--json"),
                          capture_output=True, text=True, check=False)
    *rows, end = map(json.loads, done.stdout.splitlines())
    print(stack, end["sentence"], file=sys.stderr)
    return POLLS - rows[-1]["failures"], [end[name] / 1000 for name in ("median_ms", "most_ms", "longest_ms")]


def theirs(client):
    results = [client.turn() for _ in range(POLLS)]
    for result in results:
        if "error" in result:
            print(client.name, result["error"], file=sys.stderr)
    seconds = sorted(result["times"]["total"] / 1000 for result in results if "times" in result)
    return len(seconds), [seconds[math.ceil(share * len(seconds)) - 1] if seconds else 0 for share in (0.5, 0.9, 1)]


def row(loss, name, succeeded, seconds):
    words = "none, no delay" if loss == "off" else "%d %%" % loss
    cells = [words, name, POLLS, succeeded, *("%.2f s" % second for second in seconds)]
    print("| %s |" % " | ".join(map(str, cells)), flush=True)


def main():
    lab = Lab([""])
    battery = lab.batteries[0]
    print("| %s |\n|%s" % (" | ".join(HEAD), "---|" * len(HEAD)), flush=True)
    clients = [Python(battery, "bleak, device kept", "with_bleak", "kept"), Python(battery, "aiobmsble", "with_aiobmsble")]
    for loss in LOSSES:
        lab.adapter.tell("radio %s" % loss)
        for stack in STACKS:
            row(loss, "Cellwarden, `%s`" % stack, *ours(battery, stack))
        for client in clients:
            row(loss, client.name, *theirs(client))
    for client in clients:
        client.end()


main()
