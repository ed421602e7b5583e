"""What kind of element a row is: a task, one for every Bidang, or waiting for an agency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.table.tree import add_ours, cut, cut_ours, ours, place
from service.diagrams.xml import child, children, text_of

if TYPE_CHECKING:
    from lxml import etree

    from service.diagrams.table.model import Kind, Row, SopTable
    from service.diagrams.table.tree import Tree

#: Variable with the list of units, which the forms that ask for them fill; and one unit of it.
UNITS, UNIT = "bidang", "unit"
_LABEL = "Daftar Bidang"

TAGS: dict[Kind, str] = {
    "start": "startEvent",
    "end": "endEvent",
    "work": "userTask",
    "per_unit": "userTask",
    "agency": "receiveTask",
}


def set_kind(tree: Tree, old: Row, new: Row) -> None:
    """Turn the element of `old` into what `new` is; its id, its texts and its form stay."""
    element = tree.element(new.key)
    if old.kind == "per_unit":
        _one_alone(tree, element)
    if old.kind == "agency":
        _no_message(tree, element)
    qualified = element.tag.rpartition("}")[0]
    element.tag = f"{qualified}}}{TAGS[new.kind]}"


def _one_alone(tree: Tree, element: etree._Element) -> None:
    """Take away what makes the element one for every unit."""
    for loop in list(children(element, "multiInstanceLoopCharacteristics")):
        cut(loop)
    slots = set()
    for arrow in list(children(element, "dataInputAssociation")):
        reference = text_of(child(arrow, "sourceRef"))
        if _is_list(tree, reference):
            slots.add(text_of(child(arrow, "targetRef")))
            tree.forget(arrow)
    for slot in list(children(element, "property")):
        if slot.get("id") in slots:
            cut(slot)
    cut_ours(element, "unit")
    cut_ours(element, "collector")


def _no_message(tree: Tree, element: etree._Element) -> None:
    reference = element.attrib.pop("messageRef", "")
    cut_ours(element, "correlation")
    drop_message(tree, str(reference))


def drop_message(tree: Tree, message_id: str) -> None:
    """Take a message out of the file when nothing takes it any more."""
    if not message_id or any(
        each.get("messageRef") == message_id for each in tree.root.iter("{*}*")
    ):
        return
    for message in list(children(tree.root, "message")):
        if message.get("id") == message_id:
            tree.forget(message)


def give_message(tree: Tree, element: etree._Element) -> None:
    """Let a receive task take a message of its own name."""
    if element.get("messageRef"):
        return
    key = element.get("id", "")
    message = tree.made("message", tree.fresh(f"message_{key}"), name=key.replace("_", "-"))
    tree.add_root(message)
    element.set("messageRef", message.get("id", ""))


def give_units(tree: Tree, table: SopTable, row: Row) -> None:
    """Let every unit of the list do the row: a parallel multi-instance (BPMN 2.0.2 §13.3.7)."""
    element = tree.element(row.key)
    if child(element, "multiInstanceLoopCharacteristics") is not None:
        return
    data, reference = _list_of_units(tree)
    slot = tree.made("property", tree.fresh(f"property_{UNITS}_{row.key}"))
    # bpmn-js ties an arrow into an activity to a property made for it.
    slot.set("name", "__targetRef_placeholder")
    arrow = tree.made("dataInputAssociation", tree.fresh(f"a_{UNITS}_{row.key}"))
    _text(tree, arrow, "sourceRef", reference)
    _text(tree, arrow, "targetRef", slot.get("id", ""))
    loop = tree.made(
        "multiInstanceLoopCharacteristics",
        tree.fresh(f"each_{UNIT}_{row.key}"),
        isSequential="false",
    )
    _text(tree, loop, "loopDataInputRef", data)
    loop.append(tree.made("inputDataItem", tree.fresh(f"item_{UNIT}_{row.key}"), name=UNIT))
    for each in (slot, arrow, loop):
        place(each, element, len(element))
    add_ours(element, "unit", {"value": UNIT})
    collector = _collector(table, row)
    if collector is not None:
        add_ours(element, "collector", {"element": collector.key})
    _filled(tree, table, row, reference)


def _collector(table: SopTable, row: Row) -> Row | None:
    """Return the row that collects what the units hand in: the next work of somebody else."""
    later = table.rows[table.place(row.key) + 1 :]
    return next((each for each in later if each.kind == "work" and each.lane != row.lane), None)


def _filled(tree: Tree, table: SopTable, row: Row, reference: str) -> None:
    """Draw that the row before fills the list; its form asks which units."""
    earlier = table.rows[: table.place(row.key)]
    asks = next((each for each in reversed(earlier) if each.kind == "work"), None)
    if asks is None:
        return
    element = tree.element(asks.key)
    drawn = {
        text_of(child(arrow, "targetRef")) for arrow in children(element, "dataOutputAssociation")
    }
    if reference in drawn:
        return
    arrow = tree.made("dataOutputAssociation", tree.fresh(f"a_{asks.key}_{UNITS}"))
    _text(tree, arrow, "targetRef", reference)
    after = [*children(element, "property"), *children(element, "dataInputAssociation")]
    loop = child(element, "multiInstanceLoopCharacteristics")
    index = element.index(loop) if loop is not None else len(element)
    place(arrow, element, element.index(after[-1]) + 1 if after else index)


def _list_of_units(tree: Tree) -> tuple[str, str]:
    """Return the ids of the list and of its picture, which are made when missing."""
    for data in children(tree.process, "dataObject"):
        if data.get("name") != UNITS:
            continue
        for shown in children(tree.process, "dataObjectReference"):
            if shown.get("dataObjectRef") == data.get("id"):
                return data.get("id", ""), shown.get("id", "")
    data = tree.made("dataObject", tree.fresh(f"data_{UNITS}"), name=UNITS, isCollection="true")
    shown = tree.made(
        "dataObjectReference",
        tree.fresh(f"ref_{UNITS}"),
        name=_LABEL,
        dataObjectRef=data.get("id", ""),
    )
    for each in (data, shown):
        tree.add_to_process(each, None)
    return data.get("id", ""), shown.get("id", "")


def drop_unused_list(tree: Tree) -> None:
    """Take the list of units away once no row is done by every unit."""
    for data in list(children(tree.process, "dataObject")):
        used = {text_of(each) for each in tree.process.iter("{*}loopDataInputRef")}
        if data.get("name") != UNITS or used & {data.get("id")}:
            continue
        for shown in list(children(tree.process, "dataObjectReference")):
            if shown.get("dataObjectRef") != data.get("id"):
                continue
            for arrow in list(
                tree.process.iter("{*}dataInputAssociation", "{*}dataOutputAssociation")
            ):
                if any(text_of(end) == shown.get("id") for end in arrow):
                    tree.forget(arrow)
            tree.forget(shown)
        tree.forget(data)


def _is_list(tree: Tree, reference: str) -> bool:
    try:
        data = tree.element(tree.element(reference).get("dataObjectRef", ""))
    except KeyError:
        return False
    return data.get("name") == UNITS


def _text(tree: Tree, parent: etree._Element, tag: str, text: str) -> None:
    made = parent.makeelement(f"{tree.process.tag.rpartition('}')[0]}}}{tag}")
    made.text = text
    parent.append(made)


def collected_elsewhere(tree: Tree, table: SopTable) -> None:
    """Name another collecting step where the one named is gone."""
    kept = {row.key for row in table.rows}
    for row in table.rows:
        if row.kind != "per_unit":
            continue
        element = tree.element(row.key)
        named = ours(element, "collector")
        if named is None or named.get("element") in kept:
            continue
        collector = _collector(table, row)
        if collector is None:
            cut_ours(element, "collector")
        else:
            named.set("element", collector.key)
