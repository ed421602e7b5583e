"""An editor that is open while its session ends keeps its work, and saves it when one is back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance import test_drawing, test_form_editor, test_typing
from tests.acceptance.looking import troubles_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OVER = "Sesi Anda berakhir"
ELSE = "sekarang masuk akun lain"


def sign_in(page, house, login):
    """Sign in in another tab of the same browser, as people do who read that they have to."""
    other = page.context.new_page()
    other.goto(f"{house.address}/masuk")
    other.locator(f"button[name=akun][value='{login}']").click()
    # A tab that is closed while it goes somewhere can leave the others without an answer.
    other.wait_for_url(lambda url: "/masuk" not in url)
    other.close()


def lapsed(page):
    return page.locator("[data-part=lapsed]")


def saved(page):
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("[data-part=state]")).to_have_text(re.compile("^Tersimpan"))
    expect(lapsed(page)).to_be_hidden()


@pytest.fixture
def page(browser, house):
    """Give a window with a session of its own: the others of the house go on."""
    window = house.context(browser, None, viewport={"width": 1400, "height": 1000})
    made = window.new_page()
    made.set_default_timeout(8_000)
    sign_in(made, house, "analis")
    yield made
    window.close()


@pytest.fixture
def modeller(page, house):
    return test_drawing.begun(page, house, "Penyusunan Laporan")


def press_save(page):
    page.get_by_role("button", name="Simpan", exact=True).click()


def drawn(page, text):
    test_drawing.choose(page, "langkah_1")
    field = page.get_by_label("Kegiatan", exact=True)
    field.fill(text)
    field.blur()


def stored_activity(page):
    step = test_drawing.element(test_drawing.stored(page, page.url), "langkah_1")
    return step.find(f".//{test_drawing.ALUR}step").findtext(f"{test_drawing.ALUR}activity")


def test_what_was_drawn_waits_for_who_signs_in_again(modeller, house):
    modeller.context.clear_cookies()
    drawn(modeller, "Mencatat surat")
    press_save(modeller)
    expect(lapsed(modeller)).to_contain_text(OVER)
    assert troubles_of(modeller) == []
    sign_in(modeller, house, "analis")
    saved(modeller)

    assert stored_activity(modeller) == "Mencatat surat"


def test_what_was_drawn_is_saved_for_nobody_else(modeller, house):
    sign_in(modeller, house, "sekretaris")
    drawn(modeller, "Mencatat surat")
    press_save(modeller)
    expect(lapsed(modeller)).to_contain_text(ELSE)
    assert stored_activity(modeller) == "Langkah pertama"
    sign_in(modeller, house, "analis")
    saved(modeller)

    assert stored_activity(modeller) == "Mencatat surat"


def test_what_was_typed_as_a_table_waits_too(page, house):
    page.goto(f"{house.address}/sop/draf")
    page.get_by_label("Judul SOP").fill("Laporan Uji")
    page.get_by_role("button", name="Mulai sebagai tabel").click()
    test_typing.opened(page)
    page.context.clear_cookies()
    test_typing.cell(page, "kegiatan", 2).fill("Mencatat surat")
    expect(lapsed(page)).to_contain_text(OVER)
    assert troubles_of(page) == []
    test_typing.cell(page, "kegiatan", 2).fill("Mencatat surat masuk")
    sign_in(page, house, "analis")
    saved(page)

    # The forms beside the table have the new proof, too.
    page.get_by_role("button", name="Uji jalan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Uji jalan")
    expect(page.locator("main")).to_contain_text("Mencatat surat masuk")


def test_a_form_waits_too(page, house):
    test_form_editor.begun(page, house)
    page.context.clear_cookies()
    test_form_editor.add(page, "Teks pendek")
    press_save(page)
    expect(lapsed(page)).to_contain_text(OVER)
    assert troubles_of(page) == []
    sign_in(page, house, "analis")
    saved(page)

    assert [one["label"] for one in test_form_editor.stored(page)["components"]] == ["Teks pendek"]
