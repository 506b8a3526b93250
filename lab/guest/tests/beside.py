"""Beside others: programs that scan, or read another battery, and a second adapter."""
import json
import socket
import subprocess
import time

from harness.machine import told
from harness.program import WORK, run
from harness.suite import BOTH, test
from harness.watch import GUARD, Watch

from .leaving import check_answers_come_once, listening, serve


@test(stacks=BOTH)
def reading_goes_on_while_another_program_scans(lab, service):
    other = Watch("bluetoothctl")
    other.say("scan le")
    other.wait("scan", lambda line: "Discovery started" in line)
    service.wait_samples(5)
    other.say("scan off")
    other.wait("end of the scan", lambda line: "Discovery stopped" in line)
    other.stop()
    assert not any(service.faults(name) for name in service.batteries)


@test(stacks=BOTH)
def reading_goes_on_while_another_program_reads_another_battery(lab, stack):
    service = serve(lab.batteries[0], stack, "1s")
    journal, mark = Watch.file(WORK + "/bms_data.jsonl"), 0
    with listening(lab.batteries[1]) as listener:
        for _ in range(3):
            mark = journal.wait("a sample", lambda line: json.loads(line).get("voltage"), mark).mark
            check_answers_come_once(listener)
    assert not [line for line in journal.text() if '"fault"' in line]
    service.terminate()
    assert service.wait(GUARD) == 0


# A second adapter


class Second:
    """Another adapter beside hci0."""

    def __init__(self):
        with open("/run/bt/second.log", "w", encoding="ascii") as log:
            subprocess.Popen(["python3", "/lab/adapter.py", "--control", "/run/bt/second.ctl"], stdout=log)
        self.log = Watch.file("/run/bt/second.log")

    def tell(self, line):
        told("/run/bt/second.ctl", self.log, line)


def wait_adapters(*names):
    """Until bluetoothd has switched on these: their addresses."""
    while True:
        addresses = []
        for name in names:
            found = subprocess.run(
                ["busctl", "--json=short", "get-property", "org.bluez", "/org/bluez/" + name, "org.bluez.Adapter1", "Address", "Powered"],
                capture_output=True, text=True, check=False).stdout.splitlines()
            if len(found) == 2 and json.loads(found[1])["data"]:
                addresses.append(json.loads(found[0])["data"])
        if len(addresses) == len(names):
            return addresses
        time.sleep(0.5)


def check_goes_through(battery, stack, adapter, address):
    """A reading by the adapter of this name reaches the battery from the one of this address."""
    since = battery.log_lines()
    done = run("read", battery.uri(stack) + "&adapter=" + adapter)
    assert done.returncode == 0, done.stderr
    assert battery.events("connected", since=since)[-1][2] == address


@test(stacks=BOTH, batteries=[""], alone=True)
def adapters_are_found_by_number_and_by_address_also_when_the_numbers_change(lab, stack):
    battery, second = lab.batteries[0], Second()
    one, two = wait_adapters("hci0", "hci1")
    for adapter, address in (("hci0", one), ("hci1", two), (one, one), (two, two)):
        check_goes_through(battery, stack, adapter, address)
    for adapter in (lab.adapter, second):
        adapter.tell("unplug")
    battery.tell("reset")
    with socket.socket(socket.AF_UNIX) as place:  # of the first in the air, so that each keeps its address
        place.connect("/tmp/bt-server-le")
        second.tell("plug")
        wait_adapters("hci0")
    lab.adapter.tell("plug")
    assert wait_adapters("hci0", "hci1") == [two, one]
    for adapter, address in (("hci0", two), (one, one), (two, two)):
        check_goes_through(battery, stack, adapter, address)
