"""Messages and signals from outside: to one process, or to those of an office that wait."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from marshmallow import Schema, ValidationError, fields, validate

from service.commands.deliver_message import deliver_message
from service.commands.send_from_outside import Sending, send_from_outside
from service.web import context
from service.web.api.blueprint import Blueprint
from service.web.api.entries import Entry, Length, Named, Text, Truth
from service.web.api.keys import sent_key
from service.web.api.moved import MovedShape
from service.web.guard import Who

if TYPE_CHECKING:
    from uuid import UUID

    from service.commands.send_from_outside import SentOff
    from service.running.results import Moved

sending = Blueprint("sending", description="Messages and signals that processes wait for.")

#: Variables that one of them brings.
_MOST_VALUES: Final = 50


def _plain(value: Any) -> None:
    """Refuse what is no text, number or truth."""
    if not isinstance(value, str | int | Decimal):
        raise ValidationError([("api.not-allowed", {})])


_VALUE: Final = {"type": ["string", "number", "boolean"]}


class Carried(Entry):
    """What it is called and what it brings."""

    name = Text(required=True, validate=Length(1, 300), metadata={"description": "as in BPMN"})
    payload = Named(
        keys=Text(validate=validate.Regexp(r"[A-Za-z_][A-Za-z0-9_]{0,99}\Z")),
        values=fields.Raw(validate=_plain, metadata=_VALUE),
        load_default=dict,
        validate=Length(max=_MOST_VALUES),
        metadata={"description": "variables; every text is kept as personal text"},
    )


class Message(Carried):
    """A message to one process."""

    correlation = fields.Raw(
        load_default=None,
        validate=_plain,
        metadata=_VALUE | {"description": "the key that the receiver compares"},
    )


class OfficeMessage(Message):
    """A message to the process of an office that has waited longest."""

    trial = Truth(load_default=False, metadata={"description": "for a process that is a trial"})


class Signal(Carried):
    """A signal to all processes of an office that wait for it."""

    trial = Truth(load_default=False, metadata={"description": "for processes that are trials"})


class SentOffShape(Schema):
    """It is on its way."""

    id = fields.UUID()
    waiting = fields.Integer(
        metadata={"description": "processes that wait for it now, 1,000 at most"}
    )


@sending.operation(
    "POST",
    "/processes/<uuid:process_id>/messages",
    who=Who.PROGRAM,
    takes=Message,
    gives=MovedShape,
    keyed=True,
)
def deliver_to_process(given: dict[str, Any], process_id: UUID) -> Moved:
    """Give a message to a process; it is kept where the process waits for it later."""
    return deliver_message(
        context.store(),
        context.caller(),
        instance_id=process_id,
        name=given["name"],
        payload=given["payload"],
        correlation=given["correlation"],
        request=sent_key(),
        now=context.now(),
    )


@sending.operation(
    "POST",
    "/offices/<uuid:office_id>/messages",
    who=Who.PROGRAM,
    takes=OfficeMessage,
    gives=SentOffShape,
    status=202,
    keyed=True,
)
def send_message(given: dict[str, Any], office_id: UUID) -> SentOff:
    """Send a message to the process that has waited longest for it, or will."""
    return _send(office_id, Sending("message", **given))


@sending.operation(
    "POST",
    "/offices/<uuid:office_id>/signals",
    who=Who.PROGRAM,
    takes=Signal,
    gives=SentOffShape,
    status=202,
    keyed=True,
)
def send_signal(given: dict[str, Any], office_id: UUID) -> SentOff:
    """Send a signal to every process that waits for it."""
    return _send(office_id, Sending("signal", **given))


def _send(office_id: UUID, what: Sending) -> SentOff:
    return send_from_outside(
        context.store(),
        context.caller(),
        office_id=office_id,
        sending=what,
        request=sent_key(),
        now=context.now(),
    )
