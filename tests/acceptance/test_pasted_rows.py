"""Rows of a spreadsheet pasted onto the drawing: a chain of steps in the lanes of their people."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

import pytest
from lxml import etree
from playwright.sync_api import expect

from service.diagrams import read_diagram
from service.diagrams.table import read_table
from service.web.sop_papers import documents_of
from tests.acceptance import laporan
from tests.acceptance.looking import troubles_of
from tests.acceptance.test_drawing import ALUR, BPMN, begun, choose, opened, save, stored
from tests.acceptance.test_pad import expect_one_step, written

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROWS: Final = "\n".join(
    "\t".join(cells)
    for cells in (
        ("No", "Kegiatan", "Pelaksana", "Waktu"),
        ("1", "Menugaskan penyusunan", "Kepala Dinas", "1 jam"),
        ("2", "Menyusun konsep", "Anggota Tim", "3 hari"),
        ("3", "Memeriksa konsep", "Ketua Tim", "sesuai kebutuhan"),
    )
)


@pytest.fixture
def page(browser, house):
    """Give the modeller with a new SOP: Mulai, one step, Selesai."""
    window = house.context(browser, "analis", viewport={"width": 1400, "height": 1000})
    window.grant_permissions(["clipboard-read", "clipboard-write"], origin=house.address)
    opened = begun_on(window, house)
    yield opened
    window.close()


def begun_on(window, house):
    page = window.new_page()
    page.set_default_timeout(8_000)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    return begun(page, house, "Penyusunan Laporan")


def put(page, text):
    page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")


def paste(page, text):
    """Paste rows, and wait until the server has read them and they are drawn."""
    put(page, text)
    expect(page.locator("[data-part=state]")).to_contain_text("langkah ditempel")


def told(page):
    """Return the named steps in the order of the flow, each with its lane."""
    root = stored(page, page.url)
    lane_of = {
        reference.text.strip(): lane.get("name")
        for lane in root.iter(f"{BPMN}lane")
        for reference in lane.iter(f"{BPMN}flowNodeRef")
    }
    after = {
        flow.get("sourceRef"): flow.get("targetRef") for flow in root.iter(f"{BPMN}sequenceFlow")
    }
    nodes = {each.get("id"): each for each in root.iter("{*}*") if each.get("id")}
    at, found = "mulai", []
    while at in after:
        at = after[at]
        found.append((nodes[at].get("name"), lane_of[at]))
    return found, root


def test_rows_become_steps_behind_the_chosen_one_in_the_lanes_of_their_people(page):
    choose(page, "langkah_1")
    paste(page, ROWS)
    save(page)

    found, root = told(page)
    assert found == [
        ("Langkah pertama", "Kepala Dinas"),
        ("Menugaskan penyusunan", "Kepala Dinas"),
        ("Menyusun konsep", "Anggota Tim"),
        ("Memeriksa konsep", "Ketua Tim"),
        ("Selesai", "Kepala Dinas"),
    ]
    steps = [dict(step.attrib) for step in root.iter(f"{ALUR}step")]
    assert [(step["seq"], step.get("time"), step.get("timeIso")) for step in steps] == [
        ("1", None, None),
        ("2", "1 jam", "PT1H"),
        ("3", "3 hari", "P3D"),
        ("4", "sesuai kebutuhan", None),
    ]


def test_the_words_of_the_document_are_drawn_and_a_guessed_role_is_told(page):
    choose(page, "langkah_1")
    titles = ("No", "Kegiatan", "Pelaksana", "Keterangan")
    way = "jika tidak sesuai, kembali ke langkah 7"
    lines = (("7", "Menyusun", "Staf", ""), ("8", "Memeriksa", "Kasubbag Umum", way))
    paste(page, "\n".join("\t".join(cells) for cells in (titles, *lines)))
    expect(page.get_by_text("“Kasubbag Umum” dianggap Ketua Tim (langkah 8)")).to_be_visible()
    save(page)

    root = stored(page, page.url)
    (gateway,) = root.iter(f"{BPMN}exclusiveGateway")
    flows = root.iter(f"{BPMN}sequenceFlow")
    out = [each for each in flows if each.get("sourceRef") == gateway.get("id")]
    assert gateway.get("name") == "Sesuai?"
    assert sorted((flow.get("name"), flow.get(f"{ALUR}purpose")) for flow in out) == [
        ("Tidak", "return"),
        ("Ya", None),
    ]
    columns = [(step.get("column"), step.get("confidence")) for step in root.iter(f"{ALUR}step")]
    assert columns[1:] == [("Staf", None), ("Kasubbag Umum", "low")]


def test_the_pool_grows_so_that_nothing_overlaps(page):
    choose(page, "langkah_1")
    paste(page, ROWS)
    save(page)

    _, root = told(page)
    shapes = {each.get("bpmnElement"): each[0] for each in root.iter("{*}BPMNShape")}
    pool = shapes["pool_1"]
    right = float(pool.get("x")) + float(pool.get("width"))
    tasks = [shapes[each.get("id")] for each in root.iter(f"{BPMN}userTask")]
    sides = [(float(it.get("x")), float(it.get("width"))) for it in tasks]
    spans = sorted((left, left + width) for left, width in sides)
    assert all(end <= begin for (_, end), (begin, _) in pairwise(spans))
    assert spans[-1][1] < float(shapes["selesai"].get("x")) < right


def test_pasting_is_one_step_of_undo(page):
    choose(page, "langkah_1")
    before = page.evaluate("document.querySelectorAll('.djs-shape').length")
    paste(page, ROWS)
    expect(page.locator(".djs-shape")).not_to_have_count(before)
    page.get_by_role("button", name="Urungkan").click()

    expect(page.locator(".djs-shape")).to_have_count(before)
    expect(page.get_by_role("button", name="Urungkan")).to_be_disabled()


def beside_the_steps(page):
    page.locator(".djs-container svg").first.focus()


def into_a_lane(page):
    choose(page, "lane_bidang")


@pytest.mark.parametrize("looked", [beside_the_steps, into_a_lane])
def test_without_a_chosen_step_the_rows_stand_before_the_end(page, looked):
    looked(page)
    paste(page, "Mencatat surat\nMengarsipkan surat")
    save(page)

    found, _ = told(page)
    assert [name for name, _ in found] == [
        "Langkah pertama",
        "Mencatat surat",
        "Mengarsipkan surat",
        "Selesai",
    ]


def notes(page):
    """Return what the page says is to be looked at."""
    return page.locator("[data-part=pasted]").get_by_role("listitem")


@pytest.fixture
def empty(page):
    """Give the modeller with nothing but a start and an end."""
    choose(page, "langkah_1")
    page.keyboard.press("Delete")
    expect(page.locator(".djs-element[data-element-id=langkah_1]")).to_have_count(0)
    save(page)
    page.reload()
    return opened(page)


def keyless(table):
    """Return what the rows of a table say, with their places instead of their keys."""
    at = {row.key: place for place, row in enumerate(table.rows)}
    return [
        replace(
            row,
            key=str(at[row.key]),
            branches=tuple(
                replace(branch, to=branch.to and str(at[branch.to])) for branch in row.branches
            ),
        )
        for row in table.rows
    ]


def test_a_pasted_table_is_drawn_as_the_table_page_would_write_it(empty):
    choose(empty, "mulai")
    paste(empty, laporan.ROWS)

    expect(empty.locator("[data-part=checked]")).to_contain_text("tidak ada temuan")
    expect(notes(empty)).to_have_count(0)
    save(empty)
    drawn = read_table(read_diagram(etree.tostring(stored(empty, empty.url))))
    # Where start and end stand is the drawing's own.
    assert keyless(drawn)[1:-1] == keyless(laporan.typed_table())[1:-1]
    assert documents_of(drawn).declared == documents_of(laporan.typed_table()).declared


def test_a_pasted_table_with_its_documents_and_ways_is_one_step_of_undo(empty):
    before = written(empty)
    choose(empty, "mulai")
    paste(empty, laporan.ROWS)

    expect_one_step(empty, before, written(empty))


def test_a_row_of_an_outside_agency_waits_for_a_message_of_its_own(page):
    choose(page, "langkah_1")
    before = written(page)
    paste(page, "Kegiatan\tPelaksana\nMenerima hasil reviu\tBKAD\nMenerima pagu\tBappeda")
    expect_one_step(page, before, written(page))
    save(page)

    root = stored(page, page.url)
    tasks = root.findall(f".//{BPMN}receiveTask")
    messages = {each.get("id"): each.get("name") for each in root.iter(f"{BPMN}message")}
    assert len(tasks) == len({messages[task.get("messageRef")] for task in tasks}) == 2
    assert [task.find(f".//{ALUR}agency").get("key") for task in tasks] == ["BKAD", "Bappeda"]


def test_what_was_not_understood_is_said_until_it_is_put_away(page):
    choose(page, "langkah_1")
    paste(page, "Kegiatan\tPelaksana\tWaktu\nMencatat\tJuru Bayar\tsecepatnya")

    expect(notes(page)).to_have_count(2)
    expect(notes(page).first).to_contain_text("“Juru Bayar” tidak mempunyai kolom pelaksana")
    expect(notes(page).last).to_contain_text("Baris 1: Waktu “secepatnya”")
    assert troubles_of(page) == []
    page.get_by_role("button", name="Tutup", exact=True).click()
    expect(notes(page)).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="Urungkan")).to_be_disabled()


def test_where_no_step_can_be_read_nothing_is_drawn(page):
    choose(page, "langkah_1")
    put(page, "No\tKegiatan\tPelaksana")

    expect(page.locator("[data-part=state]")).to_have_text(
        "Di bawah judul kolom tidak ada langkah."
    )
    expect(page.get_by_role("button", name="Urungkan")).to_be_disabled()


def test_one_line_of_prose_is_no_step_and_the_analyst_is_told(page):
    choose(page, "langkah_1")
    put(page, "Mencatat surat")

    expect(page.locator("[data-part=state]")).to_contain_text("Satu baris teks tidak menjadi")
    expect(page.get_by_role("button", name="Urungkan")).to_be_disabled()


def test_what_is_pasted_at_once_after_another_stands_behind_it(page):
    choose(page, "langkah_1")
    put(page, "Mencatat surat\nMenelaah surat")
    put(page, "Menyusun jawaban\nMengarsipkan surat")
    drawing = page.locator("[data-part=canvas]")
    expect(drawing.get_by_text("Mengarsipkan surat")).to_be_visible()
    save(page)

    found, _ = told(page)
    assert [name for name, _ in found[1:-1]] == [
        "Mencatat surat",
        "Menelaah surat",
        "Menyusun jawaban",
        "Mengarsipkan surat",
    ]


def test_without_a_line_nothing_is_drawn_and_it_is_said(page):
    choose(page, "langkah_1")
    page.context.set_offline(True)
    put(page, ROWS)

    expect(page.locator("[data-part=state]")).to_contain_text("barisnya belum ditempel")
    expect(page.get_by_role("button", name="Urungkan")).to_be_disabled()
    page.context.set_offline(False)
    paste(page, ROWS)
    expect(page.get_by_role("button", name="Urungkan")).to_be_enabled()


def test_where_nothing_can_follow_the_analyst_is_told(page):
    choose(page, "selesai")
    put(page, ROWS)

    expect(page.locator("[data-part=state]")).to_contain_text("Pilih dahulu satu langkah")


def test_what_was_copied_last_is_what_is_pasted(page):
    choose(page, "langkah_1")
    page.evaluate("(text) => navigator.clipboard.writeText(text)", ROWS)
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")
    # What is pasted hangs at the pointer until a click puts it down.
    box = page.locator("[data-element-id=lane_ketua_tim] > .djs-hit").first.bounding_box()
    page.mouse.move(box["x"] + 350, box["y"] + box["height"] / 2)
    page.mouse.move(box["x"] + 360, box["y"] + box["height"] / 2)
    page.mouse.click(box["x"] + 360, box["y"] + box["height"] / 2)
    save(page)

    root = stored(page, page.url)
    names = sorted(each.get("name") for each in root.iter(f"{BPMN}userTask"))
    assert names == ["Langkah pertama", "Langkah pertama"]


def test_a_field_takes_what_is_pasted_into_it(page):
    choose(page, "langkah_1")
    page.get_by_label("Kegiatan", exact=True).click()
    page.keyboard.press("Control+a")
    put(page, "Mencatat surat\nmasuk")

    expect(page.get_by_label("Kegiatan", exact=True)).to_have_value("Mencatat surat\nmasuk")
    expect(page.locator(".djs-element[data-element-id=langkah_1]")).to_have_count(1)


#: A step as it comes in a long table: plain, asked of every Bidang, or one that sends back.
_PLAIN: Final = "{no}\tMencatat surat\tSekretaris\tBuku\t1 jam\tCatatan\t\t"
_LONG_TABLE: Final = 96


def long_table(*kinds):
    head, *typed = laporan.ROWS.split("\n")
    lines = []
    for number in range(1, _LONG_TABLE + 1):
        first = (number - 1) // len(typed) * len(typed)
        _, *cells = typed[(number - 1) % len(typed)].split("\t")
        row = "\t".join([str(number), *cells]).replace("langkah 4", f"langkah {first + 4}")
        lines.append(row if "varied" in kinds else _PLAIN.format(no=number))
    return "\n".join([head, *lines])


def seconds_of_pasting(window, house, table):
    """Return the time from the key to the last step, in the window's own seconds."""
    page = begun_on(window, house)
    choose(page, "langkah_1")
    page.evaluate("(text) => navigator.clipboard.writeText(text)", table)
    script = """() => new Promise((done) => {
      const editor = document.querySelector("[data-modeller]").editor;
      const draw = editor.get("alurChaining");
      const before = draw.draw.bind(draw);
      draw.draw = async (...given) => {
        const begun = performance.now();
        await before(...given);
        done((performance.now() - begun) / 1000);
      };
    })"""
    page.evaluate(f"() => {{ window.pasted = ({script})(); }}")
    page.keyboard.press("Control+v")
    return page.evaluate("() => window.pasted")


def test_reviews_and_bidang_in_a_long_table_do_not_hold_the_window(browser, house):
    window = house.context(browser, "analis", viewport={"width": 1400, "height": 1000})
    window.grant_permissions(["clipboard-read", "clipboard-write"], origin=house.address)
    plain = seconds_of_pasting(window, house, long_table())
    varied = seconds_of_pasting(window, house, long_table("varied"))
    window.close()

    # Some four times, for each of them moves what stands behind; it was a hundred times.
    assert varied < 15 * plain
