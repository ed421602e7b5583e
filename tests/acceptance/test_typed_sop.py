"""An SOP from a pasted table to the replay of its first process, without a file or the modeller.

What is counted stands in `making`.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.acceptance.laporan import ROWS, TITLE
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
from tests.acceptance.walk import KADIS

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_an_sop_is_pasted_tried_put_into_force_and_run_without_a_file(office, paper, own_year):
    hands = Hands(office(ANALIS).page)
    typed(hands)
    hands.button("Uji jalan")
    tried(hands)
    hands.link("Buka draf ini sebagai tabel")
    expect(hands.page.locator("form[data-table][data-open=yes]")).to_be_visible()
    published(hands)
    head = Hands(office(KADIS).page)
    put_into_force(head, TITLE)
    made = counted(hands, head)

    run_and_replayed(office, paper, TITLE, own_year)
    assert made <= MOST


def typed(hands: Hands) -> None:
    """Begin a new SOP as a table, and paste its rows."""
    page = hands.page
    copied(page, ROWS)
    begun(hands, TITLE, "Mulai sebagai tabel")
    first = page.locator("table.rows [name^=kegiatan-]").first
    expect(page.locator("form[data-table][data-open=yes]")).to_be_visible()
    hands.click(first)
    hands.press("Control+v")
    expect(page.get_by_text("Terbaca 8 langkah")).to_be_visible()
    hands.button("Pakai sebagai baris")
    expect(page.locator("[data-part=whole]")).to_contain_text("tidak ada temuan")
