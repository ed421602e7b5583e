"""Title and identity part of the SOP, written into the process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.extensions import NAMESPACE
from service.diagrams.table.tree import cut, place
from service.diagrams.xml import BPMN, child, children

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml import etree

    from service.diagrams.extensions import SopIdentity
    from service.diagrams.table.model import SopTable
    from service.diagrams.table.tree import Tree

_LINES = {
    "legalBasis": "legal_basis",
    "qualification": "qualifications",
    "related": "related",
    "equipment": "equipment",
    "warning": "warnings",
    "record": "records",
}


def write_identity(tree: Tree, old: SopTable | None, new: SopTable) -> None:
    """Write what differs of title and identity part; *perlu konfirmasi* and documents too."""
    if old is None or old.title != new.title:
        _title(tree, "" if old is None else old.title, new.title)
    if new.identity is None or (old is not None and old.identity == new.identity):
        return
    _part(_sop(tree.process), None if old is None else old.identity, new.identity)


def _part(sop: etree._Element, before: SopIdentity | None, after: SopIdentity) -> None:
    was = _attributes(before)
    for name, value in _attributes(after).items():
        if value is None:
            if name in sop.attrib:
                del sop.attrib[name]
        elif was.get(name) != value:
            sop.set(name, value)
    for tag, attribute in _LINES.items():
        lines = getattr(after, attribute)
        if before is None or getattr(before, attribute) != lines:
            _lines(sop, tag, [({}, text) for text in lines])
    if before is None or before.open_points != after.open_points:
        points = [({"source": point.source}, point.text) for point in after.open_points]
        _lines(sop, "openPoint", points)
    if before is None or before.documents != after.documents:
        documents = [({"key": each.key, "name": each.name}, "") for each in after.documents]
        _lines(sop, "document", documents)


def _title(tree: Tree, old: str, new: str) -> None:
    tree.process.set("name", new)
    collaboration = child(tree.root, "collaboration")
    for pool in () if collaboration is None else children(collaboration, "participant"):
        mine = pool.get("processRef", "").rpartition(":")[2] == tree.process.get("id")
        if mine and pool.get("name", "") == old:
            pool.set("name", new)


def _sop(process: etree._Element) -> etree._Element:
    extensions = child(process, "extensionElements")
    if extensions is None:
        extensions = process.makeelement(f"{{{BPMN}}}extensionElements")
        place(extensions, process, 1 if child(process, "documentation") is not None else 0)
    found = extensions.find(f"{{{NAMESPACE}}}sop")
    if found is None:
        found = extensions.makeelement(f"{{{NAMESPACE}}}sop")
        place(found, extensions, len(extensions))
    return found


def _attributes(identity: SopIdentity | None) -> dict[str, str | None]:
    if identity is None:
        return {}
    return {
        "number": identity.number,
        "name": identity.name,
        "government": identity.government,
        "office": identity.office,
        "unit": identity.unit,
        "made": identity.made,
        "revised": identity.revised,
        "effective": identity.effective,
        "ratified": identity.ratified or None,
        "ratifiedBy": identity.ratified_by,
        "kinds": None if identity.kinds is None else " ".join(identity.kinds),
    }


def _lines(sop: etree._Element, tag: str, lines: Sequence[tuple[Mapping[str, str], str]]) -> None:
    """Replace all lines of one kind, where the first of them stood."""
    old = list(sop.iterchildren(f"{{{NAMESPACE}}}{tag}"))
    index = sop.index(old[0]) if old else len(sop)
    for each in old:
        cut(each)
    for place_, (attributes, text) in enumerate(lines):
        made = sop.makeelement(f"{{{NAMESPACE}}}{tag}", dict(attributes))
        made.text = text or None
        place(made, sop, index + place_)
