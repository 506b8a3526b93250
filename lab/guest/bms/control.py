"""The control FIFO: one command a line.

  set VALUE NUMBERS...   a raw value of a register: voltage, current, remaining, nominal, cycles, production_date,
                         balance_low, balance_high, protection, version, soc, fets; cells and temperatures take one
                         number for each; model takes a text
  drift on|off           each answer differs from the one before
  FAULT on|off|NUMBER    see faults.py
  gone on|off            out of range: no adverts, no answers
  disconnect             drop the link now
  forget                 forget the bond
  passkey NUMBER         another passkey from now on
  notify HEX             notify these bytes, unasked
  reset                  forget the link: btvirt does not tell when the other adapter is unplugged
"""
from lines import log

from .link import ATT


def control(device, line):
    """Does what one line says."""
    try:
        match line.split():
            case ["set", what, *values]:
                device.battery.set(what, values)
            case ["drift", state]:
                device.battery.drifts = state == "on"
            case ["gone", state]:
                device.leave(state == "on")
            case ["disconnect"]:
                device.drop()
            case ["reset"]:
                device.forget()
            case ["forget"]:
                device.security.bond = None
            case ["passkey", number]:
                device.security.passkey = int(number)
            case ["notify", data] if device.link is not None:
                device.link.send(ATT, device.server.notification(bytes.fromhex(data)))
            case [fault, value]:
                device.faults.set(fault, value)
            case _:
                log("not understood")
    except (ValueError, IndexError) as e:
        log("not understood:", e)
    log("control:", line)  # it is in force
