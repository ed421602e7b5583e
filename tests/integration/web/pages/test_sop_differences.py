"""*Beda versi* and the matriks perubahan on their pages."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from tests.integration.web.pages.reading import errors_of, form_of, page_of, place_of, words_of
from tests.integration.web.pages.test_form_drafts import begun

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
    page = place_of(analyst.post(f"/sop/katalog/{LAKIP}", data=fields))
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


def test_a_form_is_called_by_its_name_and_not_by_its_key(analyst, office, two):
    raw = changed(Path(f"bpmn/{LAKIP}.bpmn").read_bytes())
    other = re.sub(rb'form key="[^"]*"', b'form key="catatan-pelaksanaan"', raw, count=1)
    uploaded(analyst, office, other)

    told = words_of(analyst.get(f"{two}/beda/2/3"))

    assert "Formulir Catatan pelaksanaan ditambahkan" in told
    assert "→ Catatan pelaksanaan" in told
    assert "catatan-pelaksanaan" not in told


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


def test_a_note_does_not_say_again_what_the_matrix_says(analyst, office, two):
    # Back to what the first version said; the note of a version is proposed in these words.
    (said,) = page_of(analyst.get(f"{two}/beda/2/1")).xpath("//ul[@class='changes']/li")
    why = "Menyesuaikan hasil evaluasi"
    raw = Path(f"bpmn/{LAKIP}.bpmn").read_bytes() + b"<!-- lagi -->"
    uploaded(analyst, office, raw, catatan=[f"{why}\n{said.text_content()}"])

    for page in ("", "/matriks"):
        facts = page_of(analyst.get(f"{two}/beda/2/3{page}")).xpath(
            "//dd[contains(@class, 'lines')]"
        )
        assert facts[1].text_content().strip() == why
    beside = page_of(analyst.get(f"{two}/beda/1/3")).xpath("//dd[contains(@class, 'lines')]")
    assert said.text_content() in beside[1].text_content()


def test_a_version_beside_itself_says_that_nothing_is_another(analyst, two):
    assert "Tidak ada perbedaan" in words_of(analyst.get(f"{two}/beda/1/1"))


def test_a_version_that_is_not_there_is_not_found(analyst, two):
    assert analyst.get(f"{two}/beda/1/9").status_code == 404
    assert analyst.get(f"{two}/beda?dari=1&ke=9").status_code == 404
    assert analyst.get(f"{two}/beda").location == two


# ---------------------------------------------------------------- a draft


@pytest.fixture
def drawn(analyst, two):
    """Return the page of a draft of version 1 whose second state has other times."""
    act = f"{two}/versi/1/draf"
    draft = analyst.post(act, data=form_of(analyst.get(two), act)).location
    raw = changed(analyst.get(f"{draft}/diagram.bpmn").data)
    saved(analyst, draft, raw)
    return draft


def saved(analyst, draft, raw):
    fields = form_of(analyst.get(draft), f"{draft}/simpan")
    file = {"diagram": [(io.BytesIO(raw), "sop.bpmn")]}
    answer = analyst.post(
        f"{draft}/simpan", data={**fields, **file}, content_type="multipart/form-data"
    )
    assert answer.status_code == 303, errors_of(answer)


def test_a_draft_leads_to_its_comparison_with_the_version_that_it_was_drawn_from(
    analyst, two, drawn
):
    place = f"{drawn}/beda"
    links = [page_of(analyst.get(at)).xpath(f"//a[@href='{place}']") for at in (two, drawn)]

    answer = analyst.get(place)
    words = words_of(analyst.get(answer.location))

    assert [len(found) for found in links] == [1, 1]
    assert answer.location == f"{place}/versi-1/simpanan-2"
    assert "Beda versi 1 dan simpanan 2" in words
    assert re.search(r"Waktu langkah 7: .+ → 3 Minggu", words)
    assert "Perubahan 1" in words


def test_a_draft_that_says_what_a_version_says_differs_from_it_in_nothing(analyst, drawn):
    assert "Tidak ada perbedaan" in words_of(analyst.get(f"{drawn}/beda/versi-2/simpanan-2"))


def test_two_saved_states_of_a_draft_are_chosen_from_its_history(analyst, drawn):
    history = analyst.get(f"{drawn}/riwayat")
    (field,) = page_of(history).xpath("//select[@name='dari']")
    offered = field.xpath("option/@value")

    answer = analyst.get(f"{drawn}/beda?dari=simpanan-1&ke=simpanan-2")
    shown = analyst.get(answer.location)

    assert offered == ["simpanan-2", "simpanan-1", "versi-2", "versi-1"]
    assert field.xpath("option[@selected]/@value") == ["versi-1"]
    assert page_of(history).xpath(f"//a[@href='{answer.location}']")
    assert re.search(r"Waktu langkah 7: .+ → 3 Minggu", words_of(shown))
    assert page_of(shown).xpath("//*[contains(@class,'altered')]/@data-element") == [
        "step_7",
        "step_7",
    ]


def test_the_matrix_of_a_draft_says_of_which_states_it_is(analyst, drawn):
    shown = analyst.get(f"{drawn}/beda/versi-1/simpanan-2/matriks")

    words = words_of(shown)
    assert "versi 1 menjadi simpanan 2" in words
    assert "Draf, disimpan" in words
    assert len(page_of(shown).xpath("//tbody/tr")) == 1


def test_a_form_of_the_office_is_called_by_the_title_that_the_office_gave_it(
    analyst, office, drawn
):
    begun(analyst, office, "Lembar DISPOSISI Dinas")
    raw = analyst.get(f"{drawn}/diagram.bpmn").data
    other = re.sub(rb'(<alur:form key=)"[^"]+"', rb'\1"lembar-disposisi-dinas"', raw, count=1)
    saved(analyst, drawn, other)

    for page in ("versi-1/simpanan-3", "versi-1/simpanan-3/matriks"):
        words = words_of(analyst.get(f"{drawn}/beda/{page}"))
        assert "Lembar DISPOSISI Dinas" in words
        assert "lembar-disposisi-dinas" not in words


def test_a_new_sop_is_compared_with_how_it_began(analyst, office):
    fields = form_of(analyst.get("/sop/draf"), "/sop/draf") | {"judul": ["SOP Uji"]}
    fields |= {"kantor": [str(office.pemda.offices["Dinas Koperasi dan UKM"])]}
    draft = analyst.post("/sop/draf", data=fields).location
    saved(analyst, draft, Path(f"bpmn/{LAKIP}.bpmn").read_bytes())

    answer = analyst.get(f"{draft}/beda")

    assert answer.location == f"{draft}/beda/simpanan-1/simpanan-2"
    assert "Langkah 7 baru" in words_of(analyst.get(answer.location))


def test_a_file_that_cannot_be_read_is_said_to_be_so(analyst, drawn, office):
    raw = Path("bpmn/kalbar-lppd.bpmn").read_bytes()
    two_processes = raw.replace(
        b"<bpmn:process ", b'<bpmn:process id="lain" isExecutable="true"/><bpmn:process ', 1
    )
    saved(analyst, drawn, two_processes)

    shown = analyst.get(f"{drawn}/beda/versi-1/simpanan-3")

    assert "Tidak dapat dibandingkan di sini" in words_of(shown)


def test_what_is_no_state_of_a_draft_is_not_found(analyst, drawn):
    for place in ("versi-9/simpanan-1", "versi-1/simpanan-9", "versi-1/2", "x/simpanan-1"):
        assert analyst.get(f"{drawn}/beda/{place}").status_code == 404
        assert analyst.get(f"{drawn}/beda/{place}/matriks").status_code == 404
    assert analyst.get(f"{drawn}/beda?dari=versi-9").status_code == 404


def test_only_who_writes_the_sops_of_the_office_compares_its_drafts(app, office, analyst, drawn):
    places = ("beda", "beda/versi-1/simpanan-2", "beda/versi-1/simpanan-2/matriks")

    for who, status in (("orang-lain", 404), ("ketua", 404), ("sekretaris", 200)):
        browser = office.signed_in(app, who)
        for place in places:
            asked = browser.get(f"{drawn}/{place}", follow_redirects=status == 200)
            assert asked.status_code == status, (who, place)


def test_an_outsider_compares_nothing(app, office, two):
    stranger = office.signed_in(app, "orang-lain")

    for place in ("beda/1/2", "beda/1/2/matriks", "beda?dari=1&ke=2"):
        assert stranger.get(f"{two}/{place}").status_code == 404
