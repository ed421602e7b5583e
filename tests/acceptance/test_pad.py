"""What the pad of a chosen step draws at once: the diagram that the table would have written."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import etree
from playwright.sync_api import expect

from service.diagrams import read
from service.diagrams.table import Paper, blank_identity, read_table, write_table
from tests.acceptance.laporan import TITLE, typed_table
from tests.acceptance.looking import troubles_of
from tests.acceptance.making import copied
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


def drawn_pieces(page):
    """Return the pieces of each way of what is stored: (left, right, top, bottom)."""
    save(page)
    found = {}
    for edge in stored(page, page.url).iter("{*}BPMNEdge"):
        points = [(float(at.get("x")), float(at.get("y"))) for at in edge.iter("{*}waypoint")]
        found[edge.get("bpmnElement")] = [
            (
                min(one[0], other[0]),
                max(one[0], other[0]),
                min(one[1], other[1]),
                max(one[1], other[1]),
            )
            for one, other in pairwise(points)
        ]
    return found


def look_like_one(piece, other):
    along = min(piece[1], other[1]) - max(piece[0], other[0])
    down = min(piece[3], other[3]) - max(piece[2], other[2])
    return min(along, down) > -5 and max(along, down) > 5


def test_a_way_back_goes_round_steps_and_runs_on_no_other_way(page):
    copied(page, "Menyusun\tAnggota Tim\nMelengkapi\tAnggota Tim\nMemeriksa\tAnggota Tim")
    choose(page, "langkah_1")
    page.keyboard.press("Control+v")
    expect(page.locator(".djs-shape.selected")).to_have_attribute(
        "data-element-id", re.compile("Activity")
    )
    page.keyboard.press("k")
    page.get_by_role("option", name="2. Menyusun").click()

    ways = drawn_pieces(page)
    root = stored(page, page.url)
    (back,) = root.xpath("//*[@*[local-name()='purpose']]/@id")
    steps = [
        shape for shape in root.iter("{*}BPMNShape") if "Activity" in shape.get("bpmnElement")
    ]
    for piece in ways.pop(back):
        assert not any(look_like_one(piece, other) for way in ways.values() for other in way)
        assert not any(goes_through(piece, step[0]) for step in steps)


@pytest.mark.parametrize(
    ("step", "target"),
    [
        ("step_5", "step_4"),
        ("step_5", "step_1"),
        ("step_4", "step_2"),
        ("step_4", "step_1"),
        ("step_2", "step_1"),
        ("step_6", "step_5"),
        ("step_6", "step_1"),
        ("step_8", "step_7"),
    ],
)
def test_the_ways_from_a_decision_part_at_once_wherever_the_steps_stand(page, step, target):
    with_rows(page, unreviewed())
    drawn_back(page, step, target)
    save(page)

    root = stored(page, page.url)
    shapes = {one.get("bpmnElement"): boxed(one[0]) for one in root.iter("{*}BPMNShape")}
    steps = {key: box for key, box in shapes.items() if key.startswith(("step_", "Gateway"))}
    ways = drawn_pieces(page)
    pieces = [(key, piece) for key, way in ways.items() for piece in way]
    (back,) = root.xpath("//*[@*[local-name()='purpose']]/@id")
    names = {
        one.getparent().get("bpmnElement"): boxed(one[0])
        for one in root.iter("{*}BPMNLabel")
        if one.getparent().get("bpmnElement") in ways and len(one)
    }

    for key, piece in pieces:
        others = [other for of, other in pieces if of != key]
        assert not any(look_like_one(piece, other) for other in others), key
        assert not any(goes_through(piece, box) for box in steps.values()), key
    for key, box in names.items():
        assert not any(goes_through(piece, box) for _, piece in pieces), key
        beside = [other for of, other in {**names, **steps}.items() if of != key]
        assert not any(goes_through(edges(other), box) for other in beside), key
    assert back in names


def boxed(bounds):
    return {name: float(bounds.get(name)) for name in ("x", "y", "width", "height")}


def edges(box):
    return box["x"], box["x"] + box["width"], box["y"], box["y"] + box["height"]


def goes_through(piece, bounds):
    x, y, width, height = (float(bounds.get(name)) for name in ("x", "y", "width", "height"))
    left, right, top, bottom = piece
    return left < x + width and right > x and top < y + height and bottom > y


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


def of_two_bidang():
    """Return the typed table with one more step in the lane of the Bidang."""
    typed = typed_table()
    moved = replace(row_of(typed, "step_4"), lane=row_of(typed, "step_3").lane)
    return typed.with_row(moved)


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


def test_outside_the_lane_of_the_bidang_it_says_why_nothing_is_drawn(page):
    with_rows(page, typed_table())
    before = written(page)
    choose(page, "step_6")
    page.keyboard.press("b")

    expect(page.locator("[data-part=state]")).to_contain_text("tidak berada di kolom Bidang")
    assert written(page) == before


def test_what_the_bidang_get_goes_round_the_steps(page):
    with_rows(page, done_once())
    choose(page, "step_3")
    pad(page, "alur-each-unit").click()
    save(page)

    root = stored(page, page.url)
    steps = {
        one.get("bpmnElement"): boxed(one[0])
        for one in root.iter("{*}BPMNShape")
        if one.get("bpmnElement").startswith("step_")
    }
    data = root.xpath("//*[contains(local-name(), 'Association')]/@id")
    ways = {key: way for key, way in drawn_pieces(page).items() if key in data}
    assert len(ways) == 2
    for way in ways.values():
        # A slanting line would be as wide as it is high.
        assert all(left == right or top == bottom for left, right, top, bottom in way)
        assert not any(goes_through(piece, box) for piece in way for box in steps.values())


def test_two_steps_of_every_bidang_share_one_list_until_the_last_is_done_by_one(page):
    with_rows(page, of_two_bidang())
    lists = page.locator("[data-element-id^=ref_bidang].djs-shape")
    for step in ("step_4", "step_3"):
        choose(page, step)
        pad(page, "alur-each-unit").click()
        save(page)
        assert len(list(stored(page, page.url).iter("{*}dataObject"))) == 1
    choose(page, "step_4")
    pad(page, "alur-each-unit").click()

    expect(lists).to_have_count(0)


def test_a_step_that_decides_is_done_by_one(page):
    with_rows(page, typed_table())
    choose(page, "step_5")

    expect(page.locator(".djs-context-pad.open")).to_be_visible()
    expect(pad(page, "alur-each-unit")).to_have_count(0)


# ---------------------------------------------------------------- dokumen


def without_papers():
    """Return the typed table in which no step makes, initials or signs anything."""
    typed = typed_table()
    bare = [replace(row, papers=(), form=None) if row.papers else row for row in typed.rows]
    identity = blank_identity(typed.title)
    return replace(typed, rows=tuple(bare), identity=identity)


def paper(page, step, entry):
    choose(page, step)
    pad(page, "alur-papers").click()
    page.get_by_role("listbox", name="Dokumen").get_by_role("option", name=entry).click()


def named(page, name):
    asked = page.get_by_role("dialog", name="Dokumen baru")
    asked.get_by_label("Nama dokumen baru").fill(name)
    asked.get_by_role("button", name="Pakai").click()


def test_documents_that_are_drawn_are_those_that_are_typed(page):
    with_rows(page, without_papers())
    paper(page, "step_4", "Dokumen baru …")
    named(page, "Laporan")
    paper(page, "step_6", "Paraf: Laporan")
    paper(page, "step_7", "Tanda tangan: Laporan")

    expect_nothing_to_mend(page)
    assert said(page) == typed_table()
    ticked = [
        line.get("document")
        for line in stored(page, page.url).iter("{urn:alur:bpmn:1}requirement")
        if line.get("name") == "Konsep"
    ]
    assert ticked == ["naskah"] * 4


def test_by_the_keyboard_what_the_words_of_a_step_ask_for_comes_first(page):
    with_rows(page, without_papers())
    choose(page, "step_4")
    page.keyboard.press("d")
    menu = page.get_by_role("listbox", name="Dokumen")
    expect(menu.get_by_role("option")).to_have_text(["Dokumen baru …"])
    page.keyboard.press("Enter")
    expect(page.get_by_label("Nama dokumen baru")).to_have_value("Konsep")
    assert troubles_of(page) == []
    page.keyboard.type("Laporan")
    page.keyboard.press("Enter")
    for step, first in (("step_6", "Paraf: Laporan"), ("step_7", "Tanda tangan: Laporan")):
        choose(page, step)
        page.keyboard.press("d")
        expect(menu.get_by_role("option").first).to_have_text(first)
        assert troubles_of(page) == []
        page.keyboard.press("Enter")

    assert said(page) == typed_table()


def test_a_new_document_is_one_step_of_undo(page):
    with_rows(page, without_papers())
    before = written(page)
    paper(page, "step_4", "Dokumen baru …")
    named(page, "Laporan")
    # A dialog says that it was closed only after the click is over.
    expect(page.get_by_role("button", name=UNDO)).to_be_enabled()

    expect_one_step(page, before, written(page))


def test_an_act_on_a_document_is_one_step_of_undo_and_offered_once(page):
    with_rows(page, typed_table())
    before = written(page)
    paper(page, "step_8", "Setujui untuk ditandatangani: Laporan")

    expect_one_step(page, before, written(page))
    choose(page, "step_8")
    page.keyboard.press("d")
    options = page.get_by_role("listbox", name="Dokumen").get_by_role("option")
    expect(options).to_have_text(
        ["Dokumen baru …", "Versi baru: Laporan", "Paraf: Laporan", "Tanda tangan: Laporan"]
    )


def test_a_second_document_gets_a_key_of_its_name_and_a_form_that_asks_for_it(page):
    typed = typed_table()
    with_rows(page, typed.with_row(replace(row_of(typed, "step_1"), form=None)))
    paper(page, "step_1", "Dokumen baru …")
    named(page, "Nota Dinas")

    table = said(page)
    assert [(each.key, each.name) for each in table.identity.documents] == [
        ("naskah", "Laporan"),
        ("nota-dinas", "Nota Dinas"),
    ]
    assert table.row("step_1").papers == (Paper("new_document", "nota-dinas"),)
    assert table.row("step_1").form == "dokumen-langkah"
    expect_nothing_to_mend(page)


def test_a_form_that_asks_for_no_file_of_a_drawn_document_is_changed_by_a_button(page):
    typed = typed_table()
    with_rows(page, typed.with_row(replace(row_of(typed, "step_1"), form="arsip")))
    paper(page, "step_1", "Dokumen baru …")
    named(page, "Nota Dinas")
    page.get_by_role("button", name="Ganti dengan formulir").click()

    expect_nothing_to_mend(page)
    assert said(page).row("step_1").form == "dokumen-langkah"


@pytest.mark.parametrize("way", ["Escape", "Batal", ""])
def test_who_gives_no_name_makes_no_document(page, way):
    with_rows(page, without_papers())
    before = written(page)
    paper(page, "step_4", "Dokumen baru …")
    asked = page.get_by_role("dialog", name="Dokumen baru")
    if way == "Escape":
        page.keyboard.press("Escape")
    elif way:
        asked.get_by_role("button", name=way).click()
    else:
        named(page, "  ")

    expect(asked).to_be_hidden()
    assert written(page) == before
    expect(page.get_by_role("button", name=UNDO)).to_be_disabled()
