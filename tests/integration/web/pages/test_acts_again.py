"""*Paraf ulang*: who gave a paraf on an earlier version reads so, with why and what is new."""

from __future__ import annotations

import pytest

from tests.integration.web.pages.reading import page_of, words_of

pytestmark = pytest.mark.slow

REASON = "Pagu belum sesuai dengan KUA dan PPAS"


@pytest.fixture
def again(brought, walk_at):
    """A process whose document came back, changed, to the Sekretaris who had given a paraf."""

    def go(walk):
        walk.instance = walk_at("step_8").instance
        walk.complete("sekretaris")
        walk.send_back("kadis", REASON)
        walk.go_on("step_8")

    return brought("came_back", go)


def test_the_first_time_nothing_is_said_of_an_earlier_paraf(walk_at):
    walk = walk_at("step_8")

    words = words_of(walk.browser("sekretaris").get(walk.tasks("sekretaris")[0]))

    assert "Bubuhkan paraf" in words
    assert "ulang" not in words


def test_the_task_says_paraf_ulang_with_when_why_and_both_versions(again):
    place = again.tasks("sekretaris")[0]

    answer = again.browser("sekretaris").get(place)
    words, page = words_of(answer), page_of(answer)

    assert "Paraf ulang Anda sudah membubuhkan paraf pada versi 1" in words
    assert "sebagai Sekretaris Dinas. Tindakan itu tidak berlaku lagi." in words
    assert "Sekarang versi 2, perbaikan ke-1." in words
    assert f"Alasan pengembalian: {REASON} (Kepala Dinas," in words
    assert page.xpath("//button[@value='selesai']/text()") == ["Bubuhkan paraf ulang"]
    links = page.xpath("//div[contains(@class,'notice')]//ul[@class='file-list']/li/a[1]")
    assert [it.text_content()[:7] for it in links] == ["Versi 1", "Versi 2"]
    for link in links:
        assert again.browser("sekretaris").get(link.get("href")).status_code == 200


def test_the_inbox_and_the_queue_mark_it(again):
    browser = again.browser("sekretaris")

    for place in ("/tugas", "/antrean-paraf"):
        items = page_of(browser.get(place)).xpath("//ul[contains(@class,'work-list')]/li")
        marked = [
            again.instance in item.xpath("string(.//a/@href)")
            for item in items
            if "Paraf ulang" in item.xpath("string()")
        ]
        assert marked == [True], place


def test_once_it_is_given_again_nothing_asks_for_it(again):
    done = again.complete("sekretaris")

    assert done.status_code == 200
    assert "Paraf ulang" not in words_of(again.browser("sekretaris").get("/tugas"))


def test_who_cannot_do_the_task_reads_nothing_of_it(again):
    place = again.tasks("sekretaris")[0]

    words = words_of(again.browser("ketua").get(place))

    assert "Bukan tugas jabatan Anda" in words
    assert "Paraf ulang" not in words
