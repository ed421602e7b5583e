"""`./alur replay`: re-execute processes from their history and compare byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from service.cli.frame.commands import command
from service.cli.frame.program_codes import DONE, REFUSED

if TYPE_CHECKING:
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
            results = [reexecute_one(session, find_process(session, process))]
        else:
            total = count_processes(session)
            results = list(counted(talk, "cli-replay.processes", reexecute_all(session), total))
    return _tell(talk, results)


def _tell(talk: Talk, results: list[Reexecution]) -> int:
    different = [item for item in results if item.difference is not None]
    foreign = [item for item in results if item.foreign_tag is not None]
    document: dict[str, Any] = {
        "ok": not different,
        "processes": len(results),
        "commands": sum(item.executed for item in results),
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
