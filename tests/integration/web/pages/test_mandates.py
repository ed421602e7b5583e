"""*Penugasan Plt./Plh.*: recorded on a page, worn in the head of the page, used on a task."""

from __future__ import annotations

from io import BytesIO

import pytest

from tests.integration.web.pages.office import DINAS
from tests.integration.web.pages.reading import errors_of, form_of, page_of, words_of
from tests.integration.web.pages.test_people import events
from tests.people import PASSWORD

LETTER = {
    "jenis": "plh",
    "nomor": "800/7/SP",
    "tanggal": "2026-11-20",
    "mulai": "2026-11-23",
    "sampai": "2026-11-30",
    "sandi": PASSWORD,
}


@pytest.fixture
def letter(office):
    """Give what is typed: a Kepala Bidang acts for the head."""
    office.give_password("kadis")
    return LETTER | {
        "jabatan": str(office.pemda.positions[DINAS, "Kepala Dinas"]),
        "pegawai": str(office.people["Koperasi"].person_id),
    }


def scan():
    return {"pindaian": (BytesIO(b"%PDF-1.7 surat perintah"), "surat perintah.pdf")}


def record(browser, letter, **more):
    fields = form_of(browser.get("/penugasan/baru"), "/penugasan/baru")
    return browser.post("/penugasan/baru", data=fields | letter | scan() | more)


def test_a_letter_is_recorded_worn_and_ended(app, office, letter):
    kadis, kabid = office.signed_in(app, "kadis"), office.signed_in(app, "Koperasi")

    made = record(kadis, letter)
    listed = kadis.get(made.location)
    head = page_of(kabid.get("/tugas"))
    [wear] = [form for form in head.iter("form") if form.get("action") == "/jabatan"]
    token = wear.xpath("./input[@name='csrf']/@value")[0]
    worn = wear.xpath("./input[@name='jabatan']/@value")[0]
    kabid.post("/jabatan", data={"csrf": token, "jabatan": worn})
    summary = page_of(kabid.get("/tugas")).xpath("//details[@class='me']/summary")[0]

    assert made.status_code == 303
    assert "Plh. Kepala Dinas" in words_of(listed)
    assert "800/7/SP" in words_of(listed)
    assert "Plh. Kepala Dinas" in summary.text_content()
    assert "Plh. Kepala Dinas" in words_of(kabid.get("/penugasan"))
    letters = page_of(kabid.get("/penugasan")).xpath("//td//a/@href")
    assert [href.rpartition("/")[2] for href in letters] == ["surat"]
    assert kabid.get(letters[0]).get_data() == b"%PDF-1.7 surat perintah"

    (end,) = [href for href in page_of(listed).xpath("//td//a/@href") if "akhiri" in href]
    assert "seketika tidak dapat lagi bertindak" in words_of(kadis.get(end))
    done = kadis.post(end, data=form_of(kadis.get(end), end))
    assert done.status_code == 303
    assert "Diakhiri" in words_of(kadis.get("/penugasan"))
    assert "Plh." not in page_of(kabid.get("/tugas")).xpath("//header")[0].text_content()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"jabatan": ""}, "Jabatan yang dijalankan: Wajib diisi."),
        ({"pegawai": ""}, "Pegawai yang ditugasi: Wajib diisi."),
        ({"nomor": ""}, "Nomor surat: Wajib diisi."),
        ({"mulai": "2026-11-01"}, "Hari pertama mendahului tanggal surat"),
        ({"sampai": "2026-11-22"}, "Hari terakhir mendahului hari pertama"),
        ({"jenis": "plt"}, "Jabatan itu masih ada pemegangnya pada masa itu."),
        ({"jenis": "plt", "sampai": "2027-11-30"}, "Plt. paling lama 3 bulan"),
        ({"sandi": "salah"}, "Kata sandi"),
        ({"pindaian": (b"", "")}, "Pilih berkas pindaiannya."),
        ({"pindaian": (b"bukan", "surat.pdf")}, "Isi berkas ini tidak sesuai"),
    ],
)
def test_a_wrong_letter_comes_back_as_typed_and_nothing_is_recorded(
    app, office, letter, typed, words
):
    kadis = office.signed_in(app, "kadis")
    before = events(office)
    # A stream is read once, and the test runs on both databases.
    streams = {name: (BytesIO(it[0]), it[1]) for name, it in typed.items() if name == "pindaian"}
    typed = letter | typed | streams

    answer = record(kadis, typed, **({} if "pindaian" not in typed else typed))

    assert answer.status_code in (401, 409, 422)
    assert words in " ".join(errors_of(answer))
    for name in ("nomor", "tanggal", "mulai", "sampai"):
        assert page_of(answer).get_element_by_id(name).get("value") == typed[name]
    assert events(office) == before


def test_a_scan_that_came_once_needs_not_be_chosen_again(app, office, letter):
    kadis = office.signed_in(app, "kadis")
    refused = record(kadis, letter | {"nomor": ""})
    fields = form_of(refused, "/penugasan/baru") | {"nomor": "800/7/SP", "sandi": PASSWORD}

    made = kadis.post("/penugasan/baru", data=fields)

    assert "surat perintah.pdf sudah terunggah" in words_of(refused)
    assert made.status_code == 303


def test_a_second_letter_in_the_same_days_is_refused_with_the_first(app, office, letter):
    kadis = office.signed_in(app, "kadis")
    record(kadis, letter)

    other = {"pegawai": str(office.people["Usaha Mikro"].person_id), "nomor": "800/8/SP"}
    answer = record(kadis, letter | other)

    assert "sudah dijalankan berdasarkan surat 800/7/SP" in " ".join(errors_of(answer))


def test_it_can_be_limited_to_a_sop_of_that_office(app, office, letter):
    kadis = office.signed_in(app, "kadis")

    made = record(kadis, letter | {"sop": str(office.sop_id)})

    assert made.status_code == 303
    assert "Penyusunan RKA dan DPA SKPD" in words_of(kadis.get("/penugasan"))


@pytest.mark.parametrize("who", ["ketua", "Koperasi", "analis", "auditor", "orang-lain"])
def test_only_who_leads_the_office_or_administers_records_letters(app, office, letter, who):
    browser = office.signed_in(app, who)

    assert browser.get("/penugasan/baru").status_code == 403
    assert "Catat penugasan" not in words_of(browser.get("/penugasan"))


def test_who_acts_for_the_head_approves_on_the_page_and_the_process_says_so(
    app, office, letter, walk_at
):
    office.give_password("Koperasi")
    walk = walk_at("step_8")
    walk.go_on("step_9")
    record(office.signed_in(app, "kadis"), letter)
    before = words_of(office.signed_in(app, "kadis").get(f"/proses/{walk.instance}"))
    browser = office.signed_in(app, "Koperasi")
    (task,) = walk.tasks("Koperasi")
    given = form_of(browser.get(task), "/selesaikan") | {"tindakan": "selesai"}
    done = browser.post(f"{task}/selesaikan", data=given | {"sandi": PASSWORD})

    assert "Menunggu Kepala Dinas dan Plh. Kepala Dinas, belum diambil" in before
    assert done.status_code == 303
    history = words_of(browser.get(f"/proses/{walk.instance}/riwayat"))
    assert "Plh. Kepala Dinas" in history
    assert "atas nama Kepala Dinas800/7/SP" in history


def test_a_second_role_on_one_version_is_asked_for_on_the_page_and_shows(
    app, office, letter, walk_at
):
    office.give_password("sekretaris")
    walk = walk_at("step_8")
    walk.go_on("step_9")
    kadis = office.signed_in(app, "kadis")
    record(kadis, letter | {"pegawai": str(office.people["sekretaris"].person_id)})
    browser = office.signed_in(app, "sekretaris")
    (task,) = walk.tasks("sekretaris")
    shown = browser.get(task)
    given = form_of(shown, "/selesaikan") | {"tindakan": "selesai", "sandi": PASSWORD}

    refused = browser.post(f"{task}/selesaikan", data=given)
    given = form_of(refused, "/selesaikan") | {"tindakan": "selesai", "sandi": PASSWORD}
    done = browser.post(f"{task}/selesaikan", data=given | {"rangkap": "ya"})

    assert "Pada versi ini Anda sudah bertindak sebagai Sekretaris Dinas" in words_of(shown)
    assert "kini sebagai Plh. Kepala Dinas" in words_of(shown)
    assert refused.status_code == 422
    assert "Centang pernyataan rangkap peran" in " ".join(errors_of(refused))
    assert page_of(refused).xpath("//div[contains(@class, 'error-summary')]//a/@href") == [
        "#rangkap"
    ]
    assert done.status_code == 303
    process = words_of(browser.get(f"/proses/{walk.instance}"))
    assert "Rangkap peran" in process
    assert "dengan pernyataan rangkap peran" in words_of(
        browser.get(f"/proses/{walk.instance}/riwayat")
    )
