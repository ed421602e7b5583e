"""*Register SOP*: found by words and filters, in an order, and taken along as a workbook."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from service.store.database import transaction
from service.store.tables import sop, sop_version
from tests import sops
from tests.integration.web.pages.reading import form_of, page_of, place_of, words_of
from tests.integration.web.pages.test_sops import upload

pytestmark = pytest.mark.slow

KEYS = ("kalbar-lakip", "kalbar-lppd", "tanjabbar-iku")
OFFICE = "Dinas Koperasi dan UKM"


@pytest.fixture
def analyst(app, office):
    return office.signed_in(app, "analis", confirmed=True)


@pytest.fixture
def adopted(analyst, office):
    """Return the pages of three SOPs that the office took from the catalogue, by key."""
    pages = {}
    for key in KEYS:
        fields = form_of(analyst.get("/sop/katalog"), f"/katalog/{key}")
        fields |= {"kantor": [str(office.pemda.offices[OFFICE])]}
        pages[key] = place_of(analyst.post(f"/sop/katalog/{key}", data=fields))
    return pages


def change(office, table, page, **columns):
    with transaction(office.session) as tx:
        own = table.c.id if table is sop else table.c.sop_id
        tx.execute(
            update(table)
            .where(table.c.pemda_id == office.pemda.id, own == UUID(page.rpartition("/")[2]))
            .values(**columns)
        )


def titles(answer):
    assert answer.status_code == 200
    return page_of(answer).xpath("//ul[@class='work-list']//h3/a/text()")


def rows(browser, query=""):
    answer = browser.get(f"/sop/register.xlsx{query}")
    assert answer.status_code == 200
    return list(load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows())


@pytest.mark.parametrize("words", ["LKjIP", "lkj", "laporan kinerja", "lakip"])
def test_an_old_name_and_a_new_one_find_the_same_sop(analyst, adopted, words):
    (found,) = titles(analyst.get(f"/sop?cari={words}"))

    assert "LAKIP" in found


def test_a_sop_is_found_by_what_one_of_its_steps_says(analyst, adopted):
    everything = titles(analyst.get("/sop"))
    found = titles(analyst.get("/sop?cari=indikator kinerja utama"))

    assert len(everything) == len(KEYS) + 1
    assert 0 < len(found) < len(everything)
    assert titles(analyst.get("/sop?cari=tidak-ada-kata-ini")) == []


def test_office_state_and_open_points_narrow_the_list(analyst, adopted, office):
    own = office.pemda.offices[OFFICE]
    change(office, sop_version, adopted["kalbar-lppd"], status="withdrawn")

    assert len(titles(analyst.get(f"/sop?kantor={own}"))) == len(KEYS) + 1
    assert len(titles(analyst.get("/sop?keadaan=withdrawn"))) == 1


def test_a_sop_whose_document_leaves_nothing_open_is_not_among_the_open_ones(analyst, adopted):
    fields = form_of(analyst.get("/sop/unggah"), "/sop/unggah")
    files = {
        "diagram": (io.BytesIO(sops.diagram("surat", name="Surat")), "surat.bpmn"),
        "formulir": (io.BytesIO(sops.form()), "uji.form"),
    }
    analyst.post("/sop/unggah", data=fields | files, content_type="multipart/form-data")

    opened = analyst.get("/sop?terbuka=1")

    assert "Surat" in titles(analyst.get("/sop"))
    assert "Surat" not in titles(opened)
    assert len(titles(opened)) == len(KEYS) + 1
    assert "hal perlu konfirmasi" in words_of(opened)


@pytest.mark.parametrize("lacks", [{"identity": False}, {"confidence": "low"}])
def test_a_sop_whose_identity_or_performers_wait_for_an_analyst_is_among_the_open_ones(
    analyst, adopted, lacks
):
    fields = form_of(analyst.get("/sop/unggah"), "/sop/unggah")
    files = {
        "diagram": (io.BytesIO(sops.diagram("surat", name="Surat", **lacks)), "surat.bpmn"),
        "formulir": (io.BytesIO(sops.form()), "uji.form"),
    }
    analyst.post("/sop/unggah", data=fields | files, content_type="multipart/form-data")

    assert "Surat" in titles(analyst.get("/sop?terbuka=1"))
    assert "konfirmasi" in words_of(analyst.get("/sop?cari=surat&terbuka=1"))


def test_what_an_analyst_confirmed_is_open_no_more_until_the_next_version(analyst, adopted):
    page = adopted["kalbar-lakip"]
    before = rows(analyst, "?cari=lakip&terbuka=1")[1:]
    for act in ("uji-coba", "konfirmasi"):
        analyst.post(f"{page}/versi/1/{act}", data=form_of(analyst.get(page), act))

    left = titles(analyst.get("/sop?terbuka=1"))
    (row,) = rows(analyst, "?cari=lakip")[1:]
    words = words_of(analyst.get(page))

    assert before[0][8].value > 0
    assert not [title for title in left if "LAKIP" in title]
    assert len(left) == len(KEYS)
    assert row[8].value == 0
    assert "hal terbuka, sudah dikonfirmasi" in words
    assert "Oleh Analis" in words

    raw = Path("bpmn/kalbar-lakip.bpmn").read_bytes()
    fields = form_of(analyst.get("/sop/unggah"), "/sop/unggah")
    file = {"diagram": (io.BytesIO(raw.replace(b'time="', b'time="1', 1)), "sop.bpmn")}
    analyst.post("/sop/unggah", data=fields | file, content_type="multipart/form-data")

    assert [title for title in titles(analyst.get("/sop?terbuka=1")) if "LAKIP" in title]


def test_what_is_no_choice_of_ours_narrows_nothing(analyst, adopted):
    shown = analyst.get("/sop?kantor=x'--&keadaan=rahasia&urut=x&halaman=999&terbuka=9")

    assert len(titles(shown)) == len(KEYS) + 1


def test_an_evaluation_is_due_a_year_after_a_version_began_to_bind(analyst, adopted, office):
    # The clock of the tests stands in November 2026.
    since = {"kalbar-lakip": date(2025, 6, 1), "kalbar-lppd": date(2026, 6, 1)}
    for key, day in since.items():
        change(office, sop_version, adopted[key], status="effective", effective_from=day)

    due = titles(analyst.get("/sop?evaluasi=1"))
    words = words_of(analyst.get("/sop?urut=evaluasi"))

    assert len(due) == 1
    assert "LAKIP" in due[0]
    assert words.index("1 Juni 2026") < words.index("1 Juni 2027")


def test_the_list_is_put_in_order_by_what_is_asked(analyst, adopted, office):
    for number, key in zip(("900/10", "900/1", "900/2"), KEYS, strict=True):
        change(office, sop, adopted[key], number=number)

    by_title = titles(analyst.get("/sop?urut=judul"))
    cells = rows(analyst, "?urut=nomor")

    assert by_title == sorted(by_title, key=str.casefold)
    assert [row[0].value for row in cells[1:4]] == ["900/1", "900/2", "900/10"]


def test_the_workbook_has_what_the_list_shows_and_no_more(analyst, adopted):
    cells = rows(analyst, "?cari=lkj")

    assert [cell.value for cell in cells[0]][:3] == ["Nomor", "Judul", "Perangkat daerah"]
    (row,) = cells[1:]
    assert "LAKIP" in row[1].value
    assert row[3].value == "Lolos cek diagram"
    assert row[4].value == 1
    assert row[7].value == 10
    assert row[8].value > 0


def test_the_workbook_tells_all_of_one_version(analyst, adopted, office):
    before = rows(analyst, "?cari=lkj")[1]
    page = adopted["kalbar-lakip"]
    change(office, sop_version, page, status="effective", effective_from=date(2026, 1, 1))
    # A newer version of a single step, which nobody has put in force.
    raw = sops.diagram("kalbar-lakip", name=before[1].value, form=None)
    assert place_of(upload(analyst, office, raw)) == page

    (row,) = rows(analyst, "?cari=lkj")[1:]

    assert (row[3].value, row[4].value) == ("Berlaku efektif", 1)
    assert row[7].value == before[7].value


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t="])
def test_a_title_that_begins_like_a_formula_stays_a_text(analyst, adopted, office, start):
    evil = f'{start}HYPERLINK("http://x.example","klik")\x07'
    change(office, sop, adopted["kalbar-lakip"], title=evil)

    found = [row[1] for row in rows(analyst) if "HYPERLINK" in (row[1].value or "")]

    assert [cell.data_type for cell in found] == ["s"]
    assert "\x07" not in found[0].value


def test_others_get_only_what_they_may_see(app, office, analyst, adopted):
    change(
        office,
        sop_version,
        adopted["kalbar-lppd"],
        status="effective",
        effective_from=date(2026, 1, 1),
    )
    stranger = office.signed_in(app, "orang-lain")

    seen = titles(stranger.get("/sop"))
    taken = [row[1].value for row in rows(stranger)[1:]]

    assert len(seen) == 1
    assert "LPPD" in seen[0]
    assert taken == seen
    # What is in force was never a draft to them.
    assert titles(stranger.get("/sop?cari=lkj")) == []
