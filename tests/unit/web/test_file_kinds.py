from __future__ import annotations

import pytest

from service.web.file_kinds import FileEmpty, FileNotAsNamed, media_type, require_as_named

PDF = b"%PDF-1.7\n"
ARCHIVE = b"PK\x03\x04 rest"
PROGRAM = b"MZ\x90\x00"


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("naskah.pdf", PDF),
        ("NASKAH.PDF", PDF),
        ("naskah.docx", ARCHIVE),
        ("lampiran.ods", ARCHIVE),
        ("lampiran.zip", ARCHIVE),
        ("pindaian.jpeg", b"\xff\xd8\xff\xe0"),
    ],
)
def test_a_file_that_begins_as_its_kind_does_is_taken(name, head):
    require_as_named(media_type(name), head)


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("naskah.pdf", PROGRAM),
        ("naskah.pdf", ARCHIVE),
        ("naskah.docx", PDF),
        ("pindaian.png", b"\xff\xd8\xff\xe0"),
        ("lampiran.zip", b"#!/bin/sh\n"),
    ],
)
def test_a_file_that_begins_as_another_kind_does_is_refused(name, head):
    with pytest.raises(FileNotAsNamed):
        require_as_named(media_type(name), head)


@pytest.mark.parametrize("name", ["naskah.pdf", "catatan.txt"])
def test_an_empty_file_is_refused(name):
    with pytest.raises(FileEmpty):
        require_as_named(media_type(name), b"")


@pytest.mark.parametrize(("name", "head"), [("naskah.pdf", b"?"), ("catatan", PROGRAM)])
def test_nothing_is_refused_on_a_guess(name, head):
    require_as_named(media_type(name), head)
