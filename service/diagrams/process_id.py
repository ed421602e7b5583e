"""Another id for the process of a file: for an SOP whose id is already that of another one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from service.diagrams.keys import free_key
from service.diagrams.xml import parse, to_bytes

if TYPE_CHECKING:
    from collections.abc import Collection

    from service.diagrams.xml import Limits

#: Attributes that name a process; ids of one file are names of nothing else.
_NAMING: Final = ("processRef", "bpmnElement", "calledElement")


@dataclass(frozen=True, slots=True)
class Renamed:
    """The file with the new id in it."""

    raw: bytes
    process_id: str


def with_free_process_id(
    raw: bytes, old: str, wanted: str, taken: Collection[str], limits: Limits | None = None
) -> Renamed:
    """Return the file with another id of its process `old`, also wherever the file names it.

    The id is `wanted`, or that with a number: none of `taken`, and of no other element. Everything
    else of the file stays. Raises DiagramRefused.
    """
    root = parse(raw, limits, comments=True)
    elements = list(root.iter(etree.Element))
    new = free_key(wanted, {*taken, *(each.get("id", "") for each in elements)})
    for each in elements:
        if each.get("id") == old and etree.QName(each).localname == "process":
            each.set("id", new)
        for name in _NAMING:
            prefix, colon, local = each.get(name, "").rpartition(":")
            if local == old:
                each.set(name, f"{prefix}{colon}{new}")
    return Renamed(to_bytes(root), new)
