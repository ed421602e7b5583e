"""The table of an SOP: what an analyst reads and types instead of drawing.

One row is one row of the flow page of PermenPANRB 35/2012: kegiatan, pelaksana, mutu baku
(kelengkapan, waktu, output), keterangan, and where it goes on. `service/docs/table.md` says how a
row becomes elements of the diagram.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from service.diagrams.extensions import NEW_LANE_NAMES
from service.diagrams.keys import free_key

if TYPE_CHECKING:
    from service.diagrams.extensions import Confidence, SopIdentity
    from service.diagrams.table.papers import Paper
    from service.diagrams.table.waktu import Waktu

#: What a row is in the diagram. "drawn": the table cannot express it (*digambar di diagram*); it
#: shows the row and leaves the element alone.
Kind = Literal["start", "work", "agency", "per_unit", "end", "drawn"]

#: How a branch is chosen: by a person, onward or back, or by the data of the process.
Way = Literal["forward", "return", "data"]


@dataclass(frozen=True, slots=True)
class LaneColumn:
    """A column of pelaksana: a lane."""

    #: id of the lane
    key: str
    name: str
    #: None: no role is bound to it yet
    role: str | None


#: The lanes of a table that comes from no diagram.
SIX_LANES = tuple(LaneColumn(f"lane_{role}", name, role) for role, name in NEW_LANE_NAMES.items())


@dataclass(frozen=True, slots=True)
class SubRow:
    """A part of a row's kegiatan that the document numbers itself."""

    number: str
    activity: str
    time: Waktu


@dataclass(frozen=True, slots=True)
class Branch:
    """A way on from a row, other than simply to the next one."""

    way: Way
    #: what stands on the flow: "Diparaf, teruskan ke Kepala Dinas"
    words: str
    #: key of the row to which it leads; None: the next row
    to: str | None
    #: of a way that the data choose: FEEL; "" where none of the others holds
    condition: str = ""
    #: the value by which the decision is known, and the id of the flow; "" until written
    outcome: str = field(default="", compare=False)
    flow: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Row:
    #: id of the element; for a new row the id that it is to get
    key: str
    kind: Kind
    #: as printed: with its dot, twice, or not at all
    number: str
    activity: str  # kegiatan
    #: key of its lane; None outside every lane
    lane: str | None
    time: Waktu
    requirements: tuple[str, ...] = ()  # kelengkapan
    output: str = ""
    #: keterangan; of a proposed row why it is proposed
    remarks: str = ""
    #: (): to the next row
    branches: tuple[Branch, ...] = ()
    #: what is asked where the branches part
    question: str = ""
    #: which outside agency, of a row in their lane
    agency: str = ""
    #: a row that the document implies but does not number: of which row it is part
    part_of: str = ""
    sub_rows: tuple[SubRow, ...] = ()
    #: key of its form
    form: str | None = None
    #: the title of the document's own column of its performer
    column: str = ""
    #: how sure it is who does it, where that was inferred, and from what
    confidence: Confidence | None = None
    reason: str = ""
    #: what it does with documents; None: more than a table can say, which is left alone
    papers: tuple[Paper, ...] | None = ()
    #: name of its element in the diagram: "userTask"
    element: str = field(default="", compare=False)
    #: id of the gateway behind it; "" without one
    gateway: str = field(default="", compare=False)
    #: what an event begins by itself: no flow leads to it
    aside: bool = field(default=False, compare=False)

    @property
    def enterable(self) -> bool:
        """Whether something can lead to it; boundary events stand on what they interrupt."""
        if self.kind == "start" or self.aside:
            return False
        return self.element not in {"startEvent", "boundaryEvent"}

    @property
    def decides(self) -> bool:
        """Whether a person chooses how it goes on (keputusan, reviu)."""
        return any(branch.way != "data" for branch in self.branches) and self.parts

    @property
    def parts(self) -> bool:
        """Whether its ways part at a gateway."""
        return len(self.branches) > 1 or any(
            branch.way != "forward" or branch.outcome for branch in self.branches
        )


@dataclass(frozen=True, slots=True)
class SopTable:
    """The table of one process; keys of rows are unique."""

    #: id of the process
    process: str
    title: str
    lanes: tuple[LaneColumn, ...]
    rows: tuple[Row, ...]
    identity: SopIdentity | None = None

    @property
    def offered(self) -> tuple[LaneColumn, ...]:
        """Its lanes, and one for each role that has none yet."""
        bound = {lane.role for lane in self.lanes}
        taken = {lane.key for lane in self.lanes} | {row.key for row in self.rows}
        missing = (lane for lane in SIX_LANES if lane.role not in bound)
        return (
            *self.lanes,
            *(replace(lane, key=free_key(lane.key, taken)) for lane in missing),
        )

    def with_offered(self) -> SopTable:
        """Return the table with all lanes that a row could stand in."""
        return replace(self, lanes=self.offered)

    def with_needed(self, before: SopTable) -> SopTable:
        """Return the table with the lanes of `before` and those others in which a row stands."""
        own = {lane.key for lane in before.lanes} | {row.lane for row in self.rows}
        return replace(self, lanes=tuple(lane for lane in self.lanes if lane.key in own))

    def row(self, key: str) -> Row | None:
        return next((row for row in self.rows if row.key == key), None)

    def lane(self, key: str | None) -> LaneColumn | None:
        return next((lane for lane in self.lanes if lane.key == key), None)

    def place(self, key: str) -> int:
        """Return where the row stands, from 0. Raises StopIteration when there is none."""
        return next(place for place, row in enumerate(self.rows) if row.key == key)

    def following(self, key: str) -> Row | None:
        """Return the next row to which something can lead; None after the last."""
        later = self.rows[self.place(key) + 1 :]
        return next((row for row in later if row.enterable), None)

    def target(self, row: Row, branch: Branch) -> Row | None:
        """Return the row to which a branch of `row` leads; None when there is none."""
        return self.following(row.key) if branch.to is None else self.row(branch.to)

    def with_row(self, row: Row) -> SopTable:
        """Return the table with this row in the place of the one of the same key."""
        return replace(self, rows=tuple(row if old.key == row.key else old for old in self.rows))

    def inserted(self, row: Row, *, after: str) -> SopTable:
        """Return the table with a new row after the row `after`.

        Where that one leaps to another row, the new row leaps there in its place.
        """
        place = self.place(after) + 1
        before = self.rows[place - 1]
        if before.branches and not before.parts and not row.branches and row.kind != "end":
            row = replace(row, branches=before.branches)
            before = replace(before, branches=())
        return replace(self, rows=(*self.rows[: place - 1], before, row, *self.rows[place:]))

    def moved(self, key: str, *, after: str) -> SopTable:
        """Return the table with the row `key` after the row `after`."""
        row = self.rows[self.place(key)]
        rest = replace(self, rows=tuple(each for each in self.rows if each.key != key))
        return rest.inserted(row, after=after)

    def without(self, key: str) -> SopTable:
        """Return the table without a row; what led there leads to where it led itself."""
        gone = self.rows[self.place(key)]
        onward = _onward(self, gone)
        rows = []
        for row in self.rows:
            if row.key == key:
                continue
            branches = tuple(
                replace(branch, to=onward) if branch.to == key and onward else branch
                for branch in row.branches
                # Sending back to what is no longer there has no meaning.
                if not (branch.to == key and (branch.way == "return" or row.key == onward))
            )
            rows.append(row if branches == row.branches else _settled(row, branches))
        return replace(self, rows=tuple(rows))

    def new_key(self) -> str:
        """Return a key that no row of the table has."""
        taken = {row.key for row in self.rows} | {row.gateway for row in self.rows}
        number = len(self.rows) + 1
        while f"step_{number}" in taken:
            number += 1
        return f"step_{number}"


def _onward(table: SopTable, gone: Row) -> str | None:
    first = next((branch for branch in gone.branches if branch.way != "return"), None)
    if first is not None and first.to is not None:
        return first.to
    after = table.following(gone.key)
    return None if after is None else after.key


def _settled(row: Row, branches: tuple[Branch, ...]) -> Row:
    """Return the row with fewer branches; a single way on is no question any more."""
    if len(branches) == 1 and branches[0].way == "forward":
        only = branches[0]
        rest = () if only.to is None else (Branch("forward", "", only.to),)
        return replace(row, branches=rest, question="")
    return replace(row, branches=branches)
