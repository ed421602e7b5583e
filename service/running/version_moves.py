"""What moving a process to another version of its SOP makes of it: for command and preview.

The engine says where tokens stand afterwards (`engine.moving`); here it is said whose the open
tasks are then. Tenggat, work and drafts stay; a task that waits for others than before is no
longer taken by anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from service.access.roles import in_force
from service.diagrams.model import Activity, MultiInstance
from service.engine import open_tasks
from service.engine.moving import Refused, move
from service.errors import Conflict, Rejected
from service.events.process_parts import TaskMoved
from service.running.definitions import step_name
from service.running.refusals import UnitUnknown
from service.running.same_step import another_steps
from service.running.steps import Surroundings, candidate_at, role_of, unit_of
from service.sentences import sentence
from service.store.changes import Claiming, NewPlace
from service.store.suppliers import units_in_use
from service.store.tables import user_task

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Connection, Row

    from service.engine.api import OpenTask
    from service.engine.moving import Moved
    from service.engine.obstacles import Obstacle
    from service.running.definitions import PinnedDefinition
    from service.store.instances import Instance


class NotMovable(Rejected):
    """The process cannot go on under the other version from where it stands; `reasons` say why."""

    code = "running.not-movable"


class NotThatVersion(Rejected):
    """Processes move only to another version of their SOP that is on trial or in force."""

    code = "running.not-that-version"


class AlreadyThere(Conflict):
    """The process runs under that version already."""

    code = "running.already-under-that-version"


class TrialVersionOnly(Rejected):
    """A process that is no trial moves only to a version that is in force."""

    code = "running.not-to-a-trial"


class MovedOnMeanwhile(Conflict):
    """The process is no longer where the preview showed it."""

    code = "running.moved-on-meanwhile"


@dataclass(frozen=True, slots=True)
class Places:
    """Whose the open tasks are afterwards; only those of which anything changes."""

    new: tuple[NewPlace, ...]
    told: tuple[TaskMoved, ...]
    released: tuple[Claiming, ...]


def require_target(instance: Instance, row: Any, version_id: UUID, today: date) -> None:
    """Check that a process may go to a version; `row` has its SOP, status and days of effect.

    A trial stays one under whichever version (decisions §4.8). Raises AlreadyThere,
    NotThatVersion, TrialVersionOnly.
    """
    if version_id == instance.version_id:
        raise AlreadyThere(number=instance.number)
    if row.sop_id != instance.sop_id:
        raise NotThatVersion
    if not is_target(row, today, trial=instance.trial):
        raise TrialVersionOnly if row.status == "trial" else NotThatVersion


def is_target(row: Any, today: date, *, trial: bool) -> bool:
    """Return whether processes, trial ones or real ones, may go to the version of `row`."""
    if row.status == "trial":
        return trial
    return row.status == "effective" and in_force(row.effective_from, row.effective_to, today)


def moved(
    instance: Instance,
    old: PinnedDefinition,
    new: PinnedDefinition,
    pairs: Mapping[str, str],
    now: datetime,
) -> Moved | Refused:
    """Return the process under `new`, or why it cannot be there. Raises ProcessEnded."""
    zone = ZoneInfo(instance.timezone)
    result = move(old.engine, new.engine, instance.state, pairs, now, zone)
    if isinstance(result, Refused):
        return result
    others = tuple(another_steps(old, new, result, pairs))
    return Refused(others) if others else result


def reason_of(obstacle: Obstacle, old: PinnedDefinition, new: PinnedDefinition) -> str:
    """Return the sentence of an obstacle, with what people call its elements."""
    params = dict(obstacle.params)
    if obstacle.code == "moving.surroundings-changed":
        params |= {"before": _done_how(old, obstacle.path), "after": _done_how(new, obstacle.path)}
    if "other" in params:
        params["other"] = _name(old, params["other"])
    if "join" in params:
        params["join"] = _name(new, params["join"])
        sources = params["sources"].split(", ")
        params["sources"] = ", ".join(_name(new, path) for path in sources)
    return sentence(obstacle.code, step=_name(old, obstacle.path), **params)


def _done_how(definition: PinnedDefinition, path: str) -> str:
    """Return how often and by how many a step is done, and whether events stand on its border."""
    node = definition.engine.nodes.get(path)
    if not isinstance(node, Activity):
        return sentence("moving.done-once")
    loop = node.loop
    if isinstance(loop, MultiInstance):
        how = sentence("moving.done-in-parallel" if loop.parallel else "moving.done-in-turn")
    else:
        how = sentence("moving.done-once" if loop is None else "moving.done-again")
    return sentence("moving.guarded", how=how) if node.boundaries else how


def open_rows(connection: Connection, instance: Instance) -> Sequence[Row[Any]]:
    """Return the rows of the open tasks of a process, by number."""
    return connection.execute(
        select(user_task)
        .where(
            user_task.c.pemda_id == instance.pemda_id,
            user_task.c.instance_id == instance.id,
            user_task.c.status == "open",
        )
        .order_by(user_task.c.task_no)
    ).all()


def places_of(
    connection: Connection,
    instance: Instance,
    rows: Sequence[Row[Any]],
    new: PinnedDefinition,
    result: Moved,
    now: datetime,
) -> Places:
    """Return whose the open tasks of a moved process are; `rows`: as they were read with it.

    Raises NotMovable when the data name no unit of the office for a task that has one now.
    """
    tasks = {it.task_no: it for it in open_tasks(new.engine, result.step.state, now)}
    around = Surroundings(
        definition=new,
        instance=instance,
        rounds={},
        opener_round=0,
        units=units_in_use(connection, instance.pemda_id, instance.office_id),
        team_roles=instance.team_roles,
    )
    places: list[NewPlace] = []
    told: list[TaskMoved] = []
    released: list[Claiming] = []
    for row in rows:
        place = _place(around, row, tasks[row.task_no])
        if all(getattr(row, name) == getattr(place, name) for name in _COMPARED):
            continue
        places.append(place)
        free = row.claimed_by is not None and row.candidate != place.candidate
        if free:
            released.append(Claiming(place.task_no, None, None))
        told.append(
            TaskMoved(
                task_no=place.task_no,
                before=row.path,
                path=place.path,
                role=place.role,
                candidate=place.candidate,
                unit_id=place.unit_id,
                agency=place.agency,
                released=free or None,
            )
        )
    return Places(tuple(places), tuple(told), tuple(released))


_COMPARED = ("path", "kind", "role", "candidate", "unit_id", "agency")


def _place(around: Surroundings, row: Row[Any], task: OpenTask) -> NewPlace:
    extension = around.definition.engine.node(task.path).extension
    unit_id = None
    if extension.unit is not None:
        # Whose part it is was settled when the task was opened.
        unit_id = row.unit_id or _unit(around, task)
    return NewPlace(
        task_no=task.task_no,
        path=task.path,
        kind=task.kind,
        role=role_of(around.definition, task.path),
        candidate=candidate_at(around, task.path, unit_id),
        unit_id=unit_id,
        agency=extension.agency,
    )


def _unit(around: Surroundings, task: OpenTask) -> UUID | None:
    try:
        return unit_of(around, task)
    except UnitUnknown as unknown:
        reason = sentence("moving.unit-unknown", **unknown.params)
        raise NotMovable(reasons=reason) from unknown


def _name(definition: PinnedDefinition, path: str) -> str:
    return step_name(definition, path) if path in definition.engine.nodes else path
