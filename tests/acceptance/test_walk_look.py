"""*Uji jalan* on a phone and on a desk, with and without script."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests import sops
from tests.acceptance.looking import SIZES, in_light_and_dark

pytestmark = [pytest.mark.browser, pytest.mark.slow]


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


@pytest.fixture(scope="module")
def asking(browser, house):
    """Upload a SOP whose form asks one thing only after an answer; return where it is walked."""
    page = house.context(browser, "analis").new_page()
    page.goto(f"{house.address}/sop/unggah")
    for name, file, raw in (
        ("diagram", "sop.bpmn", sops.diagram()),
        ("formulir", "uji.form", sops.conditional_form()),
    ):
        sent = {"name": file, "mimeType": "application/octet-stream", "buffer": raw}
        page.locator(f"input[name={name}]").set_input_files(sent)
    page.locator("main form button").last.click()
    expect(page.locator("#versi")).to_be_visible()
    place = f"{page.url.partition('?')[0]}/versi/1/uji-jalan"
    page.context.close()
    return place


def test_a_field_comes_and_goes_with_the_answer_that_it_belongs_to(browser, house, asking):
    page = house.context(browser, "analis").new_page()
    page.goto(asking)
    page.get_by_role("button", name="Mulai uji jalan").click()
    reason = page.get_by_label("Yang kurang")

    expect(reason).to_be_hidden()
    page.get_by_label("Tidak", exact=True).check()
    expect(reason).to_be_visible()
    page.get_by_label("Ya", exact=True).check()
    expect(reason).to_be_hidden()
    page.get_by_role("button", name="Selesaikan").click()
    expect(page.get_by_text("Proses selesai").first).to_be_visible()
    page.context.close()


def test_a_walk_needs_no_script(browser, house, place):
    page = house.context(browser, "kepala-dinas", java_script_enabled=False).new_page()
    page.goto(place)
    page.get_by_role("button", name="Mulai uji jalan").click()
    page.get_by_role("button", name="Majukan ke", exact=False).first.click()
    log = page.get_by_role("region", name="Yang sudah terjadi").inner_text()
    page.get_by_role("button", name="Batalkan tindakan terakhir").click()
    after = page.get_by_role("region", name="Yang sudah terjadi").inner_text()
    page.context.close()

    assert "Anda memajukan jam." in log
    assert "Anda memajukan jam." not in after
