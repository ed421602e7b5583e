"""A table as a file of a spreadsheet: a line of titles that `pasting` knows, then the rows."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from service.diagrams.table.model import SIX_LANES, SopTable
from service.diagrams.table.papers import Documents, with_documents
from service.diagrams.table.pasting import read_pasted
from service.diagrams.table.typed import read_typed, typed_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.diagrams.table.problems import Problem

#: Titles of the columns, as they are pasted too.
TITLES: Final = (
    "Nomor",
    "Kegiatan",
    "Pelaksana",
    "Kelengkapan",
    "Waktu",
    "Output",
    "Berkas",
    "Keterangan",
    "Percabangan",
)

#: What a start or an end without a name is called, so that it is read as one.
_CALLED: Final = {"start": "Mulai", "end": "Selesai"}


def sheet_rows(table: SopTable) -> tuple[tuple[str, ...], ...]:
    """Return the rows as texts in the order of `TITLES`; a cell of several lines has them so.

    What papers do that no text can say is left out, as are forms: they stand in the diagram.
    """
    lanes = {lane.key: lane.name for lane in table.lanes}
    return tuple(
        (
            row.number,
            row.activity or _CALLED.get(row.kind, ""),
            row.agency or lanes.get(row.lane, ""),
            row.requirements,
            row.time,
            row.output,
            row.papers or "",
            row.remarks,
            row.ways,
        )
        for row in typed_rows(table)
    )


def as_tsv(rows: Sequence[Sequence[str]], titles: Sequence[str] = TITLES) -> str:
    """Return titles and rows with tabs between the cells, quoted as spreadsheets do."""
    text = io.StringIO()
    writer = csv.writer(text, dialect="excel-tab", lineterminator="\n")
    writer.writerows([titles, *rows])
    return text.getvalue()


def as_markdown(rows: Sequence[Sequence[str]]) -> str:
    """Return titles and rows as a table of Markdown; lines of a cell are parted by <br>."""
    lines = [TITLES, tuple("---" for _ in TITLES), *rows]
    return "".join("| " + " | ".join(_markdown(cell) for cell in line) + " |\n" for line in lines)


def _markdown(cell: str) -> str:
    plain = cell.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
    return "<br>".join(" ".join(line.split()) for line in plain.splitlines())


# ---------------------------------------------------------------- and back


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a file: a table when nothing is wrong."""

    table: SopTable | None
    problems: tuple[Problem, ...] = ()
    #: what was read, but not wholly understood
    notes: tuple[Problem, ...] = ()


def read_sheet(
    text: str, *, process: str, title: str, performers: Mapping[str, str] | None = None
) -> Read:
    """Return the table of a file of a spreadsheet; `performers`: title → role.

    Any table that may be pasted is read. Under the titles of `TITLES` the branches are those of
    `typed_rows`, line by line, with their words and what the data choose.
    """
    lines = _own(text)
    pasted = read_pasted(
        as_tsv([line[:-1] for line in lines[1:]], TITLES[:-1]) if lines else text,
        process=process,
        title=title,
        performers=performers,
    )
    before = pasted.table
    if lines and before is None and {it.code for it in pasted.problems} == {"no-end"}:
        # Where the last row goes on stands in the column that is read below.
        identity = with_documents(None, Documents(pasted.documents), title)
        before = SopTable(process, title, SIX_LANES, pasted.rows, identity)
    if before is None or not lines:
        return Read(before, pasted.problems, pasted.notes)
    rows = typed_rows(before)
    # A start that was not written stands before the first line.
    added = int(before.rows[0].key == "start_1")
    ways = {place + added: line[-1] for place, line in enumerate(lines[1:])}
    written = [
        replace(row, ways=ways.get(place, row.ways), place=max(row.place - added, 0))
        for place, row in enumerate(rows)
    ]
    typed = read_typed(written, before)
    if typed.problems:
        places = {row.key: place for place, row in enumerate(before.rows, 1 - added)}
        problems = tuple(
            replace(it.problem, row=places[it.key], column=it.problem.column or "branches")
            for it in typed.problems
        )
        return Read(None, problems, pasted.notes)
    return Read(typed.table, (), pasted.notes)


def _own(text: str) -> list[list[str]]:
    """Return the lines of a file that has the titles of `TITLES`; [] for any other."""
    plain = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        lines = list(csv.reader(io.StringIO(plain), dialect="excel-tab"))
    except csv.Error:
        return []
    filled = [line for line in lines if any(cell.strip() for cell in line)]
    if not filled or tuple(cell.strip() for cell in filled[0]) != TITLES:
        return []
    return [[*line, *[""] * len(TITLES)][: len(TITLES)] for line in filled]
