"""However a poll ends, nothing of it is left: no link, no subscription, nothing that keeps the phone app or another program from
the battery.  And a link that a killed program left is ended by the next start."""
import contextlib
import json
import os
import shutil
import signal
import subprocess

from harness.machine import shell
from harness.program import WORK, command, run
from harness.suite import BOTH, test
from harness.watch import GUARD, Watch

ONE = ("",)
OTHER = {"kernel": "bluez", "bluez": "kernel"}
THREE = ("", "--service 180d", "--pairing")
IN_GROUP_BLUETOOTH = ["setpriv", "--reuid=65534", "--regid=65534", "--groups=bluetooth", "--no-new-privs", "--inh-caps=-all"]


def cut_off(lab, stack, moment, sig, prefix=()):
    """Ends a `read` by a signal while an event of its connect is held back, then lets the event through."""
    lab.adapter.tell("hold " + moment)
    mark = lab.adapter.log.mark()
    reading = subprocess.Popen(command("read", lab.batteries[0].uri(stack), prefix=prefix), stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    lab.adapter.log.wait("held " + moment, lambda line: line.endswith("held " + moment), mark)
    reading.send_signal(sig)
    status = reading.wait(GUARD)
    lab.adapter.tell("release")
    assert status == -sig or status == 128 + sig, "status %d" % status


def wait_free(battery):
    """Waits until the battery has no link."""
    battery.log.wait("end of the last link", lambda _: battery.events("connected", "disconnected")[-1][1] == "disconnected")


@contextlib.contextmanager
def listening(battery):
    """Another program that reads the battery over bluetoothd, with a subscription, until the end of the block."""
    listener = Watch("python3", "/lab/listener.py", battery.address)
    try:
        listener.wait("listening", lambda line: line == "listening")
        yield listener
    finally:
        listener.stop()
    shell("bluetoothctl disconnect " + battery.address)
    wait_free(battery)


def check_answers_come_once(listener):
    mark = listener.mark()
    listener.say("ask")
    listener.wait("answers", lambda line: line.startswith("answers"), mark)
    assert listener.text()[-1] == "answers: 03 04", listener.text()[-1]


def read_then_free(battery, stack, prefix=()):
    """The next start reads."""
    done = run("read", battery.uri(stack), prefix=prefix)
    assert done.returncode == 0, done.stderr
    wait_free(battery)


def serve(battery, stack, interval="30s", connection="on_demand"):
    """A service without a broker."""
    shutil.rmtree(WORK, ignore_errors=True)
    os.makedirs(WORK)
    with open(WORK + "/cellwarden.yaml", "w", encoding="ascii") as file:
        file.write("batteries: [{name: battery1, address: '%s', interval: %s, connection: %s}]\n"
                   "journal: {path: %s/bms_data.jsonl}\n" % (battery.uri(stack), interval, connection, WORK))
    with open(WORK + "/cellwarden.log", "w", encoding="utf-8") as log:
        return subprocess.Popen(command("run", "-c", WORK + "/cellwarden.yaml"), stderr=log)


# A connect that is cut off


@test(stacks=BOTH, batteries=ONE)
def a_read_that_a_signal_ends_while_the_link_is_set_up_leaves_no_link(lab, stack):
    cut_off(lab, stack, "features", signal.SIGTERM)
    wait_free(lab.batteries[0])
    read_then_free(lab.batteries[0], stack)


@test(stacks=BOTH, batteries=ONE)
def a_service_that_a_signal_ends_while_a_link_is_set_up_leaves_no_link(lab, stack):
    lab.adapter.tell("hold features")
    mark = lab.adapter.log.mark()
    service = serve(lab.batteries[0], stack)
    lab.adapter.log.wait("held features", lambda line: line.endswith("held features"), mark)
    service.terminate()
    assert service.wait(GUARD) == 0
    lab.adapter.tell("release")
    wait_free(lab.batteries[0])
    read_then_free(lab.batteries[0], stack)


@test(stacks=BOTH, batteries=THREE)
def a_connect_that_comes_to_nothing_after_the_link_is_up_leaves_no_link(lab, stack):
    """By the time limit, where nothing is answered; by an exception, where the device is no JBD or wants pairing."""
    lab.batteries[0].tell("deaf on")
    for battery in lab.batteries:
        mark = battery.log.mark()
        done = run("read", battery.uri(stack))
        print("  " + done.stderr.strip())
        assert done.returncode == 1, done
        battery.wait("connected", mark)
        wait_free(battery)
    lab.batteries[0].tell("deaf off")
    read_then_free(lab.batteries[0], stack)


# A link that a killed program left


def check_next_start(lab, stack, moment, prefix=()):
    for sig in (signal.SIGKILL, signal.SIGTERM):
        cut_off(lab, stack, moment, sig, prefix)
        read_then_free(lab.batteries[0], stack, prefix)


@test(stacks=BOTH, batteries=ONE)
def the_next_start_gets_a_battery_back_whose_connect_was_cut_off_while_the_link_was_ordered(lab, stack):
    check_next_start(lab, stack, "connection")


@test(stacks=BOTH, batteries=ONE)
def the_next_start_gets_a_battery_back_whose_connect_the_time_limit_cut_off(lab, stack):
    battery = lab.batteries[0]
    lab.adapter.tell("hold connection")
    done = run("read", battery.uri(stack))
    assert done.returncode == 1, done
    lab.adapter.tell("release")
    read_then_free(battery, stack)


@test(stacks=BOTH, batteries=ONE)
def the_next_start_gets_a_battery_back_whose_connect_was_cut_off_while_the_link_was_set_up(lab, stack):
    check_next_start(lab, stack, "features")


@test(stacks=BOTH, batteries=ONE)
def the_next_start_gets_a_battery_back_that_a_killed_program_kept_connected(lab, stack):
    """Over each stack, and where the program chooses."""
    battery = lab.batteries[0]
    for next_start in (battery.uri(stack), battery.uri(OTHER[stack]), "ble:" + battery.address):
        service = serve(battery, stack, connection="keep_alive")
        Watch.file(WORK + "/bms_data.jsonl").wait("a sample", lambda line: json.loads(line).get("voltage"))
        service.kill()
        service.wait()
        done = run("read", next_start)
        assert done.returncode == 0, done.stderr
        wait_free(battery)


@test(stacks=["bluez"], batteries=ONE, alone=True)
def a_link_that_was_kept_when_bluetoothd_was_killed_is_taken_back(lab, stack):
    battery = lab.batteries[0]
    service = serve(battery, stack, "10s", "keep_alive")
    journal = Watch.file(WORK + "/bms_data.jsonl")
    mark = journal.wait("a sample", lambda line: json.loads(line).get("voltage")).mark
    lab.daemon.end(signal.SIGKILL)
    mark = journal.wait("a fault", lambda line: "fault" in json.loads(line), mark).mark
    lab.daemon.start()
    journal.wait("a sample", lambda line: json.loads(line).get("voltage"), mark)
    service.terminate()
    assert service.wait(GUARD) == 0
    wait_free(battery)


@test(stacks=["kernel"], batteries=ONE)
def a_user_of_the_group_bluetooth_gets_a_battery_back_whose_connect_was_cut_off(lab, stack):
    check_next_start(lab, stack, "features", IN_GROUP_BLUETOOTH)


@test(stacks=["kernel"], batteries=ONE)
def a_link_that_another_program_listens_on_is_left_to_it(lab, stack):
    battery = lab.batteries[0]
    mark = battery.log.mark()
    with listening(battery) as listener:
        done = run("read", battery.uri(stack))
        assert done.returncode == 1 and "another program on this machine holds the link" in done.stderr, done.stderr
        check_answers_come_once(listener)
        assert not [line for line in battery.log.text()[mark:] if " disconnected" in line]


# A subscription


@test(stacks=BOTH, batteries=ONE)
def between_two_polls_another_program_of_bluetoothd_gets_each_notification_once(lab, stack):
    battery = lab.batteries[0]
    service = serve(battery, stack, "1h")
    Watch.file(WORK + "/bms_data.jsonl").wait("a sample", lambda line: json.loads(line).get("battery"))
    wait_free(battery)
    with listening(battery) as listener:
        check_answers_come_once(listener)
    service.terminate()
    assert service.wait(GUARD) == 0
