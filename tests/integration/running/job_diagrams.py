"""A diagram whose step a system does."""

from __future__ import annotations

from tests.integration.running.diagrams import _flow, _lanes, _process, _task

_JOB = (
    '<alur:job type="kirim"/><alur:in variable="untuk" value="=tahun + 1"/>'
    '<alur:returns variable="nomor" kind="number"/>'
    '<alur:returns variable="hasil" kind="choice"/>'
    '<alur:returns variable="tanggal" kind="date"/>'
    '<alur:returns variable="catatan" kind="text"/>'
)

#: A system sends; a person goes on, or repairs what the system could not send.
JOB = _process(
    "job",
    _lanes(sekretaris="start send refused repair second end done")
    + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/><bpmn:endEvent id="done"/>'
    + _task("send", _JOB, kind="serviceTask")
    + '<bpmn:boundaryEvent id="refused" attachedToRef="send">'
    + '<bpmn:errorEventDefinition id="def" errorRef="error"/></bpmn:boundaryEvent>'
    + _task("second")
    + _task("repair")
    + _flow("start", "send")
    + _flow("send", "second")
    + _flow("second", "end")
    + _flow("refused", "repair")
    + _flow("repair", "done"),
    '<bpmn:error id="error" errorCode="ditolak"/>',
)
