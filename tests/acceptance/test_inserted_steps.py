"""What is appended to a step that leads on comes between the two, in the lane of that step."""

from __future__ import annotations

import pytest

from tests.acceptance.laporan import TITLE, typed_table
from tests.acceptance.test_drawing import begun, choose, save, stored
from tests.acceptance.test_pad import expect_one_step, pad, with_rows, written

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TASK = "'append.append-task'"

#: Of each new element: its place among others, from which it comes and to which it goes.
_MADE = """(known) => {
  const editor = document.querySelector("[data-modeller]").editor;
  const registry = editor.get("elementRegistry");
  const made = registry.filter((one) => one.type === "bpmn:UserTask" && !known.includes(one.id));
  const lanes = registry.filter((one) => one.type === "bpmn:Lane");
  const through = ({ x, y, width, height }) => registry.filter((one) => !one.waypoints
    && one.type !== "bpmn:Lane" && one.type !== "bpmn:Participant" && !made.includes(one)
    && one.x < x + width && x < one.x + one.width && one.y < y + height && y < one.y + one.height);
  return made.map((one) => ({
    from: one.incoming.map(({ source }) => source.id),
    to: one.outgoing.map(({ target }) => target.id),
    lane: lanes.find(({ y, height }) => y <= one.y && one.y + one.height <= y + height)?.id,
    over: through(one).map(({ id }) => id),
  }));
}"""


def made(page):
    """Return what a new step stands between, in which lane, and on what."""
    (found,) = page.evaluate(_MADE, [f"step_{number}" for number in range(1, 9)])
    return found


def lane_of(page, step):
    (lane,) = stored(page, page.url).xpath("//*[local-name()='lane'][*=$step]/@id", step=step)
    return lane


def appended(page, step):
    page.get_by_role("button", name="Seluruhnya").click()
    choose(page, step)
    pad(page, TASK).click()
    page.keyboard.press("Escape")


def test_a_step_that_is_appended_comes_between_the_chosen_one_and_what_follows(desk, house):
    page = begun(desk(viewport={"width": 1366, "height": 768}), house, TITLE)
    with_rows(page, typed_table())
    lane = lane_of(page, "step_4")
    (gateway,) = stored(page, page.url).xpath("//*[local-name()='exclusiveGateway']/@id")
    before = written(page)

    appended(page, "step_4")

    assert made(page) == {"from": ["step_4"], "to": ["step_5"], "lane": lane, "over": []}
    expect_one_step(page, before, written(page))
    page.get_by_role("button", name="Urungkan").click()

    # Behind one that decides, the ways still part right behind it.
    appended(page, "step_5")

    assert made(page) == {
        "from": [gateway],
        "to": ["step_6"],
        "lane": lane_of(page, "step_5"),
        "over": [],
    }
    page.get_by_role("button", name="Urungkan").click()

    # Where nothing follows it is the last one.
    choose(page, "end_1")
    page.keyboard.press("Delete")
    appended(page, "step_8")

    assert made(page) == {
        "from": ["step_8"],
        "to": [],
        "lane": lane_of(page, "step_8"),
        "over": [],
    }
    save(page)
