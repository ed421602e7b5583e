"""`./alur verify`: whether the store still says what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from service.cli.frame.commands import command
from service.cli.frame.program_codes import DONE, REFUSED

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from service.cli.frame.talk import Talk
    from service.store.verify import Verdict


@command("verify")
@click.argument("process", required=False)
@click.option("--last-hash")
def verify(talk: Talk, *, process: str | None, last_hash: str | None) -> int:
    """Check one process, or every chain and file of the store."""
    from service.cli.frame.stores import open_session
    from service.queries.operators import find_process, verify_one

    if process is None and last_hash is not None:
        raise click.MissingParameter(param_hint="PROCESS", param_type="argument")
    with open_session() as session:
        if process is None:
            return _everything(talk, session)
        verdict = verify_one(session, find_process(session, process), last_hash)
    talk.result({**_document(talk, verdict), "ok": verdict.fault is None}, [_line(talk, verdict)])
    return DONE if verdict.fault is None else REFUSED


def _everything(talk: Talk, session: Session) -> int:
    from service.cli.frame.progress import counted
    from service.queries.operators import count_chains, count_files, verify_all, verify_files

    chains = events = 0
    broken: list[Verdict] = []
    found = counted(talk, "cli-verify.chains", verify_all(session), count_chains(session))
    for verdict in found:
        chains += 1
        events += verdict.events
        if verdict.fault is not None:
            broken.append(verdict)
    files = counted(talk, "cli-verify.files", verify_files(session), count_files(session))
    damaged = [file.sha256 for file in files if not file.whole]
    document = {
        "ok": not broken and not damaged,
        "chains": chains,
        "events": events,
        "broken": [_document(talk, verdict) for verdict in broken],
        "damaged_files": damaged,
    }
    said = [_line(talk, verdict) for verdict in broken]
    said.extend(talk.text("cli-verify.damaged-file", sha256=sha256) for sha256 in damaged)
    said.append(
        talk.text(
            "cli-verify.sum",
            chains=chains,
            events=events,
            broken=len(broken),
            files=len(damaged),
        )
    )
    talk.result(document, said)
    return DONE if document["ok"] else REFUSED


def _document(talk: Talk, verdict: Verdict) -> dict[str, Any]:
    fault = verdict.fault
    return {
        "stream": verdict.stream.kind,
        "id": str(verdict.stream.id),
        "events": verdict.events,
        "last_hash": verdict.last_hash,
        "fault": None
        if fault is None
        else {
            "code": fault.code,
            "seq": fault.seq,
            "detail": fault.detail,
            "message": talk.text(fault.code, seq=fault.seq, detail=fault.detail),
        },
    }


def _line(talk: Talk, verdict: Verdict) -> str:
    fault = verdict.fault
    if fault is None:
        return talk.text("cli-verify.whole", events=verdict.events, last_hash=verdict.last_hash)
    reason = talk.text(fault.code, seq=fault.seq, detail=fault.detail)
    return talk.text(
        "cli-verify.broken",
        kind=talk.text(f"cli-verify.stream-{verdict.stream.kind}"),
        id=verdict.stream.id,
        reason=reason,
    )
