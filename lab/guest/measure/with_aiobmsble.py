"""python3 -m measure.with_aiobmsble ADDRESS: aiobmsble, which connects and disconnects for each reading."""
import asyncio
import sys

from aiobmsble import BMSConfig
from aiobmsble.bms.jbd_bms import BMS
from bleak import BleakScanner

from measure.turns import serve


async def main():
    device = await BleakScanner.find_device_by_address(sys.argv[1], timeout=60)
    bms = BMS(ble_device=device, config=BMSConfig(keep_alive=False))

    async def cycle():
        sample = await bms.async_update()
        return {}, [sample["voltage"], sample["current"], sample["cell_voltages"]]

    await serve(cycle)


asyncio.run(main())
