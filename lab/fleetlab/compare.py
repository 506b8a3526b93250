"""Journals beside rows: as sets, and value by value."""
import datetime
import gzip
import json

# What a sample is known by.
KEYS = ("site", "battery", "seq")


def journalled(folder):
    """All samples of all sites: (site, seq) to the line of the journal."""
    samples = {}
    for site in sorted(folder.glob("*/*/bms_data*.jsonl")) + sorted(folder.glob("*/*/bms_data*.jsonl.gz")):
        with (gzip.open(site, "rt") if site.suffix == ".gz" else open(site)) as lines:
            for line in lines:
                # The end of one that was killed may be torn.
                if line.startswith('{"seq":') and line.endswith("}\n"):
                    samples[site.parent.name, json.loads(line)["seq"]] = line
    return samples


def count(folder):
    return len(journalled(folder))


def as_row(value):
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def differences(line, row):
    """What a row says otherwise than its line. A value that the line leaves out is null in the row."""
    said = json.loads(line)
    told = {**(row.pop("extra") or {}), **row}
    told.pop("journal", None)
    told.pop("site")
    found = []
    for name in sorted(said.keys() | told.keys()):
        mine, other = said.get(name), told.get(name)
        if name == "time":
            mine, other = (datetime.datetime.fromisoformat(it.replace("Z", "+00:00")) for it in (mine, other))
        elif isinstance(mine, list) and isinstance(other, list):
            mine, other = [as_row(it) for it in mine], [as_row(it) for it in other]
        if as_row(mine) != as_row(other):
            found.append(f"{name}: {mine} in the journal, {other} in the row")
    return found


def compare(folder, database):
    """Says what is lost, twice, unknown or otherwise. True where nothing is."""
    samples = journalled(folder)
    seen, twice, unknown, wrong, values = set(), 0, [], [], 0
    for line in database.lines("select row_to_json(it) from sample it"):
        row = json.loads(line)
        key = row["site"], row["seq"]
        if key in seen:
            twice += 1
        seen.add(key)
        if key not in samples:
            unknown.append(key)
            continue
        values += len(row)
        wrong += [(key, it) for it in differences(samples[key], row)]
    lost = sorted(samples.keys() - seen)
    refused = database.ask("select reason, count(*), min(topic) from reject group by 1") or []
    print(f"{len(samples)} samples in the journals, {len(seen)} rows, {values} values compared")
    for key in lost[:20]:
        ranges = database.ask(f"select journal, received, given_up from journal where site = '{key[0]}'")
        print(f"  lost: {key[0]} {key[1]}; numbers that came: {ranges}")
    for key in unknown[:20]:
        print(f"  in no journal: {key}")
    for key, difference in wrong[:20]:
        print(f"  {key}: {difference}")
    for line in refused:
        print("  refused: " + line)
    print(f"{len(lost)} lost, {twice} twice, {len(unknown)} in no journal, {len(wrong)} values differ")
    return bool(samples) and not (lost or twice or unknown or wrong or refused)
