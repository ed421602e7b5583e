"""A file as the modeller can open it: what a file may leave out and bpmn-js cannot do without.

A BPMN file need not have a picture, nor ids for its flows, and may write every reference as a
QName (BPMN 2.0.2 §15.3.2). Of such a file bpmn-js shows less than there is, or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from service.diagrams.findings import DiagramRefused
from service.diagrams.layout import amend, lay_out
from service.diagrams.layout.graph import LayoutRefused
from service.diagrams.layout.shown import shown_in
from service.diagrams.xml import (
    BPMN,
    BPMNDI,
    KEPT,
    SUBPROCESSES,
    children,
    local_name,
    parse,
    to_bytes,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

#: References whose names do not end in `Ref`.
_REFERRING: Final = frozenset({"bpmnElement", "default", "incoming", "outgoing"})
#: Have a place of their own, though nothing flows through a note.
_OTHERS: Final = frozenset({"dataObjectReference", "dataStoreReference", "textAnnotation"})
#: The layouter stands them nowhere by themselves.
_ATTACHED: Final = "boundaryEvent"


@dataclass(frozen=True, slots=True)
class Opened:
    """The file that the modeller gets."""

    raw: bytes
    #: whether places were made that the file did not have
    drawn: bool
    #: whether there is still nothing to show, because the layouter refuses what is in it
    bare: bool = False


def opened(raw: bytes) -> Opened:
    """Return the file with plain references, ids and places; the same bytes where it has them.

    A file that is not BPMN, and a process that the layouter refuses, come back as they are.
    """
    try:
        root = parse(raw, KEPT, comments=True)
    except DiagramRefused:
        return Opened(raw, drawn=False)
    changed = _plain(root)
    changed |= _named(root)
    drawn = _drawn(root)
    bare = not drawn and not _pictured(root)
    return Opened(to_bytes(root) if changed or drawn else raw, drawn, bare)


def without_place(raw: bytes) -> tuple[str, ...]:
    """Return the ids of what flows or is done in a file and stands nowhere in its picture.

    Of what a subprocess without a place holds nothing is said; a file without a picture, and one
    that is not BPMN, have none.
    """
    try:
        root = parse(raw, KEPT)
    except DiagramRefused:
        return ()
    if not _pictured(root):
        return ()
    drawn = root.iter(f"{{{BPMNDI}}}BPMNShape", f"{{{BPMNDI}}}BPMNEdge")
    placed = {_plain_name(each.get("bpmnElement", "")) for each in drawn}
    scopes = list(children(root, "process"))
    found = []
    for scope in scopes:
        for each in _shown_things(scope):
            if local_name(each) in _OTHERS:
                continue
            if each.get("id") not in placed:
                found.append(each.get("id", ""))
            elif local_name(each) in SUBPROCESSES:
                scopes.append(each)
    return tuple(each for each in found if each)


def _plain_name(reference: str) -> str:
    return reference.rpartition(":")[2]


# ---------------------------------------------------------------- references


def _plain(root: etree._Element) -> bool:
    """Write `tns:id` as `id` where the prefix is that of this file's own namespace."""
    changed = False
    own, ids = root.get("targetNamespace"), {each.get("id", "") for each in _model(root)} - {""}
    for element in _model(root):
        for name, value in element.attrib.items():
            short = _short(element, str(value), own)
            if short in ids and _refers(str(name)):
                element.set(name, short)
                changed = True
        short = _short(element, (element.text or "").strip(), own)
        if short in ids and _refers(local_name(element)):
            element.text = short
            changed = True
    return changed


def _model(root: etree._Element) -> Iterator[etree._Element]:
    return root.iter(f"{{{BPMN}}}*", f"{{{BPMNDI}}}*")


def _refers(name: str) -> bool:
    return name.endswith(("Ref", "Refs")) or name in _REFERRING


def _short(element: etree._Element, value: str, own: str | None) -> str:
    prefix, _, rest = value.partition(":")
    return rest if own is not None and element.nsmap.get(prefix) == own else ""


def _named(root: etree._Element) -> bool:
    """Give ids to nodes and flows that have none, so that they can be drawn."""
    used = {each.get("id") for each in _model(root)}
    number = 0
    changed = False
    for process in root.iter(*(f"{{{BPMN}}}{name}" for name in ("process", *SUBPROCESSES))):
        for element in _shown_things(process):
            if element.get("id"):
                continue
            while f"{local_name(element)}_{number}" in used:
                number += 1
            element.set("id", f"{local_name(element)}_{number}")
            used.add(element.get("id"))
            changed = True
    return changed


# ---------------------------------------------------------------- places


def _drawn(root: etree._Element) -> bool:
    """Make the picture of a file without one, or what its picture lacks; return whether it did."""
    processes = list(children(root, "process"))
    if not _pictured(root):
        return _whole(root)
    # A flow from or to nothing has no way, and would stop what completes; the gate refuses it.
    if any(_dangles(process) for process in processes):
        return False
    # Each of them, not only up to the first that lacked something.
    completed = [_completed(root, process) for process in processes]
    return any(completed)


def _pictured(root: etree._Element) -> bool:
    return next(root.iter(f"{{{BPMNDI}}}BPMNShape"), None) is not None


def _dangles(process: etree._Element) -> bool:
    # A flow has an id and a line of its own, and is no end of another one.
    there = {
        each.get("id") for each in _shown_things(process) if not local_name(each).endswith("Flow")
    }
    return any(
        flow.get(end) not in there
        for flow in children(process, "sequenceFlow")
        for end in ("sourceRef", "targetRef")
    )


def _whole(root: etree._Element) -> bool:
    before = etree.tostring(root)
    try:
        lay_out(root)
    except LayoutRefused:
        return False
    return etree.tostring(root) != before


def _completed(root: etree._Element, process: etree._Element) -> bool:
    shown = shown_in(root, process)
    if shown is None or process.get("id") is None:
        return False
    places = {*shown.shapes, *shown.lines}
    missing = [each for each in _shown_things(process) if each.get("id") not in places]
    if not missing or any(local_name(each) == _ATTACHED for each in missing):
        return False
    amend(root, process.get("id", ""))
    return True


def _shown_things(scope: etree._Element) -> Iterator[etree._Element]:
    for each in scope.iterchildren(f"{{{BPMN}}}*"):
        name = local_name(each)
        if name.endswith(("Gateway", "Event", "Task", "Flow")) or name in {
            "task",
            "callActivity",
            *SUBPROCESSES,
            "adHocSubProcess",
            *_OTHERS,
        }:
            yield each
