"""The rows of a table as texts that a person edits, and such texts as a table again.

A text that nobody changed keeps what stood behind it, letter by letter. Rows are named in the
branches by what was shown when they were written: numbers are counted anew afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from service.diagrams.step_references import REMOVED, renumbered
from service.diagrams.table.branch_lines import read_ways, signposts, written_ways
from service.diagrams.table.deciding import QUESTION
from service.diagrams.table.model import Row
from service.diagrams.table.papers import (
    Documents,
    read_papers,
    with_documents,
    written_papers,
)
from service.diagrams.table.problems import Problem
from service.diagrams.table.waktu import read_waktu

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from service.diagrams.table.branch_lines import Signposts
    from service.diagrams.table.model import Kind, SopTable

#: Kinds that a person chooses, and the role in whose lane such a row stands by itself.
CHOSEN: Final[Mapping[Kind, str]] = {"agency": "instansi", "per_unit": "bidang"}
_NUMBERED: Final = frozenset({"work", "agency", "per_unit"})


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row as it stands on the page."""

    key: str
    kind: Kind
    number: str = ""
    activity: str = ""
    #: key of its lane; "" when none is chosen
    lane: str = ""
    agency: str = ""
    requirements: str = ""
    time: str = ""
    output: str = ""
    remarks: str = ""
    ways: str = ""
    form: str = ""
    #: what it does with documents; None: it cannot be typed
    papers: str | None = ""
    #: its place and its lane when the page was made; 0 and "" for a row that is new there
    place: int = 0
    #: by what the lines of other rows name it: "langkah 5", "baris 7", "selesai"
    called: str = ""
    lane_before: str = ""
    #: it was put where it stands: it takes over the leap of the row before it
    put: bool = False
    #: it is to be removed
    gone: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed into it yet that says what is done there."""
        cells = (self.activity, self.agency, self.requirements, self.time, self.output)
        more = (self.remarks, self.form, self.papers or "")
        return not any(text.strip() for text in (*cells, *more))


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A problem of a row that has no place in the table yet, or of one cell."""

    key: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Typed:
    """A table made of what was typed, and what of it was not understood."""

    table: SopTable
    problems: tuple[RowProblem, ...] = ()
    #: keys of new rows into which nothing was typed yet
    blank: frozenset[str] = field(default_factory=frozenset)
    #: its rows are numbered 1, 2, 3 …
    counted: bool = False

    @property
    def complete(self) -> SopTable:
        """The table without the rows that are still blank, and without their numbers."""
        return self._without(self.blank)

    def with_before(self, keys: AbstractSet[str], before: SopTable) -> SopTable:
        """Return the complete table with these rows as they were in `before`; new ones wait."""
        known = {row.key: row for row in before.rows if row.key in keys}
        table = self._without(self.blank | (keys - known.keys()))
        for row in table.rows:
            if row.key in known:
                table = table.with_row(replace(known[row.key], number=row.number))
        return table

    def _without(self, waiting: AbstractSet[str]) -> SopTable:
        table, rows = self.table, [row for row in self.table.rows if row.key in waiting]
        for row in rows:
            table = _given_back(table, row.key).without(row.key)
        if not rows or not self.counted:
            return table
        return _counted_anew(table, {row.number.rstrip(". ") for row in rows if row.number})


def typed_rows(table: SopTable) -> tuple[TypedRow, ...]:
    """Return the rows of a table as they are shown."""
    names = signposts(table.rows).names
    called = _documents(table).names()
    return tuple(
        TypedRow(
            key=row.key,
            kind=row.kind,
            number=_line(row.number),
            activity=row.activity,
            lane=row.lane or "",
            agency=_line(row.agency),
            requirements="\n".join(row.requirements),
            time=_line(row.time.text),
            output=row.output,
            remarks=row.remarks,
            ways=written_ways(row, names),
            form=row.form or "",
            papers=None if row.papers is None else written_papers(row.papers, called),
            place=place,
            called=names[row.key],
            lane_before=row.lane or "",
        )
        for place, row in enumerate(table.rows, 1)
    )


def read_typed(rows: Sequence[TypedRow], before: SopTable) -> Typed:
    """Return what was typed as a table; `before` is the one whose diagram it will be written to.

    Branches that are not understood keep what was there, and are told as problems.
    """
    known, own = {row.key: row for row in before.rows}, before
    before = before.with_offered()
    made = [_cells(row, known.get(row.key), before) for row in rows]
    shown = {row.key: row.place for row in rows if row.place}
    posts = signposts(made, shown)
    gone = {row.key for row in rows if row.gone}
    problems = [
        RowProblem(row.key, Problem("time-unread", None, "time", {"text": row.time.text}))
        for row in made
        if row.key not in gone and _loses_its_time(row)
    ]
    for place, row in enumerate(rows):
        if made[place].kind not in {"drawn", "end"} and not row.gone:
            made[place] = _led(row, made[place], known.get(row.key), posts, problems)
    documents = _documents(before)
    for place, row in enumerate(rows):
        if made[place].kind in _NUMBERED and not row.gone:
            made[place] = _with_papers(row, made[place], documents, problems)
    identity = with_documents(before.identity, documents, before.title)
    table = replace(before, rows=tuple(made), identity=identity)
    for row in rows:
        if row.put:
            table = _taken_over(table, row.key)
    for row in rows:
        if row.key in gone and table.row(row.key) is not None:
            table = table.without(row.key)
    blank = {row.key for row in rows if row.key not in known and row.is_blank and not row.gone}
    fresh = {row.key for row in rows if row.key not in known}
    counted = _counted(made, fresh)
    if counted and any(row.put or row.gone for row in rows):
        lost = {row.number.rstrip(". ") for row in made if row.key in gone and row.number}
        table = _counted_anew(table, lost)
    return Typed(table.with_needed(own), tuple(problems), frozenset(blank), counted)


# ---------------------------------------------------------------- cells


def _line(text: str) -> str:
    return text.replace("\r", "").replace("\n", " ")


def _same(typed: str, shown: str) -> bool:
    return typed.replace("\r\n", "\n").strip() == shown.replace("\r\n", "\n").strip()


def _text(typed: str, known: str) -> str:
    """Return what was typed, or what was known where it is shown as just that."""
    plain = typed.replace("\r\n", "\n").strip()
    return known if _same(typed, known) or plain == _line(known).strip() else plain


def _cells(typed: TypedRow, known: Row | None, table: SopTable) -> Row:
    if known is not None and known.kind == "drawn":
        return known
    before = known or Row(typed.key, "work", "", "", None, read_waktu(""))
    kind, lane = _kind_and_lane(typed, table)
    if known is not None and kind in {"start", "end"}:
        # Their other cells are not shown, so nobody can have changed them.
        activity = _text(typed.activity, before.activity)
        return replace(before, activity=activity, lane=lane, branches=(), question="")
    lines = tuple(line.strip() for line in typed.requirements.splitlines() if line.strip())
    time = before.time if _same(typed.time, _line(before.time.text)) else read_waktu(typed.time)
    if lane != before.lane:
        # Who does it was chosen now, and is inferred no longer.
        before = replace(before, confidence=None, reason="")
    return replace(
        before,
        kind=kind,
        number=_text(typed.number, before.number),
        activity=_text(typed.activity, before.activity),
        lane=lane,
        time=time,
        requirements=before.requirements
        if _same(typed.requirements, "\n".join(before.requirements))
        else lines,
        output=_text(typed.output, before.output),
        remarks=_text(typed.remarks, before.remarks),
        agency=_text(typed.agency, before.agency) if kind == "agency" else "",
        form=typed.form.strip() or None,
        branches=(),
        question="",
        gateway="" if known is None else known.gateway,
    )


def _loses_its_time(row: Row) -> bool:
    """Return whether a row that the document does not number has words where it keeps a count."""
    return bool(row.part_of and row.time.text.strip(" -") and row.time.iso is None)


def _kind_and_lane(typed: TypedRow, table: SopTable) -> tuple[Kind, str | None]:
    """Return what the row is: a lane that was chosen anew decides, else the kind that was."""
    lane = table.lane(typed.lane)
    role = "" if lane is None else lane.role
    if typed.kind in {"start", "end"}:
        return typed.kind, typed.lane or None
    if typed.lane != typed.lane_before and typed.lane:
        by_role: dict[str, Kind] = {wanted: kind for kind, wanted in CHOSEN.items()}
        return by_role.get(role or "", "work"), typed.lane
    wanted = CHOSEN.get(typed.kind)
    if wanted is not None and role != wanted:
        own = next((each.key for each in table.lanes if each.role == wanted), None)
        return typed.kind, own or typed.lane or None
    return typed.kind, typed.lane or None


def _documents(table: SopTable) -> Documents:
    return Documents(() if table.identity is None else table.identity.documents)


def _with_papers(
    typed: TypedRow, row: Row, documents: Documents, problems: list[RowProblem]
) -> Row:
    """Return the row with the papers that were typed; those that no cell can hold stay."""
    if typed.papers is None or row.papers is None:
        return row
    if _same(typed.papers, written_papers(row.papers, documents.names())):
        return row
    papers, unread = read_papers(typed.papers, documents)
    for part in unread:
        problem = Problem("paper-unread", None, "papers", {"text": part})
        problems.append(RowProblem(row.key, problem))
    return replace(row, papers=papers)


# ---------------------------------------------------------------- where rows lead


def _led(
    typed: TypedRow,
    row: Row,
    known: Row | None,
    posts: Signposts,
    problems: list[RowProblem],
) -> Row:
    if known is not None and _same(typed.ways, written_ways(known, posts.names)):
        return replace(row, branches=known.branches, question=known.question)
    ways = read_ways(typed.ways, row.key, posts)
    for code, lines in (("branch-unread", ways.unread), ("branch-nowhere", ways.nowhere)):
        for line in lines:
            found = Problem(code, None, "branches", {"text": line, "words": line})
            problems.append(RowProblem(row.key, found))
    led = replace(row, branches=ways.branches, question=ways.question)
    if led.decides and not led.question and (known is None or not known.decides):
        led = replace(led, question=QUESTION)
    return led if led.parts else replace(led, question="")


def _taken_over(table: SopTable, key: str) -> SopTable:
    """Let a row that was put behind one that leaps leap in its place."""
    place = table.place(key)
    if place == 0:
        return table
    before, row = table.rows[place - 1], table.rows[place]
    if not before.branches or before.parts or row.branches or row.kind in {"end", "drawn"}:
        return table
    row, before = replace(row, branches=before.branches), replace(before, branches=())
    return table.with_row(row).with_row(before)


def _given_back(table: SopTable, key: str) -> SopTable:
    """Let the row before one that waits leap again, where that one took over its leap."""
    place = table.place(key)
    before, row = table.rows[max(place - 1, 0)], table.rows[place]
    if place == 0 or before.branches or row.parts or not row.branches:
        return table
    return table.with_row(replace(before, branches=row.branches))


# ---------------------------------------------------------------- numbers


def _counted(rows: Sequence[Row], fresh: set[str]) -> bool:
    """Return whether the rows are numbered 1, 2, 3 …, so that they can be counted anew.

    Rows that are `fresh` need no number yet.
    """
    numbered = [row for row in rows if _is_numbered(row)]
    plain = [row.number.rstrip(". ") for row in numbered if row.number.strip()]
    without = [row.key for row in numbered if not row.number.strip()]
    counts = sorted(int(number) for number in plain if number.isascii() and number.isdigit())
    return (
        len(counts) == len(plain)
        and counts == list(range(1, len(counts) + 1))
        and fresh.issuperset(without)
    )


def _is_numbered(row: Row) -> bool:
    """Return whether the row has a number of its own; *Selesai* has one where it is printed."""
    return (row.kind in _NUMBERED and not row.part_of) or (row.kind == "end" and bool(row.number))


def _counted_anew(table: SopTable, lost: AbstractSet[str]) -> SopTable:
    """Count the rows anew; `lost` are numbers of rows that were removed."""
    numbered = [row for row in table.rows if _is_numbered(row)]
    dot = "." if any(row.number.endswith(".") for row in numbered) else ""
    numbers = {row.key: f"{count}{dot}" for count, row in enumerate(numbered, 1)}
    old = {row.key: row.number.rstrip(". ") for row in table.rows}
    # What a row says of another one goes with that row, as its branches do.
    named = {number: f"{number} {REMOVED}" for number in lost}
    named |= {old[key]: number.rstrip(".") for key, number in numbers.items() if old[key]}
    rows = []
    for row in table.rows:
        branches = tuple(
            replace(branch, words=f"Kembalikan ke {numbers[branch.to].rstrip('.')}")
            if branch.to in numbers and branch.words == f"Kembalikan ke {old[branch.to]}"
            else branch
            for branch in row.branches
        )
        rows.append(
            replace(
                row,
                number=numbers.get(row.key, row.number),
                activity=renumbered(row.activity, named),
                remarks=renumbered(row.remarks, named),
                branches=branches,
            )
        )
    return replace(table, rows=tuple(rows))
