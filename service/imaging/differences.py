"""What differs between two versions of a document, to be read."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from service.errors import NotFound
from service.imaging.workshop import COMPARING, bounds, carry_out, one_at_a_time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.imaging.photos import Source

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
#: Media type → how its text is taken out.
_KINDS: Final = {
    f"{_OFFICE}.wordprocessingml.document": "docx",
    f"{_OFFICE}.spreadsheetml.sheet": "xlsx",
    "application/pdf": "pdf",
    "text/plain": "text",
    "text/csv": "text",
}

#: Changes that are shown, and characters of all of them; the others are counted.
MOST: Final = 100
_CHARACTERS: Final = 20_000
#: Paragraphs, rows or lines of one file that are compared.
UNITS: Final = 20_000


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file that is compared with another."""

    media_type: str
    size: int
    read: Source


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a changed text; kind: same, del, ins, or skip for what is left out."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One changed paragraph, cell, row or line."""

    #: `kind`, and what numbers or names that place has
    place: Mapping[str, Any]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    changes: tuple[Change, ...]
    #: with those that are not shown
    total: int
    #: the files hold more than is compared
    partial: bool
    #: pages of a PDF that hold no text and are not compared
    blank: int
    #: a text is longer than is shown
    cut: bool


def can_be_compared(old: TextFile, new: TextFile) -> bool:
    """Say whether the text of two files is of one kind and not too large to be taken out."""
    kind = _KINDS.get(old.media_type)
    small = max(old.size, new.size) <= bounds().preview_bytes
    return kind is not None and kind == _KINDS.get(new.media_type) and small


def differences(old: TextFile, new: TextFile) -> Differences:
    """Return what is new in `new`.

    Raises NotFound for files that cannot be compared, NoText, and the refusals of `workshop`;
    their `number` is 1 for the old file and 2 for the new. Holds no transaction and must be called
    within none.
    """
    if not can_be_compared(old, new):
        raise NotFound
    with one_at_a_time(), tempfile.TemporaryDirectory(prefix="alur-beda-") as name:
        places = [Path(name) / which for which in ("old", "new")]
        for place, file in zip(places, (old, new), strict=True):
            with place.open("wb") as out:
                out.writelines(file.read())
        answer = carry_out(
            {
                "old": str(places[0]),
                "new": str(places[1]),
                "kind": _KINDS[old.media_type],
                "changes": MOST,
                "characters": _CHARACTERS,
                "units": UNITS,
            },
            COMPARING,
        )
    return Differences(
        tuple(
            Change(change["place"], tuple(Piece(*piece) for piece in change["pieces"]))
            for change in answer["changes"]
        ),
        total=answer["total"],
        partial=answer["partial"],
        blank=answer["blank"],
        cut=answer["cut"],
    )
