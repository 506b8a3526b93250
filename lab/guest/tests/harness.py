"""The lab itself: it finds every difference, and takes no delay for one."""
import os
import signal

from harness import delivery
from harness.machine import shell
from harness.program import Service, read
from harness.suite import BOTH, test
from harness.truth import check_values


def refused(check, *arguments):
    """What a check says of a difference."""
    try:
        check(*arguments)
    except AssertionError as error:
        return str(error)
    raise AssertionError("%s took %s" % (check.__name__, arguments))


# Comparing journal and subscriber


def sample(seq, voltage=13.2, battery="b"):
    return {"seq": seq, "battery": battery, "voltage": voltage}


def delivered(*samples):
    return {delivery.identity(one): one for one in samples}


@test()
def a_sample_may_come_live_or_as_history_or_both():
    come = delivery.Delivered()
    come.add(['batterie/b/history {"seq":1,"battery":"b"}', 'batterie/b {"seq":2,"battery":"b"}', "batterie/bridge/state online",
              'batterie/b/history {"seq":2,"battery":"b"}', "batterie/b/availability online"])
    journal = [{"seq": 1, "battery": "b"}, {"seq": 2, "battery": "b"}]
    delivery.compare(come, journal, journal)


@test()
def every_difference_between_journal_and_subscriber_is_found():
    one, two = sample(1), sample(2)
    assert "never delivered" in refused(delivery.compare, delivered(one), [one, two], [one, two])
    assert "not as journalled" in refused(delivery.compare, delivered(one, two), [one], [one])
    assert "not as journalled" in refused(delivery.compare, delivered(one, sample(2, 13.3)), [one, two], [one, two])
    assert "gaps" in refused(delivery.compare, delivered(one, sample(3)), [one, sample(3)], [one, sample(3)])
    twice = ['batterie/b {"seq":1,"battery":"b","soc":50}', 'batterie/b/history {"seq":1,"battery":"b","soc":51}']
    assert "have the number" in refused(delivery.Delivered().add, twice)
    assert "a sample of c" in refused(delivery.Delivered().add, ['batterie/b {"seq":1,"battery":"c"}'])


# Comparing samples with what the battery answered


@test()
def every_difference_between_a_sample_and_the_registers_is_found(lab):
    battery = lab.batteries[0]
    battery.tell("drift on")
    before = battery.log_lines()
    first, second = (read(battery.uri("kernel")) for _ in range(2))
    check_values([first, second], battery, since=before)
    assert "no answer" in refused(check_values, [second, first], battery, "JBD-SP04S020-L4S-100A", before)
    assert "no answer" in refused(check_values, [first, first], battery, "JBD-SP04S020-L4S-100A", before)
    assert "no answer" in refused(check_values, [first], battery, "JBD-SP04S020-L4S-100A", battery.log_lines())
    for field, wrong in (("voltage", 13.21), ("cells", [3.3, 3.3, 3.3, 3.3]), ("humidity", 30), ("soc", None)):
        assert refused(check_values, [{**first, field: wrong}], battery, "JBD-SP04S020-L4S-100A", before), field
    for time in ("1970-01-01T00:00:00.000Z", second["time"]):
        assert "answered at" in refused(check_values, [{**first, "time": time}], battery, "JBD-SP04S020-L4S-100A", before)


# Delays


@test(stacks=BOTH, alone=True)
def samples_from_before_the_broker_answered_come_as_history_and_are_no_difference(lab, stack):
    """As where Java starts so slowly that the first reading is there before the session with the broker."""
    with Service(lab.batteries, stack) as service:
        service.wait_samples(1)
        service.stop()
        service.broker.process.send_signal(signal.SIGSTOP)
        service.start()
        count = len(service.samples())
        service.journal.wait_until("sample", lambda: len(service.samples()) >= count + 3)
        service.broker.process.send_signal(signal.SIGCONT)
        service.wait_samples(2)
        service.check()
        topics = [line.split(" ")[0] for line in service.messages.text()]
        assert any(topic.endswith("/history") for topic in topics), topics


@test(stacks=BOTH, alone=True)
def a_second_service_in_one_guest_is_held_to_its_own_answers(lab, stack):
    for _ in range(2):
        for battery in lab.batteries:  # the same values again
            for value in ("current -123", "remaining 8123", "cycles 17", "cells 3300 3301 3302 3303"):
                battery.tell("set " + value)
        with Service(lab.batteries, stack) as service:
            service.wait_samples(3)


@test(stacks=BOTH, alone=True)
def a_bluetoothd_that_answers_after_40_seconds_makes_polling_late_but_no_test_fail(lab, stack):
    lab.daemon.end(signal.SIGTERM)
    lab.daemon.start(answers_after=40)
    with Service(lab.batteries, stack) as service:
        service.wait_samples(2)
        lab.daemon.end(signal.SIGKILL)
        lab.daemon.start(answers_after=40)
        service.wait_back("bluetoothd answers")


@test(alone=True)
def a_java_that_starts_after_60_seconds_makes_no_test_fail(lab):
    with Service(lab.batteries, "kernel", prefix=["sh", "-c", 'sleep 60; exec "$@"', "late"]) as service:
        service.wait_samples(2)
        assert service.faults("battery1") == []


@test()
def the_clock_of_a_guest_stands_still_while_it_computes(lab):
    """Else a busy host would make the tests late."""
    work = "import time; at = time.monotonic(); sum(range(10 ** 7)); print(time.monotonic() - at)"
    seconds = float(shell("python3 -c '%s'" % work))
    print("  ten million additions took %.3f s" % seconds)
    assert (seconds < 0.05) == (os.environ.get("LAB_CLOCK") == "virtual")
