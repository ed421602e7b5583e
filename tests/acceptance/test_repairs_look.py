"""Suspending, moving and correcting a process, on a phone and on a desk, without a script."""

from __future__ import annotations

import os
import re

import pytest

from tests.acceptance.looking import SIZES, in_light_and_dark

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: Where processes of the house wait.
WAITING = ("step_7", "step_8")


def _chosen(page, address, process):
    """Choose a step behind the next paraf, so that the preview asks for a second person."""
    page.goto(f"{address}/proses/{process}/pindah-langkah")
    options = page.locator("#ke option")
    for index in range(1, options.count()):
        page.locator("#ke").select_option(index=index)
        page.get_by_role("button", name="Lihat akibatnya").click()
        if page.get_by_text("Harus disetujui orang kedua").count():
            return
    raise AssertionError("no step needs a second person")


@pytest.fixture(scope="module")
def places(browser, house):
    """Ask for a move in one process and suspend another; return the pages that come of it."""
    moving, standing = (house.instances[stage] for stage in WAITING)
    page = house.context(browser, "sekretaris", java_script_enabled=False).new_page()
    _chosen(page, house.address, moving)
    preview = page.url.removeprefix(house.address)
    page.get_by_label("Alasan").fill("Sudah dikerjakan di luar Alur")
    page.get_by_role("button", name="Minta persetujuan orang kedua").click()
    page.get_by_role("link", name="Lihat dan putuskan …").click()
    decide = page.url.removeprefix(house.address)
    page.goto(f"{house.address}/proses/{standing}/perbaiki-isian")
    page.get_by_role("link", name=re.compile("^Perbaiki ")).first.click()
    correct = page.url.removeprefix(house.address)
    page.goto(f"{house.address}/proses/{standing}/tunda")
    page.get_by_label("Alasan").fill("Pagu belum pasti")
    page.get_by_role("button", name="Tunda proses ini").click()
    page.context.close()
    return {
        "decide": decide,
        "waiting": f"/proses/{moving}",
        "preview": preview,
        "correct": correct,
        "correctables": f"/proses/{standing}/perbaiki-isian",
        "suspended": f"/proses/{standing}",
        "resume": f"/proses/{standing}/lanjutkan",
        "history": f"/proses/{standing}/riwayat",
    }


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_of_repairs_fit_bar_nobody_and_break_no_policy(browser, house, places, size):
    page = house.context(browser, "kepala-dinas", **SIZES[size]).new_page()
    wrong = []
    for name, place in places.items():
        page.goto(f"{house.address}{place}")
        wrong += [f"{name}: {said}" for said in in_light_and_dark(page)]
        if "SHOTS" in os.environ:
            page.screenshot(path=f"{os.environ['SHOTS']}/{name}-{size}.png", full_page=True)
    page.context.close()

    assert wrong == []


def test_a_second_person_approves_without_a_script(browser, house, places):
    page = house.context(browser, "kepala-dinas", java_script_enabled=False).new_page()
    page.goto(f"{house.address}{places['decide']}")
    page.get_by_role("button", name="Setujui dan pindahkan").click()
    words = page.locator("main").inner_text()
    page.context.close()

    assert "Dipindahkan dari" in words
    assert "Diminta oleh" in words
