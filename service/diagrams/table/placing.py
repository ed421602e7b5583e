"""Pasted rows put into a table: in the place of its rows, or behind them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from service.diagrams.keys import free_key
from service.diagrams.table.model import SIX_LANES
from service.diagrams.table.numbers import ENDS
from service.diagrams.table.papers import Documents, with_documents
from service.diagrams.wording import ALIKE, likeness, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from service.diagrams.extensions import DocumentDeclaration
    from service.diagrams.table.model import Row, SopTable

#: Where more pairs of rows share no words than this, it is another SOP; comparing takes a second.
_MOST_COMPARED: Final = 10_000


def with_pasted(
    table: SopTable,
    pasted: Sequence[Row],
    *,
    instead: bool,
    documents: Sequence[DocumentDeclaration] = (),
) -> SopTable:
    """Return the table with pasted rows instead of its own, or behind its last row of work.

    `documents` are all that the SOP then has.

    Lanes are found by their role. A pasted row takes the place of the row of the same kegiatan,
    with what the table does not show of it, whatever its number is now; of one that is worded
    alike, wherever it stands. Every other row is new. Behind other rows all keys are new.
    Rows without any number are counted. Start and end stay those of the table.
    """
    if documents:
        declared = Documents(documents)
        identity = with_documents(table.identity, declared, table.title)
        table = replace(table, identity=identity)
    own, table = table, table.with_offered()
    rows = _in_lanes(table, _numbered(pasted))
    if not instead:
        return _behind(table, rows).with_needed(own)
    again = _with_ends_of(table, _known_again(table, rows))
    return replace(table, rows=_with_drawn(table, again)).with_needed(own)


def _numbered(rows: Sequence[Row]) -> Sequence[Row]:
    work = [row for row in rows if row.kind not in ENDS]
    if any(row.number for row in work):
        return rows
    counts = {row.key: str(count) for count, row in enumerate(work, 1)}
    return [replace(row, number=counts.get(row.key, row.number)) for row in rows]


def _in_lanes(table: SopTable, rows: Sequence[Row]) -> list[Row]:
    roles = {lane.key: lane.role for lane in SIX_LANES}
    own: dict[str | None, str] = {}
    for lane in table.lanes:
        own.setdefault(lane.role, lane.key)
    return [replace(row, lane=own.get(roles.get(row.lane or ""))) for row in rows]


def _known_again(table: SopTable, rows: Sequence[Row]) -> Sequence[Row]:
    """Give the rows the keys of those that they were before, and the others new ones.

    A number says nothing: whoever puts a row between moves the numbers of all behind it, and a
    process that waits at a key is to find its own kegiatan there.
    """
    old = [row for row in table.rows if row.kind not in ENDS and row.kind != "drawn"]
    new = [row for row in rows if row.kind not in ENDS]
    pairs = list(_pairs(old, new))
    names = {after.key: before.key for before, after in pairs}
    was = {after.key: before for before, after in pairs}
    taken = {row.key for row in table.rows} | {row.gateway for row in table.rows}
    taken |= {row.key for row in rows if row.kind in ENDS}
    for row in new:
        if row.key not in names:
            names[row.key] = key = free_key(row.key, taken, "_")
            taken.add(key)
    return [_renamed(_with_unsaid(row, was.get(row.key)), names) for row in rows]


def _with_drawn(table: SopTable, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Put what only a diagram can say back behind the row that it stood behind."""
    found = list(rows)
    for place, row in enumerate(table.rows):
        if row.kind != "drawn":
            continue
        keys = [it.key for it in found]
        behind = [keys.index(it.key) for it in table.rows[:place] if it.key in keys]
        found.insert(behind[-1] + 1 if behind else 0, row)
    return tuple(found)


def is_mostly_new(before: SopTable, after: SopTable) -> bool:
    """Say whether fewer than half of the rows of work were there before."""
    known = {row.key for row in before.rows}
    work = [row for row in after.rows if row.kind not in ENDS]
    return sum(row.key in known for row in work) * 2 < len(work)


def _with_unsaid(row: Row, before: Row | None) -> Row:
    """Keep what no spreadsheet says: the form of a row, and its papers where none were read."""
    if before is None or row.kind != before.kind:
        return row
    return replace(row, form=row.form or before.form, papers=row.papers or before.papers)


def _pairs(old: Sequence[Row], new: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Yield which old row is which new one: of the same words first, then of similar ones."""
    before, after = (_alone(rows) for rows in (old, new))
    same = {before[words].key: after[words] for words in before if words in after}
    yield from ((row, same[row.key]) for row in old if row.key in same)
    found = {row.key for row in same.values()}
    left = [row for row in new if row.key not in found]
    gone = [row for row in old if row.key not in same]
    if len(gone) * len(left) > _MOST_COMPARED:
        return
    for row in gone:
        ranked = [(_likeness(row, it), it) for it in left]
        (ratio, _), best = max(ranked, key=itemgetter(0), default=((0.0, False), row))
        if ratio >= ALIKE:
            left.remove(best)
            yield row, best


def _alone(rows: Sequence[Row]) -> dict[str, Row]:
    often = Counter(map(_words, rows))
    return {_words(row): row for row in rows if often[_words(row)] == 1}


def _words(row: Row) -> str:
    return plain(row.activity)


def _likeness(one: Row, other: Row) -> tuple[float, bool]:
    """Return how alike the kegiatan are, 0 to 1; of those alike, one of the same number first."""
    return likeness(_words(one), _words(other)), one.number == other.number


def _with_ends_of(table: SopTable, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Let the first start and the ends be the elements that the table has already."""
    taken = {row.key for row in rows if row.kind not in ENDS}
    names: dict[str, str] = {}
    for kind in ("start", "end"):
        old = [row.key for row in table.rows if row.kind == kind and row.key not in taken]
        new = [row.key for row in rows if row.kind == kind]
        names |= dict(zip(new, old, strict=False))
    return tuple(_renamed(row, names) for row in rows)


def _behind(table: SopTable, rows: Sequence[Row]) -> SopTable:
    found = table
    names: dict[str, str] = {}
    last = next((row for row in reversed(table.rows) if row.kind != "end"), None)
    end = next((row.key for row in table.rows if row.kind == "end"), None)
    for row in rows:
        if row.kind in ENDS:
            names[row.key] = end or row.key
            continue
        names[row.key] = found.new_key()
        blank = replace(row, key=names[row.key], branches=())
        place = 0 if last is None else found.place(last.key) + 1
        found = replace(found, rows=(*found.rows[:place], blank, *found.rows[place:]))
        last = blank
    for row in rows:
        if row.kind not in ENDS:
            found = found.with_row(_renamed(row, names))
    return found


def _renamed(row: Row, names: Mapping[str, str]) -> Row:
    branches = tuple(
        replace(branch, to=names.get(branch.to, branch.to)) if branch.to else branch
        for branch in row.branches
    )
    return replace(row, key=names.get(row.key, row.key), branches=branches)
