"""Completing a task: what complete_task, record_arrival and record_on_paper have in common.

Reading (`look`), thinking without the database (`think`), writing (`write`); `attempts` runs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.running.attempts import Attempt, attempt
from service.running.completing.look import look, survey
from service.running.completing.think import think, think_approval
from service.running.completing.values import Given, Seen
from service.running.completing.write import write
from service.running.results import moved

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.results import Moved

__all__ = ["Given", "Seen", "complete", "look", "survey", "think_approval"]


def complete(session: Session, caller: Caller, given: Given, *, seen: Seen | None = None) -> Moved:
    """Complete a task and return where the process stands then.

    `seen`: what `survey` found earlier in the same request. It counts where the act brings nothing
    that has to be read too.
    """
    parts = Attempt(
        look=lambda connection: look(connection, caller, given),
        think=lambda seen: think(caller, given, seen),
        write=lambda tx, seen, thought: write(tx, caller, given, seen, thought),
        repeat=moved,
        seen=None if _brings(given) else seen,
    )
    return attempt(session, caller.pemda_id, given.instance_id, parts)


def _brings(given: Given) -> bool:
    """Say whether the act brings what `survey` reads of it: files, a paper, versions reviewed."""
    brought = (given.files, given.paper, given.signed)
    return any(brought) or given.reviewed is not None
