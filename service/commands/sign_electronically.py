"""*Ditandatangani elektronik (TTE)*: complete a step with what its signer signed elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.access.rules import require_confirmed
from service.running.completing import Given, complete
from service.running.tte import checked_copies, require_bound
from service.store.database import read
from service.store.idempotency import first_answer

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.forms import FileRef
    from service.running.results import Moved
    from service.running.signed_copies import SignedCopies
    from service.store.certificates import BoundCertificate
    from service.store.idempotency import RequestKey


def sign_electronically(  # noqa: PLR0913 - what a person gives, one by one
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    task_no: int,
    copies: Mapping[str, FileRef],
    typed: Mapping[str, Any],
    outcome: str | None = None,
    ticks: Collection[str] = (),
    two_hats: bool = False,
    files: Mapping[str, Sequence[FileRef]] | None = None,
    request: RequestKey | None = None,
    now: datetime,
) -> Moved:
    """Complete a task that signs, forward only, with the caller's own certified signatures.

    `copies`: by document, the file that the caller signed in the provider's application: the
    newest version, byte for byte, with one signature added. It is checked before anything is
    written, with no transaction open, and stays beside the version. Nobody does this for another.
    Raises what complete_task raises, the refusals of `service.tte`, and CertificateUnbound until
    the caller has bound the certificate (`bind_certificate`).
    """
    signed, certificate = None, None
    with read(session) as connection:
        answered = first_answer(connection, caller.pemda_id, caller.person_id, request)
    if answered is None:
        signed, certificate = _checked(session, caller, instance_id, task_no, copies, now)
    given = Given(
        instance_id=instance_id,
        task_no=task_no,
        typed=typed,
        outcome=outcome,
        ticks=frozenset(ticks),
        two_hats=two_hats,
        files={key: tuple(brought) for key, brought in (files or {}).items()},
        signed=signed,
        certificate=certificate,
        request=request,
        now=now,
    )
    return complete(session, caller, given)


def _checked(
    session: Session,
    caller: Caller,
    instance_id: UUID,
    task_no: int,
    copies: Mapping[str, FileRef],
    now: datetime,
) -> tuple[SignedCopies, BoundCertificate]:
    # A check takes seconds: who has to type the password first does so before it.
    require_confirmed(caller, now)
    signed = checked_copies(
        session, caller, instance_id=instance_id, task_no=task_no, files=copies, now=now
    )
    return signed, require_bound(session, caller, signed.signature)
