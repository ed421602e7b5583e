"""Forms of an office on their pages, as somebody without JavaScript and the editor use them."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta

import pytest

from service.running.catalogue import read_catalogue
from tests import sops
from tests.integration.web.pages.reading import csrf_of, errors_of, form_of, page_of, words_of

pytestmark = pytest.mark.slow

DINAS = "Dinas Koperasi dan UKM"
LIST = "/sop/formulir"


def written(*fields):
    components = [
        {"id": f"f_{number}", "type": "textfield", "label": one["key"].title(), **one}
        for number, one in enumerate(fields, start=1)
    ]
    return json.dumps({"type": "default", "schemaVersion": 19, "components": components}).encode()


@pytest.fixture
def analyst(app, office):
    return office.signed_in(app, "analis", confirmed=True)


def begun(browser, office, title="Surat masuk", **more):
    fields = form_of(browser.get(LIST), LIST)
    fields |= {"kantor": [str(office.pemda.offices[DINAS])], "judul": [title], **more}
    answer = browser.post(LIST, data=fields, content_type="multipart/form-data")
    assert answer.status_code == 303, words_of(answer)
    return answer.location


@pytest.fixture
def form(analyst, office):
    """Return the address of a new form that asks nothing."""
    return begun(analyst, office)


def bring(browser, form, raw, *, revision=1, act="simpan", program=True, **fields):
    """Send a file as the editor does, or as the form of the page."""
    sent = {"csrf": csrf_of(browser.get(LIST)), "revisi": str(revision), **fields}
    return browser.post(
        f"{form}/{act}",
        data={**sent, "formulir": (io.BytesIO(raw), "a.form")},
        content_type="multipart/form-data",
        headers={"Accept": "application/json" if program else "text/html"},
    )


def press(browser, page, address, **fields):
    return browser.post(address, data={**form_of(browser.get(page), address), **fields})


# ---------------------------------------------------------------- beginning


def test_a_title_is_needed_and_what_was_typed_comes_back(analyst, office):
    fields = form_of(analyst.get(LIST), LIST)
    fields |= {"kantor": [str(office.pemda.offices[DINAS])]}

    assert errors_of(analyst.post(LIST, data={**fields, "judul": [" "]}))
    long = analyst.post(LIST, data={**fields, "judul": ["panjang " * 60]})
    assert long.status_code == 422
    assert "panjang panjang" in long.get_data(as_text=True)


def test_a_form_begins_as_a_copy_of_a_shipped_one_byte_for_byte(analyst, office):
    shipped = re.findall(r'value="katalog:([^"]+)"', analyst.get(LIST).get_data(as_text=True))

    made = begun(analyst, office, dari=[f"katalog:{shipped[0]}"])

    raw = analyst.get(f"{made}/berkas.form").get_data()
    assert raw == read_catalogue().forms[shipped[0]]


def test_a_form_begins_as_a_copy_of_another_one_of_the_office(analyst, office, form):
    bring(analyst, form, written({"key": "nomor"}))

    made = begun(analyst, office, dari=[f"formulir:{form.rpartition('/')[2]}"])

    assert analyst.get(f"{made}/berkas.form").get_data() == written({"key": "nomor"})
    assert "surat-masuk-2" in words_of(analyst.get(made))


def test_a_file_that_is_no_form_begins_nothing_and_says_why(analyst, office):
    fields = form_of(analyst.get(LIST), LIST)
    fields |= {"kantor": [str(office.pemda.offices[DINAS])], "judul": ["Surat"]}

    for raw, why in (
        (b"{", "bukan JSON"),
        (b"[]", "bukan formulir"),
        (b" " * 300_000, "paling besar"),
    ):
        answer = analyst.post(
            LIST,
            data={**fields, "formulir": (io.BytesIO(raw), "a.form")},
            content_type="multipart/form-data",
        )
        assert answer.status_code == 422
        assert why in words_of(answer)


def test_a_form_is_no_copy_of_what_is_not_there(analyst, office):
    fields = form_of(analyst.get(LIST), LIST)
    fields |= {"kantor": [str(office.pemda.offices[DINAS])], "judul": ["Surat"]}

    for source in ("katalog:tidak-ada", "formulir:bukan-id", "lain:apa"):
        assert analyst.post(LIST, data={**fields, "dari": [source]}).status_code == 404


# ---------------------------------------------------------------- saving


def test_the_page_says_without_javascript_what_can_be_done(analyst, form):
    said = words_of(analyst.get(form))

    assert "Penyusun formulir memerlukan JavaScript" in said
    for offer in ("Unduh berkas formulir", "Unggah berkas ke formulir ini", "Dipakai oleh"):
        assert offer in said
    assert "Pratinjau di telepon" in said


def test_a_file_that_is_brought_becomes_the_next_revision(analyst, form):
    answer = bring(analyst, form, written({"key": "nomor"}), program=False)

    assert answer.status_code == 303
    assert analyst.get(f"{form}/berkas.form").get_data() == written({"key": "nomor"})
    said = words_of(analyst.get(f"{form}/riwayat"))
    assert "2 Disimpan" in said
    assert "1 Awal draf" in said


def test_a_component_that_alur_does_not_show_is_kept_and_told(analyst, form):
    raw = written({"key": "nomor"}, {"type": "iframe", "key": "peta", "url": "x"})

    answer = bring(analyst, form, raw, program=False)
    said = words_of(analyst.get(form))

    assert answer.status_code == 303
    assert analyst.get(f"{form}/berkas.form").get_data() == raw
    assert 'Komponen "iframe" tidak didukung' in said
    told = press(analyst, form, f"{form}/siap")
    assert told.status_code == 422
    assert "tidak dapat dipakai: 1 temuan" in words_of(told)


def test_the_editor_hears_when_it_was_saved_and_by_whom_it_was_not(app, office, analyst, form):
    saved = bring(analyst, form, written({"key": "satu"}), cara="autosave")
    other = office.signed_in(app, "sekretaris")
    late = bring(other, form, written({"key": "dua"}))

    assert saved.get_json()["revision"] == 2
    assert re.fullmatch(r"Tersimpan \d\d\.\d\d WI\w+", saved.get_json()["message"])
    assert late.status_code == 409
    assert "Tidak ada yang ditimpa" in late.get_json()["detail"]
    kept = bring(other, form, written({"key": "dua"}), act="salin").get_json()["place"]
    assert other.get(f"{kept}/berkas.form").get_data() == written({"key": "dua"})


def test_who_opens_a_form_that_another_one_just_saved_reads_who_and_when(
    app, office, analyst, form, clock
):
    told = "Analis menyimpan formulir ini pukul"
    secretary = office.signed_in(app, "sekretaris")

    assert told in words_of(secretary.get(form))
    assert told not in words_of(analyst.get(form))
    clock.advance(timedelta(hours=1))
    assert told not in words_of(secretary.get(form))


def test_an_older_revision_is_taken_up_again(analyst, form):
    bring(analyst, form, written({"key": "nomor"}))

    page = f"{form}/riwayat"
    answer = press(analyst, page, f"{form}/pulihkan")

    assert answer.status_code == 303
    assert json.loads(analyst.get(f"{form}/berkas.form").get_data())["components"] == []


def test_a_form_is_named_otherwise_and_discarded(analyst, form):
    page = f"{form}/riwayat"

    assert press(analyst, page, f"{form}/nama", judul=["Surat keluar"]).status_code == 303
    assert "Surat keluar" in words_of(analyst.get(form))
    refused = press(analyst, page, f"{form}/nama", judul=[" "])
    assert refused.status_code == 422
    gone = press(analyst, page, f"{form}/buang")
    assert gone.status_code == 303
    assert "Formulir dibuang" in words_of(analyst.get(gone.location))
    assert analyst.get(form).status_code == 404


# ---------------------------------------------------------------- the check and the preview


def test_the_check_names_each_fault_at_its_component(analyst, form):
    raw = written({"key": "nomor", "label": ""}, {"key": "nomor"})

    told = bring(analyst, form, raw, act="cek").get_json()

    assert not told["showable"]
    assert [one["element"] for one in told["findings"]] == ["f_1", "f_2"]
    assert "belum punya label" in told["findings"][0]["words"]
    assert analyst.get(f"{form}/riwayat").get_data(as_text=True).count("Pulihkan") == 0


def test_the_preview_is_the_form_that_staff_get(analyst, form):
    bring(
        analyst,
        form,
        written(
            {"key": "nomor", "validate": {"required": True}},
            {"key": "sebab", "conditional": {"hide": 'nomor2 = "x"'}},
        ),
    )

    page = analyst.get(f"{form}/pratinjau")
    said = words_of(page)

    assert "Nomor (wajib)" in said
    assert "Sebab (tidak wajib)" in said
    assert "<script" not in page.get_data(as_text=True)


def test_the_frame_shows_what_is_edited_and_may_do_nothing(analyst, form):
    raw = written({"key": "perihal"})

    answer = press(analyst, form, f"{form}/pratinjau", isi=[raw.decode()])

    assert "Perihal (tidak wajib)" in words_of(answer)
    policy = answer.headers["Content-Security-Policy"]
    for part in ("default-src 'none'", "form-action 'none'", "frame-ancestors 'self'", "sandbox"):
        assert part in policy
    assert "script-src" not in policy
    assert analyst.get(f"{form}/berkas.form").get_data() != raw


def test_only_the_page_with_the_frame_may_hold_one(analyst, form):
    assert "frame-src 'self'" in analyst.get(form).headers["Content-Security-Policy"]
    for page in (LIST, f"{form}/riwayat", f"{form}/pratinjau"):
        policy = analyst.get(page).headers["Content-Security-Policy"]
        assert "frame-src" not in policy
        assert "frame-ancestors 'none'" in policy


def test_the_preview_of_a_form_that_cannot_be_shown_says_why(analyst, form):
    bring(analyst, form, written({"type": "image", "key": "logo"}))

    assert 'Komponen "image" tidak didukung' in words_of(analyst.get(f"{form}/pratinjau"))


# ---------------------------------------------------------------- who uses it


@pytest.mark.parametrize("components", [[], [{"type": "group", "components": []}]])
def test_a_form_that_asks_and_tells_nothing_is_found_so_and_cannot_be_made_ready(
    analyst, form, components
):
    raw = json.dumps(
        {"type": "default", "id": "x", "schemaVersion": 19, "components": components}
    ).encode()
    bring(analyst, form, raw)
    told = bring(analyst, form, raw, act="cek").get_json()
    refused = press(analyst, form, f"{form}/siap")

    assert "belum berisi pertanyaan" in told["findings"][0]["words"]
    assert refused.status_code == 422
    assert "Belum siap dipakai" in words_of(analyst.get(form))


def test_what_is_ready_already_is_not_asked_to_be_made_so_until_it_changes(analyst, form):
    bring(analyst, form, written({"key": "nomor"}))
    press(analyst, form, f"{form}/siap")
    asked = "//button[normalize-space()='Tandai siap dipakai'][not(ancestor::*[@hidden])]"

    assert page_of(analyst.get(form)).xpath(asked) == []
    bring(analyst, form, written({"key": "agenda"}), revision=2)
    assert len(page_of(analyst.get(form)).xpath(asked)) == 1


def test_a_version_is_pinned_to_the_ready_form_and_its_page_says_what_a_change_loses(
    analyst, office
):
    form = begun(analyst, office, title="uji")
    key = "uji"
    assert f"kunci {key}" in words_of(analyst.get(form))
    bring(analyst, form, written({"key": "nomor"}))
    assert press(analyst, form, f"{form}/siap").status_code == 303
    assert "Siap dipakai" in words_of(analyst.get(form))

    fields = form_of(analyst.get("/sop/unggah"), "/sop/unggah")
    fields |= {"kantor": [str(office.pemda.offices[DINAS])]}
    added = analyst.post(
        "/sop/unggah",
        data={**fields, "diagram": (io.BytesIO(sops.diagram(form=key)), "a.bpmn")},
        content_type="multipart/form-data",
    )
    assert added.status_code == 303
    told = words_of(analyst.get(form))
    assert "karena versi terbarunya sudah memakainya:SOP Uji (versi 1)" in told
    assert "SOP lain yang menyebut kunci uji: tidak ada formulir" in told
    bring(analyst, form, written({"key": "perihal", "id": "lain"}), revision=2)

    said = words_of(analyst.get(form))
    assert "SOP Uji" in said
    assert "versi 1" in said
    assert "“Nomor”: isian ini (nomor) tidak ada lagi." in said
    told = bring(analyst, form, written({"key": "nomor"}), act="cek").get_json()
    assert [one["lines"] for one in told["losses"]] == [[]]


def test_a_form_that_a_version_uses_is_edited_under_its_key(analyst, office):
    fields = form_of(analyst.get("/sop/unggah"), "/sop/unggah")
    fields |= {"kantor": [str(office.pemda.offices[DINAS])]}
    analyst.post(
        "/sop/unggah",
        data={
            **fields,
            "diagram": (io.BytesIO(sops.diagram(key="sop-lain", form="lain")), "a.bpmn"),
            "formulir": (io.BytesIO(written({"key": "nomor"})), "lain.form"),
        },
        content_type="multipart/form-data",
    )

    answer = press(analyst, LIST, f"{LIST}/sunting", kunci_formulir=["lain"])

    assert answer.status_code == 303
    assert analyst.get(f"{answer.location}/berkas.form").get_data() == written({"key": "nomor"})
    assert "kunci lain" in words_of(analyst.get(answer.location))


def test_the_page_says_what_versions_take_before_a_form_is_withdrawn(analyst, office):
    form = begun(analyst, office, title="uji")
    assert "Jangan dipakai lagi" not in words_of(analyst.get(form))
    bring(analyst, form, written({"key": "nomor"}))
    press(analyst, form, f"{form}/siap")

    said = words_of(analyst.get(form))
    answer = press(analyst, form, f"{form}/tidak-siap")

    assert "tidak lagi mengambil formulir ini (simpanan 2)" in said
    assert "SOP yang menyebut kunci uji: tidak ada formulir" in said
    assert answer.status_code == 303
    assert "Belum siap dipakai" in words_of(analyst.get(form))
    assert "3 Tidak dipakai lagi" in words_of(analyst.get(f"{form}/riwayat"))
    late = analyst.post(f"{form}/tidak-siap", data={"csrf": csrf_of(analyst.get(LIST))})
    assert late.status_code == 303


def test_the_page_says_what_is_lost_before_a_form_is_discarded(analyst, office):
    form = begun(analyst, office, title="uji")
    history = f"{form}/riwayat"
    assert "siap dipakai dan isinya tidak ada" not in words_of(analyst.get(history))
    bring(analyst, form, written({"key": "nomor"}))
    press(analyst, form, f"{form}/siap")

    said = words_of(analyst.get(history))

    assert "(2 simpanan) dihapus dari sini, dan tidak dapat dikembalikan" in said
    assert "Simpanan 2 siap dipakai dan isinya tidak ada di versi terbaru SOP mana pun" in said
    assert "SOP yang menyebut kunci uji: tidak ada formulir" in said


def test_a_form_made_ready_anew_meanwhile_is_not_withdrawn_and_the_page_says_so(analyst, form):
    bring(analyst, form, written({"key": "agenda"}))
    press(analyst, form, f"{form}/siap")
    fields = form_of(analyst.get(form), f"{form}/tidak-siap")
    bring(analyst, form, written({"key": "nomor"}), revision=2)
    press(analyst, form, f"{form}/siap")

    answer = analyst.post(f"{form}/tidak-siap", data=fields)

    assert answer.status_code == 409
    assert "Simpanan lain ditandai siap dipakai" in words_of(answer)


# ---------------------------------------------------------------- outsiders


def test_who_writes_no_sops_of_the_office_sees_no_form(app, office, form):
    other = office.signed_in(app, "ketua")

    for page in (LIST, form, f"{form}/berkas.form", f"{form}/pratinjau", f"{form}/riwayat"):
        assert other.get(page).status_code == 404
