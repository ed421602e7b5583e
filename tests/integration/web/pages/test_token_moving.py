"""*Pindahkan ke langkah lain* on the pages, without a script."""

from __future__ import annotations

import pytest

from tests.integration.web.pages.reading import errors_of, form_of, page_of, words_of

pytestmark = pytest.mark.slow


@pytest.fixture
def walk(walk_at):
    return walk_at("step_7")


@pytest.fixture
def page(walk):
    return f"/proses/{walk.instance}"


def _options(answer, name):
    """Return {words: value} of a select."""
    select = page_of(answer).get_element_by_id(name)
    return {option.text_content().strip(): option.get("value") for option in select.iter("option")}


def _preview(browser, page, target):
    """Choose where the first waiting step goes; `target`: part of what the step is called."""
    asked = browser.get(f"{page}/pindah-langkah")
    sources, steps = _options(asked, "dari"), _options(asked, "ke")
    path = next(value for words, value in steps.items() if target(words, value))
    token = next(iter(sources.values()))
    return browser.get(f"{page}/pindah-langkah", query_string={"dari": token, "ke": path})


def test_choosing_shows_what_is_left_out_before_anything_happens(walk, page):
    head = walk.browser("kadis")

    chosen = head.get(f"{page}/pindah-langkah")

    assert "Pindahkan ke langkah lain" in words_of(chosen)
    assert len(_options(chosen, "ke")) > 5
    assert 'name="sandi"' not in chosen.get_data(as_text=True)
    assert walk.tasks("ketua")


def test_moving_forward_past_a_paraf_asks_a_second_person(walk, page):
    secretary, head = walk.browser("sekretaris"), walk.browser("kadis")
    needing = None
    asked = secretary.get(f"{page}/pindah-langkah")
    token = next(iter(_options(asked, "dari").values()))
    for path in _options(asked, "ke").values():
        if not path:
            continue
        seen = secretary.get(f"{page}/pindah-langkah", query_string={"dari": token, "ke": path})
        if "Harus disetujui orang kedua" in words_of(seen):
            needing = seen
            break
    assert needing is not None
    fields = form_of(needing, "/pindah-langkah") | {"alasan": ["Sudah di luar Alur"]}
    before = walk.tasks("ketua")

    done = secretary.post(f"{page}/pindah-langkah", data=fields)

    assert done.status_code == 303, errors_of(done)
    assert walk.tasks("ketua") == before
    shown = secretary.get(page)
    assert "Perbaikan menunggu orang kedua" in words_of(shown)
    place = next(
        it.get("href") for it in page_of(shown).iter("a") if "/permintaan/" in str(it.get("href"))
    )
    own = secretary.get(place)
    assert "Menunggu orang kedua" in words_of(own)
    assert "/setujui" not in own.get_data(as_text=True)
    assert "Sudah di luar Alur" in words_of(head.get(place))

    approved = head.post(f"{place}/setujui", data=form_of(head.get(place), "/setujui"))

    assert approved.status_code == 303, errors_of(approved)
    for where in (page, f"{page}/riwayat"):
        said = words_of(head.get(where))
        for words in ("Dipindahkan dari", "Diminta oleh", "Langkah yang dilewati"):
            assert words in said
    assert head.get(place).status_code == 409


def test_a_second_person_refuses_with_a_reason(walk, page):
    secretary, head = walk.browser("sekretaris"), walk.browser("kadis")
    asked = secretary.get(f"{page}/pindah-langkah")
    token = next(iter(_options(asked, "dari").values()))
    for path in filter(None, _options(asked, "ke").values()):
        seen = secretary.get(f"{page}/pindah-langkah", query_string={"dari": token, "ke": path})
        if "Harus disetujui orang kedua" in words_of(seen):
            fields = form_of(seen, "/pindah-langkah") | {"alasan": ["Terlewat"]}
            assert secretary.post(f"{page}/pindah-langkah", data=fields).status_code == 303
            break
    place = next(
        it.get("href")
        for it in page_of(head.get(page)).iter("a")
        if "/permintaan/" in str(it.get("href"))
    )

    without = head.post(f"{place}/tolak", data=form_of(head.get(place), "/tolak"))
    fields = form_of(head.get(place), "/tolak") | {"alasan": ["Paraf dahulu"]}
    done = head.post(f"{place}/tolak", data=fields)

    assert without.status_code == 422
    assert done.status_code == 303, errors_of(done)
    assert "Paraf dahulu" in words_of(head.get(page))
    assert "Perbaikan menunggu orang kedua" not in words_of(head.get(page))


def test_others_find_no_such_page(walk, page):
    assert walk.browser("ketua").get(f"{page}/pindah-langkah").status_code == 403
