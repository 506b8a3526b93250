"""Each further fault control of the reference battery, and what else takes a link away: polling comes back by itself.  The
other half is in recovery.py; `lab/run --reliability` makes one table of both."""
from harness.machine import shell
from harness.suite import BOTH, test
from harness.watch import Watch

# a guest of their own beside recovery.py
BOARDS = ("", "--cells 8")


def check_comes_back(lab, service, fault, healthy, kinds):
    lab.batteries[0].tell(fault)
    service.wait_fault("battery1", kinds)
    service.wait_samples(2, "battery2")
    lab.batteries[0].tell(healthy)
    service.wait_back(healthy)


@test(stacks=BOTH, batteries=BOARDS)
def polling_comes_back_when_the_module_answered_nothing(lab, service):
    check_comes_back(lab, service, "deaf on", "deaf off", ["unreachable", "lost"])


@test(stacks=BOTH, batteries=BOARDS)
def polling_comes_back_when_the_link_dropped_in_service_discovery(lab, service):
    """Where handles are remembered, nothing is looked for until bluetoothd forgets the battery."""
    lab.batteries[0].tell("cut_discovery on")
    lab.batteries[0].tell("disconnect")
    service.wait_samples(2, "battery2")
    lab.batteries[0].tell("cut_discovery off")
    service.wait_back("services are found")


@test(stacks=BOTH, batteries=BOARDS)
def polling_comes_back_when_the_start_of_each_answer_was_lost(lab, service):
    check_comes_back(lab, service, "drop 1", "drop 0", ["malformed"])


@test(stacks=BOTH, batteries=BOARDS)
def polling_comes_back_when_requests_came_back(lab, service):
    check_comes_back(lab, service, "echo on", "echo off", ["denied"])


@test(stacks=BOTH, batteries=BOARDS)
def polling_comes_back_when_the_board_refused_every_register(lab, service):
    check_comes_back(lab, service, "status 128", "status 0", ["refused"])


@test(stacks=BOTH, batteries=BOARDS)
def answers_that_take_a_second_are_waited_for(lab, service):
    lab.batteries[0].tell("delay 1000")
    service.wait_samples(2)
    lab.batteries[0].tell("delay 0")
    service.wait_back("answers are quick")
    assert service.faults("battery1") == []


@test(stacks=BOTH, batteries=BOARDS)
def notifications_that_nobody_asked_for_do_no_harm(lab, service):
    mark = lab.batteries[0].log.mark()
    for _ in range(3):
        mark = lab.batteries[0].log.wait("a request", lambda line: " request dda503" in line, mark).mark
        lab.batteries[0].tell("notify dd04000000")
    service.wait_back("a foreign fragment")


@test(stacks=BOTH, batteries=BOARDS)
def polling_comes_back_when_another_program_held_the_link(lab, service):
    battery = lab.batteries[0]
    listener = Watch("python3", "/lab/listener.py", battery.address)
    listener.wait("listening", lambda line: line == "listening")
    service.wait_samples(2, "battery2")
    listener.stop()
    shell("bluetoothctl disconnect " + battery.address)
    service.wait_back("the other program ended")
