"""The office whose year is simulated, and its one SOP: nobody real and nobody invented."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.access.entries import NewPosition
from service.commands.add_position import add_position
from service.commands.add_sop_version import Upload, add_sop_version
from service.commands.publish_trial import publish_trial
from tests import sops
from tests.people import Pemda, first_pemda

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

#: The office that the installation begins with.
OFFICE = "Dinas Kominfo"

#: key → title, unit, role, superior
JABATAN = {
    "kadis": ("Kepala Dinas", ("Pimpinan", "pimpinan"), "kepala_dinas", None),
    "sekretaris": ("Sekretaris", ("Sekretariat", "sekretariat"), "sekretaris", "kadis"),
    "ketua": ("Ketua Tim", ("Tim Kerja", "tim"), "ketua_tim", "sekretaris"),
    "anggota": ("Anggota Tim", ("Tim Kerja", "tim"), "anggota_tim", "ketua"),
}

#: element → lane, name, waktu as written, ISO letters
STEPS = {
    "susun": ("anggota_tim", "Menyusun laporan", "5 Hari", "P5D"),
    "koreksi": ("ketua_tim", "Mengoreksi laporan", "2 Jam", "PT2H"),
    "periksa": ("sekretaris", "Memeriksa laporan", "1 Hari", "P1D"),
    "setujui": ("kepala_dinas", "Menyetujui laporan", "1 Hari", "P1D"),
}


@dataclass
class Staff:
    """The pemda, its people by jabatan, and the SOP that they can start."""

    pemda: Pemda
    office_id: UUID
    people: dict[str, UUID]
    version_id: UUID


def open_office(session: Session, now: datetime) -> Staff:
    """Set the office up on the first working day of the year."""
    pemda = first_pemda(session, now)
    office_id = pemda.administrator.holders[0].office_id
    pemda.offices[OFFICE] = office_id
    people = {}
    for key, (title, unit, role, superior) in JABATAN.items():
        made = add_position(
            session,
            pemda.administrator,
            unit_id=pemda.unit(OFFICE, *unit),
            position=NewPosition(title, role),
            superior_id=pemda.positions[OFFICE, JABATAN[superior][0]] if superior else None,
            now=now,
        )
        pemda.positions[OFFICE, title] = made.id
        people[key] = pemda.person(f"Pemegang {title}", key)
        pemda.hold(people[key], made.id)
    analyst = pemda.hire(OFFICE, "Analis SOP", unit=("Tata Laksana", "bidang"), duty="analyst")
    upload = Upload(diagram(), {"uji": sops.form()})
    version_id = add_sop_version(
        session, analyst, office_id=office_id, upload=upload, now=now
    ).made.version_id
    publish_trial(session, analyst, version_id=version_id, now=now)
    return Staff(pemda, office_id, people, version_id)


def diagram() -> bytes:
    """Return the SOP: the steps one after the other, each in its lane."""
    lanes = "".join(
        f'<bpmn:lane id="lane_{role}" name="{role}" alur:role="{role}">'
        + "".join(f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in _nodes_of(role))
        + "</bpmn:lane>"
        for role in dict.fromkeys(role for role, *_ in STEPS.values())
    )
    tasks = "".join(
        f'<bpmn:userTask id="{key}" name="{name}"><bpmn:extensionElements>'
        f'<alur:step seq="{number}" number="{number}" time="{time}" timeIso="{iso}"'
        f' column="{role}"><alur:activity>{name}</alur:activity></alur:step>'
        '<alur:form key="uji"/></bpmn:extensionElements></bpmn:userTask>'
        for number, (key, (role, name, time, iso)) in enumerate(STEPS.items(), start=1)
    )
    path = ["start", *STEPS, "end"]
    flows = "".join(
        f'<bpmn:sequenceFlow id="flow_{at}" sourceRef="{at}" targetRef="{to}"/>'
        for at, to in itertools.pairwise(path)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:alur="urn:alur:bpmn:1" id="d" targetNamespace="urn:alur:bpmn:1">
  <bpmn:process id="laporan" name="Penyusunan laporan" isExecutable="true">
    <bpmn:extensionElements>
      <alur:sop number="" name="Penyusunan laporan" unit="Sekretariat" made="" revised=""
        effective="" ratifiedBy="Kepala Dinas"/>
    </bpmn:extensionElements>
    <bpmn:laneSet id="lanes">{lanes}</bpmn:laneSet>
    <bpmn:startEvent id="start"/>{tasks}<bpmn:endEvent id="end"/>{flows}
  </bpmn:process>
</bpmn:definitions>
""".encode()


def _nodes_of(role: str) -> list[str]:
    found = [key for key, (lane, *_) in STEPS.items() if lane == role]
    first = next(iter(STEPS.values()))[0]
    last = list(STEPS.values())[-1][0]
    return [
        *(["start"] if role == first else []),
        *found,
        *(["end"] if role == last else []),
    ]
