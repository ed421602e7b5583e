"""The SOP of `laporan` drawn in the modeller, from its first step to the replay of a process.

Its rows are pasted onto the drawing without what stands under Ket and Berkas: who decides, what
every Bidang does and what becomes of the document are drawn, by the pad and by its keys. What is
counted stands in `making`.
"""

from __future__ import annotations

import re
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.acceptance.laporan import ROWS
from tests.acceptance.making import (
    ANALIS,
    MOST,
    Hands,
    begun,
    copied,
    counted,
    published,
    put_into_force,
    run_and_replayed,
    tried,
)
from tests.acceptance.test_drawing import choose, opened
from tests.acceptance.walk import KADIS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE: Final = "Laporan Tahunan"
DOCUMENT: Final = "Laporan"

#: Without Ket and Berkas, which would say what is drawn here.
PLAIN_ROWS: Final = "\n".join(line.rsplit("\t", 2)[0] for line in ROWS.splitlines())


def test_an_sop_is_drawn_tried_put_into_force_and_run(office, paper, own_year):
    hands = Hands(office(ANALIS).page)
    drawn(hands)
    hands.button("Simpan")
    expect(hands.page.locator("[data-part=state]")).to_contain_text("Tersimpan")
    hands.link("Uji jalan")
    tried(hands)
    hands.link("Draf")
    opened(hands.page)
    published(hands)
    head = Hands(office(KADIS).page)
    put_into_force(head, TITLE)
    made = counted(hands, head)

    run_and_replayed(office, paper, TITLE, own_year)
    assert made <= MOST


def drawn(hands: Hands) -> None:
    """Begin a new SOP in the modeller, and draw it until nothing is to be mended."""
    page = hands.page
    copied(page, PLAIN_ROWS)
    begun(hands, TITLE, "Mulai menggambar")
    opened(page)
    pasted(hands)
    by_every_bidang(hands, "Menyerahkan bahan")
    new_document(hands, "Menyusun konsep")
    chosen(hands, "Memeriksa konsep")
    pressed(hands, "k", "Jika tidak, kembali ke …", "4. Menyusun konsep laporan")
    chosen(hands, "Memaraf")
    pressed(hands, "d", "Dokumen", f"Paraf: {DOCUMENT}")
    chosen(hands, "Menandatangani")
    pressed(hands, "d", "Dokumen", f"Tanda tangan: {DOCUMENT}")
    mended(hands)


def pasted(hands: Hands) -> None:
    """Paste the rows in the place of the step with which a new SOP begins."""
    page = hands.page
    chosen(hands, "Langkah pertama")
    hands.press("Delete")
    hands.press("Control+v")
    expect(page.locator(".djs-shape[data-element-id^=Activity_]")).to_have_count(8)
    hands.button("Seluruhnya")


def by_every_bidang(hands: Hands, name: str) -> None:
    """Let every Bidang do a step, unless its lane said so when it was pasted."""
    chosen(hands, name)
    pad = hands.page.locator(".djs-context-pad.open [data-action=alur-each-unit]")
    expect(pad).to_be_visible()
    if "Tidak lagi" not in (pad.get_attribute("title") or ""):
        hands.press("b")
    expect(pad).to_have_attribute("title", re.compile("^Tidak lagi"))


def mended(hands: Hands) -> None:
    """Mend at once what is clear, unless nothing is to be mended."""
    clean = hands.page.locator("[data-part=checked]").get_by_text("tidak ada temuan")
    button = hands.page.get_by_role("button", name="Benahi semua yang jelas")
    expect(clean.or_(button).first).to_be_visible()
    if button.is_visible():
        hands.click(button)
    expect(clean).to_be_visible()


def new_document(hands: Hands, name: str) -> None:
    chosen(hands, name)
    pressed(hands, "d", "Dokumen", "Dokumen baru …")
    expect(hands.page.get_by_label("Nama dokumen baru")).to_be_focused()
    hands.type(DOCUMENT)
    hands.press("Enter")


def pressed(hands: Hands, key: str, menu: str, first: str) -> None:
    """Press a key, and take what comes first in the menu that it opens."""
    hands.press(key)
    options = hands.page.get_by_role("listbox", name=menu).get_by_role("option")
    expect(options.first).to_have_text(first)
    hands.press("Enter")


def chosen(hands: Hands, begins: str) -> None:
    """Click the step whose name begins so."""
    hands.done += 1
    choose(hands.page, hands.page.evaluate(_STEP, begins))


_STEP: Final = """(begins) => document.querySelector("[data-modeller]").editor
  .get("elementRegistry")
  .find((it) => it.businessObject?.name?.startsWith(begins) && !it.labelTarget).id"""
