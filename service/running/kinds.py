"""Of what kinds the processes of a SOP are: murni, perubahan …, or of none (decisions §4.7).

What is planned or budgeted is made again within its year; a report is not. The diagram says which
(`kinds` of `alur:sop`). One that is begun in Alur has none until somebody names them. One that
says nothing is older than the word, and every kind is offered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.extensions import KINDS
from service.running.refusals import KindNotAsked, KindNotOffered

if TYPE_CHECKING:
    from service.diagrams.model import Process

#: What stands in place of a kind where the SOP has none.
NO_KIND = ""


def kinds_of(process: Process | None) -> tuple[str, ...]:
    """Return the kinds between which who starts a process chooses; (): there are none."""
    identity = None if process is None else process.identity
    return KINDS if identity is None or identity.kinds is None else identity.kinds


def require_kind(process: Process, kind: str) -> None:
    """Raise KindNotOffered, or KindNotAsked, unless processes of the SOP can be of this kind."""
    offered = kinds_of(process)
    if not offered and kind != NO_KIND:
        raise KindNotAsked
    if offered and kind not in offered:
        raise KindNotOffered(kinds=", ".join(offered))


def alike(kind: str) -> tuple[str, ...] | None:
    """Return which kinds a second process of the same year is a twin of; None: each.

    One without kind may be older than the kinds of its SOP, or newer.
    """
    return None if kind == NO_KIND else (kind, NO_KIND)
