"""`cellwarden simulate --listen ble:hci1` makes a machine a battery on the air: bleak and our own reader read it over another
adapter. One bluetoothd serves both ends here, which it does not where a battery is another machine."""
import json
import os
import re
import subprocess

from harness.machine import shell
from harness.program import WORK, command, run
from harness.suite import test
from harness.watch import Watch

READS = 2


class Simulated:
    """The program on a second adapter; its address is that adapter's."""

    def __init__(self, *options, listen=""):
        with open("/run/bt/hci1.log", "w", encoding="utf-8") as log:
            self.relay = subprocess.Popen(["python3", "/lab/adapter.py", "--control", "/run/bt/hci1.ctl"],
                                          stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        self.adapter = Watch.file("/run/bt/hci1.log")
        self.adapter.wait("adapter", lambda line: line.endswith("adapter hci1"))
        shell("until bluetoothctl list | grep -c . | grep -q 2; do sleep 0.2; done")
        controllers = re.findall(r"Controller (\S+)", shell("bluetoothctl list"))
        self.address = next(address for address in controllers if address != "00:AA:01:00:00:42")
        shell("until echo 'show %s' | timeout 5 bluetoothctl show %s | grep -q 'Powered: yes'; do sleep 0.2; done" % (
            self.address, self.address))
        self.program = Watch(*command("simulate", "--listen", "ble:hci1" + listen, *options))
        self.program.wait("on the air", lambda line: line.startswith("on the air"))

    def uri(self, stack):
        return "ble:%s?stack=%s&adapter=hci0" % (self.address, stack)


@test(batteries=[""], alone=True)
def a_battery_that_we_simulate_on_the_air_is_read_by_us(lab):
    simulated = Simulated("--battery", "sim:16s?current=-4.5&soc=80")
    for stack in ("bluez", "kernel"):
        for _ in range(READS):
            done = run("read", simulated.uri(stack), "--json")
            assert done.returncode == 0, "%s: %s" % (stack, done.stderr)
            sample = json.loads(done.stdout)
            assert (len(sample["cells"]), sample["current"], sample["soc"]) == (16, -4.5, 80), sample
            print("  %s: %s" % (stack, sample["link"]))


@test(batteries=[""], alone=True)
def a_battery_that_we_simulate_on_the_air_is_read_by_bleak(lab):
    simulated = Simulated("--battery", "sim:4s?current=-4.5&soc=80")
    reader = Watch("python3", "/lab/reader.py", simulated.address, env={**os.environ, "PYTHONPATH": "/python:/lab"})
    line = reader.wait("values", lambda line: line.startswith("{") and line).value
    values = json.loads(line)
    assert (len(values["cells"]), values["current"], values["soc"]) == (4, -4.5, 80), values


@test(batteries=[""], alone=True)
def a_battery_on_the_air_that_has_a_password_is_read_with_it_only(lab):
    simulated = Simulated("--battery", "sim:4s?password=qW84zK&mode=full&mac=00:AA:01:02:00:42")
    assert simulated.address == "00:AA:01:02:00:42"

    def read(stack, *keys):
        os.makedirs(WORK, exist_ok=True)
        with open(WORK + "/air.yaml", "w", encoding="ascii") as file:
            file.write("batteries: [{name: air, address: '%s'%s}]\n" % (simulated.uri(stack), "".join(keys)))
        os.chmod(WORK + "/air.yaml", 0o600)
        return run("read", "-c", WORK + "/air.yaml", "air")
    for stack in ("bluez", "kernel"):
        done = read(stack)
        assert done.returncode == 1 and "wants the password" in done.stderr, "%s: %s" % (stack, done)
        done = read(stack, ", password: qW84zK, password_mode: full")
        assert done.returncode == 0, "%s: %s" % (stack, done.stderr)


@test(batteries=[""], alone=True)
def faults_of_the_simulator_are_met_on_the_air(lab):
    simulated = Simulated("--battery", "sim:4s?faults=corrupt_checksum:1")
    done = run("read", simulated.uri("bluez"))
    print("  " + done.stderr.strip())
    assert done.returncode == 1 and "with a wrong checksum" in done.stderr, done


@test(batteries=[""], alone=True)
def what_is_missing_for_a_battery_on_the_air_is_told(lab):
    def refused(listen, words):
        done = run("simulate", "--listen", listen)
        print("  " + done.stderr.strip())
        assert done.returncode == 1 and words in done.stderr, done
    refused("ble:hci7", "there is no Bluetooth adapter hci7")
    lab.adapter.power("off")
    refused("ble:hci0", "hci0 is switched off; switch it on with 'bluetoothctl power on'")
