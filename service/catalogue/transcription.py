"""A SOP as its document has it: identity and rows, texts letter by letter."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, dataclass, field, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity part (PermenPANRB 35/2012); an empty text is empty in the document."""

    number: str
    name: str
    government: str
    office: str
    unit: str
    made: str
    revised: str
    effective: str
    #: Tanggal Pengesahan, which only some documents have
    ratified: str = field(default="", kw_only=True)
    #: jabatan only: names of persons are not copied
    ratified_by: str
    legal_basis: tuple[str, ...]
    qualifications: tuple[str, ...]
    related: tuple[str, ...]
    equipment: tuple[str, ...]
    warnings: tuple[str, ...]
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubStep:
    """A part of a row's kegiatan that the document numbers itself."""

    number: str
    activity: str
    #: its own time, where the row's cell gives several
    time: str = ""
    time_iso: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the flowchart page; people may know it by `seq` alone."""

    seq: int
    #: as printed: with its dot, twice, or not at all
    number: str
    activity: str
    requirements: str
    time: str
    #: the time in ISO 8601, counted in working time; empty when the document gives none that
    #: can be counted, the sum of the parts when it gives several
    time_iso: str
    output: str
    remarks: str
    column: str
    #: our reading: who performs it, how sure that is and why
    role: str
    confidence: str
    reason: str
    sub_steps: tuple[SubStep, ...] = ()
    #: *Disesuaikan*: who starts a process says until when
    time_adjusted: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A gap or contradiction; `source` is the line it is about, white space joined."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Transcription:
    key: str
    #: name of the file that it was read from
    seed: str
    identity: Identity
    steps: tuple[Row, ...]
    open_points: tuple[Question, ...]

    def row(self, place: str) -> Row:
        """Return the row at a place, "1" being the first. Raises StopIteration."""
        return next(row for row in self.steps if str(row.seq) == place)


def read_transcription(path: Path) -> Transcription:
    """Return the transcription in the TOML file `path`.

    Raises OSError, tomllib.TOMLDecodeError, KeyError for a text that is missing.
    """
    data = tomllib.loads(path.read_text("utf-8"))
    return Transcription(
        key=data["key"],
        seed=data["seed"],
        identity=_filled(Identity, data["identity"]),
        steps=tuple(_row(table) for table in data["steps"]),
        open_points=tuple(_filled(Question, point) for point in data["open_points"]),
    )


def _row(table: dict[str, Any]) -> Row:
    parts = [_filled(SubStep, part) for part in table.get("sub_steps", ())]
    row: Row = _filled(Row, {**table, "sub_steps": parts})
    return row


def _filled(kind: Any, table: dict[str, Any]) -> Any:
    values = {
        item.name: table[item.name]
        for item in fields(kind)
        if item.name in table or item.default is MISSING
    }
    return kind(**{key: tuple(v) if isinstance(v, list) else v for key, v in values.items()})
