"""What a person reads when it cannot work: the kind of the trouble and the phrase that matters, by `read`."""
import re
import signal

from harness.boards import OPTIONS, board
from harness.machine import shell
from harness.program import read, run
from harness.suite import BOTH, test
from harness.watch import Watch


def check_words(uri, kind, phrase):
    """The one sentence of a reading that fails.  kind and phrase are regular expressions."""
    done = run("read", uri)
    print("  " + done.stderr.strip())
    assert done.returncode == 1, "status %d" % done.returncode
    assert done.stdout == ""
    sentence = done.stderr.strip().splitlines()[-1]
    assert re.match(r"cellwarden: (%s): " % kind, sentence), sentence
    assert re.search(r"\b(%s)\b" % phrase, sentence), sentence
    assert "\tat " not in done.stderr, "a stack trace"


def connected_by_hand(battery):
    """A bluetoothctl that has connected to the battery."""
    shell("bluetoothctl --timeout 3 scan le")
    other = Watch("bluetoothctl")
    other.say("connect " + battery.address)
    other.wait("services", lambda line: battery.address in line and "ServicesResolved: yes" in line)
    return other


@test(stacks=BOTH, alone=True)
def no_adapter_is_told(lab, stack):
    lab.adapter.tell("unplug")
    check_words(lab.batteries[0].uri(stack), "not_found", "no Bluetooth adapter")


@test(stacks=BOTH, batteries=OPTIONS)
def an_adapter_that_does_not_exist_is_told(lab, stack):
    check_words(lab.batteries[0].uri(stack) + "&adapter=hci7", "not_found", "hci7")


@test(stacks=BOTH, alone=True)
def an_adapter_that_is_off_is_told(lab, stack):
    lab.adapter.power("off")
    check_words(lab.batteries[0].uri(stack), "unreachable", "switched off")


@test(stacks=BOTH, alone=True)
def an_adapter_blocked_by_rfkill_is_told(lab, stack):
    shell("rfkill block bluetooth")
    check_words(lab.batteries[0].uri(stack), "unreachable", "rfkill")


@test(stacks=["bluez"], alone=True)
def no_bluetoothd_is_told(lab, stack):
    lab.daemon.end(signal.SIGTERM)
    check_words(lab.batteries[0].uri(stack), "unreachable", "bluetoothd is not running")


@test(stacks=["bluez"], batteries=OPTIONS)
def a_battery_that_is_not_there_is_not_heard(lab, stack):
    check_words("ble:A4:C1:38:00:11:22?stack=" + stack, "not_found", "not heard")


@test(stacks=["kernel"], batteries=OPTIONS)
def a_battery_that_is_not_there_gives_no_connection(lab, stack):
    check_words("ble:A4:C1:38:00:11:22?stack=" + stack, "unreachable", "no connection")


@test(stacks=BOTH, alone=True)
def a_link_over_which_another_program_listens_is_told(lab, stack):
    other = connected_by_hand(lab.batteries[0])
    other.say("gatt.select-attribute 0000ff01-0000-1000-8000-00805f9b34fb")
    other.say("gatt.notify on")
    other.wait("subscription", lambda line: "Notify started" in line)
    check_words(lab.batteries[0].uri(stack), "unreachable", "another program")


@test(stacks=BOTH, alone=True)
def a_link_that_serves_nobody_is_used(lab, stack):
    """bluetoothd shares links; this one a person left behind."""
    connected_by_hand(lab.batteries[0])
    assert read(lab.batteries[0].uri(stack))["voltage"] == 13.2


@test(stacks=BOTH, batteries=OPTIONS)
def a_device_that_is_no_jbd_is_told(lab, stack):
    check_words(board(lab, "stranger").uri(stack), "not_found", "no service for JBD frames")


@test(stacks=["kernel"], batteries=OPTIONS)
def a_battery_that_wants_pairing_is_told(lab, stack):
    check_words(board(lab, "pairing").uri(stack), "denied", "pairing")


@test(stacks=["bluez"], batteries=OPTIONS)
def a_battery_that_wants_pairing_but_cannot_pair_loses_its_link(lab, stack):
    """bluetoothd tries to pair by itself; when that fails it ends the link (reason 5) and tells nobody why, now before and
    now after it has refused the subscription."""
    check_words(board(lab, "pairing").uri(stack), "lost|unreachable", "link dropped|connect failed")
    assert board(lab, "pairing").events("disconnected")[-1][2] == "0x05"
