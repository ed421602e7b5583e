"""*Tunda proses* and *Lanjutkan proses* on the pages, without a script."""

from __future__ import annotations

import pytest

from tests.integration.web.pages.reading import errors_of, form_of, page_of, words_of
from tests.people import PASSWORD

pytestmark = pytest.mark.slow


def _send(browser, place, ending, reason, **more):
    fields = form_of(browser.get(place), ending) | {"alasan": [reason]} | more
    return browser.post(place, data=fields)


@pytest.fixture
def walk(walk_at):
    return walk_at("step_7")


@pytest.fixture
def page(walk):
    return f"/proses/{walk.instance}"


@pytest.fixture
def suspended(walk, page):
    done = _send(walk.browser("kadis"), f"{page}/tunda", "/tunda", "Pagu belum pasti")
    assert done.status_code == 303, errors_of(done)
    return walk


def test_the_page_says_what_suspending_does_and_afterwards_that_it_is_suspended(walk, page):
    head = walk.browser("kadis")
    asked = head.get(f"{page}/tunda")

    done = _send(head, f"{page}/tunda", "/tunda", "Pagu belum pasti")
    shown = words_of(head.get(page))

    assert "1 langkah yang sedang menunggu tetap terlihat" in words_of(asked)
    assert "Tenggat dan batas waktu hukum tetap berjalan" in words_of(asked)
    assert done.status_code == 303
    assert "Proses ini ditunda" in shown
    assert "Pagu belum pasti" in shown
    assert "Lanjutkan proses …" in shown
    assert "Tunda proses …" not in shown
    assert head.get(f"{page}/tunda").status_code == 409


def test_the_inbox_and_the_task_say_ditunda_and_the_task_has_no_form(suspended):
    ketua = suspended.browser("ketua")
    [task] = suspended.tasks("ketua")

    shown = ketua.get(task)

    assert "Ditunda" in words_of(ketua.get("/tugas"))
    assert "belum dapat diambil, diselesaikan, atau dikembalikan" in words_of(shown)
    assert "/selesaikan" not in shown.get_data(as_text=True)


def test_what_was_on_its_way_when_it_was_suspended_is_refused_with_a_sentence(walk, page):
    ketua = walk.browser("ketua")
    [task] = walk.tasks("ketua")
    fields = form_of(ketua.get(task), "/selesaikan") | {"tindakan": ["selesai"]}
    _send(walk.browser("kadis"), f"{page}/tunda", "/tunda", "Pagu belum pasti")

    late = ketua.post(f"{task}/selesaikan", data=fields)

    assert late.status_code == 409
    assert "sedang ditunda" in words_of(late)


def test_resuming_asks_for_a_reason_and_both_stand_in_the_history(suspended, page):
    head = suspended.browser("kadis")

    without = _send(head, f"{page}/lanjutkan", "/lanjutkan", "")
    done = _send(head, f"{page}/lanjutkan", "/lanjutkan", "Pagu sudah pasti")

    assert without.status_code == 422
    assert page_of(without).get_element_by_id("alasan").get("aria-invalid") == "true"
    assert done.status_code == 303, errors_of(done)
    for place in (page, f"{page}/riwayat"):
        said = words_of(head.get(place))
        for words in ("Proses ditunda", "Pagu belum pasti", "Proses dilanjutkan", "Ditunda sejak"):
            assert words in said
    assert "Perbaikan proses" in words_of(head.get(f"{page}/riwayat"))
    assert head.get(f"{page}/lanjutkan").status_code == 409


def test_suspending_asks_for_the_password(walk, page, office):
    office.give_password("kadis")
    head = office.signed_in(walk.app, "kadis")

    wrong = _send(head, f"{page}/tunda", "/tunda", "Salah tahun", sandi=["bukan ini"])
    right = _send(head, f"{page}/tunda", "/tunda", "Salah tahun", sandi=[PASSWORD])

    assert wrong.status_code == 422
    assert page_of(wrong).get_element_by_id("alasan").value == "Salah tahun"
    assert right.status_code == 303


def test_others_see_that_it_is_suspended_and_cannot_resume_it(suspended, page):
    ketua = suspended.browser("ketua")

    assert "Proses ini ditunda" in words_of(ketua.get(page))
    assert "Lanjutkan proses …" not in words_of(ketua.get(page))
    assert ketua.get(f"{page}/lanjutkan").status_code == 403
