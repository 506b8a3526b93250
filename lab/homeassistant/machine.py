"""The three that run beside each other: mosquitto, Home Assistant and Cellwarden. Home Assistant is asked over its own interfaces."""
import asyncio
import base64
import json
import os
import pathlib
import signal
import time

import aiohttp

HERE = pathlib.Path(__file__).parent
CHECKOUT = HERE.parent.parent
RUN = pathlib.Path("/run/lab")
LIMIT = 600  # s, after which a wait counts as a hang
URL = "http://127.0.0.1:8123"
USER = {"client_id": URL + "/", "name": "Lab", "username": "lab", "password": "lab", "language": "en"}


async def until(what, question):
    """Asks until the answer is true, and returns it."""
    end = time.monotonic() + LIMIT
    while True:
        answer = await question()
        if answer:
            return answer
        assert time.monotonic() < end, "waited in vain for " + what
        await asyncio.sleep(0.2)


class Program:
    """A process of ours, whose words are kept in a file."""

    def __init__(self, name, *command):
        self.name, self.command, self.process = name, command, None
        self.log = RUN / (name + ".log")

    async def start(self):
        with open(self.log, "ab") as log:
            self.process = await asyncio.create_subprocess_exec(*self.command, cwd=RUN, stdin=asyncio.subprocess.DEVNULL,
                                                                stdout=log, stderr=log)

    async def stop(self, sign=signal.SIGTERM):
        self.process.send_signal(sign)
        async with asyncio.timeout(LIMIT):
            await self.process.wait()


class Broker(Program):
    """It keeps what is retained over a restart, as Debian's does."""

    def __init__(self):
        super().__init__("mosquitto", "mosquitto", "-c", str(RUN / "mosquitto.conf"))
        (RUN / "mosquitto.conf").write_text(
            f"listener 1883 127.0.0.1\nuser root\nallow_anonymous true\npersistence true\npersistence_location {RUN}/\n"
            # Others have no such listeners, so what needs one is tested here.
            "listener 9001 127.0.0.1\nprotocol websockets\nlistener 1884 127.0.0.1\naccept_protocol_versions 4\n",
            encoding="utf-8")

    async def publish(self, topic, payload, *options):
        client = await asyncio.create_subprocess_exec("mosquitto_pub", "-q", "1", "-t", topic, "-m", payload, *options)
        assert await client.wait() == 0

    async def retained(self, pattern):
        """What stands on these topics, as JSON where it is that."""
        client = await asyncio.create_subprocess_exec(
            "mosquitto_sub", "-t", pattern, "-W", "1", "-F", "%t %p", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL)
        lines = (await client.communicate())[0].decode().splitlines()
        return {topic: json.loads(payload) if payload.startswith("{") else payload
                for topic, _, payload in (line.partition(" ") for line in lines)}


class Cellwarden(Program):
    def __init__(self):
        super().__init__("cellwarden", "java", f"@{CHECKOUT}/src/main/sh/jvm.options", "-jar", f"{CHECKOUT}/target/cellwarden.jar",
                         "run", "-c", str(RUN / "cellwarden.yaml"))

    async def start(self, batteries=None, **mqtt):
        """Starts with these batteries and keys of the section mqtt; without batteries as before."""
        if batteries is not None:
            mqtt = {"url": "mqtt://127.0.0.1:1883", **mqtt}
            (RUN / "cellwarden.yaml").write_text(json.dumps({"batteries": batteries, "mqtt": mqtt}), encoding="utf-8")
        said = self.log.stat().st_size if self.log.exists() else 0
        await super().start()

        async def connected():
            words = self.log.read_bytes()[said:].decode()
            assert self.process.returncode is None, words
            return "mqtt: connected" in words
        await until("Cellwarden to connect", connected)


class HomeAssistant(Program):
    def __init__(self, session):
        super().__init__("homeassistant", "/opt/ha/bin/hass", "-c", str(RUN / "config"), "--skip-pip")
        self.session, self.token = session, None

    async def first_start(self):
        """Sets it up as a person would: the first user, then the MQTT integration by its dialogue."""
        (RUN / "config/.storage").mkdir(parents=True)
        (RUN / "config/www").mkdir()
        for name in ("configuration.yaml", "www/enter.html"):
            (RUN / "config" / name).write_bytes((HERE / pathlib.Path(name).name).read_bytes())
        # The later steps of its welcome set up what wants the internet.
        (RUN / "config/.storage/onboarding").write_text(json.dumps(
            {"version": 4, "minor_version": 1, "key": "onboarding", "data": {"done": ["core_config", "analytics", "integration"]}}),
            encoding="utf-8")
        await self.start()
        await until("its welcome", self.welcomes)
        user = await self.post("/api/onboarding/users", USER)
        grant = {"grant_type": "authorization_code", "code": user["auth_code"], "client_id": USER["client_id"]}
        async with self.session.post(URL + "/auth/token", data=grant) as answer:
            self.token = (await answer.json())["access_token"]
        self.token = await self.ask("auth/long_lived_access_token", client_name="lab", lifespan=1)
        await self.running()
        flow = await self.post("/api/config/config_entries/flow", {"handler": "mqtt"})
        while flow["type"] != "create_entry":
            step = {"next_step_id": "broker"} if flow["type"] == "menu" else {
                "broker": "127.0.0.1", "port": 1883, "other_settings": {"set_client_cert": False, "set_ca_cert": "off"}}
            assert not flow.get("errors"), flow
            flow = await self.post("/api/config/config_entries/flow/" + flow["flow_id"], step)

    async def welcomes(self):
        try:
            async with self.session.get(URL + "/api/onboarding") as answer:
                return answer.status == 200
        except aiohttp.ClientConnectionError:
            return False

    async def post(self, path, body):
        headers = {"Authorization": "Bearer " + self.token} if self.token else {}
        async with self.session.post(URL + path, json=body, headers=headers) as answer:
            assert answer.status in (200, 201), (path, answer.status, await answer.text())
            return await answer.json()

    async def running(self):
        async def asked():
            try:
                return (await self.ask("get_config"))["state"] == "RUNNING"
            except aiohttp.ClientConnectionError:
                return False
        await until("Home Assistant to run", asked)

    async def ask(self, kind, **more):
        """One question over the WebSocket interface, https://developers.home-assistant.io/docs/api/websocket."""
        async with self.session.ws_connect(URL + "/api/websocket", max_msg_size=0) as socket:
            await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": self.token})
            assert (await socket.receive_json())["type"] == "auth_ok"
            await socket.send_json({"id": 1, "type": kind, **more})
            answer = await socket.receive_json()
            assert answer["success"], (kind, answer)
            return answer["result"]

    async def devices(self):
        """Those of MQTT, by name."""
        return {device["name"]: device for device in await self.ask("config/device_registry/list")
                if any(key == "mqtt" for key, _ in device["identifiers"])}

    async def entities(self):
        """What its registry holds of MQTT, by entity id."""
        return {entity["entity_id"]: entity for entity in await self.ask("config/entity_registry/list")
                if entity["platform"] == "mqtt"}

    async def states(self):
        return {state["entity_id"]: state for state in await self.ask("get_states")}

    async def state(self, entity):
        return (await self.states()).get(entity, {}).get("state")

    async def await_state(self, entity, *wanted):
        async def asked():
            return await self.state(entity) in wanted
        await until(f"{entity} to be {' or '.join(wanted)}", asked)

    async def await_value(self, entity):
        """Waits until the state is a number."""
        async def asked():
            return str(await self.state(entity)).replace(".", "").replace("-", "").isdigit()
        await until(f"a value of {entity}", asked)

    async def complaints(self):
        """What it has logged of us and what it wants repaired, but for what this lab itself is the reason of."""
        log = [entry for entry in await self.ask("system_log/list")
               if entry["name"] not in ("homeassistant.components.mqtt.client", "paho.mqtt.client")  # that the broker was away
               and ("mqtt" in entry["name"] or "cellwarden" in str(entry).lower() or "batterie" in str(entry).lower())]
        repairs = (await self.ask("repairs/list_issues"))["issues"]
        return log + [issue for issue in repairs if issue["issue_id"] != "deprecated_method"]


class Lab:
    def __init__(self, session):
        RUN.mkdir(exist_ok=True)
        self.broker, self.home, self.ours = Broker(), HomeAssistant(session), Cellwarden()

    async def pictures(self, pages, folder):
        """Takes a picture of each page as a browser shows it. A page of the lab's own signs in, then leads on."""
        browser = Program("chromium", "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=9222",
                          "--window-size=1600,2300", "about:blank")
        await browser.start()

        async def opened():
            try:
                async with self.home.session.get("http://127.0.0.1:9222/json/list") as answer:
                    return [page for page in await answer.json() if page["type"] == "page"]
            except aiohttp.ClientConnectionError:
                return None
        address = (await until("the browser", opened))[0]["webSocketDebuggerUrl"]
        async with self.home.session.ws_connect(address, max_msg_size=0) as socket:
            async def ask(method, **parameters):
                await socket.send_json({"id": 1, "method": method, "params": parameters})
                while True:
                    answer = await socket.receive_json()
                    if answer.get("id") == 1:
                        return answer["result"]

            async def shown():
                script = "!!document.querySelector('home-assistant')?.shadowRoot?.querySelector('home-assistant-main')"
                return (await ask("Runtime.evaluate", expression=script))["result"].get("value")
            for name, page in pages.items():
                await ask("Page.navigate", url=f"{URL}/local/enter.html?{self.home.token}&{page}")
                await until("the page " + page, shown)
                await asyncio.sleep(45)  # icons and cards that come late; nobody judges these pictures but people
                # Without the menu at the left, and small enough for a page of documentation.
                clip = {"x": 256, "y": 0, "width": 1344, "height": 1860, "scale": 0.7}
                picture = await ask("Page.captureScreenshot", clip=clip)
                (folder / (name + ".png")).write_bytes(base64.b64decode(picture["data"]))
        await browser.stop()


def keep_logs(folder):
    """Copies what was said to where it outlives this lab."""
    for log in RUN.glob("*.log"):
        (folder / log.name).write_bytes(log.read_bytes())
    if os.path.exists(RUN / "config/home-assistant.log"):
        (folder / "home-assistant.log").write_bytes((RUN / "config/home-assistant.log").read_bytes())
