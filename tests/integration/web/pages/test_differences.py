"""What differs between two versions, on its page: for whom, and in which words."""

from __future__ import annotations

from itertools import count

import pytest
from sqlalchemy import select

from service.store.database import read
from service.store.tables import history_event
from tests.integration.web.pages.reading import page_of, words_of
from tests.integration.web.pages.test_processes import surat_tugas
from tests.unit.imaging.versions import text_pdf

pytestmark = pytest.mark.slow


@pytest.fixture
def again(brought, walk_at, monkeypatch):
    """A process whose third version waits for the Sekretaris, who gave a paraf on the second."""
    pagu = count(100, 20)
    monkeypatch.setattr(
        "tests.integration.web.pages.walking.paper",
        lambda _: text_pdf(["Rencana kerja", f"Pagu {next(pagu)} juta rupiah <b>", "Penutup"]),
    )

    def go(walk):
        walk.instance = walk_at("step_8").instance
        walk.send_back("sekretaris", "Pagu belum diisi")
        walk.go_on("step_8")
        walk.complete("sekretaris")
        walk.send_back("kadis", "Pagu belum sesuai")
        walk.go_on("step_8")

    return brought("third_version", go)


def link_of(walk):
    page = page_of(walk.browser("sekretaris").get(walk.tasks("sekretaris")[0]))
    (link,) = page.xpath("//main//a[contains(., 'Lihat perbedaan')]/@href")
    return link


def test_the_differences_are_read_without_script_and_in_words_for_who_hears_them(again):
    browser = again.browser("sekretaris")
    place = link_of(again)

    answer = browser.get(place)
    words, page = words_of(answer), page_of(answer)
    queue = page_of(browser.get("/antrean-paraf"))
    process = page_of(browser.get(f"/proses/{again.instance}"))

    assert place.endswith("/2/3")
    assert answer.status_code == 200
    assert "Dari versi 2 ke versi 3." in words
    (gone,) = page.xpath("//dd/del")
    (come,) = page.xpath("//dd/ins")
    assert gone.text_content().startswith("[dihapus: 1")
    assert come.text_content().startswith("[ditambahkan: 1")
    assert "juta rupiah <b>" in words
    assert "Halaman 1" in words
    assert "Rencana kerja" not in words
    assert len(page.xpath("//main//a[contains(@href, '/halaman')]")) == 2
    assert page.xpath("//script[not(@src)]") == []
    assert len(answer.get_data()) < 25_000
    assert queue.xpath(f"//a[@href='{place}']")
    assert process.xpath(f"//a[@href='{place}']")


def test_what_cannot_be_compared_says_so_with_both_files(again):
    place = link_of(again).removesuffix("/2/3")

    # The first version is a PDF by its first bytes only.
    answer = again.browser("sekretaris").get(f"{place}/1/2")

    assert answer.status_code == 422
    assert "tidak dapat dibandingkan di sini" in words_of(answer)
    links = page_of(answer).xpath("//main//ul[@class='file-list']/li/a[1]")
    assert [it.text_content()[:7] for it in links] == ["Versi 1", "Versi 2"]


def test_versions_that_are_not_there_are_not_found(again):
    place = link_of(again).removesuffix("/2/3")

    for pair in ("3/2", "2/2", "0/2", "2/9", f"2/{2**40}"):
        assert again.browser("sekretaris").get(f"{place}/{pair}").status_code == 404, pair
    other = place.replace("/dokumen/", "/dokumen/tidak-ada-")
    assert again.browser("sekretaris").get(f"{other}/2/3").status_code == 404


def test_only_who_may_have_the_files_sees_them_and_an_auditors_look_is_written_down(again):
    place = link_of(again)

    for who in ("orang-lain", "analis", "auditor"):
        assert again.browser(who).get(place).status_code == 404, who
    surat_tugas(again.office)
    looked = again.browser("auditor").get(place)

    assert looked.status_code == 200
    with read(again.office.session) as connection:
        seen = connection.execute(
            select(history_event.c.payload).where(
                history_event.c.pemda_id == again.office.pemda.id,
                history_event.c.kind == "ProcessViewed",
            )
        ).scalars()
        # One for each of the two files.
        assert ['"what":"file"' in _text(payload) for payload in seen] == [True, True]


def _text(payload):
    return payload.decode() if isinstance(payload, bytes) else str(payload)
