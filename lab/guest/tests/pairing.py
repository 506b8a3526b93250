"""A battery that wants to be paired by its passkey is: at the first reading, by itself, over either stack; and again when it
forgot the bond."""
import os
import signal

from harness.machine import shell
from harness.program import WORK, run
from harness.suite import BOTH, test
from harness.watch import Watch

from .rights import WITHOUT

WANTS_PIN = ("--passkey 42", "--passkey 42 --echoes", "")


def read(battery, stack, pin=42, prefix=()):
    """One reading by a configuration, as each start of the program makes it."""
    os.makedirs(WORK, exist_ok=True)
    with open(WORK + "/pin.yaml", "w", encoding="ascii") as file:
        file.write("batteries: [{name: paired, address: '%s', pin: %d}]\n" % (battery.uri(stack), pin))
    return run("read", "-c", WORK + "/pin.yaml", "paired", prefix=prefix)


def pairings(battery, since):
    return [kind for _, kind, rest in battery.events("paired", "pairing", since=since) if kind == "paired"]


def check_reads(battery, stack, times):
    """It is read, and paired meanwhile so many times."""
    since = battery.log_lines()
    done = read(battery, stack)
    assert done.returncode == 0, done.stderr
    assert len(pairings(battery, since)) == times, "paired %d times" % len(pairings(battery, since))


@test(stacks=BOTH, batteries=WANTS_PIN)
def a_battery_that_wants_its_passkey_is_paired_once_and_again_when_it_forgot_the_bond(lab, stack):
    for battery in lab.batteries[:2]:
        check_reads(battery, stack, 1)
        check_reads(battery, stack, 0)
        battery.tell("forget")
        check_reads(battery, stack, 1)


@test(stacks=BOTH, batteries=WANTS_PIN, alone=True)
def a_bond_outlives_a_restart_of_bluetoothd(lab, stack):
    check_reads(lab.batteries[0], stack, 1)
    lab.daemon.end(signal.SIGTERM)
    lab.daemon.start()
    check_reads(lab.batteries[0], stack, 0)


@test(stacks=BOTH, batteries=WANTS_PIN)
def a_wrong_pin_is_said_and_one_for_a_battery_that_wants_none_is_not_needed(lab, stack):
    battery, _, plain = lab.batteries
    battery.tell("passkey 4711")
    shell("bluetoothctl remove %s || true" % battery.address)
    done = read(battery, stack)
    assert done.returncode == 1 and "denied: " in done.stderr and "refuses the pin" in done.stderr, done.stderr
    battery.tell("passkey 42")
    done = read(plain, stack)
    assert done.returncode == 0 and "asked for no pin" in done.stderr, done.stderr


@test(stacks=BOTH, batteries=WANTS_PIN, alone=True)
def an_ordinary_user_pairs(lab, stack):
    """Debian lets everybody use bluetoothd."""
    done = read(lab.batteries[0], stack, prefix=WITHOUT)
    assert done.returncode == 0, done.stderr


@test(stacks=BOTH, batteries=WANTS_PIN, alone=True)
def the_agent_of_another_program_is_not_asked(lab, stack):
    other = Watch("bluetoothctl", "--agent", "KeyboardDisplay")
    other.wait("agent", lambda line: "Agent registered" in line)
    other.say("default-agent")
    other.wait("default agent", lambda line: "Default agent request successful" in line)
    check_reads(lab.batteries[0], stack, 1)
    assert not [line for line in other.text() if "asskey" in line], other.text()
    other.stop()
