"""Signed copies that somebody brings to a step that signs: checked before anything is written.

The check reads files and runs a program, so it happens with no transaction open, and before the
command looks, thinks and writes. What it found names the version by its hash: when another one has
come meanwhile, the command refuses (docs/decisions/0010-tte.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from service.access.passwords import everyday_passwords
from service.running import papers
from service.running.authority import require_holder, require_unclaimed
from service.running.brought import misnamed_files
from service.running.definitions import definition_of
from service.running.refusals import (
    NothingToAct,
    SignatureNeeded,
    TaskNotOpen,
)
from service.running.signed_copies import SignedCopies, SignedCopy
from service.running.standing import require_awake
from service.store.blobs import described, stream_content
from service.store.certificates import bound_certificate, certified_name
from service.store.database import read
from service.store.instances import instance_and_task, newest_versions
from service.store.uploads import kinds_brought
from service.tte import check, is_name_of, trust
from service.tte.refusals import (
    CertificateNamesAnother,
    CertificateOfAnother,
    CertificateUnbound,
    RevocationUnknown,
    SeveralSignatures,
    TteFileNotPdf,
    TteInFuture,
    TteNeedsPdf,
    TteUnavailable,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.forms import FileRef
    from service.store.certificates import BoundCertificate
    from service.store.instances import Task
    from service.tte import Signature

_PDF: Final = "application/pdf"


#: How far the clock of a provider may be ahead of ours.
_AHEAD: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class _Brought:
    """A file that is to be checked, and against what."""

    document: str
    version: str
    file: FileRef
    size: int


def checked_copies(
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    task_no: int,
    files: Mapping[str, FileRef],
    now: datetime,
) -> SignedCopies:
    """Return the copies, checked, by document. Opens transactions of its own.

    Whoever may not do the task is refused before any file is looked at. Raises NotFound,
    NotYourTask, ClaimedByAnother, TaskNotOpen, ProcessNotRunning, ProcessSuspended,
    FileNotYours, SignatureNeeded, NothingToAct, and the refusals of `service.tte`.
    """
    if not trust().available:
        raise TteUnavailable
    with read(session) as connection:
        holder, brought = _brought(connection, caller, instance_id, task_no, files)
    copies = {
        one.document: SignedCopy(
            one.document,
            one.version,
            one.file,
            check(
                partial(stream_content, session, caller.pemda_id, one.version),
                partial(stream_content, session, caller.pemda_id, one.file.sha256),
                size=one.size,
                now=now,
            ),
        )
        for one in brought
    }
    if len({copy.signature.key for copy in copies.values()}) > 1:
        raise SeveralSignatures
    for copy in copies.values():
        if copy.signature.signed_at > now + _AHEAD:
            raise TteInFuture
        if trust().revocation_required and not copy.signature.revocation:
            raise RevocationUnknown
    return SignedCopies(holder, copies)


def _brought(
    connection: Connection,
    caller: Caller,
    instance_id: UUID,
    task_no: int,
    files: Mapping[str, FileRef],
) -> tuple[Holder, tuple[_Brought, ...]]:
    instance, task = instance_and_task(connection, caller.pemda_id, instance_id, task_no)
    # A TTE is personal: nobody records it for another, as may be done with paper.
    holder = require_holder(connection, caller, instance, task)
    _require_open(caller, task)
    require_awake(instance)
    definition = definition_of(connection, caller.pemda_id, instance.version_id)
    extension = definition.engine.node(task.path).extension
    signed = {act.document for act in extension.acts if act.kind == "sign"}
    if not files or not files.keys() <= signed:
        raise SignatureNeeded
    newest = newest_versions(connection, instance, papers.documents_named(extension))
    given = {document: (file,) for document, file in files.items()}
    if misnamed_files(connection, caller.pemda_id, caller.person_id, given):
        raise TteFileNotPdf
    hashes = [file.sha256 for file in files.values()]
    kinds = kinds_brought(connection, caller.pemda_id, caller.person_id, hashes)
    found = []
    for document, file in files.items():
        version = newest.get(document)
        if version is None:
            raise NothingToAct(document=document)
        if described(connection, caller.pemda_id, version.sha256).media_type != _PDF:
            raise TteNeedsPdf(document=document, version=version.number)
        if _PDF not in kinds[file.sha256]:
            raise TteFileNotPdf
        size = described(connection, caller.pemda_id, file.sha256).size
        found.append(_Brought(document, version.sha256, file, size))
    return holder, tuple(found)


def _require_open(caller: Caller, task: Task) -> None:
    if task.status != "open":
        raise TaskNotOpen(jabatan=task.claimed_jabatan or "")
    require_unclaimed(caller, task)


# ---------------------------------------------------------------- whose certificate it is


def require_name(connection: Connection, caller: Caller, signature: Signature) -> None:
    """Raise CertificateNamesAnother unless the certificate has the caller's name."""
    known = certified_name(connection, caller.pemda_id, caller.person_id)
    if not is_name_of(signature.name, known or ""):
        raise CertificateNamesAnother(name=signature.name)


def require_bound(session: Session, caller: Caller, signature: Signature) -> BoundCertificate:
    """Return the certificate of the caller's account when the signature is by it.

    Or by a newer one of the same name from the same issuer. Raises CertificateUnbound,
    CertificateNamesAnother, CertificateOfAnother.
    """
    with read(session) as connection:
        bound = bound_certificate(connection, caller.pemda_id, caller.person_id)
        if bound is None:
            require_name(connection, caller, signature)
            raise CertificateUnbound(name=signature.name, provider=signature.provider)
    if not fits(bound, signature):
        raise CertificateOfAnother
    return bound


def fits(bound: BoundCertificate, signature: Signature) -> bool:
    """Say whether a signature is by the bound certificate, or by one that took its place."""
    if signature.key == bound.key:
        return True
    if signature.issuer != bound.issuer or signature.begins < bound.begins:
        return False
    # The whole name: two people of one name differ in the number beside it.
    return everyday_passwords().fits(bound.subject, signature.subject)
