"""A task that decides: its outcomes are the flows of the exclusive gateway right behind it.

A return offers exactly the targets drawn, so each outcome must stand on a flow and in the flow's
condition alike; otherwise the screen would promise what the diagram does not do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error, setup
from service.diagrams.gate.expressions import is_variable
from service.diagrams.model import ExclusiveGateway, MultiInstance
from service.feel import FeelSyntaxError, compile_expression
from service.feel.tree import Compare, Literal, Variable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Area, Subject
    from service.diagrams.model import Node, SequenceFlow


def check(subject: Subject) -> Iterator[Finding]:
    """Judge the tasks that decide, and outcomes on flows that no task decides about."""
    for area in subject.areas():
        deciding: set[str] = set()
        for node in area.nodes():
            if node.extension.decision is None:
                continue
            gateway = decision_gateway(area, node)
            if gateway is not None:
                deciding.add(gateway.id)
            yield from _deciding(subject, area, node, gateway)
        yield from _stray_outcomes(area, deciding)


def _deciding(
    subject: Subject, area: Area, node: Node, gateway: ExclusiveGateway | None
) -> Iterator[Finding]:
    decision = node.extension.decision
    variable = "" if decision is None else decision.variable
    if not is_variable(variable):
        yield error("bad-variable", node.id, name=variable)
    elif isinstance(getattr(node, "loop", None), MultiInstance):
        # What an instance writes is its own: the gateway behind would never see it.
        yield error("decision-in-instances", node.id)
    elif gateway is None:
        yield error("decision-without-gateway", node.id)
    else:
        yield from _outcomes(subject, area, node, variable, gateway)


def decision_gateway(area: Area, node: Node) -> ExclusiveGateway | None:
    """Return the exclusive gateway that a deciding task leads to directly."""
    outgoing = area.scope.outgoing(node.id)
    if len(outgoing) != 1:
        return None
    target = area.scope.node(outgoing[0].target)
    return target if isinstance(target, ExclusiveGateway) else None


def _outcomes(
    subject: Subject, area: Area, node: Node, variable: str, gateway: ExclusiveGateway
) -> Iterator[Finding]:
    flows = area.scope.outgoing(gateway.id)
    if len(area.scope.incoming(gateway.id)) > 1:
        yield error("decision-gateway-shared", gateway.id, task=node.id)
    seen: dict[str, str] = {}
    for flow in flows:
        if flow.outcome is None:
            yield error("outcome-missing", flow.id, task=node.id)
            continue
        if flow.outcome in seen:
            yield error("outcome-twice", flow.id, outcome=flow.outcome, other=seen[flow.outcome])
        seen.setdefault(flow.outcome, flow.id)
        if flow.id != gateway.default and not _tests(flow, variable):
            yield error("outcome-condition", flow.id, variable=variable, outcome=flow.outcome)
        if not flow.name:
            yield setup("outcome-unnamed", flow.id)
    forward = [flow.outcome for flow in flows if flow.purpose == "forward" and flow.outcome]
    if not forward:
        yield error("no-forward-outcome", node.id)
    yield from _form_choice(subject, node, variable, forward)


def _tests(flow: SequenceFlow, variable: str) -> bool:
    """Return whether the condition says no more and no less than that this was decided."""
    try:
        written = compile_expression(flow.condition or "").tree
    except FeelSyntaxError:
        return False
    return written == Compare("=", Variable(variable), Literal(flow.outcome))


def _form_choice(
    subject: Subject, node: Node, variable: str, forward: list[str]
) -> Iterator[Finding]:
    """With several ways forward the form asks; it must offer exactly these."""
    form = node.extension.form
    if subject.forms is None or form is None or form not in subject.forms:
        return
    offered = subject.forms[form].choices.get(variable)
    if len(forward) > 1 and (offered is None or set(offered) != set(forward)):
        yield setup("form-lacks-choice", node.id, variable=variable, form=form)


def _stray_outcomes(area: Area, deciding: set[str]) -> Iterator[Finding]:
    for flow in area.scope.flows:
        marked = flow.outcome is not None or flow.purpose == "return"
        if marked and flow.source not in deciding:
            yield error("outcome-without-decision", flow.id)
