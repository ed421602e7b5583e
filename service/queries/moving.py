"""*Pindahkan proses ke versi SOP baru*, looked at before: what would move where, and what cannot.

Every process is moved here by the engine as the command would move it; nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import func, select

from service.engine import armed_timers
from service.engine.moving import Refused
from service.errors import NotFound
from service.queries.move_choices import choices_at
from service.queries.move_losses import dropped, form_at, form_notes, passed_over
from service.queries.paging import Page, page_of
from service.queries.places import place_at
from service.queries.sops import SopPlace, sop_view
from service.running.authority import require_manager
from service.running.definitions import definition_of, step_name
from service.running.past_versions import definitions_at, past_versions
from service.running.repairs import fingerprint
from service.running.same_step import new_steps, reworded
from service.running.version_moves import (
    NotMovable,
    TrialVersionOnly,
    is_target,
    moved,
    open_rows,
    places_of,
    reason_of,
)
from service.sentences import sentence
from service.store.database import read
from service.store.instances import instance_of
from service.store.joins import on
from service.store.tables import draft, process_instance, sop_version, unit, user_task

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Connection, Row, Select
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.engine.api import ArmedTimer
    from service.engine.moving import Moved, Stand
    from service.forms.model import Form
    from service.queries.instances import ProcessView
    from service.queries.move_choices import Choice
    from service.queries.places import ElementPlace
    from service.queries.sops import SopView
    from service.running.definitions import PinnedDefinition
    from service.running.version_moves import Places
    from service.store.instances import Instance

#: Processes of one page, of which everything is told.
PAGE: Final = 20

#: Processes that are tried, so that those that can move are counted and stand before the others.
MOST_TRIED: Final = 200

#: Pairs of each version that processes run under, by its number: what a person chose.
Choices = dict[int, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Standing:
    """A step or a timer that a process stands on, and where it would stand."""

    before: ElementPlace
    #: whose part of a step that several do; None: it is one step
    unit: str | None
    #: None: it stays on the same one, which is called the same
    after: ElementPlace | None
    #: until when a timer waits; None: it is a task
    due: datetime | None = None
    #: what else becomes of it, in words
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MovingProcess:
    """A running process and what moving it would make of it."""

    instance_id: UUID
    number: str
    title: str
    trial: bool
    started_at: datetime
    #: of the version that it runs under
    version: int
    #: SHA-256 of the state that this is told of
    state: str
    #: what people call the steps that were completed, in that order
    done: tuple[str, ...]
    standing: tuple[Standing, ...]
    #: why it cannot move; empty: it can
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Movable:
    """A process that can move, on whichever page it stands."""

    instance_id: UUID
    number: str
    #: of the version that it runs under
    version: int
    #: SHA-256 of the state of which this is said
    state: str


@dataclass(frozen=True, slots=True)
class MovingView:
    sop: SopView
    #: the version to which processes would move
    version_id: UUID
    number: int
    status: str
    #: those that can move first, each kind by its start
    page: Page[MovingProcess]
    #: those of all pages that can move, and how many of those that were tried cannot
    can_move: tuple[Movable, ...]
    blocked: int
    #: how many were not tried yet: they come when others have moved
    untried: int
    choices: tuple[Choice, ...]

    @property
    def movable(self) -> int:
        """How many of those that were tried can move."""
        return len(self.can_move)


def movable_counts(
    session: Session, caller: Caller, sop: SopView, now: datetime
) -> dict[int, int]:
    """Return how many processes run under other versions, by version that they could move to."""
    with read(session) as connection:
        rows = connection.execute(
            select(
                process_instance.c.version_id, process_instance.c.trial, func.count().label("some")
            )
            .where(
                process_instance.c.pemda_id == caller.pemda_id,
                process_instance.c.sop_id == sop.sop_id,
                process_instance.c.status == "running",
            )
            .group_by(process_instance.c.version_id, process_instance.c.trial)
        ).all()
    today = _today(sop, now)
    return {
        version.number: found
        for version in sop.versions
        if (
            found := sum(
                row.some
                for row in rows
                if row.version_id != version.version_id
                and is_target(version, today, trial=row.trial)
            )
        )
    }


def version_to_move_to(
    session: Session, caller: Caller, process: ProcessView, now: datetime
) -> int | None:
    """Return the number of the newest version to which a process could move; None: there is none.

    Only a version newer than the one that it runs under is offered on its own page.
    """
    with read(session) as connection:
        rows = connection.execute(
            select(
                sop_version.c.number,
                sop_version.c.status,
                sop_version.c.effective_from,
                sop_version.c.effective_to,
            )
            .where(
                sop_version.c.pemda_id == caller.pemda_id,
                sop_version.c.sop_id == process.sop_id,
                sop_version.c.number > process.version_number,
            )
            .order_by(sop_version.c.number.desc())
        ).all()
    today = now.astimezone(ZoneInfo(process.timezone)).date()
    return next((row.number for row in rows if is_target(row, today, trial=process.trial)), None)


def moving_view(
    session: Session,
    caller: Caller,
    sop_id: UUID,
    number: int,
    *,
    choices: Choices,
    page: int,
    now: datetime,
) -> MovingView:
    """Return the processes of other versions of a SOP, as they would be under version `number`.

    The head or secretary of the office looks, who may move them. Raises NotFound, NotTheManager.
    """
    sop = sop_view(session, caller, sop_id)
    require_manager(caller, SopPlace(caller.pemda_id, sop.office_id))
    target = next((it for it in sop.versions if it.number == number), None)
    if target is None or not is_target(target, _today(sop, now), trial=True):
        raise NotFound
    with read(session) as connection:
        looking = _Looking(connection, caller, target.version_id, target.status, choices, now)
        statement: Select[Any] = (
            select(process_instance.c.id, process_instance.c.title, sop_version.c.number)
            .select_from(process_instance)
            .join(sop_version, on(sop_version.c.id, process_instance.c.version_id))
            .where(
                process_instance.c.pemda_id == caller.pemda_id,
                process_instance.c.sop_id == sop_id,
                process_instance.c.status == "running",
                process_instance.c.version_id != target.version_id,
            )
            .order_by(process_instance.c.started_at, process_instance.c.id)
        )
        rows = connection.execute(statement.limit(MOST_TRIED)).all()
        total = connection.scalar(
            select(func.count()).select_from(statement.order_by(None).subquery())
        )
        tried = sorted((looking.tried(row) for row in rows), key=lambda it: bool(it.reasons))
        some = page_of(tried, number=page, size=PAGE)
        shown = tuple(map(looking.process, some.items))
    can_move = tuple(looking.movable(it) for it in tried if not it.reasons)
    return MovingView(
        sop=sop,
        version_id=target.version_id,
        number=number,
        status=target.status,
        page=Page(shown, some.number, some.total, some.size),
        can_move=can_move,
        blocked=len(tried) - len(can_move),
        untried=(total or 0) - len(tried),
        choices=tuple(looking.offered.values()),
    )


@dataclass(frozen=True, slots=True)
class _Tried:
    """A process with what would come of moving it."""

    title: str
    instance: Instance
    #: the version that it runs under
    old: PinnedDefinition
    result: Moved | Refused
    places: Places | None
    reasons: tuple[str, ...]


class _Looking:
    def __init__(
        self,
        connection: Connection,
        caller: Caller,
        version_id: UUID,
        status: str,
        choices: Choices,
        now: datetime,
    ) -> None:
        self._connection = connection
        self._caller = caller
        self._new = definition_of(connection, caller.pemda_id, version_id)
        self._status = status
        self._choices = choices
        self._now = now
        self._units = _unit_names(connection, caller.pemda_id)
        #: version → steps that it has not
        self._new_steps: dict[int, tuple[str, ...]] = {}
        #: (version, path) → what may be chosen there
        self.offered: dict[tuple[int, str], Choice] = {}

    def tried(self, row: Row[Any]) -> _Tried:
        """Return what comes of moving a process."""
        instance = instance_of(self._connection, self._caller.pemda_id, row.id)
        old = definition_of(self._connection, instance.pemda_id, instance.version_id)
        pairs = self._choices.get(old.number, {})
        plain = moved(instance, old, self._new, {}, self._now)
        if isinstance(plain, Refused):
            for choice in choices_at(old, self._new, plain.obstacles, pairs):
                self.offered[old.number, choice.path] = choice
        result = moved(instance, old, self._new, pairs, self._now) if pairs else plain
        places, reasons = self._outcome(instance, old, result)
        return _Tried(row.title, instance, old, result, places, reasons)

    def movable(self, it: _Tried) -> Movable:
        """Return by what a process that can move is known."""
        instance = it.instance
        return Movable(instance.id, instance.number, it.old.number, fingerprint(instance))

    def process(self, it: _Tried) -> MovingProcess:
        """Return everything that is told of a process that was tried."""
        instance = it.instance
        return MovingProcess(
            instance_id=instance.id,
            number=instance.number,
            title=it.title,
            trial=instance.trial,
            started_at=instance.started_at,
            version=it.old.number,
            state=fingerprint(instance),
            done=self._done(instance),
            standing=tuple(self._standing(instance, it.old, it.result, it.places)),
            reasons=it.reasons,
        )

    def _outcome(
        self, instance: Instance, old: PinnedDefinition, result: Moved | Refused
    ) -> tuple[Places | None, tuple[str, ...]]:
        if self._status == "trial" and not instance.trial:
            return None, (sentence(TrialVersionOnly.code),)
        if isinstance(result, Refused):
            said = (reason_of(it, old, self._new) for it in result.obstacles)
            return None, tuple(dict.fromkeys(said))
        try:
            rows = open_rows(self._connection, instance)
            return places_of(self._connection, instance, rows, self._new, result, self._now), ()
        except NotMovable as refused:
            return None, (refused.params["reasons"],)

    # ------------------------------------------------------------ what is told of a process

    def _done(self, instance: Instance) -> tuple[str, ...]:
        rows = self._connection.execute(
            select(user_task.c.path, user_task.c.closed_seq)
            .where(
                user_task.c.pemda_id == instance.pemda_id,
                user_task.c.instance_id == instance.id,
                user_task.c.status.in_(("completed", "waived")),
            )
            .order_by(user_task.c.closed_seq, user_task.c.task_no)
        ).all()
        past = past_versions(self._connection, instance.pemda_id, instance.id, instance.version_id)
        definitions = definitions_at(self._connection, instance.pemda_id, past)
        names = (step_name(definitions[past.at(row.closed_seq)], row.path) for row in rows)
        return tuple(dict.fromkeys(names))

    def _standing(
        self,
        instance: Instance,
        old: PinnedDefinition,
        result: Moved | Refused,
        places: Places | None,
    ) -> Iterator[Standing]:
        stands: Mapping[int, Stand] = {}
        rearmed: Iterable[ArmedTimer] = ()
        if not isinstance(result, Refused):
            stands = {it.token_no: it for it in result.stands}
            rearmed = result.step.armed
        yield from self._tasks(instance, old, stands, places)
        yield from self._timers(instance, old, stands, rearmed)

    def _tasks(
        self,
        instance: Instance,
        old: PinnedDefinition,
        stands: Mapping[int, Stand],
        places: Places | None,
    ) -> Iterator[Standing]:
        for row in open_rows(self._connection, instance):
            stand = stands.get(row.task_no)
            other = stand is not None and (
                stand.after != stand.before or reworded(old, self._new, stand.after)
            )
            yield Standing(
                place_at(old.engine, row.path),
                self._units.get(row.unit_id),
                place_at(self._new.engine, stand.after) if stand and other else None,
                notes=tuple(self._notes(row, old, stand.after if stand else None, places)),
            )

    def _timers(
        self,
        instance: Instance,
        old: PinnedDefinition,
        stands: Mapping[int, Stand],
        rearmed: Iterable[ArmedTimer],
    ) -> Iterator[Standing]:
        anew = {it.token_no: it.due for it in rearmed}
        for timer in armed_timers(old.engine, instance.state, self._now):
            stand = stands.get(timer.token_no)
            if stand is None:
                continue
            yield Standing(
                place_at(old.engine, stand.before),
                None,
                None,
                due=anew.get(timer.token_no, timer.due),
                notes=(sentence("moving.timer-anew"),) if timer.token_no in anew else (),
            )

    def _notes(
        self, row: Row[Any], old: PinnedDefinition, path: str | None, places: Places | None
    ) -> Iterator[str]:
        """Yield what else becomes of an open task: who it waits for, its draft."""
        told = {} if places is None else {it.task_no: it for it in places.told}
        change = told.get(row.task_no)
        if path is None:
            return
        before, after = form_at(old, row.path), form_at(self._new, path)
        yield from form_notes(before, after)
        if change is not None and change.candidate != row.candidate:
            place = place_at(self._new.engine, path)
            yield sentence("moving.other-performer", lane=change.agency or place.lane or "")
            if change.released:
                yield sentence("moving.taken-no-more")
        lost = [] if before == after else self._lost_of_drafts(row, before, after)
        if lost:
            yield sentence("moving.draft-loses", fields=", ".join(lost))
        yield from passed_over(self._new, self._added(old), path)

    def _added(self, old: PinnedDefinition) -> tuple[str, ...]:
        """Return the steps that the other version has and `old` has not."""
        if old.number not in self._new_steps:
            self._new_steps[old.number] = tuple(new_steps(old, self._new))
        return self._new_steps[old.number]

    def _lost_of_drafts(self, row: Row[Any], before: Form | None, after: Form | None) -> list[str]:
        """Return the labels of what was typed as a draft and the new form does not ask."""
        drafts = self._connection.execute(
            select(draft.c.typed).where(
                draft.c.pemda_id == row.pemda_id,
                draft.c.instance_id == row.instance_id,
                draft.c.task_no == row.task_no,
            )
        ).scalars()
        lost = (
            label for text in drafts for label, _ in dropped(before, after, orjson.loads(text))
        )
        return list(dict.fromkeys(lost))


def _unit_names(connection: Connection, pemda_id: UUID) -> dict[UUID, str]:
    rows = connection.execute(select(unit.c.id, unit.c.name).where(unit.c.pemda_id == pemda_id))
    return {row.id: row.name for row in rows}


def _today(sop: SopView, now: datetime) -> date:
    return now.astimezone(ZoneInfo(sop.timezone)).date()
