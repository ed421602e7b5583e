"""A table as a spreadsheet puts it on the clipboard, read row by row.

The header says which column is which, in the words that offices use; pelaksana is either one
column with names or one column for each with a mark in it, as in PermenPANRB 35/2012.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from service.diagrams.branch_words import Said, before_branches, names_a_way, read_branches
from service.diagrams.keys import free_key
from service.diagrams.table.cells import items, one_line
from service.diagrams.table.deciding import ONWARD, QUESTION, SENT_BACK, decided, says_more
from service.diagrams.table.heading import (
    NOBODY,
    Header,
    blank_lines,
    cell_at,
    cells_of,
    header_of,
    looks_like_titles,
    plain,
    sums,
    usual_columns,
)
from service.diagrams.table.merged import SAME, Unmerged, bare
from service.diagrams.table.model import SIX_LANES, Branch, Row, SopTable
from service.diagrams.table.numbers import ENDS, named, numbers_of, numbers_twice, printed
from service.diagrams.table.papers import Documents, read_papers, with_documents
from service.diagrams.table.performers import performer_of
from service.diagrams.table.problems import Problem, by_number
from service.diagrams.table.waktu import Waktu, read_waktu

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.diagrams.extensions import DocumentDeclaration
    from service.diagrams.table.model import Kind
    from service.diagrams.table.papers import Paper
    from service.diagrams.table.performers import Performer

#: What is pasted beyond this is no SOP: steps, and characters.
MOST_ROWS = 500
LONGEST = 200_000

#: Keys of the rows that are added where the text has no start and no end.
START, END = "start_1", "end_1"
ADDED = frozenset({START, END})


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was read: a table when nothing is wrong, and what an analyst should look at."""

    table: SopTable | None
    problems: tuple[Problem, ...] = ()
    #: what was read, but not wholly understood
    notes: tuple[Problem, ...] = ()
    #: the rows as far as they were read, also when something is wrong with them
    rows: tuple[Row, ...] = ()
    #: the documents that the rows name, those of the SOP among them
    documents: tuple[DocumentDeclaration, ...] = ()
    #: key of a row → who does it, as the text has it
    titles: Mapping[str, str] = field(default_factory=dict)
    #: place of a row → its printed number, where every step has one of its own; else nothing
    numbers: Mapping[int, str] = field(default_factory=dict)
    #: lines that are no rows: titles, also where a page repeats them, and empty ones
    left_out: int = 0
    #: key of a row → its kegiatan as written, where that also said where the row goes on
    spoken: Mapping[str, str] = field(default_factory=dict)
    #: titles of the columns of pelaksana, as the text has them
    columns: tuple[str, ...] = ()


def read_pasted(
    text: str,
    *,
    process: str = "sop",
    title: str = "",
    performers: Mapping[str, str] | None = None,
    chosen: Mapping[tuple[int, str], str] | None = None,
    documents: Sequence[DocumentDeclaration] = (),
    untitled: bool = False,
) -> Pasted:
    """Return the table in `text` (tab, semicolon or comma between cells), with the six lanes.

    `process` and `title` name the process, `performers` the roles of titles that fit none by
    themselves, as a person chose them, and `chosen` the title of who does a row that says it of
    nobody, by the row's place and kegiatan; `documents` are those of the SOP so far. A role that
    only words in a title mean is assumed, and told. A row in the column of Bidang is done by every
    Bidang, one of an outside agency waits for it. Start and end are added where the text has
    none. `untitled` reads columns that have no titles too: kegiatan, pelaksana, waktu.
    """
    if len(text) > LONGEST:
        return Pasted(None, (Problem("too-long", params=_counted(LONGEST, len(text))),))
    lines = cells_of(text)
    notes: list[Problem] = []
    found = header_of([bare(line) for line in lines])
    unmerged = None
    left_out = blank_lines(text)
    if found is not None:
        header, titles = found[0], lines[: found[1]]
        rest = [line for line in lines[found[1] :] if line not in titles]
        left_out += len(lines) - len(rest)
        steps = [line for line in rest if not sums(line, header)]
        notes += [
            Problem("sum-left-out", params={"name": name})
            for line in rest
            if (name := sums(line, header))
        ]
        unmerged = Unmerged(header, steps)
        lines = unmerged.rows
        notes += [Problem("column-unread", params={"name": name}) for name in header.unread]
    elif untitled:
        header, lines, titled = usual_columns(text.replace(SAME, ""))
        left_out += titled
        notes = [] if titled else _doubts(lines)
    else:
        return Pasted(None, (Problem("header-missing"),))
    if len(lines) > MOST_ROWS:
        return Pasted(None, (Problem("too-many-rows", params=_counted(MOST_ROWS, len(lines))),))
    reading = _Reading(header, performers or {}, chosen or {}, Documents(documents))
    for line in lines:
        reading.take(line)
    if not reading.rows:
        return Pasted(None, (Problem("no-rows"),))
    rows, declared = reading.finished(), tuple(reading.documents.declared)
    numbers = numbers_of(reading.rows)
    for who, places in reading.assumed.items():
        notes.append(assumed(who.title, who.lane_name, named(places, numbers)))
    notes += numbers_twice(reading.rows)
    notes += unmerged.notes(numbers) if unmerged else ()
    identity = with_documents(None, reading.documents, title)
    table = SopTable(process, title, SIX_LANES, rows, identity)
    return Pasted(
        None if reading.problems else table,
        by_number(reading.problems, numbers),
        by_number((*notes, *reading.notes), numbers),
        rows,
        declared,
        reading.titles,
        numbers,
        left_out,
        reading.spoken,
        tuple(title for _, title in header.performers),
    )


def assumed(title: str, lane: str, rows: str) -> Problem:
    """Return that words in a title were taken for the role of a lane, which nobody confirmed."""
    return Problem("lane-assumed", None, "lane", {"name": title, "lane": lane, "rows": rows})


def _doubts(lines: Sequence[Sequence[str]]) -> list[Problem]:
    """Return what a person should look at where no titles say what the columns are."""
    if lines and all(not any(line[2:]) for line in lines):
        return [Problem("columns-missing")]
    if looks_like_titles(lines):
        return [Problem("titles-unknown", 1)]
    return []


def _counted(limit: int, count: int) -> dict[str, str]:
    return {"limit": f"{limit:,}".replace(",", "."), "count": f"{count:,}".replace(",", ".")}


#: Kegiatan that is no step.
_END_OF_WORDS: Final[Mapping[str, Kind]] = {
    "mulai": "start",
    "start": "start",
    "selesai": "end",
    "end": "end",
}

#: A number whose unit stands in the title of its column.
_BARE = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?|(?:\d{1,3} ?)?½")

# ---------------------------------------------------------------- rows


class _Reading:
    """The rows so far; those with a problem too, so that all are told at once."""

    def __init__(
        self,
        header: Header,
        performers: Mapping[str, str],
        chosen: Mapping[tuple[int, str], str],
        documents: Documents,
    ) -> None:
        self.header = header
        self.performers = performers
        self.chosen = chosen
        self.documents = documents
        self.rows: list[Row] = []
        self.said: list[tuple[Said, ...]] = []
        #: keys of the rows whose ways stand in the column for them; elsewhere they are remarks
        self.in_column: set[str] = set()
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self.titles: dict[str, str] = {}
        self.spoken: dict[str, str] = {}
        #: title → role that its words mean, and the rows where it stands
        self.assumed: dict[Performer, list[int]] = {}

    def take(self, line: Sequence[str]) -> None:
        place = len(self.rows) + 1
        cells = self.header.columns
        activity = one_line(cell_at(line, cells.get("activity")))
        number = cell_at(line, cells.get("number"))
        if not activity:
            self.problems.append(Problem("activity-missing", place, "activity"))
        end = _END_OF_WORDS.get(plain(activity))
        who = self._performer(place, line, activity, is_step=end is None)
        kind = end or who.kind
        key = self._key(number, place)
        self.titles[key] = who.title
        said, left = self._ways(place, line, activity)
        if left != activity:
            self.spoken[key] = activity
        self.rows.append(
            Row(
                key=key,
                kind=kind,
                number=number,
                activity=left,
                lane=who.lane,
                time=self._time(place, one_line(cell_at(line, cells.get("time")))),
                requirements=items(cell_at(line, cells.get("requirements"))),
                output=one_line(cell_at(line, cells.get("output"))),
                remarks=one_line(cell_at(line, cells.get("remarks"))),
                agency=who.agency,
                column=who.column,
                confidence="low" if who.assumed else None,
                reason=who.reason,
                papers=self._papers(place, cell_at(line, cells.get("papers"))),
            )
        )
        if cell_at(line, cells.get("branches")):
            self.in_column.add(key)
        self.said.append(said)

    def _key(self, number: str, place: int) -> str:
        wanted = "step_" + (re.sub(r"[^A-Za-z0-9]+", "_", number).strip("_") or f"r{place}")
        return free_key(wanted, {row.key for row in self.rows}, "_")

    def _performer(
        self, place: int, line: Sequence[str], activity: str, *, is_step: bool
    ) -> Performer:
        columns = self.header.performers
        marked = [title for cell, title in columns if cell_at(line, cell) not in NOBODY]
        named = cell_at(line, self.header.columns.get("lane"))
        chosen = self.chosen.get((place, activity))
        titles = [chosen] if chosen else marked or ([named] if named else [])
        who = performer_of(titles, self.performers)
        if who.several:
            several = {"names": ", ".join(who.several), "name": who.title}
            self.problems.append(Problem("lane-twice", place, "lane", several))
        elif not who.title:
            # Start and end stand in the lane of the step beside them.
            self.problems += [Problem("lane-unread", place, "lane")] if is_step else []
        elif who.role is None:
            self.problems.append(Problem("lane-unknown", place, "lane", {"name": who.title}))
        elif who.assumed:
            self.assumed.setdefault(who, []).append(place)
        return who

    def _time(self, place: int, text: str) -> Waktu:
        if self.header.unit and _BARE.fullmatch(text):
            text = f"{text} {self.header.unit}"
        time = read_waktu(text)
        if time.text and time.iso is None and not time.adjusted and time.text != "-":
            self.notes.append(Problem("time-unread", place, "time", {"text": time.text}))
        return time

    def _papers(self, place: int, text: str) -> tuple[Paper, ...]:
        papers, unread = read_papers(text, self.documents)
        self.problems += [
            Problem("paper-unread", place, "papers", {"text": part}) for part in unread
        ]
        return papers

    def _ways(
        self, place: int, line: Sequence[str], activity: str
    ) -> tuple[tuple[Said, ...], str]:
        """Return the ways of a row, and its kegiatan without those that were read from it."""
        written = cell_at(line, self.header.columns.get("branches"))
        if written:
            said = read_branches(written)
            if not said:
                self.problems.append(
                    Problem("branch-unread", place, "branches", {"text": one_line(written)})
                )
            return said, activity
        remarks = cell_at(line, self.header.columns.get("remarks"))
        said = read_branches(remarks)
        if not said and (said := read_branches(activity)):
            return said, before_branches(activity)
        if not said and names_a_way(remarks):
            self.notes.append(Problem("way-unread", place, "remarks", {"text": one_line(remarks)}))
        return said, activity

    # ------------------------------------------------------------ the whole

    def finished(self) -> tuple[Row, ...]:
        """Return the rows with their branches, start and end."""
        rows = [
            self._parted(place, row, said)
            for place, (row, said) in enumerate(zip(self.rows, self.said, strict=True))
        ]
        for place, row in enumerate(rows):
            if row.kind in ENDS and row.lane is None and len(rows) > 1:
                beside = rows[place + 1 if place == 0 else place - 1]
                rows[place] = replace(row, lane=beside.lane)
        if rows[0].kind != "start":
            rows.insert(0, Row(START, "start", "", "Mulai", rows[0].lane, Waktu()))
        if not any(row.kind == "end" for row in rows):
            rows.append(Row(END, "end", "", "Selesai", rows[-1].lane, Waktu()))
        elif rows[-1].kind != "end":
            last = len(self.rows)
            self.problems.append(Problem("no-end", last, "branches"))
        return tuple(rows)

    def _parted(self, place: int, row: Row, said: tuple[Said, ...]) -> Row:
        if not said or row.kind in {"start", "end"}:
            return row
        if row.kind == "per_unit":
            self._undrawn(place, "units-decide", said[0])
            return self._as_said(row)
        ways = [(self._branch(place, way), way.condition) for way in said]
        branches = [branch for branch, _ in ways if branch is not None]
        if len(branches) < len(ways):
            row = self._as_said(row)
        if not branches:
            return row
        conditions = [condition for branch, condition in ways if branch is not None]
        if any(map(says_more, conditions)):
            made, question = decided(branches, conditions)
            return replace(row, branches=made, question=question)
        if not any(branch.way == "forward" for branch in branches):
            branches.insert(0, Branch("forward", ONWARD, None))
        elif len(branches) == 1 and said[0].condition:
            branches.append(Branch("forward", "Selain itu, teruskan", None))
        question = QUESTION if len(branches) > 1 else ""
        return replace(row, branches=tuple(branches), question=question)

    def _undrawn(self, place: int, code: str, way: Said) -> None:
        """Tell of a way that cannot be: a problem in the column of ways, elsewhere a remark."""
        words = {"words": way.text}
        if self.rows[place].key in self.in_column:
            self.problems.append(Problem(code, place + 1, "branches", words))
        else:
            self.notes.append(Problem(f"{code}-remark", place + 1, "remarks", words))

    def _as_said(self, row: Row) -> Row:
        """Return a row that goes on saying the way which is not drawn."""
        return replace(row, activity=self.spoken.get(row.key, row.activity))

    def _branch(self, place: int, way: Said) -> Branch | None:
        target = self._target(place, way)
        if target is None:
            if way.to != "next":
                self._undrawn(place, "branch-nowhere", way)
                return None
            return Branch("forward", way.words, None)
        back = way.back or target <= place
        key = self.rows[target].key if target < len(self.rows) else END
        if not back:
            return Branch("forward", way.words, None if target == place + 1 else key)
        number = printed(self.rows[target]) if way.to == "previous" else way.to
        return Branch("return", f"{SENT_BACK}{number}".strip(), key)

    def _target(self, place: int, way: Said) -> int | None:
        """Return the place of the row that is named; the nearest other one of several."""
        if way.to == "end":
            ends = (i for i, row in enumerate(self.rows) if row.kind == "end")
            return next(ends, len(self.rows))
        if way.to == "previous":
            return place - 1 if place else None
        number = way.to.lower()
        named_so = [i for i, row in enumerate(self.rows) if printed(row).lower() == number]
        alike = [i for i in named_so if i != place] or named_so
        return min(alike, key=lambda i: abs(i - place), default=None)
