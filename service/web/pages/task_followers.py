"""Who is next after a step, and how to tell them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import render_template

from service.web import context
from service.web.dues import Due, due_of
from service.web.pages.processes import whom
from service.web.session import signed_in
from service.web.sharing import WhatsAppLink, message_for, whatsapp_links

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.queries.instances import ProcessView
    from service.queries.open_steps import OpenStep
    from service.queries.places import ElementPlace


@dataclass(frozen=True, slots=True)
class Follower:
    """A step that waits now, and how to tell its people."""

    task_no: int
    place: ElementPlace
    words: str
    due: Due | None
    mine: bool
    message: str
    whatsapp: tuple[WhatsAppLink, ...]


def after_page(process: ProcessView, steps: Sequence[OpenStep], heading: str) -> str:
    """Return the page after a step: each step that waits now, and its people."""
    return render_template(
        "tasks/after.html",
        process=process,
        heading=heading,
        followers=[_follower(process, step) for step in steps],
    )


def _follower(process: ProcessView, step: OpenStep) -> Follower:
    due = due_of(step.due_at, context.now(), context.clock_of(process.office_id, process.timezone))
    signed = signed_in()
    others = [who for who in step.people if who.person_id != context.caller().person_id]
    message = ""
    if others:
        message = message_for(process, step, due, demo=bool(signed and signed.demo))
    return Follower(
        task_no=step.task_no,
        place=step.place,
        words=whom(step),
        due=due,
        mine=step.mine,
        message=message,
        whatsapp=whatsapp_links(others, message) if message else (),
    )
