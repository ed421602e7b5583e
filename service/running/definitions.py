"""What a version of a SOP is pinned to, read and compiled once in each program.

A version never changes, and its diagrams and forms are named by their hashes: what was made from
them holds for as long as the program runs.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from sqlalchemy import select

from service.diagrams import KEPT, read_diagram
from service.diagrams.called import called
from service.engine import Definition, compile_process
from service.errors import AlurError, NotFound
from service.forms import Form, read_form
from service.store import blobs
from service.store.tables import sop_pin, sop_version

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy import Connection

    from service.diagrams.model import Process, SequenceFlow

#: Compiled definitions kept by one program.
_KEPT: Final = 64


class DefinitionBroken(AlurError):
    """A published version lacks at some step what the gate makes sure of."""

    code = "running.definition-broken"


class CalledDiagramMissing(DefinitionBroken):
    """A published version does not hold the diagram of a process that it is made of."""

    code = "running.called-diagram-missing"


@dataclass(frozen=True, slots=True)
class PinnedForm:
    sha256: str
    form: Form


@dataclass(frozen=True, slots=True)
class PinnedDefinition:
    """A version of a SOP, ready to run; immutable and shared between threads."""

    version_id: UUID
    sop_id: UUID
    number: int
    #: SHA-256 of the diagram
    diagram: str
    #: SHA-256 of every pinned form and called diagram, by "form/<key>" and "process/<key>"
    pins: Mapping[str, str]
    engine: Definition
    forms: Mapping[str, PinnedForm]
    #: path of an element → flows that leave it, in XML order
    leaving: Mapping[str, tuple[SequenceFlow, ...]]
    #: documents for which some step draws a paraf
    needing_paraf: frozenset[str]


_kept: OrderedDict[tuple[UUID, UUID], PinnedDefinition] = OrderedDict()
_lock = threading.Lock()


def definition_of(connection: Connection, pemda_id: UUID, version_id: UUID) -> PinnedDefinition:
    """Return the version of a SOP as it runs.

    Raises NotFound, BlobDamaged when a byte of it was changed, DefinitionBroken.
    """
    key = (pemda_id, version_id)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = _load(connection, pemda_id, version_id)
    with _lock:
        _kept[key] = made
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return made


class Compiled(Protocol):
    """Whatever holds a compiled diagram: a version, or what is walked over."""

    @property
    def engine(self) -> Definition:
        """The diagram, ready to run."""

    @property
    def leaving(self) -> Mapping[str, tuple[SequenceFlow, ...]]:
        """Path of an element → flows that leave it, in XML order."""


def step_name(definition: Compiled, path: str) -> str:
    """Return how people call the element at `path`: its number, if it has one, and its name."""
    engine = definition.engine
    node = engine.node(path)
    step = node.extension.step
    name = called(engine.homes.get(path, engine.process), node)
    return name if step is None else f"{step.called}: {name}"


def _load(connection: Connection, pemda_id: UUID, version_id: UUID) -> PinnedDefinition:
    row = connection.execute(
        select(
            sop_version.c.sop_id,
            sop_version.c.number,
            sop_version.c.xml_sha256,
            sop_version.c.process_id,
        ).where(sop_version.c.pemda_id == pemda_id, sop_version.c.id == version_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    pinned = connection.execute(
        select(sop_pin.c.kind, sop_pin.c.key, sop_pin.c.sha256)
        .where(sop_pin.c.pemda_id == pemda_id, sop_pin.c.version_id == version_id)
        .order_by(sop_pin.c.kind, sop_pin.c.key)
    ).all()
    called = {
        pin.key: _process(connection, pemda_id, pin.sha256, pin.key)
        for pin in pinned
        if pin.kind == "process"
    }
    engine = compile_process(
        _process(connection, pemda_id, row.xml_sha256, row.process_id), called
    )
    return PinnedDefinition(
        version_id=version_id,
        sop_id=row.sop_id,
        number=row.number,
        diagram=row.xml_sha256,
        pins={f"{pin.kind}/{pin.key}": pin.sha256 for pin in pinned},
        engine=engine,
        forms={
            pin.key: PinnedForm(
                pin.sha256, read_form(blobs.content(connection, pemda_id, pin.sha256))
            )
            for pin in pinned
            if pin.kind == "form"
        },
        leaving=leaving_flows(engine),
        needing_paraf=frozenset(
            act.document
            for node in engine.nodes.values()
            for act in node.extension.acts
            if act.kind == "paraf"
        ),
    )


def leaving_flows(engine: Definition) -> dict[str, tuple[SequenceFlow, ...]]:
    """Return the flows that leave each element, by its path, in XML order."""
    found: dict[str, tuple[SequenceFlow, ...]] = {}
    for path, flow in engine.flows.items():
        source = f"{path.rpartition('/')[0]}/{flow.source}"
        found[source] = (*found.get(source, ()), flow)
    return found


def _process(connection: Connection, pemda_id: UUID, sha256: str, process_id: str) -> Process:
    process = read_diagram(blobs.content(connection, pemda_id, sha256), KEPT).process(process_id)
    if process is None:
        raise CalledDiagramMissing
    return process
