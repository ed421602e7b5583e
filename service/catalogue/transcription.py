"""A SOP as its document has it: identity and rows, texts letter by letter."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
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
    #: jabatan only: names of persons are not copied
    ratified_by: str
    legal_basis: tuple[str, ...]
    qualifications: tuple[str, ...]
    related: tuple[str, ...]
    equipment: tuple[str, ...]
    warnings: tuple[str, ...]
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One numbered row of the flowchart page."""

    seq: int
    number: str
    activity: str
    requirements: str
    time: str
    #: the time in ISO 8601, counted in working time; empty when the document gives none
    time_iso: str
    output: str
    remarks: str
    column: str
    #: our reading: who performs it, how sure that is and why
    role: str
    confidence: str
    reason: str


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

    def row(self, number: str) -> Row:
        return next(row for row in self.steps if row.number == number)


def read_transcription(path: Path) -> Transcription:
    """Return the transcription in the TOML file `path`.

    Raises OSError, tomllib.TOMLDecodeError, KeyError for a text that is missing.
    """
    data = tomllib.loads(path.read_text("utf-8"))
    return Transcription(
        key=data["key"],
        seed=data["seed"],
        identity=_filled(Identity, data["identity"]),
        steps=tuple(_filled(Row, row) for row in data["steps"]),
        open_points=tuple(_filled(Question, point) for point in data["open_points"]),
    )


def _filled(kind: Any, table: dict[str, Any]) -> Any:
    values = {field.name: table[field.name] for field in fields(kind)}
    return kind(**{key: tuple(v) if isinstance(v, list) else v for key, v in values.items()})
