"""*Uji jalan* on a phone and on a desk, with and without script."""

from __future__ import annotations

from typing import Any

import pytest

from tests.acceptance.looking import RULES_OF_COLOURS, furnished, troubles_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES: dict[str, Any] = {
    "desk": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True},
}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with furnished(tmp_path_factory.mktemp("rumah"), stages=()) as made:
        yield made


@pytest.fixture(scope="module")
def place(house):
    return f"{house.address}/sop/{house.sop_id}/versi/1/uji-jalan"


@pytest.mark.parametrize("size", SIZES)
def test_the_page_fits_bars_nobody_and_breaks_no_policy_at_each_stage(browser, house, place, size):
    page = house.context(browser, "analis", **SIZES[size]).new_page()
    wrong: list[Any] = []

    def look():
        nonlocal wrong
        wrong += troubles_of(page)
        page.emulate_media(color_scheme="dark")
        wrong += troubles_of(page, rules=RULES_OF_COLOURS)
        page.emulate_media(color_scheme="light")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wrong.append("too wide")

    page.goto(place)
    if page.get_by_role("button", name="Ulangi dari awal").count():
        page.get_by_role("button", name="Ulangi dari awal").click()
    look()
    page.get_by_role("button", name="Mulai uji jalan").click()
    look()
    page.get_by_label("Nama uji").fill(f"Awal {size}")
    page.get_by_role("button", name="Simpan sebagai uji").click()
    page.get_by_role("button", name="Selesaikan").click()
    look()
    page.context.close()

    assert wrong == []


def test_a_walk_needs_no_script(browser, house, place):
    page = house.context(browser, "kepala-dinas", java_script_enabled=False).new_page()
    page.goto(place)
    page.get_by_role("button", name="Mulai uji jalan").click()
    page.get_by_role("button", name="Majukan ke", exact=False).first.click()
    log = page.get_by_role("region", name="Yang sudah terjadi").inner_text()
    page.get_by_role("button", name="Mundurkan satu perbuatan").click()
    after = page.get_by_role("region", name="Yang sudah terjadi").inner_text()
    page.context.close()

    assert "Jam dimajukan." in log
    assert "Jam dimajukan." not in after
