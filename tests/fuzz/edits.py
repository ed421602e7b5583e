"""Changes of a file that a seed decides: bytes, values, tags, texts and whole elements."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from random import Random

Kind = Literal["spice", "cut", "values", "tags", "texts", "copy"]

VALUE: Final = re.compile(rb'="([^"<>]*)"')
TAG: Final = re.compile(rb"</?((?:\w+:)?\w+)")
ELEMENT: Final = re.compile(rb"<\w[^<>]*/>|<(\w+)[^<>]*>[^<>]*</\1>")
TEXT: Final = re.compile(rb">([^<>\s][^<>]*)<")

SPICES: Final = (
    b"",
    b" ",
    b"\x00",
    b"\xff",
    b'"',
    b"<",
    b"&amp;",
    b"&#0;",
    b"<!-- -->",
    b"<![CDATA[<]]>",
    b"<?p?>",
    b'id=""',
    b"tns:",
    b"=",
    b"true",
    b"-1",
    "²".encode(),
    b"P1D",
    b"R/PT0S",
    b"/",
    b"#",
    b"$t",
    b"NaN",
    b"1e308",
    b"x" * 300,
)

_SWAPPED: Final = {"values": VALUE, "tags": TAG, "texts": TEXT}


@dataclass(frozen=True, slots=True)
class Edit:
    kind: Kind
    #: where it takes from and where it puts to; of any size, taken modulo what is there
    source: int
    target: int
    spice: bytes = b""

    def of(self, raw: bytes) -> bytes:
        """Return the file with this change; the same file where it does not fit."""
        if self.kind in {"spice", "cut"}:
            at = self.target % (len(raw) + 1)
            past = at + (self.source % 60 if self.kind == "cut" else 0)
            return raw[:at] + self.spice + raw[past:]
        copied = self.kind == "copy"
        pattern = ELEMENT if copied else _SWAPPED[self.kind]
        spans = [found.span(0 if copied else 1) for found in pattern.finditer(raw)]
        if not spans:
            return raw
        begin, end = spans[self.source % len(spans)]
        to, past = spans[self.target % len(spans)]
        return raw[:to] + raw[begin:end] + raw[to if copied else past :]


#: Bytes put in or cut out mostly leave no XML, which is refused before anything is read.
_OFTEN: Final[dict[Kind, int]] = {
    "spice": 1,
    "cut": 1,
    "values": 8,
    "tags": 2,
    "texts": 4,
    "copy": 6,
}


def random_edits(random: Random) -> list[Edit]:
    """Return one to four changes."""
    return [_edit(random) for _ in range(random.randint(1, 4))]


def _edit(random: Random) -> Edit:
    (kind,) = random.choices(list(_OFTEN), list(_OFTEN.values()))
    spice = random.choice(SPICES) if kind == "spice" else b""
    return Edit(kind, random.randrange(10**6), random.randrange(10**6), spice)


def edited(raw: bytes, edits: list[Edit]) -> bytes:
    for edit in edits:
        raw = edit.of(raw)
    return raw
