"""The table of a draft, as somebody without JavaScript uses it and as our module does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from service.diagrams import read_diagram
from service.diagrams.table import read_table
from service.sentences import sentence
from tests import sops
from tests.catalogue.places import DIAGRAMS
from tests.integration.web.pages.reading import errors_of, form_of, page_of, words_of
from tests.integration.web.pages.test_sop_drafts import bring

pytestmark = pytest.mark.slow

CATALOGUE = sorted(path.stem for path in DIAGRAMS.glob("*.bpmn"))

DINAS = "Dinas Koperasi dan UKM"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"

TESTS = Path(__file__).parents[3]
DRAWN = sorted((*TESTS.glob("constructs/*.bpmn"), *TESTS.glob("corpus/tools/*.bpmn")))

PASTED = """No\tKegiatan\tPelaksana\tKelengkapan\tWaktu\tOutput\tKeterangan
1\tMenugaskan penyusunan laporan\tKepala Dinas\tSurat edaran\t1 jam\tDisposisi\t
2\tMeminta bahan\tKetua Tim\tDisposisi\t2 jam\tNota dinas\t
3\tMenyerahkan bahan\tBidang\tNota dinas\t1 minggu\tBahan\t
4\tMenyusun konsep laporan\tAnggota Tim\tBahan\t3 hari\tKonsep\t
5\tMemeriksa konsep\tKetua Tim\tKonsep\t1 hari\tKoreksi\tJika tidak, kembali ke langkah 4
"""


@pytest.fixture
def analyst(app, office):
    return office.signed_in(app, "analis", confirmed=True)


@pytest.fixture
def table(analyst, office):
    """Return the address of a new SOP that is begun as a table."""
    fields = form_of(analyst.get("/sop/draf"), "/sop/draf")
    fields |= {"kantor": [str(office.pemda.offices[DINAS])], "judul": ["Laporan Uji"]}
    answer = analyst.post("/sop/draf", data={**fields, "bentuk": "tabel"})
    assert answer.location.endswith("/tabel")
    return answer.location


def typed(browser, table, **cells):
    """Return the form of the page as a browser would send it, with `cells` in it."""
    return {**form_of(browser.get(table), "/tabel"), **cells}


def send(browser, table, fields, act="simpan", *, program=False):
    accept = "application/json" if program else "text/html"
    return browser.post(table, data={**fields, "aksi": act}, headers={"Accept": accept})


def stored(browser, table):
    """Return the table of what the draft holds now."""
    raw = browser.get(table.replace("/tabel", "/diagram.bpmn")).get_data()
    return read_table(read_diagram(raw))


def rows_of(answer):
    """Return the keys of the rows on a page, in their order."""
    return [each.get("data-row") for each in page_of(answer).xpath("//table//tbody[@data-row]")]


def shown(answer):
    return form_of(answer, "/tabel")


# ---------------------------------------------------------------- typing


def test_what_is_typed_is_saved_as_the_next_revision(analyst, table):
    fields = typed(analyst, table, **{"kegiatan-langkah_1": "Mencatat surat masuk"})

    answer = send(analyst, table, fields)

    assert (answer.status_code, answer.location) == (303, table)
    assert stored(analyst, table).rows[1].activity == "Mencatat surat masuk"
    assert "2 Disimpan" in words_of(analyst.get(table.replace("/tabel", "/riwayat")))


def test_rows_are_added_moved_and_removed_by_buttons_and_nothing_typed_is_lost(analyst, table):
    fields = typed(analyst, table, **{"waktu-langkah_1": "2 jam"})
    added = send(analyst, table, fields, "tambah:langkah_1")
    key = rows_of(added)[2]
    again = shown(added)

    assert added.status_code == 200
    assert again["waktu-langkah_1"] == ["2 jam"]
    assert page_of(added).xpath(f"//textarea[@id='kegiatan-{key}'][@autofocus]")
    filled = {**again, f"kegiatan-{key}": "Menelaah", f"pelaksana-{key}": "lane_sekretaris"}
    moved = send(analyst, table, filled, f"naik:{key}")
    assert rows_of(moved)[1:3] == [key, "langkah_1"]
    assert [row.number for row in stored(analyst, table).rows] == ["", "1", "2", ""]
    removed = send(analyst, table, shown(moved), "hapus:langkah_1")
    assert rows_of(removed) == ["mulai", key, "selesai"]
    assert [row.activity for row in stored(analyst, table).rows][1:2] == ["Menelaah"]


def test_a_blank_row_waits_on_the_page_and_is_not_written(analyst, table):
    added = send(analyst, table, typed(analyst, table), "tambah:langkah_1")

    answer = send(analyst, table, shown(added))

    assert answer.status_code == 303
    assert len(stored(analyst, table).rows) == 3


def test_a_cell_that_cannot_be_read_keeps_no_other_row_from_being_saved(analyst, table):
    added = send(analyst, table, typed(analyst, table), "tambah:langkah_1")
    key = rows_of(added)[2]
    filled = {f"kegiatan-{key}": "Menelaah", f"pelaksana-{key}": "lane_sekretaris"}
    wrong = {"lanjutan-langkah_1": "jika tidak, kembali ke langkah 99"}

    answer = send(analyst, table, {**shown(added), **filled, **wrong}, "otomatis", program=True)

    told = answer.get_json()
    assert (answer.status_code, told["saved"]) == (422, False)
    assert "Yang lain tersimpan" in told["message"]
    assert [it["target"] for it in told["wrong"]] == ["lanjutan-langkah_1"]
    assert [row.activity for row in stored(analyst, table).rows][2] == "Menelaah"
    # What is wrong still stands where it was typed, and saving goes on from there.
    again = {**shown(added), **filled, **wrong, "revisi": str(told["revision"])}
    page = send(analyst, table, again)
    assert (page.status_code, shown(page)["lanjutan-langkah_1"]) == (422, [wrong.popitem()[1]])
    mended = {**shown(page), "lanjutan-langkah_1": "jika tidak, kembali ke langkah 1"}
    assert send(analyst, table, mended).status_code == 303


def test_where_nothing_else_was_typed_nothing_is_said_to_be_saved(analyst, table):
    wrong = typed(analyst, table, **{"lanjutan-langkah_1": "jika tidak, kembali ke langkah 99"})

    told = send(analyst, table, wrong, "otomatis", program=True).get_json()

    assert told["message"] == "Belum tersimpan: ada baris yang perlu diperbaiki."


def test_a_new_row_without_a_performer_waits_and_the_others_are_saved(analyst, table):
    fields = typed(analyst, table, **{"kegiatan-langkah_1": "Mencatat"})
    added = send(analyst, table, fields, "tambah:langkah_1")
    key = rows_of(added)[2]
    unheld = {f"kegiatan-{key}": "Menelaah", f"pelaksana-{key}": ""}

    page = send(analyst, table, {**shown(added), **unheld, "waktu-langkah_1": "2 jam"})

    assert page.status_code == 422
    assert shown(page)[f"kegiatan-{key}"] == ["Menelaah"]
    assert [row.time.text for row in stored(analyst, table).rows] == ["", "2 jam", ""]


def named(page):
    """Return how the page calls each row for the eye: not where only its number stands."""
    labels = page.xpath("//table//*[@data-part='named']")
    return [
        " ".join(label.text_content().split())
        for label in labels
        if "visually-hidden" not in label.get("class")
    ]


def test_a_row_shows_its_number_alone_and_its_place_only_where_it_has_none(analyst, table):
    fields = typed(analyst, table, **{"kegiatan-langkah_1": "Menelaah"})
    added = send(analyst, table, fields, "tambah:langkah_1")
    key = rows_of(added)[2]
    assert named(page_of(added)) == []

    without = {"nomor-langkah_1": "4a", f"nomor-{key}": "4a", f"kegiatan-{key}": "Mengirim"}
    told = send(analyst, table, {**shown(added), **without}, "otomatis", program=True).get_json()

    # A number that stands twice names neither.
    called = [row["called"] for row in told["rows"]]
    assert called == ["baris 1", "baris 2", "baris 3", "selesai"]
    assert named(page_of(analyst.get(table))) == [
        f"Nomor kembar, sebut Baris {place}" for place in (2, 3)
    ]
    send(analyst, table, {**typed(analyst, table), "nomor-langkah_1": "4"})
    page = page_of(analyst.get(table))
    assert named(page) == []
    # Who hears the page has a name for each row all the same.
    cell = page.xpath("//textarea[@id='kegiatan-langkah_1']")[0]
    (label,) = page.xpath(f"//*[@id='{cell.get('aria-labelledby').split()[1]}']")
    assert label.text_content().endswith("Baris 2")


@pytest.mark.parametrize(("count", "status"), [(300, 303), (500, 422)])
def test_of_a_long_table_no_row_is_lost_also_where_its_diagram_would_be_too_large(
    analyst, table, count, status
):
    words = "Menyusun konsep laporan bersama anggota tim"
    cells = f"{words}\tStaf\t{words}\t1 jam\t{words}"
    lines = (f"{each}\t{cells}" for each in range(1, count + 1))
    titles = "No\tKegiatan\tPelaksana\tKelengkapan\tWaktu\tOutput"
    text = "\n".join((titles, *lines))
    used = send(analyst, table, typed(analyst, table, tempelan=text), "pakai")
    page = analyst.get(table) if used.status_code == 303 else used

    fields = {**shown(page), f"kegiatan-step_{count}": "Mengarsipkan"}
    saved = send(analyst, table, fields, "otomatis")

    assert (used.status_code, saved.status_code) == (status, status if status == 422 else 200)
    assert len(rows_of(saved)) == count + 2
    assert shown(saved)[f"kegiatan-step_{count}"] == ["Mengarsipkan"]


def test_what_cannot_be_written_comes_back_with_the_reason_at_its_row(analyst, table):
    cells = {"kegiatan-langkah_1": "", "lanjutan-langkah_1": "", "output-langkah_1": "Nota dinas"}

    answer = send(analyst, table, typed(analyst, table, **cells))

    assert answer.status_code == 422
    assert errors_of(answer) == ["Langkah 1: Kegiatan kosong. Tulis apa yang dikerjakan."]
    assert shown(answer)["output-langkah_1"] == ["Nota dinas"]
    said = page_of(answer).xpath("//ul[@id='kata-langkah_1']")[0].text_content()
    assert "Harus diperbaiki Kegiatan kosong." in said
    cell = page_of(answer).xpath("//textarea[@id='kegiatan-langkah_1']")[0]
    assert cell.get("aria-invalid") == "true"
    assert page_of(answer).xpath(f"//*[@id='{cell.get('aria-describedby')}']")


def test_a_branch_that_nobody_understands_comes_back_as_it_was_typed(analyst, table):
    fields = typed(analyst, table, **{"lanjutan-langkah_1": "entah ke mana"})

    answer = send(analyst, table, fields, "tambah:langkah_1")

    assert shown(answer)["lanjutan-langkah_1"] == ["entah ke mana"]
    assert "“entah ke mana” tidak terbaca" in words_of(answer)


def test_no_key_of_a_stranger_reaches_another_element(analyst, table):
    fields = typed(analyst, table)
    fields["baris"] = [*fields["baris"][:2], "lane_sekretaris", *fields["baris"][2:]]
    fields |= {"kegiatan-lane_sekretaris": "Menelaah", "pelaksana-lane_sekretaris": "lane_bidang"}

    assert send(analyst, table, fields).status_code == 303
    assert "lane_sekretaris" not in {row.key for row in stored(analyst, table).rows}
    assert [lane.key for lane in stored(analyst, table).lanes][1] == "lane_sekretaris"


# ---------------------------------------------------------------- what is said


def test_what_cek_diagram_finds_stands_at_its_row_with_its_mend(analyst, table):
    page = page_of(analyst.get(table))
    said = page.xpath("//tbody[@data-row='langkah_1']//ul")[0].text_content()
    button = page.xpath("//button[@value='pasang:formulir-langkah_1:catatan-pelaksanaan']")[0]

    assert "belum mempunyai formulir" in said
    assert button.get("data-value") == "Catatan pelaksanaan"
    taken = send(analyst, table, typed(analyst, table), button.get("value"))
    assert stored(analyst, table).rows[1].form == "catatan-pelaksanaan"
    assert "belum mempunyai formulir" not in words_of(taken)


def test_the_module_is_told_what_became_of_each_row(analyst, table):
    fields = typed(analyst, table, **{"kegiatan-langkah_1": "Memeriksa"})

    told = send(analyst, table, fields, "otomatis", program=True).get_json()

    assert told["saved"]
    assert told["revision"] == 2
    assert re.fullmatch(r"Tersimpan \d\d\.\d\d WI\w+", told["message"])
    row = told["rows"][1]
    assert (row["key"], row["place"], row["wrong"]) == ("langkah_1", 2, ["form"])
    assert "Pakai formulir Koreksi" in row["notes"]
    assert "Memeriksa" in told["picture"]
    assert "Tersimpan otomatis" in words_of(analyst.get(table.replace("/tabel", "/riwayat")))


def test_the_module_is_told_what_hinders_and_nothing_is_saved(analyst, table):
    fields = typed(analyst, table, **{"kegiatan-langkah_1": " "})

    answer = send(analyst, table, fields, "otomatis", program=True)

    assert (answer.status_code, answer.get_json()["saved"]) == (422, False)
    assert answer.get_json()["rows"][1]["wrong"] == ["activity"]
    assert stored(analyst, table).rows[1].activity == "Langkah pertama"


def test_the_second_of_two_is_told_and_can_keep_the_own_rows_as_another_draft(
    app, office, analyst, table
):
    mine = typed(analyst, table, **{"kegiatan-langkah_1": "Dari Analis"})
    other = office.signed_in(app, "sekretaris")
    theirs = typed(other, table, **{"kegiatan-langkah_1": "Dari Sekretaris"})
    assert send(other, table, theirs).status_code == 303

    late = send(analyst, table, mine)
    told = send(analyst, table, mine, "otomatis", program=True)

    assert (late.status_code, told.status_code) == (409, 409)
    assert "sudah disimpan oleh" in told.get_json()["conflict"]
    assert shown(late)["kegiatan-langkah_1"] == ["Dari Analis"]
    assert stored(analyst, table).rows[1].activity == "Dari Sekretaris"
    copy = send(analyst, table, shown(late), "salin")
    assert copy.status_code == 303
    assert stored(analyst, copy.location).rows[1].activity == "Dari Analis"


def test_who_saved_in_another_window_is_told_that_it_was_they_and_only_once(analyst, table):
    mine = typed(analyst, table, **{"kegiatan-langkah_1": "Di jendela ini"})
    send(analyst, table, {**mine, "kegiatan-langkah_1": "Di jendela lain"})

    late = words_of(send(analyst, table, mine))

    assert late.count("sudah Anda simpan dari jendela lain") == 1
    assert late.count("Tidak ada yang ditimpa") == 1
    assert "orang lain" not in late


def test_rows_of_a_saved_state_that_is_kept_no_more_are_told_so_and_kept_beside(analyst, table):
    mine = typed(analyst, table, **{"kegiatan-langkah_1": "Semalam"})
    send(analyst, table, {**mine, "kegiatan-langkah_1": "Pagi"})
    long_ago = {**mine, "revisi": "0"}

    late = send(analyst, table, long_ago)
    copy = send(analyst, table, {**shown(late), "revisi": "0"}, "salin")

    assert late.status_code == 409
    assert "Tidak ada yang ditimpa" in words_of(late)
    assert stored(analyst, table).rows[1].activity == "Pagi"
    assert stored(analyst, copy.location).rows[1].activity == "Semalam"
    assert send(analyst, table, {**mine, "revisi": "99"}).status_code == 404


# ---------------------------------------------------------------- pasting


def test_a_pasted_table_is_shown_first_and_then_becomes_the_rows(analyst, table):
    read = send(analyst, table, typed(analyst, table, tempelan=PASTED), "baca")

    assert "Terbaca 5 langkah; 1 baris judul atau kosong dilewati" in words_of(read)
    assert len(stored(analyst, table).rows) == 3
    used = send(analyst, table, shown(read), "pakai")
    assert used.status_code == 303
    rows = stored(analyst, table).rows
    assert [row.activity for row in rows[1:6]] == [
        "Menugaskan penyusunan laporan",
        "Meminta bahan",
        "Menyerahkan bahan",
        "Menyusun konsep laporan",
        "Memeriksa konsep",
    ]
    assert [row.kind for row in rows] == [
        "start",
        "work",
        "work",
        "per_unit",
        *["work"] * 2,
        "end",
    ]
    assert (rows[0].key, rows[-1].key) == ("mulai", "selesai")
    assert rows[5].branches[1].way == "return"
    assert rows[2].form == "permintaan-bahan"


def test_the_preview_says_where_rows_go_on_and_which_form_each_gets_and_why(analyst, table):
    text = PASTED.replace("2 jam", "lekas").replace("5\tMemeriksa", "4\tMemeriksa")
    read = send(analyst, table, typed(analyst, table, tempelan=text), "baca")
    preview = [
        [" ".join(" ".join(cell.itertext()).split()) for cell in row]
        for row in page_of(read).xpath("//table[contains(@class, 'preview')]//tr")
    ]

    onward = "jika “Ya, teruskan”, lanjut ke langkah berikutnya"
    assert "Nomor “4” tertulis pada lebih dari satu baris (4, 5)" in words_of(read)
    assert [(line[1], line[8], line[10]) for line in preview[2:-1]] == [
        ("1", "", "Perintah karena kegiatannya “menugaskan …”"),
        ("2", "", f"Permintaan bahan {sentence('table.form-by-asks-units')}"),
        ("3", "", "Penyerahan karena kegiatannya “menyerahkan …”"),
        ("4", "", "tidak ada yang cocok; dipilih nanti"),
        (
            "4",
            f"Disetujui? {onward} jika kembalikan ke 4, kembali ke baris 4",
            "Koreksi karena kegiatannya “memeriksa …”",
        ),
    ]


def test_pasted_rows_can_be_put_below_those_that_are_there(analyst, table):
    fields = typed(analyst, table, tempelan=PASTED, **{"cara-tempel": "tambah"})

    assert send(analyst, table, fields, "pakai").status_code == 303
    rows = stored(analyst, table).rows
    assert [row.kind for row in rows].count("work") == 5
    assert rows[1].key == "langkah_1"
    assert rows[6].branches[1].to == rows[5].key


def test_who_fits_no_role_is_asked_for(analyst, table):
    strange = PASTED.replace("Ketua Tim", "Pejabat Level I")
    read = send(analyst, table, typed(analyst, table, tempelan=strange), "baca")

    assert "Siapa “Pejabat Level I”?" in words_of(read)
    # The problem and what was read name a row by the same number.
    assert "Langkah 2, 5: Pelaksana “Pejabat Level I” belum dikenal" in words_of(read)
    second = page_of(read).xpath("//table[@class='preview']//tr[th='2']/td[1]")
    assert [cell.text for cell in second] == ["Meminta bahan"]
    assert "Memeriksa konsep" in words_of(read)
    refused = send(analyst, table, shown(read), "pakai")
    assert refused.status_code == 422
    assert shown(refused)["tempelan"][0].split() == strange.split()
    chosen = send(analyst, table, {**shown(refused), "peran": "sekretaris"}, "pakai")
    assert chosen.status_code == 303
    assert stored(analyst, table).rows[2].lane == "lane_sekretaris"


def test_who_does_rows_without_marks_is_chosen_row_by_row(analyst, table):
    drawn = (
        "No\tKegiatan\tPelaksana\t\tWaktu\n\t\tStaf\tSekretaris\t\n"
        "1\tMencatat\t\t\t1 jam\n2\tMemaraf\t\t\t1 jam"
    )
    read = send(analyst, table, typed(analyst, table, tempelan=drawn), "baca")

    assert "Langkah 1, 2: Pelaksana tidak terbaca" in words_of(read)
    fields = page_of(read).xpath("//select[@name='pelaksana-tempel']")
    assert [each.get("aria-label") for each in fields] == [
        "Pelaksana baris 1: Mencatat",
        "Pelaksana baris 2: Memaraf",
    ]
    assert [each.text for each in fields[0]] == ["Pilih …", "Staf", "Sekretaris"]
    half = send(analyst, table, {**shown(read), "pelaksana-tempel": ["Staf", ""]}, "pakai")
    assert half.status_code == 422
    assert shown(half)["pelaksana-tempel"] == ["Staf", ""]
    both = send(
        analyst, table, {**shown(half), "pelaksana-tempel": ["Staf", "Sekretaris"]}, "pakai"
    )
    assert both.status_code == 303
    lanes = [row.lane for row in stored(analyst, table).rows]
    assert lanes[1:3] == ["lane_anggota_tim", "lane_sekretaris"]


def test_a_guessed_role_is_asked_about_and_the_title_stays_with_the_row(analyst, table):
    titled = PASTED.replace("Ketua Tim", "Kasubbag Umum dan Kepegawaian")
    read = send(analyst, table, typed(analyst, table, tempelan=titled), "baca")

    said = words_of(read)
    assert "“Kasubbag Umum dan Kepegawaian” dianggap Ketua Tim" in said
    assert "Siapa “Kasubbag Umum dan Kepegawaian”?" in said
    assert shown(read)["peran"] == ["ketua_tim"]
    assert send(analyst, table, shown(read), "pakai").status_code == 303
    row = stored(analyst, table).rows[2]
    assert (row.lane, row.column) == ("lane_ketua_tim", "Kasubbag Umum dan Kepegawaian")
    assert row.confidence is None
    assert "Pada dokumen: Kasubbag Umum dan Kepegawaian" in words_of(analyst.get(table))


def test_what_is_no_table_is_told(analyst, table):
    read = send(analyst, table, typed(analyst, table, tempelan="tidak ada judul"), "baca")

    assert "Judul kolom tidak ditemukan" in words_of(read)


# ---------------------------------------------------------------- identity, and the modeller


def test_kinds_are_named_where_a_new_sop_had_none_and_taken_away_again(analyst, table):
    def kinds(*ticked):
        fields = typed(analyst, table, **{"id-jenis": list(ticked)})
        assert send(analyst, table, fields).status_code == 303
        return stored(analyst, table).identity.kinds

    assert stored(analyst, table).identity.kinds == ()
    # What was ticked when the page was shown is often left ticked.
    assert kinds("murni", "tanpa") == ("murni",)
    assert kinds("murni", "perubahan") == ("murni", "perubahan")
    assert kinds("murni", "perubahan", "tanpa") == ()


def test_the_identity_part_is_typed_beside_the_rows(analyst, table):
    fields = typed(
        analyst,
        table,
        **{
            "id-name": "Penyusunan Laporan Uji",
            "id-number": "000.8.3.3/1/2026",
            "id-legal_basis": "UU 23 Tahun 2014\r\nPP 12 Tahun 2019",
            "id-jenis": ["murni", "perubahan"],
        },
    )

    assert send(analyst, table, fields).status_code == 303
    made = stored(analyst, table)
    assert made.title == "Penyusunan Laporan Uji"
    assert made.identity.number == "000.8.3.3/1/2026"
    assert made.identity.legal_basis == ("UU 23 Tahun 2014", "PP 12 Tahun 2019")
    assert made.identity.kinds == ("murni", "perubahan")
    # The same form again changes nothing, so it is no revision either.
    answer = send(analyst, table, typed(analyst, table), "otomatis", program=True)
    assert answer.get_json()["revision"] == 2


def test_what_the_modeller_drew_is_shown_and_keeps_its_places(analyst, table):
    raw = sops.diagram()
    bring(analyst, table.replace("/tabel", ""), raw)
    page = analyst.get(table)

    assert "Mencatat surat" in shown(page)["kegiatan-task"]
    assert send(analyst, table, shown(page)).status_code == 303
    assert analyst.get(table.replace("/tabel", "/diagram.bpmn")).get_data() == raw


@pytest.mark.parametrize("stem", CATALOGUE)
def test_a_drawn_sop_is_the_same_file_after_its_table_was_saved(analyst, table, stem):
    raw = (DIAGRAMS / f"{stem}.bpmn").read_bytes()
    bring(analyst, table.replace("/tabel", ""), raw)
    fields = shown(analyst.get(table))

    # A browser sends every line break of a form as two characters.
    sent = {name: [text.replace("\n", "\r\n") for text in texts] for name, texts in fields.items()}
    assert send(analyst, table, sent).status_code == 303
    assert analyst.get(table.replace("/tabel", "/diagram.bpmn")).get_data() == raw


def test_one_cell_of_a_drawn_sop_is_all_that_changes(analyst, table):
    raw = (DIAGRAMS / "kalbar-rka-dpa.bpmn").read_bytes()
    bring(analyst, table.replace("/tabel", ""), raw)
    fields = {**shown(analyst.get(table)), "waktu-step_7": "3 hari"}

    assert send(analyst, table, fields).status_code == 303
    made = analyst.get(table.replace("/tabel", "/diagram.bpmn")).get_data()
    lines = set(made.splitlines()) ^ set(raw.splitlines())
    assert {line.split()[0] for line in lines} == {b"<alur:step"}


def waiting_in_between(raw):
    """Return a diagram in which a timer waits before whatever its first end event ends."""
    drawn = etree.fromstring(raw)
    flow = next(drawn.iter(f"{BPMN}sequenceFlow"))
    process = flow.getparent()
    assert process is not None
    event = etree.SubElement(process, f"{BPMN}intermediateCatchEvent", id="wait", name="Tunggu")
    timer = etree.SubElement(event, f"{BPMN}timerEventDefinition", id="wait_timer")
    etree.SubElement(timer, f"{BPMN}timeDuration").text = "P2D"
    onward = {"id": "from_wait", "sourceRef": "wait", "targetRef": flow.get("targetRef", "")}
    etree.SubElement(process, f"{BPMN}sequenceFlow", onward)
    flow.set("targetRef", "wait")
    lane = next(process.iter(f"{BPMN}lane"))
    etree.SubElement(lane, f"{BPMN}flowNodeRef").text = "wait"
    return etree.tostring(drawn)


def test_what_a_table_has_no_cells_for_stands_in_it_as_drawn(analyst, table):
    raw = waiting_in_between(sops.diagram())
    bring(analyst, table.replace("/tabel", ""), raw)
    page = analyst.get(table)

    assert page.status_code == 200
    assert "Digambar di diagram" in words_of(page)
    assert send(analyst, table, shown(page)).status_code == 303
    assert b"P2D" in analyst.get(table.replace("/tabel", "/diagram.bpmn")).get_data()


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_no_diagram_breaks_the_page_of_its_table(analyst, table, path):
    bring(analyst, table.replace("/tabel", ""), path.read_bytes())

    assert analyst.get(table).status_code < 500


def test_a_file_without_a_table_is_left_to_the_modeller(analyst, table):
    raw = (
        b'<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"'
        b' targetNamespace="urn:uji"/>'
    )
    bring(analyst, table.replace("/tabel", ""), raw)

    answer = analyst.get(table)

    assert answer.status_code == 422
    assert "belum dapat ditampilkan sebagai tabel" in words_of(answer)
    assert send(analyst, table, {"csrf": csrf(analyst), "revisi": "2"}).status_code == 422


def csrf(browser):
    return form_of(browser.get("/sop/draf"), "/sop/draf")["csrf"]


# ---------------------------------------------------------------- documents


def test_a_signature_names_its_document_and_the_page_offers_the_only_one(analyst, table):
    fields = typed(
        analyst,
        table,
        **{"kegiatan-langkah_1": "Menyusun laporan", "berkas-langkah_1": "dokumen baru: Laporan"},
    )
    added = send(analyst, table, fields, "tambah:langkah_1")
    key = rows_of(added)[2]
    cells = {f"kegiatan-{key}": "Menandatangani laporan", f"pelaksana-{key}": "lane_kepala_dinas"}
    taken = send(analyst, table, {**shown(added), **cells}, "usulan")
    said = analyst.get(taken.location)

    assert "belum disebut pada dokumen apa" in words_of(said)
    button = page_of(said).xpath(f"//button[starts-with(@value, 'pasang:berkas-{key}')]")[0]
    signed = send(analyst, table, shown(said), button.get("value"))
    assert "belum disebut pada dokumen apa" not in words_of(signed)
    rows = {row.key: row for row in stored(analyst, table).rows}
    assert [paper.kind for paper in rows[key].papers] == ["sign"]
    assert rows["langkah_1"].form == "konsep"


def test_a_file_that_no_form_asks_for_is_told_with_the_form_that_does(analyst, table):
    fields = typed(
        analyst,
        table,
        **{"formulir-langkah_1": "arsip", "berkas-langkah_1": "dokumen baru: Laporan"},
    )

    told = send(analyst, table, fields, "otomatis", program=True).get_json()

    notes = told["rows"][1]["notes"]
    assert "Formulir Arsip tidak meminta berkas Laporan" in notes
    assert 'data-value="Konsep"' in notes


def test_a_second_document_is_offered_a_form_that_asks_for_its_file(analyst, table):
    papers = "dokumen baru: Laporan"
    fields = typed(analyst, table, **{"berkas-langkah_1": papers, "formulir-langkah_1": "konsep"})
    added = send(analyst, table, fields, "tambah:langkah_1")
    key = rows_of(added)[2]
    cells = {
        f"kegiatan-{key}": "Menyusun surat",
        f"berkas-{key}": "dokumen baru: Surat",
        f"formulir-{key}": "konsep",
    }
    told = send(analyst, table, {**shown(added), **cells}, "otomatis", program=True).get_json()
    before = told["rows"][2]["notes"]

    mended = {f"formulir-{key}": "dokumen-langkah", "revisi": str(told["revision"])}
    again = {**shown(added), **cells, **mended}
    after = send(analyst, table, again, "otomatis", program=True).get_json()["rows"][2]["notes"]

    assert "Formulir Konsep tidak meminta berkas Surat" in before
    assert 'data-value="Dokumen langkah"' in before
    assert "tidak meminta berkas" not in after


def test_a_mend_of_the_gate_is_done_by_its_button(analyst, table):
    raw = sops.diagram(role="")
    bring(analyst, table.replace("/tabel", ""), raw)
    page = analyst.get(table)
    button = page_of(page).xpath("//button[contains(@value, 'bind-role')]")[0]
    fields = {**shown(page), "kegiatan-task": "Mencatat surat masuk"}

    answer = send(analyst, table, fields, button.get("value"))

    assert answer.status_code == 303
    made = stored(analyst, table)
    assert [lane.role for lane in made.lanes] == ["sekretaris"]
    assert "Mencatat surat masuk" in [row.activity for row in made.rows]
    assert not page_of(analyst.get(table)).xpath("//button[contains(@value, 'bind-role')]")


def test_papers_that_nobody_understands_come_back_as_they_were_typed(analyst, table):
    fields = typed(analyst, table, **{"berkas-langkah_1": "cap: Laporan"})

    answer = send(analyst, table, fields)

    assert answer.status_code == 422
    assert shown(answer)["berkas-langkah_1"] == ["cap: Laporan"]
    assert "Berkas “cap: Laporan” tidak terbaca" in words_of(answer)


def pasted(browser, table, text):
    read = send(browser, table, typed(browser, table, tempelan=text), "baca")
    return send(browser, table, shown(read), "pakai")


def bounds_of(root, element):
    shapes = root.iter("{*}BPMNShape")
    return next(one[0] for one in shapes if one.get("bpmnElement") == element)


def test_rows_that_are_pasted_again_keep_the_places_and_what_only_the_diagram_says(analyst, table):
    file = table.replace("/tabel", "/diagram.bpmn")
    pasted(analyst, table, PASTED)
    drawn = etree.fromstring(waiting_in_between(analyst.get(file).data))
    bounds_of(drawn, "step_4").set("y", "999")
    revision = int(typed(analyst, table)["revisi"][0])
    bring(analyst, table.replace("/tabel", ""), etree.tostring(drawn), revision=revision)

    used = pasted(analyst, table, PASTED.replace("Meminta bahan", "Meminta semua bahan"))

    assert used.status_code == 303, errors_of(used)
    assert bounds_of(etree.fromstring(analyst.get(file).data), "step_4").get("y") == "999"
    keys = [row.key for row in stored(analyst, table).rows]
    assert keys.index("wait") == keys.index("mulai") + 1
    assert stored(analyst, table).rows[3].activity == "Meminta semua bahan"


def test_the_rows_of_another_sop_are_laid_out_anew(analyst, table):
    file = table.replace("/tabel", "/diagram.bpmn")
    pasted(analyst, table, PASTED)
    before = bounds_of(etree.fromstring(analyst.get(file).data), "mulai").get("y")
    other = PASTED.replace("Kepala Dinas", "Sekretaris")
    for word in (
        "Menugaskan penyusunan",
        "Meminta",
        "Menyerahkan",
        "Menyusun konsep",
        "Memeriksa",
    ):
        other = other.replace(word, f"{word[::-1]} dan kemudian melakukan sesuatu yang lain")

    assert pasted(analyst, table, other).status_code == 303
    assert bounds_of(etree.fromstring(analyst.get(file).data), "mulai").get("y") != before


def test_what_the_table_leaves_out_of_its_diagram_is_told(analyst, table):
    assert "Tidak semua isi diagram" not in words_of(analyst.get(table))
    place = table.removesuffix("/tabel")
    drawn = analyst.get(f"{place}/diagram.bpmn").get_data()
    other = (
        b'<bpmn:process id="lain" name="Proses lain"><bpmn:startEvent id="a"/>'
        b'<bpmn:userTask id="b"/></bpmn:process>'
    )
    at = drawn.index(b"<bpmndi:BPMNDiagram")
    bring(analyst, place, drawn[:at] + other + drawn[at:])

    said = words_of(analyst.get(table))

    assert "Proses “Proses lain” (1 langkah) digambar sebagai proses tersendiri" in said
