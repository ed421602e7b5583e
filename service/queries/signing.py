"""What a person signs electronically at a step, and with which certificate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.errors import NotFound
from service.store.blobs import described
from service.store.certificates import bound_certificate
from service.store.database import read

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.queries.documents import DocumentVersion
    from service.queries.tasks import TaskView
    from service.store.certificates import BoundCertificate

_PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class ToSign:
    """A document that the step signs."""

    document: str
    name: str
    #: None: no step has made one yet
    version: DocumentVersion | None
    pdf: bool


@dataclass(frozen=True, slots=True)
class Signing:
    documents: tuple[ToSign, ...]
    #: bound to the caller's account; None: none is yet
    certificate: BoundCertificate | None


def signing_of(session: Session, caller: Caller, view: TaskView) -> Signing:
    """Return what a task that the caller sees is to be signed with a TTE for."""
    asked = dict.fromkeys(act.document for act in view.acts if act.kind == "sign")
    newest = {version.document: version for version in reversed(view.documents)}
    with read(session) as connection:
        documents = []
        for document in asked:
            version = newest.get(document)
            try:
                kind = (
                    ""
                    if version is None
                    else described(connection, caller.pemda_id, version.sha256).media_type
                )
            except NotFound:
                kind = ""
            name = view.document_names.get(document, document)
            documents.append(ToSign(document, name, version, kind == _PDF))
        certificate = bound_certificate(connection, caller.pemda_id, caller.person_id)
    return Signing(tuple(documents), certificate)
