"""*Pindahkan proses ke versi SOP baru*, on a phone and on a desk, with and without script."""

from __future__ import annotations

import re

import pytest

from tests.acceptance.looking import SIZES, in_light_and_dark, troubles_of
from tests.catalogue.places import DIAGRAMS

pytestmark = [pytest.mark.browser, pytest.mark.slow]


#: Where processes of the house wait.
WAITING = ("step_1", "step_7")


@pytest.fixture(scope="module")
def place(browser, house):
    """Publish a version without the first step as the analyst; return where processes move."""
    raw = (DIAGRAMS / "kalbar-rka-dpa.bpmn").read_text("utf-8")
    page = house.context(browser, "analis").new_page()
    page.goto(f"{house.address}/sop/unggah")
    changed = re.sub(r"\bstep_1\b", "step_satu", raw).encode()
    file = {"name": "sop.bpmn", "mimeType": "application/xml", "buffer": changed}
    page.locator("input[name=diagram]").set_input_files(file)
    page.locator("main form button").last.click()
    page.get_by_role("button", name="Terbitkan sebagai uji coba").click()
    page.wait_for_url(re.compile("sesudah=uji-coba"))
    sop = page.url.removeprefix(house.address).partition("?")[0]
    page.context.close()
    return f"{sop}/versi/2/pindahkan"


@pytest.mark.parametrize("size", SIZES)
def test_the_preview_fits_bars_nobody_and_breaks_no_policy(browser, house, place, size):
    page = house.context(browser, "kepala-dinas", **SIZES[size]).new_page()
    page.goto(f"{house.address}{place}")

    wrong = in_light_and_dark(page)
    page.context.close()

    assert wrong == []


def test_what_came_of_it_bars_nobody_either(browser, house, place):
    page = house.context(browser, "kepala-dinas", **SIZES["phone"]).new_page()
    page.goto(f"{house.address}{place}")
    page.get_by_role("checkbox", name=re.compile("^Pindahkan")).first.check()
    page.get_by_label("Alasan").fill("Langkah pertama diperbarui")
    page.get_by_role("button", name="Pindahkan yang dicentang").click()
    words = page.locator("main").inner_text()
    wrong = troubles_of(page)
    page.context.close()

    assert "1 dari 1 proses dipindahkan ke versi 2" in words
    assert wrong == []


def test_choosing_a_substitute_and_moving_need_no_script(browser, house, place):
    page = house.context(browser, "kepala-dinas", java_script_enabled=False).new_page()
    page.goto(f"{house.address}{place}")
    hindered = page.get_by_text("Tidak dapat dipindahkan").count()
    page.locator("main select").select_option(index=1)
    page.get_by_role("button", name="Perbarui pratinjau").click()
    ticks = page.get_by_role("checkbox", name=re.compile("^Pindahkan"))
    ticks.first.wait_for()
    count = ticks.count()
    for tick in ticks.all():
        tick.check()
    page.get_by_label("Alasan").fill("Langkah pertama diperbarui")
    page.get_by_role("button", name="Pindahkan yang dicentang").click()
    words = page.locator("main").inner_text()
    page.context.close()

    assert hindered == 1
    assert f"{count} dari {count} proses dipindahkan ke versi 2" in words
