"""The replay in a browser: as dark as the page, and in parts when the history is long."""

from __future__ import annotations

import re

import pytest

from tests.acceptance.looking import furnished, troubles_of

pytestmark = pytest.mark.browser

_LIGHTEST_DARK = 64
_DARKEST_LIGHT = 200


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with furnished(tmp_path_factory.mktemp("rumah")) as made:
        yield made


@pytest.fixture
def at_replay(browser, house):
    """Open the replay of the process that is done: `at_replay("?bagian=2", color_scheme=…)`."""
    windows = []

    def at(query="", **how):
        window = house.context(browser, "auditor", **how)
        windows.append(window)
        page = window.new_page()
        page.goto(f"{house.address}/proses/{house.instances['done']}/putar-ulang{query}")
        page.locator(".replay.ready").wait_for()
        return page

    yield at
    for window in windows:
        window.close()


def brightness(page, selector, what):
    """Return how bright a colour is that the browser really used, from 0 to 255."""
    said = page.locator(selector).first.evaluate(f"(node) => getComputedStyle(node).{what}")
    red, green, blue = map(float, re.findall(r"[\d.]+", said)[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_and_ink_of_the_diagram_go_with_the_page(at_replay, scheme):
    page = at_replay(color_scheme=scheme)
    task = ".replay-stage .djs-shape[data-element-id=step_1] .djs-visual"

    paper = brightness(page, ".replay-stage", "backgroundColor")
    fill = brightness(page, f"{task} > rect", "fill")
    words = brightness(page, f"{task} > text", "fill")

    if scheme == "dark":
        assert max(paper, fill) < _LIGHTEST_DARK
        assert words > _DARKEST_LIGHT
    else:
        assert min(paper, fill) > _DARKEST_LIGHT
        assert words < _LIGHTEST_DARK
    page.keyboard.press("End")
    assert troubles_of(page) == []


def test_a_later_part_begins_where_the_one_before_ended(at_replay, monkeypatch):
    monkeypatch.setattr("service.web.pages.history.PART", 6)

    page = at_replay()
    page.locator("[data-frame]").last.click()
    done = page.locator(".replay-stage .replay-done").count()
    page.get_by_role("link", name="Bagian berikutnya").click()
    page.locator(".replay.ready").wait_for()

    assert page.get_by_text("Ini bagian 2 dari").is_visible()
    assert page.locator(".replay-stage .replay-done").count() == done > 0
    assert page.locator("[data-frame]").first.inner_text().startswith("7 ")
    page.locator("[data-frame]").last.click()
    assert page.locator(".replay-stage .replay-done").count() > done
    assert troubles_of(page) == []
