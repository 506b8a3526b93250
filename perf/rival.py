#!/usr/bin/python3
"""The yardstick: what a Python script for the same job costs.

Reads one JBD battery over TCP (registers 03 and 04), appends the reading to a JSONL file and publishes it with QoS 1 and
retain, like `cellwarden run` with one battery. It checks frames, but has no reconnecting, no faults and no journal
promises: it is a lower bound for Python, not a competitor's program.

    rival.py BMS_PORT BROKER_PORT TOPIC INTERVAL_SECONDS FILE
"""
import json
import socket
import sys
import time

import paho.mqtt.client as mqtt


def request(register):
    checksum = -register & 0xFFFF
    return bytes([0xDD, 0xA5, register, 0, checksum >> 8, checksum & 0xFF, 0x77])


def read(link, register):
    link.sendall(request(register))
    frame = b""
    while len(frame) < 7 or len(frame) < frame[3] + 7:
        part = link.recv(300)
        if not part:
            raise ConnectionError("closed")
        frame += part
    checksum = -sum(frame[2:-3]) & 0xFFFF
    if frame[1] != register or frame[2] or frame[-1] != 0x77 or frame[-3] << 8 | frame[-2] != checksum:
        raise ValueError("bad frame")
    return frame[4:-3]


def u16(data, at):
    return data[at] << 8 | data[at + 1]


def sample(port):
    with socket.create_connection(("127.0.0.1", port), 10) as link:
        basic, cells = read(link, 3), read(link, 4)
    volts = [u16(cells, i) / 1000 for i in range(0, len(cells), 2)]
    current = u16(basic, 2)
    current = (current - 0x10000 if current & 0x8000 else current) / 100
    voltage = u16(basic, 0) / 100
    return {
        "time": time.time(), "battery": "myBattery", "voltage": voltage, "current": current,
        "power": round(voltage * current, 2), "soc": basic[19], "remaining_capacity": u16(basic, 4) / 100,
        "nominal_capacity": u16(basic, 6) / 100, "cycles": u16(basic, 8), "cells": volts,
        "cell_min": min(volts), "cell_max": max(volts), "cell_delta": round(max(volts) - min(volts), 3),
        "temperatures": [(u16(basic, 23 + 2 * i) - 2731) / 10 for i in range(basic[22])],
    }


def main():
    bms, broker, topic, interval, path = sys.argv[1:]
    client = mqtt.Client()
    client.connect("127.0.0.1", int(broker))
    client.loop_start()
    while True:
        line = json.dumps(sample(int(bms)))
        with open(path, "a", encoding="utf-8") as journal:
            journal.write(line + "\n")
        client.publish(topic, line, qos=1, retain=True).wait_for_publish()
        time.sleep(float(interval))


main()
