"""Drafts of SOPs on their pages, as somebody without JavaScript and the modeller use them."""

from __future__ import annotations

import gzip
import io
import json
import re
from datetime import timedelta

import pytest

from service.diagrams.blank import blank_diagram
from service.sentences import sentence
from tests import sops
from tests.integration.web.pages.reading import (
    csrf_of,
    errors_of,
    form_of,
    page_of,
    place_of,
    words_of,
)

pytestmark = pytest.mark.slow

DINAS = "Dinas Koperasi dan UKM"
DECISIONS = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m"
  namespace="urn:m"><decision id="layak" name="Layak"><variable name="Layak"/>
  <literalExpression id="l"><text>1 + 1</text></literalExpression></decision></definitions>"""


@pytest.fixture
def analyst(app, office):
    return office.signed_in(app, "analis", confirmed=True)


@pytest.fixture
def draft(analyst, office):
    return bring_new(analyst, office)


def bring_new(analyst, office):
    """Return the address of a draft of a new SOP."""
    fields = form_of(analyst.get("/sop/draf"), "/sop/draf")
    fields |= {"kantor": [str(office.pemda.offices[DINAS])], "judul": ["SOP Uji"]}
    answer = analyst.post("/sop/draf", data=fields)
    assert answer.status_code == 303
    return answer.location


def bring(browser, draft, raw, *, revision=1, act="simpan", program=True, **fields):
    """Send a diagram as the modeller does, or as the form of the page."""
    sent = {"csrf": csrf_of(browser.get("/sop/draf")), "revisi": str(revision), **fields}
    return browser.post(
        f"{draft}/{act}",
        data={**sent, "diagram": (io.BytesIO(raw), "a.bpmn")},
        content_type="multipart/form-data",
        headers={"Accept": "application/json" if program else "text/html"},
    )


def test_a_title_is_needed_and_what_was_typed_comes_back(analyst, office):
    fields = form_of(analyst.get("/sop/draf"), "/sop/draf")
    fields |= {"kantor": [str(office.pemda.offices[DINAS])]}

    assert errors_of(analyst.post("/sop/draf", data={**fields, "judul": [" "]}))
    long = analyst.post("/sop/draf", data={**fields, "judul": ["panjang " * 60]})
    assert long.status_code == 422
    assert "panjang panjang" in long.get_data(as_text=True)


@pytest.mark.parametrize(
    ("page", "act"),
    [
        ("/sop/draf", "/sop/draf"),
        ("/sop/formulir", "/sop/formulir"),
        ("{draft}/riwayat", "{draft}/nama"),
    ],
    ids=["drafts", "forms", "history"],
)
def test_a_title_that_is_too_long_is_cut_by_nobody_and_comes_back_whole(
    analyst, draft, office, page, act
):
    page, act = page.format(draft=draft), act.format(draft=draft)
    shown = analyst.get(page)
    (field,) = page_of(shown).xpath("//input[@name='judul']")
    fields = form_of(shown, act) | {"kantor": [str(office.pemda.offices[DINAS])]}
    long = "panjang " * 60

    answer = analyst.post(act, data={**fields, "judul": [long]})

    assert field.get("maxlength") is None
    assert answer.status_code == 422
    assert errors_of(answer)
    assert form_of(answer, act)["judul"] == [long.strip()]


def test_what_is_wrong_with_a_title_names_its_field_and_the_old_one_does_not_come_instead(
    analyst, draft
):
    page = f"{draft}/riwayat"
    fields = form_of(analyst.get(page), f"{draft}/nama")

    answer = analyst.post(f"{draft}/nama", data={**fields, "judul": [" "]})

    assert answer.status_code == 422
    assert "Judul draf: Wajib diisi." in words_of(answer)
    assert form_of(answer, f"{draft}/nama")["judul"] == [""]


def test_the_page_shows_the_picture_and_what_is_missing_without_javascript(analyst, draft):
    page = analyst.get(draft)
    said = words_of(page)

    assert "Modeller memerlukan JavaScript" in said
    assert "Langkah ini belum mempunyai formulir" in said
    assert 'class="alur-diagram' in page.get_data(as_text=True)


def test_a_file_that_is_brought_becomes_the_next_revision(analyst, draft):
    answer = bring(analyst, draft, sops.diagram(), program=False)

    assert answer.status_code == 303
    assert analyst.get(f"{draft}/diagram.bpmn").get_data() == sops.diagram()
    said = words_of(analyst.get(f"{draft}/riwayat"))
    assert "2 Disimpan" in said
    assert "1 Awal draf" in said


def test_decisions_brought_beside_a_file_stand_in_the_draft(analyst, draft):
    decisions = (io.BytesIO(DECISIONS), "layak.dmn")

    answer = bring(analyst, draft, sops.diagram(), program=False, keputusan=decisions)

    assert answer.status_code == 303
    assert b"<text>1 + 1</text>" in analyst.get(f"{draft}/diagram.bpmn").get_data()


def test_decisions_that_cannot_be_read_keep_the_draft_as_it_was(analyst, draft):
    before = analyst.get(f"{draft}/diagram.bpmn").get_data()

    answer = bring(analyst, draft, sops.diagram(), keputusan=(io.BytesIO(b"-"), "layak.dmn"))

    assert answer.status_code == 422
    assert "layak.dmn" in answer.get_json()["detail"]
    assert analyst.get(f"{draft}/diagram.bpmn").get_data() == before


def test_decisions_that_come_alone_go_into_the_diagram_of_the_draft(analyst, draft):
    fields = form_of(analyst.get(draft), "/simpan")
    file = {"keputusan": (io.BytesIO(DECISIONS), "layak.dmn")}
    before = analyst.get(f"{draft}/diagram.bpmn").get_data()

    answer = analyst.post(
        f"{draft}/simpan", data={**fields, **file}, content_type="multipart/form-data"
    )

    assert answer.status_code == 303
    kept = analyst.get(f"{draft}/diagram.bpmn").get_data()
    assert b"<decision " in kept
    assert b"langkah_1" in before
    assert b"langkah_1" in kept


def test_what_draws_and_the_drawing_come_early_and_compressed(analyst, draft):
    page = page_of(analyst.get(draft))
    ahead = page.xpath("//link[@rel='modulepreload']")
    modules = [str(link.get("href")).rsplit("/", 1)[1].split("-")[0] for link in ahead]

    drawing = analyst.get(f"{draft}/diagram.bpmn", headers={"Accept-Encoding": "gzip"})

    # A phone gets the picture only.
    assert {link.get("media") for link in ahead} == {"(min-width: 56rem)"}
    assert {"NavigatedViewer", "page"} <= set(modules)
    assert drawing.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(drawing.data) == analyst.get(f"{draft}/diagram.bpmn").get_data()


def test_the_modeller_hears_when_it_was_saved_and_by_whom_it_was_not(app, office, analyst, draft):
    saved = bring(analyst, draft, sops.diagram(name="Satu"), cara="autosave")
    other = office.signed_in(app, "sekretaris")
    late = bring(other, draft, sops.diagram(name="Dua"))

    assert saved.get_json()["revision"] == 2
    assert re.fullmatch(r"Tersimpan \d\d\.\d\d WI\w+", saved.get_json()["message"])
    assert late.status_code == 409
    assert "Nothing" not in late.get_json()["detail"]
    assert re.search(r"sudah disimpan oleh .*Tidak ada yang ditimpa", late.get_json()["detail"])
    copy = bring(other, draft, sops.diagram(name="Dua"), act="salin").get_json()["place"]
    assert other.get(f"{copy}/diagram.bpmn").get_data() == sops.diagram(name="Dua")


def test_comments_of_a_file_that_was_brought_stay_when_the_modeller_saves(analyst, draft):
    said = b"<!-- hak cipta -->"
    brought = sops.diagram() + said
    bring(analyst, draft, brought, program=False)
    assert analyst.get(f"{draft}/diagram.bpmn").get_data() == brought

    bring(analyst, draft, sops.diagram(name="Lain"), revision=2, cara="kept")
    copy = bring(analyst, draft, sops.diagram(name="Lain"), act="salin").get_json()["place"]

    for place in (draft, copy):
        kept = analyst.get(f"{place}/diagram.bpmn").get_data()
        assert said in kept
        assert b"Lain" in kept


def test_a_file_that_is_brought_gets_no_comments_of_the_one_before(analyst, draft):
    bring(analyst, draft, sops.diagram() + b"<!-- dulu -->", program=False)
    bring(analyst, draft, sops.diagram(), revision=2, program=False)

    assert analyst.get(f"{draft}/diagram.bpmn").get_data() == sops.diagram()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "Pilih berkas diagramnya"),
        (b"bukan xml", "XML"),
        (b"<!DOCTYPE a><a/>", "DOCTYPE"),
        (b"x" * (1024 * 1024 + 1), "1"),
    ],
    ids=["nothing", "no XML", "a DTD", "too large"],
)
def test_what_is_no_diagram_is_refused_with_a_sentence_and_the_draft_stays(
    analyst, draft, raw, said
):
    for program in (True, False):
        answer = bring(analyst, draft, raw, program=program)
        assert answer.status_code == 422
        words = answer.get_json()["detail"] if program else " ".join(errors_of(answer))
        assert said in words
    assert analyst.get(f"{draft}/riwayat").get_data(as_text=True).count("<tr>") == 2


def test_cek_diagram_tells_each_finding_by_name_with_its_mend(analyst, draft):
    raw = sops.diagram(role="", form=None)
    told = bring(analyst, draft, raw, act="cek").get_json()

    found = {finding["code"]: finding for finding in told["findings"]}
    assert found["lane-unbound"]["element"] == "lane"
    assert found["lane-unbound"]["mend"] == {
        "kind": "bind-role",
        "element": "lane",
        "role": "sekretaris",
        "label": "Ikat ke peran Sekretaris",
        "alone": False,
    }
    assert found["form-missing"]["called"] == "“Mencatat surat”"
    assert found["form-missing"]["mend"] == {
        "kind": "set-form",
        "element": "task",
        "form": "catatan-pelaksanaan",
        "label": "Pakai formulir Catatan pelaksanaan",
        "alone": False,
    }
    assert told["mend_all"] == "Benahi semua yang jelas (2)"
    assert not told["publishable"]
    assert "0 harus diperbaiki" in told["message"]


def test_a_step_inside_a_subprocess_gets_a_form_as_any_other_step_does(analyst, draft):
    raw = sops.diagram("sop-baru", form=None)
    flow = b'<bpmn:sequenceFlow id="masuk" sourceRef="awal" targetRef="task"/>'
    start = raw.index(b"<bpmn:userTask")
    end = raw.index(b"</bpmn:userTask>") + len(b"</bpmn:userTask>")
    task = raw[start:end]
    inside = b'<bpmn:subProcess id="bagian" name="Pencatatan"><bpmn:startEvent id="awal"/>' + task
    inside += flow + b'<bpmn:sequenceFlow id="keluar" sourceRef="task" targetRef="akhir"/>'
    inside += b'<bpmn:endEvent id="akhir"/></bpmn:subProcess>'
    raw = raw[:start] + inside + raw[end:]
    for told in (b'sourceRef="task" targetRef="end"', b'sourceRef="start" targetRef="task"'):
        raw = raw.replace(told, told.replace(b'"task"', b'"bagian"'))

    told = bring(analyst, draft, raw, act="cek").get_json()

    mends = {each["code"]: each["mend"] for each in told["findings"]}
    assert mends["form-missing"]["form"] == "catatan-pelaksanaan"


def test_a_file_that_no_form_asks_for_is_told_by_check_by_upload_and_at_publishing(analyst, draft):
    raw = sops.diagram("sop-baru", form="arsip", documents={"naskah": "Laporan"}, makes="naskah")
    said = "tidak meminta berkas Laporan"

    told = bring(analyst, draft, raw, act="cek").get_json()
    bring(analyst, draft, raw)
    made = made_a_version(analyst, draft)
    page = analyst.get(made.location)
    fields = {"csrf": csrf_of(page), "kunci": "a" * 32}
    refused = analyst.post(f"{place_of(made)}/versi/1/uji-coba", data=fields)

    assert [each["code"] for each in told["findings"]] == ["form-asks-no-file"]
    assert said in told["findings"][0]["words"]
    assert told["findings"][0]["mend"]["kind"] == "change-form"
    assert told["findings"][0]["mend"]["form"] == "konsep"
    assert said in words_of(page)
    assert refused.status_code == 422


def test_an_element_that_no_picture_shows_is_told_by_check(analyst, draft):
    late = b"""<bpmn:boundaryEvent id="lewat" name="Lewat 3 hari" attachedToRef="langkah_1">
      <bpmn:timerEventDefinition><bpmn:timeDuration>P3D</bpmn:timeDuration>
      </bpmn:timerEventDefinition></bpmn:boundaryEvent>
    <bpmn:sequenceFlow id="jalan" sourceRef="lewat" targetRef="selesai"/></bpmn:process>"""
    raw = blank_diagram("laporan", "Laporan").replace(b"</bpmn:process>", late)

    told = bring(analyst, draft, raw, act="cek").get_json()

    unseen = [each for each in told["findings"] if each["code"] == "web.element-without-place"]
    assert [each["element"] for each in unseen] == ["lewat", "jalan"]
    assert unseen[0]["called"] == "“Lewat 3 hari”"
    assert "tidak mempunyai tempat di gambar" in unseen[0]["words"]
    assert sentence("web.left-notes", count=2) in told["left"]
    # What is not seen cannot be mended here either.
    unmended = [each for each in told["findings"] if each["element"] in {"lewat", "jalan"}]
    assert [each["mend"] for each in unmended] == [None] * len(unmended)


def test_what_all_mends_leave_is_told_with_the_reason(analyst, draft):
    raw = sops.diagram(role="", form="tidak-ada")
    told = bring(analyst, draft, raw, act="cek").get_json()
    bare = [found for found in told["findings"] if not found["mend"]]

    assert sentence("web.left-unclear", count=len(bare)) in told["left"]


def test_one_mend_is_not_offered_as_all_of_them(analyst, draft):
    told = bring(analyst, draft, sops.diagram(form=None), act="cek").get_json()

    assert [bool(finding["mend"]) for finding in told["findings"]].count(True) == 1
    assert told["mend_all"] is None


def test_cek_diagram_says_of_a_broken_file_what_upload_says(analyst, office, draft):
    broken = sops.diagram().replace(b'<bpmn:endEvent id="end"/>', b"")
    told = bring(analyst, draft, broken, act="cek").get_json()
    dinas = str(office.pemda.offices[DINAS])
    uploaded = bring(analyst, "/sop", broken, act="unggah", program=False, kantor=dinas)

    assert told["findings"]
    for finding in told["findings"]:
        assert finding["words"] in words_of(uploaded)


def made_a_version(browser, draft):
    """Make a version as the buttons of the pages do, and return the answer to the last one."""
    asked = browser.post(f"{draft}/versi", data=form_of(browser.get(draft), "/versi"))
    assert asked.location == f"{draft}/versi"
    return browser.post(f"{draft}/versi", data=form_of(browser.get(asked.location), "/versi"))


def test_what_becomes_of_a_draft_is_said_before_a_version_is_made(analyst, draft):
    bring(analyst, draft, sops.diagram("sop-baru", form=None))
    asked = analyst.post(f"{draft}/versi", data=form_of(analyst.get(draft), "/versi"))
    page = analyst.get(asked.location)

    assert "mendapat SOP baru, dengan versi 1" in words_of(page)
    assert f"Memberlakukannya: kepala {DINAS}" in words_of(page)
    assert "belum mempunyai formulir" in words_of(page)
    assert "dari versi" not in words_of(analyst.get(draft))
    fields = form_of(page, "/versi") | {"catatan": ["Atas temuan Inspektorat."]}
    made = analyst.post(f"{draft}/versi", data=fields)
    assert "Atas temuan Inspektorat." in words_of(analyst.get(made.location))


def test_a_draft_becomes_a_version_and_goes_on_from_there(analyst, draft):
    bring(analyst, draft, sops.diagram())
    answer = made_a_version(analyst, draft)

    assert answer.status_code == 303
    assert "Draf yang sedang disusun" in words_of(analyst.get(answer.location))
    assert "dari versi 1" in words_of(analyst.get(draft))
    again = made_a_version(analyst, draft)
    assert again.status_code == 409
    assert "sudah sama" in words_of(again)


def test_a_draft_of_one_sop_becomes_no_version_of_another(analyst, draft):
    bring(analyst, draft, sops.diagram())
    made_a_version(analyst, draft)
    bring(analyst, draft, sops.diagram("sop-lain"), revision=2)

    page = f"{draft}/versi"
    answer = analyst.post(page, data=form_of(analyst.get(page), "/versi"))

    assert answer.status_code == 422
    assert "sop-uji" in words_of(answer)


def test_no_version_is_made_of_what_the_page_did_not_show(analyst, draft):
    bring(analyst, draft, sops.diagram())
    page = f"{draft}/versi"
    shown = form_of(analyst.get(page), "/versi") | {"catatan": ["Perbup baru"]}
    bring(analyst, draft, sops.diagram(activity="Mencatat surat keluar"), revision=2)

    refused = analyst.post(page, data=shown)
    made = analyst.post(page, data=form_of(refused, "/versi"))

    assert refused.status_code == 409
    assert "disimpan lagi oleh" in words_of(refused)
    assert "Perbup baru" in words_of(refused)
    (link,) = page_of(refused).xpath("//a[contains(., 'berubah sejak halaman itu')]/@href")
    assert "Mencatat surat keluar" in words_of(analyst.get(link))
    assert made.status_code == 303


def test_of_two_drafts_of_a_new_sop_the_second_is_told_that_it_is_version_2(analyst, office):
    first, second = (bring_new(analyst, office) for _ in range(2))
    bring(analyst, first, sops.diagram())
    bring(analyst, second, sops.diagram(activity="Mencatat surat keluar"))
    made_a_version(analyst, first)

    page = analyst.get(f"{second}/versi")

    assert "SOP ini mendapat versi 2" in words_of(page)
    assert "yang ada di versi 1 dan tidak ada di draf ini akan hilang" in words_of(page)
    assert "Perubahan dari versi 1" in words_of(page)


def test_a_new_sop_of_another_name_gets_an_id_of_its_own_and_keeps_it(analyst, office):
    first, second = (bring_new(analyst, office) for _ in range(2))
    bring(analyst, first, sops.diagram())
    one = place_of(made_a_version(analyst, first))
    bring(analyst, second, sops.diagram(name="Pengelolaan Barang Milik Daerah"))

    page = f"{second}/versi"
    asked = analyst.get(page)
    assert "mendapat SOP baru, dengan versi 1" in words_of(asked)
    other = place_of(analyst.post(page, data=form_of(asked, "/versi")))

    assert other.partition("?")[0] != one.partition("?")[0]
    assert "Pengelolaan Barang Milik Daerah" in words_of(analyst.get(other))
    assert "versi 2" not in words_of(analyst.get(one)).lower()
    # Drawn on, it stays a version of its own SOP.
    raw = analyst.get(f"{second}/diagram.bpmn").data
    assert b'id="pengelolaan-barang-milik-daerah"' in raw
    assert b"sop-uji" not in raw


# ---------------------------------------------------------------- the note of a revision


def timed(time):
    """Return the diagram of the tests with a row that takes so long."""
    return sops.diagram().replace(b'time="1 Jam"', f'time="{time}"'.encode())


@pytest.fixture
def revised(app, office, analyst, draft, clock):
    """Return the draft of an SOP with one version, drawn on by another since."""
    bring(analyst, draft, timed("2 jam"))
    made_a_version(analyst, draft)
    clock.advance(timedelta(hours=1))
    bring(office.signed_in(app, "sekretaris"), draft, timed("1 hari"), revision=2)
    return draft


def test_the_note_of_a_revision_is_proposed_from_what_became_another(analyst, revised):
    asked = analyst.get(f"{revised}/versi")
    fields = form_of(asked, "/versi")

    assert fields["catatan"] == ["Waktu langkah 1: 2 jam → 1 hari"]
    assert "Simpan sebagai versi 2" in words_of(asked)
    assert "digambar oleh Sekretaris Dinas" in words_of(asked)
    note = "Menyesuaikan Perbup 12/2026\r\nWaktu langkah 1: 2 jam → 1 hari"
    sop = place_of(analyst.post(f"{revised}/versi", data={**fields, "catatan": [note]}))
    life = words_of(analyst.get(sop))
    assert "Catatan revisi: Menyesuaikan Perbup 12/2026 Waktu langkah 1: 2 jam → 1 hari" in life
    assert "Analis; digambar oleh Sekretaris Dinas" in life


def test_a_note_that_is_too_long_comes_back_and_makes_no_version(analyst, revised):
    page = f"{revised}/versi"
    fields = form_of(analyst.get(page), "/versi") | {"catatan": ["x" * 2_001]}

    answer = analyst.post(page, data=fields)

    assert answer.status_code == 422
    assert errors_of(answer)
    assert form_of(answer, "/versi")["catatan"] == ["x" * 2_001]
    assert "Simpan sebagai versi 2" in words_of(analyst.get(page))


def test_a_proposed_note_that_would_be_too_long_is_cut_and_says_so(analyst, revised):
    raw = timed("1").replace(b"Mencatat surat</", b"Mencatat surat " * 150 + b"</")
    bring(analyst, revised, raw, revision=3)

    (note,) = form_of(analyst.get(f"{revised}/versi"), "/versi")["catatan"]

    assert len(note) <= 2_000
    assert "perubahan lain" in note


def test_only_who_sees_the_draft_makes_a_version_of_it(app, office, revised):
    for who in ("ketua", "orang-lain"):
        browser = office.signed_in(app, who)
        fields = {"csrf": csrf_of(browser.get("/kalender")), "catatan": "x"}
        assert browser.get(f"{revised}/versi").status_code == 404
        assert browser.post(f"{revised}/versi", data=fields).status_code == 404


def test_an_older_revision_comes_back_and_a_draft_is_named_and_thrown_away(analyst, draft):
    first = analyst.get(f"{draft}/diagram.bpmn").get_data()
    bring(analyst, draft, sops.diagram())
    history = analyst.get(f"{draft}/riwayat")
    analyst.post(f"{draft}/pulihkan", data=form_of(history, "/pulihkan"))
    stale = analyst.post(f"{draft}/pulihkan", data=form_of(history, "/pulihkan"))

    assert analyst.get(f"{draft}/diagram.bpmn").get_data() == first
    assert stale.status_code in (303, 409)
    named = form_of(analyst.get(f"{draft}/riwayat"), "/nama") | {"judul": ["Nama Lain"]}
    assert analyst.post(f"{draft}/nama", data=named).status_code == 303
    assert "Nama Lain" in words_of(analyst.get("/sop/draf"))
    discard = form_of(analyst.get(f"{draft}/riwayat"), "/buang")
    assert analyst.post(f"{draft}/buang", data=discard).status_code == 303
    assert analyst.get(draft).status_code == 404


NO_PICTURE = (
    b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="u">'
    b'<process id="p"><startEvent id="s"/><endEvent id="e"/>'
    b'<sequenceFlow sourceRef="s" targetRef="e"/></process></definitions>'
)


def test_the_modeller_gets_places_that_a_file_lacks_and_the_file_itself_stays(analyst, draft):
    bring(analyst, draft, NO_PICTURE)

    page = analyst.get(draft).get_data(as_text=True)
    shown = analyst.get(f"{draft}/diagram.bpmn?untuk=modeller").get_data()

    assert "Alur menatanya" in page
    assert "untuk=modeller" in page
    assert b"BPMNShape" in shown
    assert analyst.get(f"{draft}/diagram.bpmn").get_data() == NO_PICTURE


def test_a_file_whose_picture_cannot_be_made_is_told_so(analyst, draft):
    bring(analyst, draft, NO_PICTURE.replace(b"</process>", b'<subProcess id="x"/></process>'))

    assert "tidak memuat gambar" in analyst.get(draft).get_data(as_text=True)


# ---------------------------------------------------------------- what is told before drawing


@pytest.mark.parametrize("page", ["", "/tabel", "/versi"], ids=["modeller", "table", "version"])
def test_a_head_reads_that_saving_costs_the_right_to_put_in_force_and_an_analyst_does_not(
    app, office, analyst, draft, page
):
    head = office.signed_in(app, "kadis", confirmed=True)
    costs = "tidak dapat memberlakukan versi yang dibuat dari draf ini"

    assert costs in words_of(head.get(f"{draft}{page}"))
    assert costs not in words_of(analyst.get(f"{draft}{page}"))


def test_a_head_who_drew_already_reads_it_no_more(app, office, draft):
    head = office.signed_in(app, "kadis", confirmed=True)
    assert bring(head, draft, sops.diagram()).status_code == 200

    assert "tidak dapat memberlakukan" not in words_of(head.get(draft))


def test_who_opens_a_draft_that_another_one_just_saved_reads_who_and_when(
    app, office, analyst, draft, clock
):
    told = "Analis menyimpan draf ini pukul 10.00 WIB"
    secretary = office.signed_in(app, "sekretaris")

    assert told in words_of(secretary.get(draft))
    assert told not in words_of(analyst.get(draft))
    clock.advance(timedelta(hours=1))
    assert told not in words_of(secretary.get(draft))


def test_a_draft_in_which_somebody_draws_is_thrown_away_only_by_who_knows_it(
    app, office, analyst, draft
):
    secretary = office.signed_in(app, "sekretaris")
    discard = form_of(secretary.get(f"{draft}/riwayat"), "/buang")

    kept = secretary.post(f"{draft}/buang", data=discard)
    words = words_of(kept)
    gone = secretary.post(f"{draft}/buang", data={**discard, "dikerjakan": "ya"})

    assert kept.status_code == 409
    assert "Draf belum dibuang" in words
    assert "Analis menyimpan draf ini pukul 10.00 WIB dan mungkin masih mengerjakannya" in words
    assert gone.status_code == 303
    assert analyst.get(draft).status_code == 404


# ---------------------------------------------------------------- what a draft may call


def test_the_modeller_offers_the_sops_that_a_draft_may_call_by_their_titles(
    analyst, office, draft
):
    bring(analyst, draft, sops.diagram())
    made_a_version(analyst, draft)
    fields = form_of(analyst.get("/sop/katalog"), "/katalog/kalbar-lakip")
    fields |= {"kantor": [str(office.pemda.offices[DINAS])]}
    analyst.post("/sop/katalog/kalbar-lakip", data=fields)

    (offered,) = page_of(analyst.get(draft)).xpath("//@data-sops")
    found = dict(json.loads(offered))

    # Of the catalogue, of the office's own what is on trial or ratified, and not the draft itself.
    assert "kalbar-lakip" in found
    assert all(title and title != key for key, title in found.items())
    assert "sop-uji" not in found
    assert list(found.values()) == sorted(found.values(), key=str.casefold)
