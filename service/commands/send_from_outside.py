"""Send a message or a signal from outside to processes of an office that wait for it.

The worker hands it on as it does what processes send (docs/decisions/0013).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from service.access.model import Place
from service.access.rules import recorder_for
from service.engine.storable import require_storable
from service.running import limits
from service.running.handed_on import outside_content
from service.store.authority import require_still_holds
from service.store.database import read, transaction
from service.store.dispatches import dispatch_of, receivers_of, write_from_outside
from service.store.history import actor_of
from service.store.idempotency import first_answer, remember, was_faster
from service.store.structure import require_active
from service.store.tables import office

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.store.idempotency import RequestKey
    from service.values import Value

#: Processes that an answer counts; the worker reaches all of them.
_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Sending:
    """What somebody sends: strings of the payload are personal text."""

    kind: Literal["message", "signal"]
    name: str
    payload: Mapping[str, Value]
    #: key of a message that the receiver compares
    correlation: Value = None
    #: for processes that are a trial, instead of for real ones
    trial: bool = False


@dataclass(frozen=True, slots=True)
class SentOff:
    """What is on its way, and how many processes waited for it then, 1,000 at most."""

    id: UUID
    waiting: int

    def answer(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return {"id": str(self.id), "waiting": self.waiting}


def send_from_outside(
    session: Session,
    caller: Caller,
    *,
    office_id: UUID,
    sending: Sending,
    request: RequestKey | None = None,
    now: datetime,
) -> SentOff:
    """Put it on its way. Those who record for the office do.

    Raises NotFound, OnlyRecorders, EntryRefused, ValueRefused, KeyReused.
    """
    content = _checked(sending)
    place = Place(caller.pemda_id, office_id)
    try:
        with transaction(session) as tx:
            require_active(tx, office, caller.pemda_id, office_id)
            holder = recorder_for(caller, place)
            answer = first_answer(tx, caller.pemda_id, caller.person_id, request)
            if answer is not None:
                return _sent_off(answer)
            return _write(tx, caller, holder, office_id, content, request, now)
    except IntegrityError as error:
        # The same request, sent twice at once: its twin was committed first.
        if not was_faster(error):
            raise
    with read(session) as connection:
        answer = first_answer(connection, caller.pemda_id, caller.person_id, request)
    if answer is None:
        raise AssertionError
    return _sent_off(answer)


def _checked(sending: Sending) -> Sending:
    """Return it with its texts trimmed. Raises EntryRefused, ValueRefused."""
    limits.entry("name", sending.name, limits.TITLE_CHARACTERS)
    payload = {
        key: limits.entry(key, value, limits.REASON_CHARACTERS)
        if isinstance(value, str)
        else value
        for key, value in sending.payload.items()
    }
    require_storable({**payload, "correlation": sending.correlation})
    return Sending(sending.kind, sending.name, payload, sending.correlation, sending.trial)


def _write(
    tx: Connection,
    caller: Caller,
    holder: Holder,
    office_id: UUID,
    sending: Sending,
    request: RequestKey | None,
    now: datetime,
) -> SentOff:
    require_still_holds(tx, caller, holder, now)
    actor = actor_of(caller, holder)
    dispatch_id = write_from_outside(
        tx,
        caller.pemda_id,
        office_id,
        kind=sending.kind,
        name=sending.name,
        key=sending.correlation,
        trial=sending.trial,
        content=outside_content(sending.payload, sending.correlation, actor),
        now=now,
    )
    it = dispatch_of(tx, caller.pemda_id, dispatch_id)
    result = SentOff(dispatch_id, len(receivers_of(tx, it, _COUNTED)))
    remember(tx, caller.pemda_id, caller.person_id, request, result.answer(), now)
    return result


def _sent_off(answer: Mapping[str, Any]) -> SentOff:
    return SentOff(UUID(answer["id"]), answer["waiting"])
