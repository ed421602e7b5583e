"""What the head or secretary may do to a process as a whole: cancel it, try an incident again."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from sqlalchemy import select

from service.queries.instances import process_view
from service.sentences import catalogue
from service.store.database import read
from service.store.tables import history_event, process_instance
from tests.integration.running import diagrams
from tests.integration.web.pages.reading import csrf_of, errors_of, form_of, page_of, words_of
from tests.people import NOON, PASSWORD

#: Many requests; `./alur test --fast` is content with the pages of tasks and processes.
pytestmark = pytest.mark.slow


def status_of(walk):
    with read(walk.office.session) as connection:
        return connection.scalar(
            select(process_instance.c.status).where(
                process_instance.c.pemda_id == walk.office.pemda.id,
                process_instance.c.id == UUID(walk.instance),
            )
        )


def kinds_of(walk):
    with read(walk.office.session) as connection:
        return list(
            connection.execute(
                select(history_event.c.kind)
                .where(
                    history_event.c.pemda_id == walk.office.pemda.id,
                    history_event.c.stream_id == UUID(walk.instance),
                )
                .order_by(history_event.c.seq)
            ).scalars()
        )


@pytest.fixture
def held(begun, office):
    """A process in which no condition came out: the number was left empty."""
    walk, made = begun(diagrams.FAULTY, "faulty")
    place = f"/tugas/{made.instance_id}/{made.opened[0]}"
    browser = walk.browser("sekretaris")
    browser.post(
        f"{place}/selesaikan",
        data=form_of(browser.get(place), "/selesaikan") | {"tindakan": ["selesai"]},
    )
    view = process_view(
        office.session, office.people["kadis"], made.instance_id, today=NOON.date()
    )
    assert len(view.incidents) == 1
    return walk


# ---------------------------------------------------------------- cancelling


def test_the_head_cancels_with_a_reason_and_the_page_says_who_and_why(walk_at):
    walk = walk_at("step_7")
    head, page = walk.browser("kadis"), f"/proses/{walk.instance}"
    task = walk.tasks("ketua")[0]
    asked = head.get(f"{page}/batalkan")

    done = head.post(
        f"{page}/batalkan",
        data=form_of(asked, "/batalkan") | {"alasan": ["Pagu ditarik kembali"]},
    )
    shown = words_of(head.get(page))

    assert "1 langkah yang sedang menunggu ditutup" in words_of(asked)
    assert "Ketua Tim Kerja Perencanaan" in words_of(asked)
    assert "tidak dapat dilanjutkan" in words_of(asked)
    assert done.status_code == 303, errors_of(done)
    assert status_of(walk) == "cancelled"
    assert "Proses dibatalkan Kepala Dinas pada" in shown
    assert "Alasan: Pagu ditarik kembali" in shown
    assert "Batalkan proses …" not in shown
    assert walk.tasks("ketua") == []
    assert "Proses ini dibatalkan" in words_of(walk.browser("ketua").get(task))
    assert head.get(f"{page}/batalkan").status_code == 409


def test_cancelling_asks_for_reason_and_password_and_keeps_what_was_typed(walk_at, office):
    walk = walk_at("step_7")
    office.give_password("kadis")
    head = office.signed_in(walk.app, "kadis")
    place = f"/proses/{walk.instance}/batalkan"
    fields = form_of(head.get(place), "/batalkan")

    without_reason = head.post(place, data=fields | {"sandi": [PASSWORD]})
    without_password = head.post(place, data=fields | {"alasan": ["Salah tahun"]})
    wrong = head.post(place, data=fields | {"alasan": ["Salah tahun"], "sandi": ["bukan ini"]})
    too_long = head.post(place, data=fields | {"alasan": ["a" * 2001], "sandi": [PASSWORD]})

    assert page_of(without_reason).get_element_by_id("alasan").get("aria-invalid") == "true"
    for answer in (without_password, wrong):
        assert page_of(answer).get_element_by_id("sandi").get("aria-invalid") == "true"
        assert page_of(answer).get_element_by_id("alasan").value == "Salah tahun"
        assert page_of(answer).get_element_by_id("sandi").get("value") == ""
    assert "paling banyak 2000 huruf" in errors_of(too_long)[0]
    assert len(page_of(too_long).get_element_by_id("alasan").value) == 2001
    assert {it.status_code for it in (without_reason, without_password, wrong, too_long)} == {422}
    assert status_of(walk) == "running"

    done = head.post(place, data=fields | {"alasan": ["Salah tahun"], "sandi": [PASSWORD]})
    again = head.post(place, data=fields | {"alasan": ["Salah tahun"], "sandi": [PASSWORD]})

    assert (done.status_code, again.status_code) == (303, 303)
    assert kinds_of(walk).count("ProcessCancelled") == 1


@pytest.mark.parametrize("who", ["ketua", "anggota-1", "Koperasi"])
def test_who_may_not_cancel_is_not_offered_it(walk_at, who):
    walk = walk_at("step_7")
    browser, page = walk.browser(who), f"/proses/{walk.instance}"
    shown = browser.get(page)
    token = {"csrf": csrf_of(shown), "alasan": "Tidak perlu"}

    assert "Batalkan proses" not in words_of(shown)
    assert browser.get(f"{page}/batalkan").status_code == 403
    assert browser.post(f"{page}/batalkan", data=token).status_code == 403
    assert status_of(walk) == "running"


# ---------------------------------------------------------------- kendala


def test_the_history_says_what_hindered_the_process(held):
    words = words_of(held.browser("kadis").get(f"/proses/{held.instance}/riwayat"))

    assert "Sebab" in words, words
    assert not set(re.findall(r"\b[a-z_]+\.[a-z0-9-]+\b", words)) & set(catalogue())


def test_a_retry_asks_for_the_password_where_it_is_pressed_and_goes_on(held, office):
    office.give_password("sekretaris")
    secretary = office.signed_in(held.app, "sekretaris")
    page = f"/proses/{held.instance}"
    fields = form_of(secretary.get(page), "/kendala/1")

    without = secretary.post(f"{page}/kendala/1", data=fields)
    wrong = secretary.post(f"{page}/kendala/1", data=fields | {"sandi": ["bukan ini"]})
    tried = secretary.post(
        f"{page}/kendala/1", data=form_of(wrong, "/kendala/1") | {"sandi": [PASSWORD]}
    )

    for answer in (without, wrong):
        assert answer.status_code == 422
        assert page_of(answer).get_element_by_id("sandi-1").get("aria-invalid") == "true"
        assert page_of(answer).xpath("//a[@href='#sandi-1']")
    assert tried.status_code == 303
    assert tried.location.endswith("#kendala-1")
    assert kinds_of(held)[-1] == "IncidentRetried"
    assert "Sudah 1 kali dicoba lagi" in words_of(secretary.get(page))


def test_others_are_told_who_can_try_again_and_cannot(held):
    browser, page = held.browser("ketua"), f"/proses/{held.instance}"
    shown = browser.get(page)

    assert "Coba lanjutkan lagi" not in words_of(shown)
    assert "Kepala atau sekretaris perangkat daerah dapat" in words_of(shown)
    answer = browser.post(f"{page}/kendala/1", data={"csrf": csrf_of(shown)})
    assert answer.status_code == 403


def test_a_cancelled_process_has_no_incident_to_try_again(held):
    head, page = held.browser("kadis"), f"/proses/{held.instance}"
    head.post(
        f"{page}/batalkan",
        data=form_of(head.get(f"{page}/batalkan"), "/batalkan") | {"alasan": ["Diulang"]},
    )

    assert status_of(held) == "cancelled"
    assert "Coba lanjutkan lagi" not in words_of(head.get(page))
