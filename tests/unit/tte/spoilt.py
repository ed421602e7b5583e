"""Ways in which somebody changes a PDF beside signing it."""

from __future__ import annotations

import zlib
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


def updated(content):
    writer = IncrementalPdfFileWriter(BytesIO(content))
    writer.root["/Lang"] = generic.TextStringObject("id")
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def first_page(writer):
    return writer.root["/Pages"]["/Kids"][0]


def page_added(writer):
    pages = writer.root["/Pages"]
    page = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Page"),
            generic.pdf_name("/Parent"): writer.root.raw_get("/Pages"),
            generic.pdf_name("/MediaBox"): generic.ArrayObject(
                map(generic.NumberObject, (0, 0, 595, 842))
            ),
        }
    )
    pages["/Kids"].append(writer.add_object(page))
    pages["/Count"] = generic.NumberObject(pages["/Count"] + 1)
    writer.update_container(pages)


def content_replaced(writer):
    page = first_page(writer)
    said = b"BT /F1 12 Tf 72 720 Td (Pagu dua kali lipat) Tj ET"
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=said))
    writer.update_container(page)


def note_added(writer):
    page = first_page(writer)
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Contents"): generic.TextStringObject("Pagu dua kali lipat"),
            generic.pdf_name("/Rect"): generic.ArrayObject(
                map(generic.NumberObject, (70, 700, 300, 740))
            ),
        }
    )
    page["/Annots"] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page)


def script_added(writer):
    writer.root["/OpenAction"] = generic.DictionaryObject(
        {
            generic.pdf_name("/S"): generic.pdf_name("/JavaScript"),
            generic.pdf_name("/JS"): generic.TextStringObject("app.alert(1)"),
        }
    )
    writer.update_root()


def field_added(writer):
    field = generic.DictionaryObject(
        {
            generic.pdf_name("/FT"): generic.pdf_name("/Tx"),
            generic.pdf_name("/T"): generic.TextStringObject("pagu"),
            generic.pdf_name("/V"): generic.TextStringObject("2.000.000"),
        }
    )
    writer.root["/AcroForm"] = writer.add_object(
        generic.DictionaryObject(
            {
                generic.pdf_name("/Fields"): generic.ArrayObject([writer.add_object(field)]),
                generic.pdf_name("/SigFlags"): generic.NumberObject(3),
            }
        )
    )
    writer.update_root()


def bomb(content):
    """Return the file with a list of revocations that unpacks to far more than it is."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    packed = zlib.compress(zlib.compress(bytes(900_000_000), 9), 9)
    stream = generic.StreamObject(encoded_data=packed)
    stream["/Filter"] = generic.ArrayObject([generic.pdf_name("/FlateDecode")] * 2)
    lists = generic.ArrayObject([writer.add_object(stream)])
    store = generic.DictionaryObject({generic.pdf_name("/CRLs"): lists})
    writer.root["/DSS"] = writer.add_object(store)
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def contents(content):
    begin = content.rindex(b"/Contents <") + len(b"/Contents <")
    return begin, content.index(b">", begin)


def moved(content, by):
    """Return a PDF whose places are right behind `by` other bytes."""
    begin = content.index(b"xref\n0 ")
    head, table = content[:begin], content[begin:]
    lines = table.split(b"\n")
    for number, line in enumerate(lines):
        if line.endswith(b" n "):
            lines[number] = b"%010d 00000 n " % (int(line[:10]) + by)
        if line == b"startxref":
            lines[number + 1] = b"%d" % (begin + by)
    return head + b"\n".join(lines)
