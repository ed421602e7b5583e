"""Read a structure file, XLSX or CSV, into rows of text. Nothing in it is ever computed.

The caps keep a small file from becoming a large one (security.md §2, no. 16); a formula is
refused, since what it shows elsewhere is not what it says here.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from service.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES: Final = 2 * 1024 * 1024
MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 40
MAX_CELL: Final = 500
#: Lines with the empty ones between, which some programs write by the thousand.
MAX_LINES: Final = 4 * MAX_ROWS
_MAX_UNPACKED: Final = 10 * 1024 * 1024
_MAX_MEMBERS: Final = 500
#: Elements that openpyxl makes objects of, in all parts together: a full file of MAX_ROWS lines
#: and seventeen columns, each cell with a text of its own, stays below.
_MAX_ELEMENTS: Final = {
    b"row": MAX_LINES,
    b"si": 100_000,
    b"c": 250_000,
    b"v": 250_000,
    b"is": 250_000,
    b"t": 250_000,
}
#: All others together: formats, names, links.
_MAX_OTHERS: Final = 50_000
_ELEMENT: Final = re.compile(rb"<(?:[^\s<>/:!?]+:)?([^\s<>/:!?]+)")
#: What the XML declaration may name; in other encodings the bytes below are not what is read.
_ENCODING: Final = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)")
_ENCODINGS: Final = frozenset({b"utf-8", b"us-ascii", b"ascii"})
_EXACT_NUMBERS: Final = 10**15

_ZIP_MAGIC: Final = b"PK\x03\x04"
#: How the binary files of old office programs begin (.xls, .doc).
_OLD_MAGIC: Final = b"\xd0\xcf\x11\xe0"
#: The stream in such a file that holds an XLSX under a password (MS-OFFCRYPTO 2.3.4.4).
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_MACROS: Final = "vbaproject.bin"
#: How a formula begins, for a spreadsheet that opens the CSV.
_FORMULA_STARTS: Final = ("=", "@", "\t", "\r")


class SheetRefused(Rejected):
    """The file cannot be read as a table; `code` of the instance's `reason` says why."""

    code = "structure.sheet-refused"

    def __init__(self, reason: str, **params: object) -> None:
        self.reason = reason
        super().__init__(reason=reason, **params)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row below the head: its number in the file, and its cells by the head's text."""

    number: int
    cells: dict[str, str | date]
    #: heads of cells that hold a formula
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The head as written, in order, and every row that is not empty."""

    head: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_sheet(raw: bytes) -> Sheet:
    """Return the first sheet of an XLSX file, or a CSV file in UTF-8.

    Raises SheetRefused: too large, too many rows or columns, not a table, no head.
    """
    if len(raw) > MAX_BYTES:
        raise SheetRefused("structure.sheet-too-large", limit=f"{MAX_BYTES // 1024 // 1024} MB")
    if raw.startswith(_OLD_MAGIC):
        locked = _ENCRYPTED in raw
        raise SheetRefused("structure.sheet-locked" if locked else "structure.sheet-old-format")
    lines = _counted(_xlsx_lines(raw) if raw.startswith(_ZIP_MAGIC) else _csv_lines(raw))
    _, first = next(lines, (0, []))
    head = tuple(str(cell).strip() for cell, _ in first)
    while head and not head[-1]:
        head = head[:-1]
    if not head:
        raise SheetRefused("structure.sheet-empty")
    if len(head) > MAX_COLUMNS:
        raise SheetRefused("structure.sheet-too-wide", limit=MAX_COLUMNS)
    return Sheet(head, tuple(_rows(head, lines)))


#: A cell as text or date, and whether it is a formula.
_Cell = tuple[str | date, bool]


def _counted(lines: Iterator[tuple[int, list[_Cell]]]) -> Iterator[tuple[int, list[_Cell]]]:
    """Give the lines, empty ones too, until there are too many of them."""
    for count, line in enumerate(lines, start=1):
        if count > MAX_LINES:
            raise SheetRefused("structure.sheet-too-long", limit=MAX_LINES)
        yield line


def _rows(head: tuple[str, ...], lines: Iterator[tuple[int, list[_Cell]]]) -> Iterator[SheetRow]:
    count = 0
    for number, line in lines:
        cells = {name: cell for name, (cell, _) in zip(head, line, strict=False) if name}
        if not any(cells.values()):
            continue
        count += 1
        if count > MAX_ROWS:
            raise SheetRefused("structure.sheet-too-long", limit=MAX_ROWS)
        formulas = tuple(name for name, (_, bad) in zip(head, line, strict=False) if bad)
        yield SheetRow(number, cells, formulas)


def _csv_lines(raw: bytes) -> Iterator[tuple[int, list[_Cell]]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # A table in another encoding has no NUL; whatever else is sent most often does.
        binary = b"\0" in raw
        reason = "structure.sheet-not-a-table" if binary else "structure.sheet-bad-letters"
        raise SheetRefused(reason) from None
    if "\0" in text:
        raise SheetRefused("structure.sheet-not-a-table")
    first_line = text.partition("\n")[0]
    # Spreadsheets set to Indonesian write CSV with semicolons.
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for line in reader:
            yield reader.line_num, [_csv_cell(value) for value in line[: MAX_COLUMNS + 1]]
    except csv.Error:
        raise SheetRefused("structure.sheet-not-a-table") from None


def _csv_cell(value: str) -> _Cell:
    return value.strip()[:MAX_CELL], value.startswith(_FORMULA_STARTS)


def _xlsx_lines(raw: bytes) -> Iterator[tuple[int, list[_Cell]]]:
    _refuse_bomb(raw)
    # Here, as it is large and a start of the service has no use for it.
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
        try:
            sheet = book.worksheets[0]
            # The declared size can lie; the rows themselves are counted as they come.
            sheet.reset_dimensions()
            # Before a row with a high number openpyxl makes up every row that is not there.
            for row in sheet.iter_rows(max_row=MAX_LINES + 1, max_col=MAX_COLUMNS + 1):
                number = next((cell.row for cell in row if hasattr(cell, "row")), 0)
                yield number or 0, [_xlsx_cell(cell) for cell in row]
        finally:
            book.close()
    except SheetRefused:
        raise
    except Exception:  # noqa: BLE001 - openpyxl answers a broken file with whatever it falls over
        raise SheetRefused("structure.sheet-not-a-table") from None


def _xlsx_cell(cell: Any) -> _Cell:
    value = cell.value
    if value is None:
        return "", False
    if isinstance(value, datetime):
        return value.date(), False
    if isinstance(value, date):
        return value, False
    if isinstance(value, int | float) and abs(value) >= _EXACT_NUMBERS:
        # A spreadsheet keeps fifteen digits: a NIP typed as a number is damaged. Let it show.
        return f"{value:.14e}", False
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()[:MAX_CELL], cell.data_type == "f"


def _refuse_bomb(raw: bytes) -> None:
    """Refuse an archive that unpacks too far, or whose XML declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = archive.infolist()
            if (
                len(members) > _MAX_MEMBERS
                or sum(member.file_size for member in members) > _MAX_UNPACKED
            ):
                raise SheetRefused(
                    "structure.sheet-too-large", limit=f"{_MAX_UNPACKED // 1024 // 1024} MB"
                )
            if any(member.filename.lower().endswith(_MACROS) for member in members):
                raise SheetRefused("structure.sheet-has-macros")
            seen: Counter[bytes] = Counter()
            for member in members:
                content = archive.read(member)
                # The archive itself says which part is read as what, whatever its name ends in.
                if member.filename.endswith((".xml", ".rels", ".vml")) or _may_be_xml(content):
                    _refuse_doctype(content)
                    seen.update(found[1] for found in _ELEMENT.finditer(content))
                    _refuse_many(seen)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        raise SheetRefused("structure.sheet-not-a-table") from None


def _may_be_xml(content: bytes) -> bool:
    return content[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")


def _refuse_many(seen: Counter[bytes]) -> None:
    """Refuse what is small as bytes and large as objects."""
    if seen[b"row"] > _MAX_ELEMENTS[b"row"]:
        raise SheetRefused("structure.sheet-too-long", limit=MAX_LINES)
    others = sum(count for name, count in seen.items() if name not in _MAX_ELEMENTS)
    if others > _MAX_OTHERS or any(seen[name] > most for name, most in _MAX_ELEMENTS.items()):
        raise SheetRefused("structure.sheet-too-many-parts")


def _refuse_doctype(content: bytes) -> None:
    # Office programs write UTF-8 without a DOCTYPE; other encodings could hide one.
    named = _ENCODING.search(content[:200])
    other = named is not None and named[1].lower() not in _ENCODINGS
    if other or b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\0" in content[:64]:
        raise SheetRefused("structure.sheet-not-a-table")
