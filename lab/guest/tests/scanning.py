"""What a person sees who looks for batteries."""
import json

from harness.program import succeed
from harness.suite import test


@test(batteries=["", "", "--service 180d"])
def scan_finds_each_battery_and_says_why_it_is_one_strongest_first(lab):
    near, far, other = (battery.address for battery in (lab.batteries[1], lab.batteries[0], lab.batteries[2]))
    lab.adapter.tell("rssi %s -48" % near)
    lab.adapter.tell("rssi %s -77" % far)
    lab.adapter.tell("rssi %s -60" % other)
    printed = succeed("scan", "--seconds", "6", "--json")
    print(printed)
    found = json.loads(printed)
    print(found)


@test()
def scan_prints_a_table_for_people(lab):
    table = succeed("scan", "--seconds", "6")
    print(table)
    for battery in lab.batteries:
        line = next(line for line in table.splitlines() if battery.address in line)
        assert battery.name in line and "-60" in line, line
