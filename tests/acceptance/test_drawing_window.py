"""How the modeller fits the window of a common office computer."""

from __future__ import annotations

import pytest

from tests.acceptance.laporan import TITLE, typed_table
from tests.acceptance.test_drawing import begun, choose
from tests.acceptance.test_pad import with_rows

pytestmark = pytest.mark.browser

WIDTH, HEIGHT = 1366, 768


def test_canvas_and_panel_lie_wholly_in_the_window_and_fill_most_of_it(browser, house):
    window = house.context(browser, "analis", viewport={"width": WIDTH, "height": HEIGHT})
    page = begun(window.new_page(), house, "Penyusunan Laporan")

    for part in ("canvas", "panel"):
        box = page.locator(f"[data-part={part}]").bounding_box()
        assert box["y"] + box["height"] <= HEIGHT
        assert box["height"] >= 0.6 * HEIGHT

    window.close()


def test_a_menu_of_the_lowest_step_lies_wholly_in_the_window(browser, house):
    window = house.context(browser, "analis", viewport={"width": WIDTH, "height": HEIGHT})
    page = window.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    with_rows(begun(page, house, TITLE), typed_table())

    for step, height in (("step_3", HEIGHT), ("step_8", 400)):
        choose(page, step)
        page.set_viewport_size({"width": WIDTH, "height": height})
        page.keyboard.press("r")
        box = page.locator(".djs-popup").bounding_box()
        last = page.locator(".djs-popup .entry").last
        last.scroll_into_view_if_needed()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height
        assert last.bounding_box()["y"] + last.bounding_box()["height"] <= height
        page.keyboard.press("Escape")

    assert told == []
    window.close()
