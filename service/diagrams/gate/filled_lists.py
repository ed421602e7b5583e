"""A step that is done once for each entry of a list needs somebody who fills that list (§10.3.8).

Without it every process that a person starts comes to rest there as an incident. Silent where the
list could come from outside: with a message or a signal, or from a form that is not there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import setup
from service.diagrams.gate.scripts import entries_of
from service.diagrams.model import (
    Activity,
    BusinessRuleTask,
    CallActivity,
    EndEvent,
    IntermediateThrowEvent,
    JobTask,
    MessageEvent,
    MultiInstance,
    ScriptTask,
    SignalEvent,
    events_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import FormOutline, Subject
    from service.diagrams.model import Node


def check(subject: Subject) -> Iterator[Finding]:
    """Judge the list of every multi-instance activity."""
    read = tuple(_lists(subject))
    if not read or subject.forms is None or _fed_from_outside(subject):
        return
    computed = _computed(subject)
    asked = [(key, outline) for key, outline in _forms(subject) if outline is not None]
    for node, name in read:
        answers = [key for key, outline in asked if name in outline.value_keys | outline.text_keys]
        lists = [key for key, outline in asked if name in outline.list_keys]
        if name in computed or lists:
            continue
        if answers:
            yield setup("list-filled-by-one", node.id, name=name, form=answers[0])
        else:
            yield setup("list-never-filled", node.id, name=name)


def _lists(subject: Subject) -> Iterator[tuple[Activity, str]]:
    for area in subject.areas():
        for node in area.scope.nodes:
            match node:
                case Activity(loop=MultiInstance(collection=str(name))) if name in area.data_names:
                    yield node, name


def _forms(subject: Subject) -> Iterator[tuple[str, FormOutline | None]]:
    """Yield each form that a step shows; None: it is not there."""
    for node in subject.process.scope.all_nodes():
        key = node.extension.form
        if key is not None:
            yield key, (subject.forms or {}).get(key)


def _fed_from_outside(subject: Subject) -> bool:
    """Say whether more comes into the process than its own steps and forms tell."""
    nodes = tuple(subject.process.scope.all_nodes())
    called = any(
        isinstance(node, CallActivity) and node.called == subject.process.id
        for other in subject.diagram.processes
        for node in other.scope.all_nodes()
    )
    unknown = any(outline is None for _, outline in _forms(subject))
    return called or unknown or any(_receives(node) for node in nodes)


def _receives(node: Node) -> bool:
    nodes = (node, *node.boundaries) if isinstance(node, Activity) else (node,)
    return any(
        isinstance(event, MessageEvent | SignalEvent)
        for each in nodes
        if not isinstance(each, EndEvent | IntermediateThrowEvent)
        for event in events_of(each)
    )


def _computed(subject: Subject) -> frozenset[str]:
    """Return the variables that the process itself gives a value to."""
    nodes = subject.process.scope.all_nodes()
    return frozenset(name for node in nodes for name in _written(node))


def _written(node: Node) -> Iterator[str]:
    yield from (item.variable for item in node.extension.assignments)
    match node:
        case ScriptTask(result=None, script=str(script)):
            yield from entries_of(script) or ()
        case ScriptTask(result=str(result)) | BusinessRuleTask(result=str(result)):
            yield result
        case JobTask():
            yield from (item.variable for item in node.returns)
        case CallActivity():
            yield from (name for name, _ in node.outputs)
        case _:
            pass
    loop = node.loop if isinstance(node, Activity) else None
    if isinstance(loop, MultiInstance) and loop.output_collection is not None:
        yield loop.output_collection
