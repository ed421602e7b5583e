"""What the columns of a pasted table are: its cells, and the line that names them."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.diagrams.role_titles import role_in_title
from service.diagrams.table.problems import UNWRITABLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.diagrams.table.problems import Column

#: Titles stand within so many lines.
_HEADER_WITHIN = 12

#: Column → what offices call it, also those whose spreadsheets are in English.
_HEADERS: Mapping[Column, frozenset[str]] = {
    "number": frozenset({"no", "nomor", "no urut", "nomor urut", "number", "step no"}),
    "activity": frozenset(
        {"kegiatan", "uraian", "uraian kegiatan", "uraian prosedur", "aktivitas", "prosedur"}
        | {"langkah", "langkah kegiatan", "tahapan", "uraian aktivitas"}
        | {"activity", "activities", "step", "steps", "task", "tasks"}
    ),
    "lane": frozenset(
        {"pelaksana", "pelaku", "penanggung jawab", "aktor", "jabatan", "petugas"}
        | {"actor", "actors", "performer", "role", "responsible", "person in charge", "pic"}
    ),
    "requirements": frozenset(
        {"kelengkapan", "persyaratan", "persyaratan kelengkapan", "bahan"}
        | {"requirement", "requirements", "input", "inputs"}
    ),
    "time": frozenset(
        {"waktu", "lama", "jangka waktu", "waktu baku", "waktu penyelesaian"}
        | {"time", "duration"}
    ),
    "output": frozenset({"output", "outputs", "keluaran", "hasil", "result", "results"}),
    "remarks": frozenset({"ket", "keterangan", "catatan", "remark", "remarks", "note", "notes"}),
    "papers": frozenset(
        {"berkas", "dokumen", "berkas dokumen", "naskah", "document", "documents", "file"}
    ),
    "branches": frozenset({"percabangan", "cabang", "lanjutan", "alur", "branch", "branches"}),
}
#: Stands above several columns.
_OVER = frozenset({"pelaksana", "mutu baku", "mutu", "baku"})
#: What a last line is called that adds up a column.
_SUMS = frozenset(
    {"jumlah", "total", "jumlah waktu", "total waktu", "jumlah total", "waktu total", "sum"}
)
#: What counts the rows where another column has their words.
_COUNTING = frozenset({"langkah", "step", "steps"})
_MARKS = frozenset({"x", "v", "o", "ya", "1"})
#: Letters that fonts of symbols (Wingdings) show as a tick or a ticked box, lower-cased.
_LETTERS_AS_MARKS = frozenset("üûþýpr")
#: What stands in a column of pelaksana for "not this one".
NOBODY = frozenset({"", "-", "\N{EN DASH}", "\N{EM DASH}"})
_NUMBER = re.compile(r"\d+[.)]?")
_UNIT = re.compile(r"waktu \((menit|jam|hari|minggu|bulan)")


@dataclass(frozen=True, slots=True)
class Header:
    """Which cell of a row is what."""

    columns: Mapping[Column, int]
    #: columns of pelaksana, with marks or with symbols that no clipboard carries: (cell, title)
    performers: tuple[tuple[int, str], ...]
    #: the unit that the header gives to bare numbers: "menit"
    unit: str
    #: titles of columns that hold something and are none of these
    unread: tuple[str, ...] = ()


def cells_of(text: str, delimiter: str | None = None) -> list[list[str]]:
    """Return the cells of each line that has any, apart by tabs, semicolons or commas."""
    return [line for line in _lines_of(text, delimiter) if any(line)]


def blank_lines(text: str) -> int:
    """Return how many lines have no cell with anything in it, the last ones left out."""
    filled = [any(line) for line in _lines_of(text)]
    return filled[: len(filled) - filled[::-1].index(True)].count(False) if any(filled) else 0


def _lines_of(text: str, delimiter: str | None = None) -> list[list[str]]:
    # A word processor breaks lines within a cell by a sign that XML cannot hold.
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\u2028")
    text = UNWRITABLE.sub("", text).lstrip("\ufeff")
    head = "\n".join(text.split("\n")[:_HEADER_WITHIN])
    delimiter = delimiter or next((each for each in "\t;" if each in head), ",")
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        return [[cell.strip() for cell in row] for row in rows]
    except csv.Error:
        return [[cell.strip() for cell in row.split(delimiter)] for row in text.split("\n")]


def plain(cell: str) -> str:
    """Return the words of a cell, without what stands in brackets."""
    words = re.sub(r"\([^()]*\)", " ", cell.lower())
    return " ".join(re.sub(r"[^a-z0-9]+", " ", words).split())


def _known(cell: str) -> Column | None:
    """Return the column that a title means: the whole of it, or each of its words for the same."""
    whole = _column_called(cell)
    parts = {_column_called(part) for part in re.split(r"[/,&]|\bdan\b", cell.lower())}
    return whole or (parts.pop() if len(parts) == 1 else None)


def _column_called(words: str) -> Column | None:
    found = plain(words)
    return next((column for column, known in _HEADERS.items() if found in known), None)


def header_of(lines: Sequence[Sequence[str]]) -> tuple[Header, int] | None:
    """Return what the columns are, and the first line below their titles; None without titles."""
    for place, line in enumerate(lines[:_HEADER_WITHIN]):
        known = {_known(cell) for cell in line}
        if "activity" not in known or len(known - {None}) < 2:  # noqa: PLR2004 - and one more
            continue
        first = place + 1
        titles, under = list(line), frozenset[int]()
        below = list(lines[first]) if first < len(lines) else []
        if _goes_on(titles, below):
            under = _under_performers(titles, below)
            titles = _joined(titles, below)
            first += 1
        if first < len(lines) and _counts_columns(lines[first]):
            first += 1
        return _columns(titles, under, lines[first:]), first
    return None


def usual_columns(text: str) -> tuple[Header, list[list[str]], bool]:
    """Return the lines of a text without titles, read as kegiatan, pelaksana and waktu.

    A number may stand before them, line by line. And whether one title, *Kegiatan*, stood above.
    """
    lines = []
    for cells in cells_of(text, "\t"):
        numbered = len(cells) > 1 and _NUMBER.fullmatch(cells[0])
        lines.append(cells if numbered else ["", *cells])
    titled = bool(lines) and _known(cell_at(lines[0], 1)) == "activity"
    header = Header({"number": 0, "activity": 1, "lane": 2, "time": 3}, (), "")
    return header, lines[1:] if titled else lines, titled


def looks_like_titles(lines: Sequence[Sequence[str]]) -> bool:
    """Say whether the first line below no titles may be titles that nobody knows here.

    Titles are few words without a figure, none of them a jabatan where the lines below name some.
    """
    if len(lines) < 2:  # noqa: PLR2004 - a line of titles and one below
        return False
    first = [cell for cell in lines[0] if cell]
    short = all(len(cell.split()) <= 3 and not re.search(r"\d", cell) for cell in first)  # noqa: PLR2004
    known = role_in_title(cell_at(lines[0], 2)) is not None
    below = any(role_in_title(cell_at(line, 2)) is not None for line in lines[1:])
    return len(first) > 1 and short and below and not known


def _goes_on(titles: Sequence[str], below: Sequence[str]) -> bool:
    """Return whether the header has a second line: titles under *Pelaksana* or *Mutu Baku*."""
    activity = next(i for i, cell in enumerate(titles) if _known(cell) == "activity")
    over = any(plain(cell) in _OVER for cell in titles)
    empty = activity >= len(below) or not below[activity]
    return over and empty and any(below)


def _joined(titles: Sequence[str], below: Sequence[str]) -> list[str]:
    size = max(len(titles), len(below))
    upper = [*titles, *[""] * (size - len(titles))]
    lower = [*below, *[""] * (size - len(below))]
    return [low or up for up, low in zip(upper, lower, strict=True)]


def _under_performers(titles: Sequence[str], below: Sequence[str]) -> frozenset[int]:
    """Return the places of the titles that stand below *Pelaksana*, where there are several.

    They reach to the first title of another column: a word processor leaves out the empty cells
    beside a merged one, so that the upper line alone does not say how wide *Pelaksana* is.
    """
    start = next((i for i, cell in enumerate(titles) if _known(cell) == "lane"), len(below))
    found = []
    for place in range(start, len(below)):
        ended = place > start and not below[place] and cell_at(titles, place)
        if ended or _known(below[place]) not in {None, "lane"}:
            break
        found += [place] if below[place] else []
    return frozenset(found) if len(found) > 1 else frozenset()


def _counts_columns(line: Sequence[str]) -> bool:
    numbers = [cell.strip("().") for cell in line if cell]
    return len(numbers) > 2 and numbers == [str(i) for i in range(1, len(numbers) + 1)]  # noqa: PLR2004


def _columns(
    titles: Sequence[str], under: frozenset[int], lines: Sequence[Sequence[str]]
) -> Header:
    columns: dict[Column, int] = {}
    performers, unit = [], ""
    for place, cell in enumerate(titles):
        column = _known(cell)
        filled = {cell_at(line, place).lower() for line in lines} - {""}
        if place in under or (
            cell and column in {None, "lane"} and filled and _all_marks(cell, filled)
        ):
            performers.append((place, cell))
        elif column == "activity" and _counts(titles, columns):
            columns["number"], columns["activity"] = columns["activity"], place
        elif column is not None and column not in columns:
            columns[column] = place
            given = _UNIT.search(" ".join(cell.lower().split()))
            unit = given[1] if column == "time" and given else unit
        elif cell and column is None and role_in_title(cell) is not None and not filled:
            performers.append((place, cell))
    taken = {*columns.values(), *(place for place, _ in performers)}
    unread = [
        cell
        for place, cell in enumerate(titles)
        if cell and place not in taken and any(cell_at(line, place) for line in lines)
    ]
    return Header(columns, tuple(performers), unit, tuple(unread))


def _all_marks(title: str, filled: set[str]) -> bool:
    """Say whether cells only say that who is called `title` does the row; they are lower-cased."""
    letters = _LETTERS_AS_MARKS if role_in_title(title) is not None else frozenset[str]()
    return all(cell in _MARKS or cell in letters or _is_sign(cell) for cell in filled)


def _is_sign(cell: str) -> bool:
    """Say whether a cell holds one drawn sign, such as a tick or a box; a dash says nobody."""
    drawn = cell.strip("\ufe0e\ufe0f")
    return len(drawn) == 1 and not drawn.isalnum() and drawn not in NOBODY


def sums(line: Sequence[str], header: Header) -> str:
    """Return what a line calls itself that adds up the others ("Jumlah"); "" for a step."""
    own = [header.columns.get(name) for name in ("number", "activity", "lane")]
    cells = [cell_at(line, place) for place in own]
    return next((cell for cell in cells if plain(cell) in _SUMS), "")


def _counts(titles: Sequence[str], columns: Mapping[Column, int]) -> bool:
    """Say whether the activities so far are numbers: "Langkah" beside "Kegiatan"."""
    place = columns.get("activity")
    return place is not None and "number" not in columns and plain(titles[place]) in _COUNTING


def cell_at(line: Sequence[str], place: int | None) -> str:
    """Return a cell; "" where the line has none there."""
    return "" if place is None or place >= len(line) else line[place]
