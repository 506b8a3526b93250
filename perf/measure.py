#!/usr/bin/python3
"""Measures what the service costs: time from process start to the first acknowledged publish, and steady memory.

    perf/measure.py [--runs 5] [--seconds 30] [--only NAME] [--options "JVM OPTIONS"] [--program FILE]

Starts its own mosquitto and its own simulated battery (`cellwarden simulate`), runs each contender several times against
the same two, one at a time, and prints a table of medians. The end of the first figure is the moment when a subscriber
holds the first sample: the broker hands a QoS 1 message on and acknowledges it in the same breath. Memory is VmRSS and Pss after
the given seconds, with one poll a second, and no garbage collection asked for. `--only page` measures the page: switched on
with nobody there, with one page open (it fetches the files and listens to the events), and with one whose history was looked at.
"""
import argparse
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import paho.mqtt.client as mqtt

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOPIC = "batterie/myBattery"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def await_port(port, process):
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if process.poll() is not None:
                sys.exit(f"{process.args[0]} ended with status {process.returncode}")
            time.sleep(0.1)
    sys.exit(f"nothing listens on port {port}")


class Subscriber:
    """Notes when the first message of a run arrives."""

    def __init__(self, port):
        self.arrived = threading.Event()
        self.at = 0.0
        self.client = mqtt.Client()
        self.client.on_message = self.on_message
        ready = threading.Event()
        self.client.on_subscribe = lambda *_: ready.set()
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()
        self.client.subscribe(TOPIC, qos=1)
        if not ready.wait(10):
            sys.exit("the broker does not take subscriptions")

    def on_message(self, _client, _data, message):
        if message.payload and not self.arrived.is_set():
            self.at = time.monotonic()
            self.arrived.set()

    def reset(self):
        self.client.publish(TOPIC, b"", qos=1, retain=True).wait_for_publish()
        time.sleep(0.2)
        self.arrived.clear()


def memory(pid):
    figures = {}
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith(("VmRSS:", "RssAnon:")):
                figures[line.split(":")[0]] = int(line.split()[1]) / 1024
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as rollup:
        for line in rollup:
            if line.startswith("Pss:"):
                figures["Pss"] = int(line.split()[1]) / 1024
    return figures


PAGE = ["", "app.js", "battery.js", "history.js", "events.js", "words.js", "dom.js", "style.css", "uplot.js", "uplot.css", "icon.svg",
        "manifest.json", "api/v1/session", "api/v1/batteries"]
HISTORY = ["api/v1/history?battery=myBattery&metric=soc,power,current,voltage,cell_min,cell_max,cell_delta&every=auto"] * 3


def open_page(port, paths):
    """Asks for these as a browser does, and listens to the events until what it returns is closed."""
    for path in paths:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}") as answer:
            answer.read()
    stream = urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/stream")
    threading.Thread(target=lambda: [None for _ in iter(stream.readline, b"")], daemon=True).start()


def run_once(command, environment, folder, subscriber, seconds, visit=lambda: None):
    subscriber.reset()
    start = time.monotonic()
    process = subprocess.Popen(command, env=environment, cwd=folder, stderr=subprocess.DEVNULL)
    try:
        if not subscriber.arrived.wait(60):
            sys.exit(f"no sample within 60 s from {command}")
        visit()
        time.sleep(seconds)
        return subscriber.at - start, memory(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def contenders(bms, broker, folder, options, program):
    config = os.path.join(folder, "cellwarden.yaml")
    with open(config, "w", encoding="utf-8") as file:
        file.write(
            "batteries:\n"
            f"  - name: myBattery\n    address: tcp:127.0.0.1:{bms}\n    interval: 1s\n"
            f"mqtt:\n  url: mqtt://127.0.0.1:{broker}\n"
            f"journal:\n  path: {folder}/bms_data.jsonl\n")
    launcher = [program, "run", "-c", config]
    rival = ["/usr/bin/python3", os.path.join(ROOT, "perf/rival.py"), str(bms), str(broker), TOPIC, "1",
             os.path.join(folder, "rival.jsonl")]
    page = free_port()
    with_page = os.path.join(folder, "page.yaml")
    with open(config, encoding="utf-8") as file, open(with_page, "w", encoding="utf-8") as copy:
        copy.write(file.read() + f"web: {{listen: '127.0.0.1:{page}'}}\n")
    usual = {"CELLWARDEN_JAVA_OPTIONS": options}
    paged = [*launcher[:-1], with_page]
    return {
        "cellwarden": (launcher, usual),
        "cellwarden without AOT cache": (launcher, {**usual, "CELLWARDEN_AOT": "off"}),
        "without the page": (launcher, usual),
        "with the page, nobody there": (paged, usual),
        "with one page open": (paged, usual, lambda: open_page(page, PAGE)),
        "with one page, and its history": (paged, usual, lambda: open_page(page, PAGE + HISTORY)),
        "python": (rival, {}),
    }


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--seconds", type=float, default=30)
    arguments.add_argument("--only", default="")
    arguments.add_argument("--options", default="")
    arguments.add_argument("--program", default=os.path.join(ROOT, "cellwarden"))
    arguments = arguments.parse_args()
    subprocess.run([arguments.program, "--version"], check=True, stdout=subprocess.DEVNULL)
    folder = tempfile.mkdtemp()
    bms, broker = free_port(), free_port()
    broker_program = shutil.which("mosquitto") or "/usr/sbin/mosquitto"
    started = [subprocess.Popen([broker_program, "-p", str(broker)], stderr=subprocess.DEVNULL),
               subprocess.Popen([arguments.program, "simulate", "--listen", f"tcp:127.0.0.1:{bms}"],
                                stdout=subprocess.DEVNULL)]
    try:
        await_port(broker, started[0])
        await_port(bms, started[1])
        subscriber = Subscriber(broker)
        chosen = {name: what for name, what in contenders(bms, broker, folder, arguments.options, arguments.program).items()
                  if (arguments.only in name if arguments.only else "page" not in name)}
        results = {name: [] for name in chosen}
        for _ in range(arguments.runs):
            for name, (command, extra, *visit) in chosen.items():
                results[name].append(
                    run_once(command, {**os.environ, **extra}, folder, subscriber, arguments.seconds, *visit))
        print(f"{'median of ' + str(arguments.runs):30} first publish   VmRSS     of it anonymous   Pss")
        for name, runs in results.items():
            figures = [statistics.median(f[key] for _, f in runs) for key in ("VmRSS", "RssAnon", "Pss")]
            first = statistics.median(seconds for seconds, _ in runs)
            print(f"{name:30} {first * 1000:7.0f} ms   {figures[0]:6.1f} MiB   {figures[1]:6.1f} MiB   {figures[2]:6.1f} MiB")
    finally:
        for process in started:
            process.terminate()
            process.wait(10)
        shutil.rmtree(folder)


main()
