"""`./alur replay`: re-execute processes from their history and compare byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from service.cli.frame.commands import command
from service.cli.frame.program_codes import DONE, REFUSED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.cli.frame.talk import Talk
    from service.running.reexecution import Reexecution


@command("replay")
@click.argument("process", required=False)
@click.option("--all", "everything", is_flag=True)
def replay(talk: Talk, *, process: str | None, everything: bool) -> int:
    """Re-execute one process, or all of them."""
    from service.cli.frame.progress import counted
    from service.cli.frame.stores import open_session
    from service.queries.operators import (
        count_processes,
        find_process,
        reexecute_all,
        reexecute_one,
    )

    if (process is None) != everything:
        raise click.MissingParameter(param_hint="PROCESS | --all", param_type="argument")
    with open_session() as session:
        if process is not None:
            return _tell(talk, [reexecute_one(session, find_process(session, process))])
        everyone = reexecute_all(session)
        return _tell(
            talk, counted(talk, "cli-replay.processes", everyone, count_processes(session))
        )


def _tell(talk: Talk, results: Iterable[Reexecution]) -> int:
    processes = commands = 0
    different: list[Reexecution] = []
    foreign: list[Reexecution] = []
    # One after the other: a store holds more processes than a machine wants to keep in mind.
    for item in results:
        processes += 1
        commands += item.executed
        if item.difference is not None:
            different.append(item)
        if item.foreign_tag is not None:
            foreign.append(item)
    document: dict[str, Any] = {
        "ok": not different,
        "processes": processes,
        "commands": commands,
        "differences": [_document(talk, item) for item in different],
        "other_engines": [
            {"process": item.number, "engine_tag": item.foreign_tag} for item in foreign
        ],
    }
    said = [
        talk.text("cli-replay.differs", process=item.number, reason=_reason(talk, item))
        for item in different
    ]
    said.extend(
        talk.text("cli-replay.other-engine", process=item.number, tag=item.foreign_tag)
        for item in foreign
    )
    said.append(
        talk.text(
            "cli-replay.sum",
            processes=document["processes"],
            commands=document["commands"],
            differences=len(different),
            other=len(foreign),
        )
    )
    talk.result(document, said)
    return DONE if not different else REFUSED


def _document(talk: Talk, item: Reexecution) -> dict[str, Any]:
    assert item.difference is not None  # noqa: S101 - only called for these
    return {
        "process": item.number,
        "id": str(item.instance_id),
        "code": item.difference.code,
        "seq": item.difference.seq,
        "message": _reason(talk, item),
    }


def _reason(talk: Talk, item: Reexecution) -> str:
    assert item.difference is not None  # noqa: S101 - only called for these
    difference = item.difference
    return talk.text(difference.code, seq=difference.seq, detail=difference.detail)
