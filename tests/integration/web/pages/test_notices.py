"""*Pemberitahuan*: what the page says, and only to whom it was told."""

from __future__ import annotations

import pytest

from service.worker.remind import remind
from tests.integration.web.pages.reading import csrf_of, words_of

#: Many requests; `./alur test --fast` is content with the pages of tasks and processes.
pytestmark = pytest.mark.slow

PAGE = "/pemberitahuan"


@pytest.fixture
def told(walk_at, database, clock):
    """Give a process whose first step was told of on the morning on which it is due."""
    walk = walk_at("step_1")
    clock.move_to(clock.now().replace(day=24))
    while remind(database.sessions, clock, "w", mails=False):
        pass
    return walk


def test_the_digest_leads_from_the_inbox_to_the_task(app, office, told, clock):
    browser = office.signed_in(app, "ketua", clock.now())

    assert "pemberitahuan baru" in words_of(browser.get("/tugas"))
    words = words_of(browser.get(PAGE))
    assert "Ringkasan tugas, 24 November 2026 Baru" in words
    assert "Jatuh tempo hari ini" in words
    assert "Menyusun SK Tim" in words
    # What a process is about stands on its own page.
    assert "RKA 2027" not in words


def test_what_was_read_is_no_longer_new(app, office, told, clock):
    browser = office.signed_in(app, "ketua", clock.now())

    answer = browser.post(f"{PAGE}/dibaca", data={"csrf": csrf_of(browser.get(PAGE))})

    assert answer.status_code == 303
    assert "Tandai semua sudah dibaca" not in words_of(browser.get(PAGE))
    assert "pemberitahuan baru" not in words_of(browser.get("/tugas"))


def test_nobody_reads_what_others_were_told(app, office, told, clock):
    browser = office.signed_in(app, "orang-lain", clock.now())

    assert "Belum ada pemberitahuan" in words_of(browser.get(PAGE))
