"""A small SOP that programs can run alone: no step of it asks for a password.

The Anggota Tim drafts a letter, the Ketua Tim sends it on or back and chooses Bidang, the Bidang
answer side by side, the Anggota Tim collects, and BKAD's answer arrives.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from sqlalchemy import insert

from service.store.blobs import put
from service.store.database import transaction
from service.store.ids import new_id
from service.store.tables import sop, sop_pin, sop_version
from tests.people import NOON

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

KEY = "surat-uji"

_LANES = {
    "ketua_tim": ("start", "decide", "which", "choose"),
    "bidang": ("answer",),
    "anggota_tim": ("draft", "collect"),
    "instansi": ("arrival", "end"),
}


def _task(name: str, title: str, extension: str, *, kind: str = "userTask", more: str = "") -> str:
    attributes = ' messageRef="message"' if kind == "receiveTask" else ""
    return (
        f'<bpmn:{kind} id="{name}" name="{title}"{attributes}>'
        f"<bpmn:extensionElements>{extension}</bpmn:extensionElements>{more}</bpmn:{kind}>"
    )


def _step(number: int, column: str, title: str) -> str:
    return (
        f'<alur:step seq="{number}" number="{number}" time="1 Hari" timeIso="P1D"'
        f' column="{column}"><alur:activity>{title}</alur:activity></alur:step>'
    )


def _flow(source: str, target: str, outcome: str = "", more: str = "") -> str:
    name = f' name="{outcome.capitalize()}" alur:outcome="{outcome}"' if outcome else ""
    condition = (
        '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">'
        f'=putusan = "{outcome}"</bpmn:conditionExpression>'
        if outcome
        else ""
    )
    return (
        f'<bpmn:sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}"'
        f"{name}{more}>{condition}</bpmn:sequenceFlow>"
    )


def _lanes(lanes: dict[str, Iterable[str]]) -> str:
    return "".join(
        f'<bpmn:lane id="lane_{role}" name="{role}" alur:role="{role}">'
        + "".join(f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in nodes)
        + "</bpmn:lane>"
        for role, nodes in lanes.items()
    )


_EACH = (
    '<bpmn:multiInstanceLoopCharacteristics id="each">'
    "<bpmn:loopDataInputRef>bidang</bpmn:loopDataInputRef>"
    '<bpmn:inputDataItem id="item" name="unit"/>'
    "</bpmn:multiInstanceLoopCharacteristics>"
)

DIAGRAM = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:alur="urn:alur:bpmn:1"'
    ' id="d" targetNamespace="urn:alur:bpmn:1">'
    '<bpmn:message id="message" name="jawaban BKAD"/>'
    f'<bpmn:process id="{KEY}" name="Surat Uji" isExecutable="true">'
    '<bpmn:extensionElements><alur:sop number="" name="Surat Uji" unit="Sekretariat" made=""'
    ' revised="" effective="" ratifiedBy="Kepala Dinas">'
    "<alur:legalBasis>Perbup tentang tata naskah dinas</alur:legalBasis>"
    "<alur:qualification>Memahami tata naskah dinas</alur:qualification>"
    '<alur:document key="surat" name="Surat"/></alur:sop></bpmn:extensionElements>'
    f'<bpmn:laneSet id="lanes">{_lanes(dict(_LANES))}</bpmn:laneSet>'
    '<bpmn:dataObject id="bidang" name="bidang" isCollection="true"/>'
    '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
    '<bpmn:exclusiveGateway id="which"/>'
    + _task(
        "draft",
        "Menyusun surat",
        _step(1, "Anggota Tim", "Menyusun surat") + '<alur:form key="surat"/>'
        '<alur:requirement name="Disposisi"/>'
        '<alur:output kind="newVersion" document="surat" name="Surat"/>',
    )
    + _task(
        "decide",
        "Memeriksa surat",
        _step(2, "Ketua Tim", "Memeriksa surat")
        + '<alur:form key="catatan"/><alur:decision variable="putusan"/>',
    )
    + _task(
        "choose",
        "Memilih Bidang",
        _step(3, "Ketua Tim", "Memilih Bidang") + '<alur:form key="bidang"/>',
    )
    + _task(
        "answer",
        "Menjawab surat",
        _step(4, "Bidang", "Menjawab surat")
        + '<alur:form key="catatan"/><alur:unit value="unit"/>'
        '<alur:collector element="collect"/>',
        more=_EACH,
    )
    + _task(
        "collect",
        "Menghimpun jawaban",
        _step(5, "Anggota Tim", "Menghimpun jawaban") + '<alur:form key="catatan"/>',
    )
    + _task(
        "arrival",
        "Menerima jawaban BKAD",
        _step(6, "BKAD", "Menjawab") + '<alur:agency key="BKAD"/><alur:form key="jawaban"/>',
        kind="receiveTask",
    )
    + _flow("start", "draft")
    + _flow("draft", "decide")
    + _flow("decide", "which")
    + _flow("which", "choose", "teruskan")
    + _flow("which", "draft", "kembalikan", ' alur:purpose="return"')
    + _flow("choose", "answer")
    + _flow("answer", "collect")
    + _flow("collect", "arrival")
    + _flow("arrival", "end")
    + "</bpmn:process></bpmn:definitions>"
).encode()


def _form(key: str, *components: dict[str, object]) -> bytes:
    whole = {"type": "default", "id": key, "schemaVersion": 19, "components": list(components)}
    return json.dumps(whole).encode()


def _field(kind: str, key: str, label: str, **more: object) -> dict[str, object]:
    return {"type": kind, "key": key, "label": label, "id": f"field_{key}", **more}


_NEEDED = {"validate": {"required": True}}

FORMS = {
    "surat": _form(
        "surat",
        _field("textfield", "nomor", "Nomor surat", **_NEEDED),
        _field("datetime", "tanggal", "Tanggal", subtype="date", **_NEEDED),
        _field("number", "nilai", "Nilai", decimalDigits=2),
        _field("checkbox", "segera", "Segera"),
        _field("filepicker", "berkas", "Berkas", properties={"document": "surat"}),
    ),
    "bidang": _form(
        "bidang",
        _field("checklist", "bidang", "Bidang", valuesKey="alur_bidang", **_NEEDED),
    ),
    "catatan": _form("catatan", _field("textarea", "catatan", "Catatan")),
    "jawaban": _form("jawaban", _field("textfield", "nomor_jawaban", "Nomor", **_NEEDED)),
}


def add_letters(
    session: Session,
    pemda_id: UUID,
    office_id: UUID,
    author_id: UUID,
    *,
    statuses: Iterable[str] = ("trial",),
    effective_from: date | None = None,
    diagram: bytes = DIAGRAM,
    key: str = KEY,
    forms: Mapping[str, bytes] = FORMS,
    source: str | None = None,
) -> tuple[UUID, dict[int, UUID]]:
    """Put the SOP into an office with one version per status; return its id and theirs."""
    raw = diagram.replace(f'id="{KEY}"'.encode(), f'id="{key}"'.encode())
    xml = put(session, pemda_id, raw, "application/xml", NOON).sha256
    pins = {
        name: put(session, pemda_id, raw, "application/json", NOON).sha256
        for name, raw in forms.items()
    }
    sop_id = new_id()
    versions = {number: new_id() for number, _ in enumerate(statuses, start=1)}
    with transaction(session) as tx:
        tx.execute(
            insert(sop).values(
                pemda_id=pemda_id,
                id=sop_id,
                office_id=office_id,
                key=key,
                title="Surat Uji",
                source=source,
                source_sha256=None if source is None else xml,
                made_at=NOON,
            )
        )
        for (number, version_id), status in zip(versions.items(), statuses, strict=True):
            tx.execute(
                insert(sop_version).values(
                    pemda_id=pemda_id,
                    id=version_id,
                    sop_id=sop_id,
                    number=number,
                    status=status,
                    xml_sha256=xml,
                    process_id=key,
                    author_id=author_id,
                    effective_from=effective_from if status == "effective" else None,
                    made_at=NOON,
                )
            )
            rows = [
                {
                    "pemda_id": pemda_id,
                    "version_id": version_id,
                    "kind": "form",
                    "key": name,
                    "sha256": sha256,
                }
                for name, sha256 in pins.items()
            ]
            tx.execute(insert(sop_pin), rows)
    return sop_id, versions


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
