"""Runs the tests one after the other in one installation; `lab/home-assistant` is the way to call it."""
import argparse
import asyncio
import sys
import time
import traceback

import aiohttp
import tests
from machine import CHECKOUT, Lab, keep_logs

KEPT = CHECKOUT / "target/home-assistant"


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--pictures", action="store_true")
    options = parser.parse_args()
    KEPT.mkdir(parents=True, exist_ok=True)
    async with aiohttp.ClientSession() as session:
        try:
            return await run(Lab(session), options)
        finally:
            keep_logs(KEPT)


async def run(lab, options):
    started = time.monotonic()
    await lab.broker.start()
    await asyncio.gather(lab.home.first_start(), lab.ours.start(tests.BATTERIES))
    print(f"Home Assistant is set up ({time.monotonic() - started:.0f} s)", flush=True)
    passed, failed = 0, 0
    for test in tests.ALL:
        name = test.__name__.replace("_", " ")
        if options.names and not any(part in name for part in options.names):
            continue
        begun = time.monotonic()
        try:
            await test(lab)
            passed += 1
            print(f"ok      {name} ({time.monotonic() - begun:.0f} s)", flush=True)
        except Exception:  # noqa: BLE001  any of them is a failed test
            failed += 1
            print(f"FAILED  {name}\n{traceback.format_exc()}", flush=True)
    if options.pictures:
        await tests.take_pictures(lab, KEPT)
    print(f"{passed} passed, {failed} failed" + (f"; logs are in {KEPT.relative_to(CHECKOUT)}" if failed else ""))
    return 1 if failed else 0


sys.exit(asyncio.run(main()))
