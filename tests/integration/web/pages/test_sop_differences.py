"""*Beda versi* and the matriks perubahan on their pages."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from tests.integration.web.pages.reading import errors_of, form_of, page_of, words_of

pytestmark = pytest.mark.slow

LAKIP = "kalbar-lakip"


@pytest.fixture
def analyst(app, office):
    return office.signed_in(app, "analis", confirmed=True)


@pytest.fixture
def two(analyst, office):
    """Return the page of a SOP with two versions: in the newer one step 7 takes three weeks."""
    raw = Path(f"bpmn/{LAKIP}.bpmn").read_bytes()
    fields = form_of(analyst.get("/sop/katalog"), f"/katalog/{LAKIP}")
    fields |= {"kantor": [str(office.pemda.offices["Dinas Koperasi dan UKM"])]}
    page = analyst.post(f"/sop/katalog/{LAKIP}", data=fields).location
    uploaded(analyst, office, changed(raw))
    return page


def changed(raw):
    """Return the diagram with another time in row 7."""
    before, row, after = raw.partition(b'<alur:step seq="7" ')
    return before + row + re.sub(rb'time="[^"]*"', b'time="3 Minggu"', after, count=1)


def uploaded(analyst, office, raw, **typed):
    fields = form_of(analyst.get("/sop/unggah"), "/sop/unggah") | typed
    fields |= {"kantor": [str(office.pemda.offices["Dinas Koperasi dan UKM"])]}
    file = {"diagram": [(io.BytesIO(raw), "sop.bpmn")]}
    answer = analyst.post(
        "/sop/unggah", data={**fields, **file}, content_type="multipart/form-data"
    )
    assert answer.status_code == 303, errors_of(answer)


def test_the_page_of_a_sop_offers_its_versions_and_leads_to_their_comparison(analyst, two):
    fields = page_of(analyst.get(two)).xpath("//select[@name='dari' or @name='ke']")
    chosen = [field.xpath("string(option[@selected]/@value)") for field in fields]

    answer = analyst.get(f"{two}/beda?dari={chosen[0]}&ke={chosen[1]}")

    assert chosen == ["1", "2"]
    assert answer.location == f"{two}/beda/1/2"


def test_a_change_is_told_in_words_in_the_table_and_in_both_drawings(analyst, two):
    shown = analyst.get(f"{two}/beda/1/2")

    words = words_of(shown)
    assert shown.status_code == 200
    assert re.search(r"Waktu langkah 7: .+ → 3 Minggu", words)
    assert "≠ berubah" in words
    marked = page_of(shown).xpath("//*[contains(@class,'altered')]/@data-element")
    assert marked == ["step_7", "step_7"]
    assert [one.text_content() for one in page_of(shown).xpath("//td/ins")] == [
        "[menjadi: 3 Minggu]"
    ]


def test_what_came_into_a_list_and_what_went_stand_each_on_a_line(analyst, office, two):
    raw = Path(f"bpmn/{LAKIP}.bpmn").read_bytes()
    first, *_ = re.findall(rb"<alur:legalBasis>(.*?)</alur:legalBasis>", raw)
    uploaded(analyst, office, raw.replace(first, b"Perda tentang SAKIP", 1))

    shown = page_of(analyst.get(f"{two}/beda/1/3"))

    (change,) = shown.xpath("//ul[@class='changes']/li[ul]")
    assert change.text == "Dasar hukum:"
    assert [one.text_content() for one in change.xpath("ul/li")] == [
        "+ Perda tentang SAKIP",
        f"\N{MINUS SIGN} {first.decode()}",
    ]


def test_the_matrix_has_what_was_and_what_is_with_both_hashes(analyst, two):
    shown = page_of(analyst.get(f"{two}/beda/1/2/matriks"))

    rows = [
        [cell.text_content().strip() for cell in row.xpath("td | th")]
        for row in shown.xpath("//tbody/tr")
    ]
    assert [(row[0], row[1], row[3], row[4]) for row in rows] == [
        ("1", "Langkah 7: Waktu", "3 Minggu", "Diubah")
    ]
    hashes = {one.text_content() for one in shown.xpath("//dd[@class='hash']")}
    assert len(hashes) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in hashes)


def test_a_version_beside_itself_says_that_nothing_is_another(analyst, two):
    assert "Tidak ada perbedaan" in words_of(analyst.get(f"{two}/beda/1/1"))


def test_a_version_that_is_not_there_is_not_found(analyst, two):
    assert analyst.get(f"{two}/beda/1/9").status_code == 404
    assert analyst.get(f"{two}/beda?dari=1&ke=9").status_code == 404
    assert analyst.get(f"{two}/beda").location == two


def test_an_outsider_compares_nothing(app, office, two):
    stranger = office.signed_in(app, "orang-lain")

    for place in ("beda/1/2", "beda/1/2/matriks", "beda?dari=1&ke=2"):
        assert stranger.get(f"{two}/{place}").status_code == 404
