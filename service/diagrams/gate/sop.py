"""What a diagram needs before an office can run it: roles, forms, agencies, the SOP's texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.extensions import FIRST_STEP, KINDS, LANE_ROLES
from service.diagrams.findings import error, info, setup
from service.diagrams.model import JobTask, ManualTask, MultiInstance, ReceiveTask, UserTask
from service.diagrams.timer_text import not_negative
from service.errors import Rejected
from service.feel.iso8601 import parse_duration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Subject
    from service.diagrams.model import Node, Process

_WORK = (UserTask, ManualTask, ReceiveTask)


#: What stands in a cell of the mutu baku where there is nothing.
_NOTHING = frozenset({"", "-", "\N{EN DASH}", "\N{EM DASH}"})


def check(subject: Subject) -> Iterator[Finding]:
    """Judge what stands in our namespace."""
    process = subject.process
    if not process.executable:
        yield setup("not-executable", process.id)
    if process.identity is None:
        yield setup("identity-missing", process.id)
    yield from _kinds(process)
    yield from _standard(subject)
    for lane in process.lanes:
        role = lane.binding.role
        if role is None:
            yield setup("lane-unbound", lane.id, name=lane.name)
        elif role not in LANE_ROLES:
            yield error("unknown-role", lane.id, role=role)
    for area in subject.areas():
        for node in area.nodes():
            if isinstance(node, _WORK):
                yield from _work(subject, node)
            elif isinstance(node, JobTask) and node.lane is not None:
                yield from _performer(subject, node)
            yield from _step_time(node)
            yield from _documents(subject, node)


def _kinds(process: Process) -> Iterator[Finding]:
    """Refuse kinds that people have no word for, and one that is given twice."""
    given = None if process.identity is None else process.identity.kinds
    for place, kind in enumerate(given or ()):
        if kind not in KINDS or kind in (given or ())[:place]:
            yield error("bad-extension", process.id, attribute="sop.kinds", value=kind)


def _standard(subject: Subject) -> Iterator[Finding]:
    """Ask for the mutu baku: an SOP of which no row names any is none (PermenPANRB 35/2012)."""
    nodes = [node for area in subject.areas() for node in area.nodes()]
    rows = [node for node in nodes if node.extension.step is not None]
    if rows and not any(map(_says_standard, rows)):
        yield setup("standard-missing", subject.process.id)


def _says_standard(node: Node) -> bool:
    step = node.extension.step
    if step is None or node.extension.requirements or node.extension.outputs:
        return step is not None
    times = (step.time_text, step.time_iso or "", *(part.time_text for part in step.sub_steps))
    written = (step.requirements, step.output, *times)
    return step.time_adjusted or any(text.strip() not in _NOTHING for text in written)


def _work(subject: Subject, node: Node) -> Iterator[Finding]:
    extension = node.extension
    yield from _performer(subject, node)
    begins = isinstance(node, ReceiveTask) and node.instantiate
    if extension.form is None and not (begins or isinstance(node, ManualTask)):
        yield setup("form-missing", node.id)
    elif _is_unknown_form(subject, extension.form):
        yield setup("form-unknown", node.id, form=extension.form)
    if extension.step is None and extension.proposed is None:
        yield setup("step-missing", node.id)
    if extension.step is not None and extension.step.activity.strip() == FIRST_STEP:
        yield setup("step-unwritten", node.id)
    if extension.collector is not None:
        yield from _collector(subject, node, extension.collector)


def _performer(subject: Subject, node: Node) -> Iterator[Finding]:
    """Judge by its lane who is to do the work."""
    extension = node.extension
    lane = subject.process.lane(node.lane)
    role = None if lane is None else lane.binding.role
    if lane is None:
        yield setup("no-lane", node.id)
    elif role == "instansi":
        if extension.agency is None:
            yield setup("agency-missing", node.id)
        if not isinstance(node, ReceiveTask):
            yield setup("agency-works", node.id)
    elif isinstance(node, ReceiveTask):
        yield setup("receive-in-own-lane", node.id)
    if role == "bidang" and extension.unit is None:
        yield setup("unit-missing", node.id)
    step = extension.step
    if step is not None and step.confidence == "low":
        yield info("performer-assumed", node.id, reason=step.reason.rstrip(". "))


def _is_unknown_form(subject: Subject, form: str | None) -> bool:
    return form is not None and subject.forms is not None and form not in subject.forms


def _step_time(node: Node) -> Iterator[Finding]:
    """Refuse a time that no deadline could be reckoned from; say which text is no time."""
    step = node.extension.step
    parts = () if step is None else step.sub_steps
    for written in (*((step,) if step is not None and not step.time_adjusted else ()), *parts):
        text = written.time_text.strip()
        if text not in _NOTHING and written.time_iso is None:
            yield info("time-uncounted", node.id, text=" ".join(text.split()))
    for part in (step, node.extension.proposed, *parts):
        if part is None or part.time_iso is None:
            continue
        try:
            not_negative(parse_duration(part.time_iso), part.time_iso)
        except Rejected:
            yield error("step-time", node.id, text=part.time_iso)


def _collector(subject: Subject, node: Node, target: str) -> Iterator[Finding]:
    known = {item.id for area in subject.areas() for item in area.nodes()}
    if target not in known:
        yield error("dangling-reference", node.id, attribute="alur:collector", target=target)
    loop = getattr(node, "loop", None)
    if not isinstance(loop, MultiInstance):
        yield setup("collector-without-instances", node.id)


def _documents(subject: Subject, node: Node) -> Iterator[Finding]:
    """Every document that a node names is declared at the process."""
    identity = subject.process.identity
    declared = {item.key for item in identity.documents} if identity is not None else set()
    extension = node.extension
    named = [
        *(item.document for item in extension.requirements),
        *(item.document for item in extension.outputs),
        *(item.document for item in extension.acts),
    ]
    for document in dict.fromkeys(item for item in named if item is not None):
        if document not in declared:
            yield error("document-undeclared", node.id, document=document)
    for output in extension.outputs:
        if output.kind in ("new_document", "new_version") and output.document is None:
            yield error("output-without-document", node.id)
