"""The table of a draft as a page has it: what was posted, and what is said at each row."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from flask import request

from service.diagrams.extensions import KINDS
from service.diagrams.table import TypedRow, blank_identity
from service.errors import Rejected
from service.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from service.diagrams.extensions import SopIdentity
    from service.diagrams.findings import Severity
    from service.diagrams.model import Diagram
    from service.diagrams.table import Problem, SopTable, Unshown
    from service.diagrams.table.model import Kind

#: Kinds of row as the page offers them.
KIND_WORDS: Final[Mapping[Kind, str]] = {
    "work": "Dikerjakan",
    "per_unit": "Serentak per Bidang",
    "agency": "Menunggu instansi terkait",
    "start": "Mulai",
    "end": "Selesai",
    "drawn": "Digambar di diagram",
}
CHOSEN_KINDS: Final[tuple[Kind, ...]] = ("work", "per_unit", "agency")

#: Lines of the identity part → what the page calls them (PermenPANRB 35/2012).
LINES: Final = {
    "legal_basis": "Dasar hukum",
    "qualifications": "Kualifikasi pelaksana",
    "related": "Keterkaitan",
    "equipment": "Peralatan dan perlengkapan",
    "warnings": "Peringatan",
    "records": "Pencatatan dan pendataan",
}
TEXTS: Final = {
    "name": "Nama SOP",
    "number": "Nomor SOP",
    "government": "Pemerintah daerah",
    "office": "Perangkat daerah",
    "unit": "Satuan atau unit kerja",
    "made": "Tanggal pembuatan",
    "revised": "Tanggal revisi",
    "effective": "Tanggal efektif",
    "ratified_by": "Disahkan oleh (jabatan)",
}

#: Rows that one table may have on the page: more than any diagram within its limit makes.
MOST_ROWS: Final = 2_000

#: Cells of a row → the names of their controls, before its key.
CELLS: Final = {
    "number": "nomor",
    "activity": "kegiatan",
    "lane": "pelaksana",
    "agency": "instansi",
    "requirements": "kelengkapan",
    "time": "waktu",
    "output": "output",
    "remarks": "keterangan",
    "ways": "lanjutan",
    "form": "formulir",
    "papers": "berkas",
    "lane_before": "lajur",
}

#: What a problem calls a cell → the cell.
_COLUMNS: Final = {"branches": "ways"}


class TooManyRows(Rejected):
    """The table has more rows than a page holds; nothing of it was taken."""

    code = "web.table-too-long"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that is said at a row, with what mends it."""

    severity: Severity
    words: str
    #: cell of the row that it is about; "" when it is about the row
    cell: str = ""
    #: that it has on the picture; 0: it is not drawn there
    number: int = 0
    #: what mends it by standing in the cell, and how the button is called; "": somebody must think
    fills: str = ""
    fill_words: str = ""
    #: the mend of the gate, as an act of the page, and how its button is called
    act: str = ""
    act_words: str = ""

    @property
    def cell_name(self) -> str:
        """The name of the control that it is about, before its row's key."""
        return CELLS.get(self.cell, "")


@dataclass(slots=True)
class Notes:
    """What is said at rows, by key, and about the whole."""

    at_rows: dict[str, list[Note]] = field(default_factory=dict)
    of_all: list[Note] = field(default_factory=list)

    def add(self, key: str | None, note: Note) -> None:
        """Say something at a row, or about the whole where there is none."""
        if key is None:
            self.of_all.append(note)
        else:
            self.at_rows.setdefault(key, []).append(note)

    def of(self, key: str) -> Sequence[Note]:
        return self.at_rows.get(key, ())

    def cells(self, key: str) -> frozenset[str]:
        """Return the cells of a row in which something is wrong."""
        return frozenset(note.cell for note in self.of(key) if note.cell)


def control_of(cell: str) -> str:
    """Return the name of the control of a cell, before its row's key."""
    return CELLS[cell]


def posted_rows() -> tuple[TypedRow, ...]:
    """Return the rows of the request, in their order; of each key only the first.

    Raises TooManyRows: rows that were left out would be gone from the table.
    """
    keys = list(dict.fromkeys(request.form.getlist("baris")))
    if len(keys) > MOST_ROWS:
        raise TooManyRows(count=len(keys), limit=MOST_ROWS)
    return tuple(_posted(key) for key in keys)


def goes_on() -> bool:
    """Say whether the request goes on with what the one before it saved: the same cell."""
    return bool(request.form.get("menyambung"))


def _posted(key: str) -> TypedRow:
    cells: dict[str, Any] = {
        cell: request.form.get(f"{name}-{key}", "").replace("\r\n", "\n")
        for cell, name in CELLS.items()
    }
    if f"berkas-{key}" not in request.form:
        # What a cell cannot hold has none, and stays.
        cells["papers"] = None
    place = request.form.get(f"tempat-{key}", 0, type=int)
    return TypedRow(
        key=key,
        kind=_kind(request.form.get(f"jenis-{key}", "")),
        place=max(place, 0),
        put=bool(request.form.get(f"baru-{key}")),
        gone=bool(request.form.get(f"buang-{key}")),
        **cells,
    )


def _kind(text: str) -> Kind:
    return next((kind for kind in KIND_WORDS if kind == text), "work")


def new_row(lane: str) -> TypedRow:
    """Return a blank row in a lane, under a key that nothing has."""
    return TypedRow(f"step_{secrets.token_hex(4)}", "work", lane=lane, lane_before=lane, put=True)


def with_free_keys(rows: Sequence[TypedRow], before: SopTable, raw: bytes) -> list[TypedRow]:
    """Return the rows; a new one whose key the file uses for something else gets another."""
    known = {row.key for row in before.rows}
    return [
        replace(row, key=new_row("").key)
        if row.key not in known and f'"{row.key}"'.encode() in raw
        else row
        for row in rows
    ]


# ---------------------------------------------------------------- changing rows without script


def changed(rows: Sequence[TypedRow], act: str, key: str) -> tuple[list[TypedRow], str]:
    """Return the rows after a button of the row `key`, and the row to go on with."""
    found = list(rows)
    place = next((place for place, row in enumerate(found) if row.key == key), None)
    if place is None:
        return found, ""
    row = found[place]
    if act == "tambah":
        made = new_row(row.lane if row.kind == "work" else "")
        found.insert(place + 1, made)
        return found, made.key
    if act == "hapus":
        found[place] = replace(row, gone=True)
        later = next((each.key for each in found[place + 1 :] if not each.gone), "")
        return found, later
    other = place - 1 if act == "naik" else place + 1
    if act in {"naik", "turun"} and 0 <= other < len(found) and movable(found, place, other):
        found[place], found[other] = found[other], replace(row, put=True)
    return found, key


def movable(rows: Sequence[TypedRow], place: int, other: int) -> bool:
    """Say whether two rows may change places: the first stays first, the last stays last."""
    return not {rows[place].kind, rows[other].kind} & {"start", "end"}


def filled(rows: Sequence[TypedRow], control: str, value: str) -> list[TypedRow]:
    """Return the rows with a text in one cell: what a button proposes."""
    name, _, key = control.partition("-")
    return [_filled(row, name, value) if row.key == key else row for row in rows]


def _filled(row: TypedRow, name: str, value: str) -> TypedRow:
    match name:
        case "formulir":
            return replace(row, form=value)
        case "berkas":
            return replace(row, papers=value)
        case _:
            return row


# ---------------------------------------------------------------- identity


def identity_posted() -> bool:
    """Say whether the request carries the identity part at all."""
    return "id-name" in request.form


def posted_identity(before: SopIdentity | None) -> SopIdentity:
    """Return the identity part that was typed; what nobody changed stays letter by letter."""
    known = before or blank_identity()
    typed: dict[str, Any] = {
        **{name: _text(f"id-{name}", getattr(known, name)) for name in TEXTS},
        **{name: _lines(f"id-{name}", getattr(known, name)) for name in LINES},
    }
    return replace(known, kinds=_kinds(known.kinds), **typed)


def _text(control: str, known: str) -> str:
    typed = request.form.get(control)
    if typed is None or typed.strip() == known.replace("\r", "").replace("\n", "").strip():
        return known
    return typed.strip()


def _lines(control: str, known: tuple[str, ...]) -> tuple[str, ...]:
    typed = request.form.get(control)
    if typed is None:
        return known
    plain = typed.replace("\r\n", "\n")
    if plain.strip() == "\n".join(known).strip():
        return known
    return tuple(line.strip() for line in plain.splitlines() if line.strip())


def _kinds(known: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Return the kinds that were ticked; none ticked: nothing is said, or that there are none.

    Where kinds are ticked beside "none", that counts which was not ticked before.
    """
    if "id-jenis-ada" not in request.form:
        return known
    ticked = request.form.getlist("id-jenis")
    chosen = tuple(kind for kind in KINDS if kind in ticked)
    if "tanpa" in ticked and (known != () or not chosen):
        return ()
    if known and set(known) == set(chosen):
        return known
    return chosen or None


# ---------------------------------------------------------------- what is said at rows


def problem_words(problem: Problem) -> str:
    """Return the sentence of a problem of a table; it stands at its row."""
    return sentence(problem.sentence, **problem.params)


def unshown_words(part: Unshown) -> str:
    """Return what is said of a part of the diagram that is not in the table."""
    return sentence(f"web.table-without-{part.kind}", name=part.name, count=part.steps)


def words_away(words: str, row: TypedRow) -> str:
    """Return what is said of a row, with the row as the page names it, for who reads elsewhere."""
    if row.called.startswith("langkah"):
        return sentence("table.at-step", number=row.number.rstrip(". "), words=words)
    return sentence("table.at-row", row=row.place, words=words)


def cell_of(problem: Problem) -> str:
    """Return the cell that a problem is about; "" when it is about the row."""
    column = str(problem.column or "")
    return _COLUMNS.get(column, column)


def problem_notes(problems: Iterable[Problem], keys: Sequence[str]) -> Notes:
    """Return problems at their rows; `keys` are those of the rows that were judged."""
    notes = Notes()
    for problem in problems:
        key = keys[problem.row - 1] if problem.row else None
        notes.add(key, Note("error", problem_words(problem), cell_of(problem)))
    return notes


def row_of_elements(table: SopTable, diagram: Diagram | None) -> dict[str, str]:
    """Return which row shows an element: its own, its gateway's, and the flows out of both."""
    found = {row.key: row.key for row in table.rows}
    found |= {row.gateway: row.key for row in table.rows if row.gateway}
    for process in () if diagram is None else diagram.processes:
        for flow in process.scope.flows:
            if flow.source in found:
                found.setdefault(flow.id, found[flow.source])
    return found
