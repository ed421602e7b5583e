"""Our namespace `urn:alur:bpmn:1` from XML to frozen values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from service.diagrams.expressions_reader import without_sign
from service.diagrams.extensions import (
    NAMESPACE,
    Act,
    Assignment,
    Confidence,
    Decision,
    DocumentDeclaration,
    LaneBinding,
    NodeExtension,
    OpenPoint,
    Output,
    ProposedNode,
    Requirement,
    SopIdentity,
    SopStep,
    SubStep,
)
from service.diagrams.findings import Finding, error
from service.diagrams.model import JobResult
from service.diagrams.vendors import CALLED_DECISION
from service.diagrams.xml import BPMN, is_true, local_name, namespace, text_of, whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_OUTPUT_KINDS = {
    "newDocument": "new_document",
    "newVersion": "new_version",
    "act": "act",
    "record": "record",
}
_ACT_KINDS = {
    "paraf": "paraf",
    "approveForSignature": "approve_for_signature",
    "sign": "sign",
}
_EFFECTS = {"formTeam": "form_team"}
_CONFIDENCES = ("high", "medium", "low")
#: of XML Schema
_BOOLEANS = ("true", "1", "false", "0")


def read_lane(element: _Element) -> LaneBinding:
    """Return the role that a lane is bound to."""
    return LaneBinding(element.get(f"{{{NAMESPACE}}}role"))


def read_flow(element: _Element) -> tuple[Literal["forward", "return"], str | None]:
    """Return the purpose of a sequence flow and the outcome that takes it."""
    returns = element.get(f"{{{NAMESPACE}}}purpose") == "return"
    return "return" if returns else "forward", element.get(f"{{{NAMESPACE}}}outcome")


def read_correlation(element: _Element) -> str | None:
    """Return the FEEL expression of `alur:correlation`; None when every message fits."""
    found = _first(element, "correlation")
    return None if found is None else _feel(found, "value")


def read_mappings(
    element: _Element,
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Return the `alur:in` and `alur:out` pairs (variable, FEEL) of a call activity."""
    return (
        tuple((item.variable, item.value) for item in _assignments(element, "in")),
        tuple((item.variable, item.value) for item in _assignments(element, "out")),
    )


def read_node(element: _Element, findings: list[Finding]) -> NodeExtension:
    """Return what our namespace says about a flow node."""
    owner = element.get("id", "")
    decision = _first(element, "decision")
    agency = _first(element, "agency")
    unit = _first(element, "unit")
    collector = _first(element, "collector")
    effect = _first(element, "effect")
    form = _first(element, "form")
    return NodeExtension(
        step=_step(_first(element, "step"), owner, findings),
        proposed=_proposed(_first(element, "proposed")),
        form=None if form is None else form.get("key"),
        requirements=tuple(
            Requirement(item.get("name", ""), item.get("document"))
            for item in _all(element, "requirement")
        ),
        outputs=tuple(_outputs(element, owner, findings)),
        acts=tuple(_acts(element, owner, findings)),
        assignments=_assignments(element, "assign"),
        # Of a call they are what comes back; the call itself has them.
        payload=() if local_name(element) == "callActivity" else _assignments(element, "out"),
        decision=None if decision is None else Decision(decision.get("variable", "")),
        agency=None if agency is None else agency.get("key"),
        unit=None if unit is None else _feel(unit, "value"),
        collector=None if collector is None else collector.get("element"),
        effect=_effect(effect, owner, findings),
    )


def read_result(element: _Element) -> str | None:
    """Return the variable that gets what an activity computes; None where it names none."""
    result = _first(element, "result")
    return None if result is None else result.get("variable", "")


def read_rules(element: _Element) -> tuple[str, str | None]:
    """Return which decision a business rule task evaluates ("": none), and the variable for it.

    Camunda 8 writes the same as `zeebe:calledDecision`; there an id may be an expression, which
    names no decision.
    """
    rules = _first(element, "rules")
    if rules is not None:
        return rules.get("decision", "").strip(), read_result(element)
    called = element.find(f"{{{BPMN}}}extensionElements/{CALLED_DECISION}")
    if called is None:
        return "", read_result(element)
    decision = called.get("decisionId", "").strip()
    variable = called.get("resultVariable") or read_result(element)
    return "" if decision.startswith("=") else decision, variable


def read_job(element: _Element) -> tuple[str | None, tuple[JobResult, ...]]:
    """Return the topic of a task that a system outside does, and what that may bring."""
    job = _first(element, "job")
    returns = tuple(
        JobResult(item.get("variable", ""), item.get("kind", "text"))
        for item in _all(element, "returns")
    )
    return (None if job is None else job.get("type", "").strip() or None), returns


def read_identity(element: _Element) -> SopIdentity | None:
    """Return the identity part of a process; None when it has none."""
    sop = _first(element, "sop")
    if sop is None:
        return None

    def texts(name: str) -> tuple[str, ...]:
        return tuple(text_of(item) for item in sop.iterchildren(f"{{{NAMESPACE}}}{name}"))

    kinds = sop.get("kinds")
    return SopIdentity(
        number=sop.get("number", ""),
        name=sop.get("name", ""),
        government=sop.get("government", ""),
        office=sop.get("office", ""),
        unit=sop.get("unit", ""),
        made=sop.get("made", ""),
        revised=sop.get("revised", ""),
        effective=sop.get("effective", ""),
        ratified=sop.get("ratified", ""),
        ratified_by=sop.get("ratifiedBy", ""),
        legal_basis=texts("legalBasis"),
        qualifications=texts("qualification"),
        related=texts("related"),
        equipment=texts("equipment"),
        warnings=texts("warning"),
        records=texts("record"),
        open_points=tuple(
            OpenPoint(text_of(item), item.get("source", ""))
            for item in sop.iterchildren(f"{{{NAMESPACE}}}openPoint")
        ),
        documents=tuple(
            DocumentDeclaration(item.get("key", ""), item.get("name", ""))
            for item in sop.iterchildren(f"{{{NAMESPACE}}}document")
        ),
        kinds=None if kinds is None else tuple(kinds.split()),
    )


def _step(element: _Element | None, owner: str, findings: list[Finding]) -> SopStep | None:
    if element is None:
        return None
    seq = whole_number(element.get("seq", ""))
    if seq is None:
        value = element.get("seq", "")
        findings.append(error("bad-extension", owner, attribute="step.seq", value=value))

    def text(name: str) -> str:
        return text_of(element.find(f"{{{NAMESPACE}}}{name}"))

    return SopStep(
        seq=seq or 0,
        number=element.get("number", ""),
        activity=text("activity"),
        requirements=text("requirements"),
        time_text=element.get("time", ""),
        time_iso=element.get("timeIso") or None,
        time_adjusted=_adjusted(element, owner, findings),
        output=text("outputText"),
        remarks=text("remarks"),
        column=element.get("column", ""),
        confidence=_confidence(element.get("confidence"), owner, findings),
        reason=element.get("reason", ""),
        sub_steps=tuple(
            SubStep(
                item.get("number", ""),
                item.get("time", ""),
                item.get("timeIso") or None,
                text_of(item),
            )
            for item in element.iterchildren(f"{{{NAMESPACE}}}subStep")
        ),
    )


def _adjusted(element: _Element, owner: str, findings: list[Finding]) -> bool:
    text = element.get("timeAdjusted", "false")
    if text.strip() not in _BOOLEANS:
        findings.append(error("bad-extension", owner, attribute="step.timeAdjusted", value=text))
    return is_true(element, "timeAdjusted")


def _confidence(text: str | None, owner: str, findings: list[Finding]) -> Confidence | None:
    if text is None:
        return None
    if text not in _CONFIDENCES:
        findings.append(error("bad-extension", owner, attribute="step.confidence", value=text))
        return None
    return text  # type: ignore[return-value]


def _proposed(element: _Element | None) -> ProposedNode | None:
    if element is None:
        return None
    return ProposedNode(
        element.get("partOf", ""), element.get("reason", ""), element.get("timeIso") or None
    )


def _outputs(element: _Element, owner: str, findings: list[Finding]) -> Iterator[Output]:
    for item in _all(element, "output"):
        kind = _OUTPUT_KINDS.get(item.get("kind", ""))
        if kind is None:
            findings.append(
                error("bad-extension", owner, attribute="output.kind", value=item.get("kind", ""))
            )
            continue
        yield Output(
            kind,  # type: ignore[arg-type]
            item.get("document"),
            item.get("name", ""),
            _feel(item, "when"),
        )


def _acts(element: _Element, owner: str, findings: list[Finding]) -> Iterator[Act]:
    for item in _all(element, "act"):
        kind = _ACT_KINDS.get(item.get("kind", ""))
        if kind is None:
            findings.append(
                error("bad-extension", owner, attribute="act.kind", value=item.get("kind", ""))
            )
            continue
        yield Act(kind, item.get("document", ""), _feel(item, "when"))  # type: ignore[arg-type]


def _effect(
    element: _Element | None, owner: str, findings: list[Finding]
) -> Literal["form_team"] | None:
    if element is None:
        return None
    kind = element.get("kind", "")
    if kind not in _EFFECTS:
        findings.append(error("bad-extension", owner, attribute="effect.kind", value=kind))
        return None
    return "form_team"


def _assignments(element: _Element, name: str) -> tuple[Assignment, ...]:
    return tuple(
        Assignment(item.get("variable", ""), _feel(item, "value") or "")
        for item in _all(element, name)
    )


def _feel(element: _Element, attribute: str) -> str | None:
    text = element.get(attribute)
    return without_sign(text) if text and text.strip() else None


def _ours(element: _Element) -> Iterator[_Element]:
    for holder in element.iterchildren(f"{{{BPMN}}}extensionElements"):
        for child in holder:
            if namespace(child) == NAMESPACE:
                yield child


def _all(element: _Element, name: str) -> Iterator[_Element]:
    return (child for child in _ours(element) if local_name(child) == name)


def _first(element: _Element, name: str) -> _Element | None:
    return next(_all(element, name), None)
