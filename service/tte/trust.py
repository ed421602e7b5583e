"""Whom this installation trusts to certify signatures: files that its administrator put there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal

from service.errors import AlurError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from cryptography.x509 import Certificate

#: Endings of the files that are read; others, a note of where they came from, may lie beside.
_ENDINGS: Final = frozenset({".pem", ".crt", ".cer"})

#: So long before it ends, whoever runs the installation is told to get the next certificate.
ENDING: Final = timedelta(days=60)

Standing = Literal["valid", "ending", "ended"]

_BEGIN: Final = b"-----BEGIN CERTIFICATE-----"


class AnchorRefused(AlurError):
    """A file among the trust anchors holds no certificate of a certification authority."""

    code = "tte.anchor-refused"


class AnchorsUnreadable(AnchorRefused):
    """The account may not look where the trust anchors lie."""

    code = "tte.anchors-unreadable"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A certificate of a certification authority."""

    #: CN, else the whole name
    name: str
    pem: str
    ends: datetime
    #: it certifies itself, so it is trusted; else it only helps to find the way to one that is
    root: bool

    def standing(self, now: datetime) -> Standing:
        """Say whether it has ended at `now`, or ends within `ENDING`."""
        if self.ends < now:
            return "ended"
        return "ending" if self.ends <= now + ENDING else "valid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What a check holds a file to."""

    anchors: tuple[Anchor, ...] = ()
    #: a file without a statement that its certificates were not revoked is refused
    revocation_required: bool = True
    #: bytes of a file that is checked, seconds and bytes of memory that it may take
    largest: int = 50 * 1024 * 1024
    seconds: int = 45
    memory: int = 1024 * 1024 * 1024

    @property
    def available(self) -> bool:
        """Say whether a TTE can be taken in at all."""
        return any(anchor.root for anchor in self.anchors)


_trust = Trust()


def set_trust(trust: Trust) -> None:
    """Hold the checks of this process to `trust`."""
    global _trust  # noqa: PLW0603 - set once, when the application is wired
    _trust = trust


def trust() -> Trust:
    """Return to what the checks of this process are held."""
    return _trust


def anchors_in(place: Path) -> tuple[Anchor, ...]:
    """Return the certificates in a folder, or in one file; none when there is no such place.

    PEM, several in a file too, and DER. Raises AnchorRefused for what is none of an authority: a
    folder that is half understood would refuse signatures, and nobody would know why. Raises
    AnchorsUnreadable where this account may not look.
    """
    try:
        if not place.exists():
            return ()
        files = [place]
        if place.is_dir():
            files = [it for it in sorted(place.iterdir()) if it.suffix.lower() in _ENDINGS]
    except PermissionError as error:
        raise AnchorsUnreadable(file=place) from error
    return tuple(anchor for file in files for anchor in _read(file))


def _read(file: Path) -> Iterable[Anchor]:
    from cryptography import x509

    try:
        content = file.read_bytes()
        if _BEGIN in content:
            found = x509.load_pem_x509_certificates(content)
        else:
            found = [x509.load_der_x509_certificate(content)]
        return [_anchor(one) for one in found]
    except (OSError, ValueError, x509.ExtensionNotFound) as error:
        raise AnchorRefused(file=file) from error


def _anchor(certificate: Certificate) -> Anchor:
    """Return an authority's certificate. Raises ValueError for another's."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    if not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
        raise ValueError
    named = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return Anchor(
        name=str(named[0].value) if named else certificate.subject.rfc4514_string(),
        pem=certificate.public_bytes(Encoding.PEM).decode(),
        ends=certificate.not_valid_after_utc,
        root=certificate.subject == certificate.issuer,
    )
