"""Every text of a transcription beside what its diagram, or another reading, has of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from service.diagrams.model import EndEvent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from service.catalogue.transcription import Identity, Question, Row, Transcription
    from service.diagrams.extensions import OpenPoint, SopIdentity
    from service.diagrams.model import Node, Process

#: Text of a row by the name of what it is.
Texts = dict[str, str]

_PART: Final = ("number", "activity", "time", "time in ISO 8601")


@dataclass(frozen=True, slots=True)
class Difference:
    """A text that is not the same on both sides; None where one side does not have it at all."""

    key: str
    #: "identity", or the place of the row: "7"
    where: str
    what: str
    document: str | None
    other: str | None
    #: with what the transcription was compared
    against: str

    def __str__(self) -> str:
        return (
            f"{self.key}, {self.where}, {self.what}: "
            f"transcription {_quoted(self.document)}, {self.against} {_quoted(self.other)}"
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of one SOP of the document."""

    key: str
    #: rows of the document, and those of which one node carries every text
    rows: int
    rows_equal: int
    #: rows that are work, and rows that are an end of the process (*Selesai*)
    tasks: int
    ends: int
    #: parts of rows that the document numbers itself, and those whose row has every text
    sub_steps: int
    sub_steps_equal: int
    #: nodes that the document implies but does not number
    proposed: int
    texts: int
    differences: tuple[Difference, ...]


def compare(transcription: Transcription, process: Process) -> Compared:
    """Compare a diagram with the document that it is of."""
    key = transcription.key
    nodes = list(process.scope.all_nodes())
    drawn: dict[int, list[Node]] = {}
    for node in nodes:
        if node.extension.step is not None:
            drawn.setdefault(node.extension.step.seq, []).append(node)
    identity = _differences(
        key, "identity", _identity_texts(transcription), _drawn_identity(process), "diagram"
    )
    differences, rows_equal, parts_equal = list(identity), 0, 0
    for row in transcription.steps:
        mine = drawn.pop(row.seq, [])
        found = list(_row_differences(key, row, mine, process))
        differences += found
        if not found:
            rows_equal += 1
            parts_equal += len(row.sub_steps)
    differences += [
        Difference(key, str(seq), "row", None, node.id, "diagram")
        for seq, others in drawn.items()
        for node in others
    ]
    ends = [row for row in nodes if row.extension.step and isinstance(row, EndEvent)]
    return Compared(
        key=key,
        rows=len(transcription.steps),
        rows_equal=rows_equal,
        tasks=len(transcription.steps) - len(ends),
        ends=len(ends),
        sub_steps=sum(len(row.sub_steps) for row in transcription.steps),
        sub_steps_equal=parts_equal,
        proposed=sum(node.extension.proposed is not None for node in nodes),
        texts=len(_identity_texts(transcription))
        + sum(len(_row_texts(row)) for row in transcription.steps),
        differences=tuple(differences),
    )


def compare_reference(transcription: Transcription, sop: Mapping[str, Any]) -> list[Difference]:
    """Compare the rows of a transcription with those of a `sops.yaml`.

    That reading brings numbers and titles of columns into order and puts spaces into times where
    the scan has none; this is no difference.
    """
    key, steps = transcription.key, {step["seq"]: step for step in sop["steps"]}
    titles = frozenset(sop.get("pelaksana_columns_raw", ()))
    found: list[Difference] = []
    for row in transcription.steps:
        step = steps.pop(row.seq, None)
        other = {} if step is None else _reference_texts(row, step, titles)
        mine = _row_texts(row)
        # Neither is in the reference: the reason is told there in other words.
        mine = {name: text for name, text in mine.items() if name not in {"reason", "adjusted"}}
        found += _differences(key, str(row.seq), mine, other, "reference")
    found += [
        Difference(key, str(seq), "row", None, step["kegiatan"], "reference")
        for seq, step in steps.items()
    ]
    return found


# ---------------------------------------------------------------- texts


def _row_texts(row: Row) -> Texts:
    return {
        "number": row.number,
        "activity": row.activity,
        "requirements": row.requirements,
        "time": row.time,
        "time in ISO 8601": row.time_iso,
        "output": row.output,
        "remarks": row.remarks,
        "column": row.column,
        "role": row.role,
        "confidence": row.confidence,
        "reason": row.reason,
        "adjusted": str(row.time_adjusted),
        **_parts((part.number, part.activity, part.time, part.time_iso) for part in row.sub_steps),
    }


def _drawn_texts(node: Node, process: Process) -> Texts:
    step, lane = node.extension.step, process.lane(node.lane)
    if step is None:
        return {}
    return {
        "number": step.number,
        # The picture says the same as the row.
        "activity": step.activity if step.activity == node.name else f"{node.name} (the node)",
        "requirements": step.requirements,
        "time": step.time_text,
        "time in ISO 8601": step.time_iso or "",
        "output": step.output,
        "remarks": step.remarks,
        "column": step.column,
        "role": "" if lane is None else lane.binding.role or "",
        "confidence": step.confidence or "",
        "reason": step.reason,
        "adjusted": str(step.time_adjusted),
        **_parts(
            (part.number, part.text, part.time_text, part.time_iso or "")
            for part in step.sub_steps
        ),
    }


def _identity_texts(transcription: Transcription) -> Texts:
    identity = transcription.identity
    return _texts_of(identity, identity.name, transcription.open_points)


def _drawn_identity(process: Process) -> Texts:
    identity = process.identity
    if identity is None:
        return {}
    # The picture says the same as the identity part.
    same = identity.name == process.name
    name = identity.name if same else f"{process.name} (process)"
    return _texts_of(identity, name, identity.open_points)


def _texts_of(
    identity: Identity | SopIdentity, name: str, open_points: Sequence[Question | OpenPoint]
) -> Texts:
    return {
        "nomor": identity.number,
        "nama": name,
        "pemerintah daerah": identity.government,
        "perangkat daerah": identity.office,
        "unit": identity.unit,
        "tanggal pembuatan": identity.made,
        "tanggal revisi": identity.revised,
        "tanggal efektif": identity.effective,
        "tanggal pengesahan": identity.ratified,
        "disahkan oleh": identity.ratified_by,
        **_listed("dasar hukum", identity.legal_basis),
        **_listed("kualifikasi", identity.qualifications),
        **_listed("keterkaitan", identity.related),
        **_listed("peralatan", identity.equipment),
        **_listed("peringatan", identity.warnings),
        **_listed("pencatatan", identity.records),
        **_listed("perlu konfirmasi", [point.text for point in open_points]),
        **_listed("baris sumber", [point.source for point in open_points]),
    }


def _reference_texts(row: Row, step: Mapping[str, Any], titles: frozenset[str]) -> Texts:
    """Return the texts of a row of a `sops.yaml`, ours where it only brought them into order."""
    time, performer, parts = step["waktu"], step["pelaksana"], step.get("sub_kegiatan", ())
    said = {
        "number": row.number
        if _undotted(row.number) in {_undotted(step["no"]), ""}
        else step["no"],
        "activity": step["kegiatan"],
        "requirements": step["kelengkapan"],
        "time": row.time if _joined(row.time) == _joined(time["raw"]) else time["raw"],
        # Of several times in one cell it has each, and no sum.
        "time in ISO 8601": row.time_iso if "parts" in time else time["iso"],
        "output": step["output"],
        "remarks": step["keterangan"],
        "column": row.column if row.column in titles else performer["kolom"],
        "role": performer["peran"],
        "confidence": performer["confidence"],
    }
    return {name: text or "" for name, text in said.items()} | _parts(
        (
            ours.number if _undotted(ours.number) == part["no"] else part["no"],
            part["kegiatan"],
            part.get("waktu", {}).get("raw", ""),
            part.get("waktu", {}).get("iso", ""),
        )
        for ours, part in zip(row.sub_steps, parts, strict=False)
    )


def _undotted(number: str) -> str:
    return number.rstrip(".")


def _joined(text: str) -> str:
    return "".join(text.split())


def _parts(parts: Iterable[tuple[str, str, str, str]]) -> Texts:
    return {
        f"part {place}, {name}": text
        for place, part in enumerate(parts, 1)
        for name, text in zip(_PART, part, strict=True)
    }


def _listed(name: str, texts: Sequence[str]) -> Texts:
    return {f"{name} {number}": text for number, text in enumerate(texts, 1)}


# ---------------------------------------------------------------- differences


def _row_differences(
    key: str, row: Row, nodes: Sequence[Node], process: Process
) -> Iterator[Difference]:
    where = str(row.seq)
    if len(nodes) != 1:
        drawn = ", ".join(node.id for node in nodes) or None
        yield Difference(key, where, "the one node of the row", row.activity, drawn, "diagram")
        return
    yield from _differences(
        key, where, _row_texts(row), _drawn_texts(nodes[0], process), "diagram"
    )


def _differences(
    key: str, where: str, document: Texts, other: Texts, against: str
) -> Iterator[Difference]:
    for what in {**document, **other}:
        mine, theirs = document.get(what), other.get(what)
        if mine != theirs:
            yield Difference(key, where, what, mine, theirs, against)


def _quoted(text: str | None) -> str:
    return "nothing" if text is None else f"“{text}”"
