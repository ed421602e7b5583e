"""What a step does with documents: the file of one that it makes, and acts that name one.

A click is no signature (decisions §3.7): a step whose words are an act names its document.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from service.diagrams.findings import info, setup
from service.diagrams.model import UserTask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Subject
    from service.diagrams.model import Node

_MADE: Final = ("new_document", "new_version")

#: Words of a kegiatan by which who does it signs or initials → the act. Words that tell of a
#: signature, as "yang telah ditandatangani" and "untuk ditandatangani" do, are none.
_ACTS: Final = (
    (r"\b(?:men|pen)anda ?tangan|\b(?:mem)?bubuhkan tanda ?tangan|^tanda ?tangan\b", "sign"),
    (r"\bmemaraf|\bmemparaf|\bpemarafan|\b(?:mem)?bubuhkan paraf|^paraf\b", "paraf"),
)


def check(subject: Subject) -> Iterator[Finding]:
    """Judge the documents of what people do."""
    there = _there(subject)
    for area in subject.areas():
        for node in area.nodes():
            if isinstance(node, UserTask):
                yield from _files(subject, node)
                yield from _act(subject, node)
            yield from _acts_on_nothing(subject, node, there)


def _files(subject: Subject, node: Node) -> Iterator[Finding]:
    """Say which document would never exist, because no form asks for its file."""
    form = node.extension.form
    outline = None if form is None else (subject.forms or {}).get(form)
    if outline is None:
        return
    made = (each.document for each in node.extension.outputs if each.kind in _MADE)
    for document in dict.fromkeys(made):
        if document is not None and not outline.asks_for(document, node.extension.makes):
            name = _names(subject).get(document, document)
            yield setup("form-asks-no-file", node.id, form=form, document=name, key=document)


def _there(subject: Subject) -> frozenset[str]:
    """Return the documents that some step makes, some form asks for or some kelengkapan names.

    Steps of the other processes of the file and of those that may be called count too.
    """
    processes = {**subject.known, subject.process.id: subject.process}
    nodes = (node for each in processes.values() for node in each.scope.all_nodes())
    found: set[str | None] = set()
    for extension in (node.extension for node in nodes):
        found |= {each.document for each in extension.outputs if each.kind in _MADE}
        found |= {each.document for each in extension.requirements}
        outline = (subject.forms or {}).get(extension.form or "")
        found |= set(outline.documents.values()) if outline is not None else set()
    return frozenset(key for key in found if key is not None)


def _acts_on_nothing(subject: Subject, node: Node, there: frozenset[str]) -> Iterator[Finding]:
    """Say which document is to be initialled or signed that is never there."""
    names = _names(subject)
    for document in dict.fromkeys(each.document for each in node.extension.acts):
        if document in names and document not in there:
            yield setup("act-on-no-document", node.id, document=names[document])


def _act(subject: Subject, node: Node) -> Iterator[Finding]:
    """Say that a step whose words are an act names no document for it."""
    step = node.extension.step
    if step is None or node.extension.acts or _done_beside(subject, step.called):
        return
    words = " ".join(step.activity.lower().split())
    act = next((act for pattern, act in _ACTS if re.search(pattern, words)), None)
    if act is None:
        return
    names = _names(subject)
    if len(names) == 1:
        key, name = next(iter(names.items()))
        yield info("act-without-document", node.id, act=act, document=name, key=key)
    else:
        yield info("act-without-document", node.id)


def _done_beside(subject: Subject, called: str) -> bool:
    """Say whether another node is the part of the step that does the act."""
    nodes = (node.extension for area in subject.areas() for node in area.nodes())
    return any(
        each.acts and each.proposed is not None and each.proposed.part_of == called
        for each in nodes
    )


def _names(subject: Subject) -> dict[str, str]:
    """Return by which name people know each document of the SOP."""
    identity = subject.process.identity
    declared = () if identity is None else identity.documents
    return {each.key: each.name or each.key for each in declared}
