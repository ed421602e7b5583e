"""How the modeller fits the window of a common office computer."""

from __future__ import annotations

import pytest

from tests.acceptance.test_drawing import begun

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
