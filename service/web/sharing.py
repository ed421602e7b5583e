"""Telling the next person: a message to copy, and a wa.me link that opens it in WhatsApp.

Alur sends nothing by itself; the person who completed a step does, from the own telephone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from flask import url_for

from service.sentences import sentence
from service.sentences.words import written_instant
from service.web import context

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.queries.holders import Addressee
    from service.queries.instances import ProcessView
    from service.queries.open_steps import OpenStep
    from service.web.dues import Due

_INDONESIA: Final = "62"
_SHORTEST_NUMBER: Final = 9
_MOST_LINKS: Final = 5


@dataclass(frozen=True, slots=True)
class WhatsAppLink:
    href: str
    #: whose number it opens; "" lets the sender choose
    name: str


def message_for(process: ProcessView, step: OpenStep, due: Due | None, *, demo: bool) -> str:
    """Return what to tell the people for whom a step waits."""
    lines = [
        sentence("web.message-demo") if demo else "",
        sentence("web.message-trial") if process.trial and not demo else "",
        sentence(_opening(step), step=step.place.title),
        sentence("web.message-process", title=process.title, number=process.number),
        sentence("web.message-due", due=written_instant(due.instant, process.timezone))
        if due
        else "",
        url_for(
            "tasks.show",
            instance_id=process.instance_id,
            task_no=step.task_no,
            _external=True,
            _scheme="https" if context.services().settings.encrypted else "http",
        ),
    ]
    return "\n".join(line for line in lines if line)


def _opening(step: OpenStep) -> str:
    if step.kind == "receive":
        return "web.message-awaited"
    return "web.message-returned" if step.returned else "web.message-task"


def whatsapp_links(people: Sequence[Addressee], message: str) -> tuple[WhatsAppLink, ...]:
    """Return a link per person whose number is known, else one that lets the sender choose."""
    text = quote(message, safe="")
    known = [
        WhatsAppLink(f"https://wa.me/{number}?text={text}", person.title)
        for person in people[:_MOST_LINKS]
        if (number := _international(person.phone))
    ]
    return tuple(known) or (WhatsAppLink(f"https://wa.me/?text={text}", ""),)


def _international(phone: str | None) -> str:
    """Return the digits of a number with its country, as wa.me wants it; "" when it is none."""
    digits = "".join(letter for letter in phone or "" if letter.isascii() and letter.isdigit())
    if digits.startswith("0"):
        digits = _INDONESIA + digits[1:]
    return digits if len(digits) >= _SHORTEST_NUMBER else ""
