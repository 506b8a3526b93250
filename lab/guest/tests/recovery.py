"""Whatever happens to the link, the daemon or the adapter: polling comes back by itself, on every battery, and no wrong
value is ever published meanwhile (which the service checks at its end).  How soon is printed, not judged."""
import datetime
import signal
import time

from harness.machine import shell
from harness.suite import BOTH, test

AWAY = ("not_found", "unreachable")
NO_LINK = ("unreachable", "lost")
AT_MOST = 10  # seconds: one turn over BlueZ and what a reading takes; two turns take 12


def seconds(text):
    return datetime.datetime.fromisoformat(text).timestamp()


# One battery fails, the other is read on.


@test(stacks=BOTH)
def a_link_that_drops_in_mid_read_costs_no_reading(lab, service):
    mark = lab.batteries[0].log.mark()
    lab.batteries[0].tell("cut 1")
    lab.batteries[0].wait("cut", mark)
    service.wait_back("after one cut")
    assert service.faults("battery1") == []


@test(stacks=BOTH)
def polling_comes_back_when_the_link_kept_dropping_in_mid_read(lab, service):
    lab.batteries[0].tell("cuts 1")
    service.wait_fault("battery1", ["lost"])
    service.wait_samples(2, "battery2")
    lab.batteries[0].tell("cuts 0")
    service.wait_back("the link holds")


@test(stacks=BOTH)
def polling_comes_back_when_the_battery_was_away(lab, service):
    lab.batteries[0].tell("gone on")
    service.wait_fault("battery1", AWAY)
    service.wait_samples(2, "battery2")
    lab.batteries[0].tell("gone off")
    service.wait_back("the battery is in range")


@test(stacks=BOTH, batteries=[""], slow=True)
def polling_comes_back_when_the_battery_was_away_for_an_hour(lab, service):
    lab.batteries[0].tell("gone on")
    service.wait_faults(60)
    lab.batteries[0].tell("gone off")
    service.wait_back("the battery is in range")


@test(stacks=BOTH)
def polling_comes_back_when_the_battery_fell_silent_in_mid_answer(lab, service):
    mark = lab.batteries[0].log.mark()
    lab.batteries[0].tell("stall 1")
    lab.batteries[0].wait("stalled", mark)
    service.wait_samples(2, "battery2")
    service.wait_back("after the silence")


@test(stacks=BOTH)
def polling_comes_back_when_no_request_was_answered(lab, service):
    lab.batteries[0].tell("mute on")
    service.wait_fault("battery1", ["no_response"])
    service.wait_samples(2, "battery2")
    lab.batteries[0].tell("mute off")
    service.wait_back("the battery answers")


@test(stacks=BOTH)
def no_value_of_a_damaged_answer_is_published(lab, service):
    lab.batteries[0].tell("corrupt on")
    service.wait_fault("battery1", ["malformed"])
    service.wait_samples(2, "battery2")
    lab.batteries[0].tell("corrupt off")
    service.wait_back("answers are whole")


# bluetoothd


@test(stacks=BOTH, alone=True)
def polling_comes_back_when_bluetoothd_was_restarted(lab, service):
    """Ended by SIGTERM it drops the links and switches the adapter off."""
    lab.daemon.end(signal.SIGTERM)
    service.wait_fault_of_each(NO_LINK)
    lab.daemon.start()
    service.wait_back("bluetoothd runs")


@test(stacks=["bluez"], alone=True)
def polling_comes_back_when_bluetoothd_was_killed(lab, service):
    lab.daemon.end(signal.SIGKILL)
    service.wait_fault_of_each(NO_LINK)
    lab.daemon.start()
    service.wait_back("bluetoothd runs")


@test(stacks=["kernel"], alone=True)
def reading_goes_on_when_bluetoothd_is_killed(lab, service):
    lab.daemon.end(signal.SIGKILL)
    service.wait_samples(5)
    lab.daemon.start()
    service.wait_back("bluetoothd runs")


@test(stacks=BOTH, alone=True)
def polling_comes_back_when_bluetoothd_stayed_away(lab, service):
    lab.daemon.end(signal.SIGTERM)
    service.wait_faults(8)
    lab.daemon.start()
    service.wait_back("bluetoothd runs")


# The adapter


@test(stacks=BOTH, alone=True)
def polling_comes_back_when_the_adapter_was_switched_off(lab, service):
    lab.adapter.power("off")
    service.wait_fault_of_each(NO_LINK)
    lab.adapter.power("on")
    service.wait_back("the adapter is on")


@test(stacks=BOTH, alone=True)
def polling_comes_back_when_rfkill_blocked_the_adapter(lab, service):
    shell("rfkill block bluetooth")
    service.wait_fault_of_each(NO_LINK)
    shell("rfkill unblock bluetooth")
    service.wait_back("the adapter is unblocked")


@test(stacks=BOTH, alone=True)
def polling_comes_back_when_the_adapter_was_unplugged(lab, service):
    lab.adapter.tell("unplug")
    service.wait_fault_of_each(("not_found", *NO_LINK))
    lab.adapter.plug(lab.batteries)
    service.wait_back("the adapter is plugged in")


@test(stacks=BOTH, alone=True)
def polling_comes_back_when_the_adapter_hung(lab, service):
    lab.adapter.tell("hang on")
    service.wait_fault_of_each(NO_LINK)
    lab.adapter.tell("hang off")
    service.wait_back("the adapter answers")


# The ladder


@test(stacks=BOTH)
def a_battery_that_is_away_is_lost_and_back_in_events(lab, service):
    lab.batteries[0].tell("gone on")
    lost = service.wait_event("battery1", "link_lost")
    assert lost["failures"] == 3 and lost["fault"]["kind"] in AWAY, lost
    service.wait_samples(60, "battery2")
    lab.batteries[0].tell("gone off")
    service.wait_event("battery1", "link_back")
    service.wait_back("the battery is in range")
    assert service.events("battery2", "link_lost") == []


@test(stacks=BOTH, alone=True)
def an_adapter_that_hangs_until_it_is_reset_is_switched_off_and_on(lab, service):
    lab.adapter.tell("hang reset")
    hung = time.time()
    lab.adapter.log.wait("reset", lambda line: line.endswith(" reset"))
    for battery in lab.batteries:
        battery.tell("reset")  # btvirt does not tell them that their link has gone
    for name in service.batteries:
        service.wait_event(name, "recovery_tried", rung="power_cycle", adapter="hci0", outcome="done")
        service.wait_event(name, "link_back")
    print("  back by itself after %.0f s" % (time.time() - hung))
    service.wait_samples(2)


@test(stacks=BOTH, alone=True)
def an_adapter_that_somebody_switched_off_is_switched_on_after_a_while(lab, service):
    lab.adapter.power("off")
    off = time.time()
    for name in service.batteries:
        service.wait_event(name, "link_back")
    print("  back by itself after %.0f s" % (time.time() - off))
    service.wait_samples(2)


@test(stacks=BOTH, batteries=["", "", "", ""])
def two_batteries_that_are_away_delay_the_others_by_no_more_than_one_connect(lab, service):
    for battery in lab.batteries[2:]:
        battery.tell("gone on")
    for name in ("battery3", "battery4"):
        service.wait_fault(name, AWAY)
    mark = len(service.samples())
    service.wait_samples(60, "battery1")
    service.wait_samples(1, "battery2")
    for name in ("battery1", "battery2"):
        times = [seconds(sample["time"]) for sample in service.samples()[mark:] if sample["battery"] == name]
        longest = max(b - a for a, b in zip(times, times[1:]))
        print("  %s: %d samples, at most %.1f s from one to the next" % (name, len(times), longest))
        assert longest < AT_MOST, "%s waited for %.1f s" % (name, longest)
    for battery in lab.batteries[2:]:
        battery.tell("gone off")
    service.wait_back("all are in range")
