"""Take a certificate off an account, so that its person can bind another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.rules import administrator_for, require_confirmed
from service.errors import Conflict
from service.events.structure import CertificateReleased
from service.store.certificates import bound_certificate
from service.store.structure import Made, structure_desk

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller


class CertificateNotBound(Conflict):
    """The account has no certificate."""

    code = "tte.not-bound"


def release_certificate(
    session: Session, caller: Caller, *, person_id: UUID, now: datetime
) -> Made:
    """Release the certificate of a person; what it signed stays signed.

    An administrator does, with the password typed just before: for a new issuer, a new name, a
    certificate that was bound by mistake. Raises OnlyAdministrators, PasswordNeeded,
    CertificateNotBound.
    """
    administrator_for(caller)
    require_confirmed(caller, now)
    with structure_desk(session, caller, now) as desk:
        if bound_certificate(desk.tx, desk.pemda_id, person_id) is None:
            raise CertificateNotBound
        desk.record(CertificateReleased(person_id=person_id))
    return Made(person_id)
