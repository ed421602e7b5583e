"""How rows lead to each other, written as sequence flows and the gateways where ways part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from service.diagrams.extensions import NAMESPACE
from service.diagrams.keys import free_key
from service.diagrams.table.tree import add_ours, cut, cut_ours, ours, place, set_condition
from service.diagrams.xml import child, children, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from service.diagrams.table.model import Branch, Row, SopTable
    from service.diagrams.table.tree import Tree

_PURPOSE, _OUTCOME = f"{{{NAMESPACE}}}purpose", f"{{{NAMESPACE}}}outcome"


def connect(tree: Tree, table: SopTable, row: Row, *, changed: bool) -> None:
    """Let `row` lead where the table says; its branches are looked at only where `changed`.

    A drawn row keeps its flows: they only follow the rows to which they lead.
    """
    if row.kind == "end":
        return
    if row.kind == "drawn" or not changed:
        _retarget(tree, table, row)
    elif row.parts:
        _part(tree, table, row)
    else:
        _go_on(tree, table, row)


def gateway_of(tree: Tree, row: Row) -> etree._Element | None:
    """Return the gateway behind a row whose ways part; None without one."""
    if row.kind == "drawn" or not row.parts:
        return None
    leaving = (flow for flow in tree.flows() if flow.get("sourceRef") == row.key)
    flow = next(leaving, None)
    return None if flow is None else tree.element(flow.get("targetRef", ""))


def _retarget(tree: Tree, table: SopTable, row: Row) -> None:
    """Only lead the flows that are there to their rows."""
    source = row.gateway or row.key
    leaving = [flow for flow in tree.flows() if flow.get("sourceRef") == source]
    if not row.branches:
        following = table.following(row.key)
        if len(leaving) == 1 and following is not None:
            _lead(leaving[0], following.key)
        return
    by_id = {flow.get("id", ""): flow for flow in leaving}
    for branch in row.branches:
        target = table.target(row, branch)
        if branch.flow in by_id and target is not None:
            _lead(by_id[branch.flow], target.key)


def _lead(flow: etree._Element, target: str) -> None:
    if flow.get("targetRef") != target:
        flow.set("targetRef", target)


# ---------------------------------------------------------------- one way on


def _go_on(tree: Tree, table: SopTable, row: Row) -> None:
    branch = row.branches[0] if row.branches else None
    target = table.following(row.key) if branch is None else table.target(row, branch)
    if target is None:
        return
    if row.gateway:
        _dissolve(tree, row, target.key)
    leaving = [flow for flow in tree.flows() if flow.get("sourceRef") == row.key]
    flow = leaving[0] if leaving else _new_flow(tree, row.key, target.key)
    _lead(flow, target.key)
    words = "" if branch is None else branch.words
    if flow.get("name", "") != words:
        _name(flow, words)


def _dissolve(tree: Tree, row: Row, target: str) -> None:
    """Take the gateway away; of its flows the one that leads where the row goes on stays."""
    ways = [flow for flow in tree.flows() if flow.get("sourceRef") == row.gateway]
    into = next((flow for flow in tree.flows() if flow.get("targetRef") == row.gateway), None)
    kept = next((flow for flow in ways if flow.get("targetRef") == target), None)
    if kept is not None:
        kept.set("sourceRef", row.key)
        set_condition(kept, "")
        for attribute in (_PURPOSE, _OUTCOME, "name"):
            _unset(kept, attribute)
        if into is not None:
            tree.forget(into)
    elif into is not None:
        _lead(into, target)
    for flow in ways:
        if flow is not kept:
            tree.forget(flow)
    tree.forget(tree.element(row.gateway))
    cut_ours(tree.element(row.key), "decision")


# ---------------------------------------------------------------- several ways on


def _part(tree: Tree, table: SopTable, row: Row) -> None:
    gateway = tree.element(row.gateway) if row.gateway else _new_gateway(tree, row)
    source = gateway.get("id", "")
    variable = _decision(tree, row)
    there = [flow for flow in tree.flows() if flow.get("sourceRef") == source]
    pairs = _matched(table, row, there)
    taken = {flow.get(_OUTCOME, "") for _, flow in pairs if flow is not None}
    used = []
    for branch, found in pairs:
        target = table.target(row, branch)
        if target is None:
            continue
        flow = _new_flow(tree, source, target.key) if found is None else found
        used.append(flow)
        _lead(flow, target.key)
        if flow.get("name", "") != branch.words:
            _name(flow, branch.words)
        if branch.way == "data":
            _by_data(gateway, flow, branch)
        else:
            _by_choice(flow, branch, variable, _called(target), taken)
            if gateway.get("default") == flow.get("id"):
                del gateway.attrib["default"]
    for flow in there:
        if flow not in used:
            if gateway.get("default") == flow.get("id"):
                del gateway.attrib["default"]
            tree.forget(flow)


def _matched(
    table: SopTable, row: Row, there: list[etree._Element]
) -> list[tuple[Branch, etree._Element | None]]:
    """Return for each branch the flow that already stands for it: by id, by target, by way."""
    left = list(there)
    found: dict[int, etree._Element] = {}

    def take(fits: Callable[[Branch, etree._Element], bool]) -> None:
        for place_, branch in enumerate(row.branches):
            if place_ in found:
                continue
            flow = next((each for each in left if fits(branch, each)), None)
            if flow is not None:
                found[place_] = flow
                left.remove(flow)

    def same_way(branch: Branch, flow: etree._Element) -> bool:
        return (branch.way == "return") == (flow.get(_PURPOSE) == "return")

    def same_target(branch: Branch, flow: etree._Element) -> bool:
        target = table.target(row, branch)
        return target is not None and flow.get("targetRef") == target.key

    take(lambda branch, flow: bool(branch.flow) and flow.get("id") == branch.flow)
    take(lambda branch, flow: same_way(branch, flow) and same_target(branch, flow))
    take(lambda branch, flow: not branch.flow and same_way(branch, flow))
    return [(branch, found.get(place_)) for place_, branch in enumerate(row.branches)]


def _new_gateway(tree: Tree, row: Row) -> etree._Element:
    """Put a gateway behind the row; a flow that leaves the row leaves the gateway from now on."""
    gateway = tree.made("exclusiveGateway", tree.fresh(f"gw_{_short(row.key)}"))
    if row.question:
        gateway.set("name", row.question)
    tree.add_to_process(gateway, tree.element(row.key))
    if row.agency:
        add_ours(gateway, "agency", {"key": row.agency})
    for flow in list(tree.flows()):
        if flow.get("sourceRef") == row.key:
            flow.set("sourceRef", gateway.get("id", ""))
    for lane in tree.process.iter("{*}lane"):
        for reference in children(lane, "flowNodeRef"):
            if text_of(reference) == row.key:
                made = reference.makeelement(reference.tag)
                made.text = gateway.get("id")
                place(made, lane, lane.index(reference) + 1)
                break
    _new_flow(tree, row.key, gateway.get("id", ""))
    return gateway


def _decision(tree: Tree, row: Row) -> str:
    """Return the variable that takes the outcome; "" where the data choose."""
    element = tree.element(row.key)
    found = ours(element, "decision")
    if not row.decides:
        if found is not None:
            cut_ours(element, "decision")
        return ""
    if found is None:
        taken = {
            each.get("variable", "") for each in tree.process.iter(f"{{{NAMESPACE}}}decision")
        }
        plain = re.sub(r"[^A-Za-z0-9_]", "_", _short(row.key))
        variable = free_key(f"putusan_{plain}", taken, "_")
        found = add_ours(element, "decision", {"variable": variable})
    return found.get("variable", "")


def _by_data(gateway: etree._Element, flow: etree._Element, branch: Branch) -> None:
    for attribute in (_PURPOSE, _OUTCOME):
        _unset(flow, attribute)
    written = child(flow, "conditionExpression")
    if branch.condition:
        if text_of(written).removeprefix("=").strip() != branch.condition:
            set_condition(flow, branch.condition)
        if gateway.get("default") == flow.get("id"):
            del gateway.attrib["default"]
    else:
        set_condition(flow, "")
        gateway.set("default", flow.get("id", ""))


def _by_choice(
    flow: etree._Element, branch: Branch, variable: str, called: str, taken: set[str]
) -> None:
    if branch.way == "return" and flow.get(_PURPOSE) != "return":
        flow.set(_PURPOSE, "return")
    elif branch.way == "forward" and flow.get(_PURPOSE) == "return":
        del flow.attrib[_PURPOSE]
        _unset(flow, _OUTCOME)
    outcome = branch.outcome or flow.get(_OUTCOME, "")
    if not outcome:
        outcome = free_key(_outcome(branch, called), taken, "_")
        taken.add(outcome)
    if flow.get(_OUTCOME) != outcome or child(flow, "conditionExpression") is None:
        flow.set(_OUTCOME, outcome)
        set_condition(flow, f'{variable} = "{outcome}"')


def _outcome(branch: Branch, called: str) -> str:
    if branch.way == "return":
        return f"kembalikan_{called}"
    words = re.findall(r"[a-z0-9]+", branch.words.lower())
    return "_".join(words[:4]) or "teruskan"


def _called(target: Row) -> str:
    number = re.sub(r"[^A-Za-z0-9]+", "_", target.number).strip("_")
    return number or _short(target.key)


def _short(key: str) -> str:
    return key.removeprefix("step_")


# ---------------------------------------------------------------- flows themselves


def _new_flow(tree: Tree, source: str, target: str) -> etree._Element:
    flow = tree.made(
        "sequenceFlow",
        tree.fresh(f"f_{source}_{target}"),
        sourceRef=source,
        targetRef=target,
    )
    last = list(tree.flows())
    tree.add_to_process(flow, last[-1] if last else None)
    return flow


def _name(flow: etree._Element, words: str) -> None:
    if words:
        flow.set("name", words)
    else:
        _unset(flow, "name")


def _unset(element: etree._Element, attribute: str) -> None:
    if attribute in element.attrib:
        del element.attrib[attribute]


def sync_ends(tree: Tree) -> None:
    """Let `incoming` and `outgoing` of every node name its flows, in the order that they had."""
    ends: dict[str, dict[str, list[str]]] = {"incoming": {}, "outgoing": {}}
    for flow in tree.flows():
        ends["outgoing"].setdefault(flow.get("sourceRef", ""), []).append(flow.get("id", ""))
        ends["incoming"].setdefault(flow.get("targetRef", ""), []).append(flow.get("id", ""))
    said = any(True for _ in tree.process.iterfind("{*}*/{*}incoming"))
    fresh = not any(True for _ in tree.process.iterfind("{*}*/{*}outgoing"))
    for node in tree.process:
        if not isinstance(node.tag, str) or node.get("id") is None:
            continue
        for tag in ("outgoing", "incoming"):
            due = ends[tag].get(node.get("id", ""), [])
            written = list(children(node, tag))
            for each in written:
                if text_of(each) not in due:
                    cut(each)
            # A file that says it nowhere does not begin to.
            if not said and not fresh:
                continue
            named = {text_of(each) for each in children(node, tag)}
            for flow_id in due:
                if flow_id not in named:
                    _say_end(node, tag, flow_id)


def _say_end(node: etree._Element, tag: str, flow_id: str) -> None:
    qualified = node.tag.rpartition("}")[0]
    made = node.makeelement(f"{qualified}}}{tag}")
    made.text = flow_id
    before = ("documentation", "extensionElements", "auditing", "monitoring", "categoryValueRef")
    heads = [each for name in (*before, "incoming") for each in children(node, name)]
    if tag == "outgoing":
        heads += list(children(node, "outgoing"))
    index = max((node.index(each) + 1 for each in heads), default=0)
    place(made, node, index)
