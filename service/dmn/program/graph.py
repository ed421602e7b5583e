"""Which elements of a model need which (DMN 1.5 §6.3): no circle, no end in nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.dmn.findings import Findings
    from service.dmn.limits import Limits
    from service.dmn.structure import Definitions, Requirements

#: What each element needs: the ids, and of what kind each has to be.
Needs = dict[str, tuple[tuple[str, str], ...]]

_FITTING = {
    "input": ("input",),
    "decision": ("decision",),
    "knowledge": ("knowledge", "service"),
}


def judge(definitions: Definitions, limits: Limits, findings: Findings) -> list[str]:
    """Return the decisions, functions and services, each behind all that it needs.

    What is missing, goes round in a circle or too deep is a finding.
    """
    kinds = _kinds(definitions)
    needs = _needs_of(definitions)
    for id_, needed in needs.items():
        for target, kind in needed:
            if kinds.get(target) not in _FITTING[kind]:
                findings.add("dangling-reference", id_, target=target, kind=kind)
    return list(_in_order(_edges(definitions, needs), limits, findings))


def _needs_of(definitions: Definitions) -> Needs:
    needs: Needs = {}
    for decision in definitions.decisions:
        needs[decision.id] = _required(decision.requires)
    for knowledge in definitions.knowledge:
        needs[knowledge.id] = _required(knowledge.requires)
    for service in definitions.services:
        needs[service.id] = (
            *((id_, "decision") for id_ in (*service.outputs, *service.encapsulated)),
            *((id_, "decision") for id_ in service.input_decisions),
            *((id_, "input") for id_ in service.input_data),
        )
    return needs


def _required(requires: Requirements) -> tuple[tuple[str, str], ...]:
    return (
        *((id_, "input") for id_ in requires.inputs),
        *((id_, "decision") for id_ in requires.decisions),
        *((id_, "knowledge") for id_ in requires.knowledge),
    )


def _kinds(definitions: Definitions) -> dict[str, str]:
    return (
        {each.id: "input" for each in definitions.inputs}
        | {each.id: "decision" for each in definitions.decisions}
        | {each.id: "knowledge" for each in definitions.knowledge}
        | {each.id: "service" for each in definitions.services}
    )


def _edges(definitions: Definitions, needs: Needs) -> dict[str, list[str]]:
    """Return what has to be there before an element; a service is given its input decisions."""
    given = {service.id: set(service.input_decisions) for service in definitions.services}
    return {
        id_: [
            target for target, _ in needed if target in needs and target not in given.get(id_, ())
        ]
        for id_, needed in needs.items()
    }


def _in_order(edges: Mapping[str, list[str]], limits: Limits, findings: Findings) -> Iterator[str]:
    """Yield the elements from the bottom up; a file that is too deep makes nothing recurse."""
    depth: dict[str, int] = {}
    for root in edges:
        path: dict[str, Iterator[str]] = {} if root in depth else {root: iter(edges[root])}
        while path:
            last = next(reversed(path))
            target = next(path[last], None)
            if target is None:
                path.popitem()
                depth[last] = 1 + max((depth.get(each, 0) for each in edges[last]), default=0)
                if depth[last] == limits.requirements + 1:
                    findings.add("requirements-too-deep", last, limit=limits.requirements)
                yield last
            elif target in path:
                findings.add("requirement-cycle", last, target=target)
            elif target not in depth:
                path[target] = iter(edges[target])
