"""A year of a fleet, made in the database itself, and how long the questions of the documentation take over it."""
import re
import time

import parts

QUESTIONS = parts.CHECKOUT / "docs" / "how-to" / "fleet-questions.md"

# Values that are as varied as those of real batteries, so that compression and indexes have the same work.
FILL = """
insert into sample (time, site, battery, seq, journal, voltage, current, power, soc, remaining_capacity, nominal_capacity, cycles,
  cells, cell_min, cell_max, cell_avg, cell_delta, cell_min_number, cell_max_number, temperatures, balancing, protections, charge_fet,
  discharge_fet, production_date, software_version, hardware_version, soc_by_capacity, full_charge_capacity, energy_charged,
  energy_discharged, charge_in, charge_out, energy_covered, extra)
select t, 'site-' || lpad((b / 10)::text, 4, '0'), 'pack-' || b % 10, n * 10 + b % 10, 'year', round((4 * v)::numeric, 2),
  round(a::numeric, 2), round((4 * v * a)::numeric, 2), round(s * 100), round((s * 100)::numeric, 2), 100, 40 + n / 1000,
  array[v, v + 0.001, v + d, v + 0.002], v, v + d, v + d / 2, d, 1, 3, array[round(temperature::numeric, 1), round((temperature + 0.7)::numeric, 1)],
  '{}', '{}', true, true, '2023-05-17', '2.1', 'JBD-SP04S020-L4S-120A-B-U', round((s * 100)::numeric, 2), 97 - b % 9, n * 1.5, n * 1.4,
  n * 0.11, n * 0.1, n * 60.0, jsonb_build_object('link', jsonb_build_object('attempts', 1 + (n + b) % 40 / 39, 'connect_ms', 300 + (n * 7 + b) % 400,
    'read_ms', 90 + n % 30, 'rssi', -60 - (b + n) % 20))
from (
  select t, b, n, s, round((3.2 + 0.15 * s + 0.01 * sin(n * 0.7 + b))::numeric, 3)::double precision as v, 20 * cos(n * 0.01 * step + b) + random() as a,
    round((0.002 + 0.00001 * (b % 100) * (1 + n * step / 50000.0) + 0.004 * random())::numeric, 3)::double precision as d,
    10 + 12 * sin(n * step * 0.000012 + b) + random() as temperature
  from (
    select t, b, n, step, 0.5 + 0.45 * sin(n * step * 0.0044 + b) as s
    from generate_series(0, {batteries} - 1) b
    cross join (select t, row_number() over () + {first} as n, {step} as step
                from generate_series(timestamptz '{begin}', timestamptz '{end}' - interval '1 second', interval '{step} minutes') t) times) raw) values
"""


def fill(database, batteries, step):
    months = database.ask("select to_char(date_trunc('month', now()) - n * interval '1 month', 'YYYY-MM-DD') from generate_series(12, 0, -1) n")
    first = 0
    for begin, end in zip(months, months[1:] + [None]):
        database.ask(f"select make_sample_partition('{begin}')")
        stop = end or database.ask("select now()")[0]
        words = {"batteries": batteries, "step": step, "begin": begin, "end": stop, "first": first}
        answer = database.ask(re.sub(r"\{(\w+)\}", lambda word: str(words[word[1]]), FILL))
        assert answer is not None, "a month could not be filled"
        first += int(database.ask(f"select extract(epoch from timestamptz '{stop}' - timestamptz '{begin}') / 60 / {step}")[0].split(".")[0]) + 1
    database.ask(
        "insert into battery (site, battery, last_time, online) select site, battery, max(time), true from sample group by 1, 2")
    database.ask("insert into site (site, online) select distinct site, true from battery")
    database.ask(
        "insert into event (time, site, battery, event, seq, data, digest) select time, site, battery, 'protection_started', seq, "
        "'{\"names\":[\"cell_overvoltage\"]}', md5(site || battery || seq)::uuid from sample where seq % 997 = 0")
    database.ask("vacuum analyze sample")
    database.ask("vacuum analyze event")


def questions():
    text = QUESTIONS.read_text()
    return re.findall(r"^## (.*?)\n.*?```sql\n(.*?);\n```", text, re.S | re.M)


def ask_all(database):
    for title, sql in questions():
        times = []
        for _ in range(2):
            begun = time.monotonic()
            answer = database.ask(sql)
            times.append(time.monotonic() - begun)
        assert answer is not None, title
        yield title, times[0], times[1], len(answer)
