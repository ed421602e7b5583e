"""Which certificate is whose: bound to an account by its person, once (decisions §3.7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.store.tables import person, signing_certificate
from service.tte.refusals import CertificateOfAnother

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class BoundCertificate:
    """The certificate with which a person signs. Hashes are SHA-256 in hex."""

    person_id: UUID
    #: CN
    name: str
    #: argon2id of the hash of the whole name: a NIK that stands in it cannot be tried out
    subject: str
    issuer: str
    provider: str
    serial: str
    key: str
    begins: datetime
    bound_at: datetime


def bound_certificate(
    connection: Connection, pemda_id: UUID, person_id: UUID
) -> BoundCertificate | None:
    """Return the certificate of a person's account; None: none is bound."""
    row = connection.execute(
        select(signing_certificate).where(
            signing_certificate.c.pemda_id == pemda_id,
            signing_certificate.c.person_id == person_id,
        )
    ).one_or_none()
    if row is None:
        return None
    return BoundCertificate(
        person_id=row.person_id,
        name=row.name,
        subject=row.subject,
        issuer=row.issuer_sha256,
        provider=row.provider,
        serial=row.serial,
        key=row.key_sha256,
        begins=row.begins_at,
        bound_at=row.bound_at,
    )


def require_still_bound(tx: Connection, pemda_id: UUID, bound: BoundCertificate) -> None:
    """Raise CertificateOfAnother when the certificate was released since it was read."""
    if bound_certificate(tx, pemda_id, bound.person_id) != bound:
        raise CertificateOfAnother


def holder_of_key(connection: Connection, pemda_id: UUID, key: str) -> UUID | None:
    """Return the person to whose account a public key is bound."""
    return connection.scalar(
        select(signing_certificate.c.person_id).where(
            signing_certificate.c.pemda_id == pemda_id, signing_certificate.c.key_sha256 == key
        )
    )


def certified_name(connection: Connection, pemda_id: UUID, person_id: UUID) -> str | None:
    """Return the name with which a certificate must agree; None: it was erased."""
    return connection.scalar(
        select(person.c.name).where(person.c.pemda_id == pemda_id, person.c.id == person_id)
    )
