"""Pairing by a passkey that stands on the battery (Bluetooth Core 5.4, Vol 3, Part H, LE legacy pairing), and its bond.

All numbers of several bytes are little endian, as they go over the air.
"""
import os
import socket
import struct

from lines import log

PAIRING_REQUEST, PAIRING_RESPONSE, CONFIRM, RANDOM, FAILED, ENCRYPTION_INFORMATION, IDENTIFICATION = range(1, 8)
CONFIRM_FAILED, NOT_SUPPORTED = 0x04, 0x05
DISPLAY_ONLY, NO_OUT_OF_BAND, BONDING_AND_MITM, KEY_SIZE, OWN_KEY = 0, 0, 0x05, 16, 0x01
SOL_ALG, SET_KEY = 279, 1


def encrypt(key, block):
    """AES-128 of one block, by the kernel."""
    with socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET, 0) as cipher:
        cipher.bind(("skcipher", "ecb(aes)"))
        cipher.setsockopt(SOL_ALG, SET_KEY, key[::-1])
        with cipher.accept()[0] as operation:
            operation.sendmsg_afalg([block[::-1]], op=socket.ALG_OP_ENCRYPT)
            return operation.recv(16)[::-1]


def xor(one, other):
    return bytes(a ^ b for a, b in zip(one, other))


class Security:
    """Of one battery.  send takes what goes to the peer; passkey: None where it cannot pair."""

    def __init__(self, passkey, own_type):
        self.passkey, self.own_type = passkey, own_type
        self.bond = None  # (random number, diversifier, key)
        self.begin(None, b"", b"")

    def begin(self, send, own, peer):
        """A link stands.  own: address; peer: type and address."""
        self.send, self.own, self.peer = send, own, peer
        self.encrypted = False
        self.request = self.response = self.confirm = self.short_key = b""

    def received(self, pdu):
        if pdu[0] == PAIRING_REQUEST and self.passkey is None:
            self.send(bytes([FAILED, NOT_SUPPORTED]))
        elif pdu[0] == PAIRING_REQUEST:
            self.request = pdu
            self.response = bytes(
                [PAIRING_RESPONSE, DISPLAY_ONLY, NO_OUT_OF_BAND, BONDING_AND_MITM, KEY_SIZE, 0, OWN_KEY & pdu[6]])
            self.own_random = os.urandom(16)
            log("pairing")
            self.send(self.response)
        elif pdu[0] == CONFIRM:
            self.confirm = pdu[1:]
            self.send(bytes([CONFIRM]) + self.confirmation(self.own_random))
        elif pdu[0] == RANDOM and self.confirmation(pdu[1:]) != self.confirm:
            log("pairing failed")
            self.send(bytes([FAILED, CONFIRM_FAILED]))
        elif pdu[0] == RANDOM:
            self.short_key = encrypt(self.key_of_passkey(), pdu[1:9] + self.own_random[:8])
            self.send(bytes([RANDOM]) + self.own_random)

    def key_of_passkey(self):
        return self.passkey.to_bytes(16, "little")

    def confirmation(self, random):
        """The function c1."""
        first = self.peer[:1] + bytes([self.own_type]) + self.request + self.response
        second = self.own + self.peer[1:] + bytes(4)
        key = self.key_of_passkey()
        return encrypt(key, xor(encrypt(key, xor(random, first)), second))

    def key(self, random, diversifier):
        """For a link that the peer wants encrypted; None where the battery knows of no such bond."""
        if (random, diversifier) == (bytes(8), 0) and self.short_key:
            return self.short_key
        return self.bond[2] if self.bond and self.bond[:2] == (random, diversifier) else None

    def is_encrypted(self):
        """The link is; right after a pairing the peer gets the key of the bond."""
        self.encrypted = True
        log("encrypted")
        if self.short_key:
            self.short_key = b""
            self.bond = os.urandom(8), struct.unpack("<H", os.urandom(2))[0], os.urandom(16)
            random, diversifier, key = self.bond
            self.send(bytes([ENCRYPTION_INFORMATION]) + key)
            self.send(bytes([IDENTIFICATION]) + struct.pack("<H", diversifier) + random)
            log("paired")
