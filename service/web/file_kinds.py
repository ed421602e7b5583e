"""Whether an uploaded file is what its name says.

This finds a person's mistake, a file that is empty or has got a wrong name, while it can still be
mended. Only what is surely something else is refused, for a desk must never be stopped by a guess.
It protects nobody from a file: downloads are never shown or run, whatever they hold.
"""

from __future__ import annotations

import mimetypes
from typing import Final

from service.errors import Rejected

#: How many bytes of the beginning are looked at.
HEAD_BYTES: Final = 1024

_OCTETS: Final = "application/octet-stream"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"

#: Ending of the name → media type; Python's own table depends on the machine.
_TYPES: Final = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".zip": "application/zip",
}

_ZIP: Final = "zip"
_PROGRAM: Final = "program"

#: How files begin, and the family that this makes them.
_MARKS: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"PK\x03\x04", _ZIP),
    (b"PK\x05\x06", _ZIP),
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"#!", _PROGRAM),
)

#: Office documents are archives inside.
_FAMILIES: Final = {
    kind: kind if kind in {family for _, family in _MARKS} else _ZIP for kind in _TYPES.values()
}


class FileEmpty(Rejected):
    """The file holds not one byte."""

    code = "web.file-empty"


class FileNotAsNamed(Rejected):
    """The file begins as one of another kind does."""

    code = "web.file-not-as-named"


def media_type(name: str) -> str:
    """Return what a file's name says it is."""
    ending = f".{name.rpartition('.')[2].lower()}"
    return _TYPES.get(ending) or mimetypes.guess_type(name, strict=True)[0] or _OCTETS


def ending_of(kind: str) -> str:
    """Return the ending of a name for a media type, "" for one that is not known."""
    return next((ending for ending, known in _TYPES.items() if known == kind), "")


def require_as_named(kind: str, head: bytes) -> None:
    """Refuse an empty file, and one of the media type `kind` that begins as another does.

    `head`: its first `HEAD_BYTES`, fewer when it is shorter. Raises FileEmpty, FileNotAsNamed.
    """
    if not head:
        raise FileEmpty
    found = next((family for mark, family in _MARKS if head.startswith(mark)), None)
    if found is not None and kind in _FAMILIES and found != _FAMILIES[kind]:
        raise FileNotAsNamed
