"""Who does a step is chosen in the panel, as in the table: nobody has to drag it to its lane."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.acceptance.laporan import TITLE, typed_table
from tests.acceptance.looking import troubles_of
from tests.acceptance.test_drawing import begun, choose
from tests.acceptance.test_pad import UNDO, row_of, said, with_rows

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def page(desk, house):
    page = begun(desk(viewport={"width": 1366, "height": 768}), house, TITLE)
    with_rows(page, typed_table())
    return page


def performer(page):
    return page.get_by_label("Pelaksana", exact=True)


def box(page, element):
    return page.locator(f".djs-shape[data-element-id={element}] > .djs-hit").first.bounding_box()


def test_another_performer_moves_the_step_to_that_lane_in_one_step_of_undo(page):
    choose(page, "step_4")
    expect(performer(page).locator("option:checked")).not_to_have_text("Kepala Dinas")
    assert "(tidak ada)" not in performer(page).locator("option").all_inner_texts()

    performer(page).select_option(label="Kepala Dinas")

    expect(performer(page).locator("option:checked")).to_have_text("Kepala Dinas")
    expect(page.locator("[data-part=state]")).to_contain_text("dipindahkan ke kolom Kepala Dinas")
    assert troubles_of(page) == []
    assert row_of(said(page), "step_4").lane == "lane_kepala_dinas"
    page.get_by_role("button", name=UNDO).click()
    expect(page.get_by_role("button", name=UNDO)).to_be_disabled()
    assert said(page) == typed_table()


def test_a_step_that_is_moved_stands_on_no_other(page):
    rows = [row for row in typed_table().rows if row.kind == "work"]
    for row in rows:
        # Where it stands now it may be out of sight.
        page.evaluate(
            """key => {
                const {editor} = document.querySelector("[data-modeller]");
                editor.get("selection").select(editor.get("elementRegistry").get(key));
            }""",
            row.key,
        )
        performer(page).select_option(label="Sekretaris")

    boxes = sorted((box(page, row.key) for row in rows), key=lambda it: it["x"])
    for one, other in pairwise(boxes):
        assert one["x"] + one["width"] <= other["x"]
    assert {row.lane for row in said(page).rows if row.kind == "work"} == {"lane_sekretaris"}
