"""What is wrong with a table, said at its row and column."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from service.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from service.diagrams.table.model import Row, SopTable

Column = Literal[
    "number", "activity", "lane", "requirements", "time", "output", "papers", "remarks", "branches"
]

#: What BPMN takes as an id (xsd:ID).
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)

#: What XML 1.0 cannot hold.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem; its sentence is `table.<code>` of the catalogue."""

    code: str
    #: from 1, as the table shows it; None: about the whole table
    row: int | None = None
    column: Column | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    #: the number that the SOP prints at the row, where every row has one of its own
    number: str = ""

    @property
    def sentence(self) -> str:
        """The code of its sentence, which does not say at which row it is."""
        return f"table.{self.code}"


def by_number(problems: Iterable[Problem], numbers: Mapping[int, str]) -> tuple[Problem, ...]:
    """Return the problems with the printed number of their row; `numbers`: place → number."""
    return tuple(replace(it, number=numbers.get(it.row or 0, "")) for it in problems)


class TableRefused(Rejected):
    """The table cannot become a diagram; nothing was written."""

    code = "table.refused"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        first = problems[0]
        super().__init__(count=len(problems), code=first.code, row=first.row or "")


def problems_of(table: SopTable, before: SopTable | None = None) -> tuple[Problem, ...]:
    """Return why the table cannot become a diagram; `before` is the table of its base.

    What a base drawn by hand lacks already is for the gate to say, not for who edits another row.
    """
    return (*_whole(table, before), *_rows(table, before))


def _whole(table: SopTable, before: SopTable | None) -> Iterator[Problem]:
    if not _starts(table) and (before is None or _starts(before)):
        yield Problem("no-start")
    kept = {row.key for row in table.rows}
    for row in () if before is None else before.rows:
        if row.kind == "drawn" and row.key not in kept:
            yield Problem("drawn-removed", params={"name": row.activity or row.key})


def _starts(table: SopTable) -> bool:
    return any(row.kind == "start" or row.element == "startEvent" for row in table.rows)


def _rows(table: SopTable, before: SopTable | None) -> Iterator[Problem]:
    seen = Counter(row.key for row in table.rows)
    known = {} if before is None else {row.key: row for row in before.rows}
    for place, row in enumerate(table.rows, 1):
        if seen[row.key] > 1:
            yield Problem("key-twice", place, params={"key": row.key})
        elif row.key not in known and not _ID.fullmatch(row.key):
            yield Problem("bad-key", place, params={"key": row.key})
        elif before is not None and known.get(row.key) == row:
            yield from _lost(table, before, place, row)
        elif row.kind != "drawn":
            yield from _cells(table, place, row)
            yield from _ways(table, place, row)


def _cells(table: SopTable, place: int, row: Row) -> Iterator[Problem]:
    written = (row.number, row.activity, row.time.text, *row.requirements, row.output, row.remarks)
    beside = (row.question, row.agency, row.part_of, row.form or "", row.column)
    words = (branch.words + branch.condition for branch in row.branches)
    parts = (part.number + part.activity + part.time.text for part in row.sub_rows)
    if any(UNWRITABLE.search(text) for text in (*written, *beside, *words, *parts)):
        yield Problem("unwritable", place)
    if row.kind not in {"start", "end"} and not row.activity.strip():
        yield Problem("activity-missing", place, "activity")
    if table.lanes and table.lane(row.lane) is None:
        yield Problem("lane-missing", place, "lane")


def _lost(table: SopTable, before: SopTable, place: int, row: Row) -> Iterator[Problem]:
    """Name what a row that nobody changed led to, and what is no longer there."""
    if row.kind == "end":
        return
    if not row.branches and table.following(row.key) is None and before.following(row.key):
        yield Problem("no-end", place, "branches")
    for branch in row.branches:
        if table.target(row, branch) is None and before.target(row, branch) is not None:
            yield Problem("branch-nowhere", place, "branches", {"words": branch.words})


def _ways(table: SopTable, place: int, row: Row) -> Iterator[Problem]:
    if row.kind == "end":
        if row.branches:
            yield Problem("end-goes-on", place, "branches")
        return
    if row.kind == "start" and row.parts:
        yield Problem("start-parts", place, "branches")
    if row.kind == "per_unit" and row.decides:
        yield Problem("units-decide", place, "branches")
    if row.parts and {"data", "forward"} <= {branch.way for branch in row.branches}:
        yield Problem("mixed-branches", place, "branches")
    if row.decides and not any(branch.way == "forward" for branch in row.branches):
        yield Problem("no-way-on", place, "branches")
    if not row.branches and table.following(row.key) is None:
        yield Problem("no-end", place, "branches")
    for branch in row.branches:
        target = table.target(row, branch)
        if target is None or not target.enterable or (branch.way == "return" and not branch.to):
            yield Problem("branch-nowhere", place, "branches", {"words": branch.words})
