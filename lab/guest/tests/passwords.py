"""Boards that answer nobody who has not given their password."""
import json
import os

from harness.program import WORK, run, succeed
from harness.suite import BOTH, test
from harness.truth import check_values

BOARDS = ("--password aB3456 --auth full", "--password 246810 --auth pin", "--password aB3456 --auth full")
MODEL = "JBD-SP04S020-L4S-100A"


def configuration(battery, stack, *keys):
    """A file with one battery; its path."""
    os.makedirs(WORK, exist_ok=True)
    path = "%s/password%d.yaml" % (WORK, battery.number)
    with open(path, "w", encoding="ascii") as file:
        file.write("batteries:\n  - {name: guarded, address: '%s', %s}\n" % (battery.uri(stack), ", ".join(keys)))
        file.write("journal: {path: %s/password%d.jsonl}\n" % (WORK, battery.number))
    os.chmod(path, 0o600)
    return path


def check_guarded(battery, stack, *keys):
    path = configuration(battery, stack, *keys)
    before = battery.log_lines()
    sample = json.loads(succeed("read", "guarded", "-c", path, "--json"))
    check_values([sample], battery, MODEL, before)
    assert (sample["link"]["attempts"], sample["link"]["stack"]) == (1, stack)


@test(stacks=BOTH, batteries=BOARDS)
def a_board_with_a_password_is_read(lab, stack):
    check_guarded(lab.batteries[0], stack, "password: aB3456")
    check_guarded(lab.batteries[1], stack, "password: '246810'", "password_mode: pin")


@test(stacks=BOTH, batteries=BOARDS)
def a_board_whose_password_nobody_gave_is_named(lab, stack):
    for battery, words in zip(lab.batteries, ("the board wants the password of the phone app", "the board wants a PIN")):
        said = run("read", battery.uri(stack)).stderr
        assert words in said, said


@test(stacks=BOTH, batteries=BOARDS)
def a_wrong_password_is_tried_once(lab, stack):
    battery = lab.batteries[2]
    path = configuration(battery, stack, "password: aB3457")
    before = battery.log_lines()
    for words in ("the board refused the password", *["the board has refused this password"] * 2):
        said = run("read", "guarded", "-c", path).stderr
        assert words in said, said
    assert len(battery.events("connected", since=before)) == 1
    tried = [rest for _, _, rest in battery.events("request", since=before) if rest.startswith("ffaa18")]
    assert len(tried) == 1, tried
    check_guarded(battery, stack, "password: aB3456")
