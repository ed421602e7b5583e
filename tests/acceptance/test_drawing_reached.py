"""The modeller without a mouse: every tool and command is reached and used by the keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.acceptance.test_drawing import BPMN, at, begun, choose, element, save, stored

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_BOX = """(id) => {
    const { editor } = document.querySelector("[data-modeller]");
    const { x, y, width, height, parent } = editor.get("elementRegistry").get(id);
    return { left: x, top: y, right: x + width, bottom: y + height, parent: parent.id };
}"""

_CHOSEN = """() => document.querySelector("[data-modeller]").editor.get("selection").get()
    .map(({ id }) => id)"""

_SEEN = """() => {
    const { editor } = document.querySelector("[data-modeller]");
    const { x, y, width, height } = editor.get("canvas").viewbox();
    return { left: x, top: y, right: x + width, bottom: y + height };
}"""


def canvas(page):
    return page.locator(".djs-container svg").first


def tool(page, action):
    return page.locator(f".djs-palette [data-action='{action}']")


def command(page, action):
    return page.locator(f".djs-context-pad [data-action='{action}']")


def chosen(page):
    """Return the id of the one chosen element."""
    (found,) = page.evaluate(_CHOSEN)
    return found


def put_down(page, action):
    """Put a new element down by the keyboard; return its id and its box."""
    tool(page, action).press("Enter")
    made = chosen(page)
    return made, page.evaluate(_BOX, made)


def apart(one, other):
    return (
        one["right"] <= other["left"]
        or other["right"] <= one["left"]
        or one["bottom"] <= other["top"]
        or other["bottom"] <= one["top"]
    )


def test_tab_leads_from_the_drawing_to_commands_map_and_tools_and_arrows_along_them(desk, draft):
    page = at(desk(), draft)
    choose(page, "step_7")
    canvas(page).focus()

    page.keyboard.press("Tab")
    expect(page.locator(".djs-context-pad [role=button]").first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".djs-context-pad [role=button]").nth(1)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Buka peta kecil")).to_be_focused()
    page.keyboard.press("Tab")
    tools = page.get_by_role("toolbar", name="Alat gambar").get_by_role("button")
    expect(tools.first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(tools.last).to_be_focused()
    assert tools.last.evaluate("(tool) => getComputedStyle(tool).outlineWidth") == "3px"
    page.keyboard.press("Escape")
    expect(canvas(page)).to_be_focused()


def test_a_step_is_appended_to_the_chosen_one_and_named_at_once(house, desk):
    page = begun(desk(), house, "Penyusunan Nota")
    choose(page, "langkah_1")
    tool(page, "create.task").press("Enter")
    page.keyboard.type("Memeriksa nota")
    page.keyboard.press("Enter")
    expect(canvas(page)).to_be_focused()
    made = chosen(page)
    save(page)

    root = stored(page, page.url)
    assert element(root, made).tag == f"{BPMN}userTask"
    assert element(root, made).get("name") == "Memeriksa nota"
    flows = {(each.get("sourceRef"), each.get("targetRef")) for each in root.iter(f"{BPMN}*")}
    assert ("langkah_1", made) in flows
    canvas(page).focus()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="Urungkan")).to_be_disabled()


def test_where_nothing_is_chosen_it_is_put_where_the_person_looks_and_on_nothing_else(desk, draft):
    page = at(desk(), draft)
    first, one = put_down(page, "create.data-object")
    page.keyboard.press("Escape")
    second, other = put_down(page, "create.start-event")

    seen = page.evaluate(_SEEN)
    assert first != second
    assert apart(one, other)
    assert seen["left"] < one["left"] < seen["right"]
    assert seen["top"] < one["top"] < seen["bottom"]
    assert one["parent"] == other["parent"] == "pool_1"


def test_a_subprocess_comes_with_its_beginning_and_a_pool_below_the_others(desk, draft):
    page = at(desk(), draft)
    made, _ = put_down(page, "create.subprocess-expanded")
    below, pool = put_down(page, "create.participant-expanded")
    save(page)

    (start,) = element(stored(page, draft), made).findall(f"{BPMN}startEvent")
    assert page.evaluate(_BOX, start.get("id"))["parent"] == made
    assert below != made
    assert page.evaluate(_BOX, "pool_1")["bottom"] < pool["top"]


def test_an_arrow_leads_to_what_is_chosen_in_a_list(desk, draft):
    page = at(desk(), draft)
    choose(page, "step_7")
    command(page, "connect").press("Enter")
    expect(page.get_by_role("combobox", name="Hubungkan ke …")).to_be_focused()
    page.keyboard.type("2. ")
    page.keyboard.press("Enter")

    expect(canvas(page)).to_be_focused()
    save(page)
    flow = element(stored(page, draft), chosen(page))
    assert (flow.get("sourceRef"), flow.get("targetRef")) == ("step_7", "step_2")


def test_a_command_of_the_chosen_element_is_used_by_the_keyboard(desk, draft):
    page = at(desk(), draft)
    choose(page, "step_7")
    command(page, "delete").press(" ")

    expect(page.locator(".djs-element[data-element-id=step_7]")).to_have_count(0)
    expect(canvas(page)).to_be_focused()


@pytest.mark.parametrize(
    "action", ["hand-tool", "lasso-tool", "space-tool", "global-connect-tool"]
)
def test_a_tool_that_needs_a_mouse_says_so_and_says_what_serves_instead(desk, draft, action):
    page = at(desk(), draft)
    tool(page, action).press("Enter")

    state = page.locator("[data-part=state]")
    expect(state).to_contain_text("Alat ini memerlukan tetikus. Dengan papan ketik: Ctrl+Panah")
    expect(canvas(page)).to_be_focused()
    waiting = "document.querySelector('[data-modeller]').editor.get('dragging').context()"
    assert not page.evaluate(f"Boolean({waiting})")


def test_a_tool_that_is_clicked_hangs_at_the_mouse(desk, draft):
    page = at(desk(), draft)
    choose(page, "step_7")
    box = page.locator(".djs-element[data-element-id=lane_kepala_dinas]").bounding_box()
    tool(page, "create.end-event").click()
    page.mouse.move(box["x"] + 200, box["y"] + 40)
    page.mouse.move(box["x"] + 210, box["y"] + 40)
    page.mouse.click(box["x"] + 210, box["y"] + 40)

    made = chosen(page)
    lane, put = page.evaluate(_BOX, "lane_kepala_dinas"), page.evaluate(_BOX, made)
    assert lane["top"] < put["top"] < put["bottom"] < lane["bottom"]
