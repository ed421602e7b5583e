"""`./alur play`: one process from start to end in a demo store, as all its jabatan."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import click

from service.cli.frame.commands import command
from service.cli.frame.program_codes import DONE, REFUSED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from service.cli.frame.talk import Talk


@command("play")
@click.argument("key")
@click.option("--seed", type=int, default=1)
def play(talk: Talk, *, key: str, seed: int) -> int:
    """Make the demo pemda when the store is empty, play the SOP, then check what came of it."""
    from service.cli.frame.stores import open_session
    from service.cli.history import lines
    from service.cli.playing.player import Player
    from service.clock import SystemClock
    from service.queries.operators import (
        find_process,
        history_for_operator,
        reexecute_one,
        verify_one,
    )

    def told(code: str, params: Mapping[str, str]) -> None:
        talk.aside(talk.text(code, **params))

    with open_session() as session:
        _require_demo(session)
        player = Player(session, SystemClock(), Random(seed), told)  # noqa: S311 - demo data
        played = player.play(key)
        found = find_process(session, str(played.instance_id))
        history, zone = history_for_operator(session, found, talk.lang)
        again = reexecute_one(session, found)
        verdict = verify_one(session, found, history.last_hash)
    whole = again.difference is None and verdict.fault is None
    document: dict[str, Any] = {
        "process": played.number,
        "id": str(played.instance_id),
        "status": "completed",
        "moves": played.moves,
        "returns": played.returns,
        "events": history.last_seq,
        "last_hash": history.last_hash,
        "differences": int(again.difference is not None),
        "chain_whole": verdict.fault is None,
    }
    said = [*lines(talk, found, history, zone), talk.text("cli-play.done", **document)]
    talk.result(document, said)
    return DONE if whole else REFUSED


def _require_demo(session: Session) -> None:
    """Make an empty store a demo. Raises NotMadeAsDemo for one that was made for real work."""
    from service.clock import SystemClock
    from service.commands.open_store import open_store
    from service.commands.seed_demo import seed_demo

    now = SystemClock().now()
    open_store(session, demo=True, now=now)
    seed_demo(session, now=now)
