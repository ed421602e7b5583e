"""*Uji jalan* on its page: walked, taken back, kept, and no process made of it."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from service.store.database import read
from service.store.tables import history_event, process_instance, user_task
from tests import sops
from tests.integration.web.pages.reading import errors_of, page_of, place_of, words_of
from tests.integration.web.pages.test_form_drafts import LIST, bring, press
from tests.integration.web.pages.test_sop_drafts import made_a_version

pytestmark = pytest.mark.slow

LAKIP = "kalbar-lakip"


@pytest.fixture
def analyst(app, office):
    return office.signed_in(app, "analis", confirmed=True)


@pytest.fixture
def place(analyst, office):
    """Return the address of the walk of a SOP that was just taken from the catalogue."""
    page = analyst.get("/sop/katalog")
    csrf = page_of(page).xpath("//input[@name='csrf']/@value")[0]
    kantor = office.pemda.offices["Dinas Koperasi dan UKM"]
    made = analyst.post(f"/sop/katalog/{LAKIP}", data={"csrf": csrf, "kantor": str(kantor)})
    return f"{place_of(made)}/versi/1/uji-jalan"


def fields_of(answer, act):
    """Return what a browser would send of the form of an act, as it stands."""
    (form,) = [
        form
        for form in page_of(answer).iter("form")
        if act in form.xpath(".//input[@name='tindakan']/@value")
    ]
    found: dict[str, list[str]] = {}
    for control in form.xpath(".//input|.//select|.//textarea"):
        if control.get("type") in {"checkbox", "radio"} and control.get("checked") is None:
            continue
        found.setdefault(control.get("name"), []).append(control.value or "")
    return found


def do(client, place, act, **typed):
    """Fill in the form of an act as the page shows it, and send it."""
    fields = fields_of(client.get(place), act) | typed
    return client.post(place, data=fields)


def begun(client, place):
    assert do(client, place, "mulai", jam="2026-03-16T10:00", tahun="2026").status_code == 303
    return client.get(place)


def counted(office):
    """Return how many processes, tasks and events the store holds."""
    with read(office.pemda.session) as connection:
        return [
            connection.scalar(
                select(func.count()).select_from(table).where(table.c.pemda_id == office.pemda.id)
            )
            for table in (process_instance, user_task, history_event)
        ]


def test_a_walk_begins_where_the_sop_begins_and_says_that_it_is_none(analyst, place):
    shown = begun(analyst, place)

    words = words_of(shown)
    assert "tidak ada yang tersimpan sebagai proses" in words
    assert "16 Maret 2026 pukul 10.00 WIB" in words
    (task,) = page_of(shown).xpath("//section[@aria-labelledby='tugas']")
    assert task.xpath("string(.//h2)").startswith("1: ")
    assert page_of(shown).xpath("//*[contains(@class,'current')]/@data-element") == ["step_1"]


def test_what_a_real_task_asks_for_besides_its_form_is_told(analyst, place):
    words = words_of(begun(analyst, place))

    assert "Kelengkapan dicentang: Peraturan Terkait Penyusunan LAKIP" in words


def test_nothing_of_a_walk_is_a_process_a_task_or_an_event(analyst, office, place):
    before = counted(office)

    begun(analyst, place)
    do(analyst, place, "jam-berikut")

    assert counted(office) == before


def test_the_form_is_that_of_the_step_and_is_checked_as_it_is_in_earnest(analyst, place):
    begun(analyst, place)

    refused = do(analyst, place, "selesai")

    shown = page_of(refused)
    assert refused.status_code == 422
    assert errors_of(refused)
    for target in shown.xpath("//div[contains(@class,'error-summary')]//a/@href"):
        assert shown.get_element_by_id(target.removeprefix("#")) is not None


def test_the_clock_is_proposed_to_move_to_what_falls_due_next(analyst, place):
    shown = begun(analyst, place)

    (due,) = page_of(shown).xpath("//form[.//input[@value='jam-berikut']]//button/span")
    proposed = fields_of(shown, "jam")["jam"]
    moved = do(analyst, place, "jam")

    assert proposed == ["2026-03-17T16:00"]
    assert "17 Maret 2026 pukul 16.00 WIB" in due.text_content()
    assert moved.status_code == 303
    # Nothing falls due any more: the office opens again after Idulfitri.
    assert fields_of(analyst.get(place), "jam")["jam"] == ["2026-03-25T07:30"]


def test_what_was_typed_comes_back_with_the_error(analyst, place):
    begun(analyst, place)
    name = next(it for it in fields_of(analyst.get(place), "selesai") if it.startswith("isian."))

    refused = do(analyst, place, "jam", jam="besok", **{name: "x"})

    assert refused.status_code == 422
    assert page_of(refused).xpath("//input[@name='jam']/@value") == ["besok"]


@pytest.fixture
def asking(analyst, office):
    """Return the address of the walk of a SOP whose form asks one thing only after an answer."""
    kantor = str(office.pemda.offices["Dinas Koperasi dan UKM"])
    csrf = page_of(analyst.get("/sop/unggah")).xpath("//input[@name='csrf']/@value")[0]
    files = {
        "diagram": (io.BytesIO(sops.diagram()), "sop.bpmn"),
        "formulir": (io.BytesIO(sops.conditional_form()), "uji.form"),
    }
    made = analyst.post(
        "/sop/unggah",
        data={"csrf": csrf, "kantor": kantor, **files},
        content_type="multipart/form-data",
    )
    assert made.status_code == 303
    return f"{place_of(made)}/versi/1/uji-jalan"


@pytest.fixture
def at_system(analyst, office):
    """Return the address of the walk of a SOP whose one step a system does."""
    raw = sops.diagram("sop-sistem", form=None).replace(b"userTask", b"serviceTask")
    job = b'<alur:job type="sipd"/><alur:returns variable="nomor" kind="number"/>'
    raw = raw.replace(b"</alur:step>", b"</alur:step>" + job)
    kantor = str(office.pemda.offices["Dinas Koperasi dan UKM"])
    csrf = page_of(analyst.get("/sop/unggah")).xpath("//input[@name='csrf']/@value")[0]
    made = analyst.post(
        "/sop/unggah",
        data={"csrf": csrf, "kantor": kantor, "diagram": (io.BytesIO(raw), "sop.bpmn")},
        content_type="multipart/form-data",
    )
    assert made.status_code == 303, errors_of(made)
    return f"{place_of(made)}/versi/1/uji-jalan"


def test_a_step_of_a_system_is_answered_as_that_system(analyst, at_system):
    shown = begun(analyst, at_system)
    assert "Dikerjakan sistem di luar Alur (jenis pekerjaan “sipd”), tanpa pegawai" in words_of(
        shown
    )

    for act, control in (("gagal", "kegagalan"), ("galat", "kode")):
        refused = do(analyst, at_system, act)
        assert refused.status_code == 422
        assert f"#{control}" in page_of(refused).xpath("//*[@role='alert']//a/@href")
    uncaught = do(analyst, at_system, "galat", kode="ditolak")
    assert "Tidak ada yang menangani galat ditolak" in " ".join(errors_of(uncaught))
    assert do(analyst, at_system, "gagal", kegagalan="SIPD mati").status_code == 303
    held = analyst.get(at_system)
    assert "Kendala proses di “1: Mencatat surat”" in words_of(held)
    assert "Sistem menyelesaikan" not in words_of(held)

    assert do(analyst, at_system, "mundur").status_code == 303
    assert do(analyst, at_system, "selesai", **{"isian.nomor": "7"}).status_code == 303
    assert "Proses selesai" in words_of(analyst.get(at_system))


def test_the_page_asks_which_fields_the_answers_leave_visible(analyst, asking):
    shown = page_of(begun(analyst, asking))
    (form,) = shown.xpath("//form[@data-fields]")
    fields = fields_of(analyst.get(asking), "selesai")

    seen = {
        answer: analyst.post(
            form.get("data-fields"), data=fields | {"isian.lengkap": answer}
        ).get_json()["visible"]
        for answer in ("ya", "tidak")
    }

    assert form.get("data-fields") == f"{asking}/isian"
    assert form.xpath(".//*[@data-decides]/@value") == ["ya", "tidak"]
    assert seen == {"ya": ["isian-lengkap"], "tidak": ["isian-lengkap", "isian-sebab"]}


def test_without_script_every_field_is_there_and_says_to_which_answer_it_belongs(analyst, asking):
    begun(analyst, asking)

    (field,) = page_of(analyst.get(asking)).xpath("//div[@data-field='isian-sebab']")
    answer = do(analyst, asking, "selesai", **{"isian.lengkap": "ya", "isian.sebab": ""})

    assert "Berkas lengkap" in field.xpath("string(.//*[@class='without-js'])")
    assert answer.status_code == 303


def test_of_a_task_that_is_not_open_no_field_is_told_and_an_outsider_is_told_nothing(
    app, office, analyst, asking
):
    csrf = fields_of(begun(analyst, asking), "selesai")["csrf"]
    told = analyst.post(f"{asking}/isian", data={"csrf": csrf, "tugas": "99"})

    assert told.get_json() == {"visible": []}
    stranger = office.signed_in(app, "orang-lain")
    own = page_of(stranger.get("/kalender")).xpath("//input[@name='csrf']/@value")[0]
    assert stranger.post(f"{asking}/isian", data={"csrf": own}).status_code == 404


def test_the_clock_goes_to_what_falls_due_next_and_never_back(analyst, place):
    begun(analyst, place)

    back = do(analyst, place, "jam", jam="2026-03-01T10:00")
    on = do(analyst, place, "jam-berikut")

    assert back.status_code == 422
    assert on.status_code == 303
    assert "Jatuh tempo" in words_of(analyst.get(place))


def test_an_act_is_taken_back_and_the_walk_begun_again(analyst, place):
    begun(analyst, place)
    do(analyst, place, "jam-berikut")

    do(analyst, place, "mundur")
    assert "16 Maret 2026 pukul 10.00 WIB" in words_of(analyst.get(place))

    do(analyst, place, "ulang")
    assert fields_of(analyst.get(place), "mulai")


def test_a_page_that_was_left_open_does_nothing_to_a_walk_that_went_on(analyst, place):
    begun(analyst, place)
    left_open = fields_of(analyst.get(place), "jam-berikut")
    do(analyst, place, "jam-berikut")

    late = analyst.post(place, data=left_open)

    assert late.status_code == 409
    assert "sudah dilanjutkan" in " ".join(errors_of(late))


def test_everybody_walks_alone(app, office, analyst, place):
    begun(analyst, place)

    assert fields_of(office.signed_in(app, "kadis").get(place), "mulai")


def test_a_walk_is_kept_runs_at_once_and_is_removed_with_a_reason(analyst, place):
    begun(analyst, place)

    assert do(analyst, place, "simpan", nama="").status_code == 422
    kept = do(analyst, place, "simpan", nama="Jalan biasa")
    assert kept.status_code == 303
    assert "Uji “Jalan biasa” tersimpan" in words_of(analyst.get(kept.location))
    again = do(analyst, place, "simpan", nama="Jalan biasa")
    assert again.status_code == 409
    assert "Alasan mengganti uji itu (wajib)" in words_of(again)
    assert "Alasan mengganti" not in words_of(analyst.get(place))

    shown = analyst.get(place)
    assert re.search("Jalan biasa Lulus", words_of(shown))
    (action,) = page_of(shown).xpath("//form[contains(@action,'/hapus')]/@action")
    csrf = page_of(shown).xpath("//input[@name='csrf']/@value")[0]
    assert analyst.post(action, data={"csrf": csrf}).status_code == 422
    gone = analyst.post(action, data={"csrf": csrf, "alasan": "Berubah"})
    assert gone.status_code == 303
    assert "Jalan biasa" not in words_of(analyst.get(place))


def test_why_a_kept_walk_was_replaced_or_deleted_stands_in_the_life_of_the_sop(
    analyst, app, office, place
):
    page = place.partition("/versi/")[0]
    begun(analyst, place)
    do(analyst, place, "simpan", nama="Jalan biasa")
    do(analyst, place, "simpan", nama="Jalan lain")
    fields = fields_of(analyst.get(place), "simpan")
    again = {"nama": "Jalan biasa", "alasan-ganti": "Langkah <3> memang berubah"}
    assert analyst.post(place, data=fields | again).status_code == 303
    shown = analyst.get(place)
    action = page_of(shown).xpath("//form[contains(@action,'/hapus')]/@action")[-1]
    csrf = page_of(shown).xpath("//input[@name='csrf']/@value")[0]
    analyst.post(action, data={"csrf": csrf, "alasan": "Tidak perlu lagi"})

    for who in ("kadis", "analis"):
        [told] = page_of(office.signed_in(app, who).get(page)).xpath(
            "//section[@aria-labelledby='riwayat-sop']"
        )
        words = " ".join(told.text_content().split())
        assert "“Jalan biasa” diganti" in words
        assert "Alasan: Langkah <3> memang berubah" in words
        assert "“Jalan lain” dihapus" in words
        assert "Alasan: Tidak perlu lagi" in words
    staff = office.signed_in(app, "anggota-1").get(page)
    assert "Jalan biasa" not in staff.get_data(as_text=True)


def test_a_version_that_fails_a_kept_walk_says_so_where_it_is_walked(analyst, office, place):
    begun(analyst, place)
    do(analyst, place, "simpan", nama="Jalan biasa")
    raw = Path(f"bpmn/{LAKIP}.bpmn").read_bytes()
    other = raw.replace(b'"step_1"', b'"step_1a"').replace(b">step_1<", b">step_1a<")
    upload = page_of(analyst.get("/sop/unggah"))
    with_file = {
        "csrf": upload.xpath("//input[@name='csrf']/@value")[0],
        "kantor": str(office.pemda.offices["Dinas Koperasi dan UKM"]),
        "diagram": (io.BytesIO(other), "sop.bpmn"),
    }
    added = analyst.post("/sop/unggah", data=with_file, content_type="multipart/form-data")
    assert added.status_code == 303, errors_of(added)

    shown = analyst.get(place.replace("/versi/1/", "/versi/2/"))

    sop = words_of(analyst.get(place.partition("/versi/")[0]))
    assert "Versi ini belum dapat diberlakukan: tidak lulus uji jalan “Jalan biasa”." in sop
    assert "Jalan biasa Tidak lulus" in words_of(shown)
    assert "Setelah tindakan ke-1 (memulai proses) seharusnya sampai di" in words_of(shown)


def test_the_page_of_a_sop_leads_authors_to_the_walk_and_nobody_else(app, office, analyst, place):
    sop = place.partition("/versi/")[0]

    assert place in page_of(analyst.get(sop)).xpath("//a/@href")
    for who in ("ketua", "anggota-1"):
        other = office.signed_in(app, who)
        assert place not in page_of(other.get(sop)).xpath("//a/@href")
        assert other.get(place).status_code == 403
    assert office.signed_in(app, "orang-lain").get(place).status_code == 404


def test_a_sop_is_walked_to_its_end_by_its_pages_alone(analyst, place):
    begun(analyst, place)
    pages = []

    for _ in range(60):
        shown = analyst.get(place)
        pages.append(words_of(shown))
        if "Proses selesai" in words_of(shown):
            break
        act = next(it for it in ("selesai", "pesan", "jam-berikut") if has(shown, it))
        answer = analyst.post(place, data=filled(shown, act))
        assert answer.status_code == 303, errors_of(answer)

    assert "Uji jalan ini sampai di akhir SOP" in words_of(analyst.get(place))
    assert not has(analyst.get(place), "jam-berikut")
    # Where work can go back to, and whose turn of several it is, are named.
    assert any("Kembalikan ke 4: rapat penyusunan konsep" in page for page in pages)
    assert any("· Bidang contoh A Sebagai Bidang, Bidang contoh A" in page for page in pages)
    assert "Bidang (Bidang contoh A) menyelesaikan" in pages[-1]


def test_a_way_back_that_names_no_step_says_to_which_it_leads(analyst, draft):
    raw = Path(f"bpmn/{LAKIP}.bpmn").read_bytes()
    name = b"Kembalikan ke 4: rapat penyusunan konsep"
    save(analyst, draft, raw.replace(name, b"Belum sesuai"), 1)
    walk = f"{draft}/uji-jalan"
    begun(analyst, walk)

    for _ in range(30):
        shown = analyst.get(walk)
        if "Dikembalikan ke" in words_of(shown):
            break
        act = next(it for it in ("selesai", "pesan", "jam-berikut") if has(shown, it))
        analyst.post(walk, data=filled(shown, act))

    assert "Belum sesuai: kembali ke langkah “4: Mengadakan Rapat" in words_of(shown)


# ---------------------------------------------------------------- drafts


@pytest.fixture
def draft(analyst, place):
    """Return the address of a draft that was begun with the diagram of the version."""
    begin = place.replace("/uji-jalan", "/draf")
    csrf = page_of(analyst.get(place)).xpath("//input[@name='csrf']/@value")[0]
    return analyst.post(begin, data={"csrf": csrf}).location


def save(client, draft, xml, revision):
    page = client.get(f"{draft}/riwayat")
    csrf = page_of(page).xpath("//input[@name='csrf']/@value")[0]
    answer = client.post(
        f"{draft}/simpan",
        data={"csrf": csrf, "revisi": revision, "diagram": (io.BytesIO(xml), "sop.bpmn")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 303, errors_of(answer)


def test_a_draft_is_walked_and_the_walk_goes_on_over_its_next_revision(analyst, office, draft):
    before = counted(office)
    walk = f"{draft}/uji-jalan"
    begun(analyst, walk)
    do(analyst, walk, "jam-berikut")
    raw = Path(f"bpmn/{LAKIP}.bpmn").read_bytes()

    save(analyst, draft, raw + b"\n", 1)

    assert "Anda memajukan jam." in words_of(analyst.get(walk))
    assert counted(office) == before


def test_who_walks_a_draft_that_somebody_else_just_saved_reads_so(app, office, analyst, draft):
    walk = f"{draft}/uji-jalan"
    head = office.signed_in(app, "sekretaris")
    told = "menyimpan draf ini pukul"

    assert told not in words_of(analyst.get(walk))
    words = words_of(head.get(walk))

    assert f"Analis {told}" in words
    assert "mengikuti isi draf yang terakhir disimpan" in words


def test_a_revision_that_the_walk_no_longer_fits_says_so_and_keeps_what_fits(analyst, draft):
    walk = f"{draft}/uji-jalan"
    begun(analyst, walk)
    analyst.post(walk, data=filled(analyst.get(walk), "selesai"))
    raw = Path(f"bpmn/{LAKIP}.bpmn").read_bytes()

    save(analyst, draft, raw.replace(b'"step_1"', b'"lain"').replace(b">step_1<", b">lain<"), 1)

    shown = analyst.get(walk)
    errors = " ".join(errors_of(shown))
    assert "berubah sejak uji jalan ini: 1 dari 2 tindakan dijalankan lagi" in errors
    assert "tindakan ke-2 tidak ada lagi di diagram" in errors
    assert do(analyst, walk, "ulang").status_code == 303
    assert fields_of(analyst.get(walk), "mulai")


def test_a_form_that_asks_more_since_a_walk_is_told_by_its_fields(analyst, office, draft):
    walk = f"{draft}/uji-jalan"
    begun(analyst, walk)
    analyst.post(walk, data=filled(analyst.get(walk), "selesai"))
    form = json.loads(Path("forms/kalbar-sk-tim.form").read_text("utf-8"))
    asked = {"key": "sumber", "id": "f_sumber", "label": "Sumber data", "type": "textfield"}
    form["components"].append({**asked, "validate": {"required": True}})
    fields = {
        "kunci_formulir": ["kalbar-sk-tim"],
        "kantor": [str(office.pemda.offices["Dinas Koperasi dan UKM"])],
    }
    edited = press(analyst, LIST, f"{LIST}/sunting", **fields).location
    bring(analyst, edited, json.dumps(form).encode())
    assert press(analyst, edited, f"{edited}/siap").status_code == 303

    errors = errors_of(analyst.get(walk))

    assert "berubah sejak uji jalan ini: 1 dari 2 tindakan" in errors[0]
    assert [line for line in errors if line.startswith("Sumber data: ")]


def test_a_draft_that_fails_a_kept_walk_says_so_before_it_becomes_a_version(analyst, draft):
    walk = f"{draft}/uji-jalan"
    begun(analyst, walk)
    do(analyst, walk, "simpan", nama="Jalan biasa")
    raw = analyst.get(f"{draft}/diagram.bpmn").data
    assert "Jalan biasa" not in words_of(analyst.get(f"{draft}/versi"))
    save(analyst, draft, raw.replace(b'"step_1"', b'"lain"').replace(b">step_1<", b">lain<"), 1)

    told = words_of(analyst.get(f"{draft}/versi"))

    assert "Versi ini belum akan dapat diberlakukan" in told
    assert "“Jalan biasa”: Setelah tindakan ke-1 (memulai proses) seharusnya sampai di" in told


def test_a_walk_of_a_draft_is_kept_for_its_sop(analyst, place, draft):
    walk = f"{draft}/uji-jalan"
    begun(analyst, walk)

    assert do(analyst, walk, "simpan", nama="Dari draf").status_code == 303

    assert "Dari draf Lulus" in words_of(analyst.get(place))


@pytest.fixture
def new_draft(analyst, office):
    """Return the address of a draft of an SOP that has no version yet."""
    kantor = str(office.pemda.offices["Dinas Koperasi dan UKM"])
    csrf = page_of(analyst.get("/sop/draf")).xpath("//input[@name='csrf']/@value")[0]
    made = analyst.post("/sop/draf", data={"csrf": csrf, "kantor": kantor, "judul": "Laporan"})
    return made.location


def test_a_walk_is_kept_before_there_is_a_version_and_goes_along_into_the_first(
    analyst, office, new_draft
):
    walk = f"{new_draft}/uji-jalan"
    begun(analyst, walk)
    do(analyst, walk, "simpan", nama="Jalan biasa")
    do(analyst, walk, "simpan", nama="Yang salah")
    kept = do(analyst, walk, "simpan", nama="Jalan biasa")

    (form,) = page_of(analyst.get(walk)).xpath("//form[contains(., 'Hapus uji ini: Yang salah')]")
    gone = analyst.post(walk, data=dict(form.form_values()))
    shown = words_of(analyst.get(walk))

    assert "ikut ke versi pertama SOP ini" in words_of(analyst.get(kept.location))
    assert "Uji itu dihapus." in words_of(analyst.get(gone.location))
    assert shown.count("Jalan biasa Lulus") == 1
    assert "Yang salah" not in shown
    made = made_a_version(analyst, new_draft)
    assert made.status_code == 303, errors_of(made)
    of_version = words_of(analyst.get(f"{place_of(made)}/versi/1/uji-jalan"))
    assert of_version.count("Jalan biasa Lulus") == 1


def test_a_draft_with_a_kept_walk_can_be_thrown_away_and_another_keeps_none_of_it(
    analyst, new_draft
):
    begun(analyst, f"{new_draft}/uji-jalan")
    do(analyst, f"{new_draft}/uji-jalan", "simpan", nama="Jalan biasa")
    csrf = page_of(analyst.get(f"{new_draft}/riwayat")).xpath("//input[@name='csrf']/@value")[0]

    assert analyst.post(f"{new_draft}/buang", data={"csrf": csrf}).status_code == 303
    assert analyst.get(f"{new_draft}/uji-jalan").status_code == 404


def test_a_draft_that_cannot_be_run_yet_shows_what_is_wrong_with_it(analyst, draft):
    raw = Path(f"bpmn/{LAKIP}.bpmn").read_bytes()
    save(analyst, draft, raw.replace(b'targetRef="step_2"', b'targetRef="tiada"'), 1)

    shown = analyst.get(f"{draft}/uji-jalan")

    assert shown.status_code == 422
    assert "Diagram ini belum dapat dijalankan" in words_of(shown)
    assert page_of(shown).xpath("//ol[@class='findings']/li")


def test_a_draft_that_was_walked_can_be_thrown_away(analyst, draft):
    begun(analyst, f"{draft}/uji-jalan")
    csrf = page_of(analyst.get(f"{draft}/riwayat")).xpath("//input[@name='csrf']/@value")[0]

    assert analyst.post(f"{draft}/buang", data={"csrf": csrf}).status_code == 303
    assert analyst.get(f"{draft}/uji-jalan").status_code == 404


def test_nobody_walks_a_draft_who_writes_no_sops_of_the_office(app, office, draft):
    for who in ("ketua", "orang-lain", "auditor"):
        assert office.signed_in(app, who).get(f"{draft}/uji-jalan").status_code == 404


def has(answer, act):
    return bool(page_of(answer).xpath(f"//input[@name='tindakan'][@value='{act}']"))


def filled(answer, act):
    """Return the form of an act as somebody fills it in who agrees with everything."""
    (form,) = page_of(answer).xpath(f"//form[.//input[@name='tindakan'][@value='{act}']]")
    found = {}
    for control in form.xpath(".//input|.//select|.//textarea"):
        name, kind = control.get("name"), control.get("type", "")
        if kind == "hidden":
            found[name] = control.get("value")
        elif kind in {"radio", "checkbox"}:
            found.setdefault(name, control.get("value"))
        elif control.tag == "select":
            found[name] = control.xpath("./option/@value")[1]
        else:
            made = {"date": "2026-03-20", "time": "10:00", "datetime-local": "2026-03-20T10:00"}
            text = "12" if control.get("inputmode") else "Contoh"
            found[name] = made.get(kind, text)
    return found
