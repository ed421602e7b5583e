"""The modeller with everything opened: nothing is blocked, bars anybody, or speaks English.

A library speaks English, in its own greys and sizes, until somebody looks at what it opens.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.looking import in_light_and_dark
from tests.acceptance.test_drawing import at, choose

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: What libraries say when nobody told them otherwise.
ENGLISH = re.compile(
    r"\b(a|above|activate|activity|add|align|and|annotation|append|back|below|boundary|call|catch"
    r"|change|click|close|collapsed|collection|compensation|condition|connect|contains|create"
    r"|delete|documentation|drag|edit|edits|element|elements|empty|end|entry|escalation|event"
    r"|expanded|flow|for|gateway|global|group|instance|into|intermediate|is|item|items|lane|link"
    r"|list|loop|manual|message|name|new|none|object|of|open|parallel|participant|pool|pop-up"
    r"|process|receive|reference|remove|rule|search|section|select|send|sequential|service|set"
    r"|signal|start|store|sub-process|task|text|the|throw|toggle|to|tool|type|user|value|with)\b",
    re.IGNORECASE,
)

#: What is seen or heard of the modeller, without what the drawing and the findings say, the names
#: of keys, and the mark of bpmn.io.
_SAID = """() => {
    const apart = "svg, [data-part=findings], .check-badge, kbd, .bjs-powered-by";
    const said = [];
    for (const each of document.querySelectorAll("[data-modeller] *")) {
        if (each.closest(apart) || !each.checkVisibility()) continue;
        for (const name of ["aria-label", "title", "placeholder", "alt"]) {
            said.push(each.getAttribute(name) ?? "");
        }
        for (const { nodeType, textContent } of each.childNodes) {
            if (nodeType === Node.TEXT_NODE) said.push(textContent);
        }
    }
    return said.map((each) => each.trim());
}"""

#: Groups first: rows stand in them.
_OPEN = """async () => {
    const panel = ".bio-properties-panel-";
    const row = `${panel}collapsible-entry`;
    for (const closed of [
        `${panel}group-header:not(.open)`,
        `${row}:not(.open) > ${row}-header`,
    ]) {
        for (const each of document.querySelectorAll(closed)) each.click();
        await new Promise(requestAnimationFrame);
        await new Promise(setTimeout);
    }
}"""

#: Of a pool of its own, one of each kind of element that can be drawn in it; their ids.
_ONE_OF_EACH = """() => {
    const { editor } = document.querySelector("[data-modeller]");
    const [factory, modeling, canvas, registry] =
        ["elementFactory", "modeling", "canvas", "elementRegistry"].map((it) => editor.get(it));
    const first = registry.find(({ type }) => type === "bpmn:Participant");
    const pool = factory.createParticipantShape();
    modeling.createShape(
        pool, { x: first.x + 2500, y: first.y + first.height + 900 }, canvas.getRootElement());
    modeling.resizeShape(pool, { x: pool.x, y: pool.y, width: 6000, height: 300 });
    const plain = ["Task", "UserTask", "ReceiveTask", "SendTask", "CallActivity", "SubProcess",
        "BusinessRuleTask", "ExclusiveGateway", "EventBasedGateway", "StartEvent", "EndEvent",
        "IntermediateThrowEvent", "DataObjectReference", "DataStoreReference", "TextAnnotation",
        "Group"].map((type) => ({ type: `bpmn:${type}` }));
    const events = {
        IntermediateCatchEvent: ["Timer", "Message", "Signal", "Conditional", "Link"],
        EndEvent: ["Error", "Escalation", "Compensate", "Terminate", "Cancel"],
    };
    const caused = Object.entries(events).flatMap(([type, causes]) => causes.map((cause) => ({
        type: `bpmn:${type}`, eventDefinitionType: `bpmn:${cause}EventDefinition`,
    })));
    const made = [...plain, ...caused].map((kind, index) => {
        const shape = factory.createShape(kind);
        const place = { x: pool.x + 150 + 200 * index, y: pool.y + 150 };
        return modeling.createShape(shape, place, pool);
    });
    return [pool, ...made].map(({ id }) => id);
}"""

_GO = """(id) => {
    const { editor } = document.querySelector("[data-modeller]");
    editor.get("canvas").scrollToElement(id, 100);
    editor.get("selection").select(editor.get("elementRegistry").get(id));
}"""


def open_panel(page):
    """Open every group and row of the panel, one row added to each list."""
    page.evaluate(_OPEN)
    for add in page.locator(".bio-properties-panel-add-entry").all():
        add.click()
    page.evaluate(_OPEN)


def pad(page, action):
    page.locator(f".djs-context-pad [data-action='{action}']").click()


def typed(page, keys, text=""):
    """Press keys on the canvas, and type into what opens."""
    page.locator(".djs-container svg").first.focus()
    page.keyboard.press(keys)
    page.keyboard.type(text)


def replacing(page):
    choose(page, "step_7")
    pad(page, "replace")
    expect(page.locator(".djs-popup")).to_contain_text("Memanggil SOP lain")
    page.keyboard.type("kirim")
    expect(page.locator(".djs-popup")).to_contain_text("ditemukan")


def connecting(page):
    choose(page, "step_7")
    page.locator(".djs-context-pad [data-action=connect]").press("Enter")
    expect(page.locator(".djs-popup")).to_contain_text("Hubungkan ke …")


def aligning(page):
    choose(page, "step_1")
    page.keyboard.down("Shift")
    choose(page, "step_2")
    page.keyboard.up("Shift")
    pad(page, "align-elements")
    expect(page.locator(".djs-popup")).to_be_visible()


def searching(page):
    typed(page, "Control+f", "draf")
    expect(page.locator(".djs-search-result").first).to_be_visible()


def naming(page):
    choose(page, "step_7")
    typed(page, "e")
    expect(page.locator(".djs-direct-editing-parent")).to_be_visible()


def pointing(page):
    page.locator(".djs-palette .entry").nth(5).hover()
    expect(page.locator(".djs-hover-tooltip")).to_be_visible()


def listing_keys(page):
    typed(page, "?")
    expect(page.get_by_role("dialog")).to_be_visible()


def looking_at_the_small_map(page):
    page.get_by_role("button", name="Buka peta kecil").click()


#: What opens upon the drawing; each closes with Escape, but for the small map.
OPENED = (
    replacing,
    connecting,
    aligning,
    searching,
    naming,
    pointing,
    listing_keys,
    looking_at_the_small_map,
)


@pytest.mark.parametrize("name", [None, "step_7", "lane_sekretaris", "f_step_1_step_2", "gw_7"])
def test_an_open_panel_bars_nobody_and_nothing_of_it_is_blocked(desk, draft, name):
    page = at(desk(), draft)
    if name:
        page.evaluate(_GO, name)
    open_panel(page)

    assert in_light_and_dark(page) == []


@pytest.mark.parametrize("opening", OPENED, ids=lambda opening: opening.__name__)
def test_what_opens_upon_the_drawing_bars_nobody(desk, draft, opening):
    page = at(desk(), draft)
    opening(page)

    assert in_light_and_dark(page) == []


def test_everything_that_opens_speaks_indonesian(desk, draft):
    page = at(desk(), draft)
    said = set(page.evaluate(_SAID))
    for opening in OPENED:
        opening(page)
        said.update(page.evaluate(_SAID))
        page.keyboard.press("Escape")

    assert {"Hasil pencarian", "Pintasan papan ketik", "Tutup peta kecil"} <= said
    assert [each for each in sorted(said) if ENGLISH.search(each)] == []


def test_every_kind_of_element_speaks_indonesian(desk, draft):
    page = at(desk(), draft)
    ids = [None, "lane_sekretaris", "f_step_1_step_2", *page.evaluate(_ONE_OF_EACH)]
    english: set[str] = set()
    for name in ids:
        if name:
            page.evaluate(_GO, name)
        page.evaluate(_OPEN)
        said = page.evaluate(_SAID)
        replace = page.locator(".djs-context-pad [data-action=replace]")
        if replace.count():
            # The pad of what is wider than the window lies outside of it.
            replace.dispatch_event("click")
            said += page.evaluate(_SAID)
            page.keyboard.press("Escape")
        english.update(each for each in said if ENGLISH.search(each))

    assert english == set()


def test_the_panel_asks_nothing_twice(desk, draft):
    page = at(desk(), draft)
    twice: set[tuple[str, str]] = set()
    for name in page.evaluate(_ONE_OF_EACH):
        page.evaluate(_GO, name)
        titles = page.locator(".bio-properties-panel-group-header-title").all_text_contents()
        twice.update((name, title) for title in titles if titles.count(title) > 1)

    assert twice == set()


def test_what_a_menu_offers_as_a_symbol_has_a_name(desk, draft):
    page = at(desk(), draft)
    choose(page, "step_7")
    pad(page, "replace")

    offered = page.locator(".djs-popup")
    expect(offered.get_by_role("button", name="Berulang", exact=True)).to_be_visible()


def test_no_field_of_the_panel_offers_an_editor_that_is_left_out(desk, draft):
    page = at(desk(), draft)
    choose(page, "step_7")
    page.get_by_label("Kegiatan", exact=True).focus()

    assert page.locator(".bio-properties-panel-open-feel-popup:visible").count() == 0
