"""Documents of office programs as two versions of one, and as strangers send them."""

from __future__ import annotations

import io
import zipfile

from openpyxl import Workbook

from tests.unit.imaging.pictures import pdf

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OFFICE}.wordprocessingml.document"
XLSX = f"{_OFFICE}.spreadsheetml.sheet"

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    f'content-types"><Override PartName="/word/document.xml" ContentType="{DOCX}.main+xml"/>'
    "</Types>"
)


def docx(*paragraphs, table=(), head="", **parts):
    """Return a DOCX; a paragraph is text or, in a tuple, its runs. `parts`: further XML parts."""
    body = "".join(_paragraph(it) for it in paragraphs)
    if table:
        rows = "".join(
            f"<w:tr>{''.join(f'<w:tc>{_paragraph(cell)}</w:tc>' for cell in row)}</w:tr>"
            for row in table
        )
        body += f"<w:tbl>{rows}</w:tbl>"
    raw = f'{head}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": _TYPES, "word/document.xml": raw, **parts})


def _paragraph(words):
    runs = words if isinstance(words, tuple) else (words,)
    return f"<w:p>{''.join(f'<w:r><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def zipped(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
    return file.getvalue()


def xlsx(**sheets):
    """Return an XLSX with these sheets, each a list of rows."""
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def text_pdf(*pages):
    """Return a PDF whose pages hold these lines."""
    return pdf(*(_drawn(lines) for lines in pages), extra=())


def _drawn(lines):
    shown = b" T* ".join(b"(%s) Tj" % line.encode() for line in lines)
    return b"BT /F1 12 Tf 14 TL 50 700 Td " + shown + b" ET" if lines else b""
