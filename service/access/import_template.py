"""The empty structure file that people fill in, and what belongs into each of its columns."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from service.access.import_plan import OBLIGATORY, TITLES
from service.sentences import sentence

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_TEXT: Final = "@"
_NARROW, _WIDE, _GUIDE = 14, 28, 90
_WIDE_COLUMNS: Final = frozenset({"office", "unit", "title", "person"})
#: Rows that are formatted in advance; a spreadsheet keeps the format of a column for new ones.
_PREPARED: Final = 200

#: Column → the sentence that says what belongs into it.
_EXPLAINED: Final = {
    "office": "structure.column-office",
    "short_name": "structure.column-short-name",
    "office_kind": "structure.column-office-kind",
    "unit": "structure.column-unit",
    "unit_kind": "structure.column-unit-kind",
    "title": "structure.column-title",
    "role": "structure.column-role",
    "duty": "structure.column-duty",
    "person": "structure.column-person",
    "nip": "structure.column-nip",
    "phone": "structure.column-phone",
    "login": "structure.column-login",
    "email": "structure.column-email",
    "from_date": "structure.column-from-date",
    "to_date": "structure.column-to-date",
    "sk_number": "structure.column-sk-number",
    "sk_date": "structure.column-sk-date",
}


def column_guide() -> tuple[tuple[str, str], ...]:
    """Return title and explanation of every column, in order."""
    return tuple((title, sentence(_EXPLAINED[column])) for column, title in TITLES.items())


def template_xlsx() -> bytes:
    """Return a workbook: an empty table, and a second sheet that explains its columns.

    Every cell is formatted as text, so that a NIP keeps its eighteen digits.
    """
    # Here, as it is large and a start of the service has no use for it.
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    table = book.worksheets[0]
    table.title = "Struktur"
    table.append(list(TITLES.values()))
    table.freeze_panes = "A2"
    for number, column in enumerate(TITLES, start=1):
        letter = get_column_letter(number)
        table.column_dimensions[letter].width = _WIDE if column in _WIDE_COLUMNS else _NARROW
        table.cell(1, number).font = Font(
            bold=column in OBLIGATORY, italic=column not in OBLIGATORY
        )
        for row in range(2, _PREPARED + 2):
            table.cell(row, number).number_format = _TEXT
    guide: Worksheet = book.create_sheet("Petunjuk")
    guide.column_dimensions["A"].width = _WIDE
    guide.column_dimensions["B"].width = _GUIDE
    guide.append(["Kolom", "Isi"])
    for line in column_guide():
        guide.append(list(line))
    for told in guide.iter_rows(min_row=1, max_col=2):
        for cell in told:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=cell.row == 1)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def template_csv() -> bytes:
    """Return the head alone, with semicolons and the mark by which Excel knows UTF-8."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";").writerow(TITLES.values())
    return file.getvalue().encode("utf-8-sig")
