"""Every page in light and dark, on a phone and on a desk: nothing blocked, nothing barred."""

from __future__ import annotations

import re

import pytest

from tests.acceptance.looking import SIZES, furnished, in_light_and_dark, troubles_of

pytestmark = pytest.mark.browser

#: What Paraf ulang leads to.
DIFFERENCES = "/proses/{at_done}/dokumen/rka/perbedaan/1/2"

#: who looks, and at what; {…} is filled from the house
PAGES = [
    (None, "/masuk"),
    (None, "/masuk/slip"),
    (None, "/siapkan/tautan-lama"),
    ("sekretaris", "/tugas"),
    ("ketua-tim-perencanaan", "{step_1}"),
    ("ketua-tim-perencanaan", "{step_7}"),
    ("sekretaris", "{step_8}"),
    ("sekretaris", "/antrean-paraf"),
    ("kepala-dinas", "/antrean-paraf"),
    ("sekretaris", "{step_8}/kertas"),
    ("sekretaris", "{step_9}"),
    ("sekretaris", "{step_9}/kertas"),
    ("sekretaris", "{r_asistensi}"),
    ("kepala-dinas", "{step_8}"),
    ("ketua-tim-perencanaan", "/proses"),
    ("ketua-tim-perencanaan", "/proses/mulai"),
    ("ketua-tim-perencanaan", "/proses/mulai/{sop}"),
    ("anggota-tim-1", "/proses/{at_p_bidang}"),
    ("kepala-dinas", "/proses/{at_done}"),
    ("sekretaris", DIFFERENCES),
    ("auditor", "/proses/{at_done}/riwayat"),
    ("auditor", "/proses/{at_done}/putar-ulang"),
    ("auditor", "/proses/{at_done}/pemeriksaan"),
    ("analis", "/sop"),
    ("analis", "/sop/{sop}"),
    ("analis", "/sop/katalog"),
    ("analis", "/sop/unggah"),
    ("analis", "/sop/draf"),
    ("analis", "/sop/draf/{draft}"),
    ("analis", "/sop/draf/{draft}/riwayat"),
    ("analis", "/sop/draf/{draft}/tabel"),
    ("analis", "/sop/draf/{draft}/versi"),
    ("analis", "/sop/formulir"),
    ("analis", "/sop/formulir/{form}"),
    ("analis", "/sop/formulir/{form}/riwayat"),
    ("analis", "/sop/formulir/{form}/pratinjau"),
    ("administrator", "/struktur"),
    ("administrator", "/struktur/kantor/baru"),
    ("administrator", "/struktur/kantor/{office}"),
    ("administrator", "/struktur/kantor/{office}/ubah"),
    ("administrator", "/struktur/kantor/{office}/nonaktifkan"),
    ("administrator", "/struktur/kantor/{office}/unit"),
    ("administrator", "/struktur/unit/{unit}/jabatan"),
    ("administrator", "/struktur/jabatan/{position}"),
    ("administrator", "/surel-tidak-terkirim"),
    ("administrator", "/pekerjaan-terhenti"),
    ("administrator", "/struktur/impor"),
    ("administrator", "/struktur/impor/selesai?jumlah=1-3-8-8-8"),
    ("administrator", "/pegawai"),
    ("administrator", "/pegawai?jabatan={position}&cari=kepala"),
    ("administrator", "/pegawai/baru"),
    ("administrator", "/pegawai/{person}"),
    ("administrator", "/pegawai/{person}/ubah"),
    ("administrator", "/pegawai/{person}/jabatan"),
    ("administrator", "/pegawai/{person}/nonaktifkan"),
    ("administrator", "/pegawai/{person}/slip"),
    ("administrator", "/pegawai/{person}/hapus-data"),
    ("administrator", "/pegawai/jabatan/{holding}/akhiri"),
    ("inspektur", "/surat-tugas"),
    ("inspektur", "/surat-tugas/baru"),
    ("auditor", "/surat-tugas"),
    ("ketua-tim-perencanaan", "/token"),
    ("sekretaris", "/tidak-ada"),
]

#: Over the wire for the first view of a task (order §5; frontend.md §2).
HEAVIEST_TASK = 50_000


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with furnished(tmp_path_factory.mktemp("rumah")) as made:
        yield made


def addresses(house):
    facts = {
        **house.places,
        **{f"at_{stage}": instance for stage, instance in house.instances.items()},
        "sop": house.sop_id,
        "draft": house.draft,
        "form": house.form,
        **house.ids,
    }
    return [(who, place.format(**facts)) for who, place in PAGES]


@pytest.mark.parametrize("size", SIZES)
def test_no_page_breaks_the_policy_or_bars_anybody(browser, house, size):
    wrong = []
    windows = {}
    for who, place in addresses(house):
        if who not in windows:
            windows[who] = house.context(browser, who, **SIZES[size]).new_page()
        page = windows[who]
        page.goto(f"{house.address}{place}")
        if place.endswith("putar-ulang"):
            page.locator(".replay.ready").wait_for()
        wrong += [f"{place} as {who}: {said}" for said in in_light_and_dark(page)]
    for page in windows.values():
        page.context.close()

    assert wrong == []


def test_the_differences_that_are_looked_at_are_some(browser, house):
    page = house.context(browser, "sekretaris", **SIZES["phone"]).new_page()
    page.goto(f"{house.address}{DIFFERENCES.format(at_done=house.instances['done'])}")

    assert page.locator("main ins").count() > 0
    assert page.locator("main del").count() > 0
    page.context.close()


def test_a_signature_on_paper_is_recorded_and_cancelled_without_barring_anybody(browser, house):
    """In one window after the other: what the Sekretaris records, the head cancels."""
    recorder = house.context(browser, "sekretaris", **SIZES["phone"]).new_page()
    recorder.goto(f"{house.address}{house.places['step_9']}/kertas")
    recorder.get_by_role("button", name="Catat tanda tangan basah").click()
    recorder.wait_for_selector(".error-summary")
    wrong = troubles_of(recorder)
    recorder.get_by_label("Tanggal pada kertas").fill("2026-11-26")
    scan = {"name": "halaman.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 halaman"}
    recorder.get_by_label("Pindaian").set_input_files(scan)
    recorder.get_by_role("button", name="Catat tanda tangan basah").click()
    recorder.wait_for_url("**/selesai")
    head = house.context(browser, "kepala-dinas", **SIZES["phone"]).new_page()
    head.goto(f"{house.address}/proses/{house.instances['step_9']}")
    wrong += troubles_of(head)
    head.get_by_role("link", name="Batalkan tanda tangan").click()
    wrong += troubles_of(head)
    head.get_by_label("Alasan").fill("Pagu berubah")
    head.get_by_role("button", name="Batalkan tanda tangan").click()
    head.get_by_text("tanda tangan dibatalkan").wait_for()
    wrong += troubles_of(head)
    recorder.context.close()
    head.context.close()

    assert wrong == []


@pytest.mark.parametrize("size", SIZES)
def test_what_comes_after_a_form_of_the_administrator_bars_nobody(browser, house, size):
    window = house.context(browser, "administrator", **SIZES[size])
    page = window.new_page()
    wrong = []
    for lines in (_FILE, f"{_FILE}Dinas Baru;;Staf;;;123;\n"):
        page.goto(f"{house.address}/struktur/impor")
        file = {"name": "struktur.csv", "mimeType": "text/csv", "buffer": lines.encode()}
        page.get_by_label(re.compile("^Berkas")).set_input_files(file)
        page.get_by_role("button", name="Lihat pratinjau").click()
        page.get_by_role("heading", name="Pratinjau impor").wait_for()
        for fold in page.locator("main details summary").all():
            fold.click()
        wrong += in_light_and_dark(page)
    page.goto(f"{house.address}/pegawai/baru")
    page.get_by_role("button", name="Tambahkan").click()
    page.wait_for_selector(".error-summary")
    wrong += in_light_and_dark(page)
    page.goto(f"{house.address}/token")
    page.get_by_label("Nama program").fill("Penghubung")
    page.get_by_role("button", name="Buat token").click()
    page.get_by_role("heading", name="Token dibuat").wait_for()
    wrong += in_light_and_dark(page)
    window.close()

    assert wrong == []


_FILE = """Perangkat daerah;Unit kerja;Jabatan;Peran;Nama;NIP;Nomor SK
Dinas Baru;Pimpinan;Kepala Dinas Baru;kepala dinas;Pemegang Jabatan;111111111111111111;821/1
Dinas Baru;Bidang Satu;Kepala Bidang Satu;bidang;;;
"""


def test_a_refused_form_moves_the_reader_to_what_is_wrong(browser, house):
    window = house.context(browser, "ketua-tim-perencanaan")
    page = window.new_page()
    page.goto(f"{house.address}{house.places['step_1']}")
    page.get_by_role("button", name="Selesaikan", exact=True).click()
    page.wait_for_selector(".error-summary")

    focused = page.evaluate("document.activeElement.className")
    page.locator(".error-summary a").first.click()
    field = page.evaluate("document.activeElement.id")

    assert focused == "error-summary"
    assert field
    assert troubles_of(page) == []
    window.close()


def test_a_task_is_completed_without_javascript(browser, house, paper):
    window = house.context(browser, "ketua-tim-perencanaan", java_script_enabled=False)
    page = window.new_page()
    page.goto(f"{house.address}{house.places['step_2']}")
    for tick in page.locator("#kelengkapan input[type=checkbox]:not([disabled])").all():
        tick.check()
    for field in page.locator("#isian [data-field]").all():
        _answer(field, paper)
    page.get_by_role("button", name="Selesaikan", exact=True).click()

    assert "Tugas selesai" in page.locator("main").inner_text()
    assert page.get_by_role("link", name="Kirim lewat WhatsApp").count() > 0
    assert not page.get_by_role("button", name="Salin pesan").is_visible()
    window.close()


def _answer(field, paper):
    control = field.locator("input:not([type=hidden]), select, textarea").first
    kind = control.get_attribute("type") or control.evaluate("(it) => it.localName")
    match kind:
        case "file":
            control.set_input_files(paper)
        case "date":
            control.fill("2026-11-20")
        case "radio" | "checkbox":
            control.check()
        case "select":
            control.select_option(index=1)
        case _:
            number = control.get_attribute("inputmode") is not None
            control.fill("3" if number else "Ruang rapat")


def test_what_is_typed_is_kept_every_twenty_seconds(browser, house):
    window = house.context(browser, "sekretaris")
    page = window.new_page()
    page.clock.install()
    page.goto(f"{house.address}{house.places['step_8']}")
    page.get_by_label("Catatan pemeriksaan").fill("Periksa lampiran 3.")
    page.clock.fast_forward(21_000)
    page.get_by_text("Draf tersimpan").wait_for()

    page.reload()

    assert page.get_by_label("Catatan pemeriksaan").input_value() == "Periksa lampiran 3."
    assert page.get_by_text("dibuka kembali").is_visible()
    window.close()


def test_the_page_of_a_task_is_light(browser, house):
    window = house.context(browser, "ketua-tim-perencanaan")
    page = window.new_page()
    wire = window.new_cdp_session(page)
    wire.send("Network.enable")
    weights = []
    wire.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    page.goto(f"{house.address}{house.places['step_7']}", wait_until="networkidle")

    assert len(weights) >= 3
    assert sum(weights) < HEAVIEST_TASK
    window.close()


def test_the_replay_answers_to_keys_and_jumps_for_those_who_want_no_motion(browser, house):
    window = house.context(browser, "auditor", reduced_motion="reduce")
    page = window.new_page()
    page.goto(f"{house.address}/proses/{house.instances['done']}/putar-ulang")
    page.locator(".replay.ready").wait_for()
    slider = page.get_by_role("slider")
    slider.focus()

    page.keyboard.press("End")
    last = slider.get_attribute("aria-valuetext")
    drawn = page.locator("[data-part=stage] .replay-taken").count()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    second = slider.get_attribute("aria-valuetext")

    total = page.locator("[data-frame]").count()
    assert last.startswith(f"{total}/{total}")
    assert second.startswith(f"2/{total}")
    assert drawn > 20
    assert page.locator(".bjs-powered-by").is_visible()
    window.close()


def test_on_a_phone_the_replay_stacks_its_list_below_the_diagram(browser, house):
    window = house.context(browser, "auditor", **SIZES["phone"])
    page = window.new_page()
    page.goto(f"{house.address}/proses/{house.instances['done']}/putar-ulang")
    page.locator(".replay.ready").wait_for()

    stage = page.locator("[data-part=stage]").bounding_box()
    side = page.locator(".replay-side").bounding_box()

    assert side["y"] >= stage["y"] + stage["height"]
    assert stage["width"] > 300
    window.close()
