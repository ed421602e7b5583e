"""A program that completes tasks at a given instant: `python -m tests.proofs.racer`.

One JSON object a line in, one a line out. Several of these are several people at several machines:
they share nothing but the store.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import event

from service.commands.complete_task import complete_task
from service.errors import AlurError
from service.store.callers import caller_of
from service.store.database import make_engine, make_sessions, read
from service.store.idempotency import request_key

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session


class _Tries:
    """Counts how often a command began to write: twice when a neighbour was faster."""

    def __init__(self, engine: Engine) -> None:
        self.count = 0
        event.listen(engine, "begin", self._begun)

    def _begun(self, connection: Any) -> None:
        self.count += bool(connection.get_execution_options().get("alur_writes"))


def main() -> None:
    _say({})
    for line in sys.stdin:
        _on_store(json.loads(line)["open"])
        _say({})


def _say(document: dict[str, Any]) -> None:
    sys.stdout.write(f"{json.dumps(document)}\n")
    sys.stdout.flush()


def _on_store(url: str) -> None:
    """Complete tasks of one store, as told, until an empty line."""
    engine = make_engine(url)
    tries = _Tries(engine)
    _say({})
    with make_sessions(engine)() as session:
        for line in iter(sys.stdin.readline, "\n"):
            tries.count = 0
            answer = _complete(session, json.loads(line))
            _say({**answer, "tries": tries.count})
    engine.dispose()


def _complete(session: Session, job: dict[str, Any]) -> dict[str, Any]:
    now = datetime.fromisoformat(job["now"])
    with read(session) as connection:
        caller = caller_of(connection, UUID(job["pemda_id"]), UUID(job["person_id"]), now)
    if caller is None:
        raise LookupError(job["person_id"])
    request = request_key(job["key"], "/selesai", b"") if job["key"] else None
    time.sleep(max(0.0, job["at"] - time.monotonic()))
    try:
        done = complete_task(
            session,
            replace(caller, confirmed_at=now - timedelta(seconds=1)),
            instance_id=UUID(job["instance_id"]),
            task_no=job["task_no"],
            typed={},
            request=request,
            now=now,
        )
    except AlurError as refused:
        return {"refused": refused.code, "status": refused.status}
    return {"done": done.answer()}


if __name__ == "__main__":
    main()
