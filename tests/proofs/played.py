"""A demo store with two processes of RKA and DPA: one that has ended, one in the middle."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from service.cli.playing.player import Player
from service.clock import SimulatedClock
from service.commands.open_store import open_store
from service.commands.seed_demo import seed_demo
from service.queries.callers import caller_by_login
from service.store.database import make_engine, make_sessions
from service.store.history import Stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.results import Moved

KEY = "kalbar-rka-dpa"

#: Monday, 10.00 WIB.
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)

#: Moves after which the running process is left: Bidang have supplied, documents have versions.
_HALF_WAY = 20


@dataclass(frozen=True)
class Played:
    """Where the store is and which processes it holds."""

    url: str
    pemda_id: UUID
    finished: Moved
    running: Moved

    def stream(self, which: str) -> Stream:
        return Stream(self.pemda_id, self.process(which).instance_id, "process")

    def process(self, which: str) -> Moved:
        return self.finished if which == "finished" else self.running


@contextmanager
def opened(url: str) -> Iterator[Session]:
    """Give a session on a store."""
    engine = make_engine(url)
    with make_sessions(engine)() as session:
        yield session
    engine.dispose()


def play_two(url: str) -> Played:
    """Make the demo in an empty store and play one process to its end and one half."""
    with opened(url) as session:
        open_store(session, demo=True, now=NOON)
        pemda_id = seed_demo(session, now=NOON).pemda_id
        first = player(session)
        finished = first.start(KEY)
        first.finish(finished)
        second = player(session, seed=2)
        running = second.start(KEY)
        for _ in range(_HALF_WAY):
            second.move(running)
    return Played(url, pemda_id, finished, running)


def player(session: Session, seed: int = 1) -> Player:
    """Return somebody who plays all jabatan on a Monday at noon."""
    return Player(session, SimulatedClock(NOON), Random(seed), _unheard)


def head_of_office(session: Session) -> Caller:
    """Return the Kepala Dinas, with the password just typed."""
    found = caller_by_login(session, "kepala-dinas", NOON + timedelta(hours=1), confirmed=True)
    assert found is not None
    return found


def _unheard(_code: str, _params: Mapping[str, str]) -> None:
    pass
