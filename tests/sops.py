"""The smallest SOP that the gate lets an office run, with what makes it unfit at will."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING

from service.running.catalogue import read_catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from service.running.catalogue import Catalogue

_STEP = (
    '<alur:step seq="1" number="1" time="1 Jam" timeIso="PT1H" column="Sekretaris"{confidence}>'
    "<alur:activity>{activity}</alur:activity></alur:step>"
)

_IDENTITY = (
    "<alur:legalBasis>Perbup tentang tata naskah dinas</alur:legalBasis>"
    "<alur:qualification>Memahami tata naskah dinas</alur:qualification>"
)


def diagram(
    key: str = "sop-uji",
    *,
    name: str = "SOP Uji",
    role: str = "sekretaris",
    form: str | None = "uji",
    confidence: str = "",
    open_point: str = "",
    identity: bool = True,
    calls: str = "",
    activity: str = "Mencatat surat",
    documents: Mapping[str, str] | None = None,
    makes: str = "",
) -> bytes:
    """Return a process of one task in one lane.

    `identity`: it says on what law it stands and who may do it. `confidence`: the performer was
    inferred. `open_point`: something of the document is unclear.
    `calls`: process that is called after the task. `activity`: the words of its row. `documents`:
    those of the SOP, by key. `makes`: the one that the task makes.
    """
    lane_role = f' alur:role="{role}"' if role else ""
    form_key = f'<alur:form key="{form}"/>' if form else ""
    point = f'<alur:openPoint source="Waktu">{open_point}</alur:openPoint>' if open_point else ""
    said = _IDENTITY if identity else ""
    declared = "".join(
        f'<alur:document key="{each}" name="{called}"/>'
        for each, called in (documents or {}).items()
    )
    made = f'<alur:output kind="newDocument" document="{makes}"/>' if makes else ""
    step = _STEP.format(
        activity=activity,
        confidence=f' confidence="{confidence}" reason="r"' if confidence else "",
    )
    call = f'<bpmn:callActivity id="call" name="SOP lain" calledElement="{calls}"/>'
    path = ["start", "task", *(["call"] if calls else []), "end"]
    flows = "".join(
        f'<bpmn:sequenceFlow id="flow_{number}" sourceRef="{source}" targetRef="{target}"/>'
        for number, (source, target) in enumerate(itertools.pairwise(path))
    )
    refs = "".join(f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in path)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:alur="urn:alur:bpmn:1" id="d" targetNamespace="urn:alur:bpmn:1">
  <bpmn:process id="{key}" name="{name}" isExecutable="true">
    <bpmn:extensionElements>
      <alur:sop number="" name="{name}" unit="Sekretariat" made="" revised="" effective=""
        ratifiedBy="Kepala Dinas">{said}{point}{declared}</alur:sop>
    </bpmn:extensionElements>
    <bpmn:laneSet id="lanes"><bpmn:lane id="lane" name="Sekretaris"{lane_role}>{refs}</bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="start"/>
    <bpmn:userTask id="task" name="Mencatat surat">
      <bpmn:extensionElements>{step}{form_key}{made}</bpmn:extensionElements>
    </bpmn:userTask>
    {call if calls else ""}
    <bpmn:endEvent id="end"/>
    {flows}
  </bpmn:process>
</bpmn:definitions>
""".encode()


def form(key: str = "uji", label: str = "Nomor surat") -> bytes:
    """Return a form of one text field."""
    field = {"type": "textfield", "id": "field_1", "key": "nomor", "label": label}
    return json.dumps(
        {"type": "default", "id": key, "schemaVersion": 19, "components": [field]}
    ).encode()


def conditional_form(key: str = "uji") -> bytes:
    """Return a form whose reason is asked for only where the answer is no."""
    answer = {
        "type": "radio",
        "id": "field_1",
        "key": "lengkap",
        "label": "Berkas lengkap",
        "values": [{"label": "Ya", "value": "ya"}, {"label": "Tidak", "value": "tidak"}],
        "validate": {"required": True},
    }
    reason = {
        "type": "textfield",
        "id": "field_2",
        "key": "sebab",
        "label": "Yang kurang",
        "conditional": {"hide": '=lengkap != "tidak"'},
        "validate": {"required": True},
    }
    return json.dumps(
        {"type": "default", "id": key, "schemaVersion": 19, "components": [answer, reason]}
    ).encode()


def catalogue(folder: Path, diagrams: dict[str, bytes], forms: dict[str, bytes]) -> Catalogue:
    """Write a catalogue into an empty folder, or change the one that is there, and read it."""
    for name, files, ending in (("bpmn", diagrams, "bpmn"), ("forms", forms, "form")):
        (folder / name).mkdir(exist_ok=True)
        for key, raw in files.items():
            (folder / name / f"{key}.{ending}").write_bytes(raw)
    return read_catalogue(folder)
