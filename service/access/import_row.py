"""One row of a structure file while it is judged: its cells, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from service.access.import_plan import COLUMNS, OBLIGATORY, ImportFinding, read_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.access.entries import NewOffice
    from service.access.import_plan import PlannedHolding, PlannedPosition, PlannedUnit
    from service.access.sheet import SheetRow

_DATES: Final = ("from_date", "to_date", "sk_date")


@dataclass(slots=True)
class Row:
    """The cells by column, and everything that was found.

    A cell that is wrong reads as empty. So what needs it is left out, what does not is judged all
    the same, and all that is wrong with a row is said at once.
    """

    number: int
    texts: Mapping[str, str]
    dates: Mapping[str, date | None]
    findings: list[ImportFinding] = field(default_factory=list)
    #: what the row adds, if it turns out to be right
    adds: list[NewOffice | PlannedUnit | PlannedPosition | PlannedHolding] = field(
        default_factory=list
    )

    @property
    def right(self) -> bool:
        """Say whether nothing is wrong with any cell."""
        return all(finding.severity != "error" for finding in self.findings)

    def wrong(self, *columns: str) -> bool:
        """Say whether something is wrong with one of these cells."""
        return any(
            finding.severity == "error" and finding.column in columns for finding in self.findings
        )

    def text(self, column: str) -> str:
        """Return what a cell says; "" when it is empty or wrong."""
        return "" if self.wrong(column) else self.texts.get(column, "")

    def refuse(self, column: str, code: str, params: Mapping[str, str] | None = None) -> None:
        """Say what is wrong with a cell; the first word about it stands."""
        if not self.wrong(column):
            self.findings.append(ImportFinding(self.number, column, "error", code, params or {}))

    def warn(self, column: str, code: str) -> None:
        """Say what somebody should look at again."""
        self.findings.append(ImportFinding(self.number, column, "warning", code))


def columns_of(head: tuple[str, ...]) -> dict[str, str | None]:
    """Return the column that each head names; None: no column of ours."""
    return {name: COLUMNS.get(" ".join(name.lower().split())) for name in head}


def read_row(cells: SheetRow, columns: Mapping[str, str | None]) -> Row:
    """Return a row with what is wrong with its cells by themselves: formulas, gaps, no dates."""
    named = {column: value for name, value in cells.cells.items() if (column := columns.get(name))}
    row = Row(
        cells.number,
        {key: it if isinstance(it, str) else it.isoformat() for key, it in named.items()},
        {name: _day(named.get(name)) for name in _DATES},
    )
    for name in cells.formulas:
        row.refuse(columns.get(name) or name, "structure.formula")
    for column in OBLIGATORY:
        if not row.texts.get(column):
            row.refuse(column, "structure.missing")
    for column, day in row.dates.items():
        if day is None and row.texts.get(column):
            row.refuse(column, "structure.bad-date", {"value": row.texts[column][:40]})
    return row


def _day(value: str | date | None) -> date | None:
    return value if isinstance(value, date) else read_date(value or "")
