"""The picture of a diagram."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from service.diagrams.layout import lay_out
from service.diagrams.lettering import width, wrap
from service.diagrams.picture import Mark, draw, stylesheet
from tests.catalogue.places import DIAGRAMS
from tests.unit.diagrams.drawing import BPMN, diagram

if TYPE_CHECKING:
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"
FILE = DIAGRAMS / "kalbar-rka-dpa.bpmn"


def picture(marks: dict[str, Mark] | None = None, path: Path = FILE) -> etree._Element:
    return etree.fromstring(draw(path.read_bytes(), marks, label="Alur SOP"))


def group(root: etree._Element, element: str) -> etree._Element:
    found = root.find(f"{SVG}g[@data-element='{element}']")
    assert found is not None
    return found


def words(element: etree._Element) -> str:
    return " ".join("".join(map(str, text.itertext())) for text in element.iter(f"{SVG}tspan"))


def test_every_element_with_interchange_is_drawn_once():
    source = etree.parse(FILE).getroot()
    wanted = {item.get("bpmnElement", "") for item in source.iter()} - {"", "collaboration_1"}

    drawn = [item.get("data-element", "") for item in picture().iter(f"{SVG}g")]

    assert sorted(name for name in drawn if name) == sorted(wanted)


def test_a_name_is_written_whole_and_is_the_title():
    step = group(picture(), "step_10")
    name = (
        "Draft RKA yang telah dibuat kemudian diasistensi. Kemudian Sekretaris menugaskan Tim "
        "untuk merevisi RKA sesuai Hasil Asistensi Tim TAPD"
    )

    assert words(step).startswith(name)
    assert step.findtext(f"{SVG}title") == name


def test_the_lane_of_agencies_is_called_as_on_every_screen():
    assert words(group(picture(), "lane_instansi")) == "Instansi Terkait"
    assert words(group(picture(), "lane_bidang")) == "Bidang"


def test_a_step_shows_its_number_and_a_proposal_says_so():
    root = picture()

    assert words(group(root, "step_7")).endswith(" 7")
    assert words(group(root, "p_kirim")).endswith("usulan, bagian 10")
    assert "proposed" in group(root, "p_kirim").get("class", "").split()


def test_a_row_is_shown_by_its_number_without_the_dot_or_by_its_place():
    root = picture(path=DIAGRAMS / "tanjabbar-data-kinerja.bpmn")

    assert words(group(root, "step_4")).endswith(" 4")
    assert words(group(root, "step_5")).endswith(" 5")


def test_a_row_that_is_an_end_shows_its_name_alone():
    root = picture(path=DIAGRAMS / "tanjabbar-lakip.bpmn")

    assert words(group(root, "end_1")).endswith("Selesai")


def test_marks_add_classes_badge_and_title():
    root = picture({"step_7": Mark(("current",), "perbaikan ke-1", "Sedang dikoreksi")})
    step = group(root, "step_7")

    assert "current" in step.get("class", "").split()
    assert "perbaikan ke-1" in words(step)
    assert step.findtext(f"{SVG}title") == "Sedang dikoreksi"
    assert "current" not in group(root, "step_8").get("class", "")


def test_a_step_that_is_done_shows_it_without_colour_too():
    root = picture({"step_7": Mark(("done",))})

    assert group(root, "step_7").find(f"{SVG}path[@class='tick']") is not None
    assert group(root, "step_8").find(f"{SVG}path[@class='tick']") is None


def test_a_class_that_is_none_is_left_out():
    step = group(picture({"step_7": Mark(('x" onload="y', "done"))}), "step_7")

    assert step.get("class") == "activity done"


def test_text_from_the_diagram_and_the_marks_is_escaped():
    root = diagram([("startEvent", "a", 0), ("endEvent", "b", 0)], [("a", "b", "<b>&")])
    lay_out(root)
    evil = '"><script>alert(1)</script>'

    text = draw(etree.tostring(root), {"a": Mark((), evil, evil)}, label=evil)

    assert "<script" not in text
    assert "&lt;b&gt;&amp;" in text


def test_nothing_inline_that_a_strict_policy_would_block():
    for element in picture({"step_7": Mark(("done",), "2 dari 3")}).iter():
        assert "style" not in element.attrib
        assert not [name for name in element.attrib if str(name).startswith("on")]
        assert etree.QName(element).localname not in {"script", "style", "a", "use", "image"}


def test_no_id_that_could_collide_with_the_page():
    assert not [element for element in picture().iter() if element.get("id")]


def test_a_returning_flow_is_told_apart_by_class():
    root = picture()

    assert "return" in group(root, "f_gw_7_step_5").get("class", "").split()
    assert "return" not in group(root, "f_gw_7_step_8").get("class", "").split()


def test_a_flow_ends_where_the_interchange_says():
    source = etree.parse(FILE).getroot()
    edge = next(item for item in source.iter() if item.get("bpmnElement") == "f_step_1_step_2")
    last = edge[-1]

    line = group(picture(), "f_step_1_step_2").find(f"{SVG}path[@class='line']")

    assert line is not None
    assert line.get("d", "").endswith(f"L{last.get('x')} {last.get('y')}")


def test_the_frame_holds_everything():
    x, y, wide, high = (float(n) for n in picture().get("viewBox", "").split())

    for rect in picture().iter(f"{SVG}rect"):
        assert x <= float(rect.get("x", "")) <= x + wide
        assert y <= float(rect.get("y", "")) <= y + high


@pytest.mark.parametrize(
    ("tag", "child"),
    [
        ("startEvent", ""),
        ("endEvent", "terminateEventDefinition"),
        ("endEvent", "errorEventDefinition"),
        ("endEvent", "signalEventDefinition"),
        ("endEvent", "messageEventDefinition/><signalEventDefinition"),
        ("endEvent", "escalationEventDefinition"),
        ("intermediateCatchEvent", "timerEventDefinition"),
        ("intermediateCatchEvent", "messageEventDefinition"),
        ("boundaryEvent", "timerEventDefinition"),
        ("boundaryEvent", "compensateEventDefinition"),
        ("endEvent", "compensateEventDefinition"),
        ("boundaryEvent", "conditionalEventDefinition"),
        ("boundaryEvent", "cancelEventDefinition"),
        ("userTask", "standardLoopCharacteristics"),
        ("userTask", "multiInstanceLoopCharacteristics"),
        ("manualTask", ""),
        ("receiveTask", ""),
        ("callActivity", ""),
        ("subProcess", ""),
        ("transaction", ""),
        ("exclusiveGateway", ""),
        ("parallelGateway", ""),
        ("inclusiveGateway", ""),
        ("eventBasedGateway", ""),
        ("textAnnotation", ""),
        ("dataObjectReference", ""),
    ],
)
def test_every_construct_has_a_symbol(tag, child):
    xml = f"""<definitions xmlns="{BPMN}"
        xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"
        xmlns:dc="http://www.omg.org/spec/DD/20100524/DC">
      <process id="p"><{tag} id="x" name="Nama">{f"<{child}/>" if child else ""}</{tag}></process>
      <di:BPMNDiagram><di:BPMNPlane><di:BPMNShape bpmnElement="x">
        <dc:Bounds x="10" y="10" width="100" height="80"/>
      </di:BPMNShape></di:BPMNPlane></di:BPMNDiagram></definitions>"""

    drawn = group(etree.fromstring(draw(xml.encode())), "x")

    assert len(drawn) > 1
    if child:
        plain = group(etree.fromstring(draw(xml.replace(f"<{child}/>", "").encode())), "x")
        assert len(list(drawn.iter())) > len(list(plain.iter()))


def shape(element):
    """Return what is drawn of an element x."""
    raw = f"""<definitions xmlns="{BPMN}"
        xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"
        xmlns:dc="http://www.omg.org/spec/DD/20100524/DC">
      <process id="p">{element}</process>
      <di:BPMNDiagram><di:BPMNPlane><di:BPMNShape bpmnElement="x">
        <dc:Bounds x="10" y="10" width="100" height="80"/>
      </di:BPMNShape></di:BPMNPlane></di:BPMNDiagram></definitions>"""
    return group(etree.fromstring(draw(raw.encode())), "x")


def test_a_compensation_activity_has_its_mark():
    plain = shape('<userTask id="x"/>')
    marked = shape('<userTask id="x" isForCompensation="true"/>')

    assert len(list(marked.iter())) > len(list(plain.iter()))


def test_an_event_subprocess_has_a_dotted_border():
    border = shape('<subProcess id="x" triggeredByEvent="true"/>').find("{*}rect")

    assert border is not None
    assert border.get("stroke-dasharray")


def test_a_diagram_without_interchange_gives_an_empty_picture():
    root = etree.fromstring(draw(f'<definitions xmlns="{BPMN}"><process/></definitions>'.encode()))

    assert len(root) == 0


@pytest.mark.parametrize("place", ["", "kiri", "nan", "inf", "1e400"])
def test_a_coordinate_that_is_none_does_not_stop_the_picture(place):
    raw = FILE.read_text("utf-8").replace('x="', f'x="{place}', 3).encode("utf-8")

    assert 'data-element="step_7"' in draw(raw)


def test_the_stylesheet_knows_every_class_for_light_and_dark():
    css = stylesheet()

    for name in ("done", "current", "taken", "problem", "return", "proposed"):
        assert f".{name} " in css
    dark = css[css.index("prefers-color-scheme: dark") :]
    assert set(re.findall(r"(--diagram-[\w-]+):", css)) == set(
        re.findall(r"(--diagram-[\w-]+):", dark[: dark.index("\n}\n")])
    )


def test_a_line_breaks_at_white_space_and_no_line_is_too_wide():
    text = "Mengoreksi Draft RKA dan DPA SKPD kemudian meneruskan kepada Sekretaris"

    lines = wrap(text, 100, 12)

    assert " ".join(lines) == text
    assert all(width(line, 12) <= 100 for line in lines)
    assert wrap("Mempertanggungjawabkannya", 10, 12) == ("Mempertanggungjawabkannya",)
    assert wrap("", 100, 12) == ()


def test_a_line_that_nearly_fills_its_step_is_no_wider_in_any_font():
    spans = list(group(picture(), "step_10").iter(f"{SVG}tspan"))
    told = [(span.text or "", float(span.get("textLength", 0))) for span in spans]
    size = float(next(group(picture(), "step_10").iter(f"{SVG}text")).get("font-size", 0))

    assert len([length for _, length in told if length]) > 2
    for text, length in told:
        assert not length or length == pytest.approx(width(text, size), abs=0.01)
