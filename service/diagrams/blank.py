"""The diagram that a new SOP begins with: the six lanes, and one step to go on from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.diagrams.extensions import FIRST_STEP, NEW_LANE_NAMES
from service.diagrams.layout.graph import TASK_WIDTH
from service.diagrams.layout.interchange import add_edge, add_shape, new_plane
from service.diagrams.model import Bounds
from service.diagrams.new_file import add, add_alur, add_lane, indented, new_file

if TYPE_CHECKING:
    from lxml import etree

_LEFT, _TOP, _WIDTH, _HEIGHT, _HEAD = 160, 80, 1200, 130, 30
_NODES: Final = ("mulai", "langkah_1", "selesai")


@dataclass(frozen=True, slots=True)
class WhoseSop:
    """What the identity part of a new SOP says of its office."""

    #: name of the pemda
    government: str = ""
    office: str = ""
    #: jabatan of the head, who is to ratify it
    ratified_by: str = ""


def blank_diagram(key: str, title: str, whose: WhoseSop | None = None) -> bytes:
    """Return a diagram of one step in the uppermost lane; `key` is the id of its process.

    It is no table of one row: that would say in five lanes that they have no part, before anybody
    could give them one.
    """
    said = whose or WhoseSop()
    root, process = new_file(key, title)
    add_alur(
        add(process, "extensionElements"),
        "sop",
        number="",
        name=title,
        government=said.government,
        office=said.office,
        unit="",
        made="",
        revised="",
        effective="",
        ratifiedBy=said.ratified_by,
        # Kinds are for plans and budgets; whoever writes one of those names them.
        kinds="",
    )
    lanes = add(process, "laneSet", id="lanes_1")
    for number, (role, name) in enumerate(NEW_LANE_NAMES.items()):
        add_lane(lanes, f"lane_{role}", name, role, _NODES if number == 0 else ())
    _step(process)
    add(process, "sequenceFlow", id="alur_1", sourceRef="mulai", targetRef="langkah_1")
    add(process, "sequenceFlow", id="alur_2", sourceRef="langkah_1", targetRef="selesai")
    _draw(new_plane(root, "collaboration_1"))
    return indented(root)


def _step(process: etree._Element) -> None:
    """Begin, do one thing, end."""
    start = add(process, "startEvent", id="mulai", name="Mulai")
    add(start, "outgoing").text = "alur_1"
    task = add(process, "userTask", id="langkah_1", name=FIRST_STEP)
    step = add_alur(add(task, "extensionElements"), "step", seq="1", number="1")
    add_alur(step, "activity").text = FIRST_STEP
    add(task, "incoming").text = "alur_1"
    add(task, "outgoing").text = "alur_2"
    end = add(process, "endEvent", id="selesai", name="Selesai")
    add(end, "incoming").text = "alur_2"


def _draw(plane: etree._Element) -> None:
    """Draw lanes that all have room for work: the layouter keeps empty ones low."""
    pool = Bounds(_LEFT, _TOP, _WIDTH, _HEIGHT * len(NEW_LANE_NAMES))
    add_shape(plane, "pool_1", pool, isHorizontal="true")
    for number, role in enumerate(NEW_LANE_NAMES):
        band = Bounds(_LEFT + _HEAD, _TOP + number * _HEIGHT, _WIDTH - _HEAD, _HEIGHT)
        add_shape(plane, f"lane_{role}", band, isHorizontal="true")
    middle = _TOP + _HEIGHT // 2
    add_shape(plane, "mulai", Bounds(240, middle - 18, 36, 36))
    add_shape(plane, "langkah_1", Bounds(340, middle - 40, TASK_WIDTH, 80))
    add_shape(plane, "selesai", Bounds(404 + TASK_WIDTH, middle - 18, 36, 36))
    add_edge(plane, "alur_1", ((276, middle), (340, middle)))
    add_edge(plane, "alur_2", ((340 + TASK_WIDTH, middle), (404 + TASK_WIDTH, middle)))
