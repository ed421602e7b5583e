"""The worker as a program: rounds until a signal to stop, then the round to its end."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import DBAPIError

from service.clock import SystemClock
from service.errors import AlurError
from service.running.limits import Room, set_room
from service.store.accounts import is_demo
from service.store.database import make_engine, make_sessions, read
from service.store.housekeeping import sweep
from service.store.schema import migrate
from service.worker.begin import begin_due
from service.worker.hand_on import hand_on_sent
from service.worker.mail import send_mails
from service.worker.recount import recount_due
from service.worker.remind import remind
from service.worker.work import fire_due

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from service.clock import Clock
    from service.config import Settings, Smtp

_LOG: Final = logging.getLogger(__name__)

#: Between two looks at the timers: a new one may have been armed meanwhile.
_LOOK_EVERY: Final = timedelta(seconds=2)

#: After the store could not be reached.
_REST: Final = timedelta(seconds=10)

_SWEEP_EVERY: Final = timedelta(minutes=10)


def run_worker(settings: Settings) -> int:
    """Work until SIGTERM or SIGINT; return the exit code. Raises what opening the store raises."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    set_room(Room(settings.limits.process_events, settings.limits.state_bytes))
    engine = make_engine(settings.database_url)
    migrate(engine)
    # Machines made from one image have one name, and their containers the same process ids.
    worker = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
    _LOG.info("The worker started.", extra={"action": "worker_started", "worker": worker})
    try:
        sessions = make_sessions(engine)
        _rounds(sessions, SystemClock(), worker, stop, _mail_server(sessions, settings))
    finally:
        engine.dispose()
    _LOG.info("The worker stopped.", extra={"action": "worker_stopped", "worker": worker})
    return 0


def _mail_server(sessions: sessionmaker[Session], settings: Settings) -> Smtp | None:
    """Return the mail server; a demo tells nobody outside of this machine anything."""
    with sessions() as session, read(session) as connection:
        return None if is_demo(connection) else settings.smtp


def _rounds(
    sessions: sessionmaker[Session],
    clock: Clock,
    worker: str,
    stop: threading.Event,
    smtp: Smtp | None,
) -> None:
    sweep_at = clock.now()
    while not stop.is_set():
        try:
            following = fire_due(sessions, clock, worker)
            begin_due(sessions, clock, worker)
            hand_on_sent(sessions, clock, worker)
            if clock.now() >= sweep_at:
                sweep_at = clock.now() + _SWEEP_EVERY
                with sessions() as session:
                    swept = sweep(session, clock.now())
                _LOG.debug("The store was swept.", extra={"action": "swept", "what": str(swept)})
            again = recount_due(sessions, clock, worker)
            again |= remind(sessions, clock, worker, mails=smtp is not None)
            again |= smtp is not None and send_mails(sessions, clock, worker, smtp)
            rest = timedelta() if again else _until(following, clock.now())
        except (AlurError, DBAPIError):
            # The store is away or busy: work goes on when it is back.
            _LOG.warning("The store did not answer.", exc_info=True, extra={"action": "no_store"})
            rest = _REST
        stop.wait(rest.total_seconds())


def _until(following: datetime | None, now: datetime) -> timedelta:
    if following is None:
        return _LOOK_EVERY
    return min(max(following - now, timedelta()), _LOOK_EVERY)
