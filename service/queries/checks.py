"""Whether the history of a process is whole, and whether it leads to the stored state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import func, select

from service.access.rules import require_may_see_process
from service.queries.instances import process_row
from service.running.reexecution import reexecute
from service.sentences import sentence
from service.store.database import read
from service.store.history import Stream
from service.store.tables import private_text

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.sentences import Language


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What checking the chain of a process found."""

    checked: int
    last_hash: str
    #: None: nothing is wrong; else what, in words
    fault: str | None
    #: the event it shows at; None: no certain event
    bad_seq: int | None
    #: personal texts that were erased by law, each with an event that says so
    erased: int


@dataclass(frozen=True, slots=True)
class RerunCheck:
    """What executing the recorded commands again found."""

    kind: Literal["same", "differs", "other"]
    #: states compared
    compared: int
    #: what differs, or which release can tell
    words: str
    seq: int | None


def check_chain(
    session: Session, caller: Caller, instance_id: UUID, *, lang: Language = "id"
) -> ChainCheck:
    """Check hashes, links, texts and the stored state against the history. Raises NotFound."""
    # Here, as few ask for it and its statements over all tables take long to build.
    from service.store.verify import verify_stream

    with read(session) as connection:
        _, facts = process_row(connection, caller, instance_id)
        require_may_see_process(caller, facts)
        # Files can be hundreds of megabytes; `./alur verify` reads them too.
        verdict = verify_stream(
            connection, Stream(caller.pemda_id, instance_id, "process"), files=False
        )
        erased = connection.scalar(
            select(func.count())
            .select_from(private_text)
            .where(
                private_text.c.pemda_id == caller.pemda_id,
                private_text.c.stream_id == instance_id,
                private_text.c.text.is_(None),
            )
        )
    fault = verdict.fault
    words = (
        None if fault is None else sentence(fault.code, lang, seq=fault.seq, detail=fault.detail)
    )
    return ChainCheck(
        verdict.events,
        verdict.last_hash,
        words,
        None if fault is None else fault.seq,
        int(erased or 0),
    )


def check_rerun(
    session: Session, caller: Caller, instance_id: UUID, *, lang: Language = "id"
) -> RerunCheck:
    """Execute the process again and compare every state. Raises NotFound."""
    with read(session) as connection:
        _, facts = process_row(connection, caller, instance_id)
        require_may_see_process(caller, facts)
        found = reexecute(connection, caller.pemda_id, instance_id)
    if found.foreign_tag is not None:
        words = sentence("web.foreign-tag", lang, tag=found.foreign_tag)
        return RerunCheck("other", found.executed, words, None)
    if found.difference is None:
        return RerunCheck("same", found.executed, "", None)
    seq = found.difference.seq
    # What the engine refused with is a code, which has a sentence of its own.
    detail = sentence(found.difference.detail, lang)
    words = sentence(found.difference.code, lang, seq=seq, detail=detail)
    return RerunCheck("differs", found.executed, f"{words[0].upper()}{words[1:]}.", seq)
