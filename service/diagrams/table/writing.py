"""A table as a diagram: a small edit of the one it came from, or a whole new one.

What the table does not change stays byte by byte: ids, forms, extension elements of anybody, and
every place in the picture. Elements that are new get a place beside the others.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from service.diagrams.extensions import NAMESPACE
from service.diagrams.layout import amend, lay_out
from service.diagrams.layout.graph import LayoutRefused
from service.diagrams.new_file import add, add_lane, indented, new_file
from service.diagrams.reader import read
from service.diagrams.table.fields import write_cells
from service.diagrams.table.flows import connect, gateway_of, sync_ends
from service.diagrams.table.identity import write_identity
from service.diagrams.table.kinds import (
    TAGS,
    collected_elsewhere,
    drop_message,
    drop_unused_list,
    give_message,
    give_units,
    set_kind,
)
from service.diagrams.table.lanes import put_into_lanes, say_who_has_no_part
from service.diagrams.table.problems import Problem, TableRefused, problems_of
from service.diagrams.table.reading import read_table
from service.diagrams.table.tree import Tree, move, ours, place
from service.diagrams.xml import BPMN, BPMNDI, parse, to_bytes

if TYPE_CHECKING:
    from lxml import etree

    from service.diagrams.table.model import Row, SopTable
    from service.diagrams.xml import Limits


def write_table(
    table: SopTable,
    base: bytes | None = None,
    *,
    arrange: bool = False,
    limits: Limits | None = None,
) -> bytes:
    """Return the BPMN file that says what the table says.

    `base` is the file from which the table was read, of which everything else is kept; the same
    table gives back the same bytes. Without it the diagram is new. `arrange` gives all elements
    new places instead of only those that have none.

    Raises TableRefused with all that is wrong with the table, DiagramRefused for a base that
    cannot be read at all; what the gate says about the base does not matter here.
    """
    if base is None:
        return _new(table)
    before = read_table(read(base, limits).diagram, table.process)
    if before == table and not arrange:
        return base
    _require_sound(table, before)
    root = parse(base, limits, comments=True)
    tree = Tree(root, table.process)
    was = _ends(tree)
    written = _with_new_lanes(tree, before, table)
    # Lanes that stand in no pool have their place only among all others.
    arrange = arrange or (written is not table and not tree.in_a_pool())
    table = written
    moved = _write(tree, before, table)
    changed = {key for key, ends in _ends(tree).items() if was.get(key) != ends}
    _picture(root, table, moved=moved, rerouted=changed, arrange=arrange)
    return to_bytes(root)


def written_elements(table: SopTable) -> dict[str, etree._Element]:
    """Return the element of each row by its key, as a new diagram has it. Raises TableRefused."""
    tree = Tree(_unpictured(table), table.process)
    return {row.key: tree.element(row.key) for row in table.rows}


def _new(table: SopTable) -> bytes:
    root = _unpictured(table)
    _picture(root, table, moved=set(), rerouted=set(), arrange=True)
    return indented(root)


def _unpictured(table: SopTable) -> etree._Element:
    """Return the root of a new diagram without places."""
    _require_sound(table, None)
    root, process = new_file(table.process, table.title)
    lanes = add(process, "laneSet", id="lanes_1")
    for column in table.lanes:
        add_lane(lanes, column.key, column.name, column.role)
    _write(Tree(root, table.process), None, table)
    return root


def _with_new_lanes(tree: Tree, before: SopTable, table: SopTable) -> SopTable:
    """Put lanes that the diagram lacks below the others, under ids that nothing else has."""
    known = {lane.key for lane in before.lanes}
    new = [lane for lane in table.lanes if lane.key not in known]
    if not new:
        return table
    lanes = tree.lane_set()
    ids = {lane.key: tree.fresh(lane.key) for lane in new}
    for lane in new:
        element = tree.made("lane", ids[lane.key], name=lane.name)
        if lane.role is not None:
            element.set(f"{{{NAMESPACE}}}role", lane.role)
        place(element, lanes, len(lanes))
    return replace(
        table,
        lanes=tuple(replace(lane, key=ids.get(lane.key, lane.key)) for lane in table.lanes),
        rows=tuple(replace(row, lane=ids.get(row.lane or "", row.lane)) for row in table.rows),
    )


def _require_sound(table: SopTable, before: SopTable | None) -> None:
    problems = problems_of(table, before)
    if problems:
        raise TableRefused(problems)


# ---------------------------------------------------------------- the model


def _write(tree: Tree, before: SopTable | None, table: SopTable) -> set[str]:
    """Write the table into the tree; return the ids of nodes that need another place."""
    old = {row.key: row for row in (() if before is None else before.rows)}
    # What belongs to a row in the file is known there, not in what was typed.
    rows = tuple(_as_known(row, old.get(row.key)) for row in table.rows)
    table = replace(table, rows=rows)
    write_identity(tree, before, table)
    _require_free(tree, old, table)
    _add_nodes(tree, old, table)
    documents = _made_by_rows(table)
    moved = set()
    for row in rows:
        known = old.get(row.key)
        if known is not None and row.kind == "drawn":
            continue
        if known is not None and known.kind != row.kind and {known.kind, row.kind} <= set(TAGS):
            set_kind(tree, known, row)
        write_cells(tree, known, row, documents)
        if known is not None and known.lane != row.lane:
            moved |= {row.key, row.gateway} - {""}
    for row in rows:
        known = old.get(row.key)
        connect(tree, table, row, changed=known is None or _leads_otherwise(known, row))
    _drop_nodes(tree, old, table)
    for row in rows:
        if row.kind == "agency":
            give_message(tree, tree.element(row.key))
        elif row.kind == "per_unit":
            give_units(tree, table, row)
    collected_elsewhere(tree, table)
    drop_unused_list(tree)
    put_into_lanes(tree, old, rows)
    _in_order(tree, old, table)
    _numbered(tree, old, table)
    sync_ends(tree)
    say_who_has_no_part(
        tree, table.lanes, empty_before=set() if before is None else _without_part(before)
    )
    return moved


def _made_by_rows(table: SopTable) -> dict[str, str]:
    """Return by which names, in small letters, the documents are known that rows make."""
    declared = () if table.identity is None else table.identity.documents
    found = {each.name.casefold(): each.key for each in declared if each.name}
    for row in table.rows:
        made = [each for each in row.papers or () if each.kind in ("new_document", "new_version")]
        if len(made) == 1 and row.output:
            found.setdefault(row.output.casefold(), made[0].document)
    return found


def _without_part(table: SopTable) -> set[str]:
    return {lane.key for lane in table.lanes} - {row.lane for row in table.rows}


def _as_known(row: Row, old: Row | None) -> Row:
    if old is None:
        return replace(row, element=TAGS.get(row.kind, ""), gateway="")
    if _leads_otherwise(old, row):
        return replace(row, element=old.element, gateway=old.gateway, aside=old.aside)
    return replace(
        row,
        element=old.element,
        gateway=old.gateway,
        aside=old.aside,
        branches=old.branches,
    )


def _leads_otherwise(old: Row, new: Row) -> bool:
    return old.branches != new.branches


def _require_free(tree: Tree, old: dict[str, Row], table: SopTable) -> None:
    """Refuse to remove a row on which a boundary event is drawn."""
    gone = set(old) - {row.key for row in table.rows}
    held = [
        Problem("holds-drawn", params={"name": old[key].activity})
        for event in tree.process.iter(f"{{{BPMN}}}boundaryEvent")
        if (key := event.get("attachedToRef", "")) in gone
    ]
    if held:
        raise TableRefused(tuple(held))


def _add_nodes(tree: Tree, old: dict[str, Row], table: SopTable) -> None:
    before = None
    for row in table.rows:
        if row.key not in old:
            element = tree.made(TAGS[row.kind], tree.fresh(row.key), name="")
            if row.kind in {"start", "end"} and not row.activity:
                del element.attrib["name"]
            if before is None:
                tree.put_first(element)
            else:
                tree.add_to_process(element, tree.element(before))
        before = row.gateway or row.key


def _drop_nodes(tree: Tree, old: dict[str, Row], table: SopTable) -> None:
    kept = {row.key for row in table.rows}
    for key, row in old.items():
        if key in kept:
            continue
        gone = {key, row.gateway} - {""}
        message = tree.element(key).get("messageRef", "")
        for flow in list(tree.flows()):
            if gone & {flow.get("sourceRef"), flow.get("targetRef")}:
                tree.forget(flow)
        for each in gone:
            _untie(tree, each)
            tree.forget(tree.element(each))
        drop_message(tree, message)


def _untie(tree: Tree, element_id: str) -> None:
    """Take away the notes' lines that end at an element, and notes that nothing else has."""
    for association in list(tree.process.iter(f"{{{BPMN}}}association")):
        ends = {association.get("sourceRef", ""), association.get("targetRef", "")}
        if element_id in ends:
            tree.forget(association)


# ---------------------------------------------------------------- order


def _in_order(tree: Tree, old: dict[str, Row], table: SopTable) -> None:
    """Let the rows that were moved stand in the file where they stand in the table."""
    stayed = _unmoved(list(old), [row.key for row in table.rows if row.key in old])
    before: etree._Element | None = None
    for row in table.rows:
        element, gateway = tree.element(row.key), gateway_of(tree, row)
        if row.key in old and row.key not in stayed and before is not None:
            _behind(tree, element, before)
            if gateway is not None:
                _behind(tree, gateway, element)
        before = element if gateway is None else gateway


def _behind(tree: Tree, element: etree._Element, before: etree._Element) -> None:
    if element.getparent() is not tree.process or before.getparent() is not tree.process:
        return
    at, place = tree.process.index(element), tree.process.index(before)
    move(element, tree.process, place if at < place else place + 1)


def _unmoved(before: list[str], after: list[str]) -> set[str]:
    """Return as many keys as possible that stand in both lists in the same order."""
    places = {key: place for place, key in enumerate(before)}
    best: list[tuple[int, int | None]] = []
    for at, key in enumerate(after):
        lengths = [
            (best[prior][0], prior) for prior in range(at) if places[after[prior]] < places[key]
        ]
        length, prior = max(lengths, default=(0, None))
        best.append((length + 1, prior))
    kept: set[str] = set()
    at_: int | None = max(range(len(best)), key=lambda each: best[each][0], default=None)
    while at_ is not None:
        kept.add(after[at_])
        at_ = best[at_][1]
    return kept


def _numbered(tree: Tree, old: dict[str, Row], table: SopTable) -> None:
    """Count the rows of the document anew when one came, went or moved."""
    steps = [(row, ours(tree.element(row.key), "step")) for row in table.rows]
    written = [step for _, step in steps if step is not None]
    kept = [row.key for row in table.rows if row.key in old]
    same = kept == list(old) and len(kept) == len(table.rows)
    if same and all(step.get("seq", "0") != "0" for step in written):
        return
    for count, step in enumerate(written, 1):
        if step.get("seq") != str(count):
            step.set("seq", str(count))


# ---------------------------------------------------------------- the picture


def _ends(tree: Tree) -> dict[str, tuple[str, str, str]]:
    """Return where each flow begins and ends, and what stands on it."""
    return {
        flow.get("id", ""): (
            flow.get("sourceRef", ""),
            flow.get("targetRef", ""),
            flow.get("name", ""),
        )
        for flow in tree.flows()
    }


def _picture(
    root: etree._Element, table: SopTable, *, moved: set[str], rerouted: set[str], arrange: bool
) -> None:
    if arrange or root.find(f"{{{BPMNDI}}}BPMNDiagram") is None:
        try:
            lay_out(root, _from_left(root, table))
        except LayoutRefused:
            # Without places of its own what is drawn by hand keeps those that it has.
            if arrange and root.find(f"{{{BPMNDI}}}BPMNDiagram") is None:
                return
        else:
            return
    amend(root, table.process, moved=moved, rerouted=rerouted)


def _from_left(root: etree._Element, table: SopTable) -> list[str]:
    """Return all flow nodes in the order of their rows, each gateway behind its row."""
    tree = Tree(root, table.process)
    shown = [row.key for row in table.rows]
    behind: dict[str, list[str]] = {}
    for flow in tree.flows():
        source, target = flow.get("sourceRef", ""), flow.get("targetRef", "")
        if target not in shown:
            behind.setdefault(source, []).append(target)
    ordered: list[str] = []
    for key in shown:
        ordered += [key, *(each for each in behind.get(key, ()) if each not in ordered)]
    return ordered
