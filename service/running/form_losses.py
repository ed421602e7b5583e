"""What a changed form would take from an SOP that uses it: what is gone, and who reads it.

A form and a diagram do not know each other; here both are there. Nothing is lost to a version that
exists, which keeps its form: it is what the next version, or a process moved to it, would miss.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.diagrams.gate.expressions import uses
from service.diagrams.gate.subject import Subject
from service.diagrams.model import Activity, MultiInstance
from service.feel import FeelSyntaxError, compile_expression
from service.forms import STEP_DOCUMENT
from service.sentences.telling import Said, Told, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.diagrams.model import Diagram, Node, Process
    from service.forms import Field, Form

#: Types whose answers are of one kind: what reads one reads the other.
_KINDS: Mapping[str, str] = {
    "textfield": "text",
    "textarea": "text",
    "select": "choice",
    "radio": "choice",
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Something of the diagram that reads what would be gone."""

    #: id of its element; "" of another form
    element: str
    #: what people call that element; "" of another form
    called: Told
    #: how: "condition-reads" and the like, with what fills the sentence
    how: Said


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that the form of a version asks and the changed form does not."""

    #: what people call the field
    label: str
    key: str
    what: Said
    readers: tuple[Reader, ...]


def losses_of(
    key: str,
    old: Form,
    new: Form,
    diagram: Diagram,
    process: Process,
    others: Mapping[str, Form],
) -> tuple[Loss, ...]:
    """Return what the process would miss if its form `key` were `new` instead of `old`.

    `others` are the other forms of the version, by key.
    """
    use = _Use(key, Subject(diagram, process, None, None), others)
    return tuple(use.losses(old, new))


def _kind(field: Field) -> str:
    return "private" if field.private else _KINDS.get(field.type, field.type)


@dataclass(frozen=True, slots=True)
class _Use:
    key: str
    subject: Subject
    others: Mapping[str, Form]

    def losses(self, old: Form, new: Form) -> Iterator[Loss]:
        by_key = {field.key: field for field in new.fields}
        known = {field.key for field in old.fields}
        came = {field.element: field for field in new.fields if field.key not in known}
        for field in old.fields:
            other = by_key.get(field.key)
            if other is not None:
                yield from self._changed(field, other)
            elif field.element in came:
                renamed = came[field.element].key
                yield self._loss(field, said("form-loss.renamed", key=field.key, new=renamed))
            else:
                yield self._loss(field, said("form-loss.removed", key=field.key))

    def _changed(self, field: Field, other: Field) -> Iterator[Loss]:
        if _kind(field) != _kind(other):
            what = said(
                "form-loss.retyped",
                old=said(f"compare.field-type.{field.type}"),
                new=said(f"compare.field-type.{other.type}"),
            )
            if field.type == other.type:
                what = said("form-loss.private" if other.private else "form-loss.not-private")
            yield self._loss(field, what)
            return
        kept = {option.value for option in other.options}
        anew = {one.label: one.value for one in other.options}
        for option in () if other.options_source else field.options:
            if option.value not in kept:
                what = said("form-loss.option", option=option.label)
                if option.label in anew:
                    what = said(
                        "form-loss.option-value",
                        option=option.label,
                        old=option.value,
                        new=anew[option.label],
                    )
                yield Loss(
                    field.label, field.key, what, tuple(self._taking(field.key, option.value))
                )
        for document in sorted(self._becomes(field) - self._becomes(other)):
            what = said("form-loss.document", document=document)
            yield Loss(field.label, field.key, what, tuple(self._needing(document)))

    def _loss(self, field: Field, what: Said) -> Loss:
        readers = [*self._reading(field.key)]
        for document in sorted(self._becomes(field)):
            readers += self._needing(document)
        return Loss(field.label, field.key, what, tuple(dict.fromkeys(readers)))

    def _at(self, element: str, how: Said) -> Reader:
        return Reader(element, self._called(element), how)

    def _called(self, element: str) -> Told:
        for area in self.subject.areas():
            nodes = {node.id: node.name or node.id for node in area.nodes()}
            if element in nodes:
                return nodes[element]
            for flow in area.scope.flows:
                if flow.id == element:
                    ends = (nodes.get(end, end) for end in (flow.source, flow.target))
                    source, target = ends
                    return flow.name or said("web.flow-between", source=source, target=target)
        return element

    # ------------------------------------------------------------ who reads it

    def _reading(self, name: str) -> Iterator[Reader]:
        """Yield what reads the variable `name`: expressions, decisions, loops, other forms."""
        for area in self.subject.areas():
            for use in uses(area):
                if name in _names(use.text):
                    how = said("form-loss.condition-reads", text=use.text)
                    yield self._at(use.element, how)
            for node in area.nodes():
                yield from self._node_reading(node, name)
        for key, form in self.others.items():
            if key != self.key and name in form.names:
                yield Reader("", "", said("form-loss.form-reads", form=key))

    def _node_reading(self, node: Node, name: str) -> Iterator[Reader]:
        decision = node.extension.decision
        if decision is not None and decision.variable == name:
            yield self._at(node.id, said("form-loss.decides"))
        loop = node.loop if isinstance(node, Activity) else None
        if isinstance(loop, MultiInstance) and name in (loop.collection, loop.output_item):
            yield self._at(node.id, said("form-loss.loop-reads"))

    def _taking(self, name: str, value: str) -> Iterator[Reader]:
        """Yield the ways that only the choice `value` leads to, and expressions that name it."""
        deciding = {
            node.id
            for area in self.subject.areas()
            for node in area.nodes()
            if node.extension.decision is not None and node.extension.decision.variable == name
        }
        for area in self.subject.areas():
            if deciding:
                for flow in area.scope.flows:
                    if flow.outcome == value:
                        yield self._at(flow.id, said("form-loss.way-of"))
            for use in uses(area):
                if name in _names(use.text) and f'"{value}"' in use.text:
                    yield self._at(use.element, said("form-loss.condition-reads", text=use.text))

    def _needing(self, document: str) -> Iterator[Reader]:
        """Yield kelengkapan, outputs and acts that name the document."""
        for area in self.subject.areas():
            for node in area.nodes():
                extension = node.extension
                for line in extension.requirements:
                    if line.document == document:
                        yield self._at(node.id, said("form-loss.requires", name=line.name))
                for output in extension.outputs:
                    if output.document == document:
                        how = said("form-loss.output", name=output.name or document)
                        yield self._at(node.id, how)
                for act in extension.acts:
                    if act.document == document:
                        yield self._at(node.id, said(f"form-loss.act-{act.kind}"))

    def _becomes(self, field: Field) -> frozenset[str]:
        """Return the documents that a field's file becomes at the steps that show the form."""
        if field.document != STEP_DOCUMENT:
            return frozenset({field.document} if field.document else ())
        nodes = (node for area in self.subject.areas() for node in area.nodes())
        made = (node.extension.makes for node in nodes if node.extension.form == self.key)
        return frozenset(document for document in made if document is not None)


def _names(text: str) -> frozenset[str]:
    try:
        return compile_expression(text).names
    except FeelSyntaxError:
        return frozenset()
