"""connection: keep_alive: one link for all readings, also over modules that drop it when nothing is asked."""
import json
import os
import shutil
import subprocess

from harness.program import WORK, command
from harness.suite import BOTH, test
from harness.watch import GUARD, Watch

ONE = ("",)


@test(stacks=BOTH, batteries=ONE)
def a_link_that_is_kept_outlives_the_idle_limit_of_its_module_and_comes_back_after_a_loss(lab, stack):
    battery = lab.batteries[0]
    battery.tell("idle 8000")
    shutil.rmtree(WORK, ignore_errors=True)
    os.makedirs(WORK)
    with open(WORK + "/cellwarden.yaml", "w", encoding="ascii") as file:
        file.write("batteries: [{name: kept, address: '%s', interval: 20s, connection: keep_alive}]\n"
                   "journal: {path: %s/bms_data.jsonl}\n" % (battery.uri(stack), WORK))
    since = battery.log_lines()
    with open(WORK + "/cellwarden.log", "w", encoding="utf-8") as log:
        service = subprocess.Popen(command("run", "-c", WORK + "/cellwarden.yaml"), stderr=log)
    journal, mark = Watch.file(WORK + "/bms_data.jsonl"), 0

    def readings(count):
        nonlocal mark
        for _ in range(count):
            mark = journal.wait("a line", lambda line: json.loads(line).get("voltage"), mark).mark

    readings(4)
    assert len(battery.events("connected", since=since)) == 1 and not battery.events("idle", since=since)
    battery.tell("disconnect")
    readings(3)
    assert len(battery.events("connected", since=since)) == 2
    assert not [line for line in journal.text() if '"fault"' in line]
    service.terminate()
    assert service.wait(GUARD) == 0
    battery.wait("disconnected")
    battery.tell("idle 0")
