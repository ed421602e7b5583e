"""The modeller by its keys, and what keeps a drawing by itself."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.looking import lose_the_answer_of, troubles_of
from tests.acceptance.test_drawing import (
    ALUR,
    BPMN,
    begun,
    choose,
    element,
    group,
    opened,
    save,
    stored,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: More than the pause after which a draft is kept, in milliseconds.
PAUSE = 6_000


@pytest.fixture
def page(browser, house):
    """Give the modeller with a new SOP; its clock goes on when the test says so."""
    window = house.context(browser, "analis", viewport={"width": 1400, "height": 1000})
    made = window.new_page()
    made.set_default_timeout(8_000)
    made.clock.install()
    yield begun(made, house, "Penyusunan Laporan")
    window.close()


def activity(page, text):
    """Write what the chosen step is about."""
    field = page.get_by_label("Kegiatan", exact=True)
    field.fill(text)
    field.blur()


def kept_activity(page):
    step = element(stored(page, page.url), "langkah_1").find(f".//{ALUR}step")
    return step.findtext(f"{ALUR}activity")


def put_down(page):
    """Paste, and put what hangs at the pointer into the lane of the Ketua Tim."""
    page.keyboard.press("Control+v")
    box = page.locator("[data-element-id=lane_ketua_tim] > .djs-hit").first.bounding_box()
    along, down = box["x"] + 350, box["y"] + box["height"] / 2
    page.mouse.move(along, down)
    page.mouse.move(along + 10, down)
    page.mouse.click(along + 10, down)
    save(page)


def test_delete_undo_and_redo_are_one_key_press_each(page):
    shape = page.locator(".djs-element[data-element-id=langkah_1]")
    choose(page, "langkah_1")
    page.keyboard.press("Delete")
    expect(shape).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(shape).to_have_count(1)
    page.keyboard.press("Control+y")
    expect(shape).to_have_count(0)
    page.keyboard.press("Control+z")
    save(page)

    assert element(stored(page, page.url), "langkah_1").tag == f"{BPMN}userTask"


def test_a_step_that_is_copied_is_pasted_with_what_it_says(page):
    choose(page, "langkah_1")
    page.keyboard.press("Control+c")
    put_down(page)

    tasks = list(stored(page, page.url).iter(f"{BPMN}userTask"))
    said = [task.findtext(f".//{ALUR}activity") for task in tasks]
    assert said == ["Langkah pertama", "Langkah pertama"]
    steps = [task.find(f".//{ALUR}step") for task in tasks]
    # "Kembali ke langkah 1" goes on to name one step.
    assert [(step.get("seq"), step.get("number")) for step in steps] == [("1", "1"), ("2", "2")]


def test_a_step_is_carried_to_another_draft_with_what_it_says(page, house):
    choose(page, "langkah_1")
    group(page, "Mutu baku").get_by_label("Waktu", exact=True).fill("3 hari")
    activity(page, "Mencatat surat masuk")
    page.locator(".djs-container svg").first.focus()
    page.keyboard.press("Control+c")
    save(page)
    other = begun(page.context.new_page(), house, "Penyusunan Telaah")
    other.locator(".djs-container svg").first.focus()
    put_down(other)

    steps = list(stored(other, other.url).iter(f"{ALUR}step"))
    assert [step.findtext(f"{ALUR}activity") for step in steps] == [
        "Langkah pertama",
        "Mencatat surat masuk",
    ]
    assert steps[1].get("timeIso") == "P3D"


def test_what_was_drawn_is_kept_by_itself_after_a_pause(page):
    choose(page, "langkah_1")
    activity(page, "Mencatat surat masuk")
    expect(page.locator("[data-part=state]")).to_have_text("Belum tersimpan")
    page.clock.run_for(PAUSE)
    expect(page.locator("[data-part=state]")).to_have_text(re.compile("^Tersimpan"))
    page.reload()
    opened(page)
    choose(page, "langkah_1")

    expect(page.get_by_label("Kegiatan", exact=True)).to_have_value("Mencatat surat masuk")


def test_without_a_line_it_is_told_and_the_next_change_keeps_everything(page):
    choose(page, "langkah_1")
    page.context.set_offline(True)
    activity(page, "Mencatat surat")
    page.clock.run_for(PAUSE)
    expect(page.locator("[data-part=state]")).to_contain_text("Tidak tersambung")
    page.context.set_offline(False)
    activity(page, "Mencatat surat masuk")
    page.clock.run_for(PAUSE)
    expect(page.locator("[data-part=state]")).to_have_text(re.compile("^Tersimpan"))

    assert kept_activity(page) == "Mencatat surat masuk"


def test_a_save_whose_answer_was_lost_is_no_save_of_somebody_else(page):
    choose(page, "langkah_1")
    lose_the_answer_of(page, "/simpan")
    activity(page, "Mencatat surat")
    page.clock.run_for(PAUSE)
    expect(page.locator("[data-part=state]")).to_contain_text("Tidak tersambung")
    assert kept_activity(page) == "Mencatat surat"
    activity(page, "Mencatat surat masuk")
    page.clock.run_for(PAUSE)

    expect(page.locator("[data-part=state]")).to_have_text(re.compile("^Tersimpan"))
    assert kept_activity(page) == "Mencatat surat masuk"


def test_what_got_no_answer_is_sent_again_although_nobody_touches_the_page(page):
    choose(page, "langkah_1")
    place = "**/sop/draf/*/simpan*"
    page.route(place, lambda route: route.abort(), times=1)
    activity(page, "Mencatat surat")
    page.clock.run_for(PAUSE)
    expect(page.locator("[data-part=state]")).to_contain_text("Tidak tersambung")
    page.clock.run_for(11_000)

    expect(page.locator("[data-part=state]")).to_have_text(re.compile("^Tersimpan"))
    assert kept_activity(page) == "Mencatat surat"


# ---------------------------------------------------------------- the list of shortcuts


def test_the_shortcuts_are_listed_from_their_beginning_and_the_list_bars_nobody(page):
    choose(page, "langkah_1")
    page.keyboard.press("?")
    shown = page.get_by_role("dialog", name="Pintasan papan ketik")
    expect(shown).to_contain_text("Urungkan satu perubahan")
    expect(shown.get_by_role("heading")).to_be_focused()
    assert troubles_of(page) == []

    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    page.get_by_role("button", name="Pintasan").click()
    shown.get_by_role("button", name="Tutup").click()
    expect(shown).to_be_hidden()


def test_a_question_mark_that_is_typed_opens_no_list(page):
    choose(page, "langkah_1")
    page.get_by_label("Kegiatan", exact=True).press_sequentially("?")

    expect(page.get_by_label("Kegiatan", exact=True)).to_have_value(re.compile(r"\?$"))
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_no_shortcut_of_the_list_fails(page):
    thrown = []
    page.on("pageerror", lambda error: thrown.append(error.message))
    lines = """
        Control+c Control+v
        Control+x Control+z Control+y Control+z
        Control+d
        Delete Control+z
        ArrowRight Shift+ArrowRight Control+ArrowRight
        Control++ Control+- Control+0
        e
        r
        c
        k
        b b
        d
        h
        l
        s
        Control+f
        ?
        Control+a
        Tab ArrowDown Enter
    """
    for line in lines.strip().splitlines():
        choose(page, "langkah_1")
        for key in line.split():
            page.keyboard.press(key)
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")

    assert thrown == []


def test_the_kind_of_a_step_is_changed_by_a_key_to_what_alur_can_run(page):
    choose(page, "langkah_1")
    page.keyboard.press("r")
    menu = page.locator(".djs-popup")
    expect(menu).to_contain_text("Langkah di luar Alur")
    expect(menu).not_to_contain_text("Subproses lepas")
    page.keyboard.type("di luar")
    expect(menu).not_to_contain_text("Langkah skrip")
    page.keyboard.press("Enter")
    save(page)

    assert element(stored(page, page.url), "langkah_1").tag == f"{BPMN}manualTask"
