#!/usr/bin/python3
"""Measures `history` on a year at 10 s, beside jq and DuckDB.

    perf/history.py [--folder DIR] [--duckdb DIR] [--runs 9] [--without-jq]

Writes the journal of a year (3,153,600 lines, 2.26 GB) into the folder, unless it is there, and the same as rotated and
compressed files of a day each. Every contender answers the same question: least, mean, greatest and last state of
charge, voltage and current of each day. The answers are held against each other.

--duckdb is a folder in which `npm install @duckdb/node-api` was run; without it DuckDB is left out. The files are read
once before, so that all find them in memory.
"""
import argparse
import csv
import glob
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LAUNCHER = os.path.join(ROOT, "cellwarden")
FROM, TO = "2025-01-01", "2026-01-01"
FIELDS = ["soc", "voltage", "current"]

JQ = """
reduce (inputs | select(.seq)) as $s ({};
  .[$s.time[0:10]] |= reduce ("soc", "voltage", "current") as $f (.;
    .[$f] |= {min: ([.min // $s[$f], $s[$f]] | min), max: ([.max // $s[$f], $s[$f]] | max),
              sum: (.sum + $s[$f]), count: (.count + 1), last: $s[$f]}))
| to_entries[] | [.key] + [.value[] | .min, .sum / .count, .max, .last] | @csv
"""

DUCKDB = """
const { DuckDBInstance } = require(process.argv[2] + '/node_modules/@duckdb/node-api');
(async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const columns = %s.map(f => `min(${f}), avg(${f}), max(${f}), last(${f} order by seq)`).join(', ');
  const rows = await connection.runAndReadAll(`select strftime(time, '%%Y-%%m-%%d') as day, ${columns}
    from read_json('${process.argv[3]}', format = 'newline_delimited', ignore_errors = true, columns =
      {seq: 'BIGINT', time: 'TIMESTAMP', battery: 'VARCHAR', soc: 'DOUBLE', voltage: 'DOUBLE', current: 'DOUBLE'})
    where seq is not null group by day order by day`);
  for (const row of rows.getRows()) console.log(row.join(','));
})();
""" % json.dumps(FIELDS)


def timed(command, **more):
    """Runs a command; gives its output, wall time and processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False, **more)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{command[0]} ended with status {done.returncode}: {done.stderr}")
    return done.stdout, wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ask(journal, *more):
    return [LAUNCHER, "history", "--journal", journal, "--since", FROM, "--until", TO, "--every", "1d", "--zone", "UTC",
            "--fields", ",".join(FIELDS), "--format", "csv", *more]


def answer(text, with_header):
    """Day to the twelve figures, rounded to what all of them give."""
    rows = list(csv.reader(text.splitlines()))
    if not with_header:
        return {row[0][:10]: [round(float(value), 5) for value in row[1:13]] for row in rows}
    names = [f"{field}_{what}" for field in FIELDS for what in ("min", "mean", "max", "last")]
    places = [rows[0].index(name) for name in names]
    return {row[0][:10]: [round(float(row[place]), 5) for place in places] for row in rows[1:]}


def same(one, other, who):
    if one.keys() != other.keys() or any(
            abs(a - b) > 2e-5 for day in one for a, b in zip(one[day], other[day])):
        sys.exit(f"{who} gives another answer")


def write_journals(folder):
    os.makedirs(folder, exist_ok=True)
    year = os.path.join(folder, "year.jsonl")
    if not os.path.exists(year):
        _, wall, cpu = timed([LAUNCHER, "simulate", "--journal", year, "--from", FROM, "--to", TO, "--interval", "10s"])
        print(f"| `simulate --journal`, a year at 10 s | {wall:.1f} s | {cpu:.1f} s |", flush=True)
    days = os.path.join(folder, "days")
    if not os.path.exists(days):
        os.mkdir(days)
        split(year, days)
    return year, os.path.join(days, "bms_data.jsonl")


def split(year, folder):
    day, lines = None, []
    with open(year, "rb") as journal:
        for line in journal:
            at = line.index(b'"time":"') + 8
            if line[at:at + 10] != day:
                compress(folder, day, lines)
                day, lines = line[at:at + 10], []
            lines.append(line)
    with open(os.path.join(folder, "bms_data.jsonl"), "wb") as current:
        current.writelines(lines)


def compress(folder, day, lines):
    if lines:
        with open(os.path.join(folder, f"bms_data-{day.decode()}.jsonl.gz"), "wb") as out:
            subprocess.run(["gzip"], input=b"".join(lines), stdout=out, check=True)


def line(what, runs):
    walls, cpus = [wall for _, wall, _ in runs], [cpu for _, _, cpu in runs]
    print(f"| {what} | {statistics.median(walls):.2f} s | {statistics.median(cpus):.2f} s |", flush=True)
    return runs[0][0]


def measure(arguments, folder):
    timed([LAUNCHER, "history", "--help"])
    print("| | wall time | processor time |\n|---|---|---|")
    year, current = write_journals(folder)
    for path in [year, *glob.glob(os.path.join(os.path.dirname(current), "*"))]:
        with open(path, "rb") as file:
            while file.read(1 << 20):
                pass
    answers = {}
    for what, journal in (("one file", year), ("365 files, compressed", current)):
        for summary in glob.glob(os.path.join(os.path.dirname(journal), "*.summary")):
            os.remove(summary)
        answers["cold " + what] = line(f"no summaries, {what}", [timed(ask(journal))])
        answers["warm " + what] = line(
            f"summaries, {what}", [timed(ask(journal)) for _ in range(arguments.runs)])
        answers["scan " + what] = line(
            f"full scan (`--no-index`), {what}", [timed(ask(journal, "--no-index")) for _ in range(3)])
    reference = answer(answers["warm one file"], True)
    for who, text in answers.items():
        same(reference, answer(text, True), who)
    if arguments.duckdb:
        script = os.path.join(folder, "duckdb.js")
        with open(script, "w", encoding="utf-8") as file:
            file.write(DUCKDB)
        text = line("DuckDB, one file", [timed(["node", script, arguments.duckdb, year]) for _ in range(3)])
        same(reference, answer(text, False), "DuckDB")
    if not arguments.without_jq:
        same(reference, answer(line("jq, one file", [timed(["jq", "-nr", JQ, year])]), False), "jq")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--folder")
    arguments.add_argument("--duckdb")
    arguments.add_argument("--runs", type=int, default=9)
    arguments.add_argument("--without-jq", action="store_true")
    arguments = arguments.parse_args()
    folder = arguments.folder or tempfile.mkdtemp(prefix="cellwarden-history-")
    try:
        measure(arguments, folder)
    finally:
        if not arguments.folder:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
