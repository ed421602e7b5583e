"""*Kalender Kerja*: what it shows, what a change would move, and who is offered what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.queries import calendar_previews
from tests.integration.web.pages.reading import csrf_of, errors_of, form_of, page_of, words_of
from tests.people import caller_named

#: Many requests; `./alur test --fast` is content with the pages of tasks and processes.
pytestmark = pytest.mark.slow

DINAS = "Dinas Koperasi dan UKM"
SHOW = "/kalender"
NEW_DAY = "/kalender/hari/baru"
TUESDAY = {"tanggal": "2026-11-24", "jenis": "local", "nama": "Hari jadi", "dasar": "SE 3/2026"}
WEEK = dict.fromkeys(("senin", "selasa", "rabu", "kamis", "jumat"), "08.00-12.00, 13.00-15.00")


@pytest.fixture
def admin(app, office):
    caller = caller_named(office.session, "administrator")
    office.people = {**office.people, "admin": caller}
    return office.signed_in(app, "admin")


def send(browser, path, **typed):
    """Post a form as the page that shows it would."""
    typed |= {"csrf": csrf_of(browser.get(path))}
    return browser.post(path, data=typed)


def save(browser, path, **typed):
    return send(browser, path, tindakan="simpan", **typed)


def title_of(answer):
    return page_of(answer).find(".//h1").text_content().strip()


# ---------------------------------------------------------------- the year


def test_everybody_with_a_jabatan_sees_the_year_and_only_its_keepers_are_offered_changes(
    app, office, admin
):
    staff = office.signed_in(app, "anggota-1").get(SHOW)
    kept = admin.get(SHOW)

    for answer in (staff, kept):
        assert answer.status_code == 200
        assert title_of(answer) == "Kalender Kerja 2026"
        assert "Hari libur 2026 belum dikonfirmasi" in words_of(answer)
        assert "Rabu, 18 Maret 2026" in words_of(answer)
    assert "Tambah hari libur" not in words_of(staff)
    assert "Tambah hari libur" in words_of(kept)


def test_twelve_months_say_of_every_day_off_why(admin):
    page = page_of(admin.get(f"{SHOW}?tahun=2026"))
    tables = page.xpath("//table[contains(@class, 'month')]")

    assert [it.find("caption").text.strip() for it in tables][:2] == ["Januari", "Februari"]
    assert len(tables) == 12
    [natal] = tables[11].xpath(".//td[normalize-space(text())='25']")
    assert natal.get("class") == "closed"
    assert "Libur nasional: Hari Raya Natal" in natal.text_content()
    [today] = page.xpath("//td[@aria-current='date']")
    assert today.text.strip() == "23"


def test_a_year_without_days_says_that_due_dates_know_no_holiday(admin):
    words = words_of(admin.get(f"{SHOW}?tahun=2030"))

    assert "tenggat dihitung tanpa hari libur" in words
    assert "Belum ada hari libur untuk 2030" in words


@pytest.mark.parametrize("asked", ["tahun=x", "tahun=1", "tahun=99999"])
def test_a_year_that_nobody_can_mean_shows_one_that_is_there(admin, asked):
    assert admin.get(f"{SHOW}?{asked}").status_code == 200


def test_an_office_that_is_not_there_is_not_found(admin):
    assert admin.get(f"{SHOW}?kantor=x").status_code == 404


# ---------------------------------------------------------------- a change is looked at first


def test_a_day_off_shows_what_it_moves_before_anything_is_stored(admin, office, template):
    answer = send(admin, NEW_DAY, kantor="", **TUESDAY)

    words = words_of(answer)
    assert answer.status_code == 200
    assert "Belum ada yang disimpan" in words
    assert "Hari libur baru: Hari jadi, 24 November 2026." in words
    assert f"{len(template.instances)} dari" in words or "tugas yang sedang terbuka" in words
    assert "24 November 2026 pukul 16.00 WIB" in words
    assert "25 November 2026 pukul 16.00 WIB" in words
    # Who keeps the calendar sees no process: nothing of what it is about stands here.
    assert "RKA 2027" not in words
    assert "Hari jadi" not in words_of(admin.get(SHOW))

    shown = form_of(answer, NEW_DAY)
    kept = admin.post(NEW_DAY, data=shown | {"tindakan": ["simpan"]})

    assert kept.status_code == 303
    words = words_of(admin.get(SHOW))
    assert "Hari jadi" in words
    assert "proses sudah dihitung" in words


def test_a_preview_can_be_left_with_everything_that_was_typed(admin):
    shown = form_of(send(admin, NEW_DAY, kantor="", **TUESDAY), NEW_DAY)

    answer = admin.post(NEW_DAY, data=shown | {"tindakan": ["ubah"]})

    assert answer.status_code == 200
    fields = form_of(answer, NEW_DAY)
    assert {name: fields[name][0] for name in TUESDAY} == TUESDAY


def test_a_long_list_of_moved_tasks_comes_in_pages(admin, monkeypatch):
    monkeypatch.setattr(calendar_previews, "CAP", 2)
    first = send(admin, NEW_DAY, kantor="", **TUESDAY)

    second = admin.post(NEW_DAY, data=form_of(first, NEW_DAY) | {"tindakan": ["lihat-2"]})
    beyond = admin.post(NEW_DAY, data=form_of(first, NEW_DAY) | {"tindakan": ["lihat-9999999"]})

    assert "Halaman 1 dari" in words_of(first)
    assert "Halaman 2 dari" in words_of(second)
    assert len(page_of(second).xpath("//tbody/tr")) == 2
    assert beyond.status_code == 200


def test_what_cannot_be_said_stands_at_its_field_and_what_was_typed_comes_back(admin):
    wrong = {"tanggal": "31 Februari", "jenis": "local", "nama": "Hari jadi", "dasar": ""}

    answer = send(admin, NEW_DAY, kantor="", **wrong)

    assert answer.status_code == 422
    assert errors_of(answer)
    assert form_of(answer, NEW_DAY)["nama"] == ["Hari jadi"]


def test_a_day_that_is_off_already_is_refused_in_words(admin):
    answer = send(admin, NEW_DAY, kantor="", **(TUESDAY | {"tanggal": "2026-12-25"}))

    assert answer.status_code == 409
    assert errors_of(answer) == ["Hari itu sudah libur: Hari Raya Natal."]


# ---------------------------------------------------------------- schedules


def test_hours_are_typed_as_people_write_them_and_shown_again(admin):
    path = "/kalender/jadwal/baru"
    typed = {"kantor": "", "jenis": "ramadan", "dasar": "Perbup 2/2027"} | WEEK
    dates = {"mulai": "8/2/2027", "sampai": "2027-03-09"}

    answer = save(admin, path, **typed, **dates)

    assert answer.status_code == 303
    page = admin.get(f"{SHOW}?tahun=2027")
    assert "Jam kerja Ramadan, seluruh pemda: 8 Februari 2027 sampai 9 Maret 2027" in words_of(
        page
    )
    assert "08.00-12.00, 13.00-15.00" in words_of(page)
    assert len(page_of(page).xpath("//table//td[@class='ramadan']")) > 15


def test_every_hour_that_cannot_be_read_is_named_by_its_day(admin):
    path = "/kalender/jadwal/baru"
    typed = {"kantor": "", "jenis": "ramadan", "dasar": "", "mulai": "2027-02-08"}

    answer = send(admin, path, **typed, senin="pagi", selasa="12-8")

    assert answer.status_code == 422
    said = " ".join(errors_of(answer))
    assert "\u201cpagi\u201d" in said or '"pagi"' in said
    assert "Jam kerja Ramadan memerlukan hari terakhir" in said
    assert form_of(answer, path)["senin"] == ["pagi"]


def test_a_schedule_is_ended_and_taken_out(admin, office):
    typed = {"kantor": "", "jenis": "usual", "mulai": "2026-06-01", "dasar": "Perbup"} | WEEK
    save(admin, "/kalender/jadwal/baru", **typed)
    [end] = page_of(admin.get(SHOW)).xpath("//a[contains(@href, '/akhiri')]/@href")

    early = send(admin, end, sampai="2026-05-01")
    assert errors_of(early)
    assert save(admin, end, sampai="2026-12-31").status_code == 303
    assert "sampai 31 Desember 2026" in words_of(admin.get(SHOW))

    assert save(admin, end.replace("akhiri", "hapus")).status_code == 303
    assert "sampai 31 Desember 2026" not in words_of(admin.get(SHOW))


# ---------------------------------------------------------------- a year is confirmed


def test_a_confirmed_year_takes_the_warning_from_due_dates(admin, walk_at):
    inbox = walk_at("step_1").browser("ketua")
    assert "kalender 2026 belum dikonfirmasi" in words_of(inbox.get("/tugas"))

    path = "/kalender/tahun/2026/konfirmasi"
    answer = send(admin, path, nomor="SKB 1497/2025", tanggal="19-09-2025")

    assert answer.status_code == 303
    words = words_of(admin.get(SHOW))
    assert "Menurut SKB 1497/2025 tanggal 19 September 2025" in words
    assert "dibandingkan oleh Administrator" in words
    assert "belum dikonfirmasi" not in words_of(inbox.get("/tugas"))


def test_what_is_doubtful_about_a_year_is_said_where_it_is_confirmed(admin):
    words = words_of(admin.get("/kalender/tahun/2027/konfirmasi"))

    assert "tanggal masih perkiraan" in words
    assert "nama ini muncul lebih dari sekali" in words
    save(admin, "/kalender/tahun/2028/usulan")
    assert "Tidak ada cuti bersama" in words_of(admin.get("/kalender/tahun/2028/konfirmasi"))


def test_a_skb_of_another_year_is_refused(admin):
    path = "/kalender/tahun/2026/konfirmasi"

    answer = send(admin, path, nomor="SKB 1", tanggal="2020-01-01")

    assert answer.status_code == 422
    assert "bukan untuk tahun 2026" in errors_of(answer)[0]


def test_a_proposal_is_shown_before_it_is_taken_and_not_offered_twice(admin):
    path = "/kalender/tahun/2028/usulan"
    assert "mengusulkan 17 hari" in words_of(admin.get(path))

    assert save(admin, path).status_code == 303

    again = admin.get(path)
    assert "Tidak ada usulan baru untuk 2028" in words_of(again)
    assert admin.get("/kalender/tahun/1999/usulan").status_code == 404


# ---------------------------------------------------------------- an office's own


def test_the_secretary_keeps_the_days_and_the_minimum_of_the_own_office(app, office, admin):
    dinas = str(office.pemda.offices[DINAS])
    secretary = office.signed_in(app, "sekretaris")

    form = form_of(secretary.get(NEW_DAY), NEW_DAY)
    assert form["kantor"] == [dinas]
    assert save(secretary, NEW_DAY, kantor=dinas, **TUESDAY).status_code == 303
    assert "Hari jadi" in words_of(secretary.get(f"{SHOW}?kantor={dinas}"))
    assert "Hari jadi" not in words_of(secretary.get(f"{SHOW}?kantor="))
    # Who does not say whose calendar gets that of the own office.
    assert "Hari jadi" in words_of(secretary.get(SHOW))

    path = f"/kalender/kantor/{dinas}/tenggat"
    answer = send(secretary, path)
    assert "Tenggat menurut waktu baku saja" in words_of(answer)
    assert save(secretary, path).status_code == 303
    assert "menurut waktu baku saja" in words_of(secretary.get(f"{SHOW}?kantor={dinas}"))


def test_an_office_in_another_zone_says_its_own_letters(app, office, admin):
    caller = office.people["admin"]
    pemda = replace(office.pemda, administrator_id=caller.person_id, offices={}, units={})
    papua = pemda.office("Dinas Papua", zone="Asia/Jayapura")

    assert admin.get(f"{SHOW}?kantor={papua}").status_code == 200


def test_the_page_is_light(admin):
    assert len(admin.get(SHOW).get_data()) < 50_000
