"""*Antrean paraf & tanda tangan* on a telephone: without a script, and for who cannot see it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.acceptance.looking import furnished, troubles_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"viewport": {"width": 360, "height": 760}, "is_mobile": True, "has_touch": True}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with furnished(tmp_path_factory.mktemp("rumah")) as made:
        yield made


def test_a_document_is_opened_ticked_and_passed_on_without_a_script(browser, house):
    window = house.context(browser, "sekretaris", java_script_enabled=False, **PHONE)
    page = window.new_page()
    page.goto(f"{house.address}/tugas")
    page.get_by_role("link", name="Antrean paraf & tanda tangan").click()
    expect(page.get_by_text("Belum dibuka")).to_be_visible()
    expect(page.get_by_role("checkbox")).to_be_disabled()

    with page.expect_download():
        page.get_by_role("link", name="Unduh").click()
    page.reload()
    page.get_by_role("checkbox", name="Setuju").check()
    page.get_by_role("button", name="Bubuhkan pada yang dicentang").click()

    expect(page.get_by_text("1 dari 1 selesai")).to_be_visible()
    page.get_by_role("link", name="Kembali ke antrean").click()
    expect(page.get_by_text("Tidak ada dokumen yang menunggu")).to_be_visible()
    window.close()


def test_the_list_and_what_comes_of_it_bar_nobody(browser, house):
    """The Kepala Dinas approves what the test before passed on."""
    window = house.context(browser, "kepala-dinas", **PHONE)
    page = window.new_page()
    page.goto(f"{house.address}/antrean-paraf")
    wrong = troubles_of(page)
    with page.expect_download():
        page.get_by_role("link", name="Unduh").first.click()
    page.reload()
    page.get_by_role("button", name="Bubuhkan pada yang dicentang").click()
    expect(page.locator(".error-summary")).to_be_focused()
    wrong += troubles_of(page)
    page.get_by_role("checkbox", name="Setuju").check()
    page.get_by_role("button", name="Bubuhkan pada yang dicentang").click()
    expect(page.get_by_text("1 dari 1 selesai")).to_be_visible()
    wrong += troubles_of(page)
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        wrong.append("wider than the window")
    window.close()

    assert wrong == []
