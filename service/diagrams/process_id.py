"""Another id for the process of a file: for an SOP whose id is already that of another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from service.diagrams.xml import parse, to_bytes

if TYPE_CHECKING:
    from service.diagrams.xml import Limits

#: Attributes that name a process; ids of one file are names of nothing else.
_NAMING: Final = ("processRef", "bpmnElement", "calledElement")


def with_process_id(raw: bytes, old: str, new: str, limits: Limits | None = None) -> bytes:
    """Return the file with another id of a process, also wherever the file names it.

    Everything else of it stays. Raises DiagramRefused.
    """
    root = parse(raw, limits, comments=True)
    for each in root.iter(etree.Element):
        if each.get("id") == old and etree.QName(each).localname == "process":
            each.set("id", new)
        for name in _NAMING:
            prefix, colon, local = each.get(name, "").rpartition(":")
            if local == old:
                each.set(name, f"{prefix}{colon}{new}")
    return to_bytes(root)


def ids_of(raw: bytes, limits: Limits | None = None) -> frozenset[str]:
    """Return the ids of all elements of a file. Raises DiagramRefused."""
    root = parse(raw, limits)
    return frozenset(each.get("id", "") for each in root.iter(etree.Element))
