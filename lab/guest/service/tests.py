"""From the package to the purge."""
import ctypes
import glob
import grp
import json
import os
import pwd
import signal
import stat
import time

from harness.machine import Battery, shell
from harness.watch import GUARD

from .person import at_a_terminal

ALL = []
CONFIGURATION = "/etc/cellwarden/cellwarden.yaml"
JOURNAL = "/var/lib/cellwarden/bms_data.jsonl"
NAME = "house"


def test(function=None, needed=False):
    """needed: those after it make no sense without it."""
    if function is None:
        return lambda it: test(it, needed)
    function.needed = needed
    ALL.append((function.__name__, function))
    return function


def wait(what, found):
    """The first true found(); what says it in words."""
    end = time.monotonic() + GUARD
    while time.monotonic() < end:
        value = found()
        if value:
            return value
        time.sleep(1)
    raise AssertionError("no %s within %d s" % (what, GUARD))


def show(name, unit="cellwarden"):
    return shell("systemctl show -P %s %s" % (name, unit)).strip()


def samples():
    """What the journal holds of readings."""
    lines = []
    for path in glob.glob("/var/lib/cellwarden/bms_data*.jsonl"):
        with open(path, encoding="utf-8") as file:
            lines += [json.loads(line) for line in file if line.endswith("\n")]
    return sorted((line for line in lines if "seq" in line), key=lambda line: line["seq"])


def wait_sample():
    """Waits for a reading that begins after this moment, and checks that no number is missing or twice."""
    before = len(samples())
    wait("new reading", lambda: len(samples()) > before + 1)
    numbers = [line["seq"] for line in samples()]
    assert numbers == list(range(1, len(numbers) + 1)), numbers


def main_pid():
    return int(show("MainPID"))


def wait_restart(pid):
    """Waits until another process runs and reads."""
    wait("other process", lambda: main_pid() not in (0, pid) and show("ActiveState") == "active")
    wait_sample()


def status():
    return show("StatusText")


@test(needed=True)
def the_package_installs_without_a_network_and_says_the_next_step():
    said = shell("apt-get -y install /share/cellwarden.deb 2>&1")
    assert "sudo cellwarden setup" in said, said
    about = os.stat(CONFIGURATION)
    assert stat.S_IMODE(about.st_mode) == 0o640, oct(about.st_mode)
    assert (about.st_uid, grp.getgrgid(about.st_gid).gr_name) == (0, "cellwarden")
    assert show("LoadState") == "loaded"
    groups = {group.gr_name for group in grp.getgrall() if "cellwarden" in group.gr_mem}
    assert {"bluetooth", "dialout"} <= groups, groups
    assert pwd.getpwnam("cellwarden").pw_shell.endswith("nologin")


@test
def setup_without_root_says_what_it_takes():
    said = at_a_terminal(["runuser", "-u", "nobody", "--", "cellwarden", "setup"], [], status=2)
    assert "run 'sudo cellwarden setup'" in said, said


@test(needed=True)
def setup_finds_the_battery_and_starts_the_service():
    battery = Battery(1)
    said = at_a_terminal(
        ["cellwarden", "setup", "--seconds", "5"],
        [("Its name", NAME), ("Address of another", ""), ("MQTT broker", ""), ("User", ""), ("Write ", ""), ("Start", "")])
    assert "ble:" + battery.address in said and " V  " in said and "✓ publish" in said, said
    assert "The service runs." in said, said
    assert show("ActiveState") == "active" and show("UnitFileState") == "enabled"
    # Every reading counts in what follows.
    with open(CONFIGURATION, encoding="utf-8") as file:
        text = file.read()
    with open(CONFIGURATION, "w", encoding="utf-8") as file:
        file.write(text.replace("    address:", "    interval: 10s\n    address:"))
    shell("systemctl restart cellwarden")
    wait_sample()


@test
def setup_again_changes_nothing():
    with open(CONFIGURATION, encoding="utf-8") as file:
        before = file.read()
    pid = main_pid()
    said = at_a_terminal(["cellwarden", "setup"], [("Replace it?", "")])
    assert "Nothing was changed." in said, said
    with open(CONFIGURATION, encoding="utf-8") as file:
        assert file.read() == before
    assert main_pid() == pid


@test
def the_status_says_how_the_service_does():
    wait("a fine status", lambda: status() == NAME + " read within the last minute; broker connected")
    shell("systemctl stop mosquitto")
    wait("a broker that is away", lambda: "; broker unreachable, " in status())
    shell("systemctl start mosquitto")
    wait("a broker that is back", lambda: status().endswith("; broker connected"))
    battery = Battery(1)
    battery.tell("gone on")
    wait("a silent battery", lambda: NAME + " silent for " in status())
    battery.tell("gone off")
    wait("a battery that is back", lambda: "read within the last minute" in status())


@test
def the_broker_has_what_the_journal_has():
    said = json.loads(shell("mosquitto_sub -C 1 -W 60 -t batterie/" + NAME))
    assert said in samples(), said
    about = os.stat(JOURNAL)
    assert stat.S_IMODE(about.st_mode) & 0o007 == 0 and pwd.getpwuid(about.st_uid).pw_name == "cellwarden"


@test
def it_runs_unprivileged_and_confined():
    with open("/proc/%d/status" % main_pid(), encoding="ascii") as file:
        told = dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)
    assert told["NoNewPrivs"] == "1" and told["Seccomp"] == "2", told
    assert all(int(told[cap], 16) == 0 for cap in ("CapPrm", "CapEff", "CapBnd", "CapAmb")), told
    assert int(told["Uid"].split("\t")[1]) == pwd.getpwnam("cellwarden").pw_uid


@test
def a_kill_is_recovered():
    pid = main_pid()
    os.kill(pid, signal.SIGKILL)
    wait_restart(pid)


@test
def a_process_that_stands_still_is_ended_by_the_watchdog():
    pid = main_pid()
    os.kill(pid, signal.SIGSTOP)
    wait_restart(pid)
    assert "Full thread dump" in shell("journalctl --no-pager -u cellwarden")


@test
def a_poller_that_hangs_is_run_again():
    """The kernel holds its thread, as a driver does that hangs."""
    pid = main_pid()
    thread = next(
        int(task.split("/")[4]) for task in glob.glob("/proc/%d/task/*/comm" % pid)
        if open(task, encoding="utf-8").read().strip() == NAME)
    libc = ctypes.CDLL(None, use_errno=True)
    attach, detach = 16, 17
    assert libc.ptrace(attach, thread, None, None) == 0, os.strerror(ctypes.get_errno())
    try:
        wait("a poller that is run again", lambda: "makes no progress" in shell("journalctl --no-pager -u cellwarden"))
        wait_sample()
    finally:
        libc.ptrace(detach, thread, None, None)


@test
def a_wrong_configuration_is_not_tried_again():
    with open(CONFIGURATION, encoding="utf-8") as file:
        right = file.read()
    with open(CONFIGURATION, "a", encoding="utf-8") as file:
        file.write("colour: red\n")
    os.system("systemctl restart cellwarden 2>/dev/null")
    assert show("ActiveState") == "failed" and show("ExecMainStatus") == "2"
    time.sleep(60)
    assert show("ActiveState") == "failed" and show("NRestarts") == "0"
    with open(CONFIGURATION, "w", encoding="utf-8") as file:
        file.write(right)
    shell("systemctl restart cellwarden")
    wait_sample()


@test
def the_helper_restarts_a_bluetoothd_that_hangs():
    install = next(path for path in (
        glob.glob("/usr/share/cellwarden/recover/install") + glob.glob("/usr/lib/cellwarden/recover*/install")
        + glob.glob("/usr/share/doc/cellwarden/**/recover/install", recursive=True)))
    shell(install + " && systemctl restart polkit")
    ask = "runuser -u cellwarden -- systemctl --no-ask-password %s 2>&1"
    assert os.system(ask % "stop mosquitto" + " >/dev/null") != 0
    assert os.system(ask % "start cellwarden-recover@other" + " >/dev/null") != 0
    pid = int(show("MainPID", "bluetooth"))
    os.kill(pid, signal.SIGSTOP)
    said = shell(ask % "start cellwarden-recover@bluetoothd" + " || true")
    assert show("Result", "cellwarden-recover@bluetoothd") == "success", said
    assert int(show("MainPID", "bluetooth")) not in (0, pid)
    wait_sample()


@test
def an_upgrade_keeps_everything_and_restarts_the_service():
    pid, before = main_pid(), samples()
    with open(CONFIGURATION, encoding="utf-8") as file:
        text = file.read()
    shell("dpkg-deb -R /share/cellwarden.deb /share/next"
          " && sed -i 's/^Version: .*/Version: 99.0/' /share/next/DEBIAN/control"
          " && dpkg-deb -Znone -b /share/next /share/next.deb && apt-get -y install /share/next.deb 2>&1")
    wait_restart(pid)
    assert samples()[:len(before)] == before
    with open(CONFIGURATION, encoding="utf-8") as file:
        assert file.read() == text


@test
def it_starts_with_the_machine():
    shell("systemctl soft-reboot")
    time.sleep(GUARD)
    raise AssertionError("the machine did not start again")


@test
def it_reads_after_the_machine_has_started():
    wait("service", lambda: show("ActiveState") == "active")
    wait_sample()


@test
def removal_keeps_journal_and_configuration():
    before = samples()
    shell("apt-get -y remove cellwarden 2>&1")
    assert not os.path.exists("/usr/bin/cellwarden") and os.path.exists(CONFIGURATION)
    assert samples()[:len(before)] == before
    assert show("ActiveState") == "inactive"


@test
def purge_leaves_nothing_but_a_journal_that_it_named():
    said = shell("DEBIAN_FRONTEND=noninteractive apt-get -y purge cellwarden 2>&1")
    left = [path for path in ("/etc/cellwarden", "/usr/lib/cellwarden", "/var/cache/cellwarden", "/var/lib/cellwarden")
            if os.path.exists(path)]
    assert left in ([], ["/var/lib/cellwarden"]), left
    assert not left or "/var/lib/cellwarden" in said, said
