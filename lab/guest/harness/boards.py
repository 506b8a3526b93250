"""Boards of all kinds, in one guest; a test that changes what its board does has that board to itself."""

BOARDS = {
    "plain": "",
    "other": "",
    "described": "",
    "slow": "",
    "ten times": "",
    "wide": "--cells 16 --ntcs 4",
    "fff0": "--service fff0",
    "write requests": "--writes request",
    "write commands": "--writes command",
    "random address": "--random C2:37:AA:00:11:22",
    "high handles": "--first-handle 300",
    "stranger": "--service 180d",
    "pairing": "--pairing",
}
OPTIONS = tuple(BOARDS.values())


def board(lab, kind):
    return lab.batteries[list(BOARDS).index(kind)]
