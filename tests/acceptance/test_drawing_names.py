"""Names on the drawing: they stay inside what they name, whole words where there is room."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.acceptance.laporan import TITLE, typed_table
from tests.acceptance.looking import troubles_of
from tests.acceptance.making import copied
from tests.acceptance.test_drawing import begun, choose
from tests.acceptance.test_pad import UNDO, row_of, said, with_rows

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONG = "Menyusun dan menyempurnakan rancangan akhir laporan kinerja tahunan " * 8
LONG_WORD = "Mempertanggungjawabkannya"


@pytest.fixture
def page(desk, house):
    return begun(desk(viewport={"width": 1366, "height": 768}), house, TITLE)


def named(page, element):
    return page.locator(f"[data-element-id='{element}'] > .djs-visual")


def lines(page, element):
    return named(page, element).locator("tspan").all_text_contents()


def test_a_name_of_any_length_stays_inside_its_step(page):
    typed = typed_table()
    for key, words in (("step_4", LONG), ("step_6", LONG_WORD)):
        typed = typed.with_row(replace(row_of(typed, key), activity=words.strip()))
    with_rows(page, typed)

    for key in ("step_4", "step_6", "step_7"):
        text = named(page, key).locator("text").bounding_box()
        frame = named(page, key).locator("rect").bounding_box()
        assert frame["x"] <= text["x"]
        assert text["x"] + text["width"] <= frame["x"] + frame["width"]
        assert frame["y"] <= text["y"]
        assert text["y"] + text["height"] <= frame["y"] + frame["height"]
    assert lines(page, "step_6") == [LONG_WORD]


def test_a_name_beside_its_element_keeps_its_words_whole(page):
    with_rows(page, typed_table())

    assert lines(page, "start_1_label") == ["Mulai"]
    assert lines(page, "end_1_label") == ["Selesai"]


def kegiatan(page, words):
    field = page.get_by_label("Kegiatan", exact=True)
    field.fill(words)
    field.blur()


def test_the_drawn_name_follows_the_kegiatan_in_one_step_of_undo(page):
    with_rows(page, typed_table())
    choose(page, "step_4")
    kegiatan(page, "Merapikan konsep")
    expect(named(page, "step_4")).to_contain_text("Merapikan konsep")
    page.get_by_role("button", name=UNDO).click()

    expect(page.get_by_role("button", name=UNDO)).to_be_disabled()
    assert said(page) == typed_table()


def written(page, element, words):
    """Double click an element and write its name on the drawing."""
    page.locator(f".djs-shape[data-element-id={element}] > .djs-hit").first.dblclick()
    page.keyboard.press("Control+a")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(named(page, element)).to_contain_text(words)


def test_the_kegiatan_follows_a_name_that_is_written_on_the_drawing_in_one_step_of_undo(page):
    with_rows(page, typed_table())
    written(page, "step_4", "Merapikan konsep")
    assert row_of(said(page), "step_4").activity == "Merapikan konsep"
    page.get_by_role("button", name=UNDO).click()

    expect(page.get_by_role("button", name=UNDO)).to_be_disabled()
    assert said(page) == typed_table()


def test_a_kegiatan_that_differs_from_its_drawn_name_stays(page):
    with_rows(page, typed_table())
    activity = row_of(typed_table(), "step_4").activity
    choose(page, "step_4")
    page.get_by_text("Umum", exact=True).click()
    name = page.get_by_label("Nama", exact=True)
    name.fill("Konsep")
    name.blur()
    written(page, "step_4", "Konsep akhir")

    assert row_of(said(page), "step_4").activity == activity


def test_a_drawn_name_that_somebody_chose_stays(page):
    with_rows(page, typed_table())
    choose(page, "step_4")
    page.get_by_text("Umum", exact=True).click()
    name = page.get_by_label("Nama", exact=True)
    name.fill("Konsep")
    name.blur()
    kegiatan(page, "Merapikan konsep")

    expect(named(page, "step_4")).to_have_text("Konsep")


def test_the_pool_follows_the_name_of_the_sop(page):
    with_rows(page, typed_table())
    hit = page.locator(".djs-shape[data-element-id=pool_1] > .djs-hit").first.bounding_box()
    page.mouse.click(hit["x"] + 6, hit["y"] + hit["height"] / 2)
    page.get_by_text("Identitas SOP", exact=True).click()
    field = page.get_by_label("Nama SOP", exact=True)
    field.fill("Laporan Triwulan")
    field.blur()

    expect(named(page, "pool_1")).to_contain_text("Laporan Triwulan")


def test_what_was_pasted_last_is_seen(page):
    rows = [f"Langkah ke-{number}\tSekretaris" for number in range(1, 31)]
    copied(page, "\n".join(rows))
    choose(page, "langkah_1")
    page.keyboard.press("Control+v")
    last = page.locator(".djs-shape.selected")
    expect(last).to_contain_text("Langkah ke-30")

    expect(last).to_be_in_viewport(ratio=0.9)


def test_the_menu_of_a_step_near_the_edge_opens_inside_the_window(page):
    with_rows(page, typed_table())
    page.locator("[data-element-id=step_3]").evaluate("one => one.scrollIntoView({block: 'end'})")
    choose(page, "step_3")
    page.keyboard.press("d")
    menu = page.get_by_role("listbox", name="Dokumen")
    expect(menu.get_by_role("option").first).to_be_visible()

    box = menu.bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 768
    assert troubles_of(page) == []


def test_the_small_map_lies_on_no_command(page):
    with_rows(page, typed_table())
    toggle = page.locator(".djs-minimap .toggle").bounding_box()
    for step in ("step_1", "step_7", "step_8", "step_3"):
        choose(page, step)
        for entry in page.locator(".djs-context-pad.open .entry").all():
            assert not overlaps(toggle, entry.bounding_box()), step


def overlaps(one, other):
    return (
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )


def test_a_name_of_some_lines_stands_beside_the_symbol_of_its_step(page):
    words = "Menyusun dan menyempurnakan rancangan akhir laporan kinerja tahunan perangkat daerah"
    typed = typed_table().with_row(replace(row_of(typed_table(), "step_4"), activity=words))
    with_rows(page, typed)

    symbol = named(page, "step_4").locator("path").first.bounding_box()
    text = named(page, "step_4").locator("text").bounding_box()
    assert symbol["x"] + symbol["width"] <= text["x"] + 1
    assert "Menyusun" in lines(page, "step_4")[0]
