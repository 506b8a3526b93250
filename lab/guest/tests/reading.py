"""One reading: every field is what the battery's registers hold, whatever the board."""
from harness.boards import OPTIONS, board
from harness.program import read, succeed
from harness.suite import BOTH, test
from harness.truth import check_values

# Two sets of values that have nothing in common: raw values as the registers hold them.
CHARGING = {
    "cells": "3412 3398 3405 3421", "current": "4711", "remaining": "51234", "nominal": "60000", "cycles": "321",
    "production_date": "0x2c7c", "balance_low": "0b1010", "soc": "85", "fets": "1", "version": "0x2a",
    "protection": "0x1005", "temperatures": "2631 3001", "model": "JBD-AP21S001-L21S-150A",
}
EMPTY = {
    "cells": "2801 2799 2800 2805", "current": "-20012", "remaining": "0", "nominal": "65535", "cycles": "65535",
    "production_date": "0", "balance_low": "0", "soc": "0", "fets": "2", "version": "0x80",
    "protection": "0x000a", "temperatures": "2731 2730", "model": "xiaoxiang BMS",
}


def set_values(battery, values):
    for name, value in values.items():
        battery.tell("set %s %s" % (name, value))


def check_reading(battery, stack, model="JBD-SP04S020-L4S-100A"):
    """Reads a battery and compares each field."""
    before = battery.log_lines()
    sample = read(battery.uri(stack))
    check_values([sample], battery, model, before)
    assert sample["hardware_version"] == model
    assert sample["link"]["attempts"] == 1
    assert sample["link"]["stack"] == stack
    return sample


@test(stacks=BOTH, batteries=OPTIONS)
def every_field_is_what_the_registers_of_this_battery_hold_now(lab, stack):
    one, two = board(lab, "plain"), board(lab, "other")
    set_values(one, CHARGING)
    set_values(two, EMPTY)
    assert check_reading(one, stack, CHARGING["model"])["current"] == 47.11
    assert check_reading(two, stack, EMPTY["model"])["current"] == -200.12
    set_values(one, EMPTY)
    assert check_reading(one, stack, EMPTY["model"])["remaining_capacity"] == 0


@test(stacks=BOTH, batteries=OPTIONS)
def a_battery_of_16_cells_and_4_probes_is_read(lab, stack):
    sample = check_reading(board(lab, "wide"), stack)
    assert len(sample["cells"]) == 16 and len(sample["temperatures"]) == 4


@test(stacks=BOTH, batteries=OPTIONS)
def a_board_with_ten_times_units_is_read(lab, stack):
    battery = board(lab, "ten times")
    set_values(battery, {"tenfold": "on", "current": "-58", "remaining": "4719", "nominal": "6280"})
    sample = check_reading(battery, stack)
    assert (sample["current"], sample["remaining_capacity"], sample["nominal_capacity"]) == (-5.8, 471.9, 628)


@test(stacks=BOTH, batteries=OPTIONS)
def a_board_with_service_fff0_is_read(lab, stack):
    check_reading(board(lab, "fff0"), stack)


@test(stacks=BOTH, batteries=OPTIONS)
def a_board_that_takes_only_write_requests_is_read(lab, stack):
    check_reading(board(lab, "write requests"), stack)


@test(stacks=BOTH, batteries=OPTIONS)
def a_board_that_takes_only_write_commands_is_read(lab, stack):
    check_reading(board(lab, "write commands"), stack)


@test(stacks=BOTH, batteries=OPTIONS)
def a_board_with_a_random_address_is_read(lab, stack):
    check_reading(board(lab, "random address"), stack)


@test(stacks=BOTH, batteries=OPTIONS)
def a_board_whose_handles_are_elsewhere_is_read(lab, stack):
    check_reading(board(lab, "high handles"), stack)


@test(stacks=BOTH, batteries=OPTIONS)
def small_fragments_and_a_slow_board_give_the_same_values(lab, stack):
    battery = board(lab, "slow")
    battery.tell("fragment 7")
    battery.tell("delay 200")
    battery.tell("gap 50")
    check_reading(battery, stack)


@test(stacks=BOTH, batteries=OPTIONS)
def the_table_for_people_says_the_same(lab, stack):
    battery = board(lab, "described")
    set_values(battery, CHARGING)
    table = succeed("read", battery.uri(stack))
    for text in ("13.63", "47.11", "85", "3.412", "3.398", CHARGING["model"]):
        assert text in table, text
