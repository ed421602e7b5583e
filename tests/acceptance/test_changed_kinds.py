"""A step that becomes one of another kind says what that kind can say, and nothing else."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.acceptance.laporan import TITLE, typed_table
from tests.acceptance.test_drawing import FOREIGN, begun, choose, opened
from tests.acceptance.test_pad import REDO, UNDO, expect_nothing_to_mend, pad, said, with_rows

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_step_that_a_system_does_from_now_on_asks_for_its_topic_alone(desk, house):
    page = begun(desk(viewport={"width": 1366, "height": 768}), house, TITLE)
    with_rows(page, typed_table())
    choose(page, "step_8")
    pad(page, "replace").click()
    page.get_by_text("Langkah otomatis", exact=True).click()

    findings = page.locator("[data-part=findings] li")
    expect(findings).to_have_count(1)
    expect(findings).to_contain_text("Isi “Topik pekerjaan”")
    page.get_by_label("Topik pekerjaan").fill("srikandi-kirim")
    page.get_by_label("Topik pekerjaan").blur()
    expect_nothing_to_mend(page)

    page.get_by_role("button", name=UNDO).click()
    page.get_by_role("button", name=UNDO).click()
    assert said(page) == typed_table()


def boxes(page, *kinds):
    """Return where everything of some kinds is drawn: id → left, top, right, bottom."""
    return page.evaluate(
        """(kinds) => Object.fromEntries(
          document.querySelector("[data-modeller]").editor.get("elementRegistry")
            .filter(({ type, labelTarget }) => kinds.includes(type.slice(5)) && !labelTarget)
            .filter(({ width }) => width)
            .map(({ id, x, y, width, height }) => [id, [x, y, x + width, y + height]]))""",
        kinds,
    )


def apart(one, other):
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def becomes(page, step, kind):
    choose(page, step)
    page.keyboard.press("r")
    page.get_by_text(kind, exact=True).click()
    page.get_by_role("button", name="Seluruhnya").click()


def test_a_step_that_becomes_an_open_subprocess_stands_over_nothing_in_its_lane(desk, house):
    page = begun(desk(viewport={"width": 1366, "height": 768}), house, TITLE)
    with_rows(page, typed_table())
    nodes = ("UserTask", "StartEvent", "EndEvent", "ExclusiveGateway", "ReceiveTask")
    before, lanes = boxes(page, *nodes), boxes(page, "Lane")

    becomes(page, "step_3", "Subproses (terbuka)")

    box = boxes(page, "SubProcess")["step_3"]
    beside = {key: at for key, at in boxes(page, *nodes).items() if key in before}
    assert [key for key, at in beside.items() if not apart(box, at)] == []
    (lane,) = [at for at in boxes(page, "Lane").values() if at[1] <= box[1] and box[3] <= at[3]]
    assert lane[3] - lane[1] > box[3] - box[1]
    right = [key for key, at in before.items() if at[0] >= before["step_3"][2]]
    assert all(beside[key][0] > before[key][0] for key in right)

    page.get_by_role("button", name=UNDO).click()
    assert (boxes(page, *nodes), boxes(page, "Lane")) == (before, lanes)
    page.get_by_role("button", name=REDO).click()

    # Closed and opened again it moves nothing more: there is room by now.
    becomes(page, "step_3", "Subproses (tertutup)")
    becomes(page, "step_3", "Subproses (terbuka)")
    assert boxes(page, "SubProcess")["step_3"][::2] == box[::2]
    assert {key: at for key, at in boxes(page, *nodes).items() if key in before} == beside

    # It grows with what is drawn in it, and again over nothing.
    page.evaluate(
        """() => {
          const { editor } = document.querySelector("[data-modeller]");
          const box = editor.get("elementRegistry").get("step_3");
          let [last] = box.children.filter(({ type }) => type === "bpmn:StartEvent");
          for (const more of [0, 0, 160]) {
            const step = editor.get("elementFactory").createShape({ type: "bpmn:UserTask" });
            editor.get("autoPlace").append(last, step);
            if (more) editor.get("modeling").moveElements([step], { x: 0, y: more }, box);
            last = step;
          }
        }"""
    )
    grown = boxes(page, "SubProcess")["step_3"]
    assert grown[2] > box[2]
    assert grown[3] > box[3]
    drawn = {key: at for key, at in boxes(page, *nodes).items() if key in before}
    assert [key for key, at in drawn.items() if not apart(grown, at)] == []
    assert [at for at in boxes(page, "Lane").values() if at[1] <= grown[1] and grown[3] <= at[3]]

    undo = page.get_by_role("button", name=UNDO)
    while undo.is_enabled():
        undo.click()
    assert (boxes(page, *nodes), boxes(page, "Lane")) == (before, lanes)


def test_it_gets_room_also_where_no_pool_is_drawn_and_inside_another_subprocess(desk, house):
    page = begun(desk(viewport={"width": 1366, "height": 768}), house, TITLE)
    page.get_by_text("Unggah berkas ke draf ini").click()
    page.get_by_label("Berkas diagram").set_input_files(
        {"name": "asing.bpmn", "mimeType": "application/xml", "buffer": FOREIGN}
    )
    page.get_by_role("button", name="Simpan ke draf").click()
    opened(page)
    becomes(page, "catat", "Subproses (terbuka)")
    page.evaluate(
        """() => {
          const { editor } = document.querySelector("[data-modeller]");
          const box = editor.get("elementRegistry").get("catat");
          const [begin] = box.children.filter(({ type }) => type === "bpmn:StartEvent");
          const step = editor.get("elementFactory").createShape({ type: "bpmn:UserTask" });
          editor.get("modeling").appendShape(begin, step);
          editor.get("modeling").updateProperties(step, { id: "dalam" });
        }"""
    )

    becomes(page, "dalam", "Subproses (terbuka)")

    outer, inner = (boxes(page, "SubProcess")[key] for key in ("catat", "dalam"))
    assert all(near < far for near, far in zip(outer[:2], inner[:2], strict=True))
    assert all(near < far for near, far in zip(inner[2:], outer[2:], strict=True))
    events = boxes(page, "StartEvent", "EndEvent")
    assert outer[2] < events["selesai"][0]
    assert events["mulai"][2] < outer[0]
    ways = page.evaluate(
        """() => ["f_1", "f_2"].map((id) => document.querySelector("[data-modeller]").editor
          .get("elementRegistry").get(id).waypoints.length)"""
    )
    assert ways == [2, 2]


def test_the_steps_of_a_lane_that_is_deleted_belong_to_nobody_until_they_are_moved(desk, house):
    page = begun(desk(viewport={"width": 1366, "height": 768}), house, TITLE)
    with_rows(page, typed_table())
    before = said(page)
    lane = page.evaluate(
        """() => {
          const { editor } = document.querySelector("[data-modeller]");
          const [lane] = editor.get("elementRegistry").get("step_3").businessObject.lanes;
          return { id: lane.id, name: lane.name, of: lane.flowNodeRef.map(({ id }) => id) };
        }"""
    )
    steps = [one for one in lane["of"] if one.startswith("step_")]
    owners = """(ids) => ids.map((id) => {
      const { editor } = document.querySelector("[data-modeller]");
      return editor.get("elementRegistry").get(id).businessObject.lanes.length;
    })"""

    choose(page, lane["id"])
    page.keyboard.press("Delete")

    expect(page.locator("[data-part=state]")).to_contain_text(f"Kolom “{lane['name']}” dihapus")
    assert page.evaluate(owners, steps) == [0] * len(steps)
    expect(page.locator("[data-part=findings]")).to_contain_text("kolom pelaksana mana pun")
    page.get_by_role("button", name=UNDO).click()
    assert page.evaluate(owners, steps) == [1] * len(steps)
    assert said(page).rows == before.rows
