"""Photos and PDFs as phones and strangers send them."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, ImageDraw

_ORIENTATION, _MAKE, _GPS = 0x0112, 0x010F, 0x8825
_JAKARTA = {1: "S", 2: (6.0, 10.0, 30.0), 3: "E", 4: (106.0, 49.0, 30.0)}


def photo(kind="JPEG", size=(800, 600), orientation=1, colour="white", mark="black"):
    """Return a photo with a mark in its upper left corner, as the sensor saw it."""
    picture = Image.new("RGB", size, colour)
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 4, size[1] // 4), fill=mark)
    notes = Image.Exif()
    notes[_ORIENTATION] = orientation
    notes[_MAKE] = "Kamera Contoh"
    notes.get_ifd(_GPS).update(_JAKARTA)
    file = io.BytesIO()
    picture.save(file, kind, exif=notes)
    return file.getvalue()


def bomb(width, height):
    """Return a PNG of a few hundred bytes that claims to be immense."""

    def chunk(name, data):
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", header),
            chunk(b"IDAT", zlib.compress(bytes(100_000))),
            chunk(b"IEND", b""),
        )
    )


def pdf(*pages, catalog=b"", extra=()):
    """Return a PDF whose pages hold these content streams; `extra` are further objects, from 100.

    Without a table of objects: readers find them, as they do in damaged files.
    """
    kids = b" ".join(b"%d 0 R" % (10 + 2 * number) for number in range(len(pages)))
    parts = [
        b"%PDF-1.7",
        b"1 0 obj<</Type/Catalog/Pages 2 0 R" + catalog + b">>endobj",
        b"2 0 obj<</Type/Pages/Kids[" + kids + b"]/Count %d>>endobj" % len(pages),
    ]
    for number, content in enumerate(pages):
        at = 10 + 2 * number
        parts.append(
            b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<<>>>>endobj" % (at, at + 1)
        )
        parts.append(
            b"%d 0 obj<</Length %d>>stream\n" % (at + 1, len(content))
            + content
            + b"\nendstream endobj"
        )
    parts += [b"%d 0 obj" % (100 + at) + body + b"endobj" for at, body in enumerate(extra)]
    return b"\n".join([*parts, b"trailer<</Root 1 0 R>>", b"%%EOF", b""])


def locked_pdf(*pages):
    """Return a PDF that asks for a password, which nobody knows (ISO 32000-1, 7.6.3)."""
    encrypted = b"<</Filter/Standard/V 1/R 2/P -44/O<%s>/U<%s>>>" % (b"a5" * 32, b"5a" * 32)
    return pdf(*pages, extra=(encrypted,)).replace(
        b"<</Root 1 0 R>>", b"<</Root 1 0 R/Encrypt 100 0 R/ID[<00><00>]>>"
    )


#: A black square in the upper left corner of a page.
SQUARE = b"0 g 0 632 200 210 re f"
