"""*Batas waktu hukum*: the list, what it takes to verify one, and where processes show it."""

from __future__ import annotations

import pytest

from tests.integration.web.pages.reading import csrf_of, errors_of, form_of, page_of, words_of
from tests.people import caller_named

#: Many requests; `./alur test --fast` is content with the pages of tasks and processes.
pytestmark = pytest.mark.slow

LIST = "/batas-hukum"


@pytest.fixture
def admin(app, office):
    office.people = {**office.people, "admin": caller_named(office.session, "administrator")}
    return office.signed_in(app, "admin")


def send(browser, path, **typed):
    return browser.post(path, data=typed | {"csrf": csrf_of(browser.get(path))})


def link(browser, ending, *, containing):
    found = page_of(browser.get(LIST)).xpath(f"//a[contains(@href, '{ending}')]")
    return next(it.get("href") for it in found if containing in it.text_content())


def test_the_list_says_the_rule_its_basis_and_that_nobody_verified_it(app, office):
    words = words_of(office.signed_in(app, "anggota-1").get(LIST))

    assert "LKjIP (LAKIP) perangkat daerah disampaikan" in words
    assert "akhir Februari, tahun sesudah tahun proses" in words
    assert "Perpres 29/2014" in words
    assert "Perlu verifikasi" in words
    assert "Tambah batas waktu" not in words


def test_verifying_asks_for_the_article(admin):
    path = link(admin, "/verifikasi", containing="LKjIP")

    refused = send(admin, path, dasar="Perpres 29/2014", pasal="")
    assert refused.status_code == 422
    assert errors_of(refused)
    assert form_of(refused, path)["dasar"] == ["Perpres 29/2014"]

    assert send(admin, path, dasar="Perpres 29/2014", pasal="Pasal 19").status_code == 303
    words = words_of(admin.get(LIST))
    assert "Perpres 29/2014, Pasal 19" in words
    assert "Terverifikasi" in words


def test_an_office_gets_another_day_with_its_reason(app, office, admin):
    secretary = office.signed_in(app, "sekretaris")
    path = link(secretary, "/kantor", containing="LKjIP")
    dinas = str(office.pemda.offices["Dinas Koperasi dan UKM"])
    typed = {"kantor": dinas, "tahun": "1", "bulan": "1", "dasar": "Perbup 5/2026"}

    refused = send(secretary, path, **typed, hari="32", alasan="")
    assert refused.status_code == 422
    assert len(errors_of(refused)) == 2

    assert send(secretary, path, **typed, hari="20", alasan="Lebih awal").status_code == 303
    words = words_of(secretary.get(LIST))
    assert "20 Januari, tahun sesudah tahun proses" in words
    assert "Alasan: Lebih awal" in words
    assert send(secretary, path, **typed, hari="21", alasan="x").status_code == 409


def test_a_deadline_is_added_and_taken_out_with_a_reason(admin):
    typed = {"nama": "Reviu APIP", "sop": "lakip", "tahun": "1", "bulan": "2", "hari": "15"}
    assert send(admin, f"{LIST}/baru", **typed, dasar="PermenPANRB").status_code == 303
    assert "Reviu APIP" in words_of(admin.get(LIST))

    path = link(admin, "/hapus", containing="Reviu APIP")
    assert send(admin, path, alasan="").status_code == 422
    assert send(admin, path, alasan="Salah catat").status_code == 303
    assert "Reviu APIP" not in words_of(admin.get(LIST))


def test_what_alur_knows_is_offered_again_and_nothing_comes_twice(admin):
    answer = admin.post(f"{LIST}/bawaan", data={"csrf": csrf_of(admin.get(LIST))})

    assert answer.status_code == 303
    assert "sudah ada dalam daftar" in words_of(admin.get(answer.headers["Location"]))


def test_a_process_shows_the_earlier_limit_first_and_keeps_both(walk_at):
    browser = walk_at("step_1").browser("ketua")
    [task] = page_of(browser.get("/tugas")).xpath("//main//h3/a/@href")[:1]
    words = words_of(browser.get(task))

    law = words.index("Batas waktu hukum 30 November 2026, 7 hari kalender lagi")
    assert words.index("Tenggat hari kerja berikutnya") < law
    assert "perlu verifikasi" in words
    process = words_of(browser.get(task.replace("/tugas/", "/proses/").rpartition("/")[0]))
    assert "Langkah yang paling awal" in process
    assert "Batas waktu hukum 30 November 2026" in process


def test_a_legal_deadline_that_is_over_comes_before_the_tenggat(app, walk_at, clock):
    walk = walk_at("step_1")
    clock.move_to(clock.now().replace(month=12, day=3))
    browser = walk.office.signed_in(app, "ketua", clock.now())
    [task] = page_of(browser.get("/tugas")).xpath("//main//h3/a/@href")[:1]

    words = words_of(browser.get(task))

    assert "Lewat batas waktu hukum 3 hari kalender" in words
