"""Checking a signed file: this very original, with one good signature and nothing else."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from service import confinement
from service.sentences.words import written_size
from service.tte.refusals import (
    BY_FAULT,
    OtherVersion,
    TteBusy,
    TteTooLarge,
    TteTooSlow,
    TteUnreadable,
)
from service.tte.trust import trust

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    #: gives the bytes of a file, in pieces
    Source = Callable[[], Iterable[bytes]]

_PROGRAM: Final = Path(__file__).with_name("checking_child.py")

_PIECE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that is accepted, and what the file says of it. Hashes are SHA-256 in hex."""

    #: CN of the certificate
    name: str
    #: of the whole name, in which a NIK may stand: never to be kept as it is
    subject: str
    #: of the name of who issued it, and that name to be read
    issuer: str
    provider: str
    #: number of the certificate, in hex
    serial: str
    #: of the public key
    key: str
    #: from when the certificate is valid
    begins: datetime
    signed_at: datetime
    #: a trusted timestamp says when; else only the signer does
    stamped: bool
    #: the file holds the proof that no certificate was revoked
    revocation: bool
    #: of the certificate that is trusted
    anchor: str


def check(original: Source, signed: Source, *, size: int, now: datetime) -> Signature:
    """Return the one signature that `signed` adds to `original`.

    `size`: bytes of `signed`. Raises the refusals of `tte.refusals`. Holds no transaction and must
    be called within none.
    """
    held = trust()
    if size > held.largest:
        raise TteTooLarge(limit=written_size(held.largest))
    try:
        with (
            confinement.one_at_a_time(),
            tempfile.TemporaryDirectory(prefix="alur-tte-") as name,
        ):
            before, after = Path(name) / "original", Path(name) / "signed"
            for place, source in ((before, original), (after, signed)):
                with place.open("wb") as file:
                    file.writelines(source())
            if not _begins_with(after, before):
                raise OtherVersion
            answer = confinement.answer_of(
                _PROGRAM,
                {
                    "original": str(before),
                    "signed": str(after),
                    # A certificate that trusts itself says itself until when.
                    "anchors": [one.pem for one in held.anchors if one.root and now <= one.ends],
                    "helpers": [one.pem for one in held.anchors if not one.root],
                    "now": now.isoformat(),
                },
                seconds=held.seconds,
                memory=held.memory,
            )
    except confinement.Busy as busy:
        raise TteBusy from busy
    except confinement.TooSlow as slow:
        raise TteTooSlow(limit=held.seconds) from slow
    except confinement.Died as died:
        raise TteUnreadable from died
    return _signature(answer)


def _begins_with(whole: Path, beginning: Path) -> bool:
    with whole.open("rb") as long, beginning.open("rb") as short:
        while piece := short.read(_PIECE):
            if long.read(len(piece)) != piece:
                return False
    return True


def _signature(answer: dict[str, Any]) -> Signature:
    if "fault" in answer:
        raise BY_FAULT[answer["fault"]]
    for name in ("begins", "signed_at"):
        answer[name] = datetime.fromisoformat(answer[name])
    return Signature(**answer)
