"""What the office works by: one SOP with nearly everything, in two versions, and its peers."""

from __future__ import annotations

from itertools import pairwise

from tests.integration.running import sending_diagrams as peers
from tests.integration.running.diagrams import _decided, _flow, _lanes, _process, _task

_WHAT = (
    '<bpmn:message id="m" name="surat"/><bpmn:signal id="s" name="anggaran-dibuka"/>'
    '<bpmn:error id="error" errorCode="ditolak"/>'
)

_JOB = (
    '<alur:job type="kirim"/><alur:in variable="untuk" value="=tahun + 1"/>'
    '<alur:returns variable="nomor" kind="number"/>'
)

_ERROR = '<bpmn:errorEventDefinition errorRef="error"/>'

_OF_ITS_YEAR = '<alur:correlation value="=tahun"/>'
_THROWN = peers.SIGNAL.replace("def_s", "def_call")


def _boundary(key: str, of: str, definition: str, *, interrupts: bool) -> str:
    cancels = str(interrupts).lower()
    return (
        f'<bpmn:boundaryEvent id="{key}" attachedToRef="{of}" cancelActivity="{cancels}">'
        f"{definition}</bpmn:boundaryEvent>"
    )


def _work(*last: str) -> bytes:
    """Draft, check with a return, then a system, a letter and a person side by side; then the end.

    `last`: the steps behind the choice by the amount.
    """
    gateways = (
        [("exclusiveGateway", key) for key in ("gw", "sent", "did", "large_or_small", "either")]
    ) + [("parallelGateway", key) for key in ("fork", "join")]
    flows = [
        *pairwise(("start", "draft", "check", "gw")),
        *(("fork", key) for key in ("send", "get", "second")),
        *pairwise(("send", "sent", "join")),
        *pairwise(("refused", "repair", "sent")),
        ("get", "join"),
        *pairwise(("second", "did", "join")),
        ("opened", "did"),
        *pairwise(("late", "remind", "reminded")),
        *pairwise(("join", "call", "large_or_small")),
        ("large", "either"),
        ("small", "either"),
        *pairwise(("either", *last, "end")),
    ]
    drawn = " ".join(
        (
            "check repair second remind large small start end reminded get call send",
            "refused opened late",
            *last,
            *(key for _, key in gateways),
        )
    )
    return _process(
        "work",
        _lanes(anggota_tim="draft", sekretaris=drawn)
        + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/><bpmn:endEvent id="reminded"/>'
        + "".join(f'<bpmn:{kind} id="{key}"/>' for kind, key in gateways)
        + _task("draft", '<alur:form key="note"/>')
        + _task("check", '<alur:decision variable="putusan"/>')
        + _task("send", _JOB, kind="serviceTask")
        + "".join(_task(key) for key in ("repair", "second", "remind", "large", "small", *last))
        + _boundary("refused", "send", _ERROR, interrupts=True)
        + _boundary("opened", "second", peers.SIGNAL, interrupts=True)
        + _boundary(
            "late",
            "second",
            "<bpmn:timerEventDefinition><bpmn:timeCycle>R2/PT1H</bpmn:timeCycle>"
            "</bpmn:timerEventDefinition>",
            interrupts=False,
        )
        + peers.event_of(
            "intermediateCatchEvent",
            "get",
            peers.message_of(),
            '<alur:correlation value="=tahun"/>',
        )
        + peers.event_of(
            "intermediateThrowEvent", "call", peers.SIGNAL.replace("def_s", "def_call")
        )
        + "".join(_flow(*pair) for pair in flows)
        + _decided("gw", "fork", "putusan", "teruskan")
        + _decided("gw", "draft", "putusan", "kembalikan", back=True)
        + _flow("large_or_small", "large", condition="jumlah &gt; 1000")
        + _flow("large_or_small", "small", condition="jumlah &lt;= 1000"),
        _WHAT,
    )


#: SOP → the diagrams of its versions.
SOPS = {
    "work": (_work("last"), _work("last", "archive")),
    "sender": (peers.SENDER,),
    "receiver": (peers.RECEIVER,),
    "any": (peers.ANY,),
    "interrupted": (peers.INTERRUPTED,),
    "caller": (peers.CALLER,),
    "hearer": (peers.HEARER,),
    "begun-by-signal": (peers.BEGUN_BY_SIGNAL,),
    "begun-by-time": (peers.every("R/2026-11-23T03:10:00Z/PT6H"),),
}

#: A time begins nothing while its SOP is tried out.
EFFECTIVE = {"begun-by-time"}
