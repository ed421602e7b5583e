"""What a list says of a version without showing it: its steps and its open points.

Facts belong to the bytes of a diagram, so they are kept by their hash.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.diagrams import KEPT, DiagramRefused, read_diagram
from service.running.judging import unsaid_of
from service.store.blobs import content

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection

    from service.diagrams.model import Process

#: Diagrams whose facts one program keeps; a few kilobytes each.
_MOST: Final = 2_000

_kept: OrderedDict[tuple[str, str], SopFacts] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class SopFacts:
    """What stands in the diagram of a version."""

    #: rows of the document
    steps: int
    #: points marked *perlu konfirmasi*, whether or not an analyst has confirmed them
    open_points: int
    #: steps that the document does not show, confirmed or not
    proposed: int
    #: steps of which it does not show who does them, confirmed or not
    inferred: int
    #: parts of the identity that are empty, confirmed or not
    gaps: int
    #: everything by which its steps can be found
    text: str

    @property
    def to_confirm(self) -> int:
        """How many things the page of the SOP says are to be confirmed."""
        return self.open_points + self.proposed + self.gaps

    @property
    def waits(self) -> bool:
        """Whether an analyst has to confirm anything before it binds (decisions §4.8)."""
        return bool(self.to_confirm or self.inferred)


_NOTHING: Final = SopFacts(0, 0, 0, 0, 0, "")


def facts_of(connection: Connection, pemda_id: UUID, xml_sha256: str, process_id: str) -> SopFacts:
    """Return the facts of a version; nothing where its diagram can no longer be read."""
    key = xml_sha256, process_id
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    try:
        process = read_diagram(content(connection, pemda_id, xml_sha256), KEPT).process(process_id)
    except DiagramRefused:
        process = None
    made = _NOTHING if process is None else _facts(process)
    with _lock:
        _kept[key] = made
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return made


def _facts(process: Process) -> SopFacts:
    nodes = list(process.scope.all_nodes())
    steps = [step for node in nodes if (step := node.extension.step) is not None]
    texts = [node.name for node in nodes]
    for step in steps:
        texts += [step.activity, step.requirements, step.output, step.remarks]
    identity = process.identity
    return SopFacts(
        steps=len(steps),
        open_points=len(identity.open_points) if identity else 0,
        proposed=sum(node.extension.proposed is not None for node in nodes),
        inferred=sum(step.confidence is not None for step in steps),
        gaps=len(unsaid_of(process)),
        text=" ".join((*texts, identity.name if identity else "")),
    )
