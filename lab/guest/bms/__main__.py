"""python3 -m bms --control FIFO [options]: one reference BMS on a controller of its own."""
import argparse

from lines import Fifo

from .battery import Battery
from .control import control
from .device import Device
from .gatt import Table
from .hci import Controller


def parse():
    options = argparse.ArgumentParser(prog="bms")
    options.add_argument("--socket", default="/tmp/bt-server-le", help="of btvirt -s")
    options.add_argument("--control", required=True, help="FIFO to make, for commands as in control.py")
    options.add_argument("--name", default="JBD-SP04S020")
    options.add_argument("--cells", type=int, default=4)
    options.add_argument("--ntcs", type=int, default=2)
    options.add_argument("--random", metavar="ADDRESS", help="advertise with this random address")
    options.add_argument("--service", type=lambda text: int(text, 16), default=0xFF00,
                         help="ff00, fff0, or 180d for a device that is no JBD")
    options.add_argument("--writes", choices=("command", "request", "both"), default="both",
                         help="what the characteristic for requests takes")
    options.add_argument("--first-handle", type=int, default=10, help="where the service begins")
    options.add_argument("--pairing", action="store_true", help="refuse to be used without pairing, and cannot pair")
    options.add_argument("--passkey", type=int, help="refuse to be used without pairing by this passkey")
    options.add_argument("--echoes", action="store_true", help="echo requests instead of refusing them")
    options.add_argument("--password", help="six characters that the module wants after each connect")
    options.add_argument("--auth", choices=("full", "pin"), default="full", help="how it wants the password")
    return options.parse_args()


def main():
    options = parse()
    table = Table(options.name, options.service, options.writes, options.first_handle)
    device = Device(Controller(options.socket), table, Battery(options.cells, options.ntcs), options)
    device.run(Fifo(options.control), lambda line: control(device, line))


main()
