"""*Struktur* and *Pegawai*: administrators keep them, and nobody else does."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from sqlalchemy import func, select

from service.access.attempts import PER_LOGIN
from service.store.database import read
from service.store.tables import history_event, person, process_instance
from tests.integration.web.pages.reading import csrf_of, errors_of, form_of, page_of, words_of
from tests.people import PASSWORD, caller_named

#: Many requests; `./alur test --fast` is content with the pages of tasks and processes.
pytestmark = pytest.mark.slow

DINAS = "Dinas Koperasi dan UKM"


@pytest.fixture
def admin(app, office):
    caller = caller_named(office.session, "administrator")
    office.people = {**office.people, "pengelola": caller}
    return office.signed_in(app, "pengelola")


def events(office):
    with read(office.session) as connection:
        return connection.scalar(
            select(func.count())
            .select_from(history_event)
            .where(history_event.c.pemda_id == office.pemda.id)
        )


def send(browser, place, **typed):
    """Open a page, fill its form and send it."""
    fields = form_of(browser.get(place), place.partition("?")[0])
    return browser.post(place, data=fields | typed)


def person_of(office, who):
    return f"/pegawai/{office.people[who].person_id}"


def holding_of(office, who):
    return office.people[who].holders[0]


def place_of(office, title="Kepala Dinas", name=DINAS):
    return str(office.pemda.positions[name, title])


def code_on(answer):
    found = re.search(r"[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3}", words_of(answer))
    assert found is not None
    return found[0]


def hired(admin, office, name, **more):
    """Add a person and return its page."""
    made = send(admin, "/pegawai/baru", nama=name, **more)
    assert made.status_code == 303, errors_of(made)
    return made.location


# ---------------------------------------------------------------- structure


def test_an_office_is_built_up_from_its_name_to_who_sits_there(admin, app, office):
    made = send(admin, "/struktur/kantor/baru", nama="Dinas Baru", singkatan="Disbar")
    send(admin, f"{made.location}/unit", nama="Bidang Satu", jenis="bidang")
    shown = admin.get(made.location)
    (new,) = [
        href for href in page_of(shown).xpath("//main//a/@href") if href.endswith("/jabatan")
    ]
    position = send(admin, new, nama="Kepala Bidang Satu", peran="role:bidang")
    who = hired(admin, office, "Pegawai Baru", pengguna="baru")
    wanted = position.location.rpartition("/")[2]
    appointed = send(
        admin,
        f"{who}/jabatan?jabatan={wanted}",
        mulai="2026-11-01",
        nomor_sk="821/7",
        tanggal_sk="30-10-2026",
    )

    assert made.status_code == position.status_code == appointed.status_code == 303
    words = words_of(admin.get(position.location))
    assert "Pegawai Baru 1 November 2026 seterusnya 821/7" in words
    assert "30 Oktober 2026" in words
    assert "Pegawai Baru sejak 1 November 2026" in words_of(admin.get(made.location))
    assert "Kepala Bidang Satu" in words_of(office.signed_in(app, "ketua").get("/struktur"))


def test_who_may_be_found_for_a_jabatan_is_chosen_from_the_list_of_people(admin, office):
    wanted = place_of(office, "Perencana Ahli 1")
    who = hired(admin, office, "Calon Pemegang")

    found = admin.get(f"/pegawai?jabatan={wanted}&cari=calon")
    (link,) = page_of(found).xpath("//div[@id='hasil']//a/@href")
    chosen = page_of(admin.get(link)).xpath("//select[@id='jabatan']//option[@selected]/@value")

    assert "Perencana Ahli 1" in words_of(found)
    assert link.startswith(f"{who}/jabatan")
    assert chosen == [wanted]


def test_a_taken_name_and_a_second_head_are_refused_in_words_and_nothing_is_lost(admin, office):
    before = events(office)
    dinas = f"/struktur/kantor/{office.pemda.offices[DINAS]}"
    unit = f"/struktur/unit/{holding_of(office, 'kadis').unit_id}/jabatan"

    taken = send(admin, "/struktur/kantor/baru", nama=DINAS, singkatan="Diskop")
    empty = send(admin, f"{dinas}/unit", nama="")
    second = send(admin, unit, nama="Kepala Dinas Kedua", peran="role:kepala_dinas")

    assert (taken.status_code, empty.status_code, second.status_code) == (409, 422, 409)
    assert errors_of(taken) == [f"{DINAS} sudah ada."]
    assert page_of(taken).get_element_by_id("singkatan").get("value") == "Diskop"
    assert errors_of(empty) == ["Nama unit: Wajib diisi."]
    assert errors_of(second) == ["Kantor ini sudah mempunyai jabatan dengan peran Kepala Dinas."]
    assert page_of(second).xpath("//select[@id='peran']//option[@selected]/@value") == [
        "role:kepala_dinas"
    ]
    assert events(office) == before


def test_a_part_gets_another_name(admin, office):
    dinas = f"/struktur/kantor/{office.pemda.offices[DINAS]}"

    done = send(admin, f"{dinas}/ubah", nama="Dinas Koperasi", singkatan="Diskop")
    empty = send(admin, f"{dinas}/ubah", nama="")
    unit = send(admin, f"/struktur/unit/{holding_of(office, 'kadis').unit_id}/ubah", nama="Pucuk")
    position = send(admin, f"/struktur/jabatan/{place_of(office)}/ubah", nama="Kepala")

    assert [answer.status_code for answer in (done, unit, position)] == [303, 303, 303]
    assert empty.status_code == 422
    words = words_of(admin.get(dinas))
    assert "Dinas Koperasi Diskop" in words
    assert "Pucuk" in words
    assert "KepalaKepala Dinas" in words


def test_what_is_held_or_runs_is_not_taken_out_of_use(admin, office):
    before = events(office)
    dinas = f"/struktur/kantor/{office.pemda.offices[DINAS]}/nonaktifkan"
    shown = admin.get(dinas)

    answer = admin.post(dinas, data={"csrf": csrf_of(shown)})

    assert "Masih ada 7 pemegang jabatan" in words_of(shown)
    assert "proses yang berjalan" in words_of(shown)
    assert page_of(shown).xpath("//main//form") == []
    assert answer.status_code == 409
    assert "Masih ada pemegang jabatan" in errors_of(answer)[0]
    assert events(office) == before


def test_a_bidang_for_which_tasks_wait_is_not_taken_out_of_use(admin, office, walk_at):
    walk = walk_at("p_bidang")
    unit = f"/struktur/unit/{holding_of(office, 'Koperasi').unit_id}/nonaktifkan"
    holding = holding_of(office, "Koperasi").holding_id
    send(admin, f"/pegawai/jabatan/{holding}/akhiri", sampai="2026-11-20")
    with read(office.session) as connection:
        number = connection.scalar(
            select(process_instance.c.number).where(
                process_instance.c.pemda_id == office.pemda.id,
                process_instance.c.id == UUID(walk.instance),
            )
        )
    before = events(office)

    shown = admin.get(unit)
    answer = admin.post(unit, data={"csrf": csrf_of(shown)})

    said = f"Masih ada 1 tugas yang menunggu dikerjakan di sini, dalam proses {number}."
    assert said in words_of(shown)
    assert page_of(shown).xpath("//main//form") == []
    assert answer.status_code == 409
    assert said in errors_of(answer)[0]
    assert events(office) == before


def test_an_empty_jabatan_is_taken_out_of_use_after_its_effects_were_read(admin, office):
    unit = f"/struktur/unit/{holding_of(office, 'kadis').unit_id}/jabatan"
    place = send(admin, unit, nama="Staf Ahli").location
    shown = admin.get(f"{place}/nonaktifkan")

    done = send(admin, f"{place}/nonaktifkan")

    assert "tidak ada yang dapat memegang jabatan ini lagi" in words_of(shown)
    assert done.status_code == 303
    assert "Tidak dipakai lagi" in words_of(admin.get(place))
    assert "Staf Ahli" not in words_of(admin.get("/struktur"))


# ---------------------------------------------------------------- people


def test_people_are_searched_and_paged(admin, office):
    for number in range(45):
        hired(admin, office, f"Pegawai {number:02}")

    first, found = admin.get("/pegawai"), admin.get("/pegawai?cari=pegawai+44")
    second = admin.get(page_of(first).xpath("//a[@rel='next']/@href")[0])

    assert "Halaman 1 dari 2" in words_of(first)
    assert "Halaman 2 dari 2" in words_of(second)
    assert "1 pegawai memuat “pegawai 44”" in words_of(found)
    assert "Tidak ada pegawai yang memuat “siapa”" in words_of(admin.get("/pegawai?cari=siapa"))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"nama": ""}, "Nama: Wajib diisi."),
        ({"nip": "123"}, "NIP terdiri atas 18 angka"),
        ({"telepon": "nol delapan"}, "Nomor telepon terdiri atas angka"),
        ({"pengguna": "Dua Kata"}, "Nama pengguna terdiri atas"),
        ({"pengguna": "kadis"}, "Nama pengguna kadis sudah dipakai."),
        ({"nama": "x" * 201}, "Nama: Terlalu panjang"),
        ({"nama": "A\u202eB"}, "karakter tersembunyi"),
    ],
)
def test_a_wrong_entry_comes_back_as_typed_and_stores_nothing(admin, office, typed, words):
    before = events(office)
    typed = {"nama": "Pegawai", "telepon": "0811 000 000"} | typed

    answer = send(admin, "/pegawai/baru", **typed)

    assert answer.status_code in (409, 422)
    assert words in " ".join(errors_of(answer))
    for name, text in typed.items():
        assert page_of(answer).get_element_by_id(name).get("value") == text
    assert events(office) == before


def test_data_are_corrected_and_a_telephone_number_taken_out(admin, office):
    who = hired(admin, office, "Pegwai", telepon="0811 000 000", pengguna="pegawai")

    done = send(admin, f"{who}/ubah", nama="Pegawai", telepon="", pengguna="pegawai.baru")
    locked_out = send(admin, f"{who}/ubah", pengguna="")

    words = words_of(admin.get(who))
    assert done.status_code == 303
    assert "Pegawai Aktif" in words
    assert "0811" not in words
    assert "pegawai.baru" in words
    assert locked_out.status_code == 422
    assert errors_of(locked_out) == ["Nama pengguna: Wajib diisi."]


def test_a_jabatan_of_one_person_is_not_given_to_a_second_in_the_same_time(admin, office):
    who = hired(admin, office, "Kepala Kedua")
    typed = {"jabatan": place_of(office), "mulai": "2026-12-01", "nomor_sk": "821/9"}

    refused = send(admin, f"{who}/jabatan", **typed)
    ended = send(
        admin,
        f"/pegawai/jabatan/{holding_of(office, 'kadis').holding_id}/akhiri",
        sampai="2026-11-30",
    )
    taken = send(admin, f"{who}/jabatan", **typed)

    assert refused.status_code == 409
    assert errors_of(refused) == ["Pada waktu itu jabatan ini sudah ada yang memegang."]
    assert page_of(refused).get_element_by_id("nomor_sk").get("value") == "821/9"
    assert (ended.status_code, taken.status_code) == (303, 303)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"mulai": ""}, "Hari pertama: Wajib diisi."),
        ({"mulai": "31-02-2026"}, "Hari pertama: 31-02-2026 bukan tanggal."),
        ({"sampai": "2025-12-31"}, "Hari terakhir: Hari terakhir mendahului hari pertama."),
        ({"sampai": "9999-12-31"}, "Hari terakhir: Tahunnya harus antara 1945 dan 2076."),
        ({"mulai": "0202-01-01"}, "Hari pertama: Tahunnya harus antara 1945 dan 2076."),
        ({"tanggal_sk": "31-12-1944"}, "Tanggal SK: Tahunnya harus antara 1945 dan 2076."),
        ({"tanggal_sk": "kemarin"}, "Tanggal SK: kemarin bukan tanggal."),
        ({"jabatan": ""}, "Jabatan: Wajib diisi."),
        ({"jabatan": "bukan-id"}, "Jabatan: Wajib diisi."),
    ],
)
def test_dates_of_a_jabatan_are_looked_at(admin, office, typed, words):
    who = hired(admin, office, "Pegawai Lain")
    before = events(office)
    right = {"jabatan": place_of(office, "Perencana Ahli 1"), "mulai": "2026-01-01"}

    answer = send(admin, f"{who}/jabatan", **(right | typed))

    assert answer.status_code == 422
    assert words in " ".join(errors_of(answer))
    assert events(office) == before


def test_who_administers_alur_gets_no_lane(admin, office):
    answer = send(
        admin,
        f"{person_of(office, 'pengelola')}/jabatan",
        jabatan=place_of(office, "Perencana Ahli 1"),
        mulai="2026-12-01",
    )

    assert answer.status_code == 409
    assert "tidak memegang jabatan pelaksana" in errors_of(answer)[0]


def test_the_last_administrator_cannot_be_ended(admin, office):
    answer = send(
        admin,
        f"/pegawai/jabatan/{holding_of(office, 'pengelola').holding_id}/akhiri",
        sampai="2026-11-30",
    )

    assert answer.status_code == 409
    assert "pengelola aplikasi yang terakhir" in errors_of(answer)[0]


def test_a_deactivated_person_is_out_at_once_and_can_come_back(admin, app, office, walk_at):
    waiting = walk_at("step_7").waiting()[0]
    staff = office.signed_in(app, "ketua")
    place = person_of(office, "ketua")
    staff.post(f"{waiting[1]}/ambil", data={"csrf": csrf_of(staff.get("/tugas"))})
    shown = admin.get(f"{place}/nonaktifkan")

    done = send(admin, f"{place}/nonaktifkan")
    outside = staff.get("/tugas")
    back = admin.post(f"{place}/aktifkan", data=form_of(admin.get(place), "/aktifkan"))

    assert "ia tidak dihitung lagi sebagai pemegang Ketua Tim Kerja Perencanaan" in words_of(shown)
    assert done.status_code == back.status_code == 303
    assert outside.status_code == 303
    assert "/masuk" in outside.location
    assert "Aktif" in words_of(admin.get(place))


def test_nobody_deactivates_oneself(admin, office):
    place = f"{person_of(office, 'pengelola')}/nonaktifkan"
    token = csrf_of(admin.get("/pegawai"))

    assert "akun Anda sendiri" in words_of(admin.get(place))
    assert admin.post(place, data={"csrf": token}).status_code == 403


def test_the_data_of_who_has_left_are_erased_with_a_reason(app, admin, office):
    who = hired(admin, office, "Sudah Pindah", pengguna="pindah", telepon="0811 000 000")
    active = words_of(admin.get(f"{who}/hapus-data"))
    send(admin, f"{who}/nonaktifkan")
    effects = words_of(admin.get(f"{who}/hapus-data"))

    without = send(admin, f"{who}/hapus-data")
    unsure = send(admin, f"{who}/hapus-data", alasan="Permohonan 1")
    wrong = send(admin, f"{who}/hapus-data", alasan="Permohonan 1", sandi="bukan itu")
    reason = f"{'Permohonan. ' * 60}Ujung"
    long = send(admin, f"{who}/hapus-data", alasan=reason)
    sure = office.signed_in(app, "pengelola", confirmed=True)
    done = send(sure, f"{who}/hapus-data", alasan=reason)

    assert "masih aktif" in active
    assert "tidak dapat dibatalkan" in effects
    assert (without.status_code, unsure.status_code, done.status_code) == (422, 422, 303)
    assert errors_of(without) == ["Alasan: Wajib diisi."]
    assert "kata sandi" in errors_of(unsure)[0]
    for answer in (unsure, wrong):
        assert answer.status_code == 422
        assert "Galat" in page_of(answer).get_element_by_id("sandi-galat").text_content()
    assert page_of(unsure).get_element_by_id("alasan").text.strip() == "Permohonan 1"
    assert page_of(long).get_element_by_id("alasan").text.strip() == reason
    assert "Nama sudah dihapus" in words_of(admin.get(who))
    assert "Sudah Pindah" not in words_of(admin.get("/pegawai"))


def test_who_was_erased_is_not_activated_again(app, admin, office):
    who = hired(admin, office, "Sudah Pindah")
    send(admin, f"{who}/jabatan", jabatan=place_of(office, "Perencana Ahli 1"), mulai="2026-01-01")
    send(admin, f"{who}/nonaktifkan")
    back = form_of(admin.get(who), "/aktifkan")
    sure = office.signed_in(app, "pengelola", confirmed=True)
    send(sure, f"{who}/hapus-data", alasan="Permohonan 1")

    answer = sure.post(f"{who}/aktifkan", data=back | {"csrf": csrf_of(sure.get(who))})

    words = words_of(sure.get(who))
    assert answer.status_code == 409
    assert "Data pribadi pegawai ini sudah dihapus" in words_of(answer)
    assert "Dinonaktifkan" in words
    assert "Aktifkan kembali" not in words


# ---------------------------------------------------------------- slips


@pytest.fixture
def sure(admin, app, office):
    """Give the administrator's browser in which the password was just typed."""
    return office.signed_in(app, "pengelola", confirmed=True)


def test_a_slip_is_shown_once_and_makes_a_password(sure, app, office):
    who = hired(sure, office, "Pegawai Baru", pengguna="baru")
    slip = send(sure, f"{who}/slip")
    code = code_on(slip)
    guest = app.test_client()
    used = guest.post(
        "/masuk/slip",
        data=form_of(guest.get("/masuk/slip"), "/masuk/slip")
        | {"nama": "baru", "slip": code, "sandi": PASSWORD, "ulang": PASSWORD},
    )

    assert slip.status_code == 200
    assert slip.headers["Cache-Control"] == "no-store"
    assert "Pegawai Baru" in words_of(slip)
    assert "30 November 2026 pukul 10.00 WIB" in words_of(slip)
    assert code not in words_of(sure.get(who))
    assert used.status_code == 303
    assert "Kata sandi baru Anda tersimpan" in words_of(guest.get(used.location))
    assert "Kata sandi sudah dibuat" in words_of(sure.get(who))


def test_a_slip_for_somebody_needs_the_administrators_own_password(admin, office):
    who = hired(admin, office, "Pegawai Baru", pengguna="baru")
    before = events(office)

    without, wrong = send(admin, f"{who}/slip"), send(admin, f"{who}/slip", sandi="bukan itu")
    unchanged = events(office)
    right = send(admin, f"{who}/slip", sandi=PASSWORD)

    assert [answer.status_code for answer in (without, wrong, right)] == [422, 422, 200]
    assert "kata sandi" in errors_of(without)[0]
    assert page_of(wrong).get_element_by_id("sandi").get("value") in (None, "")
    assert re.search(r"[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3}", words_of(wrong)) is None
    assert unchanged == before
    assert code_on(right)


def test_guessing_the_password_for_a_slip_stops(admin, office):
    who = hired(admin, office, "Pegawai Baru", pengguna="baru")

    guesses = [send(admin, f"{who}/slip", sandi="bukan itu") for _ in range(PER_LOGIN.attempts)]
    late = send(admin, f"{who}/slip", sandi=PASSWORD)

    assert {errors_of(guess)[0] for guess in guesses} == {errors_of(guesses[0])[0]}
    assert late.status_code == 422
    assert "Terlalu banyak percobaan" in errors_of(late)[0]


def test_a_newer_slip_takes_the_older_ones_place_and_the_page_says_so(sure, app, office):
    who = hired(sure, office, "Pegawai Baru", pengguna="baru")
    codes = [code_on(send(sure, f"{who}/slip")) for _ in range(2)]
    guest = app.test_client()
    fields = form_of(guest.get("/masuk/slip"), "/masuk/slip")
    typed = {"nama": "baru", "slip": codes[0], "sandi": PASSWORD, "ulang": PASSWORD}

    assert "Slip yang dicetak sebelumnya tidak berlaku lagi" in words_of(sure.get(f"{who}/slip"))
    assert guest.post("/masuk/slip", data=fields | typed).status_code == 422


def test_without_a_login_name_there_is_no_slip(admin, office):
    who = hired(admin, office, "Tanpa Akun")
    token = csrf_of(admin.get("/pegawai"))

    answer = admin.post(f"{who}/slip", data={"csrf": token})

    assert "belum mempunyai nama pengguna" in words_of(admin.get(f"{who}/slip"))
    assert answer.status_code == 422
    assert errors_of(answer) == ["Pegawai ini belum mempunyai nama pengguna."]


# ---------------------------------------------------------------- outsiders, markup, twice


@pytest.mark.parametrize("who", ["kadis", "sekretaris", "ketua", "analis", "auditor"])
def test_staff_neither_see_nor_change_people_and_structure(app, office, who):
    browser = office.signed_in(app, who)
    place = person_of(office, "ketua")
    home = browser.get("/struktur")
    token = {"csrf": csrf_of(home)}
    before = events(office)

    assert "/pegawai" not in home.get_data(as_text=True)
    for page in ("/pegawai", place, f"{place}/slip", "/struktur/kantor/baru"):
        assert browser.get(page).status_code == 403
        assert browser.post(page, data=token).status_code in (403, 405)
    assert browser.post(f"{place}/nonaktifkan", data=token).status_code == 403
    assert events(office) == before


def test_names_are_text_and_never_markup(admin, office):
    who = hired(admin, office, "<img src=x onerror=alert(1)>")

    for page in (who, "/pegawai", f"{who}/jabatan", f"{who}/nonaktifkan"):
        assert page_of(admin.get(page)).xpath("//img") == []


def test_a_form_sent_twice_adds_once(admin, office):
    fields = form_of(admin.get("/pegawai/baru"), "/pegawai/baru") | {"nama": "Sekali"}

    places = {admin.post("/pegawai/baru", data=fields).location for _ in range(2)}

    assert len(places) == 1
    with read(office.session) as connection:
        count = connection.scalar(
            select(func.count())
            .select_from(person)
            .where(person.c.pemda_id == office.pemda.id, person.c.name == "Sekali")
        )
    assert count == 1
