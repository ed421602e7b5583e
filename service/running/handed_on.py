"""What one process receives of what another one, or somebody outside, sent.

Personal text never leaves its process by value: a reference is taken anew from the sender's side
table into the receiver's, under an id, a salt and a commitment of its own. Text that was erased
meanwhile arrives as null. From outside every string is personal text (docs/decisions/0013).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from service.access.model import Mandate
from service.engine.api import BroadcastSignal, DeliverMessage
from service.errors import NotFound
from service.events.process_parts import Sender
from service.store.history import SYSTEM, Actor
from service.store.private_texts import PrivateText, reference, referenced, seal, texts_of
from service.store.tables import history_event, process_instance
from service.values import canonical_bytes, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from service.store.dispatches import Dispatch
    from service.values import Value


@dataclass(frozen=True, slots=True)
class Content:
    """What is on its way, as its sender said it."""

    payload: Mapping[str, Value]
    correlation: Value
    #: None: it came from outside
    sender: Sender | None
    #: who the history of the receivers says it was
    actor: Actor
    #: private texts of the sender that the payload refers to; None: erased
    texts: Mapping[UUID, str | None] = field(default_factory=dict)


@dataclass(slots=True)
class Brought:
    """The engine's command for one receiver, and the texts that come with it."""

    command: DeliverMessage | BroadcastSignal
    texts: tuple[PrivateText, ...]


def content_of(connection: Connection, it: Dispatch) -> Content:
    """Return what is on its way. Raises NotFound when it is there no more."""
    if it.instance_id is None:
        return _from_outside(it)
    row = connection.execute(
        select(history_event.c.payload, process_instance.c.number)
        .select_from(history_event)
        .join(
            process_instance,
            (process_instance.c.pemda_id == history_event.c.pemda_id)
            & (process_instance.c.id == history_event.c.stream_id),
        )
        .where(
            history_event.c.pemda_id == it.pemda_id,
            history_event.c.stream_id == it.instance_id,
            history_event.c.seq == it.event_seq,
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    said = parse(row.payload)["sent"][it.position]
    return Content(
        payload=said["payload"],
        correlation=said.get("correlation"),
        sender=Sender(it.instance_id, row.number, it.event_seq or 0),
        actor=SYSTEM,
        texts=texts_of(connection, it.pemda_id, set(_references(said["payload"]))),
    )


def brought(it: Dispatch, content: Content) -> Brought:
    """Return what one receiver gets."""
    texts: list[PrivateText] = []
    payload = {
        name: _received(name, value, content, texts) for name, value in content.payload.items()
    }
    if it.kind == "signal":
        return Brought(BroadcastSignal(it.name, payload), tuple(texts))
    return Brought(DeliverMessage(it.name, payload, content.correlation), tuple(texts))


def _received(name: str, value: Value, content: Content, texts: list[PrivateText]) -> Value:
    match value:
        case dict():
            return {key: _received(name, item, content, texts) for key, item in value.items()}
        case list() | tuple():
            return [_received(name, item, content, texts) for item in value]
        case str():
            text = _personal(value, content)
            if text is value and content.sender is not None:
                return value
            if text is None:
                return None
            texts.append(seal(name, text))
            return reference(texts[-1])
        case _:
            return value


def _personal(value: str, content: Content) -> str | None:
    """Return the text that a value stands for, the value where it stands for none."""
    text_id = None if content.sender is None else referenced(value)
    return value if text_id is None else content.texts.get(text_id)


def _references(value: Value) -> Iterator[UUID]:
    match value:
        case dict():
            for item in value.values():
                yield from _references(item)
        case list() | tuple():
            for item in value:
                yield from _references(item)
        case _:
            found = referenced(value)
            if found is not None:
                yield found


# ---------------------------------------------------------------- from outside


def outside_content(payload: Mapping[str, Value], correlation: Value, actor: Actor) -> str:
    """Return what somebody outside sent, and who it was, as a row holds it on its way."""
    mandate = actor.mandate
    said = {
        "payload": dict(payload),
        "correlation": correlation,
        "actor": {
            "person_id": str(actor.person_id),
            "holding_id": str(actor.holding_id),
            "jabatan": actor.jabatan,
            "mandate": None
            if mandate is None
            else [str(mandate.mandate_id), mandate.kind, mandate.jabatan, mandate.letter_number],
        },
    }
    return canonical_bytes(said).decode()


def _from_outside(it: Dispatch) -> Content:
    if it.content is None:
        raise NotFound
    said = parse(it.content)
    return Content(said["payload"], said["correlation"], None, _actor(said["actor"]))


def _actor(said: Mapping[str, Any]) -> Actor:
    mandate = None
    if said["mandate"] is not None:
        key, kind, jabatan, letter = said["mandate"]
        mandate = Mandate(UUID(key), kind, jabatan, letter)
    person, holding = UUID(said["person_id"]), UUID(said["holding_id"])
    return Actor(person, holding, said["jabatan"], mandate)
