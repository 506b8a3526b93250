"""Prints what the integrations of the lab need of the Python index; Home Assistant would fetch it at its first start."""
import json
import pathlib

from homeassistant import bootstrap, components

WANTED = {"api", "config", "energy", "frontend", "hassio", "history", "logbook", "mqtt", "onboarding", "recorder", "system_log"}


def manifest(name):
    path = pathlib.Path(components.__file__).parent / name / "manifest.json"
    return json.loads(path.read_text(encoding="utf-8"))


def with_dependencies(names):
    found, left = {}, set(names)
    while left:
        name = left.pop()
        found[name] = manifest(name)
        left |= set(found[name].get("dependencies", [])) - found.keys()
    return found


everything = with_dependencies(WANTED | set(bootstrap.DEFAULT_INTEGRATIONS))
print(*sorted({need for each in everything.values() for need in each.get("requirements", [])}), sep="\n")
