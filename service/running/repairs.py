"""Repairs that leave out a review, a paraf or a signature: asked for by one, approved by another.

What is asked for and not answered stands in the history and nowhere else; a process has one such
request at a time.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from service.engine.api import MoveToken
from service.engine.codec import load
from service.engine.left_out import decides_over, left_out
from service.engine.token_moves import movable_tokens, obstacles_to
from service.events.engine_moves import TokenMoved, VariableCorrected
from service.events.process import RepairRefused, RepairRequested
from service.running.definitions import step_name
from service.running.inputs import command_of
from service.running.refusals import (
    NoSuchRequest,
    RepairNotPossible,
    RepairWaits,
)
from service.running.version_moves import MovedOnMeanwhile
from service.sentences import sentence
from service.store.tables import history_event
from service.values import parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

    from service.engine.api import Command
    from service.engine.obstacles import Obstacle
    from service.events.engine_moves import AskedBy
    from service.running.definitions import PinnedDefinition
    from service.store.instances import Instance

#: What asks for a repair, and what answers.
_ABOUT: Final = (
    RepairRequested.kind,
    RepairRefused.kind,
    TokenMoved.kind,
    VariableCorrected.kind,
)


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A repair that somebody asked for and nobody has answered."""

    #: number of its event, which names it
    seq: int
    #: what would be done
    command: Command
    #: person, and jabatan as worn
    asked_by: UUID
    jabatan: str
    asked_at: datetime
    #: reference of why
    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """Why a process is repaired, and who said so."""

    #: reference of the reason
    reason: str
    #: commitments of the texts that the event brings
    texts: Mapping[str, str]
    confirmed_at: datetime | None
    #: number of the event that asked for it, and who did
    request: int | None = None
    asked: AskedBy | None = None


@dataclass(frozen=True, slots=True)
class TokenPlan:
    """What moving a token would mean, as long as the process stands where it stands."""

    token_no: int
    source: str
    target: str
    #: why it cannot be; nothing: it can
    obstacles: tuple[Obstacle, ...]
    #: paths of the steps that are left out
    left_out: tuple[str, ...]
    #: those of them that nobody leaves out alone
    deciding: tuple[str, ...]

    @property
    def command(self) -> MoveToken:
        """Return what the engine is asked to do."""
        return MoveToken(self.token_no, self.target)


def fingerprint(instance: Instance) -> str:
    """Return what a form carries so that what was seen is what is done."""
    return hashlib.sha256(instance.state).hexdigest()


def require_seen(instance: Instance, seen: str | None) -> None:
    """Raise MovedOnMeanwhile when the process is not as somebody saw it."""
    if seen not in (None, fingerprint(instance)):
        raise MovedOnMeanwhile(number=instance.number)


def open_request(connection: Connection, pemda_id: UUID, instance_id: UUID) -> OpenRequest | None:
    """Return the repair that waits for a second person; None: none does."""
    last = connection.execute(
        select(
            history_event.c.seq,
            history_event.c.kind,
            history_event.c.payload,
            history_event.c.actor_id,
            history_event.c.jabatan,
            history_event.c.recorded_at,
        )
        .where(
            history_event.c.pemda_id == pemda_id,
            history_event.c.stream_id == instance_id,
            history_event.c.kind.in_(_ABOUT),
        )
        .order_by(history_event.c.seq.desc())
    ).all()
    answered: set[int] = set()
    for row in last:
        said: Mapping[str, Any] = parse(row.payload)
        if row.kind == RepairRequested.kind:
            if row.seq in answered:
                return None
            return OpenRequest(
                row.seq,
                command_of(said["wanted"]),
                row.actor_id,
                row.jabatan or "",
                row.recorded_at,
                said["reason"],
            )
        if said.get("request") is not None:
            answered.add(said["request"])
    return None


def require_none_open(connection: Connection, instance: Instance) -> None:
    """Raise RepairWaits while another repair waits for a second person."""
    if open_request(connection, instance.pemda_id, instance.id) is not None:
        raise RepairWaits(number=instance.number)


def requested(connection: Connection, instance: Instance, seq: int) -> OpenRequest:
    """Return the request of that number. Raises NoSuchRequest when it was answered."""
    found = open_request(connection, instance.pemda_id, instance.id)
    if found is None or found.seq != seq:
        raise NoSuchRequest
    return found


def plan_of(
    definition: PinnedDefinition, instance: Instance, token_no: int, target: str, now: datetime
) -> TokenPlan:
    """Return what moving a token of the process to `target` would mean."""
    engine = definition.engine
    loaded = load(engine.spec, instance.state, now)
    source = dict(movable_tokens(loaded)).get(token_no, "")
    obstacles = obstacles_to(loaded, engine, token_no, target)
    skipped = () if obstacles else left_out(engine, source, target)
    deciding = tuple(path for path in skipped if decides_over(engine, path))
    return TokenPlan(token_no, source, target, obstacles, skipped, deciding)


def require_possible(plan: TokenPlan, definition: PinnedDefinition) -> None:
    """Raise RepairNotPossible with every reason why a token cannot be moved."""
    if plan.obstacles:
        said = (sentence_of(it, definition) for it in plan.obstacles)
        raise RepairNotPossible(reasons=" ".join(dict.fromkeys(said)))


def sentence_of(obstacle: Obstacle, definition: PinnedDefinition) -> str:
    """Return why a repair cannot be, with what people call the element."""
    known = obstacle.path in definition.engine.nodes
    name = step_name(definition, obstacle.path) if known else obstacle.path
    return sentence(obstacle.code, step=name)
