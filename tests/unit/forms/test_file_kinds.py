from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from service.forms.file_kinds import (
    FileEmpty,
    FileLocked,
    FileNotAsNamed,
    media_type,
    require_as_named,
)
from service.sentences import sentence

PDF = b"%PDF-1.7\n"
JPEG = b"\xff\xd8\xff\xe0"
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 "
HEIC = b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic"
PROGRAM = b"MZ\x90\x00"
MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
OPEN = b"application/vnd.oasis.opendocument."


def archive(**parts):
    """Return a ZIP of these files; `__` in a name stands for what Python takes for no name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def office(main, name="[Content_Types].xml"):
    types = f'<Types><Override PartName="/main.xml" ContentType="{MAIN.format(main)}"/></Types>'
    return archive(**{"docProps__app.xml": "", name: types})


def workbook():
    file = io.BytesIO()
    Workbook().save(file)
    return file.getvalue()


DOCX = office("wordprocessingml.document")
ODT, ODS = (
    archive(mimetype=OPEN + kind, **{"content.xml": ""}) for kind in (b"text", b"spreadsheet")
)


def str_or_kind(value):
    """Name a case by its file's name: an archive holds the time at which it was made."""
    return value if isinstance(value, str) else ""


def judge(name, content):
    require_as_named(media_type(name), io.BytesIO(content))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("naskah.pdf", PDF),
        ("NASKAH.PDF", PDF),
        ("pindaian.pdf", b"\r\n\r\n" + PDF),
        ("pindaian.png", b"\x89PNG\r\n\x1a\n"),
        ("pindaian.jpeg", JPEG),
        ("foto.webp", WEBP),
        ("IMG_0001.HEIC", HEIC),
        ("naskah.docx", DOCX),
        ("naskah.docx", office("wordprocessingml.document", "[CONTENT_TYPES].XML")),
        ("paparan.pptx", office("presentationml.presentation")),
        ("lampiran.xlsx", workbook()),
        ("naskah.odt", ODT),
        ("lampiran.ods", ODS),
        ("lampiran.zip", DOCX),
        ("lampiran.zip", archive()),
        ("lampiran.zip", archive(a="isi")),
    ],
    ids=str_or_kind,
)
def test_a_file_of_the_kind_that_its_name_says_is_taken(name, content):
    judge(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("naskah.pdf", b"Surat ini hanya teks."),
        ("naskah.pdf", HEIC + PDF),
        ("naskah.pdf", WEBP + PDF),
        ("foto.webp", b"RIFF\x24\x00\x00\x00WAVEfmt "),
        ("foto.heic", b"\x00\x00\x00\x24ftypisom\x00\x00\x00\x00mp42"),
        ("foto.heic", JPEG),
        ("foto.jpg", HEIC),
        ("naskah.pdf", PROGRAM + PDF * 3),
        ("naskah.pdf", PROGRAM),
        ("naskah.pdf", DOCX),
        ("naskah.pdf", b"x" * 1024 + PDF),
        ("pindaian.png", JPEG),
        ("pindaian.jpg", b"\x89PNG\r\n\x1a\n"),
        ("naskah.docx", PDF),
        ("naskah.docx", b"PK\x03\x04 rest"),
        ("naskah.docx", archive(a="isi")),
        ("naskah.docx", DOCX[:-30]),
        ("naskah.docx", workbook()),
        ("naskah.docx", ODT),
        ("lampiran.xlsx", DOCX),
        ("naskah.odt", ODS),
        ("naskah.odt", DOCX),
        ("lampiran.zip", b"#!/bin/sh\n"),
        ("lampiran.zip", b"teks"),
    ],
    ids=str_or_kind,
)
def test_a_file_of_another_kind_than_its_name_says_is_refused(name, content):
    with pytest.raises(FileNotAsNamed):
        judge(name, content)


def compound(*streams, before=0):
    """Return the beginning of a compound file (MS-CFB) and the names in its directory."""
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504 + before) + names + bytes(512)


LOCKED = compound("Root Entry", "EncryptionInfo", "EncryptedPackage")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("naskah.docx", LOCKED),
        ("lampiran.xlsx", LOCKED),
        ("paparan.pptx", LOCKED),
        # The directory may stand anywhere, also across what is read at once.
        ("naskah.docx", compound("Root Entry", "EncryptedPackage", before=256 * 1024 - 650)),
        (
            "naskah.odt",
            archive(mimetype=OPEN + b"text", **{"META-INF__manifest.xml": "<encryption-data/>"}),
        ),
    ],
    ids=str_or_kind,
)
def test_a_document_under_a_password_is_refused_as_that(name, content):
    with pytest.raises(FileLocked) as refused:
        judge(name, content)

    assert "kata sandi" in sentence(refused.value.code)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        # A document of an old office program, renamed.
        ("naskah.docx", compound("Root Entry", "WordDocument")),
        ("naskah.pdf", LOCKED),
        ("foto.jpg", LOCKED),
    ],
    ids=str_or_kind,
)
def test_what_is_no_document_under_a_password_is_not_said_to_be_one(name, content):
    with pytest.raises(FileNotAsNamed) as refused:
        judge(name, content)

    assert type(refused.value) is FileNotAsNamed


@pytest.mark.parametrize("name", ["naskah.pdf", "catatan.txt"])
def test_an_empty_file_is_refused(name):
    with pytest.raises(FileEmpty):
        judge(name, b"")


@pytest.mark.parametrize("name", ["catatan", "catatan.txt", "surat.doc"])
def test_a_name_of_another_kind_is_not_judged(name):
    judge(name, PROGRAM)


def test_an_archive_that_is_large_to_read_is_refused_before_it_is_read():
    parts = {f"{'nama' * 60}{number}": "" for number in range(20_000)}
    wide = archive(**parts, **{"[Content_Types].xml": MAIN.format("wordprocessingml.document")})
    padded = " " * 5_000_000 + MAIN.format("wordprocessingml.document")

    for content in (wide, archive(**{"[Content_Types].xml": padded})):
        with pytest.raises(FileNotAsNamed):
            judge("naskah.docx", content)
