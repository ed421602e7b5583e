"""The program that reads two files of strangers and says what differs: alone, limited, killed.

Like `child`, it knows nothing of Alur. It reads one job as JSON from stdin and answers on stdout:

`{"old": path, "new": path, "kind": "docx" | "xlsx" | "pdf" | "text", "changes": 100,
"characters": 40000, "units": 20000, "bytes": …, "seconds": …}` →
`{"changes": [{"place": {…}, "pieces": [["same" | "del" | "ins" | "skip", text], …]}, …],
"total": n, "partial": bool, "blank": n, "cut": bool}`

A unit is a paragraph, a row of a sheet, a line. `partial`: more units than are compared. `blank`:
pages of the PDFs without any text. `cut`: a text is longer than is shown. What cannot be compared
is answered `{"fault": "unreadable" | "locked" | "no-text", "number": n}`: 1 the old file, 2 the
new.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import resource
import sys
import zipfile
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_OPEN_FILES: Final = 64
#: Bytes of a file that it may write: none.
_LARGEST_FILE: Final = 0

#: FPDF_ERR_PASSWORD of PDFium.
_PASSWORD: Final = 4

#: What an archive may hold, and what it may unpack to. Memory is bounded beside this.
_MEMBERS: Final = 2_000
_UNPACKED: Final = 200 * 1024 * 1024
#: Columns of a sheet that are compared; XLSX has no more than this many.
_COLUMNS: Final = 16_384
_ROWS: Final = 1_048_576

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: Parts with text of the document itself, in the order in which they are compared.
_PARTS: Final = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
#: What stands for a character, and is none.
_SIGNS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}

#: A number is one word, with its points and commas: half of one says nothing.
_TOKEN: Final = re.compile(r"\s+|\d[\d.,]*\d|\w+|[^\w\s]+")
#: Words of one text that are compared word by word.
_TOKENS: Final = 4_000
#: Two texts that have less in common are no change of one, but two.
_ALIKE: Final = 0.4
#: Characters around a change that are shown, of what did not change.
_AROUND: Final = 80


class Fault(Exception):
    """The files cannot be compared."""

    def __init__(self, why: str, number: int) -> None:
        super().__init__(why)
        self.answer = {"fault": why, "number": number}


@dataclass(frozen=True, slots=True)
class Unit:
    """What is compared as one: where it stands, and its text or the cells of a row."""

    place: dict[str, Any]
    cells: tuple[str, ...]


@dataclass(slots=True)
class Read:
    """What was taken out of one file."""

    most: int
    units: list[Unit] = field(default_factory=list)
    partial: bool = False
    blank: int = 0

    def add(self, place: dict[str, Any], *cells: str) -> bool:
        """Take a unit; False: no more are taken."""
        if len(self.units) >= self.most:
            self.partial = True
            return False
        self.units.append(Unit(place, cells))
        return True


def main() -> None:
    """Do the job that stands on stdin."""
    job = json.loads(sys.stdin.buffer.read())
    _bound(job)
    try:
        answer = _compared(job)
    except Fault as fault:
        answer = fault.answer
    sys.stdout.write(json.dumps(answer))


def _bound(job: dict[str, Any]) -> None:
    """Take from this process what it does not need, for good."""
    seconds = job["seconds"]
    resource.setrlimit(resource.RLIMIT_AS, (job["bytes"], job["bytes"]))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _compared(job: dict[str, Any]) -> dict[str, Any]:
    old, new = (_read(job, name, number) for number, name in ((1, "old"), (2, "new")))
    told = Told(job["changes"], job["characters"])
    for change in _changes(old.units, new.units):
        told.add(*change)
    return {
        "changes": told.changes,
        "total": told.total,
        "partial": old.partial or new.partial,
        "blank": old.blank + new.blank,
        "cut": told.cut,
    }


def _read(job: dict[str, Any], name: str, number: int) -> Read:
    read = Read(job["units"])
    reader = {"docx": _docx, "xlsx": _xlsx, "pdf": _pdf, "text": _text}[job["kind"]]
    try:
        reader(Path(job[name]), read)
    # Every library answers a broken file with whatever its parts raise.
    except Exception as error:
        locked = getattr(error, "err_code", None) == _PASSWORD
        raise Fault("locked" if locked else "unreadable", number) from error
    if not any(cell for unit in read.units for cell in unit.cells):
        raise Fault("no-text", number)
    return read


# ---------------------------------------------------------------- taking text out


def _text(file: Path, read: Read) -> None:
    for number, line in enumerate(file.read_text("utf-8-sig").splitlines(), start=1):
        if not read.add({"kind": "line", "number": number}, line.rstrip()):
            return


def _pdf(file: Path, read: Read) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(file)
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        text = page.get_textpage().get_text_bounded()
        page.close()
        lines = [" ".join(line.split()) for line in text.splitlines()]
        found = [line for line in lines if line]
        read.blank += not found
        for line in found:
            if not read.add({"kind": "page", "number": number}, line):
                return


def _docx(file: Path, read: Read) -> None:
    with zipfile.ZipFile(file) as archive:
        _require_bounded(archive)
        names = sorted(
            (name for name in archive.namelist() if _PARTS.fullmatch(name)),
            key=lambda name: (name != "word/document.xml", name),
        )
        for name in names:
            if not _part(archive.read(name), name[5:-4].rstrip("0123456789"), read):
                return


def _part(raw: bytes, part: str, read: Read) -> bool:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    # Office programs write none; what it declares would not be what they show.
    _refuse_dtd(raw)
    root = etree.fromstring(raw, parser)
    tables = {table: n for n, table in enumerate(root.iter(f"{_WORD}tbl"), start=1)}
    number = 0
    for paragraph in root.iter(f"{_WORD}p"):
        if next(paragraph.iterancestors(_FALLBACK), None) is not None:
            continue
        text = "".join(_texts(paragraph)).strip()
        cell = next(paragraph.iterancestors(f"{_WORD}tc"), None)
        if cell is None:
            number += 1
            place = {"kind": "paragraph", "part": part, "number": number}
        else:
            place = {"kind": "cell", "part": part, **_in_table(cell, tables)}
        if text and not read.add(place, text):
            return False
    return True


def _in_table(cell: Any, tables: dict[Any, int]) -> dict[str, int]:
    row = next(cell.iterancestors(f"{_WORD}tr"))
    table = next(row.iterancestors(f"{_WORD}tbl"))
    return {
        "table": tables[table],
        "row": sum(1 for _ in row.itersiblings(f"{_WORD}tr", preceding=True)) + 1,
        "column": sum(1 for _ in cell.itersiblings(f"{_WORD}tc", preceding=True)) + 1,
    }


def _texts(paragraph: Any) -> Iterator[str]:
    """Give the text of a paragraph as it is shown, without that of text boxes in it."""
    for element in paragraph.iter(f"{_WORD}*"):
        if next(element.iterancestors(f"{_WORD}p"), None) is not paragraph:
            continue
        if next(element.iterancestors(f"{_WORD}moveFrom"), None) is not None:
            continue
        name = element.tag.removeprefix(_WORD)
        if name == "t":
            yield element.text or ""
        else:
            yield _SIGNS.get(name, "") if element.getparent().tag == f"{_WORD}r" else ""


def _xlsx(file: Path, read: Read) -> None:
    from openpyxl import load_workbook

    with zipfile.ZipFile(file) as archive:
        _require_bounded(archive)
        _require_no_dtd(archive)
    # What the cells show, and by which formulas: a reader signs the first, a change hides in both.
    # Opened here: openpyxl judges a path by its ending, and these have none.
    raw = file.read_bytes()
    shown = load_workbook(BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    meant = load_workbook(BytesIO(raw), read_only=True, data_only=False, keep_links=False)
    for sheet, formulas in zip(shown.worksheets, meant.worksheets, strict=True):
        sheet.reset_dimensions()
        formulas.reset_dimensions()
        rows = zip(sheet.iter_rows(), formulas.iter_rows(), strict=True)
        for number, (cells, others) in enumerate(rows, start=1):
            texts = tuple(map(_cell, cells, others))
            while texts and not texts[-1]:
                texts = texts[:-1]
            if texts and not read.add(
                {"kind": "row", "sheet": sheet.title, "number": number}, *texts
            ):
                return
            if number >= read.most * 4:
                # Rows with high numbers: openpyxl makes up all that are not there.
                read.partial = True
                return


def _cell(shown: Any, meant: Any) -> str:
    value, formula = shown.value, meant.value
    if meant.data_type == "f":
        said = getattr(formula, "text", formula)
        return f"{_written(value)} ({said})" if value is not None else f"({said})"
    return _written(value)


def _written(value: Any) -> str:
    """Return the value as it is kept: no digit of a number is left out or rounded."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return str(value)


def _require_bounded(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > _MEMBERS or sum(it.file_size for it in members) > _UNPACKED:
        raise ValueError("unpacks too far")


def _require_no_dtd(archive: zipfile.ZipFile) -> None:
    for name in archive.namelist():
        # The archive itself says which part is read as what, whatever its name ends in.
        raw = archive.read(name)
        if name.endswith((".xml", ".rels", ".vml")) or raw[:64].lstrip().startswith(b"<"):
            _refuse_dtd(raw)


def _refuse_dtd(raw: bytes) -> None:
    # In an encoding with NULs between the letters the words could hide.
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw or b"\0" in raw[:64]:
        raise ValueError("a DTD")


# ---------------------------------------------------------------- what differs

#: Where, what was there, what is there.
_Change = tuple[dict[str, Any], str, str]


def _changes(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[_Change]:
    """Give the changes in the order of the new file."""
    first = _same(old, new)
    last = _same(old[first:][::-1], new[first:][::-1])
    old, new = old[first : len(old) - last], new[first : len(new) - last]
    matcher = SequenceMatcher(
        None, [_key(it) for it in old], [_key(it) for it in new], autojunk=False
    )
    for tag, at, to, start, end in matcher.get_opcodes():
        if tag != "equal":
            yield from _replaced(old[at:to], new[start:end])


def _key(unit: Unit) -> tuple[Any, ...]:
    return (unit.place.get("sheet"), unit.place.get("part"), unit.cells)


def _same(old: Sequence[Unit], new: Sequence[Unit]) -> int:
    """Return how many units are the same at the beginning."""
    pairs = zip(old, new, strict=False)
    return next(
        (number for number, (a, b) in enumerate(pairs) if _key(a) != _key(b)),
        min(len(old), len(new)),
    )


def _replaced(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[_Change]:
    for before, after in zip(old, new, strict=False):
        if before.place["kind"] == "row" and _belong(before, after):
            yield from _cells(before, after)
        elif _belong(before, after):
            yield (after.place, before.cells[0], after.cells[0])
        else:
            yield (before.place, " | ".join(before.cells), "")
            yield (after.place, "", " | ".join(after.cells))
    for unit in old[len(new) :]:
        yield (unit.place, " | ".join(unit.cells), "")
    for unit in new[len(old) :]:
        yield (unit.place, "", " | ".join(unit.cells))


def _belong(before: Unit, after: Unit) -> bool:
    if before.place["kind"] != after.place["kind"] or _key(before)[:2] != _key(after)[:2]:
        return False
    # A number in the cell of a table has nothing in common with the one before.
    if before.place["kind"] == "row" or (
        before.place["kind"] == "cell" and before.place == after.place
    ):
        return True
    matcher = SequenceMatcher(None, _words(before), _words(after), autojunk=False)
    return matcher.ratio() >= _ALIKE


def _words(unit: Unit) -> list[str]:
    return [word for word in _TOKEN.findall(unit.cells[0]) if not word.isspace()][:_TOKENS]


def _cells(before: Unit, after: Unit) -> Iterator[_Change]:
    wide = max(len(before.cells), len(after.cells))
    for column in range(wide):
        was, now = (
            unit.cells[column] if column < len(unit.cells) else "" for unit in (before, after)
        )
        if was != now:
            place = {**after.place, "kind": "sheet-cell", "column": _letters(column + 1)}
            yield (place, was, now)


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(slots=True)
class Told:
    """The changes that are told, and how many there are."""

    most: int
    #: characters that may still be told
    room: int
    changes: list[dict[str, Any]] = field(default_factory=list)
    total: int = 0
    cut: bool = False

    def add(self, place: dict[str, Any], old: str, new: str) -> None:
        self.total += 1
        if len(self.changes) >= self.most or self.room <= 0:
            return
        pieces = _whole(old, new) if place["kind"] == "sheet-cell" else _pieces(old, new)
        kept = []
        for kind, text in pieces:
            kept.append((kind, text[: max(self.room, 0)]))
            self.cut = self.cut or len(text) > self.room
            self.room -= len(text)
        self.changes.append({"place": place, "pieces": [pair for pair in kept if pair[1]]})


def _whole(old: str, new: str) -> list[tuple[str, str]]:
    return [pair for pair in (("del", old), ("ins", new)) if pair[1]]


def _pieces(old: str, new: str) -> list[tuple[str, str]]:
    """Return what went, what came and what is around it, word by word."""
    was, now = _TOKEN.findall(old), _TOKEN.findall(new)
    if not was or not now or max(len(was), len(now)) > _TOKENS:
        return _whole(old, new)
    pieces: list[tuple[str, str]] = []
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    for tag, at, to, start, end in matcher.get_opcodes():
        if tag == "equal":
            pieces += _shortened("".join(was[at:to]), begins=at == 0, ends=to == len(was))
        else:
            pieces += _whole("".join(was[at:to]), "".join(now[start:end]))
    return pieces


def _shortened(text: str, *, begins: bool, ends: bool) -> list[tuple[str, str]]:
    """Return what did not change, with its middle left out where it is long."""
    before, after = (0 if begins else _AROUND), (0 if ends else _AROUND)
    if len(text) <= before + after + _AROUND:
        return [("same", text)]
    pieces = [("same", text[:before]), ("skip", "…"), ("same", text[len(text) - after :])]
    return [pair for pair in pieces if pair[1]]


if __name__ == "__main__":
    main()
