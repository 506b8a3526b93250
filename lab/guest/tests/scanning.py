"""What a person sees who looks for batteries."""
import json

from harness.program import run, succeed
from harness.suite import test

WITH_A_STRANGER = ["", "", "--service 180d --name Pulse-7"]


def place(lab):
    """Two batteries and a stranger: near, far, between."""
    far, near, stranger = lab.batteries
    for battery, dbm in ((near, -48), (stranger, -60), (far, -77)):
        lab.adapter.tell("rssi %s %d" % (battery.address, dbm))
    return near, stranger, far


@test(batteries=WITH_A_STRANGER)
def scan_finds_each_battery_and_says_why_it_is_one_strongest_first(lab):
    near, stranger, far = place(lab)
    found = [json.loads(line) for line in succeed("scan", "--seconds", "8", "--json").splitlines()]
    assert [entry["mac"] for entry in found if entry["jbd"] == "yes"] == [near.address, far.address], found
    by_address = {entry["mac"]: entry for entry in found}
    for battery, dbm in ((near, -48), (far, -77)):
        entry = by_address[battery.address]
        assert (entry["name"], entry["rssi"], entry["address_type"]) == (battery.name, dbm, "public"), entry
        assert entry["services"] == ["ff00"] and any("ff00" in reason for reason in entry["why"]), entry
        assert entry["address"] == "ble:" + battery.address and entry["adapter"] == "hci0", entry
    assert by_address[stranger.address]["jbd"] == "no", found


@test(batteries=WITH_A_STRANGER)
def scan_prints_a_table_for_people_with_the_strongest_battery_on_top(lab):
    near, stranger, far = place(lab)
    table = succeed("scan", "--seconds", "8")
    print(table)
    lines = table.splitlines()
    first, second = (next(at for at, line in enumerate(lines) if battery.address in line) for battery in (near, far))
    assert first < second
    assert near.name in lines[first] and "-48" in lines[first] and "ff00" in lines[first], lines[first]
    assert stranger.address not in table


@test(batteries=["--service 180d --name Pulse-7"])
def scan_says_so_where_there_is_no_battery(lab):
    done = run("scan", "--seconds", "5")
    assert done.returncode == 1 and "no JBD battery was heard" in done.stderr, done.stderr
