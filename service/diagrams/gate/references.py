"""Where the Keterangan of a row says that it goes on, beside where its flows lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.branch_words import names_a_way, read_branches
from service.diagrams.findings import info
from service.diagrams.model import Activity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Subject
    from service.diagrams.model import Node, Scope


def check(subject: Subject) -> Iterator[Finding]:
    """Say where who reads the text goes elsewhere than who does the work."""
    for area in subject.areas():
        nodes = {node.id: node for node in area.scope.nodes}
        for node in area.scope.nodes:
            if isinstance(node, Activity) and node.extension.step is not None:
                yield from _ways(area.scope, nodes, node)


def _ways(scope: Scope, nodes: dict[str, Node], node: Node) -> Iterator[Finding]:
    step = node.extension.step
    said = read_branches(step.remarks) if step is not None else ()
    named = [each.to for each in said if each.place is not None and not each.by_place]
    leads = _reached(scope, nodes, node)
    if step is not None and not said and len(leads) < 2 and names_a_way(step.remarks):  # noqa: PLR2004
        yield info("remarks-lead-nowhere", node.id, text=" ".join(step.remarks.split()))
    for number in dict.fromkeys(named):
        if number.lower() not in {each.lower() for each in leads}:
            shown = ", ".join(leads) or "\N{EN DASH}"
            yield info("remarks-lead-elsewhere", node.id, step=number, leads=shown)


def _reached(scope: Scope, nodes: dict[str, Node], node: Node) -> list[str]:
    """Return the numbers of the rows that come next, over gateways and what is no row."""
    found, seen, open_ways = [], set(), [node.id]
    while open_ways:
        for flow in scope.outgoing(open_ways.pop(0)):
            target = nodes.get(flow.target)
            if target is None or flow.target in seen:
                continue
            seen.add(flow.target)
            number = _number(target)
            if number is None:
                open_ways.append(flow.target)
            else:
                found.append(number)
    return list(dict.fromkeys(found))


def _number(node: Node) -> str | None:
    """Return by which number people know a row, or of which it is part."""
    step, proposed = node.extension.step, node.extension.proposed
    if step is not None:
        return step.called
    return None if proposed is None else proposed.part_of
