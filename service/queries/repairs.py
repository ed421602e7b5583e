"""What people did to a process as a whole: every repair, told as the history tells it.

It stands on everything of the process that can be printed, so that nobody takes a process that
was repaired for one that ran as its SOP says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.access.rules import require_may_see_process
from service.events.engine_moves import (
    ProcessMoved,
    ProcessResumed,
    ProcessSuspended,
    TokenMoved,
    VariableCorrected,
)
from service.events.process import RepairRefused, RepairRequested
from service.queries.instances import process_row
from service.queries.told_events import entry_of, events_asked, narrators_of
from service.store.database import read
from service.store.tables import history_event

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.queries.told_events import HistoryEntry

#: Kinds of the events that are repairs.
REPAIRS: Final = frozenset(
    it.kind
    for it in (
        ProcessSuspended,
        ProcessResumed,
        ProcessMoved,
        RepairRequested,
        RepairRefused,
        TokenMoved,
        VariableCorrected,
    )
)


def repairs_of(session: Session, caller: Caller, instance_id: UUID) -> tuple[HistoryEntry, ...]:
    """Return the repairs of a process, the oldest first. Raises NotFound."""
    with read(session) as connection:
        row, facts = process_row(connection, caller, instance_id)
        require_may_see_process(caller, facts)
        events = connection.execute(
            events_asked(caller.pemda_id, instance_id).where(
                history_event.c.kind.in_(sorted(REPAIRS))
            )
        ).all()
        if not events:
            return ()
        narrators = narrators_of(connection, caller.pemda_id, row)
        return tuple(entry_of(event, narrators) for event in events)
