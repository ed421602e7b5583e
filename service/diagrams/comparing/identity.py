"""The identity part of a SOP, its data, and who answers for its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.sentences.differing import NOTHING, Value, Values, text, texts
from service.sentences.telling import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.extensions import SopIdentity
    from service.diagrams.model import DataObject, Lane, Process, Scope
    from service.sentences.differing import Property


def identity_properties(process: Process) -> dict[str, Property]:
    """Return what the first page of a SOP says, by topic."""
    found: dict[str, Property] = {
        "process-id": text(process.id),
        "process-name": text(process.name),
        "executable": Value(
            process.executable, said("compare.yes" if process.executable else "compare.no")
        ),
    }
    return found | (_of(process.identity) if process.identity is not None else {})


def _of(identity: SopIdentity) -> dict[str, Property]:
    kinds = identity.kinds
    return {
        "sop-number": text(identity.number),
        "sop-name": text(identity.name),
        "government": text(identity.government),
        "office": text(identity.office),
        "organisation": text(identity.unit),
        "made": text(identity.made),
        "revised": text(identity.revised),
        "effective": text(identity.effective),
        "ratified": text(identity.ratified),
        "ratified-by": text(identity.ratified_by),
        "legal-basis": texts(identity.legal_basis),
        "qualifications": texts(identity.qualifications),
        "related": texts(identity.related),
        "equipment": texts(identity.equipment),
        "warnings": texts(identity.warnings),
        "records": texts(identity.records),
        "open-points": Values(tuple(Value(point, point.text) for point in identity.open_points)),
        "documents": Values(
            tuple(
                Value(document, _named(document.name, document.key))
                for document in identity.documents
            )
        ),
        "kinds": Value(
            kinds,
            NOTHING
            if kinds is None
            else tuple(said(f"compare.process-kind.{kind}") for kind in kinds)
            or said("compare.process-kind.none"),
        ),
    }


def _named(name: str, key: str) -> str:
    return f"{name} ({key})" if name and name != key else key


def lane_properties(lane: Lane) -> dict[str, Property]:
    """Return what a column of performers says."""
    role = lane.binding.role
    return {
        "lane-name": text(lane.name),
        "role": Value(role, said(f"compare.role.{role}") if role else NOTHING),
        "lane-inside": text(lane.ancestors[-1] if lane.ancestors else None),
    }


def data_of(scope: Scope) -> Iterator[DataObject]:
    """Yield the data of a process and of its subprocesses."""
    yield from scope.data_objects
    for node in scope.nodes:
        inner: Scope | None = getattr(node, "scope", None)
        if inner is not None:
            yield from data_of(inner)
