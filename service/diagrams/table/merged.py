"""Cells that are merged over several lines of a table.

The HTML of a clipboard tells them: the browser then writes "the same as above" into each cell that
is covered from above. Plain text leaves it empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.diagrams.table.heading import cell_at
from service.diagrams.table.numbers import named
from service.diagrams.table.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from service.diagrams.table.heading import Header
    from service.diagrams.table.problems import Column

#: Stands in a cell that a merged one above it covers. Phones have no letter for the ditto mark.
SAME: Final = "\N{DOUBLE PRIME}"

#: What holds for each of the steps that share a cell, as who does them; a remark or a way is said
#: at the first. Of these is told that they were read so: the waktu of all may be meant.
_TOLD: Final[tuple[Column, ...]] = ("requirements", "time", "output")


@dataclass(slots=True, eq=False)
class _Cell:
    text: str
    #: places of the rows for which it holds
    places: list[int]
    column: Column | None


class Unmerged:
    """The rows of a table, each with all that the document says of it."""

    def __init__(self, header: Header, lines: Iterable[Sequence[str]]) -> None:
        self.header = header
        self.rows: list[list[str]] = []
        self._for_each = _for_each(header)
        self._above: dict[int, _Cell] = {}
        self._shared: list[_Cell] = []
        for line in lines:
            self._take(line)

    def notes(self, numbers: Mapping[int, str]) -> Iterator[Problem]:
        """Tell which cells were read for several steps; `numbers`: place → printed number."""
        for cell in self._shared:
            code = "time-shared" if cell.column == "time" else "cell-shared"
            params = {"text": cell.text, "rows": named(cell.places, numbers)}
            yield Problem(code, None, cell.column, params)

    def _take(self, line: Sequence[str]) -> None:
        """Add a line: a row, or what stands below the last row beside cells that were merged."""
        if self.rows and self._goes_on(line):
            below = bare(line)
            size = max(len(self.rows[-1]), len(below))
            both = [(cell_at(self.rows[-1], at), cell_at(below, at)) for at in range(size)]
            self.rows[-1] = ["\n".join(filter(None, cells)) for cells in both]
            return
        place = len(self.rows) + 1
        self.rows.append([self._cell(at, cell, place) for at, cell in enumerate(line)])

    def _goes_on(self, line: Sequence[str]) -> bool:
        """Say whether a line has no number and no kegiatan of its own, and nobody who does it.

        Where its kegiatan is that of the row above, who does it belongs there too.
        """
        columns = self.header.columns
        own = [cell_at(line, columns.get(name)) for name in ("number", "activity")]
        if any(cell not in {"", SAME} for cell in own):
            return False
        doers = [columns.get("lane"), *(place for place, _ in self.header.performers)]
        return own[1] == SAME or not any(cell_at(line, place) for place in doers)

    def _cell(self, at: int, cell: str, place: int) -> str:
        if cell != SAME:
            self._above[at] = _Cell(cell, [place], self._for_each.get(at))
            return cell
        above = self._above.get(at)
        if above is None or at not in self._for_each:
            return ""
        above.places.append(place)
        if above.column in _TOLD and above.text and above not in self._shared:
            self._shared.append(above)
        return above.text


def _for_each(header: Header) -> dict[int, Column]:
    """Return the columns whose cells hold for each step that shares them, by their place."""
    doers: dict[int, Column] = {place: "lane" for place, _ in header.performers}
    one: tuple[Column, ...] = ("lane", *_TOLD)
    return doers | {header.columns[name]: name for name in one if name in header.columns}


def bare(line: Sequence[str]) -> list[str]:
    """Return a line as plain text has it: nothing stands in the cells that are covered."""
    return ["" if cell == SAME else cell for cell in line]
