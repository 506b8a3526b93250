"""What the Python programs have in common: a cycle for each line on standard input, one JSON object on standard output."""
import asyncio
import json
import sys
import time


async def serve(cycle):
    """cycle() gives (times in ms, [voltage, current, cells])."""
    print("{}", flush=True)  # ready
    loop = asyncio.get_running_loop()
    while await loop.run_in_executor(None, sys.stdin.readline):
        began = time.monotonic()
        try:
            times, sample = await cycle()
            answer = {"times": {**times, "total": (time.monotonic() - began) * 1000}, "sample": sample}
        except Exception as error:  # whatever the library says is a result
            answer = {"error": "%s: %s" % (type(error).__name__, error)}
        print(json.dumps(answer), flush=True)
