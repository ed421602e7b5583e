"""Small diagrams and forms for the commands, written as an analyst's file has them."""

from __future__ import annotations

import json
from itertools import pairwise

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:alur="urn:alur:bpmn:1"'
    ' id="d" targetNamespace="urn:test">'
)

_ROLES = ("kepala_dinas", "sekretaris", "ketua_tim", "anggota_tim", "bidang", "instansi")


def _lanes(**nodes: str) -> str:
    lanes = "".join(
        f'<bpmn:lane id="lane_{role}" name="{role}" alur:role="{role}">'
        + "".join(
            f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in nodes.get(role, "").split()
        )
        + "</bpmn:lane>"
        for role in _ROLES
    )
    return f'<bpmn:laneSet id="lanes">{lanes}</bpmn:laneSet>'


def _process(process_id: str, body: str, head: str = "") -> bytes:
    return (
        f'{_HEAD}{head}<bpmn:process id="{process_id}" name="{process_id}" isExecutable="true">'
        f"{body}</bpmn:process></bpmn:definitions>"
    ).encode()


def _task(task_id: str, extension: str = "", kind: str = "userTask", inside: str = "") -> str:
    elements = f"<bpmn:extensionElements>{extension}</bpmn:extensionElements>"
    reference = ' messageRef="message_1"' if kind == "receiveTask" else ""
    return (
        f'<bpmn:{kind} id="{task_id}" name="{task_id}"{reference}>{elements}{inside}</bpmn:{kind}>'
    )


def _flow(source: str, target: str, more: str = "", condition: str = "") -> str:
    inside = (
        '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">'
        f"={condition}</bpmn:conditionExpression>"
        if condition
        else ""
    )
    return (
        f'<bpmn:sequenceFlow id="{source}__{target}" sourceRef="{source}" targetRef="{target}"'
        f" {more}>{inside}</bpmn:sequenceFlow>"
    )


def _decided(gateway: str, target: str, variable: str, outcome: str, *, back: bool = False) -> str:
    purpose = ' alur:purpose="return"' if back else ""
    more = f'name="{outcome}" alur:outcome="{outcome}"{purpose}'
    return _flow(gateway, target, more, f'{variable} = "{outcome}"')


def _form(key: str, *components: dict[str, object]) -> bytes:
    return json.dumps(
        {"type": "default", "id": key, "schemaVersion": 19, "components": list(components)}
    ).encode()


def _field(kind: str, key: str, **more: object) -> dict[str, object]:
    return {"type": kind, "key": key, "label": key, "id": f"field_{key}", **more}


def _step(number: int, time: str, time_iso: str) -> str:
    return (
        f'<alur:step seq="{number}" number="{number}" time="{time}" timeIso="{time_iso}"'
        ' column="Sekretaris"><alur:activity>Memeriksa</alur:activity><alur:requirements/>'
        "<alur:outputText/><alur:remarks/></alur:step>"
    )


def line(*steps: str, lanes: dict[str, str] | None = None, **extensions: str) -> bytes:
    """Steps one after the other; of the Sekretaris where `lanes` names no other role."""
    lanes = lanes or {}
    of: dict[str, str] = {}
    for step in ("start", *steps, "end"):
        role = lanes.get(step, "sekretaris")
        of[role] = f"{of.get(role, '')} {step}"
    way = ("start", *steps, "end")
    return _process(
        "line",
        _lanes(**of)
        + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
        + "".join(_task(step, extensions.get(step, "")) for step in steps)
        + "".join(_flow(*pair) for pair in pairwise(way)),
    )


def sides(*branches: str, join: str = "parallelGateway") -> bytes:
    """Branches side by side, and what follows when all are done."""
    flows = [("start", "fork"), ("join", "last"), ("last", "end")]
    flows += [pair for name in branches for pair in (("fork", name), (name, "join"))]
    return _process(
        "line",
        _lanes(sekretaris=" ".join(("start fork join last end", *branches)))
        + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
        + f'<bpmn:parallelGateway id="fork"/><bpmn:{join} id="join"/>'
        + "".join(_task(name) for name in (*branches, "last"))
        + "".join(_flow(*pair) for pair in flows),
    )


def followed(first: str, *then: str) -> bytes:
    """A step, and those that open at once when it is done."""
    flows = [("start", first), (first, "fork")]
    flows += [pair for name in then for pair in (("fork", name), (name, "join"))]
    return _process(
        "line",
        _lanes(sekretaris=" ".join(("start", first, "fork", *then, "join", "end")))
        + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
        + '<bpmn:parallelGateway id="fork"/><bpmn:parallelGateway id="join"/>'
        + "".join(_task(name) for name in (first, *then))
        + "".join(_flow(*pair) for pair in [*flows, ("join", "end")]),
    )


def nested(inner: list[str]) -> bytes:
    """A subprocess with steps one after the other."""
    way = ("start1", *inner, "end1")
    return _process(
        "line",
        _lanes(sekretaris="start part end")
        + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/><bpmn:subProcess id="part">'
        + '<bpmn:startEvent id="start1"/><bpmn:endEvent id="end1"/>'
        + "".join(_task(step) for step in inner)
        + "".join(_flow(*pair) for pair in pairwise(way))
        + "</bpmn:subProcess>"
        + _flow("start", "part")
        + _flow("part", "end"),
    )


#: One task of the Sekretaris.
ONE_TASK = _process(
    "one-task",
    _lanes(sekretaris="start work end")
    + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
    + _task("work", '<alur:form key="note"/>')
    + _flow("start", "work")
    + _flow("work", "end"),
)


def _begins(node_id: str, definition: str = "") -> str:
    return f'<bpmn:startEvent id="{node_id}" name="{node_id}">{definition}</bpmn:startEvent>'


def _by_message(message: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="{message}"/>'


#: Begun without a trigger, by a letter, or by a signal.
SEVERAL_WAYS = _process(
    "several-ways",
    _lanes(sekretaris="work answer")
    + _begins("plain")
    + _begins("letter", _by_message("surat"))
    + _begins("called", '<bpmn:signalEventDefinition signalRef="panggil"/>')
    + _task("work")
    + _task("answer")
    + '<bpmn:endEvent id="end"/>'
    + _flow("plain", "work")
    + _flow("called", "work")
    + _flow("letter", "answer")
    + _flow("work", "end")
    + _flow("answer", "end"),
    '<bpmn:message id="surat" name="surat"/><bpmn:signal id="panggil" name="panggil"/>',
)

#: Begun by one of two letters.
TWO_LETTERS = _process(
    "two-letters",
    _lanes(sekretaris="work answer")
    + _begins("one", _by_message("surat"))
    + _begins("other", _by_message("nota"))
    + _task("work")
    + _task("answer")
    + '<bpmn:endEvent id="end"/>'
    + _flow("one", "work")
    + _flow("other", "answer")
    + _flow("work", "end")
    + _flow("answer", "end"),
    '<bpmn:message id="surat" name="surat"/><bpmn:message id="nota" name="nota"/>',
)


def of_kinds(raw: bytes, kinds: str) -> bytes:
    """Return a diagram whose identity part says of what kinds its processes are."""
    said = f'<bpmn:extensionElements><alur:sop kinds="{kinds}"/></bpmn:extensionElements>'
    head, opening, rest = raw.partition(b'isExecutable="true">')
    return head + opening + said.encode() + rest


#: Two steps one after the other; the second has a time that the document leaves to be adjusted.
ADJUSTED = _process(
    "adjusted",
    _lanes(sekretaris="start work send end")
    + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
    + _task("work", '<alur:step seq="1" timeIso="PT1H"/><alur:form key="note"/>')
    + _task(
        "send",
        '<alur:step seq="2" time="Disesuaikan" timeAdjusted="true"/><alur:form key="note"/>',
    )
    + _flow("start", "work")
    + _flow("work", "send")
    + _flow("send", "end"),
)

#: A task of one day, then one of two hours.
DATED = _process(
    "dated",
    _lanes(sekretaris="start work second end")
    + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
    + _task("work", _step(1, "1 Hari", "P1D"))
    + _task("second", _step(2, "2 Jam", "PT2H"))
    + _flow("start", "work")
    + _flow("work", "second")
    + _flow("second", "end"),
)

#: One day for a member of the team and one for its leader, side by side.
TEAM_DATED = _process(
    "team-dated",
    _lanes(anggota_tim="start work end", ketua_tim="fork lead lead_end")
    + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/><bpmn:endEvent id="lead_end"/>'
    + '<bpmn:parallelGateway id="fork"/>'
    + _task("work", _step(1, "1 Hari", "P1D"))
    + _task("lead", _step(2, "1 Hari", "P1D"))
    + _flow("start", "fork")
    + _flow("fork", "work")
    + _flow("fork", "lead")
    + _flow("work", "end")
    + _flow("lead", "lead_end"),
)

#: One day for the head of the office.
HEAD_DATED = _process(
    "head-dated",
    _lanes(sekretaris="start", kepala_dinas="work end")
    + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
    + _task("work", _step(1, "1 Hari", "P1D"))
    + _flow("start", "work")
    + _flow("work", "end"),
)


def _sent(process_id: str, form: str, waiting: str = "") -> bytes:
    return _process(
        process_id,
        _lanes(sekretaris="start send end", instansi="answer")
        + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
        + _task("send", f'<alur:form key="{form}"/>')
        + _task("answer", f'<alur:agency key="TAPD"/>{waiting}', kind="receiveTask")
        + _flow("start", "send")
        + _flow("send", "answer")
        + _flow("answer", "end"),
        '<bpmn:message id="message_1" name="surat"/>',
    )


#: Something is sent to an agency, with or without a file that proves it, and its answer comes.
SENT = _sent("sent", "note")

#: The same, and the answer is expected within a day.
_WITHIN_A_DAY = '<alur:proposed partOf="1" reason="Contoh" timeIso="P1D"/>'
SENT_DATED = _sent("sent-dated", "note", _WITHIN_A_DAY)

#: The form of the sending says which of its files is the proof.
SENT_MARKED = _sent("sent-marked", "marked", _WITHIN_A_DAY)

MARKED = _form(
    "marked",
    _field("filepicker", "salinan"),
    _field("filepicker", "resi", properties={"bukti": "pengiriman"}),
)

#: A free text, a private number, a number and a file that is no document.
NOTE = _form(
    "note",
    _field("textfield", "catatan", validate={"required": True}),
    _field("number", "jumlah"),
    _field("number", "nip", properties={"pribadi": "true"}),
    _field("filepicker", "lampiran", multiple=True),
)

#: One task of any Anggota Tim: several people hold the role.
TEAM_TASK = _process(
    "team-task",
    _lanes(anggota_tim="start work second end")
    + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
    + _task("work")
    + _task("second")
    + _flow("start", "work")
    + _flow("work", "second")
    + _flow("second", "end"),
)


def _supply(process_id: str, *between: str) -> bytes:
    way = ("start", "choose", *between, "deliver", "collect", "end")
    chosen = " ".join(("start", "choose", *between, "end"))
    return _process(
        process_id,
        _lanes(ketua_tim=chosen, bidang="deliver", anggota_tim="collect")
        + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
        + '<bpmn:dataObject id="data_bidang" name="bidang" isCollection="true"/>'
        + _task("choose", '<alur:form key="units"/>')
        + "".join(_task(name) for name in between)
        + _task(
            "deliver",
            '<alur:unit value="unit"/><alur:collector element="collect"/>',
            inside='<bpmn:multiInstanceLoopCharacteristics id="each">'
            "<bpmn:loopDataInputRef>data_bidang</bpmn:loopDataInputRef>"
            '<bpmn:inputDataItem id="item" name="unit"/>'
            "</bpmn:multiInstanceLoopCharacteristics>",
        )
        + _task("collect")
        + "".join(_flow(source, target) for source, target in pairwise(way)),
    )


#: The Ketua Tim chooses Bidang, each supplies, the Anggota Tim collect.
SUPPLY = _supply("supply")

#: The same with a step between the choice and the Bidang.
SUPPLY_LATER = _supply("supply-later", "write")

UNITS = _form(
    "units",
    _field("checklist", "bidang", valuesKey="alur_bidang", validate={"required": True}),
)

#: SK Tim, draft, paraf, approval, assessment by TAPD; two returns.
REVIEW = _process(
    "review",
    _lanes(
        ketua_tim="start team end",
        anggota_tim="draft",
        sekretaris="initial gw_initial",
        kepala_dinas="approve gw_approve",
        instansi="assess gw_assess",
    )
    + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
    + _task("team", '<alur:form key="team"/><alur:effect kind="formTeam"/>')
    + _task(
        "draft",
        '<alur:step seq="1" number="1" time="1 Hari" timeIso="P1D" column="Anggota Tim">'
        "<alur:activity>Menyusun</alur:activity><alur:requirements>Peraturan</alur:requirements>"
        "<alur:outputText>Draft</alur:outputText><alur:remarks/></alur:step>"
        '<alur:form key="draft"/><alur:requirement name="Peraturan"/>'
        '<alur:output kind="newVersion" document="rka" name="Draft RKA"/>',
    )
    + _task(
        "initial",
        '<alur:requirement name="Draft" document="rka"/><alur:requirement name="Telaahan"/>'
        '<alur:act kind="paraf" document="rka"/><alur:decision variable="putusan_paraf"/>',
    )
    + '<bpmn:exclusiveGateway id="gw_initial"/>'
    + _task(
        "approve",
        '<alur:act kind="approveForSignature" document="rka"/>'
        '<alur:decision variable="putusan_setuju"/>',
    )
    + '<bpmn:exclusiveGateway id="gw_approve"/>'
    + _task(
        "assess",
        '<alur:agency key="TAPD"/><alur:form key="assessment"/>'
        '<alur:output kind="newVersion" document="hasil" name="Hasil"/>'
        '<alur:decision variable="putusan_asistensi"/>',
        kind="receiveTask",
    )
    + '<bpmn:exclusiveGateway id="gw_assess"/>'
    + _flow("start", "team")
    + _flow("team", "draft")
    + _flow("draft", "initial")
    + _flow("initial", "gw_initial")
    + _decided("gw_initial", "approve", "putusan_paraf", "teruskan")
    + _decided("gw_initial", "draft", "putusan_paraf", "kembalikan", back=True)
    + _flow("approve", "gw_approve")
    + _decided("gw_approve", "assess", "putusan_setuju", "setujui")
    + _decided("gw_approve", "draft", "putusan_setuju", "kembalikan", back=True)
    + _decided("gw_approve", "initial", "putusan_setuju", "paraf_ulang", back=True)
    + _flow("assess", "gw_assess")
    + _decided("gw_assess", "end", "putusan_asistensi", "diterima")
    + _decided("gw_assess", "draft", "putusan_asistensi", "perbaikan"),
    '<bpmn:message id="message_1" name="hasil asistensi"/>',
)

#: Draft, paraf, signature; what comes after may bring another version, or a letter beside it.
SIGNING = _process(
    "signing",
    _lanes(
        anggota_tim="start draft send end",
        sekretaris="initial gw_initial",
        kepala_dinas="sign gw_sign",
    )
    + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
    + _task(
        "draft",
        '<alur:form key="draft"/><alur:output kind="newVersion" document="rka" name="Draft RKA"/>',
    )
    + _task(
        "initial",
        '<alur:act kind="paraf" document="rka"/><alur:decision variable="putusan_paraf"/>',
    )
    + '<bpmn:exclusiveGateway id="gw_initial"/>'
    + _task(
        "sign",
        '<alur:requirement name="Telaahan"/>'
        '<alur:act kind="sign" document="rka"/><alur:decision variable="putusan_tanda_tangan"/>',
    )
    + '<bpmn:exclusiveGateway id="gw_sign"/>'
    + _task(
        "send",
        '<alur:form key="sending"/>'
        '<alur:output kind="newVersion" document="rka" name="RKA"/>'
        '<alur:output kind="newVersion" document="surat" name="Surat pengantar"/>',
    )
    + _flow("start", "draft")
    + _flow("draft", "initial")
    + _flow("initial", "gw_initial")
    + _decided("gw_initial", "sign", "putusan_paraf", "teruskan")
    + _decided("gw_initial", "draft", "putusan_paraf", "kembalikan", back=True)
    + _flow("sign", "gw_sign")
    + _decided("gw_sign", "send", "putusan_tanda_tangan", "kirim")
    + _decided("gw_sign", "draft", "putusan_tanda_tangan", "kembalikan", back=True)
    + _flow("send", "end"),
)

#: The Ketua Tim begins, and another SOP goes on: its nodes may have the ids of this one's.
CALLING = _process(
    "calling",
    _lanes(ketua_tim="start draft call end")
    + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
    + _task("draft")
    + '<bpmn:callActivity id="call" name="SOP lain" calledElement="signing"/>'
    + _flow("start", "draft")
    + _flow("draft", "call")
    + _flow("call", "end"),
)

#: Paraf and signature wait at the same time, while a third may bring another version.
SIGNING_AT_ONCE = _process(
    "signing-at-once",
    _lanes(
        anggota_tim="start draft split mend join end",
        sekretaris="initial",
        kepala_dinas="sign",
    )
    + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
    + _task(
        "draft",
        '<alur:form key="draft"/><alur:output kind="newVersion" document="rka" name="Draft RKA"/>',
    )
    + '<bpmn:parallelGateway id="split"/><bpmn:parallelGateway id="join"/>'
    + _task("initial", '<alur:act kind="paraf" document="rka"/>')
    + _task("sign", '<alur:act kind="sign" document="rka"/>')
    + _task(
        "mend",
        '<alur:form key="draft"/><alur:output kind="newVersion" document="rka" name="Draft RKA"/>',
    )
    + _flow("start", "draft")
    + _flow("draft", "split")
    + _flow("split", "initial")
    + _flow("split", "sign")
    + _flow("split", "mend")
    + _flow("initial", "join")
    + _flow("sign", "join")
    + _flow("mend", "join")
    + _flow("join", "end"),
)

#: One step signs two documents.
TWO_SIGNED = _process(
    "two-signed",
    _lanes(anggota_tim="start draft end", kepala_dinas="sign")
    + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
    + _task(
        "draft",
        '<alur:form key="sending"/>'
        '<alur:output kind="newVersion" document="rka" name="RKA"/>'
        '<alur:output kind="newVersion" document="surat" name="Surat pengantar"/>',
    )
    + _task(
        "sign", '<alur:act kind="sign" document="rka"/><alur:act kind="sign" document="surat"/>'
    )
    + _flow("start", "draft")
    + _flow("draft", "sign")
    + _flow("sign", "end"),
)

SENDING = _form(
    "sending",
    _field("filepicker", "berkas", properties={"document": "rka"}),
    _field("filepicker", "pengantar", properties={"document": "surat"}),
)

#: One form for two steps: its file is the document of the step, and the proof of a sending.
OF_ITS_STEP = _form(
    "of-its-step",
    _field("filepicker", "berkas", properties={"document": "@langkah", "bukti": "pengiriman"}),
)
_SHOWS_IT = '<alur:form key="of-its-step"/>'
TWO_DOCUMENTS = line(
    "report",
    "letter",
    "both",
    report=_SHOWS_IT + '<alur:output kind="newDocument" document="laporan" name="Laporan"/>',
    letter=_SHOWS_IT + '<alur:output kind="newDocument" document="surat" name="Surat"/>',
    both=_SHOWS_IT
    + '<alur:output kind="newVersion" document="laporan" name="Laporan"/>'
    + '<alur:output kind="newVersion" document="surat" name="Surat"/>',
)

TEAM = _form(
    "team",
    _field("select", "ketua_tim", valuesKey="alur_pegawai", validate={"required": True}),
    _field("checklist", "anggota_tim", valuesKey="alur_pegawai", validate={"required": True}),
)

DRAFT = _form(
    "draft",
    _field("textarea", "uraian"),
    _field("filepicker", "berkas", properties={"document": "rka"}),
)

ASSESSMENT = _form(
    "assessment",
    _field("textfield", "nomor", validate={"required": True}),
    _field("datetime", "tanggal", subtype="date", validate={"required": True}),
    _field(
        "radio",
        "putusan_asistensi",
        values=[
            {"label": "Diterima", "value": "diterima"},
            {"label": "Perbaikan", "value": "perbaikan"},
        ],
        validate={"required": True},
    ),
    _field("filepicker", "berkas_hasil", properties={"document": "hasil"}),
)

#: After an hour the boundary timer takes the work to the second task.
TIMED = _process(
    "timed",
    _lanes(sekretaris="start work second end")
    + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
    + _task("work")
    + '<bpmn:boundaryEvent id="late" attachedToRef="work" cancelActivity="true">'
    "<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration>"
    "</bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    + _task("second")
    + _flow("start", "work")
    + _flow("work", "end")
    + _flow("late", "second")
    + _flow("second", "end"),
)

#: After the work, a letter with the number of this year's process is waited for.
LETTER = _process(
    "letter",
    _lanes(sekretaris="start work second end", instansi="arrival")
    + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
    + _task("work")
    + '<bpmn:intermediateCatchEvent id="arrival"><bpmn:extensionElements>'
    '<alur:agency key="TAPD"/></bpmn:extensionElements>'
    '<bpmn:messageEventDefinition messageRef="message_1"/></bpmn:intermediateCatchEvent>'
    + _task("second")
    + _flow("start", "work")
    + _flow("work", "arrival")
    + _flow("arrival", "second")
    + _flow("second", "end"),
    '<bpmn:message id="message_1" name="surat"/>',
)

#: A part of an agency that comes as a message, or is recorded by a person.
PART = _process(
    "part",
    _lanes(sekretaris="start second end", instansi="arrival")
    + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
    + _task("arrival", '<alur:agency key="TAPD"/>', kind="receiveTask")
    + _task("second")
    + _flow("start", "arrival")
    + _flow("arrival", "second")
    + _flow("second", "end"),
    '<bpmn:message id="message_1" name="surat"/>',
)

#: The condition reads a number that the form may leave empty: then nothing decides.
FAULTY = _process(
    "faulty",
    _lanes(sekretaris="start work gw large small end")
    + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
    + _task("work", '<alur:form key="amount"/>')
    + '<bpmn:exclusiveGateway id="gw"/>'
    + _task("large")
    + _task("small")
    + _flow("start", "work")
    + _flow("work", "gw")
    + _flow("gw", "large", condition="jumlah &gt; 10")
    + _flow("gw", "small", condition="jumlah &lt;= 10")
    + _flow("large", "end")
    + _flow("small", "end"),
)

#: What is filled first decides, a step later, whether the head looks at it.
DECIDED_LATER = _process(
    "later",
    _lanes(sekretaris="start work check gw small end", kepala_dinas="large")
    + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
    + _task("work", '<alur:form key="note"/>')
    + _task("check")
    + '<bpmn:exclusiveGateway id="gw"/>'
    + _task("large")
    + _task("small")
    + _flow("start", "work")
    + _flow("work", "check")
    + _flow("check", "gw")
    + _flow("gw", "large", condition="jumlah &gt; 1000")
    + _flow("gw", "small", condition="jumlah &lt;= 1000")
    + _flow("large", "end")
    + _flow("small", "end"),
)

AMOUNT = _form("amount", _field("number", "jumlah"))

FORMS = {
    "note": NOTE,
    "units": UNITS,
    "team": TEAM,
    "draft": DRAFT,
    "sending": SENDING,
    "assessment": ASSESSMENT,
    "amount": AMOUNT,
}
