"""Say of a certificate that it is the own one, at its first use; later ones are held to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.passwords import everyday_passwords
from service.access.refusals import NotYourHolding
from service.access.rules import require_confirmed
from service.events.structure import CertificateBound
from service.running.tte import checked_copies, fits, require_name
from service.store.callers import anew
from service.store.certificates import bound_certificate, holder_of_key
from service.store.database import transaction
from service.store.history import actor_of
from service.store.private_texts import commitments, reference, seal
from service.store.structure import lock_structure, record_structure
from service.tte.refusals import CertificateOfAnother, CertificateTaken

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.forms import FileRef


def bind_certificate(
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    task_no: int,
    copies: Mapping[str, FileRef],
    now: datetime,
) -> None:
    """Bind the certificate of files that are good for the task to the caller's own account.

    The files prove that the caller has its key, the provider that it has the caller's name. What
    is bound already stays. Raises PasswordNeeded, what `checked_copies` raises,
    CertificateNamesAnother, CertificateTaken, CertificateOfAnother, NotYourHolding.
    """
    require_confirmed(caller, now)
    signed = checked_copies(
        session, caller, instance_id=instance_id, task_no=task_no, files=copies, now=now
    )
    found = signed.signature
    name = seal("certificate_name", found.name)
    subject = seal("certificate_subject", everyday_passwords().hash(found.subject))
    with transaction(session) as tx:
        lock_structure(tx, caller.pemda_id)
        fresh = anew(tx, caller, now)
        holder = next((one for one in fresh.holders if one.worn_as == signed.holder.worn_as), None)
        if holder is None:
            raise NotYourHolding
        bound = bound_certificate(tx, caller.pemda_id, caller.person_id)
        if bound is not None:
            if not fits(bound, found):
                raise CertificateOfAnother
            return
        require_name(tx, caller, found)
        if holder_of_key(tx, caller.pemda_id, found.key) is not None:
            raise CertificateTaken
        event = CertificateBound(
            person_id=caller.person_id,
            name=reference(name),
            subject=reference(subject),
            issuer=found.issuer,
            provider=found.provider,
            serial=found.serial,
            key=found.key,
            begins=found.begins,
            confirmed_at=caller.confirmed_at,
            texts=commitments([name, subject]),
        )
        record_structure(
            tx, caller.pemda_id, [event], actor_of(fresh, holder), now, texts=[name, subject]
        )
