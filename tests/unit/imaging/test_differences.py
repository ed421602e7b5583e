"""What differs between two versions: exact, bounded, and never by a hostile file's leave."""

from __future__ import annotations

import pytest

from service.errors import NotFound
from service.imaging import (
    MOST_CHANGES,
    Bounds,
    NoText,
    PictureRefused,
    PictureTooSlow,
    PictureUnreadable,
    TextFile,
    can_be_compared,
    differences,
    set_bounds,
)
from tests.unit.imaging.pictures import SQUARE, pdf, photo
from tests.unit.imaging.versions import DOCX, XLSX, docx, text_pdf, xlsx, zipped

pytestmark = pytest.mark.slow

PDF = "application/pdf"


@pytest.fixture(autouse=True)
def usual_bounds():
    yield
    set_bounds(Bounds())


def file_of(raw, media_type):
    return TextFile(media_type, len(raw), lambda: [raw])


def compared(old, new, media_type):
    return differences(file_of(old, media_type), file_of(new, media_type))


def written(change):
    """Return a change as `-what went-`, `+what came+`, the rest plain."""
    marks = {"same": "", "skip": "", "del": "-", "ins": "+"}
    return "".join(f"{marks[it.kind]}{it.text}{marks[it.kind]}" for it in change.pieces)


def test_a_changed_word_of_a_paragraph_is_told_with_the_words_around_it():
    found = compared(
        docx("Dasar", ("Pagu Rp 1.250.", "000 untuk belanja"), "Penutup"),
        docx("Dasar", "Pagu Rp 1.275.000 untuk belanja", "Penutup"),
        DOCX,
    )

    (change,) = found.changes
    assert written(change) == "Pagu Rp -1.250.000-+1.275.000+ untuk belanja"
    assert change.place == {"kind": "paragraph", "part": "document", "number": 2}
    assert (found.total, found.partial, found.blank, found.cut) == (1, False, 0, False)


def test_a_paragraph_that_came_and_one_that_went_are_told_whole():
    found = compared(docx("Satu", "Dua lama", "Tiga"), docx("Nol baru", "Satu", "Tiga"), DOCX)

    assert [written(it) for it in found.changes] == ["+Nol baru+", "-Dua lama-"]


def test_a_cell_of_a_table_is_told_by_table_row_and_column():
    found = compared(
        docx("Judul", table=[("Uraian", "Jumlah"), ("Kertas", "10")]),
        docx("Judul", table=[("Uraian", "Jumlah"), ("Kertas", "12")]),
        DOCX,
    )

    places = [change.place for change in found.changes]
    assert {**places[-1]} == {
        "kind": "cell",
        "part": "document",
        "table": 1,
        "row": 2,
        "column": 2,
    }
    assert [written(it) for it in found.changes] == ["-10-+12+"]


def test_a_cell_of_a_sheet_is_told_by_its_address_with_every_digit():
    found = compared(
        xlsx(RKA=[["Uraian", "Pagu"], ["Kertas", 1250000.37]], Rekap=[["Total", 0.1]]),
        xlsx(RKA=[["Uraian", "Pagu"], ["Kertas", 1250000.38]], Rekap=[["Total", 0.1]]),
        XLSX,
    )

    (change,) = found.changes
    assert written(change) == "-1250000.37-+1250000.38+"
    assert dict(change.place) == {
        "kind": "sheet-cell",
        "sheet": "RKA",
        "number": 2,
        "column": "B",
    }


def test_a_row_put_in_makes_no_change_of_the_rows_below():
    rows = [[f"Uraian {number}", number] for number in range(50)]

    found = compared(xlsx(RKA=rows), xlsx(RKA=[*rows[:7], ["Baru", 99], *rows[7:]]), XLSX)

    assert [written(it) for it in found.changes] == ["+Baru | 99+"]
    assert found.changes[0].place["number"] == 8


def test_another_formula_is_a_change():
    found = compared(xlsx(RKA=[[1, "=A1*2"]]), xlsx(RKA=[[1, "=A1*3"]]), XLSX)

    assert [written(it) for it in found.changes] == ["-(=A1*2)-+(=A1*3)+"]


def test_a_line_of_a_pdf_is_told_by_its_page():
    found = compared(
        text_pdf(["Rencana kerja"], ["Pagu 100 juta rupiah", "Penutup"]),
        text_pdf(["Rencana kerja"], ["Pagu 120 juta rupiah", "Penutup"]),
        PDF,
    )

    assert [written(it) for it in found.changes] == ["Pagu -100-+120+ juta rupiah"]
    assert found.changes[0].place == {"kind": "page", "number": 2}


def test_pages_without_text_are_counted_and_a_scan_is_said_to_be_one():
    mixed = compared(text_pdf(["Satu"], []), text_pdf(["Dua"], []), PDF)

    assert mixed.blank == 2
    with pytest.raises(NoText) as refused:
        compared(text_pdf(["Satu"]), pdf(SQUARE), PDF)
    assert refused.value.params["number"] == "2"


def test_lines_of_plain_text_are_compared():
    found = compared(b"satu\ndua lama\n", b"satu\ndua baru\n", "text/plain")

    assert [written(it) for it in found.changes] == ["dua -lama-+baru+"]


def test_the_same_text_in_other_bytes_has_no_changes():
    assert compared(docx("Satu"), docx(("Sa", "tu")), DOCX).total == 0


def test_no_more_changes_are_told_than_fit_and_all_are_counted():
    old, new = (xlsx(RKA=[[which] for _ in range(MOST_CHANGES + 50)]) for which in ("a", "b"))

    found = compared(old, new, XLSX)

    assert (len(found.changes), found.total) == (MOST_CHANGES, MOST_CHANGES + 50)


def test_a_huge_paragraph_is_cut_and_said_to_be():
    found = compared(docx("pendek"), docx("panjang " * 50_000), DOCX)

    assert found.cut
    assert sum(len(it.text) for change in found.changes for it in change.pieces) < 25_000


def test_more_than_is_compared_is_said():
    old = b"satu\n" * 20_001

    assert compared(old, b"nol\n" + old, "text/plain").partial


@pytest.mark.parametrize(
    ("old", "new"),
    [(("image/png", 9), ("image/png", 9)), ((DOCX, 9), (PDF, 9)), ((PDF, 9), (PDF, 60_000_000))],
)
def test_pictures_unlike_kinds_and_what_is_too_large_are_not_compared(old, new):
    files = [TextFile(kind, size, lambda: [photo()]) for kind, size in (old, new)]

    assert not can_be_compared(*files)
    with pytest.raises(NotFound):
        differences(*files)


_BOMB = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("raw", "media_type"),
    [
        (docx("satu", head=_BOMB), DOCX),
        (docx("satu", head="<rusak>"), DOCX),
        (zipped({"word/document.xml": b" " * (210 * 1024 * 1024)}), DOCX),
        (zipped({f"{number}.xml": b"" for number in range(2_001)}), DOCX),
        (zipped({"xl/workbook.xml": _BOMB}), XLSX),
        (b"PK\x03\x04 bukan arsip", XLSX),
        (b"%PDF-1.7 bukan apa-apa", PDF),
        (b"\xff\xfe\x00bukan teks", "text/plain"),
    ],
    ids=[
        "entities",
        "broken",
        "unpacks",
        "members",
        "sheet-entities",
        "no-zip",
        "no-pdf",
        "bytes",
    ],
)
def test_a_hostile_or_broken_file_is_refused_whichever_it_is(raw, media_type):
    good = {DOCX: docx("a"), XLSX: xlsx(A=[["a"]]), PDF: text_pdf(["a"]), "text/plain": b"a"}

    for number, pair in ((1, (raw, good[media_type])), (2, (good[media_type], raw))):
        with pytest.raises(PictureUnreadable) as refused:
            compared(*pair, media_type)
        assert refused.value.params["number"] == str(number)


def test_files_made_to_be_slow_are_given_up():
    set_bounds(Bounds(seconds=1))
    lines = [f"{number % 3}\n" for number in range(19_000)]

    with pytest.raises(PictureTooSlow):
        compared("".join(lines).encode(), "".join(reversed(lines)).encode(), "text/plain")


def test_files_that_want_more_memory_than_there_is_are_refused():
    set_bounds(Bounds(memory=120 * 1024 * 1024))
    raw = docx("kata " * 5_000_000)

    with pytest.raises(PictureRefused):
        compared(raw, raw, DOCX)
