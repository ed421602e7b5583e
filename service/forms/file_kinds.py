"""Whether a file that somebody hands in is what its name says.

A file that got a wrong name or was damaged on its way is found here, while it can still be mended,
and nobody opens something else later under the name of a PDF. It protects nobody from a file:
downloads are never shown or run, whatever they hold. Names of other kinds are not judged: which
endings a question takes, its form says (`accept`).

What makes a file of a kind, by the standard of each:

- PDF: "%PDF-" among the first 1,024 bytes (PDF Reference 1.7, implementation note 13)
- PNG: its signature of eight bytes (W3C, Portable Network Graphics, clause 5.2)
- JPEG: the markers SOI and of whatever comes next (ITU-T T.81, annex B.1.1)
- WebP: a RIFF container of the form WEBP (RFC 9649, clause 2.4)
- HEIC: a file of the ISO base media format of one of HEIF's brands (ISO/IEC 23008-12), which is
  how iPhones keep photos
- ZIP: a local header or, of an empty one, the end of the directory (PKWARE APPNOTE 4.3.7, 4.3.16)
- DOCX, XLSX, PPTX: a ZIP whose "[Content_Types].xml" names the main part of that kind
  (ECMA-376 part 2, media types stream; part 1, clauses 11.3.10, 12.3.23, 13.3.6)
- ODT, ODS: a ZIP whose file "mimetype" holds that kind (OpenDocument 1.3 part 2, clause 3.3)

A document under a password is told apart: who gets it on its way could neither read nor sign it.
Not a PDF: most that are encrypted ask for no password, and which do only a decoder knows.
"""

from __future__ import annotations

import lzma
import mimetypes
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO, Final

from service.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping

_OCTETS: Final = "application/octet-stream"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_OPEN: Final = "application/vnd.oasis.opendocument"

_PDF: Final = "application/pdf"
_PNG: Final = "image/png"
_JPEG: Final = "image/jpeg"
_WEBP: Final = "image/webp"
HEIC: Final = "image/heic"
_ZIP: Final = "application/zip"

#: Ending of the name → media type, of the kinds that are judged; Python's own table of the others
#: depends on the machine.
_TYPES: Final = {
    ".pdf": _PDF,
    ".png": _PNG,
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".webp": _WEBP,
    ".heic": HEIC,
    ".heif": HEIC,
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".odt": f"{_OPEN}.text",
    ".ods": f"{_OPEN}.spreadsheet",
    ".zip": _ZIP,
}

#: How files of a kind begin.
_MARKS: Final[Mapping[str, tuple[bytes, ...]]] = {
    _PDF: (b"%PDF-",),
    _PNG: (b"\x89PNG\r\n\x1a\n",),
    _JPEG: (b"\xff\xd8\xff",),
    _ZIP: (b"PK\x03\x04", b"PK\x05\x06"),
    # No kind that is judged: programs, which none of the others is, whatever comes after.
    _OCTETS: (b"MZ", b"\x7fELF", b"#!"),
}

#: Bytes of the beginning that are looked at.
_HEAD: Final = 1024

#: Kinds whose mark stands behind a length, with where it stands and what it may be.
_INNER_MARKS: Final[Mapping[str, tuple[slice, bytes, slice, frozenset[bytes]]]] = {
    _WEBP: (slice(0, 4), b"RIFF", slice(8, 12), frozenset({b"WEBP"})),
    HEIC: (
        slice(4, 8),
        b"ftyp",
        slice(8, 12),
        frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}),
    ),
}

#: What holds the documents of old office programs.
COMPOUND: Final = "application/x-cfb"

#: Kinds that are pictures, as cameras and scanners make them.
PICTURES: Final = frozenset({_PNG, _JPEG, _WEBP, HEIC})

#: How a compound file begins (MS-CFB 2.2), and the name of the stream in one that holds an
#: encrypted document (MS-OFFCRYPTO 2.3.4.4), as its directory writes it.
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")

#: Bytes that are looked through at once.
_CHUNK: Final = 256 * 1024

#: Names the encrypted parts of a document (OpenDocument 1.3 part 2, clause 4.3).
_MANIFEST: Final = "META-INF/manifest.xml"

_CONTENT_TYPES: Final = "[content_types].xml"
_OPEN_TYPE: Final = "mimetype"

#: Bytes of an archive that are read at most; its directory alone can be as large as the file.
_MOST_READ: Final = 4 * 1024 * 1024
#: Bytes that one of its files may unpack to.
_MOST_UNPACKED: Final = 1024 * 1024


#: What zipfile and its decompressors raise over an archive that is none, is damaged, is locked or
#: is packed in a way that Python does not know; any other error would be a fault of ours.
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    LookupError,
    ValueError,
    OverflowError,
    RuntimeError,  # NotImplementedError too
)


class FileEmpty(Rejected):
    """The file holds not one byte."""

    code = "forms.file-empty"


class NoPhoto(Rejected):
    """The file is brought as a photo, and is no picture."""

    code = "forms.no-photo"


class FileNotAsNamed(Rejected):
    """The file is none of the kind that its name says."""

    code = "forms.file-not-as-named"


class FileLocked(FileNotAsNamed):
    """The file is under a password: what it holds, nobody who gets it can see."""

    code = "forms.file-locked"


def media_type(name: str) -> str:
    """Return what a file's name says it is."""
    ending = f".{name.rpartition('.')[2].lower()}"
    return _TYPES.get(ending) or mimetypes.guess_type(name, strict=True)[0] or _OCTETS


def ending_of(kind: str) -> str:
    """Return the ending of a name for a media type, "" for one that is not known."""
    return next((ending for ending, known in _TYPES.items() if known == kind), "")


def is_judged(kind: str) -> bool:
    """Say whether the content of a file under the name of this media type is looked at."""
    return kind in _TYPES.values()


def is_picture(kind: str) -> bool:
    """Say whether this media type is a picture of which a page can be made."""
    return kind in PICTURES


def require_as_named(kind: str, file: BinaryIO) -> None:
    """Refuse an empty file, and one whose content is not of the media type `kind`.

    `file` can be sought in; it is left anywhere. Raises FileEmpty, FileNotAsNamed, and FileLocked
    for a document of an office program that is under a password.
    """
    file.seek(0)
    head = file.read(_HEAD)
    if not head:
        raise FileEmpty
    if is_judged(kind) and not _is(kind, head, file):
        raise FileLocked if _is_office(kind) and is_locked_office(head, file) else FileNotAsNamed
    if kind.startswith(_OPEN) and _encrypts(file):
        raise FileLocked


def is_locked_office(head: bytes, file: BinaryIO) -> bool:
    """Say whether a file is a document of an office program under a password.

    Such a one is no ZIP but a compound file with the ZIP, encrypted, in a stream of its own.
    """
    if not head.startswith(_COMPOUND):
        return False
    file.seek(0)
    before = b""
    while chunk := file.read(_CHUNK):
        if _ENCRYPTED in before + chunk:
            return True
        before = chunk[-len(_ENCRYPTED) :]
    return False


def kind_of(file: BinaryIO) -> str | None:
    """Return the media type that the content of a file has; None: of no kind that is judged.

    A document of an old office program is a compound file, which no ending is judged by.
    """
    file.seek(0)
    head = file.read(_HEAD)
    begins = _beginning(head)
    if begins == _ZIP:
        documents = (kind for kind in _TYPES.values() if kind.startswith((_OFFICE, _OPEN)))
        return next((kind for kind in documents if _holds(kind, file)), _ZIP)
    if begins is None and head.startswith(_COMPOUND):
        return COMPOUND
    return begins


def _is_office(kind: str) -> bool:
    return kind.startswith(_OFFICE)


def _encrypts(file: BinaryIO) -> bool:
    """Say whether a document of OpenDocument, known to be one, has parts under a password."""
    try:
        with zipfile.ZipFile(_Sparing(file)) as archive:
            return b"encryption-data" in _start_of(archive, _MANIFEST)
    except _BROKEN:
        return False


def _is(kind: str, head: bytes, file: BinaryIO) -> bool:
    begins = _beginning(head)
    if kind in _MARKS or kind in _INNER_MARKS:
        # Before its header a PDF may have a few bytes of something that is no file itself.
        return begins == kind or (kind == _PDF and begins is None and _MARKS[_PDF][0] in head)
    return begins == _ZIP and _holds(kind, file)


def _beginning(head: bytes) -> str | None:
    """Return the kind as which a file begins; None: none of those that are known."""
    for known, marks in _MARKS.items():
        if head.startswith(marks):
            return known
    for known, (first, mark, second, brands) in _INNER_MARKS.items():
        if head[first] == mark and head[second] in brands:
            return known
    return None


def _holds(kind: str, file: BinaryIO) -> bool:
    """Say whether an archive is a document of an office program of that kind."""
    try:
        with zipfile.ZipFile(_Sparing(file)) as archive:
            names = {name.lower(): name for name in reversed(archive.namelist())}
            if kind.startswith(_OPEN):
                # Templates and the like go on after the name of their kind.
                return _start_of(archive, names[_OPEN_TYPE]).startswith(kind.encode())
            return f"{kind}.main+xml".encode() in _start_of(archive, names[_CONTENT_TYPES])
    except _BROKEN:
        return False


def _start_of(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_MOST_UNPACKED)


class _Sparing:
    """A file of which only so much is read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = _MOST_READ
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, all that are left by default. Raises EOFError: too many."""
        wanted = self._left + 1 if size < 0 else size
        if wanted > self._left + 1:
            raise EOFError
        data = self._file.read(wanted)
        self._left -= len(data)
        if self._left < 0:
            raise EOFError
        return data
