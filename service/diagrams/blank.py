"""The diagram that a new SOP begins with: the six lanes, and one step to go on from."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from xml.sax.saxutils import quoteattr

#: (role, name) of the lanes that stand in each diagram, from the top (decisions §4.3).
LANES: Final = (
    ("kepala_dinas", "Kepala Dinas"),
    ("sekretaris", "Sekretaris"),
    ("ketua_tim", "Ketua Tim"),
    ("anggota_tim", "Anggota Tim"),
    ("bidang", "Bidang"),
    ("instansi", "Bappeda/BKAD"),
)

_LEFT, _TOP, _WIDTH, _HEIGHT, _HEAD = 160, 80, 1200, 130, 30
_LONGEST_KEY: Final = 60


def key_of(title: str) -> str:
    """Return a title as the id of a BPMN process: "Penyusunan Renja" → "penyusunan-renja"."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    key = "-".join(re.findall(r"[a-z0-9]+", plain))[:_LONGEST_KEY].strip("-")
    # An id of XML begins with a letter.
    return key if key[:1].isalpha() else f"sop-{key}".rstrip("-")


def blank_diagram(key: str, title: str) -> bytes:
    """Return a diagram of one step in the uppermost lane; `key` is the id of its process."""
    name = quoteattr(title)
    nodes = "".join(f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in _NODES)
    lanes = "".join(
        f'<bpmn:lane id="lane_{role}" name="{label}" alur:role="{role}">'
        f"{nodes if number == 0 else ''}</bpmn:lane>"
        for number, (role, label) in enumerate(LANES)
    )
    shapes = "".join(
        _shape(
            f"lane_{role}",
            (_LEFT + _HEAD, _TOP + number * _HEIGHT, _WIDTH - _HEAD, _HEIGHT),
            horizontal=True,
        )
        for number, (role, _) in enumerate(LANES)
    )
    pool = _shape("pool_1", (_LEFT, _TOP, _WIDTH, _HEIGHT * len(LANES)), horizontal=True)
    middle = _TOP + _HEIGHT // 2
    drawn = "".join(
        (
            _shape("mulai", (240, middle - 18, 36, 36)),
            _shape("langkah_1", (340, middle - 40, 160, 80)),
            _shape("selesai", (564, middle - 18, 36, 36)),
            _edge("alur_1", (276, middle), (340, middle)),
            _edge("alur_2", (500, middle), (564, middle)),
        )
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" \
xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" \
xmlns:di="http://www.omg.org/spec/DD/20100524/DI" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:alur="urn:alur:bpmn:1" \
id="definitions_1" targetNamespace="urn:alur:bpmn:1" exporter="Alur">
  <bpmn:collaboration id="collaboration_1">\
<bpmn:participant id="pool_1" name={name} processRef="{key}"/></bpmn:collaboration>
  <bpmn:process id="{key}" name={name} isExecutable="true">
    <bpmn:extensionElements>\
<alur:sop number="" name={name} unit="" made="" revised="" effective="" ratifiedBy=""/>\
</bpmn:extensionElements>
    <bpmn:laneSet id="lanes_1">{lanes}</bpmn:laneSet>
    <bpmn:startEvent id="mulai" name="Mulai">\
<bpmn:outgoing>alur_1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="langkah_1" name="Langkah pertama"><bpmn:extensionElements>\
<alur:step seq="1" number="1"><alur:activity>Langkah pertama</alur:activity></alur:step>\
</bpmn:extensionElements><bpmn:incoming>alur_1</bpmn:incoming>\
<bpmn:outgoing>alur_2</bpmn:outgoing></bpmn:userTask>
    <bpmn:endEvent id="selesai" name="Selesai">\
<bpmn:incoming>alur_2</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="alur_1" sourceRef="mulai" targetRef="langkah_1"/>
    <bpmn:sequenceFlow id="alur_2" sourceRef="langkah_1" targetRef="selesai"/>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram_1"><bpmndi:BPMNPlane id="plane_1" \
bpmnElement="collaboration_1">{pool}{shapes}{drawn}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>
""".encode()


_NODES: Final = ("mulai", "langkah_1", "selesai")


def _shape(element: str, bounds: tuple[int, int, int, int], *, horizontal: bool = False) -> str:
    x, y, width, height = bounds
    lying = ' isHorizontal="true"' if horizontal else ""
    return (
        f'<bpmndi:BPMNShape id="{element}_di" bpmnElement="{element}"{lying}>'
        f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/></bpmndi:BPMNShape>'
    )


def _edge(element: str, *points: tuple[int, int]) -> str:
    drawn = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return f'<bpmndi:BPMNEdge id="{element}_di" bpmnElement="{element}">{drawn}</bpmndi:BPMNEdge>'
