"""Pasted rows as steps for a drawing: what each carries, and in which lane of it each stands.

Who draws sees at once what came of the rows and can take it back, so nothing that is unclear keeps
the others from being drawn; it is said instead.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from lxml import etree

from service.diagrams.extensions import lane_called
from service.diagrams.role_titles import role_of_title
from service.diagrams.table.deciding import SENT_BACK
from service.diagrams.table.model import SIX_LANES, Row, SopTable
from service.diagrams.table.numbers import named
from service.diagrams.table.papers import Documents, with_documents
from service.diagrams.table.pasting import END, START, Pasted, assumed, read_pasted
from service.diagrams.table.performers import Performer
from service.diagrams.table.problems import Problem, by_number
from service.diagrams.table.proposals import Proposal, forms_proposed, with_proposed_forms
from service.diagrams.table.waktu import Waktu
from service.diagrams.table.writing import written_elements
from service.diagrams.xml import children, local_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from service.diagrams.extensions import DocumentDeclaration
    from service.diagrams.model import Lane, Process

#: Problems of a table that are none of a drawing: a step without a title stays in the lane of the
#: one before it, and the drawing has its own end.
_OF_TABLES: Final = frozenset({"lane-unread", "lane-unknown", "no-end"})
_ROLES: Final = {lane.key: lane.role for lane in SIX_LANES}


@dataclass(frozen=True, slots=True)
class ChainedRow:
    """A step to be drawn."""

    #: name of its element in BPMN: "userTask"
    element: str
    name: str
    #: id of its lane; None: the lane of the step before
    lane: str | None
    #: done by every Bidang at the same time
    each_unit: bool
    #: its extension elements as XML; without a printed number where it is to be counted
    extensions: str
    #: as the text prints it
    number: str = ""
    #: the form that it got, and what asked for it
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """Steps in their order, each leading to the next."""

    rows: tuple[ChainedRow, ...]
    #: which step can send back to which, by their places from 0
    returns: tuple[tuple[int, int], ...] = ()
    #: step that sends back, and to which → question, words of the way on and of the way back,
    #: where somebody typed them
    asked: Mapping[tuple[int, int], tuple[str, str, str]] = field(default_factory=dict)
    #: the documents that the rows name and the process does not have yet
    documents: tuple[DocumentDeclaration, ...] = ()
    #: what was not understood, or cannot be drawn so
    problems: tuple[Problem, ...] = ()


def chained(text: str, process: Process, *, after: str) -> Chain:
    """Return what a text of rows adds to the drawing of a process behind the element `after`.

    Columns without titles are kegiatan, pelaksana and waktu. Printed numbers stay as they are,
    unless the drawing has one of them already: then the rows are counted on.
    """
    had = () if process.identity is None else process.identity.documents
    lanes = _Lanes(process)
    pasted = _read(text, lanes, had)
    table = SopTable("sop", "", SIX_LANES, pasted.rows)
    rows = _steps(table)
    unclear = tuple(it for it in pasted.problems if it.code not in _OF_TABLES)
    if not rows:
        return Chain((), problems=unclear or (Problem("no-rows"),))
    standing = {
        row.key: lanes.of(pasted.titles[row.key], _ROLES.get(row.lane or "")) for row in rows
    }
    back = _sent_back(rows, leads_on=_leads_on(process, after))
    rows = tuple(
        _inferred(
            row if back[row.key] is not None else _unread(row, pasted),
            pasted.titles[row.key],
            standing[row.key],
        )
        for row in rows
    )
    elements = _elements(_uncounted(rows, process), pasted.documents)
    at = {row.key: place for place, row in enumerate(rows)}
    # As the problems name rows: from 1, without the start that was added.
    places = {key: place for place, key in enumerate(pasted.titles, 1)}
    proposed = forms_proposed(table)
    undrawn = (
        Problem("ways-not-drawn", places[key], "branches")
        for key, targets in back.items()
        if targets is None
    )
    nowhere = [key for key, lane in standing.items() if lane is None] if lanes.leaves else []
    notes = [it for it in pasted.notes if it.code != "lane-assumed"]
    return Chain(
        tuple(
            _chained(row, standing[row.key], elements[row.key], proposed.get(row.key))
            for row in rows
        ),
        tuple((at[key], at[target]) for key, targets in back.items() for target in targets or ()),
        dict(_asked(rows, at)),
        tuple(each for each in pasted.documents if each not in had),
        (
            *_without_lane([(pasted.titles[key], places[key]) for key in nowhere], pasted),
            *_assumed(rows, standing, pasted, places),
            *by_number(
                sorted((*unclear, *undrawn, *notes), key=lambda it: it.row or 0), pasted.numbers
            ),
        ),
    )


def _unread(row: Row, pasted: Pasted) -> Row:
    """Return a row whose ways are not drawn: its kegiatan goes on saying them."""
    return replace(row, activity=pasted.spoken.get(row.key, row.activity))


def _without_lane(rows: Sequence[tuple[str, int]], pasted: Pasted) -> Iterator[Problem]:
    """Name each title that has no lane once, with its rows."""
    for title in dict.fromkeys(title for title, _ in rows if title):
        at = named([place for each, place in rows if each == title], pasted.numbers)
        yield Problem("lane-not-drawn", None, "lane", {"name": title, "rows": at})


def _inferred(row: Row, title: str, lane: Lane | None) -> Row:
    """Return the row with how sure its lane is: certain where a title means it as a whole."""
    if lane is None or not title or role_of_title(title) or _plain(lane.name) == _plain(title):
        return replace(row, confidence=None, reason="")
    return replace(row, confidence="low", reason=Performer(title, assumed=True).reason)


def _assumed(
    rows: Sequence[Row],
    standing: Mapping[str, Lane | None],
    pasted: Pasted,
    places: Mapping[str, int],
) -> Iterator[Problem]:
    """Name each title once that was taken for a lane, with its rows."""
    found: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        lane = standing[row.key]
        if row.confidence is not None and lane is not None:
            both = pasted.titles[row.key], lane_called(lane.name, lane.binding.role)
            found.setdefault(both, []).append(places[row.key])
    for (title, lane_name), at in found.items():
        yield assumed(title, lane_name, named(at, pasted.numbers))


# ---------------------------------------------------------------- reading


def _read(text: str, lanes: _Lanes, documents: Sequence[DocumentDeclaration]) -> Pasted:
    """Read the text; a title that is the name of a lane means the role of that lane."""
    pasted = read_pasted(text, documents=documents, untitled=True)
    roles = {
        title: lane.binding.role
        for title in pasted.titles.values()
        if (lane := lanes.named(title)) is not None and lane.binding.role is not None
    }
    if not roles:
        return pasted
    return read_pasted(text, documents=documents, performers=roles, untitled=True)


def _steps(table: SopTable) -> tuple[Row, ...]:
    """Return the rows that are work, with the forms that are clear; start and end are drawn."""
    return tuple(
        row
        for row in with_proposed_forms(table).rows
        if row.activity and row.kind not in {"start", "end"}
    )


def _uncounted(rows: Sequence[Row], process: Process) -> Sequence[Row]:
    """Return the rows without their numbers where the drawing has one of them."""
    steps = (node.extension.step for node in process.scope.all_nodes())
    taken = {_digits(step.number) for step in steps if step is not None}
    if all(_digits(row.number) not in taken for row in rows if row.number):
        return rows
    return [replace(row, number="") for row in rows]


def _digits(number: str) -> str:
    return number.strip().rstrip(".)")


def _sent_back(rows: Sequence[Row], *, leads_on: bool) -> dict[str, list[str] | None]:
    """Return the rows to which each can send back; None where its ways are others.

    What nothing follows cannot part: the last row needs something that it leads on to.
    """
    found: dict[str, list[str] | None] = {}
    for row in rows:
        targets = [branch.to for branch in row.branches if branch.way == "return"]
        back = [to for to in targets if to is not None and to in found]
        leaps = any(branch.to is not None for branch in row.branches if branch.way != "return")
        parts = row.kind == "work" and (leads_on or row is not rows[-1])
        drawn = len(back) == len(targets) and not leaps and (parts or not targets)
        found[row.key] = back if drawn else None
    return found


def _asked(
    rows: Sequence[Row], at: Mapping[str, int]
) -> Iterator[tuple[tuple[int, int], tuple[str, str, str]]]:
    """Yield the words that were typed for ways back; others are called by their step."""
    for row in rows:
        onward = next((each.words for each in row.branches if each.way == "forward"), "")
        for each in row.branches:
            to = None if each.to is None else at.get(each.to)
            if each.way == "return" and to is not None and not each.words.startswith(SENT_BACK):
                yield (at[row.key], to), (row.question, onward, each.words)


def _leads_on(process: Process, element: str) -> bool:
    """Say whether anything follows an element; what nothing follows cannot part."""
    return any(flow.source == element for flow in process.scope.all_flows())


class _Lanes:
    """The lanes of a drawing that hold steps."""

    def __init__(self, process: Process) -> None:
        outer = {each for lane in process.lanes for each in lane.ancestors}
        self.leaves = [lane for lane in process.lanes if lane.id not in outer]

    def named(self, title: str) -> Lane | None:
        """Return the lane that is called so."""
        wanted = _plain(title)
        return next((lane for lane in self.leaves if wanted and _plain(lane.name) == wanted), None)

    def of(self, title: str, role: str | None) -> Lane | None:
        """Return the lane of who is called so and has this role."""
        wanted = f" {_plain(title)} "
        ways = (
            self.named(title),
            *(lane for lane in self.leaves if role is not None and lane.binding.role == role),
            *(lane for lane in self.leaves if role is not None and _proposed(lane) == role),
            *(lane for lane in self.leaves if f" {_plain(lane.name) or '-'} " in wanted),
        )
        return next((lane for lane in ways if lane is not None), None)


def _proposed(lane: Lane) -> str | None:
    return role_of_title(lane.name) if lane.binding.role is None else None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


# ---------------------------------------------------------------- what a step carries


def _elements(
    rows: Sequence[Row], documents: Sequence[DocumentDeclaration]
) -> dict[str, etree._Element]:
    """Return the elements that the rows would be in a diagram of their own.

    Lanes, ways and the list of Bidang are drawn, so here each row is work that leads to the next.
    """
    plain = [
        replace(
            row,
            kind="agency" if row.kind == "agency" else "work",
            lane=None,
            branches=(),
            question="",
        )
        for row in rows
    ]
    start = Row(START, "start", "", "", None, Waktu())
    end = Row(END, "end", "", "", None, Waktu())
    identity = with_documents(None, Documents(documents), "")
    return written_elements(SopTable("sop", "", (), (start, *plain, end), identity))


def _chained(
    row: Row, lane: Lane | None, element: etree._Element, proposal: Proposal | None
) -> ChainedRow:
    return ChainedRow(
        element=local_name(element),
        name=row.activity,
        lane=None if lane is None else lane.id,
        each_unit=row.kind == "per_unit",
        extensions=_extensions(element),
        number=row.number,
        proposal=proposal,
    )


def _extensions(element: etree._Element) -> str:
    """Return the extension elements by themselves; what is empty says nothing and is left out."""
    (found,) = children(element, "extensionElements")
    held = deepcopy(found)
    for each in list(held.iter(etree.Element)):
        for name in [name for name, value in each.items() if not value]:
            del each.attrib[name]
    for each in list(_empty(held)):
        parent = each.getparent()
        if parent is not None:
            parent.remove(each)
    held.tail = None
    etree.cleanup_namespaces(held)
    return etree.tostring(held, encoding="unicode")


def _empty(held: etree._Element) -> Iterator[etree._Element]:
    for each in held.iter(etree.Element):
        if not (len(each) or each.attrib or (each.text or "").strip()):
            yield each
