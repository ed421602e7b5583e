"""Structure and people from a file: look at what it would do, then let it.

Nothing of the file is kept between the two: the preview's form carries it, packed, and the hash of
what was shown; so a file or a structure that changed meanwhile is looked at again.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, redirect, render_template, request, url_for

from service.access.import_plan import TITLES
from service.access.import_template import column_guide, template_csv, template_xlsx
from service.access.sheet import MAX_BYTES, MAX_ROWS, SheetRefused
from service.commands.import_structure import (
    ImportRefused,
    PreviewOutdated,
    import_structure,
    preview_structure,
)
from service.sentences import sentence
from service.web import context, labels
from service.web.guard import Who, allowed
from service.web.page_form import said
from service.web.pages.files import attachment
from service.web.typed import PageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from service.access.import_plan import ImportPlan

importing = Blueprint("importing", __name__, url_prefix="/struktur/impor")

#: Lines of one table; the numbers above it count all.
_SHOWN: Final = 200

#: Characters of a packed file, below what a form without files may hold (`service.web`).
_MOST_PACKED: Final = 900_000

#: Digits of a count in the address, which anybody can write.
_MOST_DIGITS: Final = 9

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A remark on one cell, in words."""

    row: int
    column: str
    severity: str
    words: str


@importing.get("")
@allowed(Who.ADMINISTRATOR)
def show() -> str:
    """Ask for a file, and say how it must look."""
    return _page([])


@importing.get("/templat.xlsx")
@allowed(Who.ADMINISTRATOR)
def workbook() -> Response:
    """Give the empty file as a workbook."""
    return _template("struktur-alur.xlsx", template_xlsx(), _XLSX)


@importing.get("/templat.csv")
@allowed(Who.ADMINISTRATOR)
def table() -> Response:
    """Give the empty file as CSV."""
    return _template("struktur-alur.csv", template_csv(), "text/csv; charset=utf-8")


@importing.post("")
@allowed(Who.ADMINISTRATOR)
def look() -> ResponseReturnValue:
    """Show row by row what a file would do; nothing is stored."""
    file = request.files.get("berkas")
    raw = file.read(MAX_BYTES + 1) if file else b""
    if not raw:
        return _page([PageError(sentence("web.sheet-needed"), "berkas")]), 422
    return _preview(raw)


@importing.post("/simpan")
@allowed(Who.ADMINISTRATOR)
def confirm() -> ResponseReturnValue:
    """Do what the preview showed, all of it or nothing."""
    raw = _unpacked(request.form.get("isi", ""))
    if not raw:
        return _page([PageError(sentence("web.sheet-needed"), "berkas")]), 422
    try:
        done = import_structure(
            context.store(),
            context.caller(),
            raw=raw,
            preview_hash=request.form.get("pratinjau", "")[:100],
            now=context.now(),
        )
    except SheetRefused as refused:
        return _page([PageError(sentence(refused.reason, **refused.params), "berkas")]), 422
    except (ImportRefused, PreviewOutdated) as refused:
        return _preview(raw, [PageError.of(refused)], refused.status)
    counts = (done.offices, done.units, done.positions, done.people, done.holdings)
    return redirect(url_for("importing.done", jumlah="-".join(map(str, counts))), 303)


@importing.get("/selesai")
@allowed(Who.ADMINISTRATOR)
def done() -> str:
    """Say how much was added, and what comes next."""
    words = request.args.get("jumlah", "").split("-")
    counts = [int(word) for word in words if word.isdecimal() and len(word) <= _MOST_DIGITS]
    things = ("perangkat daerah", "unit", "jabatan", "pegawai", "penetapan jabatan")
    return render_template(
        "structure/imported.html", added=list(zip(things, counts, strict=False))
    )


# ---------------------------------------------------------------- below


def _preview(
    raw: bytes, errors: Sequence[PageError] = (), status: int = 200
) -> ResponseReturnValue:
    packed = _packed(raw)
    if len(packed) > _MOST_PACKED:
        return _page([PageError(sentence("web.sheet-too-large"), "berkas")]), 422
    try:
        seen = preview_structure(context.store(), context.caller(), raw=raw, now=context.now())
    except SheetRefused as refused:
        return _page([PageError(sentence(refused.reason, **refused.params), "berkas")]), 422
    plan = seen.plan
    page = render_template(
        "structure/preview.html",
        plan=plan,
        people={entry.person for entry in plan.holdings if not entry.known},
        adds=bool(plan.offices or plan.units or plan.positions or plan.holdings),
        findings=_findings(plan),
        errors=list(errors),
        shown=_SHOWN,
        packed=packed,
        hash=seen.hash,
        office_words=labels.OFFICES,
        unit_words=labels.UNITS,
        role_words=labels.ROLES,
        duty_words=labels.DUTIES,
    )
    return page, max(status, 422) if plan.refused else status


def _findings(plan: ImportPlan) -> list[FindingLine]:
    return [
        FindingLine(
            finding.row,
            TITLES.get(finding.column, finding.column),
            finding.severity,
            said(finding.code, finding.params),
        )
        for finding in sorted(plan.findings, key=lambda one: (one.severity, one.row))
    ]


def _page(errors: list[PageError]) -> str:
    return render_template(
        "structure/import.html",
        errors=errors,
        columns=column_guide(),
        most_bytes=MAX_BYTES,
        most_rows=MAX_ROWS,
    )


def _template(name: str, content: bytes, media_type: str) -> Response:
    return attachment(iter([content]), name=name, size=len(content), media_type=media_type)


def _packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(raw)).decode("ascii")


def _unpacked(text: str) -> bytes:
    """Return what `_packed` packed, b"" when it is something else or grows too large."""
    try:
        squeezed = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
        opened = zlib.decompressobj()
        raw = opened.decompress(squeezed, MAX_BYTES + 1)
    except (UnicodeEncodeError, binascii.Error, zlib.error):
        return b""
    return raw if opened.eof else b""
