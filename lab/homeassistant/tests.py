"""What must be true in Home Assistant. The tests run in this order, each leaves three batteries that are read."""
import asyncio
import json
import signal
import time

from machine import until

BATTERIES = [
    {"name": "four", "display_name": "House battery", "address": "sim:4s?current=-20", "interval": "2s"},
    {"name": "sixteen", "address": "sim:16s?current=15", "interval": "2s"},
    {"name": "thirty-two", "address": "sim:32s?extension=true", "interval": "2s"},
]
ID = "cellwarden_"
ALL = []


def test(function):
    ALL.append(function)
    return function


async def announced(lab):
    """The components that the broker keeps, by their unique id."""
    messages = await lab.broker.retained("homeassistant/device/+/config")
    return {component["unique_id"]: component for message in messages.values() for component in message["components"].values()
            if "unique_id" in component}


async def nothing_to_complain_of(lab):
    complaints = await lab.home.complaints()
    assert not complaints, json.dumps(complaints, indent=1)


async def all_are_read(lab):
    for battery in ("four", "sixteen", "thirty_two"):
        await lab.home.await_value(f"sensor.{battery}_voltage")


@test
async def each_battery_is_a_device_of_the_bridge(lab):
    await all_are_read(lab)
    devices = await lab.home.devices()
    assert sorted(devices) == ["Cellwarden bridge", "House battery", "sixteen", "thirty-two"], sorted(devices)
    bridge = devices["Cellwarden bridge"]
    assert bridge["sw_version"]
    for name in ("House battery", "sixteen", "thirty-two"):
        device = devices[name]
        assert device["via_device_id"] == bridge["id"], device
        assert device["manufacturer"] == "JBD" and device["model"].startswith("JBD-") and device["sw_version"], device


@test
async def each_entity_is_what_was_announced(lab):
    components, entities, states = await announced(lab), await lab.home.entities(), await lab.home.states()
    assert {entity["unique_id"] for entity in entities.values()} == set(components)
    for entity_id, entity in entities.items():
        component = components[entity["unique_id"]]
        assert entity_id == component["default_entity_id"], (entity_id, component)
        assert entity["original_name"] == component["name"], entity
        assert entity["entity_category"] == component.get("entity_category"), entity
        disabled = component.get("enabled_by_default") is False
        assert entity["disabled_by"] == ("integration" if disabled else None), entity
        assert (entity_id in states) != disabled, entity
        if not disabled:
            attributes = states[entity_id]["attributes"]
            for key in ("device_class", "state_class", "unit_of_measurement"):
                assert attributes.get(key) == component.get(key), (key, entity_id, attributes, component)
    names = [(entity["device_id"], entity["original_name"]) for entity in entities.values()]
    assert len(names) == len(set(names)), "two entities of a device have one name"
    await nothing_to_complain_of(lab)


@test
async def each_state_is_the_value_of_the_sample(lab):
    async def agree():
        sample = (await lab.broker.retained("batterie/four"))["batterie/four"]
        states = await lab.home.states()
        wanted = {
            "sensor.four_soc": sample["soc"], "sensor.four_voltage": sample["voltage"], "sensor.four_current": sample["current"],
            "sensor.four_cell_4": sample["cells"][3], "sensor.four_temperature_1": sample["temperatures"][0],
            "sensor.four_energy_discharged": round(sample["energy_discharged"] / 1000, 4),
            "sensor.four_cycles": sample["cycles"]}
        return all(float(states[entity]["state"]) == value for entity, value in wanted.items())
    await until("states that are those of one sample", agree)
    states = await lab.home.states()
    assert states["binary_sensor.four_problem"]["state"] == "off"
    assert states["binary_sensor.four_charge_fet"]["state"] == "on"
    assert states["binary_sensor.four_connected"]["state"] == "on"


@test
async def what_is_unknown_or_suspect_is_unknown_and_never_zero(lab):
    lab.ours.process.send_signal(signal.SIGSTOP)  # so that its samples are not in the way
    sample = (await lab.broker.retained("batterie/four"))["batterie/four"]
    sample.update(soc=None, cells=None, protections=None, charge_fet=None, suspect=["current"])
    del sample["energy_charged"]
    await lab.broker.publish("batterie/four", json.dumps(sample), "-r")
    for entity in ("sensor.four_soc", "sensor.four_cell_1", "sensor.four_current", "sensor.four_power", "sensor.four_energy_charged",
                   "binary_sensor.four_problem", "binary_sensor.four_charge_fet"):
        await lab.home.await_state(entity, "unknown")
    assert float(await lab.home.state("sensor.four_voltage")) == sample["voltage"]
    lab.ours.process.send_signal(signal.SIGCONT)
    await lab.home.await_value("sensor.four_soc")
    await nothing_to_complain_of(lab)


@test
async def a_cell_that_is_hidden_can_be_shown(lab):
    await lab.home.ask("config/entity_registry/update", entity_id="sensor.thirty_two_cell_32", disabled_by=None)
    await lab.home.await_value("sensor.thirty_two_cell_32")  # Home Assistant takes half a minute


@test
async def the_energy_dashboard_takes_the_counters(lab):
    await lab.home.ask("energy/save_prefs", energy_sources=[
        {"type": "battery", "stat_energy_to": f"sensor.{name}_energy_charged", "stat_energy_from": f"sensor.{name}_energy_discharged"}
        for name in ("four", "sixteen")])


@test
async def it_recovers_from_a_restart_of_the_broker(lab):
    await lab.broker.stop()
    await lab.home.await_state("sensor.four_voltage", "unavailable")
    await lab.broker.start()
    await all_are_read(lab)


@test
async def it_recovers_from_a_restart_of_home_assistant(lab):
    before = await lab.home.entities()
    await nothing_to_complain_of(lab)
    await lab.home.stop()
    await lab.home.start()
    await lab.home.running()
    await all_are_read(lab)
    assert set(await lab.home.entities()) == set(before)
    await nothing_to_complain_of(lab)


@test
async def a_killed_bridge_leaves_nothing_that_looks_alive(lab):
    await lab.ours.stop(signal.SIGKILL)
    await lab.home.await_state("sensor.sixteen_soc", "unavailable")
    await lab.home.await_state("binary_sensor.sixteen_connected", "unavailable")
    await lab.ours.start()
    await all_are_read(lab)


@test
async def a_stopped_bridge_says_so_itself(lab):
    await lab.ours.stop()
    await lab.home.await_state("sensor.sixteen_soc", "unavailable")
    await lab.ours.start()
    await all_are_read(lab)


@test
async def a_new_display_name_changes_the_device_and_no_entity_id(lab):
    before = await lab.home.entities()
    await lab.ours.stop()
    await lab.ours.start([{**BATTERIES[0], "display_name": "Cabin battery"}, *BATTERIES[1:]])
    await until("the new name", lambda: named(lab, "Cabin battery"))
    assert not await named(lab, "House battery")
    assert set(await lab.home.entities()) == set(before)


@test
async def a_battery_that_is_renamed_or_removed_leaves_nothing(lab):
    await lab.ours.stop()
    await lab.ours.start([{**BATTERIES[1], "name": "other"}])
    await lab.home.await_value("sensor.other_voltage")
    await until("four to go", lambda: gone(lab, "four"))
    await until("sixteen to go", lambda: gone(lab, "sixteen"))
    assert sorted(await lab.home.devices()) == ["Cellwarden bridge", "other"]
    await lab.ours.stop()
    await lab.ours.start(BATTERIES)
    await all_are_read(lab)
    await until("other to go", lambda: gone(lab, "other"))
    await nothing_to_complain_of(lab)


@test
async def single_discovery_and_back_keeps_every_entity(lab):
    before = {entity["unique_id"]: (entity["entity_id"], entity["id"]) for entity in (await lab.home.entities()).values()}
    for way, pattern, former in (("single", "homeassistant/+/+/+/config", "homeassistant/device/+/config"),
                                 ("device", "homeassistant/device/+/config", "homeassistant/+/+/+/config")):
        await lab.ours.stop()
        await lab.ours.start(BATTERIES, discovery=way)
        await until("what was announced to stand there alone", lambda: stands_alone(lab, pattern, former))
        await all_are_read(lab)
        after = {entity["unique_id"]: (entity["entity_id"], entity["id"]) for entity in (await lab.home.entities()).values()}
        assert after == before, set(after.items()) ^ set(before.items())
        await nothing_to_complain_of(lab)


async def stands_alone(lab, pattern, former):
    now, gone = await lab.broker.retained(pattern), await lab.broker.retained(former)
    devices = {message["device"]["identifiers"][0] for message in now.values()}
    return len(devices) == 1 + len(BATTERIES) and not gone


@test
async def it_is_reached_over_websockets_and_in_version_3(lab):
    for url in ("ws://127.0.0.1:9001/mqtt", "mqtt://127.0.0.1:1884"):
        await lab.ours.stop()
        await lab.home.await_state("sensor.four_voltage", "unavailable")
        await lab.ours.start(BATTERIES, url=url)
        await all_are_read(lab)
    await lab.ours.stop()
    await lab.ours.start(BATTERIES)
    await all_are_read(lab)


async def named(lab, device):
    return device in await lab.home.devices()


async def gone(lab, battery):
    return not [entity for entity in await lab.home.entities() if entity.split(".")[1].startswith(battery + "_")]


@test
async def statistics_are_kept_of_all_that_is_measured(lab):
    begin = time.time()
    # Written ten seconds after each five minutes of the clock, of what was read within them.
    await asyncio.sleep(310 - begin % 300)
    components, states = await announced(lab), await lab.home.states()
    entities = {entity["unique_id"]: entity_id for entity_id, entity in (await lab.home.entities()).items()}
    wanted = {entities[key]: component for key, component in components.items()
              if "state_class" in component and entities[key] in states}

    async def written():
        known = {each["statistic_id"]: each for each in await lab.home.ask("recorder/list_statistic_ids")}
        return known if set(wanted) <= set(known) else None
    known = await until("the statistics", written)
    for entity, component in wanted.items():
        assert known[entity]["statistics_unit_of_measurement"] == component.get("unit_of_measurement"), known[entity]
        assert known[entity]["has_sum"] == (component["state_class"] == "total_increasing"), known[entity]
    assert await lab.home.ask("recorder/validate_statistics") == {}
    sampled = ["sensor.four_voltage", "sensor.four_energy_discharged"]

    async def compiled():
        rows = await lab.home.ask("recorder/statistics_during_period", period="5minute", types=["mean", "state", "sum"],
                                  start_time=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(begin - 600)),
                                  statistic_ids=sampled)
        return rows if set(sampled) <= set(rows) else None
    rows = await until("a row of each", compiled)
    assert 10 < rows["sensor.four_voltage"][-1]["mean"] < 15, rows
    assert 0 <= rows["sensor.four_energy_discharged"][-1]["sum"] < 1, rows
    validation = await lab.home.ask("energy/validate")
    problems = [problem for source in validation["energy_sources"] for problem in source]
    assert not problems, problems
    await nothing_to_complain_of(lab)


async def take_pictures(lab, folder):
    device = (await lab.home.devices())["House battery"]["id"]
    await lab.pictures({"device": f"/config/devices/device/{device}", "energy": "/energy",
                        "history": "/history?entity_id=sensor.four_voltage,sensor.four_current,sensor.four_soc"}, folder)
