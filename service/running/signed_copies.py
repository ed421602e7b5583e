"""Signed copies of versions, after their check: what goes through a command as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.access.model import Holder
    from service.forms import FileRef
    from service.tte import Signature

#: Field under which signed copies stand among the attachments of the event.
COPY_FIELD: Final = "alur_tte"


@dataclass(frozen=True, slots=True)
class SignedCopy:
    """A signed copy of a version, and what its check found."""

    document: str
    #: SHA-256 of the version
    version: str
    file: FileRef
    signature: Signature


@dataclass(frozen=True, slots=True)
class SignedCopies:
    """What somebody brings to a step: a copy of each document that it signs, all by one key."""

    #: the jabatan in which the caller may do the step
    holder: Holder
    by_document: Mapping[str, SignedCopy]

    @property
    def signature(self) -> Signature:
        """Return the signature of one of them; whose it is, all have in common."""
        return next(iter(self.by_document.values())).signature
