"""Whatever happens to the link, the daemon or the adapter: polling comes back by itself, on every battery, and no wrong
value is ever published meanwhile (which the service checks at its end).  How soon is printed, not judged."""
import signal

from harness.machine import shell
from harness.suite import BOTH, test

AWAY = ("not_found", "unreachable")
NO_LINK = ("unreachable", "lost")


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
