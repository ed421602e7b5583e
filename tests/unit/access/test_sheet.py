import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from service.access.sheet import MAX_BYTES, MAX_LINES, MAX_ROWS, SheetRefused, read_sheet
from tests.invented import NIP


def xlsx(*lines):
    book = Workbook()
    sheet = book.worksheets[0]
    for line in lines:
        sheet.append(line)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(raw, **members):
    """The archive with some members replaced or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(file, "w") as new:
        for item in old.infolist():
            if item.filename not in members:
                new.writestr(item.filename, old.read(item))
        for name, content in members.items():
            new.writestr(name, content, compress_type=zipfile.ZIP_DEFLATED)
    return file.getvalue()


def reason(raw):
    with pytest.raises(SheetRefused) as caught:
        read_sheet(raw)
    return caught.value.reason


def test_both_formats_read_alike():
    lines = (("Jabatan", "Mulai"), ("Sekretaris", "2026-01-02"), ("", ""), ("Staf", ""))
    from_csv = read_sheet("\n".join(";".join(line) for line in lines).encode("utf-8-sig"))
    from_xlsx = read_sheet(xlsx(*lines))

    assert from_csv == from_xlsx
    assert from_csv.head == ("Jabatan", "Mulai")
    assert [(row.number, row.cells["Jabatan"]) for row in from_csv.rows] == [
        (2, "Sekretaris"),
        (4, "Staf"),
    ]


def test_dates_of_a_spreadsheet_stay_dates():
    sheet = read_sheet(xlsx(("Mulai",), (date(2026, 1, 2),)))

    assert sheet.rows[0].cells == {"Mulai": date(2026, 1, 2)}


def test_commas_separate_too_and_quotes_hold_them_together():
    sheet = read_sheet(b'Jabatan,Unit kerja\n"Kepala Bidang A, B dan C",Bidang A\n')

    assert sheet.rows[0].cells["Jabatan"] == "Kepala Bidang A, B dan C"


def test_a_formula_is_named_and_never_computed():
    from_xlsx = read_sheet(xlsx(("Jabatan", "NIP"), ("Staf", "=1+1")))
    from_csv = read_sheet(b'Jabatan,NIP\nStaf,"=HYPERLINK(""http://x"")"\n')

    assert from_xlsx.rows[0].formulas == ("NIP",)
    assert from_csv.rows[0].formulas == ("NIP",)


def test_a_telephone_number_with_plus_is_no_formula():
    assert read_sheet(b"Telepon\n+62 812 3456 7890\n").rows[0].formulas == ()


def test_a_nip_typed_as_a_number_shows_that_it_lost_digits():
    sheet = read_sheet(xlsx(("NIP",), (int(NIP),)))

    assert sheet.rows[0].cells["NIP"] == "1.98501012010011e+17"


def test_whole_numbers_lose_their_decimal_point():
    assert read_sheet(xlsx(("Nomor SK",), (821.0,))).rows[0].cells["Nomor SK"] == "821"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", "structure.sheet-empty"),
        (b"\n\n", "structure.sheet-empty"),
        (b"a" * (MAX_BYTES + 1), "structure.sheet-too-large"),
        (b"Jabatan\n" + b"x\n" * (MAX_ROWS + 1), "structure.sheet-too-long"),
        (b"Jabatan\n" + b"\n" * MAX_LINES, "structure.sheet-too-long"),
        (b",".join([b"x"] * 41), "structure.sheet-too-wide"),
        (b"\xff\xfe\x00J\x00", "structure.sheet-not-a-table"),
        (b"Jabatan\0\nx", "structure.sheet-not-a-table"),
        (b'Jabatan\n"x', "structure.sheet-not-a-table"),
        (b"PK\x03\x04 not a zip", "structure.sheet-not-a-table"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "structure.sheet-old-format"),
        (
            b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "structure.sheet-locked",
        ),
    ],
)
def test_what_is_no_small_table_is_refused(raw, expected):
    assert reason(raw) == expected


def test_an_archive_that_unpacks_too_far_is_refused():
    bomb = repacked(xlsx(("Jabatan",)), **{"xl/media/zero.bin": b"\0" * (11 * 1024 * 1024)})

    assert len(bomb) < MAX_BYTES
    assert reason(bomb) == "structure.sheet-too-large"


def test_an_archive_with_very_many_members_is_refused():
    many = repacked(xlsx(("Jabatan",)), **{f"x/{number}": b"" for number in range(600)})

    assert reason(many) == "structure.sheet-too-large"


@pytest.mark.parametrize(
    "xml",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        b'<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd"><x/>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><x/>'.encode("utf-16"),
        b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-<x/>',
    ],
)
def test_a_doctype_inside_is_refused(xml):
    assert (
        reason(repacked(xlsx(("Jabatan",)), **{"xl/sharedStrings.xml": xml}))
        == "structure.sheet-not-a-table"
    )


SHEET = "xl/worksheets/sheet1.xml"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet_of(rows):
    return b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (MAIN, rows)


def cell_row(number):
    return b'<row r="%d"><c t="inlineStr"><is><t>x</t></is></c></row>' % number


@pytest.mark.parametrize("number", [MAX_LINES + 1, 1_048_576, 10**12, 10**40])
def test_a_row_far_down_is_refused_and_not_walked_to(number):
    far = repacked(xlsx(("Jabatan",)), **{SHEET: sheet_of(cell_row(1) + cell_row(number))})

    assert reason(far) == "structure.sheet-too-long"


def test_a_row_after_empty_ones_is_read_with_its_number():
    raw = repacked(xlsx(("Jabatan",)), **{SHEET: sheet_of(cell_row(1) + cell_row(MAX_LINES))})

    assert [row.number for row in read_sheet(raw).rows] == [MAX_LINES]


@pytest.mark.parametrize("name", ["xl/sharedStrings.xml", "xl/texts.bin"])
@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (b"<sst>" + b"<si/>" * 100_001, "structure.sheet-too-many-parts"),
        (b"<x:sst>" + b"<x:si />" * 100_001, "structure.sheet-too-many-parts"),
        (b"<row>" + b"<c/>" * 250_001, "structure.sheet-too-many-parts"),
        (b"<si>" + b"<t/>" * 250_001, "structure.sheet-too-many-parts"),
        (b"<cellXfs>" + b"<xf/>" * 50_001, "structure.sheet-too-many-parts"),
        (b"<sheetData>" + b'<row r="1"/>' * (MAX_LINES + 1), "structure.sheet-too-long"),
    ],
)
@pytest.mark.slow
def test_a_small_file_of_very_many_elements_is_refused(name, xml, expected):
    assert reason(repacked(xlsx(("Jabatan",)), **{name: xml})) == expected


@pytest.mark.slow
def test_a_full_file_whose_cells_all_differ_is_read():
    lines = [[f"teks {row} {column}" for column in range(16)] for row in range(MAX_ROWS)]

    assert len(read_sheet(xlsx([f"Kolom {it}" for it in range(16)], *lines)).rows) == MAX_ROWS


def test_a_spreadsheet_without_its_sheet_is_refused():
    raw = repacked(xlsx(("Jabatan",), ("x",)), **{"xl/worksheets/sheet1.xml": b"<broken"})

    assert reason(raw) == "structure.sheet-not-a-table"
