"""What a timer waits for, typed in the panel in Indonesian and stored as ISO 8601."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.acceptance.looking import troubles_of
from tests.acceptance.test_drawing import BPMN, begun, save, stored

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: Puts a timer event into the SOP and chooses it.
TIMER = """() => {
  const editor = document.querySelector("[data-modeller]").editor;
  const made = editor.get("elementFactory").createShape({
    type: "bpmn:IntermediateCatchEvent",
    eventDefinitionType: "bpmn:TimerEventDefinition",
  });
  const step = editor.get("elementRegistry").get("langkah_1");
  editor.get("modeling").createShape(made, { x: step.x + 250, y: step.y + 40 }, step.parent);
  editor.get("selection").select(made);
}"""


#: Takes it away and puts one at the edge of the step.
EDGE = """() => {
  const editor = document.querySelector("[data-modeller]").editor;
  const [before] = editor.get("selection").get();
  editor.get("modeling").removeShape(before);
  const made = editor.get("elementFactory").createShape({
    type: "bpmn:BoundaryEvent",
    eventDefinitionType: "bpmn:TimerEventDefinition",
  });
  const step = editor.get("elementRegistry").get("langkah_1");
  const at = { x: step.x + 40, y: step.y + step.height };
  editor.get("modeling").createShape(made, at, step, { attach: true });
  editor.get("selection").select(made);
}"""

#: Takes it away and lets a time begin the process.
BEGINNING = """() => {
  const editor = document.querySelector("[data-modeller]").editor;
  const [before] = editor.get("selection").get();
  editor.get("modeling").removeShape(before);
  const start = editor.get("elementRegistry").find((one) => one.type === "bpmn:StartEvent");
  const made = editor.get("bpmnReplace").replaceElement(start, {
    type: "bpmn:StartEvent",
    eventDefinitionType: "bpmn:TimerEventDefinition",
  });
  editor.get("selection").select(made);
}"""


@pytest.fixture
def page(browser, house):
    window = house.context(browser, "analis", viewport={"width": 1366, "height": 768})
    made = window.new_page()
    made.set_default_timeout(8_000)
    begun(made, house, "Penyusunan Laporan")
    made.evaluate(TIMER)
    yield made
    window.close()


def value(page):
    return page.get_by_label("Lama atau saatnya (hari kalender)")


def waits(page):
    """Return what the stored timer waits for: the name of its element and its text."""
    save(page)
    (timer,) = stored(page, page.url).iter(f"{BPMN}timerEventDefinition")
    (said,) = timer
    return said.tag.removeprefix(BPMN), said.text


#: What is typed, what the field shows then, and what is stored.
WORDS = [
    # An expression keeps the kind that was there.
    ("= tenggat", "= tenggat", "timeDuration", "= tenggat"),
    ("2 hari", "2 hari", "timeDuration", "P2D"),
    ("1 JAM 30 mnt", "1 jam 30 menit", "timeDuration", "PT1H30M"),
    ("1 minggu", "1 minggu", "timeDuration", "P1W"),
    ("P1M", "1 bulan", "timeDuration", "P1M"),
    ("1,5 jam", "90 menit", "timeDuration", "PT90M"),
    ("½ hari", "12 jam", "timeDuration", "PT12H"),
    (
        "25 Nov 2026 pukul 08:00 wita",
        "25 November 2026 08.00 WITA",
        "timeDate",
        "2026-11-25T08:00:00+08:00",
    ),
]


def test_a_wait_is_typed_in_words_and_shown_in_words(page):
    troubles = troubles_of(page)
    for typed, shown, kind, kept in WORDS:
        # It says that it is saved from the wait before: only an answer says that this one is.
        with page.expect_response("**/simpan"):
            value(page).fill(typed)
            value(page).blur()
            save(page)

        expect(value(page)).to_have_value(shown)
        assert waits(page) == (kind, kept), typed
    assert troubles == []


@pytest.mark.parametrize(
    ("typed", "shown", "kept"),
    [
        ("setiap 1 bulan", "tiap 1 bulan", "R/P1M"),
        ("R3/PT10M", "3 kali tiap 10 menit", "R3/PT10M"),
    ],
)
def test_a_wait_at_the_edge_of_a_step_can_repeat(page, typed, shown, kept):
    page.evaluate(EDGE)
    value(page).fill(typed)
    value(page).blur()

    expect(value(page)).to_have_value(shown)
    assert waits(page) == ("timeCycle", kept)


#: What is typed, and a part of what is said about it.
WRONG_WORDS = [
    ("3 hari kerja", "menghitung hari kalender, bukan hari kerja"),
    ("secepatnya", "Tidak terbaca"),
    ("1,5 bulan", "Tidak terbaca"),
    ("setiap 1 bulan", "hanya untuk kejadian di tepi langkah"),
    ("30 Februari 2026 08.00 WIB", "Tanggal atau jam ini tidak ada"),
    ("25 November 2026 08.00", "Tambahkan zona waktunya"),
]


def test_a_wait_that_cannot_be_kept_is_refused_in_words_and_changes_nothing(page):
    value(page).fill("2 hari")
    value(page).blur()
    expect(value(page)).to_have_value("2 hari")
    assert waits(page) == ("timeDuration", "P2D")
    for typed, said in WRONG_WORDS:
        value(page).fill(typed)
        value(page).blur()

        expect(page.locator(".bio-properties-panel-error")).to_contain_text(said)
        assert waits(page) == ("timeDuration", "P2D"), typed


def test_a_process_begins_on_a_day_or_again_and_again_and_not_after_a_while(page):
    page.evaluate(BEGINNING)
    offered = page.locator("#bio-properties-panel-alur-timer-kind option").all_inner_texts()
    value(page).fill("2 minggu")
    value(page).blur()
    expect(value(page)).to_have_value("tiap 2 minggu")
    page.locator("#bio-properties-panel-alur-timer-kind").select_option(label="Pada tanggal")
    value(page).fill("4 Januari 2027 08.00 WIB")
    value(page).blur()

    assert offered == ["(tidak ada)", "Pada tanggal", "Berulang"]
    assert waits(page) == ("timeDate", "2027-01-04T08:00:00+07:00")
