"""By which id and name a file calls its SOP, also one that is no sound diagram yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.diagrams.extensions import NAMESPACE
from service.diagrams.findings import DiagramRefused
from service.diagrams.xml import KEPT, child, children, parse

if TYPE_CHECKING:
    from lxml import etree


@dataclass(frozen=True, slots=True)
class Named:
    """What a file calls the SOP that it would become."""

    #: id of its process
    key: str
    #: in the identity part, else of the process, else of its pool
    name: str


def sop_named(raw: bytes, process_id: str | None = None) -> Named | None:
    """Return how a file calls its SOP; None when no process can be found in it.

    Of several processes it is the one with the id, without an id the first that is executable.
    """
    try:
        root = parse(raw, KEPT)
    except DiagramRefused:
        return None
    processes = [
        each
        for each in children(root, "process")
        if process_id is None or each.get("id") == process_id
    ]
    executable = [each for each in processes if each.get("isExecutable") == "true"]
    for process in (*executable, *processes):
        extensions = child(process, "extensionElements")
        part = None if extensions is None else extensions.find(f"{{{NAMESPACE}}}sop")
        stated = "" if part is None else part.get("name", "")
        name = stated or process.get("name", "") or _pool_name(root, process.get("id", ""))
        return Named(process.get("id", ""), name)
    return None


def _pool_name(root: etree._Element, process_id: str) -> str:
    """Return how the pool of a process is called; "": it has none, or no name."""
    pools = (
        pool for each in children(root, "collaboration") for pool in children(each, "participant")
    )
    names = (
        pool.get("name", "")
        for pool in pools
        if pool.get("processRef", "").rpartition(":")[2] == process_id
    )
    return next(names, "").strip()
