"""*Uji jalan* on a phone and on a desk, with and without script."""

from __future__ import annotations

from typing import Any

import pytest

from tests.acceptance.looking import SIZES, furnished, in_light_and_dark

pytestmark = [pytest.mark.browser, pytest.mark.slow]


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
        wrong += in_light_and_dark(page)

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
