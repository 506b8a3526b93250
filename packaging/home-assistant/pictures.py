#!/usr/bin/python3
"""Draws icon.png and logo.png of the add-on: a battery of four cells. Run it after a change of the drawing."""
import os
import struct
import zlib

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cellwarden")
CASE, CELL, NOTHING = (0x26, 0x32, 0x38, 255), (0x43, 0xA0, 0x47, 255), (0, 0, 0, 0)


def colour(x, y):
    """Of a place in a square of 64 by 64."""
    if 24 <= x < 40 and 6 <= y < 10:
        return CASE
    if not (14 <= x < 50 and 10 <= y < 60):
        return NOTHING
    inside = 18 <= x < 46 and 14 <= y < 56
    return CELL if inside and (y - 14) % 11 < 9 else CASE


def picture(name, width, height):
    scale, left = height / 64, (width - height) / 2
    rows = b"".join(
        b"\0" + b"".join(bytes(colour((x - left) / scale, y / scale)) for x in range(width)) for y in range(height))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    with open(os.path.join(FOLDER, name), "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
                   + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


picture("icon.png", 128, 128)
picture("logo.png", 250, 100)
