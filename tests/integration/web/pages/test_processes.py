"""Processes on their pages: the list, where one stands, starting, waiving, history, replay."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from lxml import html
from sqlalchemy import func, insert, select, text

from service.commands.erase_text import erase_text
from service.running.limits import Room, set_room
from service.running.reexecution import Difference, Reexecution
from service.store.database import read, transaction
from service.store.ids import new_id
from service.store.tables import audit_assignment, history_event, process_instance, user_task
from service.values import parse
from tests.integration.running import diagrams, sending_diagrams
from tests.integration.web.letters import add_letters
from tests.integration.web.pages.office import DINAS, add_sop
from tests.integration.web.pages.reading import errors_of, form_of, page_of, words_of
from tests.people import NOON


def surat_tugas(office, **scope):
    """Let the auditor of the office look, within a scope."""
    with transaction(office.session) as tx:
        tx.execute(
            insert(audit_assignment).values(
                pemda_id=office.pemda.id,
                id=new_id(),
                person_id=office.people["auditor"].person_id,
                letter_number="700/1/ST",
                letter_date=date(2026, 11, 1),
                from_date=date(2026, 11, 1),
                to_date=date(2026, 12, 31),
                **scope,
            )
        )


def test_the_list_finds_by_words_and_state(walk_at):
    browser = walk_at("step_1").browser("ketua")

    everything = words_of(browser.get("/proses"))
    one = words_of(browser.get("/proses?cari=RKA+2028"))
    none = words_of(browser.get("/proses?cari=LAKIP"))
    done = words_of(browser.get("/proses?keadaan=completed"))

    assert "7 proses" in everything
    assert "1 proses memuat" in one
    assert "Tidak ada proses yang memuat" in none
    assert "Tidak ada proses" in done


def test_a_page_number_out_of_range_shows_the_last_page(walk_at):
    browser = walk_at("step_1").browser("ketua")

    assert "7 proses" in words_of(browser.get("/proses?halaman=999999999999"))
    assert "7 proses" in words_of(browser.get("/proses?halaman=entah"))


def test_other_offices_and_analysts_see_no_process(walk_at):
    walk = walk_at("step_2")

    for who in ("orang-lain", "analis", "auditor"):
        assert "RKA" not in words_of(walk.browser(who).get("/proses"))
        for page in ("", "/riwayat", "/putar-ulang", "/putar-ulang.json", "/pemeriksaan"):
            assert walk.browser(who).get(f"/proses/{walk.instance}{page}").status_code == 404


def test_the_page_says_in_words_and_on_the_drawing_where_the_process_stands(walk_at):
    walk = walk_at("step_7")
    answer = walk.browser("kadis").get(f"/proses/{walk.instance}")
    page = page_of(answer)
    current = page.xpath("//*[contains(@class, 'current')]/@data-element")
    done = page.xpath("//*[contains(@class, 'done') and @data-element]/@data-element")

    assert "Langkah 7" in words_of(answer)
    assert "Menunggu Ketua Tim Kerja Perencanaan" in words_of(answer)
    assert current == ["step_7"]
    assert {"step_1", "step_2", "step_6"} <= set(done)
    assert "Uji coba" in words_of(answer)


def test_a_process_that_used_half_of_its_room_says_so(walk_at):
    walk = walk_at("step_7")
    place = f"/proses/{walk.instance}"
    calm = words_of(walk.browser("kadis").get(place))
    set_room(Room(events=12))
    try:
        warned = words_of(walk.browser("kadis").get(place))
    finally:
        set_room(Room())

    assert "sudah sangat panjang" not in calm
    assert "dari paling banyak 12" in warned


def test_no_inline_style_and_no_script_stands_in_a_page(walk_at):
    walk = walk_at("step_7")
    browser = walk.browser("ketua")

    for place in ("/tugas", "/proses", f"/proses/{walk.instance}", walk.tasks("ketua")[0]):
        page = page_of(browser.get(place))
        assert page.xpath("//@style") == []
        assert page.xpath("//style") == []
        assert page.xpath("//script[not(@src)]") == []


def test_a_start_needs_title_year_and_basis_and_keeps_what_was_typed(walk_at, office):
    browser = walk_at("step_1").browser("ketua")
    place = f"/proses/mulai/{office.sop_id}"
    fields = form_of(browser.get(place), place) | {
        "judul": ["RKA"],
        "tahun": ["dua"],
        "dasar": [""],
    }

    answer = browser.post(place, data=fields)

    assert answer.status_code == 422
    assert len(errors_of(answer)) == 2
    assert page_of(answer).get_element_by_id("judul").get("value") == "RKA"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("judul", "a" * 301),
        ("judul", "RKA \u202e7202"),
        ("dasar", "b" * 301),
        ("dasar", "Disposisi \u20662"),
        ("tahun", "9" * 5000),
        ("tahun", "2027x"),
    ],
)
def test_what_is_too_long_or_hidden_is_refused_and_never_cut(walk_at, office, name, typed):
    browser = walk_at("step_1").browser("ketua")
    place = f"/proses/mulai/{office.sop_id}"
    fields = form_of(browser.get(place), place)
    fields |= {"judul": ["RKA"], "tahun": ["2050"], "dasar": ["Disposisi 2"]}

    answer = browser.post(place, data=fields | {name: [typed]})

    assert answer.status_code == 422
    assert page_of(answer).get_element_by_id(name).get("value") == typed


def test_each_field_that_is_too_long_is_named_where_the_errors_are_listed(walk_at, office):
    browser = walk_at("step_1").browser("ketua")
    place = f"/proses/mulai/{office.sop_id}"
    fields = form_of(browser.get(place), place)

    answer = browser.post(place, data=fields | {"judul": ["a" * 301], "dasar": ["b" * 301]})

    said = "Terlalu panjang: paling banyak 300 huruf."
    assert errors_of(answer) == [f"Judul: {said}", f"Dasar: {said}"]
    assert [
        at_field.text_content().removeprefix("Galat: ")
        for at_field in page_of(answer).find_class("field-error")
    ] == [said, said]


def test_a_unit_that_is_none_of_the_office_is_refused_and_not_replaced(walk_at, office):
    browser = walk_at("step_1").browser("ketua")
    place = f"/proses/mulai/{office.sop_id}"
    fields = form_of(browser.get(place), place)
    fields |= {"judul": ["RKA"], "tahun": ["2050"], "dasar": ["Disposisi 2"], "unit": ["lain"]}

    answer = browser.post(place, data=fields)

    assert answer.status_code == 422
    assert "Pilih salah satu unit" in errors_of(answer)[0]


@pytest.fixture
def adjusted(walk_at, office):
    """Give a browser, and where it starts a SOP with a step whose time is adjusted."""
    browser = walk_at("step_1").browser("ketua")
    sop_id, _ = add_sop(
        office.session, office.pemda, office.people["analis"], "tanjabbar-lakip", NOON
    )
    return browser, f"/proses/mulai/{sop_id}"


def start_fields(browser, place, **typed):
    fields = form_of(browser.get(place), place)
    fields |= {"judul": ["LAKIP 2026"], "tahun": ["2026"], "dasar": ["Disposisi 2"]}
    return fields | {name.replace("__", "-"): [value] for name, value in typed.items()}


def test_who_starts_a_process_says_with_which_of_several_ways(begun, office):
    walk, made = begun(diagrams.SEVERAL_WAYS, "several-ways")
    browser, place = walk.browser("sekretaris"), f"/proses/mulai/{sop_of(office, made)}"
    offered = page_of(browser.get(place)).xpath("//select[@name='cara']/option/@value")

    fields = start_fields(browser, place, cara="letter", tetap="ya")
    answer = browser.post(place, data=fields)
    history = browser.get(f"/proses/{instance_in(answer)}/riwayat")

    assert offered == ["plain", "letter"]
    assert "Dimulai denganletter" in words_of(history)


def test_what_only_a_signal_begins_no_person_is_offered_to_start(walk_at, office):
    ids, _ = add_letters(
        office.session,
        office.pemda.id,
        office.pemda.offices[DINAS],
        office.people["analis"].person_id,
        diagram=sending_diagrams.BY_SIGNAL_ALONE.replace(
            b'id="by-signal-alone"', b'id="surat-uji"'
        ),
        forms=diagrams.FORMS,
        key="by-signal-alone",
    )
    browser = walk_at("step_1").browser("sekretaris")

    page = browser.get(f"/sop/{ids}")

    assert "dimulai oleh sinyal atau waktu" in words_of(page)
    assert f"/proses/mulai/{ids}" not in page.get_data(as_text=True)
    assert f"/proses/mulai/{ids}" not in browser.get("/proses/mulai").get_data(as_text=True)
    assert browser.get(f"/proses/mulai/{ids}").status_code == 404


def instance_in(answer):
    """Return the process that a start led to."""
    assert answer.status_code == 303, words_of(answer)
    return answer.headers["Location"].split("/proses/")[1].partition("/")[0]


def sop_of(office, made):
    with read(office.session) as connection:
        return connection.scalar(
            select(process_instance.c.sop_id).where(
                process_instance.c.pemda_id == office.pemda.id,
                process_instance.c.id == made.instance_id,
            )
        )


def given_at_start(office):
    """Return what the newest process was given to start with."""
    with read(office.session) as connection:
        payload = connection.scalar(
            select(history_event.c.payload)
            .where(
                history_event.c.pemda_id == office.pemda.id,
                history_event.c.kind == "ProcessStarted",
            )
            .order_by(history_event.c.recorded_at.desc())
            .limit(1)
        )
    assert payload is not None
    return parse(payload)["input"]["data"]


@pytest.mark.parametrize("typed", ["2026-12-18", "18-12-2026"])
def test_the_start_asks_until_when_a_step_is_to_be_done_whose_time_is_adjusted(
    adjusted, office, clock, typed
):
    browser, place = adjusted
    clock.advance(timedelta(minutes=1))
    asked = page_of(browser.get(place)).get_element_by_id("tenggat-step_10")

    answer = browser.post(place, data=start_fields(browser, place, tenggat__step_10=typed))

    assert (asked.get("type"), asked.get("required")) == ("date", None)
    assert answer.status_code == 303
    assert given_at_start(office)["tenggat_disesuaikan"] == {"step_10": date(2026, 12, 18)}


def test_the_day_may_be_left_open(adjusted, office, clock):
    browser, place = adjusted
    clock.advance(timedelta(minutes=1))

    answer = browser.post(place, data=start_fields(browser, place))

    assert answer.status_code == 303
    assert "tenggat_disesuaikan" not in given_at_start(office)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("besok", "besok bukan tanggal"),
        ("2026-11-22", "Pilih hari ini atau sesudahnya"),
        ("2099-01-01", "Pilih hari ini atau sesudahnya"),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_its_field_and_comes_back(adjusted, typed, told):
    browser, place = adjusted

    answer = browser.post(place, data=start_fields(browser, place, tenggat__step_10=typed))

    assert answer.status_code == 422
    assert told in errors_of(answer)[0]
    assert page_of(answer).get_element_by_id("tenggat-step_10").get("value") == typed


def test_a_sop_without_such_a_step_asks_for_no_day(walk_at, office):
    page = page_of(walk_at("step_1").browser("ketua").get(f"/proses/mulai/{office.sop_id}"))

    assert page.xpath("//input[starts-with(@name, 'tenggat')]") == []


def test_a_sop_is_asked_for_the_kinds_that_it_has(walk_at, office):
    page = page_of(walk_at("step_1").browser("ketua").get(f"/proses/mulai/{office.sop_id}"))

    assert page.xpath("//select[@name='jenis']/option/@value") == ["murni", "perubahan"]
    assert page.get_element_by_id("tahun").get("value") == "2027"


def test_a_kind_that_the_sop_has_not_is_refused_at_its_field(walk_at, office):
    browser = walk_at("step_1").browser("ketua")
    place = f"/proses/mulai/{office.sop_id}"
    fields = form_of(browser.get(place), place)
    fields |= {"judul": ["RKA"], "tahun": ["2050"], "dasar": ["D 2"], "jenis": ["pergeseran"]}

    answer = browser.post(place, data=fields)

    assert (answer.status_code, errors_of(answer)) == (422, ["Pilih salah satu jenis."])
    assert page_of(answer).get_element_by_id("jenis").get("aria-invalid") == "true"


def test_a_sop_without_kinds_asks_for_none_and_warns_of_a_second_one_of_the_year(
    adjusted, office, clock
):
    browser, place = adjusted
    clock.advance(timedelta(minutes=1))
    asked = page_of(browser.get(place))
    first = browser.post(place, data=start_fields(browser, place))
    page = words_of(browser.get(f"/proses/{first.location.split('/')[-2]}"))

    warned = browser.post(place, data=start_fields(browser, place, jenis="murni"))

    assert asked.xpath("//*[@name='jenis']") == []
    assert asked.get_element_by_id("tahun").get("value") == "2026"
    assert first.status_code == 303
    assert given_at_start(office)["jenis"] is None
    assert "Tahun2026" in page
    assert warned.status_code == 200
    assert "Untuk tahun ini sudah ada:" in words_of(warned)


def test_a_second_process_of_the_same_year_is_warned_about_once(walk_at, office):
    browser = walk_at("step_1").browser("ketua")
    place = f"/proses/mulai/{office.sop_id}"
    fields = form_of(browser.get(place), place)
    fields |= {"judul": ["RKA lagi"], "tahun": ["2027"], "dasar": ["Disposisi 2"]}

    warned = browser.post(place, data=fields)
    again = form_of(warned, place)
    started = browser.post(place, data=again)

    assert warned.status_code == 200
    assert "Sudah ada proses yang sama" in words_of(warned)
    assert started.status_code == 303


def test_people_of_other_offices_start_nothing_here(walk_at, office):
    walk = walk_at("step_1")

    for who in ("orang-lain", "auditor"):
        assert walk.browser(who).get(f"/proses/mulai/{office.sop_id}").status_code == 404


def test_a_late_bidang_is_waived_with_a_reason_by_who_collects_and_by_nobody_else(walk_at):
    walk = walk_at("p_bidang")
    page = f"/proses/{walk.instance}"
    with read(walk.office.session) as connection:
        number = connection.scalar(
            select(func.min(user_task.c.task_no)).where(
                user_task.c.pemda_id == walk.office.pemda.id,
                user_task.c.instance_id == UUID(walk.instance),
                user_task.c.element_id == "p_bidang",
            )
        )
    ending = f"/lewati/{number}"
    fields = form_of(walk.browser("anggota-1").get(page), ending)
    name = f"alasan-{number}"
    without = walk.browser("anggota-1").post(f"{page}{ending}", data=fields)
    done = walk.browser("anggota-1").post(
        f"{page}{ending}", data=fields | {name: ["Data terlambat"]}
    )
    history = words_of(walk.browser("kadis").get(f"{page}/riwayat"))

    assert without.status_code == 422
    assert done.status_code == 303
    assert "Dilewati" in history
    assert "Data terlambat" in history
    assert "Lewati Bidang" not in words_of(walk.browser("kadis").get(page))
    assert "Bidang terakhir tidak dapat dilewati" in words_of(walk.browser("anggota-1").get(page))


def test_a_task_of_who_is_away_is_let_go_by_the_secretary_and_by_no_colleague(walk_at):
    walk = walk_at("step_3")
    place = walk.tasks("anggota-1")[0]
    page = f"/proses/{walk.instance}"
    taker = walk.browser("anggota-1")
    taker.post(f"{place}/ambil", data=form_of(taker.get(place), "/ambil"))
    assert "Lepaskan tugas ini" not in words_of(taker.get(page))
    assert "Lepaskan tugas ini" not in words_of(walk.browser("anggota-2").get(page))
    secretary = walk.browser("sekretaris")

    done = secretary.post(f"{place}/lepas", data=form_of(secretary.get(page), "/lepas"))

    assert done.status_code == 303
    assert done.location == page
    assert "Lepaskan tugas ini" not in words_of(secretary.get(page))
    assert "Ambil tugas" in words_of(walk.browser("anggota-2").get(place))


def test_the_history_tells_each_event_and_ends_with_the_hash_of_the_chain(walk_at):
    walk = walk_at("step_8")
    answer = walk.browser("kadis").get(f"/proses/{walk.instance}/riwayat")
    words = words_of(answer)
    with read(walk.office.session) as connection:
        events = connection.execute(
            select(history_event.c.hash, history_event.c.seq)
            .where(
                history_event.c.pemda_id == walk.office.pemda.id,
                history_event.c.stream == "process",
            )
            .order_by(history_event.c.seq)
        ).all()

    rows = page_of(answer).xpath("//tbody/tr")
    last = page_of(answer).xpath("//p/span[@class='hash']")[0].text_content()
    assert last in {event.hash for event in events}
    assert len(rows) == int(page_of(answer).xpath("//h2/span[@class='count']")[0].text_content())
    assert "Proses dimulai" in words
    assert "Nomor SK Tim" in words
    assert "Rantai riwayat utuh" in words
    assert "Sidik SOP (SHA-256)" in words


def test_the_replay_gives_the_flows_that_were_really_taken(walk_at):
    walk = walk_at("step_7")
    walk.send_back("ketua", "Pagu belum sesuai.")
    frames = (
        walk.browser("kadis").get(f"/proses/{walk.instance}/putar-ulang.json").get_json()["frames"]
    )
    last = frames[-1]
    flows = [taken["element"] for taken in last["trace"] if taken["kind"] == "flow"]

    assert last["element"] == "step_7"
    assert flows == ["f_step_7_gw_7", "f_gw_7_step_5"]
    assert last["trace"][-1] == {
        "kind": "entered",
        "element": "step_5",
        "token": last["trace"][-1]["token"],
    }


def test_the_checks_say_that_chain_and_states_agree(walk_at):
    walk = walk_at("step_7")
    words = words_of(walk.browser("kadis").get(f"/proses/{walk.instance}/pemeriksaan"))

    assert "Rantai riwayat utuh" in words
    assert "0 perbedaan" in words


def spoil(database):
    """Change the third event of every process behind the service's back."""
    with database.engine.begin() as connection:
        if database.name == "sqlite":
            connection.execute(text("DROP TRIGGER history_event_no_update"))
        else:
            connection.execute(text("ALTER TABLE history_event DISABLE TRIGGER USER"))
        connection.execution_options(alur_writes=True)
        connection.exec_driver_sql(
            "UPDATE history_event SET jabatan = 'Orang lain' WHERE seq = 3 AND stream = 'process'"
        )


def test_a_changed_event_is_named_on_the_page(walk_at, database):
    walk = walk_at("step_7")
    spoil(database)

    words = words_of(walk.browser("kadis").get(f"/proses/{walk.instance}/riwayat"))

    assert "Rantai riwayat utuh" not in words
    assert "3" in words


def test_a_broken_chain_leads_to_the_event_and_says_what_to_do(walk_at, database):
    walk = walk_at("step_7")
    spoil(database)

    for page in ("putar-ulang", "pemeriksaan"):
        answer = walk.browser("kadis").get(f"/proses/{walk.instance}/{page}")

        links = page_of(answer).xpath("//a[contains(@href, '#kejadian-3')]/@href")
        assert links == [f"/proses/{walk.instance}/riwayat#kejadian-3"]
        assert "laporkan kepada Inspektorat" in words_of(answer)


@pytest.mark.parametrize("code", ["replay.event", "replay.refused"])
def test_a_difference_of_a_whole_chain_is_laid_at_the_engines_door(walk_at, monkeypatch, code):
    walk = walk_at("step_7")
    found = Reexecution(UUID(walk.instance), "", 2, Difference(code, 3, "engine.task-not-open"))
    monkeypatch.setattr("service.queries.checks.reexecute", lambda *_: found)

    answer = walk.browser("kadis").get(f"/proses/{walk.instance}/pemeriksaan")

    words = words_of(answer)
    assert "Dijalankan ulang: berbeda" in words
    assert "Kejadian nomor 3:" in words
    assert "engine." not in words
    assert "Rantainya utuh, jadi riwayat tidak diubah" in words
    assert page_of(answer).xpath("//a[contains(@href, '/riwayat#kejadian-3')]")


def test_erased_texts_are_counted_and_the_chain_is_whole_all_the_same(walk_at, office):
    walk = walk_at("step_7")
    erase_text(
        office.session,
        replace(office.people["kadis"], confirmed_at=NOON),
        instance_id=UUID(walk.instance),
        reason="Permintaan yang bersangkutan",
        now=NOON,
    )

    words = words_of(walk.browser("kadis").get(f"/proses/{walk.instance}/pemeriksaan"))

    assert "Rantai riwayat utuh" in words
    assert "teks pribadi sudah dihapus sesuai peraturan" in words
    assert "0 perbedaan" in words
    history = words_of(walk.browser("kadis").get(f"/proses/{walk.instance}/riwayat"))
    assert "(sudah dihapus)" in history


def test_a_long_history_is_played_in_parts_that_fit_together(walk_at, monkeypatch):
    walk = walk_at("step_8")
    browser, place = walk.browser("kadis"), f"/proses/{walk.instance}/putar-ulang"
    whole = browser.get(f"{place}.json").get_json()
    monkeypatch.setattr("service.web.pages.history.PART", 4)
    parts = [browser.get(f"{place}.json?bagian={n}").get_json() for n in (1, 2, 3)]
    page = browser.get(f"{place}?bagian=2")
    beyond = browser.get(f"{place}?bagian=99")

    assert len(whole["frames"]) > 8
    assert [it for part in parts for it in part["frames"]] == whole["frames"]
    assert whole["before"] == parts[0]["before"] == {"waiting": [], "done": [], "flows": []}
    # What stands before a part is what the frames up to it leave.
    for number, part in enumerate(parts):
        standing, done = {}, set()
        for frame in whole["frames"][: 4 * number]:
            for taken in frame["trace"]:
                if taken["kind"] == "entered":
                    standing[taken["token"]] = taken["element"]
                if taken["kind"] in ("completed", "cancelled"):
                    standing.pop(taken["token"], None)
                if taken["kind"] == "completed":
                    done.add(taken["element"])
        assert dict(part["before"]["waiting"]) == standing
        assert set(part["before"]["done"]) == done
    assert "bagian 2 dari 3: kejadian 5 sampai 8" in words_of(page)
    assert len(page_of(page).xpath("//ol[@data-part='list']/li")) == 4
    assert beyond.status_code == 302
    assert beyond.location.endswith("bagian=3")


def test_the_printable_list_holds_every_event_however_many_there_are(walk_at, monkeypatch):
    walk = walk_at("step_8")
    browser, place = walk.browser("kadis"), f"/proses/{walk.instance}/riwayat"
    whole = page_of(browser.get(place)).xpath("//tbody/tr/@id")
    monkeypatch.setattr("service.web.pages.history.MOST", 2)
    monkeypatch.setattr("service.queries.history._BATCH", 3)

    answer = browser.get(place, headers={"Accept-Encoding": "gzip"}, buffered=False)
    came_in_pieces = answer.is_streamed
    streamed = html.fromstring(gzip.decompress(answer.data).decode())

    assert came_in_pieces
    assert len(whole) > 8
    assert streamed.xpath("//tbody/tr/@id") == whole
    assert f"Akhir daftar: {len(whole)} kejadian" in html.tostring(streamed, encoding="unicode")
    assert answer.headers["Content-Security-Policy"]


def test_a_cancelled_process_leaves_no_token_in_the_replay(walk_at):
    walk = walk_at("step_7")
    head, page = walk.browser("kadis"), f"/proses/{walk.instance}"
    head.post(
        f"{page}/batalkan",
        data=form_of(head.get(f"{page}/batalkan"), "/batalkan") | {"alasan": ["Diulang"]},
    )

    assert head.get(f"{page}/putar-ulang.json").get_json()["frames"][-1]["cancelled"] is True


def test_an_auditor_sees_within_the_surat_tugas_and_every_look_is_written_down(walk_at, office):
    walk = walk_at("step_7")
    surat_tugas(office, office_id=office.pemda.offices["Dinas Sosial"])
    outside = walk.browser("auditor").get(f"/proses/{walk.instance}")
    surat_tugas(office, sop_id=office.sop_id)

    for page in ("", "/riwayat", "/putar-ulang", "/pemeriksaan"):
        assert walk.browser("auditor").get(f"/proses/{walk.instance}{page}").status_code == 200
    with read(office.session) as connection:
        looks = connection.scalar(
            select(func.count())
            .select_from(history_event)
            .where(
                history_event.c.pemda_id == office.pemda.id,
                history_event.c.kind == "ProcessViewed",
            )
        )

    assert outside.status_code == 404
    assert looks == 4
    assert "RKA 2031" in words_of(walk.browser("auditor").get("/proses"))


def test_a_surat_tugas_that_is_over_shows_nothing(walk_at, office, clock):
    walk = walk_at("step_7")
    surat_tugas(office)
    clock.advance(timedelta(days=60))
    browser = office.signed_in(walk.app, "auditor", clock.now())

    assert browser.get(f"/proses/{walk.instance}").status_code == 404
    assert clock.now() > NOON


def test_an_auditor_without_surat_tugas_reads_why_nothing_is_there_and_who_can_help(
    walk_at, office, clock
):
    walk = walk_at("step_7")
    reason, helper = "Tidak ada surat tugas yang berlaku hari ini", "Inspektur atau Sekretaris"

    def seen(who, place="/proses"):
        return words_of(office.signed_in(walk.app, who, clock.now()).get(place))

    for place in ("/proses", "/sop"):
        assert reason in seen("auditor", place)
        assert helper in seen("auditor", place)
    surat_tugas(office)
    assert reason not in seen("auditor")
    clock.advance(timedelta(days=60))
    assert reason in seen("auditor")
    assert reason not in seen("orang-lain")


@pytest.mark.parametrize("place", ["/proses/entah", "/proses/mulai/entah", "/tugas/entah/1"])
def test_an_address_that_is_none_is_a_plain_page(walk_at, place):
    answer = walk_at("step_1").browser("ketua").get(place)

    assert answer.status_code == 404
    assert "Halaman tidak ditemukan" in words_of(answer)
