"""*Batalkan tanda tangan*: a signed version is signed no more, so its content may change again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.access.rules import (
    require_confirmed,
    require_may_see_process,
    signature_canceller_for,
)
from service.events.process import SignatureCancelled
from service.events.process_parts import SIGNATURES, ActVoided
from service.running import limits
from service.running.acting import Act, act, as_thought
from service.running.refusals import NotSigned
from service.running.standing import require_running
from service.store.changes import Change
from service.store.instances import facts_of, instance_of, newest_versions, standing_acts
from service.store.parts import positions_signed_in
from service.store.private_texts import commitments, reference, seal

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.running.results import Moved
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

    def look(connection: Connection) -> _Seen:
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
        require_running(seen.instance)
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

    parts = Act(look, think, as_thought)
    return act(session, caller, instance_id, parts, request=request, now=now)
