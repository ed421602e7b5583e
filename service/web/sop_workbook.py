"""The register of SOPs as a workbook: one row per SOP, every cell text, date or number."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from service.web import labels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from service.queries.sop_facts import SopFacts
    from service.queries.sop_register import Entry

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: Title and width of each column.
COLUMNS: Final = (
    ("Nomor", 26),
    ("Judul", 60),
    ("Perangkat daerah", 40),
    ("Keadaan", 18),
    ("Versi", 8),
    ("Berlaku mulai", 16),
    ("Penyusun", 28),
    ("Langkah", 10),
    ("Perlu konfirmasi", 16),
    ("Evaluasi terakhir", 18),
    ("Evaluasi jatuh tempo", 20),
)

_TEXT: Final = "@"
_DATE: Final = "DD/MM/YYYY"

#: XML 1.0 has no other control characters, and a workbook is XML.
_ALLOWED_CONTROLS: Final = frozenset("\t\n\r")


def workbook(entries: Sequence[Entry], facts: Mapping[UUID, SopFacts], *, demo: bool) -> bytes:
    """Return the register as XLSX; in a demo its sheet says so."""
    # Here, as it is large and a start of the service has no use for it.
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Register SOP (DATA CONTOH)" if demo else "Register SOP"
    sheet.freeze_panes = "A2"
    for column, (title, width) in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        _put(sheet.cell(1, column), title)
        sheet.cell(1, column).font = Font(bold=True)
    for row, one in enumerate(entries, start=2):
        for column, value in enumerate(_cells(one, facts.get(one.sop.sop_id)), start=1):
            _put(sheet.cell(row, column), value)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(entries) + 1}"
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _cells(one: Entry, facts: SopFacts | None) -> tuple[str | int | date | None, ...]:
    sop, shown = one.sop, one.foremost
    return (
        sop.number or "",
        sop.title,
        sop.office_name,
        labels.VERSIONS[shown.standing(one.day)] if shown else "",
        shown.number if shown else None,
        shown.effective_from if shown else None,
        (shown.author_name or "") if shown else "",
        facts.steps if facts else None,
        facts.to_confirm if facts else None,
        one.last_evaluated,
        one.evaluation_due,
    )


def _put(cell: Any, value: str | int | date | None) -> None:
    """Write a value; a text stays a text, whatever it begins with: no spreadsheet computes it."""
    if not isinstance(value, str):
        cell.value = value
        if value is not None and not isinstance(value, int):
            cell.number_format = _DATE
        return
    cell.value = "".join(sign for sign in value if sign >= " " or sign in _ALLOWED_CONTROLS)
    # openpyxl takes "=…" for a formula.
    cell.data_type = "s"
    cell.number_format = _TEXT
    cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
