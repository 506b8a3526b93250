"""`cellwarden doctor` names the true cause of every fault that the lab can make, and the command that helps: as the table of
docs/reliability.md says, which is read here."""
import contextlib
import json
import os
import re
import shutil
import signal
import time

from harness.machine import shell
from harness.program import run
from harness.suite import BOTH, FOLDER, test
from harness.watch import Watch

BOARDS = ("", "--service 180d", "--pairing")
MARKS = {"✓": "ok", "!": "note", "✗": "failed"}
WORK = "/tmp/doctor"
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs"]
FULL, READ_ONLY = "/tmp/full", "/tmp/read-only"


def rows():
    """{(fault, stack): (mark, step, words, command)} of the page."""
    found = {}
    with open("/docs/reliability.md", encoding="utf-8") as page:
        for line in page:
            cells = re.match(r"\| (.+) \| (kernel|bluez|both|-) \| ([✓!✗]) `(.+)` \| (.+) \| (.+) \|$", line)
            if cells:
                fault, stack, mark, step, words, command = cells.groups()
                for one in BOTH if stack == "both" else (None,) if stack == "-" else (stack,):
                    found[fault, one] = mark, step, words, command.strip("`")
    assert found, "no table"
    return found


def diagnose(fault, stack, *arguments, prefix=()):
    """Holds what doctor says to the row of this fault."""
    mark, step, words, command = rows()[fault, stack]
    began = time.time()
    done = run("doctor", *arguments, "--json", prefix=prefix)
    assert done.stdout, done.stderr
    *steps, end = map(json.loads, done.stdout.splitlines())
    print("  %s (%.0f s)" % (end["sentence"], time.time() - began))
    found = [one for one in steps if one["step"] == step and one["result"] == MARKS[mark] and words in one["detail"]]
    assert found, "no %s %s that says %s in %s" % (mark, step, words, done.stdout)
    failed = [one for one in steps if one["result"] == "failed"]
    assert done.returncode == (1 if failed else 0) and end["ok"] != bool(failed), done
    if mark == "✗":
        assert failed[0] is found[0], "the first cross is another: %s" % failed[0]
        assert words in end["sentence"], end
        if command == "-":
            assert end["command"].startswith("cellwarden doctor "), end
        else:
            assert end["command"] == command, end
    else:
        assert not failed, "a cross where none is meant: %s" % failed


@contextlib.contextmanager
def spoiled(battery, fault, healthy="off"):
    """A fault of the battery, until the end of the block."""
    battery.tell(fault)
    yield
    battery.tell("%s %s" % (fault.split()[0], healthy))


# The adapter and bluetoothd


@test(stacks=BOTH, batteries=BOARDS)
def a_healthy_battery(lab, stack):
    diagnose("none: a healthy battery, which refuses some registers", stack, lab.batteries[0].uri(stack))


@test(stacks=BOTH, batteries=BOARDS)
def an_adapter_that_is_off(lab, stack):
    lab.adapter.power("off")
    diagnose("adapter switched off", stack, lab.batteries[0].uri(stack))
    lab.adapter.power("on")


@test(stacks=BOTH, alone=True)
def an_adapter_that_rfkill_blocks(lab, stack):
    shell("rfkill block bluetooth")
    diagnose("adapter blocked by rfkill", stack, lab.batteries[0].uri(stack))


@test(stacks=BOTH, batteries=BOARDS)
def an_adapter_of_another_name(lab, stack):
    diagnose("the address names another adapter", stack, lab.batteries[0].uri(stack) + "&adapter=hci7")


@test(stacks=BOTH, batteries=BOARDS)
def no_bus(lab, stack):
    diagnose("no D-Bus", stack, lab.batteries[0].uri(stack),
             prefix=["unshare", "-m", "sh", "-c", "mount -t tmpfs none /run/dbus; exec \"$@\"", "without"])


@test(stacks=BOTH, batteries=BOARDS)
def bluetoothd_that_does_not_answer(lab, stack):
    with open("/run/bt/bluetoothd.pid", encoding="ascii") as file:
        pid = int(file.read())
    os.kill(pid, signal.SIGSTOP)
    diagnose("bluetoothd does not answer", stack, lab.batteries[0].uri(stack))
    os.kill(pid, signal.SIGCONT)


@test(stacks=["kernel"], batteries=BOARDS)
def a_user_without_rights_by_the_kernel(lab, stack):
    diagnose("a user without rights", stack, lab.batteries[0].uri(stack), prefix=[*NOBODY, "--inh-caps=-all"])


@test(stacks=["bluez"], alone=True)
def a_user_without_rights_by_bluez(lab, stack):
    policy = "/usr/share/dbus-1/system.d/bluetooth.conf"
    shell("sed -i '/context=\"default\"/,/policy>/d' %s" % policy)
    shell("dbus-send --system --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.ReloadConfig")
    diagnose("a user without rights", stack, lab.batteries[0].uri(stack), prefix=[*NOBODY, "--inh-caps=-all"])


@test(stacks=BOTH, alone=True)
def bluetoothd_that_ended(lab, stack):
    """It switches the adapter off."""
    lab.daemon.end(signal.SIGTERM)
    diagnose("bluetoothd ended", stack, lab.batteries[0].uri(stack))


@test(stacks=BOTH, alone=True)
def bluetoothd_that_was_killed(lab, stack):
    """The adapter stays on."""
    lab.daemon.end(signal.SIGKILL)
    diagnose("bluetoothd killed", stack, lab.batteries[0].uri(stack))


@test(stacks=BOTH, alone=True)
def an_adapter_that_hangs(lab, stack):
    lab.adapter.tell("hang on")
    diagnose("adapter hangs", stack, lab.batteries[0].uri(stack))


@test(stacks=BOTH, alone=True)
def an_adapter_that_was_unplugged(lab, stack):
    lab.adapter.tell("unplug")
    diagnose("adapter unplugged", stack, lab.batteries[0].uri(stack))


# The battery and its link


@test(stacks=BOTH, batteries=BOARDS)
def an_address_that_nobody_has(lab, stack):
    diagnose("an address that nobody has", stack, "ble:A4:C1:38:00:11:22?stack=" + stack)


@test(stacks=BOTH, batteries=BOARDS)
def a_battery_that_is_away(lab, stack):
    with spoiled(lab.batteries[0], "gone on"):
        diagnose("battery away, off, or connected to a phone", stack, lab.batteries[0].uri(stack))


@test(stacks=BOTH, batteries=BOARDS)
def a_battery_that_another_program_reads(lab, stack):
    battery = lab.batteries[0]
    listener = Watch("python3", "/lab/listener.py", battery.address)
    listener.wait("listening", lambda line: line == "listening")
    diagnose("another program of this machine reads the battery", stack, battery.uri(stack))
    listener.stop()
    shell("bluetoothctl disconnect " + battery.address)
    battery.log.wait("end of the link", lambda _: battery.events("connected", "disconnected")[-1][1] == "disconnected")


@test(stacks=BOTH, batteries=BOARDS)
def a_device_without_the_service(lab, stack):
    diagnose("no service FF00", stack, lab.batteries[1].uri(stack))


@test(stacks=BOTH, batteries=BOARDS)
def a_battery_that_wants_pairing(lab, stack):
    diagnose("battery wants pairing", stack, lab.batteries[2].uri(stack))


FAULTS = {
    "mute on": "requests are not answered (`mute`)",
    "deaf on": "the module answers nothing at all (`deaf`)",
    "echo on": "requests come back (`echo`)",
    "status 131": "board wants a password (`status 131`)",
    "status 128": "every register is refused (`status 128`)",
    "corrupt on": "answers with a wrong checksum (`corrupt`)",
    "drop 1": "the start of each answer is lost (`drop 1`)",
    "cuts 1": "link drops with each answer (`cuts`)",
    "cut_discovery on": "link drops while services are looked for (`cut_discovery`)",
    "stall 1": "battery dies in one answer, its link stays (`stall`)",
    "delay 2000": "answers come after 2 s (`delay`)",
    "gap 200": "0.2 s between notifications (`gap`)",
}


@test(stacks=BOTH, batteries=BOARDS)
def each_fault_control_of_the_battery(lab, stack):
    for fault, row in FAULTS.items():
        with spoiled(lab.batteries[0], fault, "off" if fault.endswith("on") else "0"):
            print("  " + fault)
            diagnose(row, stack, lab.batteries[0].uri(stack))


# The rest of the machine


def configured(mqtt="", journal=WORK):
    """A configuration of a simulated battery."""
    os.makedirs(WORK, exist_ok=True)
    with open(WORK + "/cellwarden.yaml", "w", encoding="ascii") as file:
        file.write("batteries: [{name: shed, address: 'sim:4s'}]\njournal: {path: %s/bms_data.jsonl}\n%s" % (journal, mqtt))
    os.chmod(WORK + "/cellwarden.yaml", 0o644)
    return "-c", WORK + "/cellwarden.yaml"


@contextlib.contextmanager
def broker(port, *lines):
    with open("/tmp/mosquitto.conf", "w", encoding="ascii") as file:
        file.write("\n".join(["listener %d 127.0.0.1" % port, *lines, ""]))
    running = Watch("mosquitto", "-v", "-c", "/tmp/mosquitto.conf")
    running.wait("broker", lambda line: " running" in line)
    yield
    running.stop()


@test()
def faults_of_the_broker():
    url = "mqtt: {url: 'mqtt://127.0.0.1:18831', username: me, password: secret}"
    diagnose("broker away", None, *configured(url))
    diagnose("no such host as the broker", None, *configured("mqtt: {url: 'mqtt://nowhere.invalid'}"))
    shell("mosquitto_passwd -b -c /tmp/right me secret; mosquitto_passwd -b -c /tmp/wrong me other; chmod a+r /tmp/right /tmp/wrong")
    with open("/tmp/acl", "w", encoding="ascii") as file:
        file.write("user me\ntopic read #\n")
    with broker(18831, "password_file /tmp/wrong"):
        diagnose("wrong password for the broker", None, *configured(url))
    with broker(18831, "password_file /tmp/right", "acl_file /tmp/acl"):
        diagnose("broker does not let the user publish", None, *configured(url))
    with broker(18831, "allow_anonymous true"):
        diagnose("broker speaks no TLS", None, *configured("mqtt: {url: 'mqtts://127.0.0.1:18831'}"))


@test()
def faults_of_the_disk():
    diagnose("no folder for the journal", None, *configured(journal=WORK + "/missing"))
    diagnose("journal folder not writable", None, *configured(), prefix=NOBODY)
    shell("mkdir -p %s %s; mount -t tmpfs -o size=64k none %s; mount -t tmpfs -o ro none %s" % (FULL, READ_ONLY, FULL, READ_ONLY))
    diagnose("disk full", None, *configured(journal=FULL))
    diagnose("disk read-only", None, *configured(journal=READ_ONLY))
    with open(WORK + "/bms_data.jsonl", "w", encoding="ascii") as file:
        file.write('{"seq":1}\nnonsense\n{}\n')
    diagnose("journal damaged", None, *configured())
    shutil.rmtree(WORK)


@test(alone=True)
def a_clock_that_is_not_set():
    now = time.time()
    time.clock_settime(time.CLOCK_REALTIME, 946684800)
    diagnose("clock not set", None, *configured())
    time.clock_settime(time.CLOCK_REALTIME, now)


@test()
def each_row_of_the_page_has_a_test():
    with open(FOLDER + "/tests/doctor.py", encoding="utf-8") as file:
        source = file.read()
    assert not [fault for fault, _ in rows() if '"%s"' % fault not in source]
