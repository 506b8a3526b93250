"""The reference BMS: a JBD board with its Bluetooth module, as the host of one virtual controller.

Everything above HCI is here (L2CAP, ATT, adverts, the battery), so it is a foreign device to the kernel under test,
and every fault can be made at will.
"""
