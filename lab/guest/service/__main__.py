"""python3 -m service [NAME-PART]...: the tests in their order, each of which builds on those before; "N passed, N failed"."""
import os
import subprocess
import sys
import traceback

from . import tests

STATE = "/var/lib/lab-service"  # what was done before the machine started again


def main(words):
    os.makedirs(STATE, exist_ok=True)
    done = {name: open(STATE + "/" + name, encoding="utf-8").read() for name in os.listdir(STATE)}
    for name, test in tests.ALL:
        if name in done or (words and not any(word in name for word in words) and not test.needed):
            continue
        try:
            with open(STATE + "/" + name, "w", encoding="utf-8") as file:
                file.write("passed")  # one that starts the machine again does not come back
            test()
            outcome = "passed"
        except Exception:  # pylint: disable=broad-except
            traceback.print_exc(file=sys.stdout)
            subprocess.run(["journalctl", "-n", "40", "-u", "cellwarden", "--no-pager"], check=False)
            outcome = "failed"
        with open(STATE + "/" + name, "w", encoding="utf-8") as file:
            file.write(outcome)
        done[name] = outcome
        print(outcome, name.replace("_", " "), flush=True)
        if outcome == "failed" and test.needed:
            break
    outcomes = list(done.values())
    print("%d passed, %d failed" % (outcomes.count("passed"), outcomes.count("failed")), flush=True)
    return 0 if "failed" not in outcomes else 1


sys.exit(main(sys.argv[1:]))
