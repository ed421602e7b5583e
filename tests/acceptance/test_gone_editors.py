"""What somebody throws away while another one works on it can still be kept by that one."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.acceptance import test_drawing, test_form_editor, test_typing
from tests.acceptance.looking import troubles_of
from tests.acceptance.test_lapsed_editors import drawn, press_save, stored_activity

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def thrown_away(page, what):
    """Discard what is open, in another tab."""
    other = page.context.new_page()
    other.goto(f"{page.url.partition('?')[0]}/riwayat")
    other.locator("summary", has_text=f"Buang {what} ini").click()
    other.get_by_role("button", name=f"Buang {what}", exact=True).click()
    other.wait_for_url("**?sesudah=buang")
    other.close()


def kept_as_another(page, what):
    conflict = page.locator("[data-part=conflict]")
    expect(conflict).to_contain_text(f"{what.capitalize()} ini sudah dibuang")
    expect(conflict.get_by_role("link")).to_be_hidden()
    assert troubles_of(page) == []
    before = page.url
    page.get_by_role("button", name=f"Simpan milik saya sebagai {what} lain").click()
    page.wait_for_url(lambda url: url != before)


@pytest.fixture
def page(desk):
    made = desk(viewport={"width": 1400, "height": 1000})
    made.set_default_timeout(8_000)
    return made


def test_a_drawing_whose_draft_is_gone_becomes_a_draft_of_its_own(page, house):
    test_drawing.begun(page, house, "Penyusunan Laporan")
    thrown_away(page, "draf")
    drawn(page, "Mencatat surat")
    press_save(page)
    kept_as_another(page, "draf")

    test_drawing.opened(page)
    assert stored_activity(page) == "Mencatat surat"
    expect(page.get_by_role("heading", level=1)).to_have_text("Penyusunan Laporan")


def test_rows_whose_draft_is_gone_become_a_draft_of_their_own(page, house):
    page.goto(f"{house.address}/sop/draf")
    page.get_by_label("Judul SOP").fill("Penyusunan Telaah")
    page.get_by_role("button", name="Mulai sebagai tabel").click()
    test_typing.opened(page)
    page.locator("[name=kegiatan-langkah_1]").fill("Menyusun konsep")
    page.keyboard.press("Control+s")
    test_typing.saved(page)
    other = page.context.new_page()
    other.goto(page.url.replace("/tabel", "/riwayat"))
    other.locator("summary", has_text="Buang draf ini").click()
    other.get_by_role("button", name="Buang draf", exact=True).click()
    other.wait_for_url("**?sesudah=buang")
    page.locator("[name=kegiatan-langkah_1]").fill("Menyusun telaah")
    page.keyboard.press("Control+s")
    kept_as_another(page, "draf")

    test_typing.opened(page)
    assert test_typing.activities(page) == ["Mulai", "Menyusun telaah", "Selesai"]
    expect(page.get_by_role("heading", level=1)).to_have_text("Penyusunan Telaah")


def test_a_form_that_is_gone_becomes_one_of_its_own(page, house):
    test_form_editor.begun(page, house)
    thrown_away(page, "formulir")
    test_form_editor.add(page, "Teks pendek")
    press_save(page)
    kept_as_another(page, "formulir")

    assert [one["label"] for one in test_form_editor.stored(page)["components"]] == ["Teks pendek"]
