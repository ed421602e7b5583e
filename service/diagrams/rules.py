"""Decisions of DMN in a diagram: what its business rule tasks evaluate (BPMN 2.0.2 §10.3.3.5).

The whole model stands in the `extensionElements` of a process of the file, so that the diagram is
complete in itself: what is checked, ratified, moved and replayed has its rules with it.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cached_property, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from service.diagrams.xml import BPMN, child, children, local_name, namespace, parse, to_bytes
from service.dmn import DecisionsRefused, Limits, read_decisions
from service.dmn.reading import xml as dmn
from service.feel import is_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from service.diagrams.model import BusinessRuleTask
    from service.dmn import Finding, Model

#: Models of one file.
MOST_MODELS = 10
#: Models that are not read again when they are asked for again.
_MODELS_KEPT = 32
_DECIDERS = frozenset({"decision", "decisionService"})


class Models:
    """The models of one file; each is written out once, however many tasks name it."""

    def __init__(self, root: _Element) -> None:
        self._root = root

    def with_decision(self, decision: str) -> list[str]:
        """Return the models that hold a decision or service of this id."""
        return self._by_decision.get(decision, [])

    @property
    def too_many(self) -> bool:
        """Whether the file has more models than are read."""
        return len(list(_models_in(self._root))) > MOST_MODELS

    @cached_property
    def _by_decision(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for model in islice(_models_in(self._root), MOST_MODELS):
            text = _canonical(model)
            for decision in _decided_by(model):
                found.setdefault(decision, []).append(text)
        return found


def _models_in(root: _Element) -> Iterator[_Element]:
    for process in children(root, "process"):
        for extensions in children(process, "extensionElements"):
            for each in extensions.iterchildren(etree.Element):
                if local_name(each) == "definitions" and namespace(each) in dmn.NAMESPACES:
                    yield each


def _decided_by(model: _Element) -> set[str]:
    own = model.iterchildren(f"{{{namespace(model)}}}*")
    return {each.get("id", "") for each in own if local_name(each) in _DECIDERS}


def _canonical(model: _Element) -> str:
    """Return a model as text: the same for the same rules, however they are drawn or indented."""
    own = deepcopy(model)
    own.tail = None
    for picture in own.findall("{*}DMNDI"):
        own.remove(picture)
    for each in own.iter():
        each.text = each.text if (each.text or "").strip() else None
        each.tail = each.tail if (each.tail or "").strip() else None
    text: bytes = etree.tostring(
        own, method="c14n", exclusive=True, inclusive_ns_prefixes=_prefixes_of_types(own)
    )
    return text.decode()


def _prefixes_of_types(model: _Element) -> list[str]:
    """Return the prefixes that names of types have, as DMN 1.1 writes them."""
    written = [str(each.get("typeRef", "")) for each in model.iter(etree.Element)]
    written += [each.text or "" for each in model.iter("{*}typeRef")]
    used = {name.partition(":")[0].strip() for name in written if ":" in name}
    return sorted(prefix for prefix in model.nsmap if prefix in used)


def decisions_of(rules: str) -> Model:
    """Return the model that `rules` writes. Raises DecisionsRefused."""
    found = _read(rules)
    if isinstance(found, tuple):
        raise DecisionsRefused(found)
    return found


@lru_cache(maxsize=_MODELS_KEPT)
def _read(rules: str) -> Model | tuple[Finding, ...]:
    """Return a model, or why it is refused: many tasks may ask for the same."""
    try:
        return read_decisions(rules.encode())
    except DecisionsRefused as refused:
        return refused.findings


def arguments_of(task: BusinessRuleTask) -> tuple[tuple[str, str], ...]:
    """Return what the decision of a task is given: its inputs, and the FEEL of each.

    An input that `alur:in` does not name is the variable of its own name; one whose name no
    variable can have is left out, and the gate says so. Nothing, when the model is refused.
    """
    given = dict(task.inputs)
    asked = names_asked(task)
    named = ((name, given.get(name, name)) for name in asked)
    return tuple((name, text) for name, text in named if name in given or is_name(name))


def names_asked(task: BusinessRuleTask) -> tuple[str, ...]:
    """Return the names of the inputs that the decision of a task reads."""
    if task.rules is None:
        return ()
    try:
        return decisions_of(task.rules).names_asked(task.decision)
    except DecisionsRefused:
        return ()


def with_decisions(raw: bytes, decisions: bytes) -> bytes:
    """Return a diagram with a file of decisions in its first process.

    A model of the same namespace and id, wherever it stands, is replaced. Raises DiagramRefused
    and DecisionsRefused for what cannot be read at all; whether the decisions can be evaluated
    the gate says.
    """
    root = parse(raw, comments=True)
    model = dmn.parse(decisions, Limits())
    for old in list(_models_in(root)):
        if (old.get("namespace"), old.get("id")) == (model.get("namespace"), model.get("id")):
            _take_out(old)
    process = child(root, "process")
    if process is None:
        return raw
    holder = child(process, "extensionElements")
    if holder is None:
        holder = process.makeelement(f"{{{BPMN}}}extensionElements")
        # Behind the documentation, as the schema has it.
        process.insert(sum(1 for _ in children(process, "documentation")), holder)
    holder.append(deepcopy(model))
    return to_bytes(root)


def _take_out(element: _Element) -> None:
    around = element.getparent()
    if around is not None:
        around.remove(element)
