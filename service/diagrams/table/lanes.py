"""Which lane holds which node, and the words in a lane that has no part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.table.flows import gateway_of
from service.diagrams.table.tree import cut, place
from service.diagrams.xml import BPMN, child, children, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from lxml import etree

    from service.diagrams.table.model import LaneColumn, Row
    from service.diagrams.table.tree import Tree

#: What a note says in a lane where nobody does anything.
NO_PART = "tidak berperan dalam SOP ini"


def put_into_lanes(tree: Tree, old: Mapping[str, Row], rows: Sequence[Row]) -> None:
    """Let each row stand in its lane, its gateway with it; take out what is no longer there."""
    lanes = {lane.get("id", ""): lane for lane in tree.process.iter(f"{{{BPMN}}}lane")}
    nodes = {each.get("id") for each in tree.process if isinstance(each.tag, str)}
    for lane in lanes.values():
        for reference in list(children(lane, "flowNodeRef")):
            if text_of(reference) not in nodes:
                cut(reference)
    for row in rows:
        known = old.get(row.key)
        if known is not None and (known.lane == row.lane or row.kind == "drawn"):
            continue
        mine = [row.key]
        gateway = gateway_of(tree, row)
        if gateway is not None:
            mine.append(gateway.get("id", ""))
        for node in mine:
            _take_out(lanes, node)
            if row.lane in lanes:
                _put_in(tree, lanes[row.lane], node)


def _take_out(lanes: Mapping[str, etree._Element], node: str) -> None:
    for lane in lanes.values():
        for reference in list(children(lane, "flowNodeRef")):
            if text_of(reference) == node:
                cut(reference)


def _put_in(tree: Tree, lane: etree._Element, node: str) -> None:
    made = tree.process.makeelement(f"{{{BPMN}}}flowNodeRef")
    made.text = node
    inner = child(lane, "childLaneSet")
    place(made, lane, len(lane) if inner is None else lane.index(inner))


def say_who_has_no_part(
    tree: Tree, columns: Sequence[LaneColumn], *, empty_before: AbstractSet[str]
) -> None:
    """Say in each lane that became empty that it has no part, and no longer where it has one."""
    lanes = {lane.get("id", ""): lane for lane in tree.process.iter(f"{{{BPMN}}}lane")}
    noted = _noted(tree)
    for column in columns:
        lane = lanes.get(column.key)
        if lane is None:
            continue
        empty = child(lane, "flowNodeRef") is None and child(lane, "childLaneSet") is None
        if column.key in noted and not empty:
            for each in noted[column.key]:
                tree.forget(each)
        elif column.key not in noted and empty and column.key not in empty_before:
            _note(tree, column)


def _noted(tree: Tree) -> dict[str, tuple[etree._Element, ...]]:
    """Return the note and its association of each lane that says so."""
    notes = {
        note.get("id", ""): note
        for note in children(tree.process, "textAnnotation")
        if text_of(child(note, "text")) == NO_PART
    }
    return {
        tie.get("sourceRef", ""): (tie, notes[tie.get("targetRef", "")])
        for tie in children(tree.process, "association")
        if tie.get("targetRef") in notes
    }


def _note(tree: Tree, column: LaneColumn) -> None:
    short = column.role or column.key
    note = tree.made("textAnnotation", tree.fresh(f"note_{short}"))
    text = note.makeelement(f"{{{BPMN}}}text")
    text.text = NO_PART
    note.append(text)
    tree.add_artifact(note)
    tree.add_artifact(
        tree.made(
            "association",
            tree.fresh(f"a_note_{short}"),
            sourceRef=column.key,
            targetRef=note.get("id", ""),
        )
    )
