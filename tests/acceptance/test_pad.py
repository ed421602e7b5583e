"""What the pad of a chosen step draws at once: the diagram that the table would have written."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import etree
from playwright.sync_api import expect

from service.diagrams import read
from service.diagrams.table import read_table, write_table
from tests.acceptance.laporan import TITLE, typed_table
from tests.acceptance.looking import troubles_of
from tests.acceptance.test_drawing import begun, choose, opened, save, stored

pytestmark = [pytest.mark.browser, pytest.mark.slow]

UNDO, REDO = "Urungkan", "Ulangi"


@pytest.fixture
def page(desk, house):
    return begun(desk(viewport={"width": 1366, "height": 768}), house, TITLE)


def row_of(table, key):
    row = table.row(key)
    assert row is not None
    return row


def with_rows(page, table):
    """Let the draft be what the table writes, and show all of it."""
    page.get_by_text("Unggah berkas ke draf ini").click()
    page.get_by_label("Berkas diagram").set_input_files(
        {"name": "tabel.bpmn", "mimeType": "application/xml", "buffer": write_table(table)}
    )
    page.get_by_role("button", name="Simpan ke draf").click()
    opened(page)
    page.get_by_role("button", name="Seluruhnya").click()


def said(page):
    """Return the table of what is stored."""
    save(page)
    return read_table(read(etree.tostring(stored(page, page.url))).diagram)


def written(page):
    """Return what the modeller would store, whatever the order in which it does."""
    script = "document.querySelector('[data-modeller]').editor.saveXML()"
    return unordered(etree.fromstring(page.evaluate(f"{script}.then(({{xml}}) => xml)").encode()))


def unordered(root):
    """Return one line for each element of a file: what it is in, what it is and says.

    Where a name stood that was taken back, bpmn-js leaves an empty label; what it ties an arrow
    into a step to is made anew when the arrow is drawn again.
    """
    for label in list(root.iter("{*}BPMNLabel")):
        label.getparent().remove(label)
    lines = (
        f"{(each.getparent().get('id') or each.getparent().tag)}: {etree.QName(each).localname} "
        f"{sorted(each.attrib.items())} {(each.text or '').strip()}"
        for each in root.iterdescendants()
    )
    return sorted(re.sub(r"[Pp]roperty_\w+", "Property", line) for line in lines)


def pad(page, entry):
    return page.locator(f".djs-context-pad.open [data-action={entry}]")


def expect_one_step(page, before, after):
    """Expect that one undo gives back what was there before, and one redo what came."""
    page.get_by_role("button", name=UNDO).click()
    expect(page.get_by_role("button", name=UNDO)).to_be_disabled()
    assert written(page) == before
    page.get_by_role("button", name=REDO).click()
    expect(page.get_by_role("button", name=REDO)).to_be_disabled()
    assert written(page) == after


def expect_nothing_to_mend(page):
    expect(page.locator("[data-part=checked]")).to_contain_text("tidak ada temuan")


# ---------------------------------------------------------------- jika tidak, kembali ke …


def unreviewed():
    """Return the typed table without its review: a step that nobody decides about."""
    typed = typed_table()
    checked = replace(row_of(typed, "step_5"), branches=(), question="", form=None)
    return typed.with_row(checked)


def drawn_back(page, step, to):
    """Send back by two clicks: on the pad of a step, and on where work goes."""
    choose(page, step)
    pad(page, "alur-review").click()
    choose(page, to)


def returns(table, step):
    return [branch for branch in table.row(step).branches if branch.way == "return"]


def test_a_review_that_is_drawn_is_the_one_that_is_typed(page):
    with_rows(page, unreviewed())
    drawn_back(page, "step_5", "step_4")

    expect_nothing_to_mend(page)
    assert said(page) == typed_table()
    (back,) = returns(said(page), "step_5")
    assert back.outcome == "kembalikan_4"


def test_by_the_keyboard_the_step_is_chosen_from_a_list_the_nearest_first(page):
    with_rows(page, unreviewed())
    choose(page, "step_5")
    page.keyboard.press("k")
    menu = page.get_by_role("listbox", name="Jika tidak, kembali ke …")
    expect(menu.get_by_role("option")).to_have_text(
        [
            "4. Menyusun konsep laporan",
            "3. Menyerahkan bahan laporan",
            "2. Meminta bahan laporan",
            "1. Menugaskan penyusunan laporan",
        ]
    )
    assert troubles_of(page) == []
    page.keyboard.press("Enter")

    expect_nothing_to_mend(page)
    assert said(page) == typed_table()


def test_a_review_is_one_step_of_undo(page):
    with_rows(page, unreviewed())
    before = written(page)
    drawn_back(page, "step_5", "step_4")

    expect_one_step(page, before, written(page))


def test_a_step_that_decides_gets_one_more_way_back(page):
    with_rows(page, typed_table())
    before = written(page)
    drawn_back(page, "step_5", "step_2")

    expect_one_step(page, before, written(page))
    backs = [(back.to, back.words, back.outcome) for back in returns(said(page), "step_5")]
    assert backs == [
        ("step_4", "Kembalikan ke 4", "kembalikan_4"),
        ("step_2", "Kembalikan ke 2", "kembalikan_2"),
    ]
    expect_nothing_to_mend(page)


def test_work_goes_back_only_to_what_stands_before_and_escape_gives_up(page):
    with_rows(page, unreviewed())
    before = written(page)
    drawn_back(page, "step_5", "step_7")
    choose(page, "step_5")
    pad(page, "alur-review").click()
    page.keyboard.press("Escape")
    choose(page, "step_4")

    assert written(page) == before
    expect(page.get_by_role("button", name=UNDO)).to_be_disabled()


def test_a_step_that_keeps_its_form_is_not_given_another(page):
    typed = typed_table()
    checked = replace(
        row_of(typed, "step_5"), branches=(), question="", form="catatan-pelaksanaan"
    )
    with_rows(page, typed.with_row(checked))
    drawn_back(page, "step_5", "step_4")

    assert said(page).row("step_5").form == "catatan-pelaksanaan"


def test_only_a_step_that_leads_on_can_send_back(page):
    with_rows(page, typed_table())
    for element in ("start_1", "step_1", "step_3", "gw_5", "end_1"):
        choose(page, element)
        expect(page.locator(".djs-context-pad.open")).to_be_visible()
        expect(pad(page, "alur-review")).to_have_count(0)


# ---------------------------------------------------------------- dikerjakan tiap Bidang


def done_once():
    """Return the typed table in which somebody of the Bidang does step 3, and is not asked."""
    typed = typed_table()
    asking, done = row_of(typed, "step_2"), row_of(typed, "step_3")
    return typed.with_row(replace(asking, form=None)).with_row(replace(done, kind="work"))


def test_a_step_of_every_bidang_that_is_drawn_is_the_one_that_is_typed(page):
    with_rows(page, done_once())
    choose(page, "step_3")
    pad(page, "alur-each-unit").click()

    expect_nothing_to_mend(page)
    assert said(page) == typed_table()
    collector = stored(page, page.url).find(".//{urn:alur:bpmn:1}collector")
    assert collector.get("element") == "step_4"


def test_by_its_key_it_is_one_step_of_undo(page):
    with_rows(page, done_once())
    before = written(page)
    choose(page, "step_3")
    page.keyboard.press("b")

    expect_one_step(page, before, written(page))


def test_once_more_one_does_the_step_and_no_list_stays(page):
    with_rows(page, typed_table())
    before = written(page)
    choose(page, "step_3")
    expect(pad(page, "alur-each-unit")).to_have_attribute("title", re.compile("^Tidak lagi"))
    pad(page, "alur-each-unit").click()

    expect_one_step(page, before, written(page))
    typed = typed_table()
    assert said(page) == typed.with_row(replace(row_of(typed, "step_3"), kind="work"))
    left = {etree.QName(each).localname for each in stored(page, page.url).iter("{*}*")}
    assert not left & {"dataObject", "dataObjectReference", "property", "unit", "collector"}
    assert not left & {"dataInputAssociation", "dataOutputAssociation"}


def test_two_steps_of_every_bidang_share_one_list_until_the_last_is_done_by_one(page):
    with_rows(page, typed_table())
    lists = page.locator("[data-element-id^=ref_bidang].djs-shape")
    for step in ("step_6", "step_3"):
        choose(page, step)
        pad(page, "alur-each-unit").click()
        save(page)
        assert len(list(stored(page, page.url).iter("{*}dataObject"))) == 1
    choose(page, "step_6")
    pad(page, "alur-each-unit").click()

    expect(lists).to_have_count(0)


def test_a_step_that_decides_is_done_by_one(page):
    with_rows(page, typed_table())
    choose(page, "step_5")

    expect(page.locator(".djs-context-pad.open")).to_be_visible()
    expect(pad(page, "alur-each-unit")).to_have_count(0)
