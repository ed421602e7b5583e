"""The form editor in a browser: editing, the phone beside it, two people, into a version."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from service.web.form_names import read_key
from tests.acceptance.looking import troubles_of
from tests.acceptance.pages import Person
from tests.acceptance.walk import TEAM

pytestmark = pytest.mark.browser


#: Where processes of the house wait.
WAITING = ("step_7",)


def opened(page):
    expect(page.locator("[data-form-editor][data-open=yes]")).to_be_visible()
    return page


def begun(page, house, title="Surat masuk", copied=""):
    page.goto(f"{house.address}/sop/formulir")
    page.get_by_label("Judul formulir").fill(title)
    page.get_by_label("Mulai dari").select_option(copied)
    page.get_by_role("button", name="Buat formulir").click()
    return opened(page)


def palette(page, name):
    return page.locator("[data-part=palette]").get_by_role("button", name=name, exact=True)


def panel(page, label):
    return page.locator("[data-part=panel]").get_by_label(label, exact=True)


def add(page, name):
    """Add a component whose first row is its label, and wait until the page went there.

    The page does so a moment after the click: what a test types faster would land in the label.
    """
    palette(page, name).click()
    expect(panel(page, "Label")).to_be_focused()


def phone(page):
    return page.frame_locator("[data-part=phone] iframe")


def save(page):
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.locator("[data-part=state]")).to_have_text(re.compile("^Tersimpan"))


def stored(page):
    answer = page.context.request.get(f"{page.url}/berkas.form")
    assert answer.ok
    return json.loads(answer.body())


def bring(page, *components):
    """Upload a file with these components into the form of the page."""
    raw = {"type": "default", "schemaVersion": 19, "components": components}
    page.get_by_text("Unggah berkas ke formulir ini").click()
    page.get_by_label("Berkas formulir").set_input_files(
        {"name": "a.form", "mimeType": "application/json", "buffer": json.dumps(raw).encode()}
    )
    page.get_by_role("button", name="Simpan ke formulir").click()


def choose(page, label):
    page.locator(".fjs-element[data-field-type]", has_text=label).last.click()


# ---------------------------------------------------------------- editing


def test_a_field_is_added_and_named_by_keyboard_and_staff_see_it_on_the_phone(desk, house):
    page = begun(desk(), house)

    palette(page, "Satu pilihan").focus()
    page.keyboard.press("Enter")
    expect(panel(page, "Label")).to_be_focused()
    page.keyboard.type("Cara mengirim")
    page.keyboard.press("Tab")

    expect(phone(page).get_by_text("Cara mengirim")).to_be_visible()
    expect(phone(page).get_by_label("Pilihan 2")).to_be_visible()
    save(page)
    (field,) = stored(page)["components"]
    assert (field["type"], field["label"], field["key"]) == (
        "radio",
        "Cara mengirim",
        "cara_mengirim",
    )


def test_a_field_is_dragged_into_its_place(desk, house):
    page = begun(desk(), house)
    palette(page, "Teks pendek").click()
    palette(page, "Angka").hover()
    page.mouse.down()
    there = page.locator(".fjs-element[data-field-type=textfield]").bounding_box()
    page.mouse.move(there["x"] + 60, there["y"] + there["height"] + 60, steps=12)
    page.mouse.move(there["x"] + 60, there["y"] + 4, steps=12)
    page.mouse.up()

    expect(page.locator(".fjs-element[data-field-type=number]")).to_be_visible()
    save(page)
    assert {one["type"] for one in stored(page)["components"]} == {"number", "textfield"}


def expect_sound(page):
    """Expect that nothing is wrong but that fields still have the words they began with."""
    expect(page.locator("[data-part=checked]")).to_contain_text("Cek formulir:")
    told = page.locator("[data-part=findings] li")
    expect(told.filter(has_not_text="belum diganti")).to_have_count(0)
    assert told.count() > 0


def test_only_what_the_server_renders_can_be_added_and_each_is_sound_as_it_begins(desk, house):
    page = begun(desk(), house)
    names = page.locator("[data-part=palette] button").all_inner_texts()

    for name in names:
        palette(page, name).click()
        # After the group, not in it.
        if name != "Kelompok":
            expect(panel(page, "Tulisan" if name == "Keterangan" else "Label")).to_be_focused()
    save(page)

    assert len(names) == 11
    expect(page.locator("[data-part=findings] li")).to_have_count(len(names) - 1)
    expect_sound(page)


def test_each_attribute_of_the_panel_is_one_that_the_server_takes(desk, house):
    page = begun(desk(), house)
    add(page, "Beberapa pilihan")
    panel(page, "Pilihannya dari").select_option("Bidang dan unit kantor")
    panel(page, "Semua yang diusulkan sudah tercentang").check()
    add(page, "Angka")
    panel(page, "Paling besar").fill("12,5")
    panel(page, "Batas hanya menjaga salah ketik").check()
    panel(page, "Tulisan di depan").fill("Rp")
    panel(page, "Data pribadi").check()
    panel(page, "Disembunyikan bila").fill("putaran = 0")
    add(page, "Tanggal dan jam")
    panel(page, "Yang diisi").select_option("Jam")
    add(page, "Berkas")
    panel(page, "Menjadi dokumen proses").fill("surat")
    panel(page, "Jenis berkas").fill(".pdf,.docx")
    panel(page, "Bukti pengiriman ke instansi terkait").check()
    panel(page, "Wajib diisi").check()
    save(page)

    expect_sound(page)
    asked, number, time, file = stored(page)["components"]
    assert (asked["valuesKey"], asked["properties"]) == ("alur_bidang", {"usulan": "semua"})
    assert "values" not in asked
    assert number["validate"] == {"max": 12.5}
    assert number["properties"] == {"batas": "teknis", "pribadi": "true"}
    assert number["appearance"] == {"prefixAdorner": "Rp"}
    assert number["conditional"] == {"hide": "=putaran = 0"}
    assert (time["subtype"], time["timeLabel"]) == ("time", "Tanggal dan jam")
    assert file["properties"] == {"document": "surat", "bukti": "pengiriman"}
    assert file["validate"] == {"required": True}


def test_choices_are_added_named_and_taken_away(desk, house):
    page = begun(desk(), house)
    add(page, "Pilihan dari daftar")
    page.get_by_role("button", name="Tambah pilihan").click()
    page.get_by_label("Label pilihan 3").fill("Surat edaran")
    page.keyboard.press("Tab")
    page.get_by_label("Nilai pilihan 3").fill("edaran")
    page.get_by_role("button", name="Hapus pilihan 1").click()
    save(page)

    (field,) = stored(page)["components"]
    assert field["values"] == [
        {"label": "Pilihan 2", "value": "pilihan_2"},
        {"label": "Surat edaran", "value": "edaran"},
    ]


def test_the_values_of_new_choices_follow_their_labels_until_somebody_goes_elsewhere(desk, house):
    page = begun(desk(), house)
    add(page, "Satu pilihan")
    one = panel(page, "Label pilihan 1")
    one.fill("Lengkap")
    one.blur()
    two = panel(page, "Label pilihan 2")
    two.fill("Lengkap!")
    two.blur()
    expect(panel(page, "Nilai pilihan 2")).to_have_value("lengkap_2")
    add(page, "Teks pendek")
    choose(page, "Lengkap!")
    one.fill("Lengkap dan benar")
    one.blur()
    save(page)

    assert stored(page)["components"][0]["values"] == [
        {"label": "Lengkap dan benar", "value": "lengkap"},
        {"label": "Lengkap!", "value": "lengkap_2"},
    ]


def test_what_stands_where_a_component_was_taken_away_is_chosen_and_stays_so(desk, house):
    page = begun(desk(), house)
    for name in ("Angka", "Teks panjang", "Teks pendek"):
        add(page, name)
    page.locator("[data-part=panel]").get_by_role("button", name="Hapus").click()

    expect(panel(page, "Label")).to_have_value("Teks panjang")
    choose(page, "Angka")
    expect(panel(page, "Label")).to_have_value("Angka")
    choose(page, "Angka")
    expect(panel(page, "Label")).to_have_value("Angka")


def test_the_chosen_component_is_taken_away_by_a_key_but_no_letter_takes_it_with_it(desk, house):
    page = begun(desk(), house)
    for name in ("Angka", "Teks pendek"):
        add(page, name)
    page.keyboard.press("Delete")
    expect(page.locator(".fjs-element[data-field-type=textfield]")).to_have_count(1)
    choose(page, "Teks pendek")
    page.keyboard.press("Delete")

    expect(page.locator(".fjs-element[data-field-type=textfield]")).to_have_count(0)
    page.get_by_role("button", name="Urungkan").click()
    expect(page.locator(".fjs-element[data-field-type=textfield]")).to_have_count(1)


def test_one_edit_is_one_step_of_undo_and_a_field_is_moved_by_buttons(desk, house):
    page = begun(desk(), house)
    add(page, "Teks pendek")
    panel(page, "Label").fill("Pertama")
    add(page, "Angka")
    panel(page, "Label").fill("Kedua")
    page.get_by_role("button", name="Naikkan").click()
    save(page)
    assert [one["label"] for one in stored(page)["components"]] == ["Kedua", "Pertama"]

    page.get_by_role("button", name="Urungkan").click()
    page.get_by_role("button", name="Urungkan").click()
    expect(panel(page, "Label")).to_have_value("Angka")


def test_a_key_that_cannot_be_a_variable_is_told_and_not_written(desk, house):
    page = begun(desk(), house)
    add(page, "Angka")
    panel(page, "Label").fill("Jumlah")
    panel(page, "Kunci").fill("dua kata")

    expect(page.get_by_text("Pakai huruf, angka, dan garis bawah")).to_be_visible()
    save(page)
    assert stored(page)["components"][0]["key"] == "jumlah"


def test_a_key_follows_the_label_of_a_new_field_only_until_somebody_goes_elsewhere(desk, house):
    page = begun(desk(), house)
    add(page, "Angka")
    panel(page, "Label").fill("Jumlah")
    expect(panel(page, "Kunci")).to_have_value("jumlah")
    panel(page, "Label").fill("Jumlah peserta")
    expect(panel(page, "Kunci")).to_have_value("jumlah_peserta")
    add(page, "Teks pendek")
    choose(page, "Jumlah peserta")
    panel(page, "Label").fill("Peserta")
    save(page)

    number = stored(page)["components"][0]
    assert (number["label"], number["key"]) == ("Peserta", "jumlah_peserta")


def test_a_finding_leads_to_its_component(desk, house):
    page = begun(desk(), house)
    add(page, "Teks panjang")
    panel(page, "Label").fill("")
    palette(page, "Angka").click()

    line = page.locator("[data-part=findings] li")
    expect(line).to_contain_text("belum punya label")
    expect(page.locator("[data-part=phone-state]")).to_contain_text("belum diperbarui")
    line.get_by_role("button", name="Tunjukkan").click()
    expect(page.locator("[data-part=panel] h2")).to_have_text("Teks panjang")


def test_what_alur_does_not_show_is_told_and_stays_in_the_file(desk, house):
    page = begun(desk(), house)
    bring(
        page,
        {"type": "image", "id": "logo", "source": "x", "alt": "Logo"},
        {"type": "group", "id": "k", "components": []},
    )
    opened(page)
    expect(page.locator("[data-part=canvas]")).to_contain_text("“image” tidak didukung Alur")
    expect(page.locator("[data-part=findings]")).to_contain_text('Komponen "image"')
    palette(page, "Angka").click()
    save(page)

    image, group, number = stored(page)["components"]
    assert {name: image[name] for name in ("type", "source", "alt")} == {
        "type": "image",
        "source": "x",
        "alt": "Logo",
    }
    assert "label" not in group
    assert number["type"] == "number"


def test_a_file_that_the_editor_cannot_open_is_kept_and_its_faults_are_told(desk, house):
    page = begun(desk(), house)
    twice = {"type": "number", "key": "nomor", "label": "Nomor"}
    bring(page, {**twice, "id": "satu"}, {**twice, "id": "dua"})

    expect(page.get_by_text("Berkas ini tidak dapat dibuka di penyusun")).to_be_visible()
    expect(page.get_by_text('Kunci "nomor" dipakai oleh dua isian')).to_be_visible()
    expect(page.locator("[data-form-editor]")).to_be_hidden()
    assert [one["id"] for one in stored(page)["components"]] == ["satu", "dua"]


# ---------------------------------------------------------------- what the page says


def test_nothing_is_blocked_or_bars_anybody_with_every_kind_of_component_chosen(desk, house):
    page = begun(desk(), house)
    wrong = troubles_of(page)
    for name in page.locator("[data-part=palette] button").all_inner_texts():
        palette(page, name).click()
        page.locator("[data-part=panel] h2").wait_for()
        wrong += [f"{name}: {said}" for said in troubles_of(page)]
    expect(phone(page).get_by_text("Pratinjau")).to_be_visible()

    assert wrong == []


def test_the_editor_can_be_read_where_the_page_is_dark(desk, house):
    page = begun(desk(), house)
    page.emulate_media(color_scheme="dark")
    palette(page, "Beberapa pilihan").click()
    page.locator("[data-part=panel] h2").wait_for()

    assert troubles_of(page) == []


def test_the_editor_speaks_indonesian_and_shows_the_mark_of_bpmn_io(desk, house):
    page = begun(desk(), house)
    expect(page.get_by_text("Formulir ini belum berisi apa pun")).to_be_visible()
    for name in page.locator("[data-part=palette] button").all_inner_texts():
        palette(page, name).click()
    words = page.locator("[data-form-editor]").inner_text()
    titled = page.locator("[data-form-editor] [title]")
    titles = titled.evaluate_all("(all) => all.map((x) => x.title)")

    english = re.compile(
        r"\b(drag|drop|select|browse|files|remove|search|group|field)\b", re.IGNORECASE
    )
    assert english.findall(words) == []
    assert [title for title in titles if english.search(title)] == []
    expect(page.locator(".fjs-powered-by")).to_be_visible()


def test_a_phone_and_who_has_no_javascript_get_the_file_the_preview_and_the_usage(desk, house):
    place = f"{house.address}/sop/formulir/{house.form}"
    for how in ({"viewport": {"width": 360, "height": 800}}, {"java_script_enabled": False}):
        page = desk(**how)
        page.goto(place)
        expect(page.locator("[data-form-editor]")).to_be_hidden()
        needs = "JavaScript" if "java_script_enabled" in how else "layar yang lebih lebar"
        told = page.get_by_role("heading", name="Penyusun formulir memerlukan")
        assert told.all_inner_texts() == [f"Penyusun formulir memerlukan {needs}"]
        expect(page.get_by_role("heading", name="Dipakai oleh")).to_be_visible()
        expect(page.get_by_role("link", name="Unduh berkas formulir")).to_be_visible()
        page.get_by_role("link", name="Pratinjau di telepon").click()
        expect(page.get_by_label("Catatan koreksi")).to_be_visible()


# ---------------------------------------------------------------- two people, and a version


def test_the_second_of_two_is_told_and_keeps_the_own_form_as_another(desk, house):
    mine = begun(desk(), house)
    theirs = desk("sekretaris")
    theirs.goto(mine.url)
    opened(theirs)
    palette(theirs, "Angka").click()
    save(theirs)
    first = mine.url

    palette(mine, "Teks panjang").click()
    mine.get_by_role("button", name="Simpan", exact=True).click()
    expect(mine.get_by_text("Formulir ini sudah berubah di tempat lain")).to_be_visible()
    mine.get_by_role("button", name="Simpan milik saya sebagai formulir lain").click()
    mine.wait_for_url(lambda url: url != first)

    assert [one["type"] for one in stored(opened(mine))["components"]] == ["textarea"]
    assert [one["type"] for one in stored(theirs)["components"]] == ["number"]


def edited(page, house, key):
    """Begin with the form that versions use under this key."""
    page.goto(f"{house.address}/sop/formulir")
    page.get_by_text("Tampilkan daftarnya").click()
    page.get_by_role("button", name=re.compile(f"^Sunting formulir {read_key(key)} dari")).click()
    return opened(page)


def test_what_a_changed_form_would_lose_is_told_while_it_is_edited(desk, house):
    page = edited(desk(), house, "kalbar-nota-dinas")
    used = page.get_by_role("row", name=re.compile("^Penyusunan RKA dan DPA SKPD"))
    expect(used).to_contain_text("1 di antaranya sudah menyimpan jawaban formulir ini")
    first = page.locator(".fjs-element[data-field-type]:not([data-field-type=default])").first
    first.click()
    page.locator("[data-part=panel]").get_by_role("button", name="Hapus").first.click()
    expect(page.locator("[data-losses] .loss").first).to_be_visible()
    page.get_by_role("button", name="Urungkan").click()
    expect(page.locator("[data-losses] .loss")).to_have_count(0)


def test_what_was_edited_is_kept_when_the_form_shall_no_longer_be_taken(desk, house):
    page = begun(desk(), house)
    add(page, "Teks pendek")
    page.keyboard.type("Hal surat")
    page.get_by_role("button", name="Tandai siap dipakai").click()
    expect(opened(page).get_by_text("Siap dipakai", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Tandai siap dipakai")).to_be_hidden()
    palette(page, "Angka").click()
    expect(page.get_by_role("button", name="Tandai siap dipakai")).to_be_visible()
    expect(page.get_by_text("Ada perubahan yang belum siap")).to_be_visible()

    page.locator("summary", has_text="Jangan dipakai lagi").click()
    page.get_by_role("button", name="Jangan dipakai lagi").click()

    expect(opened(page).get_by_text("Belum siap dipakai")).to_be_visible()
    assert [one["type"] for one in stored(page)["components"]] == ["textfield", "number"]


def test_a_form_edited_here_is_pinned_by_the_next_version_and_staff_fill_it_in(desk, house, paper):
    page = edited(desk(), house, "kalbar-sk-tim")
    before = page.context.request.get(f"{page.url}/berkas.form").body()
    save(page)
    assert page.context.request.get(f"{page.url}/berkas.form").body() == before
    choose(page, "Nomor")
    add(page, "Teks pendek")
    panel(page, "Label").fill("Nomor agenda")
    expect(phone(page).get_by_label("Nomor agenda")).to_be_visible()
    page.get_by_role("button", name="Tandai siap dipakai").click()
    expect(page.get_by_text("Siap dipakai", exact=True)).to_be_visible()

    page.goto(f"{house.address}/sop/{house.sop_id}")
    page.get_by_role("button", name="Ubah di modeller versi 1").click()
    expect(page.locator("[data-modeller][data-open=yes]")).to_be_visible()
    page.get_by_role("button", name="Simpan sebagai versi").click()
    # What the form asks anew is a change of the SOP.
    expect(page.locator(".changes")).to_contain_text("Nomor agenda")
    page.get_by_label("Catatan revisi").fill("Menambah nomor agenda.")
    page.get_by_role("button", name="Simpan versi").click()
    page.get_by_role("button", name="Terbitkan sebagai uji coba").click()
    expect(page.get_by_text("Versi 2: diterbitkan sebagai uji coba")).to_be_visible()

    at_work = desk("ketua-tim-perencanaan")
    staff = Person(at_work.context, at_work, house.address)
    sop = "Penyusunan RKA dan DPA SKPD"
    number = staff.start(sop, title="RKA", year=2031, basis="Disposisi 1").process_number
    task = staff.open_task("Menyusun SK Tim", number).tick_all()
    task.fill(paper, {**TEAM, "Nomor agenda": "12/AG"}).complete()

    staff.open_process(number)
    at_work.get_by_role("link", name="Riwayat", exact=True).click()
    expect(at_work.get_by_text("12/AG").first).to_be_visible()
