"""*Batalkan tanda tangan*: a signed version is signed no more, so its content may change again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.access.rules import (
    require_confirmed,
    require_may_see_process,
    signature_canceller_for,
)
from service.events.process import SIGNATURES, ActVoided, SignatureCancelled
from service.running import limits
from service.running.attempts import Answered, Attempt, attempt
from service.running.refusals import NotSigned, ProcessNotRunning
from service.running.results import Moved, moved
from service.store.authority import require_still_holds
from service.store.changes import Change
from service.store.history import actor_of
from service.store.idempotency import first_answer, remember
from service.store.instances import facts_of, instance_of, newest_versions, standing_acts
from service.store.parts import positions_signed_in
from service.store.private_texts import commitments, reference, seal
from service.store.record import record

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.store.idempotency import RequestKey
    from service.store.instances import Instance, StandingAct, Version


@dataclass(frozen=True, slots=True)
class _Seen:
    instance: Instance
    holder: Holder
    version: Version
    standing: tuple[StandingAct, ...]


def cancel_signature(
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    document: str,
    reason: str,
    request: RequestKey | None = None,
    now: datetime,
) -> Moved:
    """Void the signatures on the newest version of a document (decisions §4.5).

    The approvals for signature go with them, the paraf stay. Who holds the jabatan of a signer, or
    the head of the office, does, with the password typed just before. A signature that was
    cancelled comes back only by signing anew. Raises NotFound, NotTheSigner, PasswordNeeded,
    ReasonMissing, NotSigned, ProcessNotRunning.
    """
    why = limits.reason_in(reason)

    def look(connection: Connection) -> _Seen | Answered:
        answer = first_answer(connection, caller.pemda_id, caller.person_id, request)
        if answer is not None:
            return Answered(answer)
        instance = instance_of(connection, caller.pemda_id, instance_id)
        require_may_see_process(caller, facts_of(connection, instance))
        newest = newest_versions(connection, instance, [document])
        standing = standing_acts(connection, instance, newest)
        signed_in = positions_signed_in(connection, instance, newest)
        holder = signature_canceller_for(caller, instance, signed_in)
        if not signed_in:
            raise NotSigned(document=document)
        require_confirmed(caller, now)
        return _Seen(instance, holder, newest[document], standing)

    def think(seen: _Seen) -> Change:
        if seen.instance.status != "running":
            raise ProcessNotRunning(number=seen.instance.number)
        if not any(act.act in SIGNATURES for act in seen.standing):
            raise NotSigned(document=document)
        text = seal("reason", why)
        event = SignatureCancelled(
            document=document,
            number=seen.version.number,
            voided=tuple(
                ActVoided(act.act, act.document, act.number, act.holding_id)
                for act in seen.standing
                if act.act != "paraf"
            ),
            reason=reference(text),
            confirmed_at=caller.confirmed_at,
            texts=commitments([text]),
        )
        return Change(events=(event,), texts=(text,), unsigned=((document, seen.version.number),))

    def write(tx: Connection, seen: _Seen, change: Change) -> Moved:
        require_still_holds(tx, caller, seen.holder, now)
        head = record(tx, seen.instance, change, actor_of(caller, seen.holder), now)
        result = Moved(seen.instance.id, seen.instance.number, head.seq, "running")
        remember(tx, caller.pemda_id, caller.person_id, request, result.answer(), now)
        return result

    return attempt(session, caller.pemda_id, instance_id, Attempt(look, think, write, moved))
