"""A certificate of this machine, made when a test needs it: RSA and DER in a few lines (RFC 5280).

No library of ours makes certificates, and a key in the repository would look like a secret.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_BITS: Final = 1024  # of each prime
_EXPONENT: Final = 65537
_SMALL: Final = [n for n in range(3, 2000, 2) if all(n % k for k in range(3, int(n**0.5) + 1, 2))]

_SHA256_RSA: Final = bytes.fromhex("300d06092a864886f70d01010b0500")
_RSA: Final = bytes.fromhex("300d06092a864886f70d0101010500")
_DIGEST_INFO: Final = bytes.fromhex("3031300d060960864801650304020105000420")
_COMMON_NAME: Final = bytes.fromhex("0603550403")
_BASIC, _USAGE, _NAMES, _KEY_ID = (
    bytes.fromhex(f"0603551d{it}") for it in ["13", "0f", "11", "0e"]
)


@dataclass(frozen=True)
class Certificate:
    """PEM files of a certificate that signs itself, and of its key."""

    certificate: Path
    key: Path


def make_certificate(folder: Path, *, name: str = "localhost", address: str = "") -> Certificate:
    """Write a certificate for a host name and, if given, an IPv4 address."""
    p, q = _prime(), _prime()
    n, d = p * q, pow(_EXPONENT, -1, (p - 1) * (q - 1))
    public = _sequence(_integer(n), _integer(_EXPONENT))
    tbs = _certified(n, public, name, address)
    pem = _pem("CERTIFICATE", _sequence(tbs, _SHA256_RSA, _bits(_signed(tbs, n, d))))
    private = (0, n, _EXPONENT, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))
    made = Certificate(folder / f"{name}.crt", folder / f"{name}.key")
    made.certificate.write_text(pem)
    made.key.write_text(_pem("RSA PRIVATE KEY", _sequence(*map(_integer, private))))
    return made


def _certified(n: int, public: bytes, name: str, address: str) -> bytes:
    who = _sequence(_tagged(0x31, _sequence(_COMMON_NAME, _tagged(0x0C, name.encode()))))
    valid = _sequence(*(_time(datetime(year, 1, 1, tzinfo=UTC)) for year in (2020, 2049)))
    names = _tagged(0x82, name.encode())
    if address:
        names += _tagged(0x87, bytes(map(int, address.split("."))))
    identifier = hashlib.sha1(n.to_bytes(2 * _BITS // 8), usedforsecurity=False).digest()
    true = b"\x01\x01\xff"
    extensions = _sequence(
        _sequence(_BASIC, true, _tagged(4, _sequence(true))),
        # digitalSignature and keyCertSign
        _sequence(_USAGE, true, _tagged(4, b"\x03\x02\x02\x84")),
        _sequence(_NAMES, _tagged(4, _sequence(names))),
        _sequence(_KEY_ID, _tagged(4, _tagged(4, identifier))),
    )
    return _sequence(
        _tagged(0xA0, _integer(2)),
        _integer(secrets.randbits(63) | 1),
        _SHA256_RSA,
        who,
        valid,
        who,
        _sequence(_RSA, _bits(public)),
        _tagged(0xA3, extensions),
    )


def _signed(content: bytes, n: int, d: int) -> bytes:
    length = 2 * _BITS // 8
    told = _DIGEST_INFO + hashlib.sha256(content).digest()
    block = b"\0\1" + b"\xff" * (length - len(told) - 3) + b"\0" + told
    return pow(int.from_bytes(block), d, n).to_bytes(length)


def _prime() -> int:
    while True:
        # Both top bits, so that the product of two has its full length.
        found = secrets.randbits(_BITS) | 3 << (_BITS - 2) | 1
        if found % _EXPONENT == 1 or any(found % small == 0 for small in _SMALL):
            continue
        if all(_passes(found, secrets.randbelow(found - 3) + 2) for _ in range(8)):
            return found


def _passes(number: int, base: int) -> bool:
    """Say whether a number may be prime, by one round of Miller and Rabin."""
    odd, halvings = number - 1, 0
    while odd % 2 == 0:
        odd, halvings = odd // 2, halvings + 1
    power = pow(base, odd, number)
    if power in (1, number - 1):
        return True
    for _ in range(halvings - 1):
        power = pow(power, 2, number)
        if power == number - 1:
            return True
    return False


def _tagged(tag: int, content: bytes) -> bytes:
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + length.to_bytes(size) + content


def _sequence(*parts: bytes) -> bytes:
    return _tagged(0x30, b"".join(parts))


def _integer(value: int) -> bytes:
    return _tagged(2, value.to_bytes(value.bit_length() // 8 + 1))


def _bits(content: bytes) -> bytes:
    return _tagged(3, b"\0" + content)


def _time(instant: datetime) -> bytes:
    return _tagged(0x17, instant.strftime("%y%m%d%H%M%SZ").encode())


def _pem(what: str, content: bytes) -> str:
    text = base64.encodebytes(content).decode()
    return f"-----BEGIN {what}-----\n{text}-----END {what}-----\n"
