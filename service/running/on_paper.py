"""Acts on paper: somebody else records what an official did with pen and paper (decisions §3.6).

The recorder is never the one who acted. The act has the day that stands on the paper (terjadi);
its record has the server's instant (dicatat). A day on which it cannot have happened is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Final, Protocol
from zoneinfo import ZoneInfo

from service.access.refusals import ClaimedByAnother
from service.access.roles import OFFICE_ROLES, today_in
from service.running.refusals import (
    NotHeldThatDay,
    NotOnPaper,
    OwnPaper,
    PaperBeforeVersion,
    TimeContradicts,
)
from service.store.signers import signers_since

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy import Connection

    from service.access.model import Caller
    from service.diagrams.extensions import NodeExtension
    from service.forms import FileRef
    from service.store.instances import Instance, Task, Version
    from service.store.signers import Signer

#: Field under which the scan stands among the attachments of the event.
SCAN_FIELD: Final = "alur_pindaian"


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on the paper, and its scan."""

    #: the date on the paper
    day: date
    #: holding, or penugasan, in which the official acted
    by: UUID
    scan: FileRef


class Step(Protocol):
    """What decides whether a step may be done on paper; a row of a query will do."""

    @property
    def kind(self) -> str:
        """Return user, manual or receive."""
        ...

    @property
    def role(self) -> str:
        """Return the role of its lane."""
        ...


def is_recordable(task: Step, extension: NodeExtension) -> bool:
    """Say whether the step may be done on paper: a paraf, a signature or a disposisi.

    What an outside agency sends is recorded as its arrival.
    """
    return task.kind not in ("receive", "service", "send") and (
        bool(extension.acts) or task.role in OFFICE_ROLES
    )


def require_recordable(task: Task, extension: NodeExtension) -> None:
    """Raise NotOnPaper unless the step may be done on paper."""
    if not is_recordable(task, extension):
        raise NotOnPaper


def signer_of(connection: Connection, instance: Instance, task: Task, paper: Paper) -> Signer:
    """Return who acted, in that jabatan on that day. Raises NotHeldThatDay."""
    began = today_in(instance.timezone, instance.started_at)
    known = signers_since(connection, instance, task.candidate, min(began, paper.day))
    for signer in known:
        if signer.worn_as == paper.by and signer.held_on(paper.day):
            return signer
    raise NotHeldThatDay


def require_another(caller: Caller, signer: Signer, task: Task) -> None:
    """Raise OwnPaper to who acted, ClaimedByAnother when a third person took the task."""
    if caller.person_id == signer.person_id:
        raise OwnPaper
    if task.claimed_by not in (None, caller.person_id, signer.person_id):
        raise ClaimedByAnother(jabatan=task.claimed_jabatan or "")


def require_possible_day(
    paper: Paper, instance: Instance, versions: Iterable[Version], now: datetime
) -> None:
    """Refuse a day in the future, before the process, or before a version that is acted on.

    Raises TimeContradicts, PaperBeforeVersion.
    """
    began = today_in(instance.timezone, instance.started_at)
    if not began <= paper.day <= today_in(instance.timezone, now):
        raise TimeContradicts
    for version in versions:
        if paper.day < today_in(instance.timezone, version.made_at):
            raise PaperBeforeVersion(document=version.document, version=version.number)


def instant_of(
    paper: Paper, instance: Instance, after: Iterable[datetime], now: datetime
) -> datetime:
    """Return the instant that stands for the day: its noon where the office is.

    A paper has no hour; what must have come before it on the same day, and now, bound it.
    """
    noon = datetime.combine(paper.day, time(12), ZoneInfo(instance.timezone)).astimezone(UTC)
    same_day = [
        instant
        for instant in (instance.started_at, *after)
        if today_in(instance.timezone, instant) == paper.day
    ]
    return min(max([noon, *same_day]), now)
